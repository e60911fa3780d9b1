"""What became of a study's answers on their way out, as a document: risk, what changed, what stays inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.releasing.record import Changed, Measures, Released
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Cell, Grid, Head, Note, Row
from survey.wording.figures import number, percent, whole
from survey.wording.lists import listed
from survey.wording.message import message
from survey.wording.worded import same
from survey.words import Text

COLUMNS = ("study", "table", "item", "detail", "before", "after")
_MUCH = 0.05  # part of the values of a key whose loss is much


def released_document(several: Sequence[Released]) -> Document:
    """The grids of one release: risk, who is alone by which keys, changes, columns that stay inside."""
    made = several[0]
    risk, alone = _risk(made), _alone(made)
    grids = [risk, *([alone] if alone.rows else []), _changes(made), _inside(made)]
    return Document(
        title=message("release.title", study=made.study),
        grids=tuple(grids),
        columns=COLUMNS,
        rows=tuple(_records(made)),
        notes=made.record(),
        one_sheet=True,
        rounding=made.rounding,
    )


def _figures(one: Measures) -> dict[str, float | None]:
    below = {f"below_{size}": count for size, count in one.below.items()}
    return {"smallest": one.smallest, "combinations": one.combinations, **below} | {
        "expected": one.expected,
        "highest": one.highest,
    }


def _risk(made: Released) -> Grid:
    before, after = _figures(made.before), _figures(made.after)
    rows = [Row(_figure(key), (_cell(key, before[key]), _cell(key, after[key]))) for key in before]
    keys = listed([same(key) for key in made.keys])
    notes = [
        Note(message("release.keys", keys=keys, k=str(made.k), n=whole(made.after.n))),
        Note(message("release.how_counted")),
        Note(message("release.risk") if made.population is not None else message("release.no_risk")),
    ]
    if made.population is not None:
        notes.append(Note(message("release.population", population=whole(made.population))))
    heads = (Head(message("release.before")), Head(message("release.after")))
    return Grid(message("release.told"), heads, tuple(rows), tuple(notes), name="risk", synthetic=made.synthetic)


def _figure(key: str) -> Text:
    if key.startswith("below_"):
        size = key.removeprefix("below_")
        return message("release.unique") if size == "2" else message("release.below", size=size)
    return message(f"release.{key}")


def _cell(key: str, value: float | None) -> Cell:
    if value is None:
        return message("release.unknown")
    if key == "expected":
        return number(value, 1)
    return percent(value, 1) if key == "highest" else whole(value)


def _alone(made: Released) -> Grid:
    rows = [
        Row(listed([same(key) for key in by]), (whole(before), whole(after)))
        for by, (before, after) in made.alone.items()
        if before or after
    ]
    heads = (Head(message("release.before")), Head(message("release.after")))
    return Grid(message("release.alone"), heads, tuple(rows), name="alone", synthetic=made.synthetic)


def _changes(made: Released) -> Grid:
    rows = [
        Row(same(one.column), (_how(one), whole(one.count), percent(one.count / made.after.n, 1)))
        for one in made.changed
    ]
    rows = rows or [Row(message("release.nothing"), (same(""), same(""), same("")))]
    heads = (
        Head(message("release.change"), prose=True),
        Head(message("release.rows")),
        Head(message("release.share")),
    )
    notes = []
    much = [one.column for one in made.changed if one.how == "suppressed" and one.count > _MUCH * made.after.n]
    if much:
        notes.append(Note(message("release.much", columns=listed([same(name) for name in much]))))
    if any(one.how == "suppressed" for one in made.changed):
        notes.append(Note(message("release.missing")))
    if made.told:
        notes.append(Note(message("release.weight_tells", count=whole(made.told), weight=made.weight)))
    return Grid(message("release.changes"), heads, tuple(rows), tuple(notes), name="changes", synthetic=made.synthetic)


def _how(one: Changed) -> Text:
    parts = {} if one.value is None else {"value": f"{one.value:g}"}
    return message(f"release.how_{one.how}", **parts)


def _inside(made: Released) -> Grid:
    rows = [Row(same(one.column), (message(f"release.why_{one.why}"),)) for one in made.left_out]
    rows = rows or [Row(message("release.nothing"), (same(""),))]
    notes = [Note(message("release.stay"))]
    if any(one.why == "design" for one in made.left_out):
        notes.append(Note(message("release.no_design")))
    heads = (Head(message("release.why"), prose=True),)
    return Grid(message("release.inside"), heads, tuple(rows), tuple(notes), name="inside", synthetic=made.synthetic)


def _records(made: Released) -> list[dict[str, Any]]:
    before, after = _figures(made.before), _figures(made.after)
    rows: list[tuple[str, str, str, Any, Any]] = [("risk", key, "", before[key], after[key]) for key in before]
    rows += [("alone", " ".join(by), "", was, now) for by, (was, now) in made.alone.items()]
    rows += [("changes", one.column, one.how, None, one.count) for one in made.changed]
    rows += [("inside", one.column, one.why, None, None) for one in made.left_out]
    return [dict(zip(COLUMNS, (made.study, *row), strict=True)) for row in rows]
