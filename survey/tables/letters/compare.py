"""Every comparison of the columns of one banner question: difference, error, p-value, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.samples.sample import SampleData
from survey.cells.table.named import kinds_of
from survey.estimation.core.bases import bases
from survey.estimation.result.choices import Df
from survey.estimation.result.estimates import Estimates
from survey.estimation.tests.column_bases import answers, mean_overlaps, overlaps
from survey.estimation.tests.column_differences import column_differences
from survey.estimation.tests.column_partners import mean_partners, share_partners
from survey.maths.column_sides import Differences
from survey.maths.column_tests import RULES
from survey.tables.letters.asked import Letters
from survey.tables.letters.figures import Figures
from survey.tables.letters.record import DF, EDGE, FIXED, SMALL
from survey.tables.shape.nested import levels_of
from survey.tables.table import Table


@dataclass(frozen=True)
class Tabulated:
    """What a table was made of. ``shown``: the sample as its shares are tabulated; ``nets``: options by net;
    ``crossed``: shares and means by each banner question."""

    sample: SampleData
    shown: SampleData
    base: str
    df: Df
    nets: Mapping[str, Sequence[str]]
    crossed: Mapping[str, tuple[Estimates, Estimates | None]]


@dataclass(frozen=True)
class Group:
    """Columns of the banner question ``by`` that are tested: places in the table, and among the domains of ``by``.
    ``pairs``: (comparisons, 2) places among these columns, the second -1 where it is everybody or all others.
    ``names``: the questions of ``by``, several where columns stand inside columns; ``parent``: the answers to the outer
    ones that all these columns have."""

    by: str
    names: tuple[str, ...]
    parent: tuple[str, ...]
    columns: Index
    domains: Index
    pairs: Index

    @classmethod
    def of(cls, table: Table, by: str, made: Tabulated, against: str) -> list[Group]:
        """The columns of ``by`` but those of kinds of missing: one group, or one for each answer to the outer questions
        (as SPSS Custom Tables compares the columns of the innermost variable)."""
        names = levels_of(made.sample, by)
        kinds = [kinds_of(made.sample.engine.encoding(made.sample.question(name))) for name in names]
        domains = list(dict.fromkeys(made.crossed[by][0].domain_levels))
        inside: dict[tuple[str, ...], list[int]] = {} if len(names) > 1 else {(): []}
        for j, column in enumerate(table.columns):
            if column.group == by and not any(kind[one] for kind, one in zip(kinds, column.domain, strict=True)):
                inside.setdefault(column.domain[:-1], []).append(j)
        made_of = []
        for parent, columns in inside.items():
            places = range(len(columns))
            pairs = list(combinations(places, 2)) if against == "columns" else [(i, -1) for i in places]
            at = np.array([domains.index(table.columns[j].domain) for j in columns], dtype=np.int64)
            both = np.array(columns, dtype=np.int64), at, np.array(pairs, dtype=np.int64).reshape(-1, 2)
            made_of.append(cls(by, names, parent, *both))
        return made_of


@dataclass(frozen=True)
class Compared:
    """(rows, comparisons): what was tested, p-values, and why there is none ("" where there is one)."""

    tested: Differences
    p: Array
    why: NDArray[Any]


def compare(table: Table, group: Group, made: Tabulated, asked: Letters) -> Compared:
    """All rows of the table. Raises what the estimates raise."""
    question = table.question
    own = _shares(table, group, made)
    total = Figures(table.estimate[_rows(table)][:, :1], *(one[:1] for one in _column_bases(table, np.array([0]))))
    own = replace(own, shared=_shared(question, group, made, asked))
    parts = [_compared(own, total, group, asked, made, _share_tests(table, group, made, asked))]
    means = made.crossed[group.by][1]
    if means is not None:
        own, total = (_means(made.sample, question, by) for by in (group.names, ()))
        own = replace(own.at(group.domains), shared=_shared(question, group, made, asked, mean=True))
        parts.append(_compared(own, total, group, asked, made, _mean_tests(table, group, made, asked)))
    order = np.argsort([*_rows(table), *_rows(table, mean=True)], kind="stable")

    def stacked(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate(arrays)[order]

    tests = [part.tested for part in parts]
    names = ("difference", "std_error", "df")
    tested = Differences(*(stacked([getattr(test, name) for test in tests]) for name in names))
    return Compared(tested, stacked([part.p for part in parts]), stacked([part.why for part in parts]))


def _compared(
    own: Figures, total: Figures, group: Group, asked: Letters, made: Tabulated, design: Differences | None
) -> Compared:
    """``design``: what was tested by the design; without it the test is by bases."""
    i, j = group.pairs.T
    first = own.at(i)
    second = own.at(j)
    if asked.against != "columns":
        whole = total.at(np.zeros(len(i), dtype=np.int64))
        second = whole if asked.against == "total" else whole.without(first)
    tested = design or _by_bases(first, second, _overlap(own, group, asked), asked.test, made)
    why = np.full(tested.difference.shape, "", dtype=object)
    p = tested.p_value
    known = tested.std_error > 0
    why[known & ~np.isfinite(p)] = DF
    why[~known] = FIXED
    edge = (first.spread == 0) | (second.spread == 0)
    if design is not None or asked.test == "spss":
        why[edge] = EDGE
    else:
        why[edge & ~known] = EDGE
    why[:, _few(first, asked) | _few(second, asked)] = SMALL
    return Compared(tested, np.where(why == "", p, np.nan), why)


def _few(side: Figures, asked: Letters) -> NDArray[np.bool_]:
    return asked.few(side.n, side.effective) | ~(side.weighted > 0)


def _by_bases(first: Figures, second: Figures, overlap: Array, test: str, made: Tabulated) -> Differences:
    """Weights have mean 1 in all respondents, as programs that take their sum for a number of people expect."""
    every = bases(made.shown, next(iter(made.crossed.values()))[0].question, base="all")
    scale = float(every.n[0] / every.n_weighted[0])
    found = RULES[test](first.side(scale), second.side(scale), overlap)
    shape = found.difference.shape
    return Differences(found.difference, *(np.broadcast_to(one, shape) for one in (found.std_error, found.df)))


def _shared(question: str, group: Group, made: Tabulated, asked: Letters, *, mean: bool = False) -> Array | None:
    """Effective bases of who are in two columns, where the test is by bases and there are such respondents."""
    overlapping = any(made.sample.question(name).type == "multiple" for name in group.names)
    if asked.test == "design" or asked.against != "columns" or not overlapping:
        return None
    if mean:
        found = mean_overlaps(made.sample, question, group.names)
    else:
        found = overlaps(made.shown, question, group.names, made.base)
    return np.asarray(found[np.ix_(group.domains, group.domains)])


def _overlap(own: Figures, group: Group, asked: Letters) -> Array:
    """Effective bases of who are on both sides of each comparison; everybody contains a column, all others do not."""
    i, j = group.pairs.T
    if asked.against == "total":
        return own.effective[i]
    return np.zeros(len(i)) if own.shared is None else own.shared[i, j]


def _share_tests(table: Table, group: Group, made: Tabulated, asked: Letters) -> Differences | None:
    if asked.test != "design":
        return None
    shares = made.crossed[group.by][0]
    options = list(dict.fromkeys(shares.option))
    rows = [options.index(table.stub[i].id) for i in _rows(table)]
    if asked.against == "columns":
        found = column_differences(shares, [(group.domains[i], group.domains[j]) for i, j in group.pairs])
        return Differences(found.difference[rows], found.std_error[rows], found.df[rows])
    named = {option: made.nets.get(option, (option,)) for option in (options[row] for row in rows)}
    partner = asked.against
    found = share_partners(made.shown, table.question, group.names, named, base=made.base, partner=partner, df=made.df)
    return _of(found, group)


def _mean_tests(table: Table, group: Group, made: Tabulated, asked: Letters) -> Differences | None:
    means = made.crossed[group.by][1]
    if asked.test != "design" or means is None:
        return None
    if asked.against == "columns":
        return column_differences(means, [(group.domains[i], group.domains[j]) for i, j in group.pairs])
    return _of(mean_partners(made.sample, table.question, group.names, partner=asked.against, df=made.df), group)


def _of(tested: Differences, group: Group) -> Differences:
    """Of all domains those of the columns."""
    return Differences(*(one[:, group.domains] for one in (tested.difference, tested.std_error, tested.df)))


def _rows(table: Table, *, mean: bool = False) -> list[int]:
    return [i for i, row in enumerate(table.stub) if (row.kind == "mean") == mean]


def _shares(table: Table, group: Group, made: Tabulated) -> Figures:
    return Figures(table.estimate[_rows(table)][:, group.columns], *_column_bases(table, group.columns))


def _column_bases(table: Table, at: Index) -> tuple[Array, Array, Array]:
    n, weighted, kish = (
        np.array([getattr(table.columns[j], name) for j in at]) for name in ("n", "n_weighted", "n_kish")
    )
    return n, weighted, np.divide(weighted**2, kish, out=np.zeros_like(kish), where=kish > 0)


def _means(sample: SampleData, question: str, by: tuple[str, ...]) -> Figures:
    found = answers(sample, question, by)
    value, spread = (np.nan_to_num(one)[None, :] for one in (found.mean, found.variance))
    return Figures(value, found.n, found.weighted, found.squares, spread)
