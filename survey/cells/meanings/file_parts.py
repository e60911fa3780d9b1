"""The files that data consist of, each with what it says beside the answers."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from survey.cells.engines.engine import Engine
from survey.cells.engines.parts import PartsEngine
from survey.cells.files.formats import KINDS
from survey.cells.files.layout import Layout
from survey.cells.table.encoding import as_number, is_blank, printed

if TYPE_CHECKING:
    from survey.cells.files.open import Opened


@dataclass(frozen=True)
class FilePart:
    """One file: what it is called in messages, what it says, and its answers."""

    name: str
    layout: Layout
    engine: Engine
    _seen: dict[str, dict[Any, int]] = field(default_factory=dict, compare=False, repr=False)
    _texts: dict[str, dict[Hashable, list[str]]] = field(default_factory=dict, compare=False, repr=False)

    def labels(self, column: str) -> dict[Any, str]:
        """Value labels of a column; empty ones say nothing."""
        return {value: text for value, text in self.layout.value_labels.get(column, {}).items() if text.strip()}

    def texts(self, column: str) -> dict[Hashable, list[str]]:
        """The labels of a column by the key of their code, made once: a list of occupations has hundreds."""
        if column not in self._texts:
            self._texts[column] = {}
            for value, text in self.labels(column).items():
                self._texts[column].setdefault(code_key(value), []).append(text)
        return self._texts[column]

    def answers(self, column: str) -> dict[Any, int]:
        """The answers that occur, and how often."""
        if column not in self._seen:
            pairs = zip(*self.engine.distinct(column), strict=True)
            self._seen[column] = {value: int(count) for value, count in pairs if not is_blank(value)}
        return self._seen[column]

    def declares_missing(self, column: str, value: Any) -> bool:
        """Whether the file says that ``value`` is no answer."""
        return any(_within(value, low, high) for low, high in self.layout.missing.get(column, ()))

    @property
    def could_declare(self) -> bool:
        """Whether the file could say which numbers are no answers: SPSS files, and what was made of them."""
        layout, kind = self.layout, KINDS.get(self.layout.format)
        if kind is None or not kind.missing:
            return False
        return kind.missing == "always" or bool(layout.missing or layout.value_labels)


def file_parts(opened: Opened, engine: Engine) -> tuple[FilePart, ...]:
    """The files of ``opened``, with the rows that ``engine`` has of each; alike files that one engine reads are one."""
    if isinstance(engine, PartsEngine) and opened.layouts:
        pairs = zip(engine.parts, opened.layouts, strict=True)
        return tuple(FilePart(name, layout, part) for (name, part), layout in pairs)
    return (FilePart(opened.name, opened.layout, engine),)


def code_key(value: Any) -> Hashable:
    """A code as a key: 2, 2.0 and "2" are one."""
    number = as_number(value)
    return printed(value) if number is None else number


def _within(value: Any, low: Any, high: Any) -> bool:
    number, start, end = as_number(value), as_number(low), as_number(high)
    if number is None or start is None or end is None:
        return bool(value == low)
    return start <= number <= end
