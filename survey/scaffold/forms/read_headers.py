"""Answers of Google Forms and of Kobo as a form: what the heads of their columns and the answers themselves tell."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Any

from survey.cells.files.csv_records import csv_records
from survey.scaffold.form import Form, FormOption, FormQuestion
from survey.scaffold.forms.source import Source
from survey.scaffold.forms.words import Kind, code_of, plain

TIMES = (
    *("timestamp", "отметка времени", "адзнака часу", "позначка часу", "sygnatura czasowa", "zeitstempel"),
    *("horodateur", "marca temporal"),
)  # how Google heads its first column
MOST = 25  # different answers of a question with options
LOOKED_AT = 5_000  # rows that are looked at
LONG = 400  # letters of an answer that no option has
_GRID = re.compile(r"^(.*\S)\s*\[([^\[\]]+)\]$", re.DOTALL)
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}([ T]\d{1,2}:\d\d.*)?")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
SAID = "told from the answers alone: which options there were, and in what order, is not in this file"


def read_headers(source: Source, rows: Sequence[Sequence[Any]] | None = None) -> Form:
    """A question a column, as far as it can be told.

    Google Forms: texts are heads, ``text [row]`` a grid, several answers stand in one cell with ", " between them.
    Kobo: columns ``name/code`` of 0 and 1 beside ``name``, whose answers have blanks between them. ``DataError`` for
    a table with neither.
    """
    table = list(rows) if rows is not None else _table(source)
    heads = [plain(cell) for cell in table[0]] if table else []
    answers = [_column(table[1 : LOOKED_AT + 1], place) for place in range(len(heads))]
    google = bool(heads) and heads[0].casefold() in TIMES
    kobo = "_uuid" in heads or "_submission_time" in heads
    if not google and not kobo:
        said = "is a table, but neither answers of Google Forms (a first column Timestamp) nor of Kobo (a column _uuid)"
        raise source.fault(said, "Give it as the data, and the form beside it.")
    made = _google(heads, answers) if google else _kobo(heads, answers)
    source.check_count(len(made))
    longer = f"; only the first {LOOKED_AT:,} rows were looked at" if len(table) > LOOKED_AT + 1 else ""
    return Form({}, tuple(made), source.path.name, ("",), (f"{len(made):,} questions {SAID}{longer}",))


def _table(source: Source) -> list[list[str]]:
    text = source.text
    try:
        shape = csv.Sniffer().sniff(text[: 1 << 14], delimiters=",;\t")
    except csv.Error:
        shape = csv.excel
    try:
        return [row for row in csv_records(text.splitlines(keepends=True), shape.delimiter) if row]
    except csv.Error as error:
        raise source.fault(f"is no sound table ({error})", "Export it again.") from None


def _column(rows: Sequence[Sequence[Any]], place: int) -> list[str]:
    found = [plain(row[place]) for row in rows if place < len(row) and row[place] is not None]
    return [text for text in found if text]


def _google(heads: list[str], answers: list[list[str]]) -> list[FormQuestion]:
    made = []
    for place, (head, given) in enumerate(zip(heads, answers, strict=True)):
        grid = _GRID.match(head)
        kind, options = _told(given) if place else ("date", ())
        text, group = (grid[2], grid[1]) if grid else (head, None)
        delimiter = ", " if kind == "multiple" else None
        made.append(FormQuestion(head, {"": text}, kind, options, delimiter=delimiter, group=group))
    return made


def _kobo(heads: list[str], answers: list[list[str]]) -> list[FormQuestion]:
    flags = {head: [one for one in heads if one.startswith(f"{head}/")] for head in heads}
    taken = {one for several in flags.values() for one in several}
    made = []
    for head, given in zip(heads, answers, strict=True):
        if head.startswith("_") or head in taken:
            continue
        group, _, name = head.rpartition("/")
        several = flags[head]
        if several:
            options = tuple(FormOption(code_of(one[len(head) + 1 :]), {}) for one in several)
            made.append(FormQuestion(name, {}, "multiple", options, tuple(several), " ", group or None))
        else:
            kind, options = _told(given, delimited=False)
            columns = (head,) if group else ()
            made.append(FormQuestion(name, {}, kind, options, columns, group=group or None))
    return made


def _told(given: list[str], *, delimited: bool = True) -> tuple[Kind, tuple[FormOption, ...]]:
    """The kind of a question and its options by its answers."""
    if given and all(_DATE.fullmatch(text) for text in given):
        return "date", ()
    if given and all(_NUMBER.fullmatch(text) for text in given):
        return "number", ()
    different = list(dict.fromkeys(given))
    parts = list(dict.fromkeys(part for text in given for part in text.split(", ")))
    joined = any(", " in text for text in different)
    if delimited and joined and len(parts) <= MOST and len(parts) < len(different):
        return "multiple", tuple(FormOption(part, {"": part}) for part in parts)
    few = len(different) <= MOST and len(different) * 2 <= len(given)
    if few and all(len(text) <= LONG for text in different):
        return "single", tuple(FormOption(code_of(text), {"": text}) for text in different)
    return "text", ()
