"""A cell table that is asked for, and which tables answer several questions at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from survey.definitions.records.question import Question

# Tables whose keys together have no more options than this are counted as one and added up afterwards: a second pass
# over the rows costs more than a wider table
TOGETHER = 128


@dataclass(frozen=True)
class Grouping:
    """Sums per combination of ``keys``: of the column ``weight`` (None: 1 each), its squares, the column ``base`` in
    place of the weight, and further columns ``also``."""

    keys: tuple[Question, ...]
    weight: str | None = None
    base: str | None = None
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the keys."""
        return tuple(question.question for question in self.keys)

    @cached_property
    def named(self) -> dict[str, Question]:
        """The keys by name."""
        return {question.question: question for question in self.keys}

    @cached_property
    def name(self) -> tuple[object, ...]:
        """What two groupings that are the same have in common, and nearly no others."""
        return self.sums, frozenset(self.named)

    @cached_property
    def sums(self) -> tuple[str | None, str | None, tuple[str, ...]]:
        """What is summed."""
        return self.weight, self.base, self.also

    def holds(self, other: Grouping) -> bool:
        """True where the table of ``other`` is this one added up."""
        return self.sums == other.sums and _within(other.named, self.named)

    def once(self) -> Grouping:
        """The same with each key once: a margin may be the question itself."""
        return self if len(self.named) == len(self.keys) else self.with_keys(tuple(self.named.values()))

    def with_keys(self, keys: Sequence[Question]) -> Grouping:
        """The same sums by other keys."""
        return Grouping(tuple(keys), *self.sums)


def unique_keys(keys: Sequence[Question]) -> tuple[Question, ...]:
    """Each question once: a margin may be the question itself."""
    return tuple({question.question: question for question in keys}.values())


def packed(groupings: Sequence[Grouping], together: int = TOGETHER) -> list[Grouping]:
    """Fewer groupings, from which all of ``groupings`` can be added up.

    A grouping inside another is left out. Two that differ in questions with options become one where the options of
    all their questions cross to ``together`` cells at most; keys without options (strata, PSUs) must be the same."""
    kept: list[Grouping] = []
    for grouping in sorted(groupings, key=lambda each: -len(each.keys)):
        if not any(wider.holds(grouping) for wider in kept):
            kept.append(grouping)
    made: list[Grouping] = []
    for grouping in kept:
        for place, other in enumerate(made):
            if other.sums == grouping.sums and _open_keys(other) == _open_keys(grouping):
                union = other.with_keys(unique_keys((*other.keys, *grouping.keys)))
                if _agree(union, grouping) and _options(union) <= together:
                    made[place] = union
                    break
        else:
            made.append(grouping)
    return made


def _within(keys: dict[str, Question], others: dict[str, Question]) -> bool:
    """Whether each of ``keys`` is among ``others``: by name first, as comparing whole questions takes long."""
    return keys.keys() <= others.keys() and all(
        others[name] is key or others[name] == key for name, key in keys.items()
    )


def _open_keys(grouping: Grouping) -> set[str]:
    return {key.question for key in grouping.keys if not _count(key)}


def _agree(union: Grouping, grouping: Grouping) -> bool:
    """No two questions of one name."""
    return _within(grouping.named, union.named)


def _count(question: Question) -> int:
    """How many levels a question has; 0 where only the data can tell."""
    loose = question.type == "number" and not any(option.range for option in question.options.values())
    return 0 if loose else len(question.options)


def _options(grouping: Grouping) -> int:
    return math.prod(_count(key) or 1 for key in grouping.keys)
