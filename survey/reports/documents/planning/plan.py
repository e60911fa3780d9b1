"""A planned sample as a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from survey.maths.planning.conditions import Planned
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Cell, Grid, Head, Note, Row
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import same

COUNTS = ("respondents", "approached", "in_domain", "effective")


def plan_document(figures: Mapping[str, float], planned: Planned, strata: Mapping[str, int], share: bool) -> Document:
    """``figures`` by their names (``COUNTS``, ``moe``, ``detectable``), under the conditions ``planned``; ``strata``:
    respondents of each, where they were allocated. ``share``: the figure planned is a share, printed in points."""
    rows = tuple(Row(message(f"reports.plan_{key}"), (_cell(key, value, share),)) for key, value in figures.items())
    head = Head(message("reports.plan_points") if share else same(""))
    grids = [Grid(message("reports.plan"), (head,), rows, notes=(_conditions(planned),), name="plan")]
    long = [{"figure": key, "stratum": "", "value": value} for key, value in figures.items()]
    if strata:
        spread = tuple(Row(same(name), (whole(count),)) for name, count in strata.items())
        grids.append(
            Grid(message("reports.plan_strata"), (Head(message("reports.plan_respondents")),), spread, name="strata")
        )
        long += [{"figure": "respondents", "stratum": name, "value": count} for name, count in strata.items()]
    return Document(
        title=grids[0].title,
        grids=tuple(grids),
        columns=("figure", "stratum", "value"),
        rows=tuple(long),
        notes=asdict(planned),
    )


def _cell(key: str, value: float, share: bool) -> Cell:
    if key in COUNTS:
        return whole(value)
    return number(100 * value, 2) if share else number(value, 3)


def _conditions(planned: Planned) -> Note:
    said = message(
        "reports.plan_conditions",
        level=number(100 * planned.level),
        power=number(100 * planned.power),
        sides=whole(planned.sides),
        deff=number(planned.deff, 2),
        response=number(100 * planned.response, 1),
        domain=number(100 * planned.domain, 1),
        correlation=number(planned.correlation, 2),
    )
    return Note(said, "figure", "plan")
