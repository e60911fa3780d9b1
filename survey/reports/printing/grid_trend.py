"""A trend, and the change between two of its waves, as they are printed."""

from __future__ import annotations

import math

from survey.definitions.records.values import is_limit
from survey.definitions.records.when import dates_in
from survey.plots.lettering import clean
from survey.plots.texts import points
from survey.reports.printing.grid import Grid, Head, Row
from survey.reports.printing.grid_table import said
from survey.reports.printing.printed import share, span
from survey.reports.printing.report_texts import word
from survey.trends.change import ChangeRow, Changes
from survey.trends.series import Break, Trend, TrendPoint
from survey.words import DASH, MODES, say, whole

ASSUMED, DERIVED = "†", "‡"


def trend_grid(trend: Trend, language: str) -> Grid:
    """One row a wave, with a line wherever something other than opinion changed."""
    with_interval = {point.option for point in trend.points if _interval(point, language) != DASH}
    heads: list[Head] = []
    for name in trend.options:
        label = clean(say(trend.option_labels.get(name), language, name))
        heads += [Head("%", label), *([Head(word("interval", language), label)] if name in with_interval else [])]
    heads += [Head("n"), *(Head(word(key, language), prose=True) for key in ("mode", "study", "sources"))]
    rows: list[Row] = []
    line = ""
    for study in dict.fromkeys(point.study for point in trend.points):
        found = {point.option: point for point in trend.points if point.study == study}
        first = next(iter(found.values()))
        if len(trend.series) > 1 and first.series != line:
            line = first.series
            rows.append(Row(line, kind="section"))
        for item in trend.breaks:
            if item.before == study and item.what != ("series",):
                rows.append(Row(break_text(item, language), kind="break"))
        rows.append(_wave(found, trend.options, with_interval, language))
    return Grid(
        title=clean(say(trend.title, language, trend.question)),
        heads=tuple(heads),
        rows=tuple(rows),
        notes=_notes(trend, language),
        corner=word("wave", language),
        language=language,
        synthetic=trend.synthetic,
        name=trend.question,
    )


def _wave(found: dict[str, TrendPoint], options: tuple[str, ...], with_interval: set[str], language: str) -> Row:
    first = next(iter(found.values()))
    cells = []
    for name in options:
        cells.append(_figure(found[name], language) if name in found else DASH)
        if name in with_interval:
            cells.append(_interval(found[name], language) if name in found else DASH)
    n = whole(first.n, language) + (ASSUMED if first.n_assumed else "")
    sources = dict.fromkeys(source for point in found.values() for source in point.sources)
    modes = dict.fromkeys(mode_label(point.mode, language) for point in found.values())
    when = dates_in(clean(first.when), language) or DASH
    return Row(when, (*cells, n, ", ".join(modes), first.study, ", ".join(sources)))


def _figure(point: TrendPoint, language: str) -> str:
    if math.isnan(point.estimate) and point.note:
        return clean(point.note.split("; ")[0])  # a range was printed, which the note begins with
    figure = share(point.estimate, language, printed=point.status != "microdata", bound=point.bound)
    return figure + DERIVED if point.status in ("derived", "inferred") else figure


def _interval(point: TrendPoint, language: str) -> str:
    inside = DASH if is_limit(point.bound) else span(point.conf_low, point.conf_high, language)
    return inside if inside == DASH else f"({inside})"


def mode_label(mode: str, language: str) -> str:
    """A mode of interview in words."""
    return say(MODES[mode], language) if mode in MODES else word("mode_unknown", language)


def break_text(found: Break, language: str) -> str:
    """What changed between two waves: "mode: face-to-face → phone"."""
    what = ", ".join(word(f"break_{name}", language) for name in found.what)
    told = clean(say(found.text, language))
    return f"{what}: {told}" if told and ": " not in told else told or what


def _notes(trend: Trend, language: str) -> tuple[str, ...]:
    made = []
    if any(point.n_assumed for point in trend.points):
        made.append(word("assumed", language))
    if any(point.status in ("derived", "inferred") for point in trend.points):
        made.append(word("derived", language))
    if "unlike" not in {note.key for note in trend.notes}:
        made += [word("unlike", language, study=study, reason=clean(why).rstrip(".")) for study, why in trend.unlike]
    return (*made, *said(trend.notes, language, without=clean(say(trend.title, language))))


def changes_grid(changes: Changes, language: str) -> Grid:
    """One row an option: then, later, the change in points, its interval, and whether it is beyond sampling error."""
    ends = zip(changes.when, (changes.start, changes.end), strict=True)
    heads = [Head(_unbroken(dates_in(clean(when), language)) or study, "%") for when, study in ends]
    heads += [Head(word(key, language)) for key in ("change", "interval", "beyond")]
    rows = [_change(row, language) for row in changes.rows]
    if changes.rows:
        n = [whole(_known(sizes), language) for sizes in zip(*((row.n_start, row.n_end) for row in changes.rows))]
        rows.append(Row(word("n", language), (*n, "", "", ""), "base"))
    return Grid(
        title=clean(f"{say(changes.title, language, changes.question)} ({changes.start} → {changes.end})"),
        heads=tuple(heads),
        rows=tuple(rows),
        notes=said(changes.notes, language, without=clean(say(changes.title, language))),
        language=language,
        synthetic=changes.synthetic,
        name=changes.question,
    )


def _change(row: ChangeRow, language: str) -> Row:
    unsure = "not_certain" if math.isfinite(row.std_error) else "not_known"
    beyond = word(unsure if row.beyond is None else "yes" if row.beyond else "no", language)
    step = clean(row.note) if math.isnan(row.estimate) and row.note else points(row.estimate, language)
    cells = (
        share(row.start, language, printed=True, bound=row.start_bound),
        share(row.end, language, printed=True, bound=row.end_bound),
        step,
        span(row.conf_low, row.conf_high, language),
        beyond,
    )
    return Row(clean(say(row.label, language, row.option)), cells)


def _unbroken(date: str) -> str:
    """A short date stays on one line."""
    return date.replace(" ", "\u00a0") if len(date) <= len("18-31 Dec 2019") else date


def _known(values: tuple[float, ...]) -> float:
    return next((value for value in values if math.isfinite(value)), math.nan)
