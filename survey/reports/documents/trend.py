"""Trends as documents: one row a wave, with a line wherever something other than opinion changed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from survey.definitions.records.values import is_limit
from survey.reports.documents.cells import marked, share
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Cell, Grid, Head, Note, Row
from survey.reports.documents.notes import by_key, spoken, titled, told
from survey.reports.documents.placed.placed import Placed
from survey.reports.documents.placed.refs import Refs
from survey.reports.documents.rows import results_document
from survey.reports.documents.shape.labels import labels
from survey.trends.line_names import line_names
from survey.trends.series import Break, Trend, TrendPoint
from survey.wording.figures import whole
from survey.wording.lines import clean, one_line
from survey.wording.message import message
from survey.wording.modes import mode_cell, mode_words
from survey.wording.spans import percent_span
from survey.wording.worded import Worded, joined, same
from survey.words import DASH, LANGUAGES, Text, say

ASSUMED, DERIVED = "†", "‡"
# kinds of breaks whose words begin with what changed
OWN_HEAD = frozenset(("options", "labels", "population", "pollster", "sample", "weighting", "order"))


@dataclass(frozen=True, eq=False)
class Unbroken(Worded):
    """Dates that stay on one line where they are short."""

    dates: Text

    def words(self, language: str) -> str:
        printed = clean(say(self.dates, language))
        return printed.replace(" ", "\u00a0") if len(printed) <= len("18-31 Dec 2019") else printed


def trends_document(trends: Sequence[Trend]) -> Document:
    """One grid a trend."""
    notes = {trend.question: _notes(trend) for trend in trends}
    named = labels((trend.question, trend.title, trend.option_labels.items()) for trend in trends)
    return results_document(trends, [_grid(trend) for trend in trends], notes, named)


def _grid(trend: Trend) -> Grid:
    with_interval = {point.option for point in trend.points if _has_interval(point)}
    return Grid(
        title=one_line(trend.title, trend.question),
        heads=_heads(trend, with_interval),
        rows=_rows(trend, with_interval),
        notes=_remarks(trend),
        corner=message("reports.wave"),
        subject=one_line(trend.title),
        synthetic=trend.synthetic,
        name=trend.question,
    )


def _heads(trend: Trend, with_interval: set[str]) -> tuple[Head, ...]:
    heads: list[Head] = []
    for name in trend.options:
        label = one_line(trend.option_labels.get(name), name)
        heads.append(Head(same("%"), label))
        heads += [Head(message("reports.interval"), label)] if name in with_interval else []
    words = [message("reports.mode")] if _has_modes(trend) else []
    words.append(message("reports.sources"))
    return (*heads, Head(same("n")), *(Head(label, prose=True) for label in words))


def _rows(trend: Trend, with_interval: set[str]) -> tuple[Row, ...]:
    rows: list[Row] = []
    line, names = "", {language: line_names(trend, language) for language in LANGUAGES}
    waves: dict[str, dict[str, TrendPoint]] = {}
    for point in trend.points:
        waves.setdefault(point.study, {})[point.option] = point
    before: dict[str, list[Break]] = {}
    for item in trend.breaks:
        before.setdefault(item.before, []).append(item)
    for study, found in waves.items():
        first = next(iter(found.values()))
        if len(trend.series) > 1 and first.series != line:
            line = first.series
            rows.append(Row({language: own[line] for language, own in names.items()}, kind="section"))
        rows += [Row(break_text(item), kind="break") for item in before.get(study, ()) if item.what != ("series",)]
        rows.append(_wave(found, trend, with_interval))
    return tuple(rows)


def _has_modes(trend: Trend) -> bool:
    """Whether the mode of any wave is known: of none the notes say so, once."""
    return any(point.mode != "unknown" for point in trend.points)


def _wave(found: dict[str, TrendPoint], trend: Trend, with_interval: set[str]) -> Row:
    first = next(iter(found.values()))
    cells: list[Cell] = []
    for name in trend.options:
        cells.append(_figure(found[name]) if name in found else same(DASH))
        if name in with_interval:
            cells.append(_interval(found[name]) if name in found else same(DASH))
    n = whole(first.n)
    sources = dict.fromkeys(source for point in found.values() for source in point.sources)
    modes = joined([mode_cell(point.mode) for point in found.values()], ", ", once=True)
    named = Refs("source", tuple(sources), said=tuple(trend.source_names.get(one) or same(one) for one in sources))
    cells += [marked(n, ASSUMED) if first.n_assumed else n, *([modes] if _has_modes(trend) else []), named]
    return Row(Placed(one_line(first.dates, DASH), f"study/{first.study}"), tuple(cells))


def _figure(point: TrendPoint) -> Text:
    if point.printed_range is not None and math.isnan(point.estimate):
        return point.printed_range
    figure = share(point.estimate, printed=point.status != "microdata", bound=point.bound)
    return marked(figure, DERIVED) if point.status in ("derived", "inferred") else figure


def _has_interval(point: TrendPoint) -> bool:
    return not is_limit(point.bound) and math.isfinite(point.conf_low) and math.isfinite(point.conf_high)


def _interval(point: TrendPoint) -> Text:
    return percent_span(point.conf_low, point.conf_high, inside=True) if _has_interval(point) else same(DASH)


def mode_label(mode: str) -> Text:
    """A mode of interview in words."""
    return mode_words(mode) or message("reports.mode_unknown")


def break_text(found: Break) -> Text:
    """What changed between two waves: "mode: face-to-face → phone"."""
    what = joined([message(f"plots.break_{name}") for name in found.what], ", ")
    if not found.text:
        return what
    if OWN_HEAD & set(found.what):
        return one_line(found.text)
    return joined((what, one_line(found.text)), ": ")


def _remarks(trend: Trend) -> tuple[Note, ...]:
    made = []
    if any(point.n_assumed for point in trend.points):
        made.append(Note(message("reports.assumed")))
    if any(point.status in ("derived", "inferred") for point in trend.points):
        made.append(Note(message("reports.derived")))
    if "unlike" not in {note.key for note in trend.notes}:
        made += [
            Note(message("reports.unlike", study=study, reason=clean(why).rstrip("."))) for study, why in trend.unlike
        ]
    return (*made, *told(trend.notes))


def _notes(trend: Trend) -> dict[str, Any]:
    """Title, labels, notes by key, breaks and studies left off."""
    breaks = [
        {"after": item.after, "before": item.before, "what": list(item.what), "text": break_text(item)}
        for item in trend.breaks
    ]
    return {
        **titled(trend.title, trend.question, trend.synthetic),
        **by_key(trend.notes),
        "breaks": breaks,
        "unlike": dict(trend.unlike),
        "labels": {"rows": {name: spoken(trend.option_labels.get(name), name) for name in trend.options}},
    }
