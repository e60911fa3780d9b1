"""The columns that say something of a question of several answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from survey.cells.meanings.file_parts import FilePart
from survey.definitions.records.question import Question
from survey.errors import Problem


def answer_columns(question: Question) -> tuple[str, ...]:
    """The columns that hold the answers to a question of several; none where none is told."""
    if question.columns:
        return tuple(question.columns.values() if isinstance(question.columns, dict) else question.columns)
    return (question.column or question.question,) if question.delimiter else ()


def routing_column(name: str, others: Mapping[str, Question]) -> str:
    """The column of a routing: that of a question, else the column of that name."""
    return (others[name].column or name) if name in others else name


def set_columns(question: Question, others: Mapping[str, Question]) -> tuple[str, ...]:
    """Every column that says something of a question of several answers."""
    asked = question.asked if isinstance(question.asked, dict) else {}
    return (*answer_columns(question), *(routing_column(name, others) for name in asked))


def _nearest_set(name: str, sets: Sequence[str]) -> str:
    """The set that is called most like a question."""
    found = get_close_matches(name.casefold(), [one.removeprefix("$").casefold() for one in sets], 1, 0.3)
    return next((one for one in sets if [one.removeprefix("$").casefold()] == found), sets[0])


def unreadable_set(question: Question, parts: Sequence[FilePart]) -> Problem:
    """The problem of a question of several answers whose columns nobody names."""
    there = all((question.column or question.question) in part.engine.columns for part in parts)
    place = "column" if there else "data"
    said = f"how several answers to '{question.question}' stand in the {place} is not said"
    fix = "Write 'delimiter:' under the question, or 'columns:' where each option or mention has its own."
    if sets := [one.name for part in parts for one in part.layout.sets]:
        fix = f"Write under the question which set of the file it is, 'set: {_nearest_set(question.question, sets)}'."
    column = question.column or question.question
    return Problem(", ".join(part.name for part in parts), 0, column, said, fix)
