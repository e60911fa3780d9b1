"""Which margins to weight to, by the rule of the American National Election Study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.targets import Targets
from survey.errors import ConvergenceError, WeightingError
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.margins.margin_figures import Figures
from survey.weighting.margins.missing import Missing
from survey.weighting.margins.prepare import failed, gather
from survey.weighting.plan.trial import tried
from survey.words import nearest

Array = NDArray[np.float64]
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
    def text(self) -> tuple[str, ...]:
        """Lines for people."""
        rule = f"the {self.most} margins furthest off" if self.most is not None else f"off by more than {self.limit:g}"
        lines = [f"Margins of {self.targets} chosen ({rule}, {self.method} of the gaps): {', '.join(self.margins)}."]
        first, last = self.discrepancies[0], self.discrepancies[-1]
        for name, gap in sorted(first.items(), key=lambda pair: -pair[1]):
            how = "added after raking" if name in self.added else "chosen" if name in self.margins else "left out"
            lines.append(f"- {name}: {gap:.4f} before, {last[name]:.4f} after; {how}")
        return tuple(lines)


def choose(
    sample: SampleData,
    targets: Targets | Mapping[Any, Any],
    limit: float = 0.05,
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
    base = base_weight if base_weight is not None else sample.weight
    made = gather(sample, figures, margins, base, keep_base=False, missing=missing)
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
        fits = gather(sample, figures, chosen, base, keep_base=False, missing=missing)
        if fits.prepared is None:
            raise failed(figures, fits.problems)
        raked = tried([one for one in made.figures if one.name in chosen], cells, made.carried)
        if raked.factor is None:
            raise ConvergenceError(
                f"raking to {', '.join(chosen)} does not settle",
                where=f"targets {figures.targets}",
                fix="See the forecast of these margins.",
            )
        rounds.append({one.name: measure(_gap(one, cells, raked.factor)) for one in made.figures})
        more = [name for name in off if name not in chosen and rounds[-1][name] > limit]
        if most is not None or not iterate or not more:
            break
        chosen += more
    order = [one.name for one in made.figures]
    return Choice(
        figures.targets,
        tuple(sorted(chosen, key=order.index)),
        tuple(name for name in order if name in chosen and name not in first),
        limit,
        method,
        most,
        tuple(rounds),
    )


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
