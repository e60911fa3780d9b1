"""What is written around the picture of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.definitions.bounds import bound_sign
from survey.maths.published import printed_decimals
from survey.plots.facts import asked, facts, heard, whom
from survey.plots.sheet.heads import Heads
from survey.tables.table import Column, Note, StubRow, Table
from survey.wording.figures import percent, whole
from survey.wording.message import word
from survey.words import say

# Notes that say who was asked, when and how.
ABOVE = ("study", "pollster", "fieldwork", "mode", "population")
SAID = ("n", "moe", "wording", "bases", "title", "question")  # stand in the picture elsewhere
ASIDE = ("missing", "bounds", "about", "said", "groups", "small", "fallback", "fixed", "remark", "sources", "mean")
FIRST = ("filter", "presentation", "suppressed")


def heads(table: Table, language: str, said: Sequence[str] = (), must: Sequence[str] = ()) -> Heads:
    """Title, question and notes of ``table``. ``must`` and ``said`` are sentences on the picture itself; without the
    first it can't be read."""
    small = any(column.small for column in table.columns) or any(row.small for row in table.stub)
    musts = [*must, *([word("plots.small", language)] if small else [])]
    made = picture_heads(say(table.title, language, table.question), table.notes, musts, said, language)
    known = made.facts or (table.study,)
    said_n = any(note.key in ("n", "bases") for note in table.notes)
    if not said_n and table.columns and np.isfinite(table.columns[0].n):
        known = (f"n = {_sizes(table, language)}", *known)
    wordings = sum(note.key == "wording" for note in table.notes)
    asked_once = made.subtitle if wordings < 2 or not table.items else ()  # items have a question each
    question = made.heard if wordings < 2 and not table.items else Heads("").heard
    return replace(made, subtitle=asked_once, heard=question, facts=known, synthetic=table.synthetic)


def _sizes(table: Table, language: str) -> str:
    """Respondents of the first column, which is of all; of the items of a grid the fewest and the most."""
    sizes = [column.n for column in table.columns if np.isfinite(column.n)] if table.items else [table.columns[0].n]
    low, high = whole(min(sizes)), whole(max(sizes))
    return low[language] if min(sizes) == max(sizes) else word("trends.span", language, low=low, high=high)


def picture_heads(title: str, notes: Sequence[Note], must: Sequence[str], said: Sequence[str], language: str) -> Heads:
    """What stands around a picture with these notes; ``must`` and ``said``: sentences on the picture itself."""
    first = [say(note.text, language) for note in notes if note.key in FIRST]
    # a note about one banner variable is called by both names: missing_age
    kept = [note for note in notes if note.level == "figure" or note.key == "weighting"]
    kept = [note for note in kept if note.key not in (*SAID, *FIRST) and not note.key.startswith(ASIDE)]
    told = [say(note.text, language) for note in notes if note.key not in ABOVE]
    about = [say(note.text, language) for key in ABOVE for note in notes if note.key == key]
    return Heads(
        title=title,
        subtitle=asked(notes, title, language),
        whom=whom(notes, language),
        heard=heard(notes, language),
        footer=(*paragraph([*must, *said, *told]), " · ".join(about)),
        language=language,
        facts=facts(notes, language),
        needed=sentences([*first, *must, *said, *(say(note.text, language) for note in kept)]),
        must=len(first) + len(must),
    )


def sentences(texts: Sequence[str]) -> tuple[str, ...]:
    """Each text with a full stop."""
    return tuple(part if part.endswith((".", "!", "?", "…")) else part + "." for part in map(str.strip, texts) if part)


def paragraph(texts: Sequence[str]) -> tuple[str, ...]:
    """The sentences as one running paragraph: a note a line would cost more paper than the picture."""
    ended = sentences(texts)
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
