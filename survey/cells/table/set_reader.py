"""What one raw value of a question of several answers says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from survey.cells.table.encoding import Options, is_blank, plain_text, printed
from survey.cells.table.joined import BETWEEN
from survey.cells.table.set_question import SetPart, SetQuestion, text_key
from survey.errors import DataError, Problem


@dataclass(frozen=True)
class Answers:
    """What one raw value says. ``options``: those named. ``other``: texts that no option names. ``given``: whether
    anything is recorded. ``asked``: whether the routing leads to the question."""

    options: frozenset[str]
    other: tuple[str, ...]
    given: bool
    asked: bool


class SetReader:
    """Reads the raw values of one question."""

    def __init__(self, question: SetQuestion) -> None:
        self.question = question
        self._options = [None if part.question is None else Options(part.question) for part in question.parts]
        self._names = [_cell_names(part) for part in question.parts]
        self._known: list[dict[str, Any]] = [{} for _ in question.parts]

    def read(self, raw: str) -> Answers:
        """What ``raw`` says."""
        texts = raw.split(BETWEEN)
        if len(texts) != len(self.question.parts):
            said = f"an answer to '{self.question.question}' holds the control character \\x02"
            raise DataError([Problem("data", 0, self.question.shown, said, "Remove it from the data.")])
        options: set[str] = set()
        other: list[str] = []
        given, asked = False, True
        for place, (part, text) in enumerate(zip(self.question.parts, texts, strict=True)):
            if text not in self._known[place]:
                self._known[place][text] = self._one(place, text)
            found, loose, says = self._known[place][text]
            if part.kind == "asked":
                asked = asked and says
            else:
                options |= found
                other += loose
                given = given or says
        if self.question.asked == "marked":
            asked = asked and bool(options or other)
        return Answers(frozenset(options), tuple(other), given, asked)

    def _one(self, place: int, text: str) -> tuple[frozenset[str], tuple[str, ...], bool]:
        """Options that the text of a column names, words that no option names, and whether it says anything; of a
        routing, whether it leads to the question."""
        part, options = self.question.parts[place], self._options[place]
        nothing: frozenset[str] = frozenset()
        if is_blank(text) or text.casefold() == "nan":
            return nothing, (), False
        if part.kind == "flag":
            key = text_key(text)
            return frozenset([part.option]) if key in part.marked else nothing, (), key not in part.empty
        if part.kind == "cell":
            return self._cell(place, text)
        name = options.find(printed(text)) if options is not None else None
        if part.kind == "asked":
            plain = part.question is None or not part.question.options
            return nothing, (), text_key(text) in part.marked if plain else name in part.allowed
        return (nothing, (printed(text),), True) if name is None else (frozenset([name]), (), True)

    def _cell(self, place: int, text: str) -> tuple[frozenset[str], tuple[str, ...], bool]:
        """The options in a cell of several answers, longest first where an option's own words hold the delimiter."""
        part, names, options = self.question.parts[place], self._names[place], self._options[place]
        words = [word.strip() for word in text.split(part.delimiter)]
        found, other, at = set(), [], 0
        longest = max(map(len, names), default=1)
        while at < len(words):
            for size in range(min(longest, len(words) - at), 0, -1):
                name = names.get(tuple(map(plain_text, words[at : at + size])))
                if name is not None:
                    break
            if name is None and words[at] and options is not None:
                name = options.find(printed(words[at]))
            if name is not None:
                found.add(name)
            elif words[at]:
                other.append(printed(words[at]))
            at += size
        return frozenset(found), tuple(other), any(words)


def _cell_names(part: SetPart) -> dict[tuple[str, ...], str]:
    """Of each option whose own words hold the delimiter, these words, split by it. A text of two options is none's."""
    if part.kind != "cell" or part.question is None:
        return {}
    names: dict[tuple[str, ...], str | None] = {}
    for option in part.question.options.values():
        texts = [option.id, *map(printed, option.codes), *(option.label or {}).values()]
        for text in texts:
            words = tuple(plain_text(word) for word in text.split(part.delimiter))
            if len(words) > 1:
                names[words] = option.id if names.get(words, option.id) == option.id else None
    return {words: name for words, name in names.items() if name is not None}
