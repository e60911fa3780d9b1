"""Old waves by a new weighting, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from survey.changes.audit import AuditRow, SchemeAudit
from survey.reports.documents.cells import MEAN_DECIMALS, share
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Cell, Grid, Head, Row
from survey.reports.documents.notes import by_key, titled, told
from survey.reports.documents.rows import results_document
from survey.reports.documents.shape.labels import labels
from survey.wording.figures import number, points, signed
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.spans import Span, points_span
from survey.wording.worded import joined, same


def audits_document(several: Sequence[SchemeAudit]) -> Document:
    """One grid a question: waves, then the changes between them."""
    notes = {one.question: {**titled(one.title, one.question, one.synthetic), **by_key(one.notes)} for one in several}
    named = labels((one.question, one.title, ((row.option, row.label) for row in one.rows)) for one in several)
    return results_document(several, [_grid(one) for one in several], notes, named)


def _grid(one: SchemeAudit) -> Grid:
    part = message("changes.by_weights"), message("reports.interval")
    heads = (message("changes.own_weights"), same(one.scheme), *part)
    rows: list[Row] = []
    place: tuple[str, str] | None = None
    for row in one.rows:
        if (row.start, row.wave) != place:
            place = (row.start, row.wave)
            rows.append(Row(same(f"{row.start} → {row.wave}" if row.start else row.wave), kind="section"))
        rows.append(Row(one_line(row.label, row.option), _cells(one, row)))
    return Grid(
        title=one_line(joined([one.title, " — ", message("changes.audit_title", scheme=one.scheme)])),
        heads=tuple(Head(head) for head in heads),
        rows=tuple(rows),
        notes=told(one.notes),
        subject=one_line(one.title),
        synthetic=one.synthetic,
        name=one.question,
    )


def _cells(one: SchemeAudit, row: AuditRow) -> tuple[Cell, ...]:
    own, scheme, (part, _, low, high) = row.parts["own"][0], row.parts["scheme"][0], row.parts["weights"]
    if one.statistic == "share":
        figures = [points(own), points(scheme)] if row.start else [share(own), share(scheme)]
        return (*figures, points(part), points_span(low, high))
    write = signed if row.start else number
    span = Span(number(low, MEAN_DECIMALS), number(high, MEAN_DECIMALS))
    return write(own, MEAN_DECIMALS), write(scheme, MEAN_DECIMALS), signed(part, MEAN_DECIMALS), span
