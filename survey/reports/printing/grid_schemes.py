"""Questions under several weightings as they are printed."""

from __future__ import annotations

from collections.abc import Callable

from survey.plots.lettering import clean
from survey.plots.texts import number, points
from survey.reports.printing.grid import Grid, Head, Row
from survey.reports.printing.grid_table import MEAN_DECIMALS, said
from survey.reports.printing.printed import share
from survey.reports.printing.report_texts import word
from survey.tables.schemes import Scheme, Schemes, SchemeTable
from survey.words import say, whole


def schemes_grids(found: Schemes, language: str) -> list[Grid]:
    """A grid a question: under each weighting the figure, its standard error, and what the weighting changes."""
    return [_grid(found, table, language) for table in found.tables]


def _grid(found: Schemes, table: SchemeTable, language: str) -> Grid:
    heads: list[Head] = []
    for scheme in table.schemes:
        heads += [Head("%", scheme.name), Head(word("scheme_error", language), scheme.name)]
        if scheme.name != found.against:
            heads.append(Head(word("scheme_change", language), scheme.name))
    rows = [
        Row(clean(say(stub.label, language, stub.id)), _cells(found, table, i, language), stub.kind)
        for i, stub in enumerate(table.stub)
    ]
    title = clean(word("schemes", language, title=say(table.title, language, table.question)))
    return Grid(
        title=title,
        heads=tuple(heads),
        rows=(*rows, *_bases(found, table, language)),
        notes=(word("scheme_note", language, name=found.against), *said(table.notes, language)),
        language=language,
        synthetic=found.synthetic,
        name=table.question,
    )


def _cells(found: Schemes, table: SchemeTable, i: int, language: str) -> tuple[str, ...]:
    cells: list[str] = []
    mean = table.stub[i].kind == "mean"
    for j, scheme in enumerate(table.schemes):
        value, error, change = (float(part[i, j]) for part in (table.estimate, table.std_error, table.change))
        if mean:
            cells += [number(value, language, MEAN_DECIMALS), number(error, language, MEAN_DECIMALS + 1)]
        else:
            cells += [share(value, language), number(100 * error, language, 1)]
        if scheme.name != found.against:
            cells.append(_signed(change, language) if mean else points(change, language))
    return tuple(cells)


def _signed(value: float, language: str) -> str:
    written = number(value, language, MEAN_DECIMALS)
    return written if written.startswith("−") or not written.strip("0.,–") else f"+{written}"


def _bases(found: Schemes, table: SchemeTable, language: str) -> list[Row]:
    lines: list[tuple[str, Callable[[Scheme], str]]] = [
        (word("n", language), lambda scheme: whole(scheme.n, language)),
        (word("n_weighted", language), lambda scheme: whole(scheme.n_weighted, language)),
        (word("scheme_deff", language), lambda scheme: number(scheme.deff, language, 2)),
        (word("n_kish", language), lambda scheme: whole(scheme.n_kish, language)),
        (word("scheme_moe", language), lambda scheme: number(100 * scheme.moe, language, 1)),
    ]
    rows = []
    for head, figure in lines:
        cells: list[str] = []
        for scheme in table.schemes:
            cells += [figure(scheme), "", *([] if scheme.name == found.against else [""])]
        rows.append(Row(head, tuple(cells), "base"))
    return rows
