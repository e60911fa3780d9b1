"""Waves compared, as a document: what may be compared, then the changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from survey.changes.comparison import ChangeFigure, Comparison, Held
from survey.definitions.comparing.comparability import Comparability
from survey.reports.documents.cells import MEAN_DECIMALS, share
from survey.reports.documents.compared.line import line_grid
from survey.reports.documents.compared.parted import parted_grid
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Cell, Grid, Head, Note, Row
from survey.reports.documents.notes import by_key, spoken, titled, told
from survey.reports.documents.rows import result_rows
from survey.reports.documents.shape.labels import answer_labels, labels
from survey.reports.documents.trend import OWN_HEAD
from survey.wording.figures import number, points, probability, short, signed
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.spans import Span, points_span
from survey.wording.worded import joined, same
from survey.words import DASH, Text

ARROWS = {1: "▲", -1: "▼", 0: ""}


def comparisons_document(several: Sequence[Comparison]) -> Document:
    """For each question a grid of what may be compared, and one of changes."""
    domains = tuple(dict.fromkeys(name for one in several for name in one.domains))
    columns, rows = result_rows(several, domains)
    grids = tuple(grid for one in several for grid in _grids(one))
    notes = {one.question: _notes(one) for one in several}
    alone = _notes(several[0]) if len(several) == 1 else notes
    named = labels((one.question, one.title, ((row.option, row.label) for row in one.changes)) for one in several)
    answers = (
        answer
        for one in several
        for row in one.changes
        for answer in zip(one.domains, row.levels, row.level_labels, strict=True)
    )
    named = {**named, **answer_labels(answers)}
    title = one_line(several[0].title)
    return Document(title=title, grids=grids, columns=columns, rows=rows, notes=alone, labels=named)


def _grids(one: Comparison) -> list[Grid]:
    grids = [held_grid(one.title, one.question, one.held), line_grid(one) if one.line else _grid(one)]
    return [*grids, parted_grid(one)] if one.parted else grids


def held_grid(title: Text, name: str, held: Sequence[Held]) -> Grid:
    """Each two waves: whether they are comparable, and what stands between them."""
    rows = [
        Row(same(f"{one.start} → {one.end}"), (message(f"changes.{one.found.outcome}"), between_text(one.found)))
        for one in held
    ]
    return Grid(
        title=one_line(message("changes.titled", title=title, what=message("changes.may_be_compared"))),
        heads=(Head(message("changes.outcome"), prose=True), Head(message("changes.breaks_or_reasons"), prose=True)),
        rows=tuple(rows),
        corner=message("changes.waves"),
        name=f"{name}_comparable",
    )


def between_text(found: Comparability) -> Text:
    """The breaks, each with what it is, or the reasons against it."""
    texts = found.reasons if found.outcome == "not_comparable" else [_headed(*item) for item in found.breaks]
    return one_line(joined(texts, "; ", once=True)) if texts else same(DASH)


def _headed(what: str, text: Text) -> Text:
    """A break with what it is, where its words do not begin with it."""
    return text if what in OWN_HEAD else joined((message(f"plots.break_{what}"), text), ": ")


def _grid(one: Comparison) -> Grid:
    p = message("changes.p_adjusted", method=message(f"changes.{one.adjusted}")) if one.adjusted else same("p")
    names = [
        message("changes.first"),
        message("changes.last"),
        message("changes.step"),
        message("reports.interval"),
        p,
        same(" "),
    ]
    if one.margin is not None:
        names.append(message("changes.within", margin=_margin(one)))
    names.append(message("changes.detectable"))
    rows: list[Row] = []
    pair: tuple[str, str] | None = None
    for change in one.changes:
        if (change.start, change.end) != pair:
            pair = (change.start, change.end)
            whens = [one.waves.get(name, {"und": name}) for name in pair]
            section = joined([pair[0], " (", whens[0], ") → ", pair[1], " (", whens[1], ")"])
            rows.append(Row(one_line(section), kind="section"))
        rows.append(_row(one, change))
    level = short(100 * one.level)
    notes = [Note(message("changes.arrows", level=short(100 - 100 * one.level)), "figure", "arrows")]
    notes += [Note(message("changes.interval_level", level=level), "method", "interval")]
    if one.margin is not None:
        notes.append(Note(message("changes.equivalence", margin=_margin(one)), "figure", "equivalence"))
    return Grid(
        title=one_line(message("changes.titled", title=one.title, what=message(f"changes.of_{one.statistic}"))),
        heads=tuple(Head(name) for name in names),
        rows=tuple(rows),
        notes=(*notes, *told(one.notes)),
        subject=one_line(one.title),
        synthetic=one.synthetic,
        name=one.question,
    )


def _row(one: Comparison, change: ChangeFigure) -> Row:
    labels = [change.label, *change.level_labels] if one.statistic == "share" else [*change.level_labels]
    head = one_line(joined(labels, " · ")) if labels else one_line(change.label)
    if one.in_percent:
        ends: list[Cell] = [share(value) for value in change.figures]
        step: list[Cell] = [points(change.estimate), points_span(change.conf_low, change.conf_high)]
        least = number(100 * change.detectable, 1)
    else:
        ends = [number(value, MEAN_DECIMALS) for value in change.figures]
        low, high = (number(value, MEAN_DECIMALS) for value in (change.conf_low, change.conf_high))
        step = [signed(change.estimate, MEAN_DECIMALS), Span(low, high)]
        least = number(change.detectable, MEAN_DECIMALS)
    cells = [*ends, *step, probability(change.p_adjusted), same(ARROWS[change.direction])]
    if one.margin is not None:
        cells.append(_within(change, one.level))
    return Row(head, (*cells, least))


def _within(change: ChangeFigure, level: float) -> Cell:
    if math.isnan(change.equivalence):
        return same(DASH)
    return message("reports.yes" if change.equivalence < 1 - level else "reports.no")


def _margin(one: Comparison) -> Text:
    value = one.margin or 0.0
    return message("changes.points", value=short(100 * value)) if one.in_percent else short(value, 3)


def _notes(one: Comparison) -> dict[str, Any]:
    """Title, comparability, labels and notes by key."""
    held = [
        {
            "start": pair.start,
            "end": pair.end,
            "outcome": pair.found.outcome,
            "text": pair.found.text,
            "breaks": [{"what": what, "text": text} for what, text in pair.found.breaks],
        }
        for pair in one.held
    ]
    return {
        **titled(one.title, one.question, one.synthetic),
        **by_key(one.notes),
        "comparable": held,
        "labels": {"rows": {change.option: spoken(change.label, change.option) for change in one.changes}},
    }
