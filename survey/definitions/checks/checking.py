"""Looking things up in a library and noting what is missing, broken or out of bounds."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import Document, Keys
from survey.definitions.records.study import Study
from survey.definitions.records.values import Figure, Moe
from survey.errors import DefinitionError, Problem
from survey.words import nearest

T = TypeVar("T")

_TEXTS = ("title", "text", "label", "population", "frame")
_LANGUAGES = {"by": "be", "bel": "be", "eng": "en", "rus": "ru", "ua": "uk", "ukr": "uk", "pol": "pl"}


class Check:
    """The problems found so far, and look-ups that note what is missing or broken."""

    def __init__(self, library: Library, document: Document) -> None:
        self.library, self.document = library, document
        self.found: list[Problem] = []

    def add(self, path: Keys, message: str, fix: str = "") -> None:
        self.found.append(self.document.problem(path, message, fix))

    def get(self, shelf: Mapping[str, T], name: str) -> T | None:
        """The record, or None when it is not there or has faults, which are then among the problems."""
        try:
            return shelf[name] if name in shelf else None
        except DefinitionError as error:
            self.found += error.problems
            return None

    def sources(self, path: Keys, names: Iterable[str]) -> None:
        """Each source exists."""
        names = list(names)
        try:
            known = list(self.library.sources) if names else []
        except DefinitionError as error:
            self.found += error.problems
            return
        for i, name in enumerate(names):
            if name not in known:
                self.add(
                    (*path, str(i)), f"there is no source '{name}'", nearest(name, known) or "Add it to sources.yaml."
                )

    def one_source(self, path: Keys, name: str) -> None:
        """The source exists."""
        before = len(self.found)
        self.sources((), [name])
        self.found[before:] = [
            self.document.problem(path, problem.message, problem.fix) if problem.file == self.document.file else problem
            for problem in self.found[before:]
        ]

    def options(self, path: Keys, names: Iterable[str], question: Question | None, listed: bool = True) -> None:
        """Each name is an option or a net of the question."""
        if question is None or not question.options or question.options_of is not None:
            return
        allowed = [*question.options, *question.nets]
        for i, name in enumerate(names):
            if name not in allowed:
                at = (*path, str(i) if listed else name)
                self.add(at, f"'{name}' is no option of '{question.question}'", nearest(name, allowed))

    def figures(self, path: Keys, figures: Mapping[str, Figure], question: Question | None) -> None:
        """Published figures belong to options and are percentages."""
        if question is None or not figures:
            return
        if not question.options and question.type not in ("number", "open"):
            self.add(
                path, f"'{question.question}' has no options, so figures cannot belong to them", "Write its options."
            )
        self.options(path, figures, question, listed=False)
        if question.type in ("number", "open"):
            return
        for option, figure in figures.items():
            self.share((*path, option), figure)

    def share(self, path: Keys, figure: Figure) -> None:
        """A published share is a percentage."""
        for value in (figure.value, figure.low, figure.high):
            if value is not None and not 0 <= value <= 100:
                self.add(path, f"must be a percentage from 0 to 100, not {value:g}", "Look for a lost point.")
        self.printed_range(path, figure)

    def size(self, path: Keys, size: Figure | None) -> None:
        """A number of respondents is a whole number of at least one."""
        for value in () if size is None else (size.value, size.low, size.high):
            if value is not None and (value < 1 or value != int(value)):
                self.add(path, f"must be a number of respondents, not {value:g}", "Write a whole number of 1 or more.")
        if size is not None:
            self.printed_range(path, size)

    def printed_range(self, path: Keys, figure: Figure) -> None:
        """A printed range runs upwards, and a figure lies in its own."""
        low, high = (-math.inf if figure.low is None else figure.low, math.inf if figure.high is None else figure.high)
        if low > high:
            self.add(path, f"the range runs from {low:g} down to {high:g}", "Turn it round.")
        elif figure.value is not None and not low <= figure.value <= high:
            said = f"{figure.value:g} lies outside its own range of {low:g} to {high:g}"
            self.add(path, said, "Look for a mistyped number.")

    def within(self, path: Keys, value: float | None, low: float, high: float, what: str) -> None:
        """A number lies where it makes sense."""
        if value is not None and not low <= value <= high:
            self.add(path, f"must be {what} from {low:g} to {high:g}, not {value:g}", "Look for a mistyped number.")

    def moe(self, path: Keys, moe: Moe | None) -> None:
        """A margin of error in points, of a share in percent."""
        if moe is not None:
            self.within(path, moe.value, 0, 100, "a margin of error in points")
            self.within((*path, "share"), moe.share, 0, 100, "a share in percent")

    def date(self, path: Keys, date: str | None) -> None:
        """A day that there is."""
        if date is None:
            return
        try:
            datetime.date.fromisoformat(f"{date}-01-01"[:10] if len(date) == 4 else f"{date}-01"[:10])
        except ValueError:
            self.add(path, f"there is no such date: {date}", "Write year-month-day.")

    def languages(self, record: Any, path: Keys) -> None:
        """Texts are kept under languages that readers ask for."""
        if isinstance(record, BaseModel):
            for name in type(record).model_fields:
                value = getattr(record, name)
                if name in _TEXTS and isinstance(value, dict):
                    for language in value:
                        if language in _LANGUAGES or (len(language) == 3 and language != "und"):
                            right = _LANGUAGES.get(language, "")
                            fix = f"Write '{right}'." if right else "Write two letters: en, ru, be."
                            self.add((*path, name, language), f"'{language}' is no language known here", fix)
                else:
                    self.languages(value, (*path, name))
        elif isinstance(record, dict):
            for name, value in record.items():
                self.languages(value, (*path, str(name)))
        elif isinstance(record, tuple):
            for i, value in enumerate(record):
                self.languages(value, (*path, str(i)))


def asked_in(study: Study, name: str, check: Check) -> Question | None:
    """``name`` as the study asked it; None where there is none, or where the shared question has faults."""
    if name in check.library.questions:
        if check.get(check.library.questions, name) is None:
            return None
    elif name not in study.questions:
        return None
    try:
        return check.library.asked(study, name)[0]
    except DefinitionError as error:  # of another question, whose options are its own
        check.found += error.problems
        return None
