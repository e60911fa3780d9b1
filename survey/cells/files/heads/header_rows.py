"""The rows above the answers: one of names, and what survey programs put above or below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from survey.cells.files.heads.two_rows import is_two_rows, two_rows
from survey.cells.table.encoding import as_number
from survey.errors import DataError, Problem
from survey.inside import tells_answers
from survey.wording.message import message
from survey.words import Text

QUALTRICS = '{"ImportId":'
FIX = (
    "Write 'data: {file: %s, header_rows: 1}' in the study's definition where the first row alone is the header, or "
    "how many rows are; --data then keeps it."
)


@dataclass(frozen=True)
class Head:
    """``count`` rows stand above the answers, the ``place``-th (from 0) names the columns. ``texts``: what was asked in
    each column, "" where no row says so. ``said``: what a reader of results should know."""

    count: int
    place: int
    names: tuple[str, ...]
    texts: tuple[str, ...]
    said: tuple[Text, ...] = ()


def head_of(file: str, rows: Sequence[Sequence[str]], given: int | None = None) -> Head:
    """The header among the first ``rows`` of a table, cells as texts; ``given``: how many rows it is said to have.

    Two rows of questions and their answers are SurveyMonkey's (``two_rows``). Three rows with ``{"ImportId": …}`` in
    the third are Qualtrics' (names, texts, ids). Headings that are texts and stand several times, as survey programs
    write "Other (please specify)", are told apart by a number; names of columns that do are an error elsewhere. A row
    with gaps above one that names every column is one of groups, if answers below are numbers where that row has words.
    Where the second row looks like a header too and is neither, ``DataError``: it would be a respondent. A first column
    without a name whose cells are filled, as R and pandas write names of rows, is called ``row``.
    """
    found = _told_apart(file, _head(file, rows, given))
    below = [row[0].strip() for row in rows[found.count :] if row]
    lone = not found.names[0] and len(found.names) > 2 and all(found.names[1:]) and all(below) and bool(below)
    if not lone:
        return found
    name = next(one for one in ("row", "row_names", "row_names_") if one not in map(str.casefold, found.names))
    said = message("data.unnamed_first", file=file, name=name)
    return replace(found, names=(name, *found.names[1:]), said=(*found.said, said))


def _told_apart(file: str, head: Head) -> Head:
    """The head with headings of several words that repeat as ``heading (2)``, ``heading (3)``."""
    names: list[str] = []
    taken = set(head.names)
    seen: set[str] = set()
    for name in head.names:
        made, number = name, 1
        while " " in name and name in seen and made in taken:
            number += 1
            made = f"{name} ({number})"
        seen.add(name)
        taken.add(made)
        names.append(made)
    count = sum(one != other for one, other in zip(names, head.names, strict=True))
    if not count:
        return head
    return replace(head, names=tuple(names), said=(*head.said, message("data.same_headings", file=file, count=count)))


def _head(file: str, rows: Sequence[Sequence[str]], given: int | None) -> Head:
    width = len(rows[0])
    wide = [[cell.strip() for cell in row[:width]] + [""] * (width - len(row)) for row in rows]
    if given is not None:
        if given >= len(rows):
            said = f"header_rows: {given} leaves no rows of answers"
            raise DataError([Problem(file, 0, "data.header_rows", said, FIX % file)])
        return _several(file, wide[:given], given)
    if len(wide) > 2 and _ids(wide[2]):
        return _several(file, wide[:3], 3)
    if len(wide) > 1 and is_two_rows(wide[0], wide[1]):
        names, parts = two_rows(wide[0], wide[1])
        told = message("data.header_two_rows", file=file, count=parts)
        return Head(2, 0, names, ("",) * width, (told,))
    words = next((k for k, row in enumerate(wide[1:4]) if _has_numbers(row)), 3)  # rows below the first without numbers
    if words and len(wide) > 1 + words and _heads(wide[1], wide[1 + words :]):
        gaps = sum(not cell for cell in wide[0])
        if gaps and width - gaps > 1 and words == 1 and all(a or b for a, b in zip(*wide[:2], strict=True)):
            return _several(file, wide[:2], 2)
        if not gaps and len(wide) > 3:
            said = f"the second row{_shown(wide[1])} looks like part of the header, not like a respondent"
            raise DataError([Problem(file, 2, "data.header_rows", said, FIX % file)])
    return Head(1, 0, tuple(wide[0]), ("",) * width)


def _several(file: str, rows: list[list[str]], count: int) -> Head:
    """Names from the first row if it names every column once; else Qualtrics' ids, which do; else from the lowest that
    names each."""
    first = rows[0]
    qualtrics = count == 3 and _ids(rows[2])
    whole = all(first) and len({cell.casefold() for cell in first}) == len(first)
    if whole or count == 1 or qualtrics:
        below = [row for row in rows[1:] if not _ids(row)]
        texts = tuple(below[0]) if below else ("",) * len(first)
        found = sum(bool(text) for text in texts)
        more = message("data.texts_in_row_2", count=found) if found else ""
        said = message("data.header_rows", file=file, count=count, kind=" (Qualtrics)" if qualtrics else "", more=more)
        ids = qualtrics and not whole
        names = tuple(map(_id, rows[2], first)) if ids else tuple(first)
        return Head(count, 2 if ids else 0, names, texts, (said,) if count > 1 else ())
    names = tuple(next((row[k] for row in reversed(rows) if row[k]), "") for k in range(len(first)))
    groups = sum(bool(cell) for row in rows[:-1] for cell in row)
    said = message("data.header_below", file=file, row=count, groups=groups)
    return Head(count, count - 1, names, ("",) * len(first), (said,))


def _ids(row: Sequence[str]) -> bool:
    """Whether every cell that is filled is Qualtrics' id of a column."""
    filled = [cell for cell in row if cell]
    return bool(filled) and all(cell.replace(" ", "").startswith(QUALTRICS) for cell in filled)


def _id(cell: str, name: str) -> str:
    """What Qualtrics calls a column in the cell: QID5_1; its ``name`` where that cannot be read."""
    found = re.search(r'"ImportId"\s*:\s*"([^"]+)"', cell)
    return found[1] if found else name


def _has_numbers(row: Sequence[str]) -> bool:
    """Whether a cell has no letter: a number, one with a decimal comma, a date."""
    return any(cell and not any(letter.isalpha() for letter in cell) for cell in row)


def _heads(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row has words, none of them twice, in all columns whose other cells are numbers, two at least."""
    filled = [cell for cell in row if cell]
    if len(set(filled)) < len(filled):
        return False
    numeric = 0
    for place, cell in enumerate(row):
        others = [other[place] for other in below if place < len(other) and other[place]]
        numbers = bool(others) and all(as_number(other) is not None for other in others)
        if numbers and not cell:
            return False
        numeric += numbers
    return numeric > 1


def _shown(row: Sequence[str]) -> str:
    if not tells_answers():
        return ""  # it may be a respondent
    cells = [f"'{cell[:40]}'" for cell in row if cell]
    return f" ({', '.join(cells[:3])}{', …' if len(cells) > 3 else ''})"
