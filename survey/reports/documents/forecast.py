"""What a weighting will meet and cost, as a document: the margins, and what was said of them."""

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

COLUMNS = ("margin", "options", "target", "before", "expected", "n")


def forecasts_document(several: Sequence[Forecast]) -> Document:
    """One row a level of each margin, under the verdict; problems, costs and advice below."""
    (found,) = several
    title, *lines = (one_line(line) for line in found.said)
    heads = (message("reports.target"), message("reports.before"), message("reports.after"), same("n"))
    notes = tuple(Note(line) for line in lines)
    grid = Grid(title, tuple(Head(head) for head in heads), _grid_rows(found.margins), notes, name="forecast")
    return Document(
        title=title,
        grids=(grid,),
        columns=COLUMNS,
        rows=tuple(dict(zip(COLUMNS, _values(gap), strict=True)) for gap in found.margins),
        notes={"possible": found.possible, "deff": found.deff, "n_kish": found.n_kish, "notes": list(lines)},
    )


def _grid_rows(margins: Sequence[MarginGap]) -> tuple[Row, ...]:
    rows: list[Row] = []
    last = ""
    for gap in margins:
        if gap.margin != last:
            rows.append(Row(same(gap.margin), kind="section"))
        last = gap.margin
        shares = (share(value) for value in (gap.target, gap.before, round(gap.after, 9)))
        rows.append(Row(same(" × ".join(gap.options)), (*shares, whole(gap.n))))
    return tuple(rows)


def _values(gap: MarginGap) -> tuple[object, ...]:
    return gap.margin, gap.options, gap.target, gap.before, gap.after, gap.n
