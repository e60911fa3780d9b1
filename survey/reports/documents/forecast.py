"""What a weighting will meet and cost, as a document: the levels of its margins, and what was said of them."""

from __future__ import annotations

from collections.abc import Sequence

from survey.reports.documents.cells import share
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Grid, Head, Note, Row
from survey.weighting.plan.forecast import Forecast
from survey.weighting.record.calibration import MarginGap
from survey.wording.figures import whole
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.worded import same

COLUMNS = ("targets", "margin", "option", "n", "target", "before", "expected")


def forecasts_document(several: Sequence[Forecast]) -> Document:
    """One grid a calibration: a row a level of each margin under its verdict; problems, costs and advice below."""
    grids = tuple(_grid(one) for one in several)
    return Document(
        title=grids[0].title,
        grids=grids,
        columns=COLUMNS,
        rows=tuple(_row(one, gap) for one in several for gap in one.margins),
        notes={one.targets: _notes(one) for one in several},
    )


def _grid(found: Forecast) -> Grid:
    title, *lines = (one_line(line) for line in found.said)
    heads = (message("reports.target"), message("reports.before"), message("reports.after"), same("n"))
    notes = tuple(Note(line) for line in lines)
    return Grid(title, tuple(Head(head) for head in heads), _levels(found.margins), notes, name="forecast")


def _levels(margins: Sequence[MarginGap]) -> tuple[Row, ...]:
    rows: list[Row] = []
    last = ""
    for gap in margins:
        if gap.margin != last:
            rows.append(Row(same(gap.margin), kind="section"))
        last = gap.margin
        shares = (share(value) for value in (gap.target, gap.before, round(gap.after, 9)))
        rows.append(Row(same(" × ".join(gap.options)), (*shares, whole(gap.n))))
    return tuple(rows)


def _row(found: Forecast, gap: MarginGap) -> dict[str, object]:
    names = {"targets": found.targets, "margin": gap.margin, "option": " × ".join(gap.options), "n": gap.n}
    return names | {"target": gap.target, "before": gap.before, "expected": gap.after}


def _notes(found: Forecast) -> dict[str, object]:
    figures = {"deff": found.deff, "n_kish": found.n_kish, "moe": found.moe, "basis": found.basis}
    said = {"problems": found.problems, "advice": [one.said for one in found.advice], "notes": found.notes}
    return {"possible": found.possible, **figures, **{key: list(lines) for key, lines in said.items()}}
