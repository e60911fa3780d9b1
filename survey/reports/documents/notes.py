"""Notes of results: one line each with its level, and the same as an object by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.reports.documents.grid import Note
from survey.tables.table import Note as TableNote
from survey.wording.lines import one_line
from survey.wording.worded import Part, Worded, joined
from survey.words import Text


def told(notes: Sequence[TableNote]) -> tuple[Note, ...]:
    """The notes of a result, one line each."""
    return tuple(Note(one_line(note.text), note.level, note.key) for note in notes)


def by_key(notes: Sequence[TableNote]) -> dict[str, Text]:
    """The notes as an object; those of one key are one text."""
    found: dict[str, list[Text]] = {}
    for note in notes:
        found.setdefault(note.key, []).append(one_line(note.text))
    return {key: joined(lines, " ") for key, lines in found.items()}


def titled(title: Text, name: str, synthetic: bool) -> dict[str, Any]:
    """What the object of notes begins with."""
    return {"title": one_line(title, name), **({"synthetic": True} if synthetic else {})}


def spoken(text: Part | None, otherwise: str = "") -> Worded:
    """A text as it stands, or ``otherwise`` where there is none."""
    return joined((text or otherwise,))
