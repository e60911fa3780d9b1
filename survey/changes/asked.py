"""What is asked of a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from survey.changes.pairs import Pairs
from survey.maths.adjust import Adjustment
from survey.words import Base

Compared = Literal["share", "mean", "median"]


@dataclass(frozen=True)
class Asked:
    """What is asked of ``compare_waves``.

    ``statistic``: ``share``, ``mean``, ``median``; a number has means, other questions shares, where none is named.
    ``base``: of shares, by default the studies' own. ``nets``: name -> options, beside those of the definition;
    ``top``: so many highest points of a scale as a net, and as many lowest. ``pairs``: which waves are subtracted
    (``survey.changes.pairs``). ``between``: two levels of the one domain ``by``, whose changes are subtracted from each
    other (difference in differences). ``adjust``: ``holm``, ``bh`` or ``bonferroni``, over all changes. ``margin``: a
    change of no interest, in proportions or the unit of the mean, for a test of equivalence. ``power``: of the
    smallest change that is found. ``level``: of intervals. ``make_up``: variables (or lists of them, crossed) by which
    each change is split into what the samples' make-up explains and what it does not (``survey.decompose``, to the
    first wave of the pair). ``force``: show what is not comparable, too."""

    statistic: Compared | None = None
    base: Base | None = None
    nets: Mapping[str, Sequence[str]] | None = None
    top: int = 0
    pairs: Pairs = "successive"
    between: tuple[str, str] | None = None
    adjust: Adjustment | None = None
    margin: float | None = None
    power: float = 0.8
    level: float = 0.95
    make_up: Sequence[str | Sequence[str]] = ()
    force: bool = False


class ComparisonOptions(TypedDict, total=False):
    """The same as options of a call."""

    statistic: Compared | None
    base: Base | None
    nets: Mapping[str, Sequence[str]] | None
    top: int
    pairs: Pairs
    between: tuple[str, str] | None
    adjust: Adjustment | None
    margin: float | None
    power: float
    level: float
    make_up: Sequence[str | Sequence[str]]
    force: bool
