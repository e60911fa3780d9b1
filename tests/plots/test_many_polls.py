"""Many polls of many pollsters in one picture, like those before an Australian election (pscl, 239 polls, 5 houses)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from survey.definitions.comparing.match import Match
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.plots.sheet.page import Picture
from survey.plots.timeline.heads import printed_point
from survey.plots.timeline.lines import names_of
from survey.plots.timeline.many import many
from survey.plots.trend import trend_plot
from survey.trends.series import Trend, TrendPoint
from survey.trends.waves import Wave
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract

Look = Callable[[Picture], list[str]]
PIXELS = 96 / 25.4  # CSS pixels in a millimetre
PARTIES = {"labor": 0.38, "coalition": 0.45, "greens": 0.07, "other": 0.10}


def polls(count: int, houses: int, options: dict[str, float], together: bool = False) -> Trend:
    """``count`` polls of ``houses`` pollsters over three years, drawn with a fixed seed; ``together``: of one series,
    as the rows of a table are, and in two modes."""
    random = np.random.default_rng(7)
    names = {f"h{place:02d}": f"House of Opinion {place + 1} (Sydney)" for place in range(houses)}
    points, waves = [], []
    for at in range(count):
        line = f"h{int(random.integers(houses)):02d}"
        day = date(2004, 10, 9) + timedelta(days=int(at * 1140 / count))
        for option, share in options.items():
            estimate = round(float(share + 0.02 * random.normal()), 3)
            point = TrendPoint(
                study=f"p{at}", date=day.isoformat(), when=day.isoformat(), option=option, estimate=max(estimate, 0.0),
                std_error=0.015, conf_low=estimate - 0.03, conf_high=estimate + 0.03, deff=1.0, n=1000.0,
                n_weighted=np.nan, n_eff=1000.0, df=np.nan, mode="online" if together and at % 3 else "phone",
                series="all" if together else line,
                dates={"und": day.isoformat()},
            )  # fmt: skip
            points.append(point)
        study = Study.model_validate({"study": f"p{at}", "series": points[-1].series, "pollster": names[line]})
        asked = Question.model_validate({"question": "vote", "options": {name: None for name in options}})
        waves.append(Wave(study, asked, Match(True), (), {}, {}))
    labels: dict[str, Any] = {name: {"en": name.capitalize()} for name in options}
    points.sort(key=lambda point: (point.series, point.date))
    series = tuple(sorted({point.series for point in points}))
    return Trend("vote", {"en": "Vote"}, series, tuple(options), labels, tuple(points), (), (), (), waves=tuple(waves))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "houses"), [(239, 5), (300, 16)])
def test_hundreds_of_polls_are_one_readable_picture_of_limited_height(
    count: int, houses: int, language: str, look: Look
) -> None:
    figure = trend_plot(polls(count, houses, PARTIES), language)
    assert look(figure) == []
    assert figure.get_figheight() * 25.4 * PIXELS <= 1200
    assert len(figure.axes) == len(PARTIES)


def test_pollsters_are_named_and_ids_are_not() -> None:
    figure = trend_plot(polls(239, 5, PARTIES))
    said = " ".join(text.get_text() for text in figure.texts)
    assert all(f"House of Opinion {place}" in said for place in range(1, 6))
    assert "h00" not in said and "p17" not in said


def test_sixteen_houses_differ_in_colour_or_mark() -> None:
    trend = polls(300, 16, PARTIES)
    figure = many(trend)
    looks = {
        (line.get_marker(), line.get_color(), line.get_markeredgecolor())
        for axes in figure.axes
        for line in axes.lines
        if str(line.get_gid()).startswith("point-")
    }
    assert len(looks) == 16


def test_every_poll_is_drawn_at_its_day_and_share_and_the_last_is_named() -> None:
    trend = polls(239, 5, PARTIES)
    figure = trend_plot(trend)
    texts = [text.get_text() for text in figure.texts]
    for place, option in enumerate(PARTIES):
        drawn = [
            (round(day), share)
            for line in figure.axes[place].lines
            if line.get_gid() == f"point-{option}"
            for day, share in zip(line.get_xdata(), line.get_ydata(), strict=True)
        ]
        own = [point for point in trend.points if point.option == option]
        assert sorted(drawn) == sorted((date.fromisoformat(one.date).toordinal(), one.estimate) for one in own)
        last = max(own, key=lambda one: one.date)
        told = f"{option.capitalize()}: {printed_point(last, 'en')} ({names_of(trend)[last.series]}, {last.date})"
        assert told in " ".join(texts)
    assert len([row for row in figure.shown if "estimate" in row]) == len(trend.points)


def test_twelve_options_still_keep_the_height() -> None:
    figure = trend_plot(polls(100, 3, {f"party {place}": 0.08 for place in range(12)}))
    assert figure.get_figheight() * 25.4 * PIXELS <= 1200


def test_pollsters_of_one_name_are_told_apart_by_their_series() -> None:
    trend = polls(10, 2, PARTIES)
    same = tuple(
        Wave(wave.study.model_copy(update={"pollster": {"en": "One"}}), wave.asked, wave.match, (), {}, {})
        for wave in trend.waves
    )
    object.__setattr__(trend, "waves", same)
    assert set(names_of(trend).values()) == {"One (h00)", "One (h01)"}


@pytest.mark.parametrize("houses", [5, 16, 40])
def test_pollsters_of_one_series_have_colours_and_modes_forms(houses: int, look: Look) -> None:
    """As the rows of a table of polls are: each pollster by its own name and colour, no series' in the titles."""
    figure = trend_plot(polls(239, houses, PARTIES, together=True))
    assert look(figure) == [] and figure.get_figheight() * 25.4 * PIXELS <= 1200
    said = [text.get_text() for text in figure.texts]
    named = [text for text in said if re.fullmatch(r"House of Opinion \d+", text)]
    assert len(named) == (houses if houses <= 16 else 15)
    assert (f"others ({houses - 15})" in said) is (houses > 16)
    assert {"phone", "online"} <= set(said) and not any("all" == text or "h00" in text for text in said)
    marks = [one for axes in figure.axes[:1] for one in axes.lines if one.get_gid() == "point-labor"]
    assert len({one.get_marker() for one in marks}) == 2
    assert len({(one.get_color(), one.get_markeredgecolor()) for one in marks}) == min(houses, 16)
    assert sum(len(one.get_xdata()) for one in marks) == 239
    assert not any(one.get_gid() == "line-labor" for one in figure.axes[0].lines)
