"""A finished table as a frozen value; rendering and drawing come later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.shown import Shown
from survey.tables.letters.record import ColumnTests
from survey.words import Level, Measure, Rounding, Text, TotalPlace

RowKind = Literal["option", "missing", "net", "mean", "difference"]
NO_SHARES = ("mean", "difference")  # kinds of rows: in the unit of the question, or a difference of shares

_METHOD = frozenset(
    ("study", "pollster", "fieldwork", "mode", "population", "sample", "weighting", "design", "lonely_psu")
    + ("method", "deff", "model", "data", "about", "sources", "letters_test")
)
_REST = frozenset(("said", "groups"))


@dataclass(frozen=True)
class RowBase:
    """Of whom a row of row percents is, over the columns of ``group`` (a banner question; "" for the total column)."""

    group: str
    n: float
    n_weighted: float
    n_kish: float
    df: float
    small: bool


@dataclass(frozen=True)
class StubRow:
    """A row head. ``missing`` rows are don't know, refused, no answer; ``net`` rows sum options. ``bases``: of row
    percents, of everybody and then of each banner question whose own differs (answers outside the base)."""

    id: str
    label: Text
    kind: RowKind = "option"
    bases: tuple[RowBase, ...] = ()
    parts: tuple[str, ...] = ()  # options that a net sums

    @property
    def small(self) -> bool:
        """Whether its percents are of so few that they are marked."""
        return any(base.small for base in self.bases)


@dataclass(frozen=True)
class Column:
    """A column head and its bases. ``group`` is the banner question ("" for the total column). ``letter``: by which
    cells of its group name it."""

    id: str
    label: Text
    group: str = ""
    group_label: Text = field(default_factory=dict)
    n: float = np.nan
    n_weighted: float = np.nan
    n_kish: float = np.nan
    small: bool = False  # base below the floor: its figures are marked
    letter: str = ""
    levels: tuple[str, ...] = ()  # of a column inside others: its answer to each question, outermost first
    level_labels: tuple[Text, ...] = ()  # what these are called

    @property
    def domain(self) -> tuple[str, ...]:
        """Its answer to each question of ``group``."""
        return self.levels or (self.id,)


@dataclass(frozen=True)
class Note:
    """One line under the table: ``key`` (wording, base, weighting, method, …) and its text by language."""

    key: str
    text: Text

    @property
    def level(self) -> Level:
        """How much the note is needed. One of a kind that is not known here belongs to the figure, and so is left out
        nowhere."""
        return "method" if self.key in _METHOD else "rest" if self.key in _REST else "figure"


@dataclass(frozen=True)
class Presentation:
    """What a rule of presentation did to each cell (rows × columns): ``show``, ``flag``, ``suppress``, "" where there
    was no figure; and why, "" where it is shown."""

    rule: str
    does: tuple[tuple[str, ...], ...]
    reason: tuple[tuple[str, ...], ...]

    def all(self, what: str) -> NDArray[np.bool_]:
        """The cells to which ``what`` was done."""
        return np.array(self.does, dtype=str) == what


@dataclass(frozen=True, repr=False)
class Table(Shown):
    """A topline (one column) or a crosstab. Arrays are rows × columns; shares are proportions (0-1).

    ``bound`` holds "" or the qualifier of a published figure ("more than") per cell, so that bounds
    are never printed or drawn as points. ``ranges`` holds, of a cell whose figure is published as a range, the range
    as its source prints it. Cells without a figure are NaN and print as a dash.
    ``records`` are the long rows, in the project's column order, that csv and json write. ``marks``: of each cell the
    letters of the columns that it is higher than, or H and L; ``tests``: what was tested for them. A cell that a rule
    of ``presentation`` suppressed has no figure and no letter in any of them.
    """

    kind: Literal["topline", "crosstab"]
    study: str
    question: str
    title: Text  # wording of the question, or its short title
    stub: tuple[StubRow, ...]
    columns: tuple[Column, ...]
    estimate: Array
    std_error: Array
    conf_low: Array
    conf_high: Array
    count: Array  # unweighted respondents in each cell; NaN for published figures
    notes: tuple[Note, ...]
    domains: tuple[str, ...] = ()
    bound: tuple[tuple[str, ...], ...] = ()
    ranges: tuple[tuple[Text | None, ...], ...] = ()
    percent: str = "column"
    scale: bool = False  # the options are steps of one scale, or ranges of a number, in order
    poles: bool = False  # the steps lead from one pole to its opposite (of a ``scale``)
    several: bool = False  # several answers could be given: rows of a column do not make 100%
    synthetic: bool = False
    rounding: Rounding | None = None  # as the study declares it
    show: tuple[Measure, ...] = ()  # the figures of a cell; by default the share (of a topline also interval and n)
    items: bool = False  # columns are questions of one scale, which are printed as rows
    total: TotalPlace = "first"  # where the column of everybody is printed; here it is the first
    records: Sequence[dict[str, Any]] = ()
    marks: tuple[tuple[tuple[str, ...], ...], ...] = ()
    tests: ColumnTests | None = None

    presentation: Presentation | None = None  # where a rule is in force
    dominated: tuple[bool, ...] = ()  # columns whose mean a few answers make, where a policy asks for it

    def letters_of(self, row: int, column: int) -> tuple[str, ...]:
        """The letters behind a figure."""
        return self.marks[row][column] if self.marks else ()

    def done(self, row: int, column: int) -> str:
        """What the rule of presentation in force did to a cell; "" where none is."""
        return self.presentation.does[row][column] if self.presentation is not None else ""

    def range_of(self, row: int, column: int) -> Text | None:
        """The range that is published in place of a figure; None where there is none."""
        return self.ranges[row][column] if self.ranges else None

    @cached_property
    def published(self) -> bool:
        """True for figures that were published, with nobody counted behind them."""
        return self.presentation is None and not np.isfinite(self.count).any()
