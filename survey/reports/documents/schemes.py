"""Questions under several weightings as a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.reports.documents.cells import MEAN_DECIMALS, share
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Cell, Grid, Head, Note, Row
from survey.reports.documents.notes import by_key, spoken, titled, told
from survey.reports.documents.rows import marked_row
from survey.reports.documents.shape.labels import labels
from survey.tables.schemes import Scheme, Schemes, SchemeTable
from survey.wording.figures import Number, number, points, signed, whole
from survey.wording.lines import one_line
from survey.wording.message import Message, message
from survey.wording.worded import same

SCHEME = ("weight", "n", "n_weighted", "deff", "n_kish", "moe")  # what is noted of each


def schemes_document(several: Sequence[Schemes]) -> Document:
    """A grid a question: under each weighting the figure, its standard error, and what the weighting changes."""
    (found,) = several
    rows = tuple(marked_row(row, found.synthetic) for row in found.records)
    grids = tuple(_grid(found, table) for table in found.tables)
    return Document(
        title=grids[0].title,
        grids=grids,
        columns=tuple(rows[0]) if rows else (),
        rows=rows,
        notes={
            "against": found.against,
            "level": found.level,
            "questions": {table.question: _notes(found, table) for table in found.tables},
        },
        labels=labels(
            (table.question, table.title, ((row.id, row.label) for row in table.stub)) for table in found.tables
        ),
    )


def _grid(found: Schemes, table: SchemeTable) -> Grid:
    heads: list[Head] = []
    for scheme in table.schemes:
        group = same(scheme.name)
        heads += [Head(same("%"), group), Head(message("reports.scheme_error"), group)]
        if scheme.name != found.against:
            heads.append(Head(message("reports.scheme_change"), group))
    rows = [Row(one_line(stub.label, stub.id), _cells(found, table, i), stub.kind) for i, stub in enumerate(table.stub)]
    return Grid(
        title=one_line(message("reports.schemes", title=table.title or table.question)),
        heads=tuple(heads),
        rows=(*rows, *_bases(found, table)),
        notes=(Note(message("reports.scheme_note", name=found.against)), *told(table.notes)),
        synthetic=found.synthetic,
        name=table.question,
    )


def _cells(found: Schemes, table: SchemeTable, i: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    mean = table.stub[i].kind == "mean"
    for j, scheme in enumerate(table.schemes):
        value, error, change = (float(part[i, j]) for part in (table.estimate, table.std_error, table.change))
        if mean:
            cells += [number(value, MEAN_DECIMALS), number(error, MEAN_DECIMALS + 1)]
        else:
            cells += [share(value), number(100 * error, 1)]
        if scheme.name != found.against:
            cells.append(signed(change, MEAN_DECIMALS) if mean else points(change))
    return tuple(cells)


def _bases(found: Schemes, table: SchemeTable) -> list[Row]:
    rows = []
    for place, label in enumerate(label for label, _ in _costs(table.schemes[0])):
        cells: list[Cell] = []
        for scheme in table.schemes:
            cells += [_costs(scheme)[place][1], None, *([] if scheme.name == found.against else [None])]
        rows.append(Row(label, tuple(cells), "base"))
    return rows


def _costs(scheme: Scheme) -> list[tuple[Message, Number]]:
    """Of how many the figures of a scheme are, and what its weights cost."""
    return [
        (message("reports.n"), whole(scheme.n)),
        (message("reports.n_weighted"), whole(scheme.n_weighted)),
        (message("reports.scheme_deff"), number(scheme.deff, 2)),
        (message("reports.n_kish"), whole(scheme.n_kish)),
        (message("reports.scheme_moe"), number(100 * scheme.moe, 1)),
    ]


def _notes(found: Schemes, table: SchemeTable) -> dict[str, Any]:
    """Title, bases and notes of one question."""
    return {
        **titled(table.title, table.question, found.synthetic),
        **by_key(table.notes),
        "schemes": {scheme.name: {key: getattr(scheme, key) for key in SCHEME} for scheme in table.schemes},
        "labels": {"rows": {row.id: spoken(row.label, row.id) for row in table.stub}},
    }
