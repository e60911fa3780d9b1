"""What weighting would meet, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from survey.reports.documents.document import Document
from survey.reports.documents.grid import Grid, Head, Note, Row
from survey.weighting.plan.forecast import Forecast
from survey.weighting.record.calibration import MarginGap
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import joined, same

COLUMNS = ("targets", "margin", "option", "n", "target", "before", "after")


def forecasts_document(several: Sequence[Forecast]) -> Document:
    """One grid a calibration: its verdict, the levels of its margins, and what to know of it."""
    return Document(
        title=several[0].said[0],
        grids=tuple(_grid(one) for one in several),
        columns=COLUMNS,
        rows=tuple(_row(one, gap) for one in several for gap in one.margins),
        notes={
            one.targets: {
                "possible": one.possible,
                "deff": one.deff,
                "n_kish": one.n_kish,
                "moe": one.moe,
                "basis": one.basis,
                "problems": list(one.problems),
                "advice": [advice.said for advice in one.advice],
                "notes": list(one.notes),
            }
            for one in several
        },
    )


def _grid(found: Forecast) -> Grid:
    first, *lines = found.said
    heads = (message("reports.target"), message("reports.before"), message("reports.after"))
    return Grid(
        title=first,
        heads=(*map(Head, heads), Head(same("n"))),
        rows=tuple(_level(gap) for gap in found.margins),
        notes=tuple(Note(line) for line in lines),
        name="forecast",
    )


def _level(gap: MarginGap) -> Row:
    shares = tuple(number(100 * share, 1) for share in (gap.target, gap.before, gap.after))
    return Row(joined((f"{gap.margin}: ", " × ".join(gap.options))), (*shares, whole(gap.n)))


def _row(found: Forecast, gap: MarginGap) -> dict[str, object]:
    names = {"targets": found.targets, "margin": gap.margin, "option": " × ".join(gap.options), "n": gap.n}
    return names | {"target": gap.target, "before": gap.before, "after": gap.after}
