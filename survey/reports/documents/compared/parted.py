"""Changes in parts: what the make-up of the samples explains, and what it does not."""

from __future__ import annotations

from survey.changes.comparison import Comparison
from survey.changes.parts import Parted
from survey.reports.documents.cells import MEAN_DECIMALS
from survey.reports.documents.grid import Cell, Grid, Head, Row
from survey.reports.documents.notes import told
from survey.wording.figures import number, points, signed
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.spans import Span, points_span
from survey.wording.worded import joined, same

PARTS = ("change", "make_up", "opinion")
ARROWS = {True: ("▲", "▼"), False: ("", "")}


def parted_grid(one: Comparison) -> Grid:
    """One row an option: the change, and its two parts, each with its interval and an arrow beyond error."""
    heads = []
    for part in PARTS:
        group = message(f"changes.part_{part}")
        labels = message("changes.step"), message("reports.interval"), same(" ")
        heads += [Head(label, group) for label in labels]
    rows: list[Row] = []
    pair: tuple[str, str] | None = None
    for parted in one.parted:
        if (parted.start, parted.end) != pair:
            pair = (parted.start, parted.end)
            rows.append(Row(same(f"{pair[0]} → {pair[1]}"), kind="section"))
        cells = tuple(cell for part in PARTS for cell in _cells(one, parted, part))
        rows.append(Row(one_line(parted.label, parted.option), cells))
    return Grid(
        title=one_line(joined([one.title, " — ", message("changes.make_up_or_opinion")])),
        heads=tuple(heads),
        rows=tuple(rows),
        notes=told(one.parted_notes),
        subject=one_line(one.title),
        synthetic=one.synthetic,
        name=f"{one.question}_make_up",
    )


def _cells(one: Comparison, parted: Parted, part: str) -> tuple[Cell, ...]:
    value, _, low, high, beyond = parted.parts[part]
    arrow = same(ARROWS[beyond][0 if value > 0 else 1])
    if one.in_percent:
        return points(value), points_span(low, high), arrow
    span = Span(number(low, MEAN_DECIMALS), number(high, MEAN_DECIMALS))
    return signed(value, MEAN_DECIMALS), span, arrow
