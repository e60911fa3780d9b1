"""Notes of results: one line each with its level, the same as an object by key, and what a page says once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from survey.reports.documents.grid import Grid, Note
from survey.tables.levels import BY_FIGURE, level_of
from survey.tables.table import Note as TableNote
from survey.wording.lines import one_line
from survey.wording.worded import Part, Worded, joined
from survey.words import NotesWanted, Text

Said = tuple[str, tuple[tuple[str, str], ...]]


def told(notes: Sequence[TableNote]) -> tuple[Note, ...]:
    """The notes of a result, one line each."""
    return tuple(Note(one_line(note.text), level_of(note.key), note.key) for note in notes)


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


def parted(grids: Sequence[Grid], wanted: NotesWanted) -> tuple[tuple[Grid, ...], tuple[Note, ...]]:
    """The grids with the notes that stand below each, and the notes that the page says once, after all of them.

    ``wanted``: ``figure`` leaves out the method, ``method`` the rest, ``full`` nothing. What the page says of the
    method holds for each of its figures that does not say otherwise: see ``_said_once``."""
    levels = {"figure": ("figure",), "method": ("figure", "method"), "full": ("figure", "method", "rest")}[wanted]
    once = _said_once([grid for grid in grids if grid.heads])
    shown = []
    for grid in grids:
        own = [note for note in grid.notes if note.level in levels]
        shown.append(replace(grid, notes=tuple(note for note in own if not grid.heads or _said(note) not in once)))
    return tuple(shown), tuple(once.values()) if wanted != "figure" else ()


def _said_once(grids: Sequence[Grid]) -> dict[Said, Note]:
    """Notes on the method that a page says once: those that all figures with a method have; and, of a kind of which
    each of them has one, what most say. A figure with another one keeps its own; none is spoken for by a note of a kind
    that it has not."""
    methods = [{_said(note): note for note in grid.notes if note.level == "method"} for grid in grids]
    methods = [notes for notes in methods if notes]
    found: dict[Said, Note] = {}
    for said, note in ((said, note) for notes in methods for said, note in notes.items()):
        kinds = [[other for other in notes.values() if other.key == note.key] for notes in methods]
        counted = Counter(_said(kind[0]) for kind in kinds if len(kind) == 1)
        most = (
            note.key not in ("", *BY_FIGURE)
            and counted.total() == len(methods)
            and counted.most_common(1)[0] == (said, counted[said])
        )
        if all(said in notes for notes in methods) or (most and counted[said] > 1):
            found[said] = note
    return found


def _said(note: Note) -> Said:
    """A note by what it says in each language."""
    return note.level, tuple(note.text.items())
