"""Printed labels and what they name: exactly, normalized, by code; else the nearest, which is told and never taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import printed
from survey.claims.published.labels import normalized
from survey.definitions.records.question import Question
from survey.words import closest

How = Literal["exact", "normalized", "code", "mapping", "answers", "words", "not found", "several"]
Kind = Literal["question", "group", "row", "column"]


@dataclass(frozen=True)
class Match:
    """``printed`` stands for ``found`` ("" for nothing), ``how``; ``nearest``: what it may be a slip of, or all that it
    could be. ``within``: the question whose answers were looked through."""

    kind: Kind
    printed: str
    found: str
    how: How
    nearest: str = ""
    within: str = ""


class Names:
    """The ids of some things by every text that names them."""

    def __init__(self, texts: Mapping[str, Iterable[str]], codes: Mapping[str, Iterable[str]] | None = None) -> None:
        self._exact: dict[str, set[str]] = {}
        self._normalized: dict[str, set[str]] = {}
        self._codes: dict[str, set[str]] = {}
        for key, names in texts.items():
            for name in (key, *names):
                self._exact.setdefault(name.strip(), set()).add(key)
                self._normalized.setdefault(normalized(name), set()).add(key)
        for key, values in (codes or {}).items():
            for value in values:
                self._codes.setdefault(value, set()).add(key)

    def exact(self, text: str) -> str:
        """The one thing that is called just so; "" for none."""
        found = self._exact.get(text.strip(), set())
        return next(iter(found)) if len(found) == 1 else ""

    def find(self, kind: Kind, text: str, within: str = "") -> Match:
        """What ``text`` names."""
        several: set[str] = set()
        ways: tuple[tuple[How, dict[str, set[str]], str], ...] = (
            ("exact", self._exact, text.strip()),
            ("normalized", self._normalized, normalized(text)),
            ("code", self._codes, text.strip()),
        )
        for how, table, key in ways:
            found = table.get(key, set()) if key else set()
            if len(found) == 1:
                return Match(kind, text, next(iter(found)), how, "", within)
            several |= found
        if several:
            return Match(kind, text, "", "several", ", ".join(sorted(several)), within)
        return Match(kind, text, "", "not found", closest(normalized(text), self._normalized), within)


def option_names(sample: SampleData, name: str) -> Names:
    """The options and nets of a question; of a column without options its values."""
    question = sample.question(name)
    if not question.options:
        return Names({level: () for level in sample.engine.encoding(question).levels[:-2]})
    texts = {key: _texts(net.label) for key, net in question.nets.items()}
    texts |= {key: _texts(option.label) for key, option in question.options.items()}
    return Names(texts, {key: [printed(code) for code in option.codes] for key, option in question.options.items()})


def question_names(questions: Mapping[str, Question]) -> Names:
    """The questions by id, title and wording."""
    return Names({key: (*_texts(one.title), *_texts(one.text)) for key, one in questions.items()})


def _texts(text: Mapping[str, str] | None) -> tuple[str, ...]:
    return tuple((text or {}).values())
