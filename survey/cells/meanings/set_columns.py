"""The columns that say something of a question of several answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


def unreadable_set(question: Question, parts: Sequence[FilePart]) -> Problem:
    """The problem of a column of several answers that nothing is said of."""
    said = f"how several answers to '{question.question}' stand in the column is not said"
    fix = "Write 'delimiter:' under the question, or 'columns:' where each option or mention has its own."
    column = question.column or question.question
    return Problem(", ".join(part.name for part in parts), 0, column, said, fix)
