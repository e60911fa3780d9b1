"""The totals that shares are made of: those of one answer a respondent, and those of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.table.named import named
from survey.errors import EstimationError
from survey.estimation.core.domains import Crossing
from survey.estimation.core.options import degrees
from survey.estimation.core.totals import Domains, Layer, Totals
from survey.maths.places import sums_at
from survey.words import nearest


@dataclass(frozen=True, eq=False)
class _Pattern:
    """Which of ``rows`` × columns totals, the column varying fastest, make which figure.

    Where one respondent gives one answer, rows are the options and columns the domains, and nets, bases and sums over
    all domains are sums of them. Where several answers can be given, sums would count a respondent more than once: nets
    (any of their options) and the base have rows of their own; where domains overlap and percentages run across them,
    everybody has a column, the last.

    ``options``: how many rows, the first, are a label each; ``nets`` (nets, rows): the rows that each further label is
    the sum of. ``base``: the rows that respondents of the base are the sum of; ``whole``: those that shares are of, the
    same or, on the base ``answers``, all answers marked. The first columns are a domain each; ``every`` (columns,
    domains): those that everybody in the base is the sum of."""

    rows: int
    options: int
    nets: Array
    base: slice
    whole: slice
    every: Array

    def sides(self, percent: str, t: Array) -> tuple[Array, Array, Array]:
        """Of totals ``t`` (…, totals), for each label × domain: those in its numerator, those its share is of, and
        those that the respondents of its base are. (…, labels, domains) each, with one label or domain in place of all
        where they have the same."""
        t = self._shaped(t)
        labels = self.labels(t)
        own = slice(self.every.shape[1])
        if percent == "row":
            under = labels @ self.every
            return labels[..., own], under, under
        whole = t[..., self.whole, :].sum(axis=-2, keepdims=True)
        base = whole if self.whole == self.base else t[..., self.base, :].sum(axis=-2, keepdims=True)
        if percent == "column":
            return labels[..., own], whole[..., own], base[..., own]
        return labels[..., own], whole @ self.every, base @ self.every

    def labels(self, t: Array) -> Array:
        """(…, labels, columns) of totals (…, rows, columns)."""
        own = t[..., : self.options, :]
        return np.concatenate([own, self.nets @ t], axis=-2) if len(self.nets) else own

    def bases(self, t: Array) -> Array:
        """Of each domain the totals that the respondents of its base are: (…, domains)."""
        return np.asarray(self._shaped(t)[..., self.base, : self.every.shape[1]].sum(axis=-2))

    def row_bases(self, t: Array) -> Array:
        """Those of each label, in all domains of the first domain's everybody: (…, labels)."""
        return np.asarray(self.labels(self._shaped(t)) @ self.every[:, 0])

    def _shaped(self, t: Array) -> Array:
        return t.reshape(*t.shape[:-1], self.rows, len(self.every))


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
        return self.pattern.rows * len(self.pattern.every)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        columns, one = len(self.pattern.every), np.ones(self.cross.size)
        return tuple(
            Layer(np.where(np.minimum(row, column) < 0, -1, row * columns + column), one)
            for row in self.row_at
            for column in self.column_at
        )

    def sums(self, cell: Index, *of: NDArray[np.generic]) -> Array:
        """Sums of numbers as the totals are, a row each. ``cell``: the cell of each number."""
        at = [layer.place[cell] for layer in self.layers]
        return np.array([sums_at(at, np.asarray(one, dtype=float), self.size) for one in of])

    def sides(self, percent: str, t: Array) -> list[Array]:
        """Numerator and base of each share, (…, labels · domains), of totals (…, totals)."""
        shape = *t.shape[:-1], len(self.labels), len(self.cross.domains)
        top, under, _ = self.pattern.sides(percent, t)
        return [np.broadcast_to(side, shape).reshape(*shape[:-2], -1) for side in (top, under)]

    def domains(self, percent: str) -> Domains | list[Domains]:
        """The base of each total: its column, its row, or everybody."""
        cross, columns, rows = self.cross, len(self.pattern.every), self.pattern.rows
        statistic = np.arange(self.size)
        if percent == "cell":
            return Domains(np.where(cross.inside, 0, -1), 0 * statistic, 1)
        if percent == "column":
            return domain_groups(cross, self.size, everybody=columns > len(cross.domains))
        if percent == "row" and not cross.several:
            return Domains(np.where(cross.inside, cross.option, -1), statistic // columns, rows)
        of = [Domains.one(self._held(row), 1) for row in range(rows)]
        return [of[i // columns] for i in range(self.size)]

    def degrees(self, made: Totals, percent: str, rule: str | float) -> Array:
        """Degrees of freedom of each label × domain."""
        labels, domains, cross = len(self.labels), len(self.cross.domains), self.cross

        def of(inside: NDArray[np.bool_]) -> float:
            return float(degrees(made, rule, np.where(inside, 0, -1), 1)[0])

        if percent == "cell":
            return np.full(labels * domains, of(cross.inside))
        if percent == "column":
            return np.tile(domain_degrees(made, rule, cross), labels)
        parts = self.pattern.labels(np.eye(self.pattern.rows))
        held = [np.any([self._held(row) for row in np.flatnonzero(part).tolist()], axis=0) for part in parts]
        return np.repeat([of(inside) for inside in held], domains)

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
    every = np.broadcast_to(np.eye(domains + 1, 1, -domains) if extra else 1.0, (domains + extra, domains))
    inside = np.array([*found.values()], dtype=float).reshape(len(found), options)
    if not cross.several:
        whole = slice(options)
        return Layout(cross, labels, _Pattern(options, options, inside, whole, whole, every), cross.places, column_at)
    there = cross.places >= 0
    held = [(net[cross.places] & there).any(axis=0) for net in (*found.values(), np.ones(options, dtype=bool))]
    own = [np.where(any_, options + i, -1)[None, :] for i, any_ in enumerate(held)]
    row_at, rows = np.concatenate([cross.places, *own]), len(labels) + 1
    people, marks = slice(rows - 1, rows), slice(options)
    if base == "answers":  # all answers marked: a net has all of its options, as each option has its own
        nets_ = np.pad(inside, ((0, 0), (0, rows - options)))
        return Layout(cross, labels, _Pattern(rows, options, nets_, people, marks, every), row_at, column_at)
    return Layout(
        cross, labels, _Pattern(rows, len(labels), np.zeros((0, rows)), people, people, every), row_at, column_at
    )


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
