"""A message before it has words: its key in the catalogues, and what fills its gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.wording.catalogue import gaps, pattern
from survey.wording.worded import Part, Worded, said_in


@dataclass(frozen=True, eq=False, repr=False)
class Message(Worded):
    """``key``: catalogue and message ("tables.left_out"); ``plural``: the number that its forms go by."""

    key: str
    parts: Mapping[str, Part] = field(default_factory=dict)
    plural: int | None = None

    def words(self, language: str) -> str:
        text = pattern(self.key, language, self.plural)
        if gaps(text) != self.parts.keys():
            raise LookupError(f"{self.key} ({language}) has the gaps {sorted(gaps(text))}, not {sorted(self.parts)}")
        return text.format(**{name: said_in(part, language) for name, part in self.parts.items()})


def message(key: str, /, **parts: Part) -> Message:
    """The message called ``key``, its gaps filled by ``parts``.

    Asked for its words, it raises ``LookupError`` where the catalogue has none of this name or one with other gaps: a
    fault of the program, never of what a user gave.
    """
    return Message(key, parts)


def plural(key: str, count: int, /, **parts: Part) -> Message:
    """A message that has several forms ("1 wave", "2 waves"; three in Russian and Belarusian), in that of ``count``.

    ``count`` itself is written where a part says so.
    """
    return Message(key, parts, count)


def word(key: str, language: str, /, **parts: Part) -> str:
    """The message called ``key`` in one language."""
    return Message(key, parts).words(language)
