"""Questions of several answers in columns of codes (first, second mention), or several in one cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from survey.cells.meanings.missing_kind import missing_kind
from survey.cells.table.encoding import SEVERAL, as_number, is_blank, printed
from survey.scaffold.guessing.choices import labelled_choices, number_choices, text_choices
from survey.scaffold.guessing.columns import Column
from survey.scaffold.guessing.set_words import says_mention, says_none
from survey.scaffold.guessing.stems import common_text
from survey.scaffold.guessing.told import rare
from survey.scaffold.proposal import Choice, Proposal

DELIMITERS = (";", "|", "\n", ", ", ",", " ")
MOST = 40  # different answers in cells of several
TOGETHER = 20  # rows with two answers from which it tells something that none has one twice


def mention_question(columns: Sequence[Column], values: Callable[[str], Any], name: str) -> Proposal | None:
    """Neighbouring columns of one list of labels as first, second, … answer to one question: their labels count them,
    or fewer and fewer are filled and nobody has one answer twice. Else None: they may be items of a grid."""
    first = columns[0]
    listed = {key for key, (_, text) in first.labels.items() if text and missing_kind(text) is None}
    if len(columns) < 2 or len(listed) < 3 or any(one.labels != first.labels for one in columns):
        return None
    if any(key not in first.labels for column in columns for key in column.given if key != 0.0):
        return None  # numbers between two ends that have labels
    if not all(says_mention(column.label) for column in columns):
        filled = [sum(count for _, count in column.given.values()) for column in columns]
        falling = all(a > b for a, b in zip(filled, filled[1:], strict=False)) or filled[-1] < 0.7 * filled[0]
        if len(listed) < 5 or not falling or _twice([values(column.name) for column in columns]):
            return None
    question, _ = common_text([column.label for column in columns])
    return with_mentions(columns, name, "codes in columns, nobody has one twice", question)


def with_mentions(columns: Sequence[Column], name: str, guess: str, text: str = "") -> Proposal:
    """The question with the labels of the columns as its options."""
    options: dict[str, Choice] = {}
    for column in columns:
        options = {**labelled_choices(column), **options}
    if not any(column.labels for column in columns):
        for column in columns:
            options = {**number_choices(column, column.given), **options}
    said = {"und": text or columns[0].label} if text or columns[0].label else {}
    names = tuple(column.name for column in columns)
    return Proposal(name, None, "multiple", said, options=options, columns=names, guess=f"{guess}")


def _twice(columns: Sequence[Any]) -> bool:
    """Whether somebody has one answer in two columns, or too few have two to tell."""
    several = 0
    for row in zip(*columns, strict=True):
        answers = [value for value in row if not is_blank(value) and value != 0]
        several += len(answers) > 1
        if len(set(answers)) < len(answers):
            return True
    return several < TOGETHER


def cell_question(column: Column, name: str) -> Proposal | None:
    """A column of texts as several answers in one cell; None where no delimiter makes it so.

    Of a delimiter the parts must be few, nearly all of them given by several respondents, none twice in one cell, and
    joined in more ways than there are parts ("Minsk, Belarus" is one answer)."""
    if column.holds != "texts" or column.labels:
        return None
    cells = {printed(value): count for value, count in column.given.values()}
    for delimiter in DELIMITERS:
        parts = _parts(cells, delimiter)
        if parts is not None:
            often = {text: count for text, count in parts.items() if count >= SEVERAL}
            options = text_choices(often)
            options = {key: _exclusive(one) for key, one in options.items()}
            few, rows = rare(parts.values())
            said = (f"not listed: {few} parts that fewer than {SEVERAL} respondents gave, {rows} times",) if few else ()
            text = {"und": column.label or column.name} if column.label or " " in column.name else {}
            guess = f"parts between '{delimiter if delimiter.strip() else repr(delimiter)[1:-1]}'"
            return Proposal(
                name, column.name, "multiple", text, options=options, delimiter=delimiter, guess=guess, remarks=said
            )
    return None


def _exclusive(choice: Choice) -> Choice:
    none = any(says_none(text) for text in choice.label.values())
    return Choice(choice.codes, choice.label, choice.missing, none, choice.told)


def _parts(cells: dict[str, int], delimiter: str) -> Counter[str] | None:
    """How often each answer stands in the cells; None where they are no lists."""
    lists = {text: [part.strip() for part in text.split(delimiter) if part.strip()] for text in cells}
    if any(len(set(parts)) < len(parts) for parts in lists.values()):
        return None
    if delimiter.startswith(","):
        bound = _whole(lists, cells, delimiter, SEVERAL)
        if all(len(parts) < 2 for parts in bound.values()):  # nobody gave two: one answer of several words
            return None
        lists = _whole(lists, cells, delimiter, TOGETHER)
    found: Counter[str] = Counter()
    joined = 0
    for text, parts in lists.items():
        joined += cells[text] * (len(parts) > 1)
        for part in parts:
            found[part] += cells[text]
    total, answers = found.total(), sum(cells.values())
    often = [count for count in found.values() if count >= SEVERAL]
    plain = delimiter != " " or all(re.fullmatch(r"[\w-]+", part) and not part[0].isupper() for part in found)
    own = delimiter.startswith(",")  # a write-in stands beside the answers of a form
    telling = (
        joined >= max(SEVERAL, 0.1 * answers)
        and sum(often) >= (0.8 if own else 0.9) * total
        and len(cells) > (1.5 if delimiter == " " else 1) * len(often if own else found)
    )
    sums = all(as_number(part) is not None and "." in part for part in found)
    return found if telling and plain and not sums and 2 <= len(often if own else found) <= MOST else None


def _whole(lists: dict[str, list[str]], cells: dict[str, int], delimiter: str, rows: int) -> dict[str, list[str]]:
    """The lists with parts joined that stand nowhere but one after the other, in ``rows`` or more: answers whose own
    words hold a comma."""
    while True:
        alone: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for text, parts in lists.items():
            alone.update(dict.fromkeys(parts, cells[text]))
            pairs.update(dict.fromkeys(zip(parts, parts[1:], strict=False), cells[text]))
        bound = {
            pair
            for pair, count in pairs.items()
            if count >= (SEVERAL if pair[1][0].islower() else rows)
            and count >= 0.97 * max(alone[pair[0]], alone[pair[1]])
        }
        if not bound:
            return lists
        lists = {text: _joined(parts, bound, delimiter) for text, parts in lists.items()}


def _joined(parts: list[str], bound: set[tuple[str, str]], delimiter: str) -> list[str]:
    made: list[str] = []
    last = ""
    for part in parts:
        if made and (last, part) in bound:
            made[-1] += delimiter + part
            last = ""  # a third part is joined in the next round
        else:
            made.append(part)
            last = part
    return made
