"""Columns of no definition that the files say something of: questions too, looked at when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from survey.cells.meanings.meaning import Meaning

Value = TypeVar("Value")


@dataclass(frozen=True)
class Labelled:
    """``columns``: those that the files label. ``mean``: what a column means in them, which takes a look at all its
    answers; of the thousands of a large file only those that are used get it."""

    columns: Sequence[str]
    mean: Callable[[str], Meaning]
    _known: dict[str, Meaning] = field(default_factory=dict)

    def meaning(self, column: str) -> Meaning:
        """What a column means, made once."""
        if column not in self._known:
            self._known[column] = self.mean(column)
        return self._known[column]


class WithLabelled(Mapping[str, Value]):
    """What is known by name, and then what the meaning of a labelled column gives; ``None`` for nothing of it."""

    def __init__(self, own: Mapping[str, Value], labelled: Labelled, part: Callable[[Meaning], Value | None]) -> None:
        self._own, self._labelled, self._part = own, labelled, part
        self._columns = dict.fromkeys(labelled.columns)

    def __getitem__(self, name: str) -> Value:
        if name in self._own or name not in self._columns:
            return self._own[name]
        found = self._part(self._labelled.meaning(name))
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        yield from (name for name in self._columns if name not in self._own and name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self._own)} and {len(self._columns)} labelled columns)"
