"""A codebook as a document: a table a question, below its text, with codes, counts and shares."""

from __future__ import annotations

import math
from typing import Any

from survey.reports.documents.cells import MEAN_DECIMALS, share
from survey.reports.documents.document import Document, Entry
from survey.reports.documents.grid import Cell, Grid, Head, Note, Row
from survey.tables.codebook.record import Codebook, CodebookItem, CodebookRow
from survey.wording.figures import number, whole
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.worded import same
from survey.words import Text

COLUMNS = ("study", "question", "type", "columns", "option", "kind", "codes", "label", "missing", "estimate", "n")


def codebook_document(codebook: Codebook) -> Document:
    """One grid a question, on one sheet, with contents before them."""
    items = codebook.items
    entries = tuple(
        Entry(one_line(item.question.heading, item.question.question), item.question.question, n=_n(item))
        for item in items
    )
    return Document(
        title=message("codebook.title", study=one_line(codebook.title)),
        grids=tuple(_grid(codebook, item) for item in items),
        columns=COLUMNS,
        rows=tuple(_record(codebook, item, row) for item in items for row in item.rows),
        notes={"weight": codebook.weight or None, "rule": codebook.rule or None, "questions": _questions(codebook)},
        contents=entries,
        one_sheet=True,
        rounding=codebook.study.rounding,
    )


def _n(item: CodebookItem) -> Text | None:
    return whole(item.n) if math.isfinite(item.n) else None


def _grid(codebook: Codebook, item: CodebookItem) -> Grid:
    heads = [Head(message("codebook.code"), prose=True)]
    if codebook.counted:
        percent = message("codebook.weighted" if codebook.weight else "codebook.percent")
        heads += [Head(message("codebook.n")), Head(percent)]
    return Grid(
        title=one_line(item.question.text or item.question.heading, item.question.question),
        heads=tuple(heads),
        rows=tuple(_row(codebook, item, row) for row in item.rows),
        notes=_notes(codebook, item),
        corner=message("codebook.answer"),
        name=item.question.question,
        synthetic=codebook.synthetic,
    )


def _row(codebook: Codebook, item: CodebookItem, row: CodebookRow) -> Row:
    cells: list[Cell] = [same(_codes(item, row))]
    if codebook.counted:
        figure = number(row.share, MEAN_DECIMALS) if row.kind == "mean" else share(row.share)
        cells += [whole(row.n), figure]
    kind = "option" if row.kind == "difference" else row.kind
    return Row(one_line(row.label, row.id), tuple(cells), kind)


def _codes(item: CodebookItem, row: CodebookRow) -> str:
    option = item.question.options.get(row.id)
    if option is not None and option.range is not None:
        low, high = ("" if end is None else f"{end:g}" for end in option.range)
        return f"[{low}; {high}]"
    return ", ".join(map(str, row.codes))


def _notes(codebook: Codebook, item: CodebookItem) -> tuple[Note, ...]:
    kind = message(f"codebook.type_{item.question.type}")
    said: list[Text] = [message("codebook.stands", kind=kind, columns=", ".join(item.columns))]
    if item.question.delimiter:
        said.append(message("codebook.delimiter", delimiter=repr(item.question.delimiter)))
    if item.question.note:
        said.append(item.question.note)
    if math.isfinite(item.n):
        said.append(message("codebook.base", n=whole(item.n)))
    if item.left_out:
        said.append(message("codebook.left_out", why=item.left_out))
    if item.suppressed:
        said.append(message("codebook.suppressed", count=str(item.suppressed), rule=codebook.rule))
    return tuple(Note(text) for text in said)


def _record(codebook: Codebook, item: CodebookItem, row: CodebookRow) -> dict[str, Any]:
    return {
        "study": codebook.study.study,
        "question": item.question.question,
        "type": item.question.type,
        "columns": list(item.columns),
        "option": row.id,
        "kind": row.kind,
        "codes": list(row.codes),
        "label": row.label,
        "missing": row.missing,
        "estimate": row.share,
        "n": row.n,
    }


def _questions(codebook: Codebook) -> dict[str, Any]:
    """What is said of each question, by its id."""
    return {
        item.question.question: {
            "text": dict(item.question.text or {}),
            "title": dict(item.question.title or {}),
            "n": item.n,
            "suppressed": item.suppressed,
            "left_out": item.left_out or None,
        }
        for item in codebook.items
    }
