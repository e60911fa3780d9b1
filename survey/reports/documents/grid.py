"""Tables of values before they are printed: each cell a figure with its format, or words in no language yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from survey.wording.worded import same
from survey.words import Level, Text

RowKind = Literal["option", "missing", "net", "mean", "difference", "base", "section", "break"]
Cell = Text | None  # a Number or a Span, which have a value and a format, or words; None: nothing


def _nothing() -> Text:
    """No words."""
    return same("")


@dataclass(frozen=True)
class Head:
    """Head of a column; ``group`` is written over neighbours that share it; ``prose`` columns hold words; ``letter``:
    by which figures name the column."""

    label: Text
    group: Text = field(default_factory=_nothing)
    prose: bool = False
    letter: str = ""


@dataclass(frozen=True)
class Row:
    """``head`` and one cell a column. A ``section`` or a ``break`` has a head only, written across the table."""

    head: Text
    cells: tuple[Cell, ...] = ()
    kind: RowKind = "option"


@dataclass(frozen=True)
class Note:
    """A line below a grid; ``key``: what it is about, "" for one of no kind."""

    text: Text
    level: Level = "figure"
    key: str = ""


@dataclass(frozen=True)
class Grid:
    """A table, or, without ``heads``, words alone. A note that says just what ``subject`` says is not printed."""

    title: Text = field(default_factory=_nothing)
    heads: tuple[Head, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[Note, ...] = ()
    corner: Text = field(default_factory=_nothing)  # head of the row heads
    subject: Text = field(default_factory=_nothing)
    name: str = ""  # id of what is shown
    synthetic: bool = False
    internal: bool = False  # never on a page for readers
