"""The figures of a published table from counts by (answer, column, what rules tell apart), of many rules at once.

What a rule makes of a cell is a ratio of sums of these counts, as in ``survey.estimation.statistics.share``; what is
reported is made again by the ordinary way."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import Encoding
from survey.cells.table.named import named
from survey.claims.published.check import PublishedCheck
from survey.claims.published.placing import Placed
from survey.claims.published.recompute import base_of
from survey.definitions.records.question import Question

MOST = 400_000  # counts of one table
MARKED = "marked"  # the base of those who gave one of several answers: who answered the set
COUNTED = ("share", "n", "mean", "moe")  # kinds of cells that a search counts


@dataclass(frozen=True)
class Slices:
    """What a table of counts is cut by: the questions ``keys``, and ``columns`` (combinations of their levels, rules):
    which belong to each filter."""

    keys: tuple[Question, ...]
    columns: Array
    written: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """(levels, groups, rules) of Σw, of Σw² and of respondents."""

    weight: Array
    squares: Array
    people: Array


@dataclass(frozen=True, eq=False)
class Block:
    """The cells of one question by one banner. ``at``: their places in the table; ``wanted``: of each the answers."""

    sample: SampleData
    question: str
    by: tuple[str, ...]
    at: tuple[int, ...]
    cells: tuple[Placed, ...]
    base: str

    @cached_property
    def keys(self) -> list[Question]:
        return [self.sample.question(name) for name in (self.question, *self.by)]

    @cached_property
    def encodings(self) -> list[Encoding]:
        return [self.sample.engine.encoding(key) for key in self.keys]

    def holding(self, options: Sequence[str]) -> NDArray[np.bool_]:
        """Which levels of the question are any of ``options``."""
        of = named(self.encodings[0])
        wanted = set(options)
        rows: NDArray[np.bool_] = np.array([name in wanted for name in of.names])
        return np.asarray(of.holds[rows].any(axis=0))

    @cached_property
    def top(self) -> Array:
        """(cells, levels): the answers of each cell."""
        return np.array([self.holding(cell.options) for cell in self.cells], dtype=float)

    @cached_property
    def groups(self) -> Array:
        """(cells, groups): the groups of the banner that each cell is of."""
        made: list[Array] = []
        for cell in self.cells:
            inside: Array = np.ones(1)
            for (_, level), encoding in zip(cell.domain, self.encodings[1:], strict=True):
                of = named(encoding)
                rows: NDArray[np.bool_] = np.array([name == level for name in of.names])
                inside = np.outer(inside, of.holds[rows].any(axis=0).astype(float)).reshape(-1)
            made.append(inside)
        return np.array(made)

    def counted(self, weight: SampleData, slices: Slices) -> Counts | None:
        """The counts under a weight, cut by ``slices``; None where there would be too many."""
        shape = [len(encoding.levels) for encoding in self.encodings]
        cut = [len(self.sample.engine.encoding(key).levels) for key in slices.keys]
        if math.prod(shape) * math.prod(cut) > MOST:
            return None
        keys = [*self.keys, *slices.keys]
        table = weight.engine.collapse(keys, weight=weight.weight)
        flat = table.flat([key.question for key in keys])

        def laid(sums: NDArray[np.generic]) -> Array:
            dense = np.bincount(flat, np.asarray(sums, dtype=float), minlength=math.prod(shape) * math.prod(cut))
            return np.asarray(dense.reshape(shape[0], math.prod(shape[1:]), -1) @ slices.columns)

        return Counts(laid(table.sum_w), laid(table.sum_w2), laid(table.respondents))

    def inside(self, base: str) -> list[Array]:
        """Of each key which levels are inside ``base``: a name of one, or the kinds of missing that are outside."""
        kinds = {"all": frozenset[str](), "asked": frozenset({"not_asked"}), MARKED: frozenset({"not_asked"})}.get(base)
        if kinds is None and base != "valid":
            kinds = frozenset(base.split("+"))
        found = []
        for encoding in self.encodings:
            out = [bool(kind) if kinds is None else kind in kinds for kind in encoding.kinds]
            found.append(1.0 - np.array(out, dtype=float))
        if base == MARKED:
            found[0][[not marks for marks in self.encodings[0].sets] or []] = 0.0
        return found

    def values(self, counts: Counts, base: str, percent: str, top: Array | None = None) -> Array:
        """(cells, rules): shares in percent and numbers of respondents. ``top``: other answers than the stated."""
        own, *others = self.inside(base)
        answers = self.top if top is None else top
        kept = np.array([math.prod(one) for one in itertools.product(*others)] if others else [1.0])
        weight = counts.weight * own[:, None, None]
        sums = np.einsum("cl,lgr->cgr", answers, weight, optimize=True)
        people = np.einsum("cg,lgr->cr", self.groups, counts.people * own[:, None, None], optimize=True)
        if percent == "column":
            under = self.groups @ weight.sum(axis=0)
        elif percent == "row":
            under = np.einsum("cgr,g->cr", sums, kept)
        else:
            under = np.broadcast_to(np.einsum("lgr,g->r", weight, kept), (len(answers), weight.shape[2]))
        over = np.einsum("cgr,cg->cr", sums, self.groups * (1.0 if percent == "column" else kept[None, :]))
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = np.where(under > 0, 100 * over / under, np.nan)
        live = answers @ own > 0
        if percent != "column":
            live &= self.groups @ kept > 0
        made = np.where(live[:, None], shares, np.nan)
        kinds = np.array([cell.kind for cell in self.cells])
        with np.errstate(divide="ignore"):
            for kind, figures in (("n", people), ("moe", 98 / np.sqrt(people))):
                made[kinds == kind] = figures[kinds == kind]
        if (kinds == "mean").any():
            made[kinds == "mean"] = self._means(counts)[kinds == "mean"]
        return np.asarray(made)

    def _means(self, counts: Counts) -> Array:
        """(cells, rules): ``Σ w y / Σ w`` of those who gave an answer that has a number, whatever the base."""
        encoding = self.encodings[0]
        number = np.where([bool(kind) for kind in encoding.kinds], np.nan, np.asarray(encoding.numbers, dtype=float))
        held = np.isfinite(number)
        weight = counts.weight[held]
        with np.errstate(divide="ignore", invalid="ignore"):
            over = np.einsum("l,lgr->gr", number[held], weight)
            return np.asarray((self.groups @ over) / (self.groups @ weight.sum(axis=0)))

    def unequal_moe(self, counts: Counts, base: str) -> Array:
        """(cells, rules): margins of error, in points, with what unequal weights cost (Kish)."""
        own = self.inside(base)[0][:, None, None]
        weight, squares = (self.groups @ (part * own).sum(axis=0) for part in (counts.weight, counts.squares))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(98 * np.sqrt(squares) / weight)


def blocks_of(check: PublishedCheck) -> list[Block]:
    """The cells that a search can count: shares, bases, means, margins with a printed number; those on the base
    ``answers``, of questions without shares and of a question by itself are left to the ordinary way."""
    groups: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for at, one in enumerate(check.cells):
        figure = one.figure.kind in ("number", "less", "more") and one.status in ("reproduced", "missed")
        ranges = one.placed.kind == "mean" and check.sample.question(one.placed.question).type == "number"
        if figure and one.placed.kind in COUNTED and not ranges:
            groups.setdefault((one.placed.question, tuple(name for name, _ in one.placed.domain)), []).append(at)
    made = []
    for (name, by), places in groups.items():
        base = base_of(check.sample, check.rules, name)
        if base != "answers" and name not in by:
            cells = tuple(check.cells[place].placed for place in places)
            made.append(Block(check.sample, name, by, tuple(places), cells, base))
    return made
