"""A change in words: how far, how sure, and what else lay between the two waves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from survey.maths.published import normal_quantile
from survey.tables.table import Note
from survey.trends.limits import Limits
from survey.trends.phrases import dates, figure, joined, mode_text, percent, said
from survey.trends.series import Break, Tied, Trend, TrendPoint
from survey.words import Text

if TYPE_CHECKING:
    from survey.trends.change import ChangeRow


def one_sided_text(row: ChangeRow, known: TrendPoint | None) -> Text:
    """The sentence on an option that has a figure in one of the waves only."""
    return said("one_sided", option=row.label, wave=dates(known.when if known else ""))


def row_text(row: ChangeRow, one: TrendPoint, two: TrendPoint, limits: Limits, deff: float, level: float) -> Text:
    """One sentence on one option."""
    start, end = percent(one.estimate, one.bound), percent(two.estimate, two.bound)
    if math.isnan(row.estimate):
        what = said("limit_only", step=_limits(limits))
    elif row.beyond is None:
        what = _without_n(row, one, two, deff, level)
    else:
        word = _word(row, deff, one.status == "microdata" or two.status == "microdata")
        low, high = (figure(100 * end, fixed=True) for end in (row.conf_low, row.conf_high))
        what = said("interval", step=_step(row.estimate), level=figure(100 * level), low=low, high=high, word=word)
    return said("change", option=row.label, start=start, end=end, what=what)


def change_notes(
    trend: Trend, waves: tuple[TrendPoint, TrendPoint], rows: Sequence[Text], deff: float, tied: Tied | None
) -> tuple[Note, ...]:
    """The sentences on the options, then what they rest on."""
    one, two = waves
    when = [dates(wave.when) for wave in waves]
    sizes = [figure(wave.n, 0) if wave.n > 0 else said("unstated") for wave in waves]
    found = [("waves", said("change_waves", start=when[0], end=when[1], n_start=sizes[0], n_end=sizes[1]))]
    found += [("change", text) for text in rows]
    shared = tied is not None and tied.shared
    how = [said("how_shared", df=figure(tied.df, 0))] if tied is not None and shared else []
    if "microdata" != one.status or "microdata" != two.status:
        how.append(said("how_published", deff=figure(deff, 2)))
    if "microdata" in (one.status, two.status) and not shared:
        how.append(said("how_microdata"))
    found.append(("method", said("change_method_shared" if shared else "change_method", how=joined(how, "; "))))
    if tied is not None:
        found.append(("independence", tied.text))
    assumed = [text for wave, text in zip(waves, when, strict=True) if wave.n_assumed]
    if assumed:
        found.append(("n", said("n_assumed", waves=joined(assumed))))
    if one.series != two.series:
        found.append(("breaks", said("other_series", start=one.series, end=two.series)))
    crossed = _crossed(trend, one, two)
    for key, wanted in (("crossed", True), ("may_be_crossed", False)):
        steps = [step for step, sure in crossed if sure == wanted]
        if steps:
            found.append(("breaks", said(key, breaks=joined((step.text for step in steps), "; "))))
    unknown = [text for wave, text in zip(waves, when, strict=True) if wave.mode == "unknown"]
    if unknown:
        found.append(("mode", said("modes_unknown", waves=joined(unknown))))
    elif one.mode != two.mode and not any("mode" in step.what for step, _ in crossed):
        step = said("mode_change", start=mode_text(one.mode), end=mode_text(two.mode))
        found.append(("mode", said("crossed", breaks=step)))
    keep = ("pollster", "wording", "base", "weighting", "sample", "sources")
    return (*(Note(key, text) for key, text in found), *(note for note in trend.notes if note.key in keep))


def _crossed(trend: Trend, one: TrendPoint, two: TrendPoint) -> list[tuple[Break, bool]]:
    """Breaks of the line between two of its waves; False for one that may lie outside them, and for a change of mode
    where one of the two does not state its own, which may be that of the other."""
    if one.series != two.series:
        return []
    line = list(dict.fromkeys(point.study for point in trend.points if point.series == one.series and point.date))
    if one.study not in line or two.study not in line:
        return []
    first, last = sorted((line.index(one.study), line.index(two.study)))
    found, unstated = [], "unknown" in (one.mode, two.mode)
    for step in trend.breaks:
        if step.after in line and step.before in line:
            start, end = line.index(step.after), line.index(step.before)
            if start < last and end > first:
                found.append((step, first <= start and end <= last and not (unstated and "mode" in step.what)))
    return found


def _step(change: float) -> Text:
    if round(100 * change, 1) == 0:
        return said("same")
    return said("up" if change > 0 else "down", value=figure(100 * abs(change), fixed=True))


def _limits(limits: Limits) -> Text:
    low, high = limits.low, limits.high
    points = {"low": figure(100 * low), "high": figure(100 * high)}
    if math.isnan(low) or math.isnan(high) or math.isinf(low) and math.isinf(high):
        return said("not_computable")
    if math.isinf(low):
        return said("down_least" if high <= 0 else "up_most", value=figure(100 * abs(high)))
    if math.isinf(high):
        return said("up_least" if low >= 0 else "down_most", value=figure(100 * abs(low)))
    if low >= 0:
        return said("up_span", **points)
    if high <= 0:
        return said("down_span", low=figure(-100 * high), high=figure(-100 * low))
    return said("either_span", **points)


def _word(row: ChangeRow, deff: float, microdata: bool) -> Text:
    """Beyond or within sampling error, and at which design effect that would be otherwise."""
    word = said("beyond" if row.beyond else "within")
    edge = figure(row.deff_limit)
    if row.beyond:
        return said("until_variance" if microdata else "until_deff", word=word, deff=edge)
    if not microdata and 1 < row.deff_limit <= deff:
        return said("below_deff", word=word, deff=edge)
    return word


def _without_n(row: ChangeRow, one: TrendPoint, two: TrendPoint, deff: float, level: float) -> Text:
    """The change, and how many respondents would make it larger than its sampling error."""
    missing = [point for point in (one, two) if not point.n > 0]
    if not missing:
        return _step(row.estimate)
    word = said("no_n", step=_step(row.estimate), waves=joined(dates(point.when) for point in missing))
    if row.estimate == 0:
        return word
    largest = (row.estimate / normal_quantile(level)) ** 2  # the variance at which the interval just reaches 0
    spread = sum(deff * point.estimate * (1 - point.estimate) for point in missing)
    sized = [point for point in (one, two) if point.n > 0]
    known = sum(point.std_error**2 * (1.0 if point.status == "microdata" else deff) for point in sized)
    if largest <= known:
        return said("needed_never", word=word)
    needed = figure(math.floor(spread / (largest - known)), 0)
    return said("needed_each" if len(missing) == 2 else "needed_one", word=word, n=needed)
