"""The wording of a study's questions, as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.reports.documents.grid import Grid, Head, Row
from survey.wording.lines import one_line
from survey.wording.lists import listed
from survey.wording.message import message
from survey.wording.worded import same
from survey.words import Text


@dataclass(frozen=True)
class Worded:
    """A question: what it is called, its text, its answers, and whether the text is what was read out."""

    question: str
    title: Text
    text: Text | None
    options: tuple[Text, ...]
    wording: str

    @property
    def exact(self) -> bool:
        """Whether a text is known, and is that of the questionnaire in one language at least."""
        return self.text is not None and self.wording == "exact"


def wording_rows(study: Study, library: Library) -> list[Worded]:
    """The questions of ``study`` in its order."""
    found = []
    for name in study.questions:
        asked = library.question(study, name)
        how = asked.wording
        known = how if isinstance(how, str) else "exact" if "exact" in how.values() else next(iter(how.values()), "")
        labels = tuple(one_line(asked.label(key), key) for key in asked.options)
        found.append(Worded(name, asked.heading, asked.text, labels, known or "unknown"))
    return found


def questions_grid(study: Study, library: Library, synthetic: bool) -> Grid:
    """Text, answers, and what is known of the wording, a question a row."""
    rows = []
    for one in wording_rows(study, library):
        told = one_line(one.text, one.question) if one.text else message("disclose.unknown")
        answers = listed(one.options) if one.options else same("")
        rows.append(Row(one_line(one.title, one.question), (told, answers, message(f"disclose.wording_{one.wording}"))))
    heads = tuple(Head(message(f"disclose.{key}"), prose=True) for key in ("text", "answers", "wording_known"))
    rows = rows or [Row(message("disclose.unknown"), (same(""),) * 3)]
    return Grid(message("disclose.questions"), heads, tuple(rows), name="questions", synthetic=synthetic)
