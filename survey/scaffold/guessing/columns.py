"""Columns of a data file with all that a guess is made from: label, value labels, the answers and how often."""

from __future__ import annotations

import datetime
import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from survey.cells.meanings.file_parts import FilePart, code_key
from survey.cells.table.encoding import as_number, printed
from survey.definitions.records.question import POINTS

if TYPE_CHECKING:
    from survey.cells.files.open import Opened

Holds = Literal["nothing", "numbers", "texts", "dates"]
_DATE = re.compile(r"(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})([T ]\d{1,2}:\d{2}.*)?")
_COMMA = re.compile(r"-?\d+(,\d{1,2})?")


@dataclass(frozen=True)
class Column:
    """``labels`` and ``answers`` have a key for each code (2, 2.0 and "2" are one) and the value as it stands first;
    ``declared``: keys that the file says are no answers."""

    name: str
    label: str
    labels: Mapping[Hashable, tuple[Any, str]]
    answers: Mapping[Hashable, tuple[Any, int]]
    declared: frozenset[Hashable]
    rows: int

    @cached_property
    def holds(self) -> Holds:
        """What its answers are, declared missings aside."""
        values = [value for key, (value, _) in self.answers.items() if key not in self.declared]
        if not values:
            return "nothing"
        if all(isinstance(value, (datetime.date, datetime.datetime)) for value in values):
            return "dates"
        if all(as_number(value) is not None for value in values) and not any(map(_zero_first, values)):
            return "numbers"
        texts = [printed(value) for value in values]
        return "dates" if all(_DATE.fullmatch(text) for text in texts) else "texts"

    @cached_property
    def filled(self) -> int:
        """Rows with an answer, of a kind that is declared missing too."""
        return sum(count for _, count in self.answers.values())

    @property
    def blank(self) -> int:
        """Rows with an empty cell."""
        return self.rows - self.filled

    @cached_property
    def given(self) -> dict[Hashable, tuple[Any, int]]:
        """The answers that the file does not declare to be missing."""
        return {key: pair for key, pair in self.answers.items() if key not in self.declared}

    def count(self, key: Hashable) -> int:
        """Rows with the code."""
        return self.answers[key][1] if key in self.answers else 0


def columns_of(opened: Opened) -> dict[str, Column]:
    """Every column of one file by its name, in the order of the file."""
    part = FilePart(opened.name, opened.layout, opened.engine)
    return {name: _column(part, name) for name in opened.engine.columns}


def _column(part: FilePart, name: str) -> Column:
    labels = {code_key(value): (value, text.strip()) for value, text in part.labels(name).items()}
    answers: dict[Hashable, tuple[Any, int]] = {}
    for value, count in part.answers(name).items():
        key = code_key(value)
        first, before = answers.get(key, (value, 0))
        answers[key] = (first, before + count)
    values = [value for value, _ in (*answers.values(), *labels.values())]
    ranges = part.layout.missing.get(name)
    declared = frozenset(code_key(value) for value in values if ranges and part.declares_missing(name, value))
    label = " ".join((part.layout.labels.get(name) or "").split())
    named = {key: (value, text) for key, (value, text) in labels.items() if code_key(text) != key}
    if len(labels) - len(named) > POINTS:  # 17 is "17": such labels say nothing, those beside them do
        labels = named
    return Column(name, "" if label == name else label, labels, answers, declared, part.engine.n)


def _zero_first(value: Any) -> bool:
    """A text of digits that a number would lose one of: 01."""
    return isinstance(value, str) and bool(re.match(r"\s*0\d", value))


def has_commas(texts: Iterable[str]) -> bool:
    """Whether all are numbers, some of them with a decimal comma: one or two digits after it (12,000 may be more)."""
    found = [_COMMA.fullmatch(text.strip()) for text in texts]
    return bool(found) and None not in found and any(match and match[1] for match in found)
