"""Which picture suits a crosstab or a grid."""

from __future__ import annotations

from survey.plots.diverging import diverging
from survey.plots.heat import heat
from survey.plots.sheet.page import Picture
from survey.plots.stacked import stacked
from survey.tables.table import Table
from survey.words import PictureKind

MARKS = 5  # options of several answers that marks on one line still show
PARTS = 8  # options without an order that a bar still shows


def crosstab_plot(table: Table, language: str = "en", kind: PictureKind | None = None) -> Picture:
    """``kind`` by name: stacked, diverging or heat. Without one: bars around the middle of a scale with two poles;
    shaded cells for more than five options of which several could be named and for more than eight without an order;
    else stacked bars. All are of column percents."""
    known = {"stacked": stacked, "diverging": diverging, "heat": heat}
    return known[kind or _kind(table)](table, language)


def _kind(table: Table) -> PictureKind:
    if table.percent != "column":
        return "stacked"  # which says what is wrong
    options = sum(row.kind == "option" for row in table.stub)
    if (options > PARTS and not table.scale) or (table.several and options > MARKS):
        return "heat"
    return "diverging" if table.poles and table.scale and not table.several and options > 1 else "stacked"
