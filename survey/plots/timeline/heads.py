"""What is written around the picture of a trend, and the figures it shows."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from survey.definitions.bounds import bound_side, bound_sign
from survey.plots.sheet.heads import Heads
from survey.plots.table_heads import picture_heads
from survey.plots.timeline.lines import has_inside, names_of
from survey.trends.series import Break, Trend, TrendPoint
from survey.wording.figures import percent
from survey.wording.message import message, word
from survey.words import say

REASON = 40.0  # mm, width of what is said over a break


def trend_heads(
    trend: Trend, dated: list[TrendPoint], marks: list[tuple[str, Break]], language: str, own: Sequence[str] = ()
) -> Heads:
    """Title, and below the picture what its marks mean and the notes that it does not show itself; ``own``: in place of
    what the marks of a picture with intervals mean."""
    limits = [point for point in dated if bound_side(point.bound)]
    points = [point for point in dated if not bound_side(point.bound)]
    with_interval = [point for point in points if math.isfinite(point.conf_low)]
    undated = dict.fromkeys(say(point.dates, language) for point in trend.points if not point.date)
    inside = any(has_inside(trend, series, step) for series, step in marks)
    sayings = (
        (message("plots.bound"), limits),
        (message("plots.assumed"), any(point.n_assumed for point in with_interval)),
        (message("plots.interval"), with_interval),
        (message("plots.no_interval"), points and not with_interval),
        (message("plots.some_without_interval"), 0 < len(with_interval) < len(points)),
        (message("plots.breaks"), marks),
        (message("plots.break_band"), inside),
        (message("plots.year_only"), any(years_of(point) for point in dated)),
    )
    told = list(own) or [saying[language] for saying, applies in sayings if applies]
    if undated:
        told.append(word("plots.undated", language, names=", ".join(undated)))
    made = picture_heads(say(trend.title, language, trend.question), trend.notes, (), told, language)
    return replace(made, facts=made.facts or tuple(names_of(trend, language).values()), synthetic=trend.synthetic)


def shown_trend(trend: Trend, language: str) -> tuple[dict[str, Any], ...]:
    """The figures that are drawn, undated ones too (they are named), then the breaks."""
    rows: list[dict[str, Any]] = []
    for point in trend.points:
        label = say(trend.option_labels.get(point.option), language, point.option)
        rows.append(
            {
                **{name: getattr(point, name) for name in ("study", "series", "date", "option")},
                "label": f"{say(point.dates, language)}, {label}",
                **{name: getattr(point, name) for name in ("estimate", "conf_low", "conf_high", "n", "n_assumed")},
                "bound": point.bound,
                "mode": point.mode,
                "printed": printed_point(point, language) if math.isfinite(point.estimate) else point.note,
            }
        )
    dates = {point.study: say(point.dates, language) for point in trend.points}
    for step in trend.breaks:
        label = " / ".join(dates.get(name, name) for name in (step.after, step.before))
        rows.append({"break": list(step.what), "date": step.date, "label": label, "printed": say(step.text, language)})
    return tuple(rows)


def printed_point(point: TrendPoint, language: str) -> str:
    """A figure as the picture prints it: whole percent where it was published so."""
    share = 100 * point.estimate
    whole = point.status != "microdata" and abs(share - round(share)) < 1e-9
    return bound_sign(point.bound) + percent(point.estimate, 0 if whole else 1)[language]


def years_of(point: TrendPoint) -> tuple[int, int] | None:
    """First and last year of a wave of which no more is known."""
    found = re.fullmatch(r"(\d{4})(?: - (\d{4}))?", point.when)
    return (int(found[1]), int(found[2] or found[1])) if found else None
