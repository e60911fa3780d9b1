"""A text that gets its words last: when it is known who reads it, and in which language."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from survey.words import LANGUAGES, Text, say

Part = str | int | Text  # what a gap is filled with: a text by language, or the same in all
Said = TypeVar("Said", bound=Part)


class Worded(Mapping[str, str]):
    """A text in every language, made when it is asked for: ``worded["ru"]``. Printed, it is English."""

    @abstractmethod
    def words(self, language: str) -> str:
        """The text in ``language``."""

    def __getitem__(self, language: str) -> str:
        if language not in LANGUAGES:
            raise KeyError(language)
        return self.words(language)

    def __contains__(self, language: object) -> bool:
        return language in LANGUAGES  # without making its words

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)

    def __str__(self) -> str:
        return self.words("en")

    def __repr__(self) -> str:  # a result's notes are read where they are shown
        return repr(str(self))


@dataclass(frozen=True, eq=False, repr=False)
class Joined(Worded):
    """Parts one after the other, ``between`` between them; ``once`` leaves out what was said before."""

    parts: tuple[Part, ...]
    between: Part = ""
    once: bool = False

    def words(self, language: str) -> str:
        texts = [said_in(part, language) for part in self.parts]
        return said_in(self.between, language).join(dict.fromkeys(texts) if self.once else texts)


def joined(parts: Iterable[Part], between: Part = "", *, once: bool = False) -> Joined:
    """The parts as one text; with ``once`` repetitions are left out."""
    return Joined(tuple(parts), between, once)


def same(text: str) -> Joined:
    """A text that is the same in every language: a name, an id, a figure without a mark."""
    return Joined((text,))


def reworded(text: Text | None, change: Callable[[str], str]) -> dict[str, str]:
    """The text with ``change`` made to its words in each of its languages; {} for none."""
    return {language: change(said) for language, said in (text or {}).items()}


def foreign(text: Text | None, language: str) -> str:
    """The language in which readers of ``language`` get the text, where it is another one and known; else ""."""
    if not text or isinstance(text, Worded) or language in text:
        return ""
    found = "en" if "en" in text else "und" if "und" in text else next(iter(text))
    return "" if found == "und" else found


def once(texts: Iterable[Said]) -> tuple[Said, ...]:
    """Each text once, by its English words."""
    found: dict[str, Said] = {}
    for text in texts:
        found.setdefault(said_in(text, "en"), text)
    return tuple(found.values())


def said_in(part: Part, language: str) -> str:
    """A part of a sentence in ``language``."""
    return say(part, language) if isinstance(part, Mapping) else str(part)
