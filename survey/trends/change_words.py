"""A change in words: how far, how sure, and what else lay between the two waves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from survey.maths.published import normal_quantile
from survey.tables.table import Note
from survey.trends.limits import Limits
from survey.trends.notes import outside_note
from survey.trends.phrases import share_text
from survey.trends.series import Break, Tied, Trend, TrendPoint
from survey.trends.waves import Wave
from survey.wording.figures import number, short
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

if TYPE_CHECKING:
    from survey.trends.change import ChangeRow


def one_sided_text(row: ChangeRow, known: TrendPoint | None) -> Text:
    """The sentence on an option that has a figure in one of the waves only."""
    return message("trends.one_sided", option=row.label, wave=known.dates if known else "")


def row_text(row: ChangeRow, one: TrendPoint, two: TrendPoint, limits: Limits, deff: float, level: float) -> Text:
    """One sentence on one option."""
    what: Text
    start, end = share_text(one.estimate, one.bound), share_text(two.estimate, two.bound)
    if math.isnan(row.estimate):
        what = message("trends.limit_only", step=_limits(limits))
    elif row.unlike:
        what = message("trends.unlike_step", step=_step(row.estimate))
    elif math.isnan(row.std_error):
        what = _without_n(row, one, two, deff, level)
    else:
        word = _word(row, deff, one.status == "microdata" or two.status == "microdata")
        low, high = (number(100 * end, 1) for end in (row.conf_low, row.conf_high))
        what = message(
            "trends.interval", step=_step(row.estimate), level=short(100 * level), low=low, high=high, word=word
        )
    return message("trends.change", option=row.label, start=start, end=end, what=what)


def change_notes(
    trend: Trend,
    waves: tuple[TrendPoint, TrendPoint],
    rows: Sequence[Text],
    deff: float,
    changed: Sequence[tuple[str, Text]],
    unlike: Text | None,
    tied: Tied | None,
) -> tuple[Note, ...]:
    """The sentences on the options, then what they rest on. ``changed``: what else differs between the two waves;
    ``unlike``: why they are not comparable, where they are shown all the same."""
    one, two = waves
    when = [wave.dates for wave in waves]
    sizes = [number(wave.n, 0) if wave.n > 0 else message("general.unstated") for wave in waves]
    told = message("trends.change_waves", start=when[0], end=when[1], n_start=sizes[0], n_end=sizes[1])
    found: list[tuple[str, Text]] = [("waves", told)]
    found += [("unlike", message("trends.forced", what=unlike))] if unlike else []
    found += [("change", text) for text in rows]
    shared = tied is not None and tied.shared
    how = [message("trends.how_shared", df=number(tied.df, 0))] if tied is not None and shared else []
    if "microdata" != one.status or "microdata" != two.status:
        how.append(message("trends.how_published", deff=short(deff, 2)))
    if "microdata" in (one.status, two.status) and not shared:
        how.append(message("trends.how_microdata"))
    found.append(
        (
            "method",
            message(
                "trends.change_method_shared" if shared else "trends.change_method", how=joined(how, "; ", once=True)
            ),
        )
    )
    if tied is not None:
        found.append(("independence", tied.text))
    found += [] if unlike else _of_whom(trend, one, two)
    assumed = [text for wave, text in zip(waves, when, strict=True) if wave.n_assumed]
    if assumed:
        found.append(("n", message("trends.n_assumed", waves=joined(assumed, ", ", once=True))))
    if one.series != two.series:
        found.append(("breaks", message("trends.other_series", start=one.series, end=two.series)))
    if changed:
        found.append(
            ("breaks", message("trends.crossed", breaks=joined((text for _, text in changed), "; ", once=True)))
        )
    unsure = _may_be_crossed(trend, one, two)
    if unsure:
        found.append(
            ("breaks", message("trends.may_be_crossed", breaks=joined((step.text for step in unsure), "; ", once=True)))
        )
    unknown = [text for wave, text in zip(waves, when, strict=True) if wave.mode == "unknown"]
    if unknown:
        found.append(("mode", message("trends.modes_unknown", waves=joined(unknown, ", ", once=True))))
    return (*(Note(key, text) for key, text in found), *_of_the_two(trend, one, two))


def _of_the_two(trend: Trend, one: TrendPoint, two: TrendPoint) -> tuple[Note, ...]:
    """What the notes of a trend say of its waves, of these two alone."""
    waves = {wave.name: wave for wave in trend.waves}
    if trend.noted is None or one.study not in waves or two.study not in waves:
        return ()
    keep = ("pollster", "wording", "base", "rebased", "weighting", "sample", "sources")
    return tuple(note for note in trend.noted((waves[one.study], waves[two.study])) if note.key in keep)


def _of_whom(trend: Trend, one: TrendPoint, two: TrendPoint) -> list[tuple[str, Text]]:
    """How many of each base gave no answer: the change of those who did is another figure."""
    waves = {wave.name: wave for wave in trend.waves}
    pair = [waves[point.study] for point in (one, two) if point.study in waves]
    if len(pair) < 2:
        return []
    outside = outside_note(pair)
    return [*_unanswered(pair), *([("outside", outside)] if outside else [])]


def _unanswered(pair: Sequence[Wave]) -> list[tuple[str, Text]]:
    known = [1 - wave.answered for wave in pair]
    if not any(part > 0 for part in known) and not any(o.missing for wave in pair for o in wave.asked.options.values()):
        return []  # nobody could say that he did not know
    if any(wave.base == "" or (wave.base != "valid" and math.isnan(part)) for wave, part in zip(pair, known)):
        return [("unanswered", message("trends.unanswered_unknown"))]
    if all(part < 1e-9 for part in known):
        return [("unanswered", message("trends.of_the_answered"))] if pair[0].base == pair[1].base == "valid" else []
    start, end = (number(100 * max(part, 0.0), 1) for part in known)
    return [("unanswered", message("trends.unanswered", start=start, end=end))]


def _may_be_crossed(trend: Trend, one: TrendPoint, two: TrendPoint) -> list[Break]:
    """Changes of mode about the time of two waves of a line, one of which does not state its mode."""
    if one.series != two.series or "unknown" not in (one.mode, two.mode):
        return []
    line = list(dict.fromkeys(point.study for point in trend.points if point.series == one.series and point.date))
    if one.study not in line or two.study not in line:
        return []
    first, last = sorted((line.index(one.study), line.index(two.study)))
    return [
        step
        for step in trend.breaks
        if "mode" in step.what
        and step.after in line
        and step.before in line
        and line.index(step.after) < last
        and line.index(step.before) > first
    ]


def _step(change: float) -> Text:
    if round(100 * change, 1) == 0:
        return message("trends.same")
    return message("trends.up" if change > 0 else "trends.down", value=number(100 * abs(change), 1))


def _limits(limits: Limits) -> Text:
    low, high = limits.low, limits.high
    points = {"low": short(100 * low), "high": short(100 * high)}
    if math.isnan(low) or math.isnan(high) or (limits.open_low and limits.open_high):
        return message("trends.not_computable")
    if limits.open_low:
        return message("trends.down_least" if high <= 0 else "trends.up_most", value=short(100 * abs(high)))
    if limits.open_high:
        return message("trends.up_least" if low >= 0 else "trends.down_most", value=short(100 * abs(low)))
    if low >= 0:
        return message("trends.up_span", **points)
    if high <= 0:
        return message("trends.down_span", low=short(-100 * high), high=short(-100 * low))
    return message("trends.either_span", **points)


def _word(row: ChangeRow, deff: float, microdata: bool) -> Text:
    """Beyond or within sampling error, and at which design effect that would be otherwise; not certain where the
    rounding of the figures decides."""
    if row.beyond is None:
        low, high = sorted((abs(row.least), abs(row.most))) if row.least * row.most > 0 else (row.least, row.most)
        return message("trends.uncertain", low=number(100 * low, 1), high=number(100 * high, 1))
    word = message("trends.beyond" if row.beyond else "trends.within")
    edge = short(row.deff_limit, 1 if row.deff_limit >= 1.2 else 2)
    if row.beyond:
        return message("trends.until_variance" if microdata else "trends.until_deff", word=word, deff=edge)
    if not microdata and 1 < row.deff_limit <= deff:
        return message("trends.below_deff", word=word, deff=edge)
    return word


def _without_n(row: ChangeRow, one: TrendPoint, two: TrendPoint, deff: float, level: float) -> Text:
    """The change, and how many respondents would make it larger than its sampling error."""
    missing = [point for point in (one, two) if not point.n > 0]
    if not missing:
        return _step(row.estimate)
    word = message(
        "trends.no_n", step=_step(row.estimate), waves=joined((point.dates for point in missing), ", ", once=True)
    )
    if row.estimate == 0:
        return word
    largest = (row.estimate / normal_quantile(level)) ** 2  # the variance at which the interval just reaches 0
    spread = sum(deff * point.estimate * (1 - point.estimate) for point in missing)
    sized = [point for point in (one, two) if point.n > 0]
    known = sum(point.std_error**2 * (1.0 if point.status == "microdata" else deff) for point in sized)
    if largest <= known:
        return message("trends.needed_never", word=word)
    needed = number(math.floor(spread / (largest - known)), 0)
    return message("trends.needed_each" if len(missing) == 2 else "trends.needed_one", word=word, n=needed)
