"""One report before the first iteration: everything that does not fit, advice, and what raking would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.definitions.records.targets import Targets
from survey.errors import WeightingError
from survey.maths.weights.dispersion import margin_of_error
from survey.shown import Shown
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.margins.margin_figures import Figures
from survey.weighting.margins.missing import Missing
from survey.weighting.margins.prepare import gather
from survey.weighting.margins.prepared import Asked, Gathered
from survey.weighting.plan.advice import LARGEST, SMALLEST, Advice, advise
from survey.weighting.plan.trial import Tried, roughly, tried
from survey.weighting.record.calibration import MarginGap
from survey.weighting.record.diagnose import LEVEL
from survey.wording.formatted import formatted
from survey.wording.message import Message, message
from survey.wording.worded import joined
from survey.words import BLANK, UNKNOWN, Text, say

NAN = float("nan")


@dataclass(frozen=True, repr=False)
class Forecast(Shown):
    """What weighting to margins would meet.

    ``problems``: why it is not possible as asked, all of them, those of the error that ``rake`` would raise, each with
    its ``key`` and ``parts``; ``notes``: what to know; ``advice``: levels to collapse. ``deff``, ``n_kish`` and
    ``moe`` (of a share of one half) are those of the weights to come, by Kish, and ``factors`` the least and largest
    factor on the base weights; ``basis`` says whether ``as asked`` (raking was done on the cells: exact), ``mended``
    (the same, with levels that nobody is in merged as advised, and without respondents who lack an answer or a target)
    or ``roughly`` (each margin alone, multiplied). ``margins``: target, share of the base weights and expected share
    of each level among those weighted to the margin, NaN where there is none.
    """

    targets: str
    n: int
    problems: tuple[Message, ...]
    notes: tuple[Text, ...]
    advice: tuple[Advice, ...]
    deff: float
    n_kish: float
    moe: float
    factors: tuple[float, float]
    basis: Literal["as asked", "mended", "roughly"]
    margins: tuple[MarginGap, ...]
    counts: Mapping[str, int]

    @property
    def possible(self) -> bool:
        """Whether raking as asked will give weights."""
        return not self.problems

    @property
    def expected_deff(self) -> float:
        """The same as ``deff``."""
        return self.deff

    @property
    def said(self) -> tuple[Text, ...]:
        """Lines for people in every language: verdict, problems, advice, notes."""
        verdict = message("data.can_be_made") if self.possible else message("data.not_made", count=len(self.problems))
        lines: list[Text] = [message("data.forecast", targets=self.targets, n=self.n, verdict=verdict)]
        lines += [joined(["- ", one]) for one in self.problems]
        if np.isfinite(self.deff):
            basis = message(f"data.basis_{self.basis.replace(' ', '_')}")
            deff, base = formatted(self.deff, ".3f"), formatted(self.n_kish, ".0f")
            moe = formatted(100 * self.moe, ".1f")
            lines.append(message("data.expected", deff=deff, n=base, moe=moe, basis=basis))
        if np.isfinite(self.factors).all():
            low, high = (formatted(factor, ".2f") for factor in self.factors)
            lines.append(message("data.factors", low=low, high=high))
        lines += [message("data.advised", advice=one.said) for one in self.advice]
        return (*lines, *(message("data.noted", note=one) for one in self.notes))

    @property
    def text(self) -> tuple[str, ...]:
        """``said`` in English."""
        return tuple(map(say, self.said))


def forecast(
    sample: SampleData,
    targets: Targets | Mapping[Any, Any],
    margins: Sequence[str] = (),
    *,
    base_weight: str | None = None,
    missing: Missing = "stop",
    smallest: int = SMALLEST,
    largest: float = LARGEST,
    level: float = LEVEL,
) -> Forecast:
    """What raking ``sample`` to ``margins`` of ``targets`` would meet and cost, without weighting anything (R has
    nothing like it; autumn and rcrunch are asked for it).

    The arguments are those of ``rake``. ``smallest``, ``largest``: respondents of a level, and its factor on the base
    weights, that call for advice. Raises ``WeightingError`` for targets that cannot be read, and ``DataError`` for
    weights that cannot be used; all else is in the report."""
    if not 0 < level < 1:
        raise WeightingError(f"the level {level} must lie between 0 and 1", where="level", fix="Write 0.95 for 95 %.")
    if smallest < 0 or not largest > 0:
        said = f"smallest = {smallest} and largest = {largest:g} call for no advice"
        raise WeightingError(said, where="forecast", fix=f"Write smallest={SMALLEST}, largest={LARGEST:g}.")
    figures = as_targets(targets)
    asked = Asked(figures, margins, base_weight if base_weight is not None else sample.weight, missing=missing)
    made = gather(sample, asked)
    problems = tuple(made.problems)
    if made.cells is None:
        return Forecast(figures.targets, sample.n, problems, (), (), NAN, NAN, NAN, (NAN, NAN), "roughly", (), {})
    whole = len(made.figures) == len(tuple(margins) or figures.margins)
    readable = [one for one in made.figures if one.share.sum() > 0]
    raked = tried(readable, made.cells, made.carried) if made.prepared is not None else Tried()
    advice, mended = advise(sample, readable, made.cells, made.carried, raked, smallest=smallest, largest=largest)
    basis: Literal["as asked", "mended", "roughly"] = "as asked" if raked.works else "mended"
    best = raked if raked.works else mended
    n = int(made.cells.respondents.sum())
    deff, factors = best.deff, (best.low, best.high)
    if not best.works or not (whole or raked.works):
        basis, deff, factors = "roughly", roughly(readable, made.cells), (NAN, NAN)
    n_kish = n / deff if deff > 0 else NAN
    return Forecast(
        figures.targets,
        n,
        problems,
        (*made.said, *made.warnings),
        advice,
        deff,
        n_kish,
        margin_of_error(n_kish, level=level),
        factors,
        basis,
        _gaps(made, best),
        dict(made.prepared.counts) if made.prepared is not None else {},
    )


def _gaps(made: Gathered, best: Tried) -> tuple[MarginGap, ...]:
    found: list[MarginGap] = []
    assert made.cells is not None
    for one in made.figures:
        after = _expected(one, made, best)
        base = one.base / one.base.sum() if one.base.sum() > 0 else np.full(len(one.base), np.nan)
        for place, options in enumerate(one.levels):
            if one.share[place] > 0 or one.weighing[place] > 0:
                plain = tuple({BLANK: "no answer", UNKNOWN: "unknown code"}.get(part, part) for part in options)
                found.append(
                    MarginGap(
                        one.name,
                        plain,
                        float(one.share[place]),
                        float(base[place]),
                        float(after[place]),
                        int(one.weighing[place]),
                    )
                )
    return tuple(found)


def _expected(one: Figures, made: Gathered, best: Tried) -> np.ndarray:
    """The share of each place under the weights tried."""
    cells = made.cells
    assert cells is not None
    if best.factor is None:
        return np.full(len(one.share), np.nan)
    live = ~made.carried
    sums = np.bincount(one.place[live], (cells.sum_w * best.factor)[live], minlength=len(one.share))
    return np.asarray(sums / sums.sum())
