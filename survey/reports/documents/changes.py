"""The change between two waves as a document."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from survey.reports.documents.cells import share
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Grid, Head, Row
from survey.reports.documents.notes import by_key, spoken, titled, told
from survey.reports.documents.rows import results_document
from survey.reports.documents.shape.labels import labels
from survey.reports.documents.trend import Unbroken
from survey.trends.change import ChangeRow, Changes
from survey.wording.figures import points, whole
from survey.wording.lines import clean, one_line
from survey.wording.message import Message, message
from survey.wording.spans import points_span
from survey.wording.worded import joined, same
from survey.words import say


def changes_document(several: Sequence[Changes]) -> Document:
    """A grid for each two waves."""
    notes = {f"{one.question}: {one.start}, {one.end}": _notes(one) for one in several}
    named = labels((one.question, one.title, ((row.option, row.label) for row in one.rows)) for one in several)
    return results_document(several, [_grid(changes) for changes in several], notes, named)


def _grid(changes: Changes) -> Grid:
    """One row an option: then, later, the change in points, its interval, and whether it is beyond sampling error."""
    ends = zip(changes.dates, (changes.start, changes.end), strict=True)
    heads = [Head(Unbroken(dates) if say(dates) else same(study), same("%")) for dates, study in ends]
    named = (message("reports.change"), message("reports.interval"), message("reports.beyond"))
    rows = [_row(row) for row in changes.rows]
    if changes.rows:
        n = [whole(_known(sizes)) for sizes in zip(*((row.n_start, row.n_end) for row in changes.rows))]
        rows.append(Row(message("reports.n"), (*n, None, None, None), "base"))
    ends_named = f" ({changes.start} → {changes.end})"
    return Grid(
        title=one_line(joined((changes.title or changes.question, ends_named))),
        heads=(*heads, *(Head(label) for label in named)),
        rows=tuple(rows),
        notes=told(changes.notes),
        subject=one_line(changes.title),
        synthetic=changes.synthetic,
        name=changes.question,
    )


def _row(row: ChangeRow) -> Row:
    said = bool(row.note) and math.isnan(row.estimate)
    cells = (
        share(row.start, printed=True, bound=row.start_bound),
        share(row.end, printed=True, bound=row.end_bound),
        same(clean(row.note)) if said else points(row.estimate),
        points_span(row.conf_low, row.conf_high),
        _beyond(row),
    )
    return Row(one_line(row.label, row.option), cells)


def _beyond(row: ChangeRow) -> Message:
    if row.beyond is None:
        return message("reports.not_certain" if math.isfinite(row.std_error) else "reports.not_known")
    return message("reports.yes" if row.beyond else "reports.no")


def _known(values: tuple[float, ...]) -> float:
    return next((value for value in values if math.isfinite(value)), math.nan)


def _notes(changes: Changes) -> dict[str, Any]:
    """Title, labels and notes by key."""
    return {
        **titled(changes.title, changes.question, changes.synthetic),
        **by_key(changes.notes),
        "labels": {"rows": {row.option: spoken(row.label, row.option) for row in changes.rows}},
    }
