"""Questions of a codebook, by their definition or with the figures of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from survey.definitions.records.question import Question
from survey.tables.codebook.record import CodebookItem, CodebookRow
from survey.tables.table import Table

ORDER = {"option": 0, "missing": 0, "net": 1, "mean": 2}  # kinds of rows of a table that a codebook has


def columns_of(question: Question) -> tuple[str, ...]:
    """The columns that hold the answers."""
    if isinstance(question.columns, Mapping):
        several = tuple(dict.fromkeys(question.columns.values()))
    else:
        several = tuple(question.columns)
    return several or (question.column or question.question,)


def defined(question: Question, *, left_out: str = "") -> CodebookItem:
    """A question by its definition alone."""
    rows = [
        CodebookRow(one.id, question.label(one.id), "missing" if one.missing else "option", one.codes, one.missing)
        for one in question.options.values()
    ]
    nets = [CodebookRow(name, question.label(name), "net") for name in question.nets]
    return CodebookItem(question, columns_of(question), (*rows, *nets), left_out=left_out)


def counted(question: Question, table: Table) -> CodebookItem:
    """A question with the figures of its topline of all respondents. Answers that the definition has and the table
    has not (nobody is in them) stand in their place with none."""
    figures = {row.id: place for place, row in enumerate(table.stub)}
    base = table.columns[0].n
    rows: list[CodebookRow] = []
    for one in defined(question).rows:
        place = figures.pop(one.id, None)
        rows.append(_filled(one, table, place) if place is not None else _nobody(one))
    for name, place in figures.items():
        row = table.stub[place]
        if row.kind in ORDER:
            rows.append(_filled(CodebookRow(name, row.label, row.kind), table, place))
    hidden = int(table.presentation.all("suppress").sum()) if table.presentation is not None else 0
    return CodebookItem(
        question, columns_of(question), tuple(sorted(rows, key=lambda row: ORDER[row.kind])), base, hidden
    )


def _filled(row: CodebookRow, table: Table, place: int) -> CodebookRow:
    return replace(row, n=float(table.count[place, 0]), share=float(table.estimate[place, 0]))


def _nobody(row: CodebookRow) -> CodebookRow:
    return row if row.kind == "net" else replace(row, n=0.0, share=0.0)
