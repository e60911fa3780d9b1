"""What is written around the picture of a table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.definitions.bounds import bound_sign
from survey.maths.published import printed_decimals
from survey.plots.sheet.heads import Heads
from survey.tables.table import Column, Note, StubRow, Table
from survey.wording.figures import percent, whole
from survey.wording.message import word
from survey.words import say

# Notes that say who was asked, when and how; they stand under the title, all others under the picture.
ABOVE = ("study", "pollster", "fieldwork", "mode", "population")
TITLE = ("title", "question")
# What the picture shows by itself, and what only the table has room for.
ASIDE = ("missing", "bounds", "about", "said", "groups", "small", "design", "mean", "fallback", "fixed", "remark")


def heads(table: Table, language: str, said: Sequence[str] = ()) -> Heads:
    """Title, subtitle and notes of ``table``; ``said`` are sentences on the picture itself, which come first."""
    notes = noted(table.notes, language)
    names = {note.key for note in table.notes}
    below = [*said, *notes[1]]
    if not names & {"n", "base", "bases"} and table.columns and np.isfinite(table.columns[0].n):
        below.append(f"n = {whole(table.columns[0].n)[language]}")
    if any(column.small for column in table.columns) or any(row.small for row in table.stub):
        below.insert(len(said), word("plots.small", language))
    return Heads(
        title=say(table.title, language, table.question),
        subtitle=notes[0] or (table.study,),
        footer=paragraph(below),
        language=language,
        synthetic=table.synthetic,
    )


def noted(notes: Sequence[Note], language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Texts for above and for below a picture, in the order of the notes: what the figures can't be read without. What
    repeats the title or the picture is left out; the method stands on the page and in the table."""
    above = [say(note.text, language) for key in ABOVE for note in notes if note.key == key]
    # a note about one banner variable is called by both names: missing_age
    needed = [note for note in notes if note.level == "figure" or note.key in ("weighting", "sources")]
    kept = [note for note in needed if note.key not in TITLE and not note.key.startswith(ASIDE)]
    below = [say(note.text, language) for note in kept]
    return tuple(above), tuple(below)


def paragraph(sentences: Sequence[str]) -> tuple[str, ...]:
    """The sentences as one running paragraph: a note a line would cost more paper than the picture."""
    ended = [part if part.endswith((".", "!", "?", "…")) else part + "." for part in map(str.strip, sentences) if part]
    return (" ".join(ended),) if ended else ()


def column_label(column: Column, language: str) -> str:
    """The head of a column, with an asterisk where its base is small."""
    return say(column.label, language, column.id) + ("*" if column.small else "")


def row_label(row: StubRow, language: str) -> str:
    """The head of a row, with an asterisk where it has a small base of its own."""
    return say(row.label, language, row.id) + ("*" if row.small else "")


def column_rows(columns: Sequence[Column], language: str) -> list[tuple[str, str]]:
    """Head of its group and own head of each column, for pictures in which a column is a row."""
    return [(say(column.group_label, language, column.group), column_label(column, language)) for column in columns]


def bound_of(table: Table, row: int, column: int) -> str:
    """The qualifier of a cell; "" where there is none."""
    return table.bound[row][column] if table.bound else ""


def printed_share(table: Table, row: int, column: int, language: str, decimals: int = 1) -> str:
    """A share as percent, after the sign of a limit; a published one keeps the decimals it was printed with, and is a
    range where one was printed."""
    printed = table.range_of(row, column)
    if printed is not None:
        return say(printed, language)
    share = float(table.estimate[row, column])
    if table.published and np.isfinite(share):
        decimals = printed_decimals(100 * share)
    return bound_sign(bound_of(table, row, column)) + percent(share, decimals)[language]
