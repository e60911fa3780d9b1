"""The rows of a table of published polls, as its mapping reads them, with everything that is wrong in it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from survey.cells.files.open import open_data
from survey.cells.files.read_package import read_package
from survey.cells.opening.own_files import own_files
from survey.definitions.records.polls import PollColumn, PollTable
from survey.definitions.records.study import Mode
from survey.errors import DataError, Problem
from survey.inputs import note
from survey.words import nearest

MOST = 10  # faults of cells that are named one by one
MODES = get_args(Mode)


@dataclass(frozen=True)
class Cells:
    """A table as texts and values, and where its faults are told."""

    columns: Mapping[str, list[Any]]
    rows: list[int]  # places in the table of the rows that are wanted, from 0
    where: str


def poll_rows(table: PollTable, folder: Path, questions: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    """Each row of the table as the keys of a study; ``questions``: those of the series, with their options.

    Raises ``DataError`` with every column that is not there, every value that ``values`` does not name, and every cell
    that is no date or no number (the first ten are named and the others counted).
    """
    cells = _read(table, folder)
    problems = list(_columns(table, cells, questions))
    if problems:
        raise DataError(problems)
    made = []
    for at in cells.rows:
        try:
            made.append(_row(table, cells, at))
        except ValueError as error:
            problems.append(Problem(cells.where, at + 2, "polls", str(error), "Mend the cell, or leave it empty."))
    if not problems and not made:
        problems.append(Problem(cells.where, 0, "polls.where", "no row of the table is kept", "Look at 'where'."))
    if len(problems) > MOST:
        rest = f"and {len(problems) - MOST} rows more of this kind"
        problems = [*problems[:MOST], Problem(cells.where, 0, "polls", rest, "Mend these first.")]
    if problems:
        raise DataError(problems)
    _percents(table, made, cells)
    return iter(made)


def _read(table: PollTable, folder: Path) -> Cells:
    if table.package and table.dataset:
        frame, where = read_package(table.package, table.dataset), f"{table.package}: {table.dataset}"
    elif table.file:
        path = Path(table.file) if Path(table.file).is_absolute() else folder / "data" / table.file
        path = path if path.is_file() or not (folder / table.file).is_file() else folder / table.file
        own_files(path, table.file, (folder,), ("polls", "polls.file"))
        note([path], "is a table of polls")
        given = {key: one for key in ("encoding", "sheet") if (one := getattr(table, key)) is not None}
        frame, where = open_data(path, **given).engine.frame(), str(path)
    else:
        fix = "Write 'file: polls.csv', or a package and a dataset."
        raise DataError([Problem("polls", 0, "polls.file", "the table of polls is not named", fix)])
    columns = {str(name): frame[name].astype(object).tolist() for name in frame}
    unknown = [name for name in table.where if name not in columns]
    if unknown:
        fix = nearest(unknown[0], columns)
        raise DataError([Problem(where, 0, "polls.where", f"there is no column '{unknown[0]}'", fix)])
    rows = [
        at
        for at in range(len(frame))
        if all(str(columns[name][at]) == str(value) for name, value in table.where.items())
    ]
    return Cells(columns, rows, where)


def _columns(table: PollTable, cells: Cells, questions: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    named: dict[str, str | None] = {key: getattr(table, key) for key in ("id", "start", "end", "size", "note")}
    named |= {key: one.column for key in ("pollster", "mode") if (one := getattr(table, key)) is not None}
    for question, options in table.shares.items():
        if question not in questions:
            yield Problem(cells.where, 0, f"polls.shares.{question}", "no such question", nearest(question, questions))
            continue
        for option, column in options.items():
            parts = (column,) if isinstance(column, str) else column
            named |= {f"shares.{question}.{option}.{at}": part for at, part in enumerate(parts)}
            if option not in questions[question]:
                fix = nearest(option, questions[question])
                yield Problem(cells.where, 0, f"polls.shares.{question}", f"no option or net '{option}'", fix)
    for key, name in named.items():
        if name is not None and name not in cells.columns:
            yield Problem(cells.where, 0, f"polls.{key}", f"there is no column '{name}'", nearest(name, cells.columns))
    if table.start is None and table.end is None:
        fix = f"Name the column of the last day of the fieldwork: {', '.join(cells.columns)}."
        yield Problem(cells.where, 0, "polls.end", "no column says when a poll was made", fix)
    if table.mode is not None and table.mode.column in cells.columns:
        met = {_text(cells.columns[table.mode.column][at]) for at in cells.rows} - {""}
        for value in sorted(met):
            if table.mode.values.get(value, value) not in MODES:
                fix = f"Say under 'values' which of {', '.join(MODES)} it is."
                yield Problem(cells.where, 0, "polls.mode", f"'{value}' is no mode", fix)


def _row(table: PollTable, cells: Cells, at: int) -> dict[str, Any]:
    def cell(column: str | None) -> str:
        return "" if column is None else _text(cells.columns[column][at])

    def mapped(column: PollColumn | None) -> str:
        found = cell(column.column) if column is not None else ""
        return column.values.get(found, found) if column is not None else ""

    ends = [_day(cells.columns[name][at], table.dates) for name in (table.start, table.end) if name is not None]
    days = [day for day in ends if day]
    if not days:
        raise ValueError("the poll has no date")
    if days[0] > days[-1]:
        raise ValueError(f"the fieldwork ends ({days[-1]}) before it begins ({days[0]})")
    asked = {}
    for question, options in table.shares.items():
        shares = {option: _share(cells, at, column, table) for option, column in options.items()}
        asked[question] = {"published": {option: share for option, share in shares.items() if share is not None}}
    size = None if table.size is None else _size(cells.columns[table.size][at], table.size)
    made: dict[str, Any] = {
        "row": at + 1,
        "id": cell(table.id),
        "fieldwork": {"start": days[0], "end": days[-1]},
        "questions": asked,
    }
    found = {"pollster": mapped(table.pollster), "mode": mapped(table.mode), "note": cell(table.note)}
    made |= {key: value for key, value in found.items() if value}
    return made if size is None else {**made, "sample": {"size": size}}


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value).strip()


def _day(value: Any, written: str | None) -> str | None:
    if isinstance(value, (datetime, date)):
        return None if value != value else value.isoformat()[:10]
    text = _text(value)
    if not text:
        return None
    try:
        day = datetime.strptime(text, written).date() if written else date.fromisoformat(text[:10])
    except ValueError:
        how = written or "2022-03-16 (say 'dates: \"%d.%m.%Y\"' for another way)"
        raise ValueError(f"'{text}' is no day written as {how}") from None
    return day.isoformat()


def _number(value: Any, column: str) -> float | None:
    text = _text(value).rstrip("%").replace("\u00a0", "").replace(" ", "")
    if not text:
        return None
    try:
        return float(text if "." in text else text.replace(",", "."))
    except ValueError:
        raise ValueError(f"'{text}' in the column '{column}' is no number") from None


def _size(value: Any, column: str) -> float | None:
    """Respondents, the thousands set apart by a comma, a point or a blank, or not; a mean that stands in for an unknown
    one may be broken."""
    text = _text(value)
    if re.fullmatch(r"\d{1,3}([,.]\d{3})+", text) and isinstance(value, str):
        text = text.replace(",", "").replace(".", "")
    size = _number(text, column)
    if size is not None and not (math.isfinite(size) and size >= 1):
        raise ValueError(f"'{text}' in the column '{column}' is no number of respondents")
    return size


def _share(cells: Cells, at: int, column: str | tuple[str, ...], table: PollTable) -> float | None:
    names = (column,) if isinstance(column, str) else column
    parts = [_number(cells.columns[name][at], name) for name in names]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    share = round(sum(known) * (100 if table.unit == "proportion" else 1), 6)
    if share == 0 and table.zero == "not_reported":
        return None
    if not 0 <= share <= 100:
        raise ValueError(f"{share:g}% in the column '{names[0]}' is no share")
    return share


def _percents(table: PollTable, made: list[dict[str, Any]], cells: Cells) -> None:
    """A table of proportions that is read as percent would be believed."""
    values = [value for row in made for asked in row["questions"].values() for value in asked["published"].values()]
    if table.unit == "percent" and values and max(values) <= 1:
        fix = "Write 'unit: proportion'."
        raise DataError([Problem(cells.where, 0, "polls.unit", "the shares are between 0 and 1, not percent", fix)])
