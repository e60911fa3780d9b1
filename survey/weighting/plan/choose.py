"""Which margins to weight to, by the rule of the American National Election Study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.targets import Targets
from survey.definitions.records.weighting import LIMIT
from survey.errors import ConvergenceError, WeightingError
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.margins.margin_figures import Figures
from survey.weighting.margins.misfits import failed
from survey.weighting.margins.missing import Missing
from survey.weighting.margins.prepare import gather
from survey.weighting.margins.prepared import Asked, Gathered
from survey.weighting.plan.trial import tried
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text, nearest, say

METHODS: dict[str, Callable[[Array], float]] = {  # how the gaps of a margin's levels make one number
    "total": lambda gap: float(np.abs(gap).sum()),
    "max": lambda gap: float(np.abs(gap).max()),
    "average": lambda gap: float(np.abs(gap).mean()),
    "totalsquared": lambda gap: float((gap**2).sum()),
    "maxsquared": lambda gap: float((gap**2).max()),
    "averagesquared": lambda gap: float((gap**2).mean()),
}


@dataclass(frozen=True)
class Choice:
    """``margins``: those chosen, to be given to ``rake``; ``added``: those among them that only raking to the others
    put out of line. ``discrepancies[r]``: margin -> how far it is off before raking (r = 0) and after each raking."""

    targets: str
    margins: tuple[str, ...]
    added: tuple[str, ...]
    limit: float
    method: str
    most: int | None
    discrepancies: tuple[Mapping[str, float], ...] = field(default_factory=tuple)

    @property
    def rule(self) -> Text:
        """Which margins were chosen, and by which rule."""
        if self.most is not None:
            rule = message("data.furthest_off", count=self.most)
        else:
            rule = message("data.off_by_more", limit=formatted(self.limit))
        names = ", ".join(self.margins)
        return message("data.chosen", targets=self.targets, rule=rule, method=self.method, margins=names)

    @property
    def said(self) -> tuple[Text, ...]:
        """Lines for people, in every language."""
        first, last = self.discrepancies[0], self.discrepancies[-1]
        lines: list[Text] = [joined([self.rule, "."])]
        for name, gap in sorted(first.items(), key=lambda pair: -pair[1]):
            how = message("data.chosen_after" if name in self.added else "data.chosen_first")
            how = how if name in self.margins else message("data.not_chosen")
            before, after = formatted(gap, ".4f"), formatted(last[name], ".4f")
            lines.append(message("data.margin_off", margin=name, before=before, after=after, how=how))
        return tuple(lines)

    @property
    def text(self) -> tuple[str, ...]:
        """``said`` in English."""
        return tuple(map(say, self.said))


def choose(
    sample: SampleData,
    targets: Targets | Mapping[Any, Any],
    limit: float = LIMIT,
    method: str = "total",
    *,
    margins: Sequence[str] = (),
    most: int | None = None,
    iterate: bool = True,
    base_weight: str | None = None,
    missing: Missing = "stop",
) -> Choice:
    """The margins (of ``margins``, or of all) that the sample is off from by more than ``limit`` (R: ``anesrake``).

    A margin's discrepancy is made of the gaps between target and weighted share of each level, of those who answered:
    their ``total`` (default), ``max`` or ``average`` of absolute values, or of squares (``totalsquared``, …). After
    raking to the margins chosen those left out are looked at again, and what is now off is added, until nothing is
    (``iterate``; R looks again by ``total`` whatever the method, here the method stays). ``most``: instead of a limit,
    this many of the margins furthest off (R: ``type="nlim"``).

    Raises ``WeightingError`` where no margin is off by that much, as R does, and where raking to those chosen is not
    possible. DeBell & Krosnick (2009), Computing Weights for American National Election Study Survey Data.
    """
    if method not in METHODS:
        raise WeightingError(f"unknown method '{method}'", where="choose", fix=nearest(method, METHODS))
    if most is not None and most < 1 or not limit >= 0:
        raise WeightingError("the limit must be 0 or more, and 'most' 1 or more", where="choose")
    figures = as_targets(targets)
    asked = Asked(figures, margins, base_weight if base_weight is not None else sample.weight, missing=missing)
    made = gather(sample, asked)
    if made.cells is None or len(made.figures) < len(tuple(margins) or figures.margins):
        raise failed(figures, made.problems)
    cells, measure = made.cells, METHODS[method]
    off = {one.name: measure(_gap(one, cells, np.ones(len(cells)))) for one in made.figures}
    ranked = sorted(off, key=lambda name: -off[name])
    chosen = ranked[:most] if most is not None else [name for name in off if off[name] > limit]
    if not chosen:
        worst = ranked[0]
        raise WeightingError(
            f"no margin is off by more than {limit:g} ({method}); the furthest is '{worst}', by {off[worst]:.4f}",
            where=f"targets {figures.targets}",
            fix="Weighting is not needed by this rule, or the limit is too high.",
        )
    first, rounds = list(chosen), [off]
    while True:
        factor = _raked(sample, asked, made, chosen)
        rounds.append({one.name: measure(_gap(one, cells, factor)) for one in made.figures})
        more = [name for name in off if name not in chosen and rounds[-1][name] > limit]
        if most is not None or not iterate or not more:
            break
        chosen += more
    order = [one.name for one in made.figures]
    kept = tuple(sorted(chosen, key=order.index))
    added = tuple(name for name in order if name in chosen and name not in first)
    return Choice(figures.targets, kept, added, limit, method, most, tuple(rounds))


def _raked(sample: SampleData, asked: Asked, made: Gathered, chosen: Sequence[str]) -> Array:
    """Factors of the cells of all margins after raking to those ``chosen``; an error where that is not possible."""
    fits = gather(sample, replace(asked, margins=tuple(chosen)))
    if fits.prepared is None or made.cells is None:
        raise failed(asked.targets, fits.problems)
    raked = tried([one for one in made.figures if one.name in chosen], made.cells, made.carried)
    if raked.factor is None:
        raise ConvergenceError(
            f"raking to {', '.join(chosen)} does not settle",
            where=f"targets {asked.targets.targets}",
            fix="See the forecast of these margins.",
        )
    return raked.factor


def _gap(one: Figures, cells: CellTable, factor: Array) -> Array:
    """Target less weighted share of each place with a figure, among those who answered."""
    sums = np.bincount(one.place, cells.sum_w * factor, minlength=len(one.share))
    figure = np.where(one.unanswered, 0.0, one.figure)
    answered = np.where(one.unanswered, 0.0, sums)
    named = figure > 0
    for place in (one.at(cell) for cell in one.margin.figures):
        if place is not None:
            named[place] = True
    if not answered.sum() > 0 or not figure.sum() > 0:
        return np.full(int(named.sum()), np.nan)
    return np.asarray((figure / figure.sum() - answered / answered.sum())[named])
