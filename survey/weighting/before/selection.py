"""Design weights: the inverse of each respondent's probability of having been selected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import number_question
from survey.definitions.records.question import Question
from survey.errors import WeightingError
from survey.maths.weights.composite import effective_factors
from survey.weighting.before.dispositions import listed
from survey.weighting.before.sampling_weight import with_sampling_weight
from survey.weighting.calibrating.rake import base_of
from survey.words import nearest

Array = NDArray[np.float64]
FRAME_KEYS = ("probability", "lines", "adults")
RULES = ("multiplicity", "composite")


def selection(
    sample: SampleData,
    *,
    probability: str | Sequence[str] | None = None,
    household: str | None = None,
    frames: Mapping[str, Mapping[str, Any]] | None = None,
    rule: str = "multiplicity",
    frame: str | None = None,
    share: float | str = "effective",
    cap: float | None = None,
    base_weight: str | None = None,
    name: str | None = None,
) -> SampleData:
    """The sample with weights multiplied by the inverse probability of selection.

    ``probability``: column(s) of inclusion probabilities, above 0 and at most 1, one a stage: ``1 / Π p``.
    ``household``: column of the number of persons of whom one was drawn: times that number, at most ``cap``.

    ``frames``: two or more lists through which a person may be called, each ``{probability, lines, adults}``:
    ``probability`` that one number of the list was drawn (a figure or a column), ``lines`` the column of numbers by
    which the person can be reached there (0: not in this frame), ``adults`` the column of those who share them and of
    whom one was drawn (left out for mobile phones; at most ``cap``). The expected number of times that a person is
    selected by a frame is ``e = probability · lines / adults``. Two rules:

    - ``multiplicity``: weight ``1 / Σ_f e_f`` (Kalton & Anderson 1986, JRSS A 149, 65-82: the person's chances add,
      up to the chance of being drawn twice, which is negligible at polling fractions). Needs no more than the answers.
    - ``composite``: weight ``1 / e_f`` in the ``frame`` by which the person was drawn (a column with the names of
      ``frames``), and for those whom several frames reach times ``λ_f``, ``Σ λ_f = 1`` (Hartley 1962, Proc. Social
      Statistics Section, ASA, 203-206). ``share``: ``λ`` of the first of two frames, or ``effective``: in proportion
      to the effective sizes of the frames among those who are reached by the same frames (as Brick et al. 2006, POQ
      70, 780-793, compare). ``λ`` is taken as fixed in replicates.

    The new weight is the sampling weight of what follows. Raises one ``WeightingError`` with everything that does not
    fit: counts of empty answers, numbers of 0, probabilities outside 0 to 1, respondents whom no frame reaches.
    """
    _check(probability, household, frames, rule, frame, share, cap)
    base = base_of(sample, base_weight)
    columns = [*listed(probability or ()), *([household] if household else []), *_columns(frames or {})]
    keys = {column: number_question(sample.question(column)) for column in dict.fromkeys(columns)}
    if frame is not None:
        keys[frame] = sample.question(frame)
    cells = sample.engine.collapse(list(keys.values()), weight=base)
    work = _Work(sample, keys, cells, cap)
    factor, said = np.ones(len(cells)), []
    for column in listed(probability or ()):
        factor = factor / work.probability(column)
        said.append(f"inclusion probabilities ({column})")
    if household:
        factor = factor * work.persons(household)
        said.append(f"persons in the household ({household})")
    details: dict[str, float] = {}
    if frames:
        factor = factor * work.dual(frames, rule, frame, share, details)
        how = "chances of all frames added" if rule == "multiplicity" else "composite weights where frames overlap"
        said.append(f"frames {', '.join(frames)}, {how}")
    work.refuse()
    factor = np.where(work.live, factor, 0.0)
    text = f"design weights from {'; '.join(said)}"
    if cap is not None:
        text += f"; persons capped at {cap:g} ({work.capped:,} respondent(s))"
    return with_sampling_weight(
        sample,
        "selection",
        list(keys.values()),
        cells,
        factor,
        lambda sums: factor,
        base=base,
        name=name,
        text=text,
        options={
            "probability": [*listed(probability)] if probability else None,
            "household": household,
            "frames": {label: dict(one) for label, one in frames.items()} if frames else None,
            "rule": rule,
            "frame": frame,
            "share": share,
            "cap": cap,
        },
        counts={"respondents": int(cells.respondents.sum()), "capped": work.capped},
        details=details,
    )


class _Work:
    """Numbers of the cells, with everything that is wrong about them."""

    def __init__(self, sample: SampleData, keys: Mapping[str, Question], cells: CellTable, cap: float | None) -> None:
        self.sample, self.keys, self.cells, self.cap = sample, keys, cells, cap
        self.live = cells.respondents > 0
        self.problems: list[str] = []
        self.over = np.zeros(len(cells), dtype=bool)

    @property
    def capped(self) -> int:
        """Respondents some number of whom was capped."""
        return int(self.cells.respondents[self.over].sum())

    def refuse(self) -> None:
        if self.problems:
            raise WeightingError(
                "\n".join(dict.fromkeys(self.problems)),
                where="selection",
                fix="Correct or impute these answers, or give a base weight of 0 to those who should not count.",
            )

    def _wrong(self, at: NDArray[np.bool_], column: str, what: str) -> None:
        count = int(self.cells.respondents[at & self.live].sum())
        if count:
            self.problems.append(f"{column}: {count} respondent(s) {what}")

    def numbers(self, column: str) -> Array:
        question = self.keys[column]
        found = np.array(self.sample.engine.encoding(question).numbers)[self.cells.key(question.question)]
        self._wrong(~np.isfinite(found), column, "gave no number")
        return np.where(np.isfinite(found), found, 1.0)

    def probability(self, column: str) -> Array:
        found = self.numbers(column)
        wrong = (found <= 0) | (found > 1)
        self._wrong(wrong, column, "have a probability that is not above 0 and at most 1")
        return np.where(wrong, 1.0, found)

    def persons(self, column: str) -> Array:
        found = self.numbers(column)
        self._wrong(found < 1, column, "have less than 1 person")
        found = np.maximum(found, 1.0)
        if self.cap is not None:
            self.over |= found > self.cap
            found = np.minimum(found, self.cap)
        return found

    def dual(
        self,
        frames: Mapping[str, Mapping[str, Any]],
        rule: str,
        frame: str | None,
        share: float | str,
        details: dict[str, float],
    ) -> Array:
        """The inverse chance of each cell by one of the rules. ``details`` learns the composite factors."""
        chances = []
        for one in frames.values():
            p = one["probability"]
            chance = self.probability(p) if isinstance(p, str) else np.full(len(self.cells), float(p))
            lines = self.numbers(one["lines"])
            self._wrong(lines < 0, one["lines"], "have less than 0 lines")
            adults = self.persons(one["adults"]) if one.get("adults") else 1.0
            chances.append(chance * np.maximum(lines, 0.0) / adults)
        e = np.array(chances)  # (frames, cells)
        self._wrong(np.all(e <= 0, axis=0), "frames", "have no line in any frame")
        if rule == "multiplicity" or frame is None:
            whole = e.sum(axis=0)
            return np.divide(1.0, whole, out=np.zeros_like(whole), where=whole > 0)
        drawn = self._drawn(frame, list(frames))
        own = np.where(drawn >= 0, e[np.maximum(drawn, 0), np.arange(len(drawn))], 0.0)
        self._wrong((drawn >= 0) & (own <= 0), frame, "were drawn by a frame in which they have no line")
        factor = np.divide(1.0, own, out=np.zeros_like(own), where=own > 0)
        return factor * self._shares(e, drawn, factor, list(frames), share, details)

    def _drawn(self, frame: str, names: Sequence[str]) -> NDArray[np.int64]:
        question = self.keys[frame]
        levels = self.sample.engine.encoding(question).levels
        place = np.array([names.index(level) if level in names else -1 for level in levels])
        found = np.asarray(place[self.cells.key(question.question)], dtype=np.int64)
        self._wrong(found < 0, frame, f"were drawn by none of the frames {', '.join(names)}")
        return found

    def _shares(
        self,
        e: Array,
        drawn: NDArray[np.int64],
        factor: Array,
        names: Sequence[str],
        share: float | str,
        details: dict[str, float],
    ) -> Array:
        """``λ`` of each cell: 1 for those whom one frame reaches, else that of its frame among the frames that do."""
        reached = (2 ** np.arange(len(names))) @ (e > 0)
        found = np.ones(len(drawn))
        for pattern in np.unique(reached[self.live]):
            at = (reached == pattern) & self.live & (drawn >= 0)
            several = [k for k in range(len(names)) if pattern >> k & 1]
            if len(several) < 2 or not at.any():
                continue
            if isinstance(share, str):
                sums, squares = (
                    np.bincount(drawn[at], what[at], minlength=len(names)).astype(float)
                    for what in (self.cells.sum_w * factor, self.cells.sum_w2 * factor**2)
                )
                part = effective_factors(sums[:, None], squares[:, None])[:, 0]
            else:
                part = np.array([float(share), 1 - float(share)])
            found[at] = part[drawn[at]]
            overlap = " and ".join(names[k] for k in several)
            details.update({f"composite factor of {names[k]} (reached by {overlap})": float(part[k]) for k in several})
        return found


def _columns(frames: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [one[key] for one in frames.values() for key in FRAME_KEYS if isinstance(one.get(key), str)]


def _check(
    probability: str | Sequence[str] | None,
    household: str | None,
    frames: Mapping[str, Mapping[str, Any]] | None,
    rule: str,
    frame: str | None,
    share: float | str,
    cap: float | None,
) -> None:
    problems = []
    if not probability and not household and not frames:
        problems.append("nothing says how respondents were selected; give probability, household or frames")
    if cap is not None and not cap >= 1:
        problems.append(f"cap {cap:g} is below 1 person")
    if rule not in RULES:
        problems.append(f"unknown rule '{rule}'. {nearest(rule, RULES)}")
    if frames is not None and len(frames) < 2:
        problems.append("frames: two or more are needed; for one use probability")
    for label, one in (frames or {}).items():
        stray = [key for key in one if key not in FRAME_KEYS]
        lacking = [key for key in ("probability", "lines") if one.get(key) is None]
        problems += [f"frame '{label}': unknown key '{key}'. {nearest(key, FRAME_KEYS)}" for key in stray]
        problems += [f"frame '{label}': '{key}' is not given" for key in lacking]
        p = one.get("probability")
        if isinstance(p, (int, float)) and not 0 < p <= 1:
            problems.append(f"frame '{label}': probability {p:g} is not above 0 and at most 1")
    if rule == "composite" and frames and frame is None:
        problems.append("the composite rule needs 'frame', the column that says by which frame each was drawn")
    if isinstance(share, str) and share != "effective":
        problems.append(f"share '{share}' is neither a figure nor 'effective'")
    if not isinstance(share, str) and (not 0 <= share <= 1 or frames is not None and len(frames) != 2):
        problems.append("share is the composite factor of the first of two frames, from 0 to 1")
    if household and frames:
        problems.append("with frames, name the persons of a household as 'adults' of the frame that they share")
    if problems:
        raise WeightingError("\n".join(problems), where="selection", fix="Correct these arguments.")
