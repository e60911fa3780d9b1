"""The groups that a test compares, inside a domain: which cells of the crossing belong to which, and their means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.estimation.core.covariance import Domains, Layer, Totals, totals
from survey.estimation.core.domains import Crossing, crossing
from survey.estimation.core.numbers import option_numbers
from survey.estimation.core.options import degrees
from survey.wording.message import message
from survey.words import Text, nearest

Domain = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Groups:
    """``place[c]``: of each cell of the crossing its group among ``names``, -1 for those who gave no answer of the base
    or are outside the domain. ``everybody[c]``: whether the cell lies in the domain, whatever was answered."""

    cross: Crossing
    names: tuple[str, ...]
    place: Index
    everybody: NDArray[np.bool_]


def grouped(
    sample: SampleData, question: str, by: str | Sequence[str], base: str, domain: Domain | None = None
) -> Groups:
    """The groups of ``by`` (one where it is empty, the crossing of several questions) on ``base``, which holds for
    ``question`` and ``by`` alike.

    ``domain``: question -> option(s) that the test is confined to; everybody else stays in the design (R: ``subset``).
    Raises ``EstimationError`` for an option that does not exist, and what ``crossing`` raises.
    """
    names = (by,) if isinstance(by, str) else tuple(by)
    wanted = {name: (kept,) if isinstance(kept, str) else tuple(kept) for name, kept in (domain or {}).items()}
    cross = crossing(sample, question, (*names, *wanted), base, across=True)
    encodings = [sample.engine.encoding(key) for key in cross.keys]
    shape = [len(encoding.levels) for encoding in encodings]
    cells = np.indices(shape).reshape(len(shape), -1)
    everybody = np.ones(cells.shape[1], dtype=bool) if cross.within is None else cross.within.copy()
    for k, (name, kept) in enumerate(wanted.items(), start=1 + len(names)):
        levels = encodings[k].levels
        for option in kept:
            if option not in levels:
                raise EstimationError(f"no option '{option}'", where=f"domain {name}", fix=nearest(option, levels))
        everybody &= np.isin(cells[k], [levels.index(option) for option in kept])
    found = dict.fromkeys(levels[: len(names)] for levels in cross.domains)
    if not found:
        raise EstimationError(
            f"nobody gave an answer that belongs to the base '{base}'", where=", ".join((*names, *wanted))
        )
    group = {levels: i for i, levels in enumerate(found)}
    of_domain = np.array([group[levels[: len(names)]] for levels in cross.domains], dtype=np.int64)
    inside = everybody & (cross.option >= 0) & (cross.domain >= 0)
    place = np.where(inside, of_domain[np.maximum(cross.domain, 0)], -1)
    return Groups(cross, tuple(" × ".join(levels) for levels in found), place, everybody)


@dataclass(frozen=True)
class GroupMeans:
    """Weighted means of the groups in which somebody is. ``sums`` are ``Σ w y``, ``y`` less ``middle``; ``weighted``
    are ``Σ w``; ``kept`` the places of the sums among the totals ``made``, the weights being all groups further.
    ``gradient`` (groups, totals) of the means. ``simple``: their variance in a simple random sample."""

    names: tuple[str, ...]
    mean: Array
    middle: float
    sums: Array
    weighted: Array
    n: Array
    made: Totals
    kept: Index
    gradient: Array
    simple: Array

    def covariance(self) -> Array:
        """Of the means, by their gradient or their values in the replicates."""
        at, step = self.kept, len(self.made.estimate) // 2
        return self.made.covariance_of(lambda t: t[at] / t[at + step], self.gradient)


def group_means(sample: SampleData, groups: Groups, value: Array) -> GroupMeans:
    """Means of ``value`` (one number a cell of the crossing) in each group."""
    inside, count, size = groups.place >= 0, len(groups.names), groups.cross.size
    # the variance of years or prices would drown in the square of their size
    middle = float(np.median(value[inside])) if inside.any() else 0.0
    shifted = np.where(inside, value - middle, 0.0)
    layers = [Layer(groups.place, shifted), Layer(np.where(inside, groups.place + count, -1), np.ones(size))]
    made = totals(sample, groups.cross.keys, layers, 2 * count, Domains.one(inside, 2 * count))
    respondents = made.per_cell(made.table.respondents, size)
    n = np.bincount(groups.place[inside], respondents[inside], minlength=count).astype(float)
    kept = np.flatnonzero(made.estimate[count:] > 0)
    sums, weighted = made.estimate[kept], made.estimate[kept + count]
    apart = sums / weighted
    gradient = np.zeros((len(kept), 2 * count))
    rows = np.arange(len(kept))
    gradient[rows, kept], gradient[rows, kept + count] = 1 / weighted, -apart / weighted
    weights = made.per_cell(made.table.sum_w, size)
    squares = np.bincount(groups.place[inside], (weights * shifted**2)[inside], minlength=count)[kept]
    return GroupMeans(
        names=tuple(groups.names[i] for i in kept),
        mean=middle + apart,
        middle=middle,
        sums=sums,
        weighted=weighted,
        n=n[kept],
        made=made,
        kept=kept,
        gradient=gradient,
        # never below the rounding of what it is the difference of, so that a constant has no error
        simple=np.maximum(squares / weighted - apart**2, 1e-12 * squares / weighted) / np.maximum(n[kept], 1),
    )


def answer_values(sample: SampleData, question: str, groups: Groups, option: str | None) -> Array:
    """Of each cell the number that the answer stands for, or, with ``option``, 1 for that option and 0 for any other.

    Raises ``EstimationError`` for an option that does not exist or, without one, for answers without a number."""
    cross = groups.cross
    if option is None:
        numbers = option_numbers(cross, question)
    elif option in cross.options:
        numbers = np.array([float(name == option) for name in cross.options])
    else:
        raise EstimationError(f"no option '{option}'", where=question, fix=nearest(option, cross.options))
    return np.where(cross.option >= 0, numbers[np.maximum(cross.option, 0)], 0.0)


def left_outside(groups: Groups, made: Totals, base: str) -> tuple[Text, ...]:
    """A note of how many respondents of the domain are in no group, where there are any."""
    respondents = made.per_cell(made.table.respondents, groups.cross.size)
    left, all_ = (int(respondents[mask].sum()) for mask in (groups.everybody & (groups.place < 0), groups.everybody))
    return (message("estimation.left_outside", count=left, of=all_, base=base),) if left else ()


def freedom(groups: Groups, made: Totals, df: str | float, spent: int) -> float:
    """Degrees of freedom: PSUs minus strata of those in the groups (``domain``; R drops the others from the design) or
    of everybody (``design``), less ``spent`` for the groups' means; a number is itself."""
    found = float(degrees(made, df, np.where(groups.place >= 0, 0, -1), 1)[0])
    return found - spent if isinstance(df, str) else found
