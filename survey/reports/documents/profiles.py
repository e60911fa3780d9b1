"""The most extreme weights as a document that no page for readers prints."""

from __future__ import annotations

from collections.abc import Sequence

from survey.reports.documents.document import Document
from survey.reports.documents.grid import Cell, Grid, Head, Row
from survey.reports.documents.options import answer_label
from survey.weighting.told.profiles import Profile, Profiles
from survey.wording.figures import number, whole
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.worded import joined, same


def profiles_document(several: Sequence[Profiles]) -> Document:
    """Combinations of the weighting variables with the most extreme weights, every part marked internal."""
    (found,) = several
    heads = tuple(Head(one_line(question.heading, question.question), prose=True) for question in found.questions)
    figures = (Head(message("reports.times_mean")), Head(message("reports.weight_head")), Head(same("n")))
    grid = Grid(
        title=joined((message("reports.internal"), " ", message("reports.profiles"), f": {found.weight}")),
        heads=(*heads, *figures),
        rows=tuple(Row(same(str(place)), _cells(found, row)) for place, row in enumerate(found.rows, start=1)),
        synthetic=found.synthetic,
        name="profiles",
        internal=True,
    )
    names = tuple(question.question for question in found.questions)
    last = ("synthetic",) if found.synthetic else ()
    return Document(
        title=grid.title,
        grids=(grid,),
        columns=(*names, "weight", "times_mean", "n", "internal", *last),
        rows=tuple(_row(found, row) for row in found.rows),
        notes={"internal": True, "weight": found.weight},
    )


def _cells(found: Profiles, row: Profile) -> tuple[Cell, ...]:
    labels = [answer_label(question, option) for question, option in zip(found.questions, row.options, strict=True)]
    return (*labels, number(row.times, 2), same(f"{row.weight:.6g}"), whole(row.n))


def _row(found: Profiles, row: Profile) -> dict[str, object]:
    named = zip((question.question for question in found.questions), row.options, strict=True)
    figures = {"weight": row.weight, "times_mean": row.times, "n": row.n, "internal": True, "synthetic": True}
    return {**dict(named), **figures}
