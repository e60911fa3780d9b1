"""A whole published table against the data of its study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from survey.cells.samples.declared import is_invented
from survey.cells.samples.sample import SampleData
from survey.claims.published.cell_figure import CellFigure, cell_figure
from survey.claims.published.judged import JudgedCell, judge
from survey.claims.published.long import long_cells, long_heads, unread_columns
from survey.claims.published.names import Match
from survey.claims.published.placing import Placed, Placing
from survey.claims.published.printed_cell import PrintedCell
from survey.claims.published.recompute import recompute
from survey.claims.published.sheets import Sheet, read_sheets
from survey.claims.published.totals import with_printed_sums
from survey.claims.published.wide import wide_cells
from survey.definitions.records.published_table import PublishedTable
from survey.errors import SurveyError
from survey.shown import Shown

SHARES = ("share", "sum")
OWN_DIGITS = 3  # figures of a column whose digits are its own
FEW = 2  # cells from which on a table is one


@dataclass(frozen=True, repr=False)
class PublishedCheck(Shown):
    """Every cell of a published table with its answer, how labels were matched, and the rules it was held against.

    ``cells`` leave none out: reproduced, missed, or not judged with the reason. ``unread``: columns of a long table
    that hold no figure to judge."""

    source: str
    rules: PublishedTable
    cells: tuple[JudgedCell, ...]
    matches: tuple[Match, ...]
    sample: SampleData
    unread: tuple[str, ...] = ()
    proportions: bool = False
    only_missed: bool = False

    @property
    def study(self) -> str:
        """The id of the study."""
        return self.sample.name

    @property
    def synthetic(self) -> bool:
        """Whether the data are invented."""
        return is_invented(self.sample)

    @cached_property
    def judged(self) -> tuple[JudgedCell, ...]:
        """The cells that have an answer."""
        return tuple(cell for cell in self.cells if cell.status != "not judged")

    @cached_property
    def missed(self) -> tuple[JudgedCell, ...]:
        """The cells that the data do not make."""
        return tuple(cell for cell in self.cells if cell.status == "missed")

    @property
    def reproduced(self) -> int:
        """How many cells the data make."""
        return len(self.judged) - len(self.missed)

    @property
    def fails(self) -> bool:
        """Whether a cell is missed."""
        return bool(self.missed)

    @cached_property
    def unjudged(self) -> Mapping[str, int]:
        """How many cells are not judged, by reason, most frequent first."""
        return dict(Counter(cell.reason for cell in self.cells if cell.status == "not judged").most_common())

    @cached_property
    def questions(self) -> Mapping[str, tuple[JudgedCell, ...]]:
        """The cells of each question in the order of the table; "" has those of titles that are none."""
        made: dict[str, list[JudgedCell]] = {}
        for cell in self.cells:
            made.setdefault(cell.placed.question, []).append(cell)
        return {name: tuple(cells) for name, cells in made.items()}

    def only(self, which: str | None) -> PublishedCheck:
        """The same, of which ``missed`` cells alone are printed."""
        return replace(self, only_missed=which == "missed")

    def summary(self) -> dict[str, Any]:
        """Counts of the whole."""
        return {"cells": len(self.cells), "judged": len(self.judged), "reproduced": self.reproduced}


def check_table(
    sample: SampleData, source: str | Path | Sequence[Sequence[str]], rules: PublishedTable | None = None
) -> PublishedCheck:
    """Hold every cell of a published table against ``sample``.

    ``source``: a .csv, .tsv, .xlsx or .html file, or rows of texts. ``rules``: how it was made and what its labels mean
    (``survey.definitions.records.published_table.PublishedTable``). A printed 62 is 61.5 to 62.5, unless ``rounding``
    says by which rule; digits are those of the question's table, as 29 beside 28.4 is 29.0.

    Raises ``SurveyError`` for a file that cannot be read, a mapping to what does not exist, and a file that has no
    figure of any question of the study.
    """
    rules = rules or PublishedTable()
    name = Path(source).name if isinstance(source, (str, Path)) else "rows"
    sheets = _sheets(source, rules)
    placing = Placing(sample, rules)
    cells, unread = _cells(sheets, placing, rules)
    placed = placing.place(cells)
    if not any(one.question for one in placed):
        known = next((match.nearest for match in placing.matches.values() if match.nearest), "")
        fix = f"Did you mean '{known}'?" if known else "Name them in the mapping: questions: {'as printed': question}."
        titles = ", ".join(f"'{title}'" for title in dict.fromkeys(one.question for one in cells)) or "no table"
        raise SurveyError(f"has no table of a question of the study ({titles:.120})", where=name, fix=fix)
    figures, proportions = _in_percent([cell_figure(one.text) for one in cells], placed, rules)
    digits = _digits(placed, figures, rules)
    found = recompute(sample, placed, rules)
    judged = with_printed_sums([judge(*parts, rules) for parts in zip(placed, figures, digits, found, strict=True)])
    filled = Counter((one.question, one.row) for one in cells if one.text)
    kept = tuple(one for one in judged if not _is_heading(one, filled))
    matches = tuple(placing.matches.values())
    return PublishedCheck(name, rules, kept, matches, sample, unread, proportions)


def _is_heading(cell: JudgedCell, filled: Mapping[tuple[str, str], int]) -> bool:
    """A row of blanks under a head that is no answer: a head over the rows below it."""
    key = (cell.placed.cell.question, cell.placed.cell.row)
    return cell.placed.reason == "row" and not filled.get(key)


def _sheets(source: str | Path | Sequence[Sequence[str]], rules: PublishedTable) -> tuple[Sheet, ...]:
    if isinstance(source, (str, Path)):
        return read_sheets(Path(source), rules.sheet, rules.encoding)
    rows = tuple(tuple(str(cell) for cell in row) for row in source)
    if not any(any(row) for row in rows):
        raise SurveyError("holds no table", where="rows", fix="Give rows of texts: a head, and a row an answer.")
    return (Sheet(rows),)


def _cells(
    sheets: Sequence[Sheet], placing: Placing, rules: PublishedTable
) -> tuple[list[PrintedCell], tuple[str, ...]]:
    cells: list[PrintedCell] = []
    unread: dict[str, None] = {}
    for sheet in sheets:
        if rules.layout == "long" or (rules.layout is None and long_heads(sheet)):
            if not long_heads(sheet):
                fix = "Its first row names the columns: question, option, value."
                raise SurveyError("is no long table", where=sheet.name or "published", fix=fix)
            cells += long_cells(sheet, placing.is_question)
            unread |= dict.fromkeys(unread_columns(sheet, placing.is_question))
        else:
            cells += wide_cells(sheet, placing.asks)
    return cells, tuple(unread)


def _in_percent(
    figures: Sequence[CellFigure], placed: Sequence[Placed], rules: PublishedTable
) -> tuple[list[CellFigure], bool]:
    """Figures of shares in percent, and whether they were printed as proportions: as the mapping says, or where no
    share of the file is above 1, none has a percent sign and one has decimals."""
    shares = [one for one, cell in zip(figures, placed, strict=True) if cell.kind in SHARES and one.kind == "number"]
    small = len(shares) >= FEW and all(one.value <= 1 and not one.percent for one in shares)
    guessed = small and any(one.decimals for one in shares) and any(one.value > 0 for one in shares)
    every = rules.unit == "proportion" or (rules.unit is None and guessed)
    made = []
    for one, cell in zip(figures, placed, strict=True):
        scaled = cell.kind in SHARES and one.kind in ("number", "less", "more") and not one.percent
        if scaled and (every or cell.cell.proportion):
            one = replace(one, value=100 * one.value, decimals=max(one.decimals - 2, 0))
        made.append(one)
    return made, every or any(cell.cell.proportion for cell in placed)


def _digits(placed: Sequence[Placed], figures: Sequence[CellFigure], rules: PublishedTable) -> list[int]:
    """Of each cell the digits that its table is printed with: the most of its question's cells of the kind, or of its
    column's, where that has so many figures that zeros at the end of all would be a strange chance."""
    keys = [(one.question, "share" if one.kind in SHARES else one.kind) for one in placed]
    columns = [(*key, one.cell.group, one.cell.column) for key, one in zip(keys, placed, strict=True)]
    most: Counter[tuple[str, ...]] = Counter()
    sizes: Counter[tuple[str, ...]] = Counter()
    for key, column, figure in zip(keys, columns, figures, strict=True):
        most[key] = max(most[key], figure.decimals)
        most[column] = max(most[column], figure.decimals)
        sizes[column] += figure.kind == "number"
    if rules.decimals is not None:
        return [rules.decimals if key[1] == "share" else most[key] for key in keys]
    return [most[column if sizes[column] >= OWN_DIGITS else key] for key, column in zip(keys, columns, strict=True)]
