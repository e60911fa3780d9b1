"""The totals that shares are made of: those of one answer a respondent, and those of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.named import named
from survey.errors import EstimationError
from survey.estimation.core.domains import Crossing
from survey.estimation.core.options import degrees
from survey.estimation.core.totals import Array, Domains, Index, Layer, Totals
from survey.maths.places import sums_at
from survey.words import nearest

FEW = 1 << 14  # figures up to which a pattern is kept


@dataclass(frozen=True, eq=False)
class _Pattern:
    """Which of ``rows`` × ``columns`` totals, the column varying fastest, make which figure.

    Where one respondent gives one answer, rows are the options and columns the domains, and nets, bases and sums over
    all domains are sums of them. Where several answers can be given, sums would count a respondent more than once: nets
    (any of their options) and the base have rows of their own; where domains overlap and percentages run across them,
    everybody has a column, the last.

    ``parts`` (labels, rows): of each label the rows it is the sum of. ``base`` (rows,): those that respondents of the
    base are the sum of; ``whole``: what shares are of, the same or, on the base ``answers``, all answers marked.
    ``seen`` (domains, columns) and ``every`` (columns,): the columns of each domain, and of all."""

    parts: Array
    base: Array
    whole: Array
    seen: Array
    every: Array

    @cached_property
    def top(self) -> Array:
        """Of each label × domain the totals in its numerator."""
        return _crossed(self.parts, self.seen)

    @cached_property
    def bases(self) -> Array:
        """Of each domain the totals that the respondents of its base are."""
        return _crossed(self.base[None, :], self.seen)

    def sides(self, percent: str) -> tuple[Array, Array, Array]:
        """Of each label × domain: the totals in its numerator, those its share is of, and those that the respondents of
        its base are."""
        if percent not in self._sides:
            self._sides[percent] = self._side(percent)
        return self._sides[percent]

    @cached_property
    def _sides(self) -> dict[str, tuple[Array, Array, Array]]:
        return {}

    def _side(self, percent: str) -> tuple[Array, Array, Array]:
        across = np.broadcast_to(self.every, self.seen.shape)
        if percent == "row":
            under = _crossed(self.parts, across)
            return self.top, under, under
        columns = self.seen if percent == "column" else across
        under = _crossed(np.broadcast_to(self.whole, self.parts.shape), columns)
        if self.whole is self.base:
            return self.top, under, under
        return self.top, under, _crossed(np.broadcast_to(self.base, self.parts.shape), columns)


@dataclass(frozen=True)
class Layout:
    """The totals of a crossing. ``labels``: options, then nets. ``row_at``, ``column_at``: of each cell its rows and
    columns, as ``Crossing.places``."""

    cross: Crossing
    labels: tuple[str, ...]
    pattern: _Pattern
    row_at: Index
    column_at: Index

    @property
    def size(self) -> int:
        return len(self.pattern.base) * len(self.pattern.every)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        columns, one = len(self.pattern.every), np.ones(self.cross.size)
        return tuple(
            Layer(np.where(np.minimum(row, column) < 0, -1, row * columns + column), one)
            for row in self.row_at
            for column in self.column_at
        )

    def sums(self, cell: Index, *of: NDArray[np.generic]) -> list[Array]:
        """Sums of numbers as the totals are. ``cell``: the cell of each number."""
        at = [layer.place[cell] for layer in self.layers]
        return [sums_at(at, np.asarray(one, dtype=float), self.size) for one in of]

    def domains(self, percent: str) -> Domains | list[Domains]:
        """The base of each total: its column, its row, or everybody."""
        cross, columns, rows = self.cross, len(self.pattern.every), len(self.pattern.base)
        statistic = np.arange(self.size)
        if percent == "cell":
            return Domains(np.where(cross.inside, 0, -1), 0 * statistic, 1)
        if percent == "column":
            return domain_groups(cross, self.size, everybody=columns > len(self.pattern.seen))
        if percent == "row" and not cross.several:
            return Domains(np.where(cross.inside, cross.option, -1), statistic // columns, rows)
        of = [Domains.one(self._held(row), 1) for row in range(rows)]
        return [of[i // columns] for i in range(self.size)]

    def degrees(self, made: Totals, percent: str, rule: str | float) -> Array:
        """Degrees of freedom of each label × domain."""
        labels, domains, cross = len(self.labels), len(self.pattern.seen), self.cross

        def of(inside: NDArray[np.bool_]) -> float:
            return float(degrees(made, rule, np.where(inside, 0, -1), 1)[0])

        if percent == "cell":
            return np.full(labels * domains, of(cross.inside))
        if percent == "column":
            return np.tile(domain_degrees(made, rule, cross), labels)
        own = []
        for part in self.pattern.parts:
            own.append(of(np.any([self._held(row) for row in np.flatnonzero(part).tolist()], axis=0)))
        return np.repeat(own, domains)

    def _held(self, row: int) -> NDArray[np.bool_]:
        """The cells inside that are of a row."""
        return np.asarray(self.cross.inside & (self.row_at == row).any(axis=0))


def laid_out(
    cross: Crossing, base: str, nets: Mapping[str, Sequence[str]] | None = None, *, across: bool = False
) -> Layout:
    """The totals of shares of ``cross``. ``across``: percentages run across the domains. Raises ``EstimationError`` for
    an option of a net that does not exist."""
    options, domains = len(cross.options), len(cross.domains)
    found = _nets(cross, nets or {})
    labels = (*cross.options, *found)
    extra = across and cross.overlapping
    column_at = cross.domain_places
    if extra:
        column_at = np.concatenate([column_at, np.where(cross.inside, domains, -1)[None, :]])
    if not cross.several:
        inside = tuple(tuple(net.tolist()) for net in found.values())
        few = len(labels) * options * (domains + extra) ** 2 <= FEW
        made = (_same_sums if few else _sums)(options, inside, domains, extra)
        return Layout(cross, labels, made, cross.places, column_at)
    rows = len(labels) + 1
    there = cross.places >= 0
    held = [(inside[cross.places] & there).any(axis=0) for inside in (*found.values(), np.ones(options, dtype=bool))]
    own = [np.where(any_, options + i, -1)[None, :] for i, any_ in enumerate(held)]
    people = np.eye(1, rows, rows - 1)[0]
    marks = (np.arange(rows) < options).astype(float)
    row_at = np.concatenate([cross.places, *own])
    parts = np.eye(len(labels), rows)
    if base == "answers":  # all answers marked: a net has all of its options, as each option has its own
        parts[options:, :options] = np.array([*found.values()]).reshape(len(found), options)
        parts[options:, options:] = 0.0
    of = marks if base == "answers" else people
    return Layout(cross, labels, _Pattern(parts, people, of, *_columns(domains, extra)), row_at, column_at)


def _columns(domains: int, extra: bool) -> tuple[Array, Array]:
    """``_Pattern.seen`` and ``every``. ``extra``: everybody has a column."""
    every = np.eye(1, domains + 1, domains)[0] if extra else np.ones(domains)
    return np.eye(domains, domains + extra), every


def _sums(options: int, nets: tuple[tuple[bool, ...], ...], domains: int, extra: bool) -> _Pattern:
    """Where one respondent gives one answer. ``nets``: of each the options inside."""
    parts = np.concatenate([np.eye(options), np.array(nets, dtype=float).reshape(len(nets), options)])
    whole = np.ones(options)
    return _Pattern(parts, whole, whole, *_columns(domains, extra))


_same_sums = lru_cache(maxsize=64)(_sums)  # tables of a book have few shapes


def _nets(cross: Crossing, nets: Mapping[str, Sequence[str]]) -> dict[str, NDArray[np.bool_]]:
    """Of each net with an option in the base, which options are its own."""
    known = (*cross.keys[0].options, *named(cross.encoding).names) if nets else ()
    found = {}
    for name, options in nets.items():
        if name in known:
            raise EstimationError(f"'{name}' is an option, too", where=f"net {name}", fix="Give the net another name.")
        for option in options:
            if option not in known:
                raise EstimationError(f"no option '{option}'", where=f"net {name}", fix=nearest(option, cross.options))
        inside = np.isin(cross.options, list(options))
        if inside.any():
            found[name] = inside
    return found


def domain_groups(cross: Crossing, statistics: int, *, everybody: bool = False) -> Domains | list[Domains]:
    """The domain of each of ``statistics``, the domain varying fastest. ``everybody``: overlapping domains have one
    more behind them, of all who are in the base."""
    domains = len(cross.domains)
    if not cross.overlapping:
        return Domains(np.where(cross.inside, cross.domain, -1), np.arange(statistics) % domains, domains)
    of = [Domains.one(inside, 1) for inside in map(cross.members, range(domains))]
    of += [Domains.one(cross.inside, 1)] if everybody else []
    return [of[i % len(of)] for i in range(statistics)]


def domain_degrees(made: Totals, rule: str | float, cross: Crossing) -> Array:
    """Degrees of freedom of each domain."""
    if not cross.overlapping:
        return degrees(made, rule, np.where(cross.inside, cross.domain, -1), len(cross.domains))
    of = [np.where(cross.members(domain), 0, -1) for domain in range(len(cross.domains))]
    return np.array([degrees(made, rule, group, 1)[0] for group in of])


def _crossed(rows: Array, columns: Array) -> Array:
    """``numpy.kron`` of two matrices, which takes longer than all else of a share."""
    shape = len(rows) * len(columns), rows.shape[1] * columns.shape[1]
    return np.asarray((rows[:, None, :, None] * columns[None, :, None, :]).reshape(shape), dtype=float)
