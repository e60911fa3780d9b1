"""The long rows of results and their columns, in the project's order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from survey.reports.documents.document import Document, Labels
from survey.reports.documents.grid import Grid
from survey.words import result_columns

Rows = tuple[tuple[str, ...], tuple[Mapping[str, Any], ...]]


class Recorded(Protocol):
    """A result with long rows."""

    @property
    def records(self) -> Sequence[Mapping[str, Any]]:
        """Its rows."""

    @property
    def synthetic(self) -> bool:
        """Whether the data are invented."""


def result_rows(parts: Sequence[Recorded], domains: Sequence[str] = ()) -> Rows:
    """Columns and rows of one or several results; ``domains``: all domain columns of theirs.

    Columns that are neither domains nor of ``words.result_columns`` come last, and after them ``synthetic`` (true in
    every row) where the data are invented.
    """
    rows = tuple(marked_row(row, part.synthetic) for part in parts for row in part.records)
    first = result_columns(tuple(dict.fromkeys(domains)))
    others = dict.fromkeys(key for row in rows for key in row if key not in first and key != "synthetic")
    last = ("synthetic",) if any(part.synthetic for part in parts) else ()
    return (*first, *others, *last), rows


def results_document(
    several: Sequence[Recorded],
    grids: Sequence[Grid],
    notes: Mapping[str, Any],
    labels: Labels,
    domains: Sequence[str] = (),
) -> Document:
    """Results of one kind under the title of the first ``grids``. ``notes``: of each by its name, of one result they
    are those of the document; ``domains``: all domain columns of theirs."""
    columns, rows = result_rows(several, domains)
    told = next(iter(notes.values())) if len(several) == 1 else notes
    return Document(title=grids[0].title, grids=tuple(grids), columns=columns, rows=rows, notes=told, labels=labels)


def marked_row(row: Mapping[str, Any], synthetic: bool) -> Mapping[str, Any]:
    """The row, which says so where the data are invented."""
    return {**row, "synthetic": True} if synthetic else row
