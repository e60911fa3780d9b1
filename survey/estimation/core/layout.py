"""The totals that shares are made of: those of one answer a respondent, and those of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.named import named
from survey.errors import EstimationError
from survey.estimation.core.domains import Crossing
from survey.estimation.core.options import degrees
from survey.estimation.core.totals import Array, Domains, Index, Layer, Totals
from survey.maths.places import sums_at
from survey.words import nearest


@dataclass(frozen=True)
class Layout:
    """``rows`` × ``columns`` totals, the column varying fastest.

    Where one respondent gives one answer, rows are the options and columns the domains, and nets, bases and sums over
    all domains are sums of them. Where several answers can be given, sums would count a respondent more than once: nets
    (any of their options) and the base have rows of their own; where domains overlap and percentages run across them,
    everybody has a column, the last.

    ``labels``: options, then nets. ``parts`` (labels, rows): of each the rows it is the sum of. ``base`` (rows,): those
    that respondents of the base are the sum of; ``whole``: what shares are of, the same or, on the base ``answers``,
    all answers marked. ``seen`` (domains, columns) and ``every`` (columns,): the columns of each domain, and of all.
    ``row_at``, ``column_at``: of each cell its rows and columns, as ``Crossing.places``."""

    cross: Crossing
    labels: tuple[str, ...]
    parts: Array
    base: Array
    whole: Array
    seen: Array
    every: Array
    row_at: Index
    column_at: Index
    layers: tuple[Layer, ...] = field(init=False)

    def __post_init__(self) -> None:
        columns, one = len(self.every), np.ones(self.cross.size)
        made = []
        for row in self.row_at:
            for column in self.column_at:
                made.append(Layer(np.where((row >= 0) & (column >= 0), row * columns + column, -1), one))
        object.__setattr__(self, "layers", tuple(made))

    @property
    def size(self) -> int:
        return len(self.base) * len(self.every)

    def sums(self, cells: Array) -> Array:
        """Sums of cells as the totals are."""
        return sums_at([layer.place for layer in self.layers], cells, self.size)

    def sides(self, percent: str) -> tuple[Array, Array, Array]:
        """Of each label × domain: the totals in its numerator, those its share is of, and those that the respondents of
        its base are."""
        top = _crossed(self.parts, self.seen)
        if percent == "row":
            under = _crossed(self.parts, np.tile(self.every, (len(self.seen), 1)))
            return top, under, under
        columns = self.seen if percent == "column" else np.tile(self.every, (len(self.seen), 1))
        under = _crossed(np.broadcast_to(self.whole, self.parts.shape), columns)
        if self.whole is self.base:
            return top, under, under
        return top, under, _crossed(np.broadcast_to(self.base, self.parts.shape), columns)

    def domains(self, percent: str) -> Domains | list[Domains]:
        """The base of each total: its column, its row, or everybody."""
        cross, columns = self.cross, len(self.every)
        statistic = np.arange(self.size)
        if percent == "cell":
            return Domains(np.where(cross.inside, 0, -1), 0 * statistic, 1)
        if percent == "column":
            return domain_groups(cross, self.size, everybody=columns > len(self.seen))
        if percent == "row" and not cross.several:
            return Domains(np.where(cross.inside, cross.option, -1), statistic // columns, len(self.base))
        of = [Domains.one(self._held(row), 1) for row in range(len(self.base))]
        return [of[i // columns] for i in range(self.size)]

    def degrees(self, made: Totals, percent: str, rule: str | float) -> Array:
        """Degrees of freedom of each label × domain."""
        labels, domains, cross = len(self.labels), len(self.seen), self.cross

        def of(inside: NDArray[np.bool_]) -> float:
            return float(degrees(made, rule, np.where(inside, 0, -1), 1)[0])

        if percent == "cell":
            return np.full(labels * domains, of(cross.inside))
        if percent == "column":
            return np.tile(domain_degrees(made, rule, cross), labels)
        own = []
        for part in self.parts:
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
    seen, every = np.eye(domains, domains + extra), np.ones(domains)
    column_at = cross.domain_places
    if extra:
        every = np.eye(1, domains + 1, domains)[0]
        column_at = np.concatenate([column_at, np.where(cross.inside, domains, -1)[None, :]])
    if not cross.several:
        parts = np.concatenate([np.eye(options), *(inside[None, :].astype(float) for inside in found.values())])
        whole = np.ones(options)
        return Layout(cross, labels, parts, whole, whole, seen, every, cross.places, column_at)
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
    return Layout(cross, labels, parts, people, of, seen, every, row_at, column_at)


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
