"""Several questions of one scale as one table: an item a row, the options across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Unpack

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.errors import EstimationError
from survey.estimation.result.choices import Df, ShareInterval
from survey.tables.ahead import gathered
from survey.tables.shape.asked import Shaping
from survey.tables.table import Note, Presentation, StubRow, Table
from survey.tables.topline import topline
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Base

FIGURES = ("estimate", "std_error", "conf_low", "conf_high", "count")
SHOWN = ("n", "moe")  # notes that stand as columns beside each item
ORDER = ("option", "missing", "net", "mean", "difference")


def grid(
    sample: SampleData,
    questions: Sequence[str],
    *,
    base: Base | None = None,
    interval: ShareInterval = "logit",
    level: float = 0.95,
    df: Df = "domain",
    **shape: Unpack[Shaping],
) -> Table:
    """The toplines of ``questions``, which have the same options, as one table: items down, options across, with the
    mean of each and its own base.

    Figures and options are those of ``topline``. Raises ``EstimationError`` for fewer than two questions, for one that
    stands twice or whose options, labels or values are not those of the first, for ``show``, and what ``topline``
    raises.
    """
    how: dict[str, Any] = {"base": base, "interval": interval, "level": level, "df": df, **shape}
    return grid_of(grid_items(sample, questions, **how))


def grid_items(sample: SampleData, questions: Sequence[str], **how: Any) -> list[Table]:
    """The toplines of a grid; see ``grid``."""
    items = tuple(questions)
    check_items([sample.question(name) for name in items])
    if how.get("show"):
        raise EstimationError("a grid shows one figure a cell", where="show", fix="Leave it out.")
    _ = list(gathered(sample, items))
    return [topline(sample, name, **how) for name in items]


def grid_of(tables: Sequence[Table]) -> Table:
    """The toplines ``tables`` as one table; what a rule of presentation suppressed in them is not in it."""
    stub = _rows(tables)
    figures: dict[str, Any] = {
        key: np.stack([_column(table, key, stub) for table in tables], axis=1) for key in FIGURES
    }
    columns = tuple(replace(table.columns[0], id=table.question, label=table.title) for table in tables)
    return replace(
        tables[0],
        kind="crosstab",
        question=", ".join(table.question for table in tables),
        title=message("shape.grid", count=len(tables)),
        stub=stub,
        columns=columns,
        notes=_notes(tables),
        records=tuple(record for table in tables for record in table.records),
        items=True,
        presentation=_presentation(tables, stub),
        **figures,
    )


def _presentation(tables: Sequence[Table], stub: Sequence[StubRow]) -> Presentation | None:
    """What a rule did to the cells of the items, in the order of ``stub``."""
    made = [table.presentation for table in tables if table.presentation is not None]
    if not made:
        return None

    def of(words: str) -> tuple[tuple[str, ...], ...]:
        columns = []
        for table, one in zip(tables, made, strict=True):
            own = dict(zip((row.id for row in table.stub), getattr(one, words), strict=True))
            columns.append([own[row.id][0] if row.id in own else "" for row in stub])
        return tuple(zip(*columns, strict=True))

    return Presentation(made[0].rule, of("does"), of("reason"))


def check_items(questions: Sequence[Question]) -> None:
    """``EstimationError`` where questions have not one scale."""
    names = [question.question for question in questions]
    if len(names) < 2 or len(set(names)) < len(names):
        raise EstimationError("a grid is of two or more different questions", where=f"grid: {', '.join(names)}")
    first = questions[0]
    if not first.substantive:
        raise EstimationError("has no options, and a grid has a column for each", where=first.question)
    for other in questions[1:]:
        said = _unlike(first, other)
        if said:
            fix = "Put into a grid what was answered on one scale; the others into a topline each."
            raise EstimationError(f"is not of the scale of '{first.question}': {said}", where=other.question, fix=fix)


def _unlike(first: Question, other: Question) -> str:
    """What makes two scales different; "" where they are the same."""
    if first.type != other.type:
        return f"its type is {other.type}, not {first.type}"
    if first.substantive != other.substantive:
        return f"its options are {', '.join(other.substantive) or 'none'}, not {', '.join(first.substantive)}"
    for name in first.substantive:
        one, same = first.options[name], other.options[name]
        if dict(one.label or {}) != dict(same.label or {}):
            return f"option '{name}' has another label"
        if (one.value, one.range) != (same.value, same.range) or (one.value is None and one.codes != same.codes):
            return f"option '{name}' has another value"
    return ""


def _rows(tables: Sequence[Table]) -> tuple[StubRow, ...]:
    """The rows of all items: kinds of missing that one of them has are rows of the table."""
    found = {row.id: row for table in tables for row in table.stub}
    return tuple(sorted(found.values(), key=lambda row: ORDER.index(row.kind)))


def _column(table: Table, key: str, stub: Sequence[StubRow]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A figure of an item in the order of ``stub``; a kind of missing that nobody has is 0."""
    place = {row.id: at for at, row in enumerate(table.stub)}
    values = getattr(table, key)[:, 0]
    nobody = {row.id: 0.0 if row.kind == "missing" and key in ("estimate", "count") else np.nan for row in stub}
    return np.array([values[place[row.id]] if row.id in place else nobody[row.id] for row in stub])


def _notes(tables: Sequence[Table]) -> tuple[Note, ...]:
    """What all items say once, what they say differently with the name of each."""
    found: list[Note] = []
    keys = dict.fromkeys(note.key for table in tables for note in table.notes if note.key not in SHOWN)
    for key in keys:
        texts = [[note.text for note in table.notes if note.key == key] for table in tables]
        said = [[text["en"] if "en" in text else "".join(text.values()) for text in own] for own in texts]
        if all(own == said[0] for own in said):
            found += [Note(key, text) for text in texts[0]]
        else:
            pairs = [(table.title, text) for table, own in zip(tables, texts, strict=True) for text in own]
            found += [Note(key, joined([title, ": ", text])) for title, text in pairs]
    return tuple(found)
