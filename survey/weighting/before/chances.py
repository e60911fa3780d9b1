"""How respondents were selected, and the chance that each had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.errors import WeightingError
from survey.maths.weights.composite import effective_factors
from survey.weighting.before.dispositions import listed
from survey.words import nearest

Frames = Mapping[str, Mapping[str, Any]]
FRAME_KEYS = ("probability", "lines", "adults")
RULES = ("multiplicity", "composite")


@dataclass(frozen=True)
class How:
    """How respondents were selected: the arguments of ``selection`` of these names."""

    probability: str | Sequence[str] | None
    household: str | None
    frames: Frames | None
    rule: str
    frame: str | None
    share: float | str
    cap: float | None

    @property
    def columns(self) -> list[str]:
        """The columns of numbers."""
        given = (one.get(key) for one in (self.frames or {}).values() for key in FRAME_KEYS)
        in_frames = [column for column in given if isinstance(column, str)]
        found = [*listed(self.probability or ()), *([self.household] if self.household else []), *in_frames]
        return list(dict.fromkeys(found))

    def check(self) -> None:
        """Raise one ``WeightingError`` with everything that does not go together."""
        problems: list[str] = []
        frames = self.frames or {}
        if not self.probability and not self.household and not frames:
            problems.append("nothing says how respondents were selected; give probability, household or frames")
        if self.cap is not None and not self.cap >= 1:
            problems.append(f"cap {self.cap:g} is below 1 person")
        if self.rule not in RULES:
            problems.append(f"unknown rule '{self.rule}'. {nearest(self.rule, RULES)}")
        if self.frames is not None and len(frames) < 2:
            problems.append("frames: two or more are needed; for one use probability")
        problems += self._frame_faults()
        if self.rule == "composite" and frames and self.frame is None:
            problems.append("the composite rule needs 'frame', the column that says by which frame each was drawn")
        if isinstance(self.share, str) and self.share != "effective":
            problems.append(f"share '{self.share}' is neither a figure nor 'effective'")
        two = self.frames is None or len(frames) == 2
        if not isinstance(self.share, str) and not (0 <= self.share <= 1 and two):
            problems.append("share is the composite factor of the first of two frames, from 0 to 1")
        if self.household and frames:
            problems.append("with frames, name the persons of a household as 'adults' of the frame that they share")
        if problems:
            raise WeightingError("\n".join(problems), where="selection", fix="Correct these arguments.")

    def _frame_faults(self) -> list[str]:
        problems = []
        for label, one in (self.frames or {}).items():
            stray = [key for key in one if key not in FRAME_KEYS]
            lacking = [key for key in ("probability", "lines") if one.get(key) is None]
            problems += [f"frame '{label}': unknown key '{key}'. {nearest(key, FRAME_KEYS)}" for key in stray]
            problems += [f"frame '{label}': '{key}' is not given" for key in lacking]
            p = one.get("probability")
            if isinstance(p, (int, float)) and not 0 < p <= 1:
                problems.append(f"frame '{label}': probability {p:g} is not above 0 and at most 1")
        return problems


class Chances:
    """Numbers of the cells, with everything that is wrong about them."""

    def __init__(self, sample: SampleData, keys: Mapping[str, Question], cells: CellTable, cap: float | None) -> None:
        self.sample, self.keys, self.cells, self.cap = sample, keys, cells, cap
        self.live = cells.respondents > 0
        self.problems: list[str] = []
        self.over = np.zeros(len(cells), dtype=bool)
        self.details: dict[str, float] = {}  # the composite factors

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

    def factor(self, how: How) -> Array:
        """The inverse probability of selection of each cell."""
        found = np.ones(len(self.cells))
        for column in listed(how.probability or ()):
            found = found / self.probability(column)
        if how.household:
            found = found * self.persons(how.household)
        return found * self.dual(how, how.frames) if how.frames else found

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

    def dual(self, how: How, frames: Frames) -> Array:
        """The inverse chance of each cell by one of the rules for several frames."""
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
        if how.rule == "multiplicity" or how.frame is None:
            whole = e.sum(axis=0)
            return np.divide(1.0, whole, out=np.zeros_like(whole), where=whole > 0)
        frame = how.frame
        drawn = self._drawn(frame, list(frames))
        own = np.where(drawn >= 0, e[np.maximum(drawn, 0), np.arange(len(drawn))], 0.0)
        self._wrong((drawn >= 0) & (own <= 0), frame, "were drawn by a frame in which they have no line")
        factor = np.divide(1.0, own, out=np.zeros_like(own), where=own > 0)
        return factor * self._shares(e, drawn, factor, list(frames), how.share)

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
            for k in several:
                self.details[f"composite factor of {names[k]} (reached by {overlap})"] = float(part[k])
        return found
