"""How the numbers of a column are written: with decimal commas, with blanks inside, not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from survey.cells.meanings.file_parts import FilePart
from survey.cells.table.encoding import as_number, is_blank, number_in, option_of, printed, takes_numbers
from survey.cells.table.own_words import as_shown
from survey.definitions.records.question import Question
from survey.errors import Problem

_COMMA = re.compile(r"[-+]?\d+,\d+")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")  # 12,000: twelve, or twelve thousand
_LIKE_A_NUMBER = re.compile(r"[-+]?\d[\d\s.,'’]*")  # \s: no-break and narrow blanks too
_SPACED = re.compile(r"[-+]?\d{1,3}([\s'’]\d{3})+([.,]\d+)?")
_SHOWN = 8
TINY = 1e-6  # of a thousandth, which is whole


def written_numbers(question: Question, parts: Sequence[FilePart]) -> tuple[Question, list[Problem]]:
    """The question with the decimal mark that its column has, if its answers are numbers; and a problem for each file
    with texts that look like numbers and cannot be read, with the rows.

    ``30,5`` has a decimal comma. ``12,000`` may be twelve thousand: it has one where other commas of the file show it
    and no points do, or the cells are not divided by commas. ``decimal``, where the definition has it, decides.
    ``12 000`` and ``1.234,5`` are not guessed at: without them a mean would be too small, and nobody would see it. Nor
    is ``1.200`` where other columns of a text file, or ``decimal``, have decimal commas: it may be twelve hundred.
    """
    column = question.column or question.question
    if not takes_numbers(question):
        return question, []
    refused: list[tuple[FilePart, dict[Any, int]]] = []
    pointed: list[Problem] = []
    commas = question.decimal == ","
    for part in parts:
        answers = part.answers(column)
        texts = {value: n for value, n in answers.items() if isinstance(value, str) and as_number(value) is None}
        texts = {value: n for value, n in texts.items() if not question.options or option_of(value, question) is None}
        plain = {value for value in texts if _COMMA.fullmatch(value.strip())}
        points = any(_has_point(value) for value in answers)
        pointed += _perhaps_thousands(question, part, column, answers)
        sure = any(not _THOUSANDS.fullmatch(value.strip()) for value in plain)
        clear = (sure and not points) or part.layout.delimiter not in ("", ",")
        if question.decimal == ".":
            plain = set()
        elif question.decimal is None and not clear:
            plain = {value for value in plain if not _THOUSANDS.fullmatch(value.strip())}
        commas = commas or bool(plain)
        bad = {v: n for v, n in texts.items() if v not in plain and _LIKE_A_NUMBER.fullmatch(v.strip())}
        if bad:
            refused.append((part, bad))
    if commas and question.decimal is None:
        question = question.model_copy(update={"decimal": ","})
    return question, [*pointed, *(_unread(part, column, bad) for part, bad in refused)]


def _perhaps_thousands(question: Question, part: FilePart, column: str, answers: Mapping[Any, int]) -> list[Problem]:
    layout = part.layout
    if question.decimal == "." or layout.format != "csv" or column in layout.commas:
        return []
    if "," not in (question.decimal, layout.decimal):
        return []
    numbers = {number: n for value, n in answers.items() if (number := as_number(value)) is not None and number % 1}
    if not numbers or not all(1 <= abs(one) < 1000 and abs(one * 1000 - round(one * 1000)) < TINY for one in numbers):
        return []
    said = f"{sum(numbers.values())} answer(s) have a point beside decimal commas: 1.200 may be twelve hundred"
    fix = "Say what it is: decimal: '.' under the question, or write 1200 in the file."
    return [Problem(part.name, 0, column, said, fix)]


def spaced_numbers(values: Iterable[Any]) -> bool:
    """Whether all are numbers, some of them texts with blanks between thousands: 12 500."""
    texts = [str(value).strip() for value in values if as_number(value) is None]
    return bool(texts) and all(_SPACED.fullmatch(text) for text in texts)


def words_told(part: FilePart, column: str, found: Mapping[Any, int]) -> str:
    """Answers with how often each stands in the file, and the first row of each, most frequent first."""
    rows = _first_rows(part, column, found)
    order = sorted(found, key=lambda value: (-found[value], str(value)))
    shown = []
    for value in order[:_SHOWN]:
        row = f", {'first in ' if found[value] > 1 else ''}row {rows[printed(value)]}" if printed(value) in rows else ""
        shown.append(f"'{as_shown(printed(value), found[value])}': {found[value]}{row}")
    return "; ".join(shown) + (f"; and {len(order) - _SHOWN} more" if len(order) > _SHOWN else "")


def _unread(part: FilePart, column: str, bad: dict[Any, int]) -> Problem:
    shown = words_told(part, column, bad)
    said = f"{sum(bad.values())} answer(s) look like numbers and cannot be read as such ({shown})"
    commas = all(_COMMA.fullmatch(value.strip()) for value in bad)
    fix = "Say what the comma is: decimal: ',' under the question, or 12000 in the file." if commas else ""
    return Problem(part.name, 0, column, said, fix or "Write 12000 or 30.5, or name them under the question's options.")


def _has_point(value: Any) -> bool:
    return "." in value if isinstance(value, str) else as_number(value) is not None and float(value) % 1 != 0


def _first_rows(part: FilePart, column: str, found: Mapping[Any, int]) -> dict[str, int]:
    """The row of the file in which each value stands first, as a spreadsheet counts them; none on a cluster."""
    if part.engine.name == "spark":
        return {}
    wanted = {printed(value) for value in found}
    rows: dict[str, int] = {}
    values, places = part.engine.values(column), part.engine.rows()
    for value, place in zip(values.tolist(), places.tolist(), strict=True):
        if isinstance(value, str) and not is_blank(value) and printed(value) in wanted:
            rows.setdefault(printed(value), _row(part, int(place)))
    return rows


def _row(part: FilePart, place: int) -> int:
    layout = part.layout
    if layout.rows is not None:
        place = int(np.asarray(layout.rows)[place])
    return place if layout.format == "excel" else place + 2 if layout.format == "csv" else place + 1


def numbers_without(question: Question, unknown: Mapping[str, int]) -> bool:
    """Whether what no option names are words where numbers are asked for."""
    return takes_numbers(question) and all(number_in(value, question) is None for value in unknown)
