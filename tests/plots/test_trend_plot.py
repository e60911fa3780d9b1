"""The picture of a trend: what is drawn, what is not joined, and that it can be read."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes

from survey.definitions.records.library import Library
from survey.plots.sheet.label_column import spread
from survey.plots.sheet.page import Picture
from survey.plots.sheet.palettes import LINES
from survey.plots.sheet.style import NOTE, WIDTH, style
from survey.plots.timeline.lines import segments
from survey.plots.trend import trend_plot
from survey.trends.series import Break, Trend, TrendPoint
from survey.trends.trend import trend
from survey.wording.message import word
from survey.words import LANGUAGES

Look = Callable[[Picture], list[str]]


@pytest.fixture(scope="module")
def baw(library: Library) -> Trend:
    return trend("alliance_preference", library, series=("baw",), open_sample=lambda name: None)


@pytest.fixture(scope="module")
def iiseps(library: Library) -> Trend:
    return trend("alliance_preference", library, series=("iiseps",), open_sample=lambda name: None)


def plot_of(figure: Picture) -> Axes:
    (axes,) = figure.axes
    return axes


def lines_of(figure: Picture, gid: str = "") -> list[Any]:
    """All pieces of line with a name that begins so."""
    return [line for line in plot_of(figure).lines if (line.get_gid() or "").startswith(gid)]


def marks(figure: Picture, gid: str) -> list[tuple[float, float]]:
    """Places of all marks with a name that begins so."""
    return [(float(x), float(y)) for line in lines_of(figure, gid) for x, y in zip(*line.get_data(), strict=True)]


def point(study: str, day: str, share: float, option: str = "yes", **more: Any) -> TrendPoint:
    known: dict[str, Any] = {
        "when": day, "conf_low": share - 0.03, "conf_high": share + 0.03, "std_error": 0.015, "deff": 1.0, "n": 1000,
        "n_weighted": math.nan, "n_eff": 1000, "df": math.nan, "mode": "phone", "series": "s",
    }  # fmt: skip
    return TrendPoint(study=study, date=day, option=option, estimate=share, **{**known, **more})


def trend_of(*points: TrendPoint, breaks: tuple[Break, ...] = (), **more: Any) -> Trend:
    options = tuple(dict.fromkeys(point.option for point in points))
    labels: dict[str, Any] = {name: {language: name for language in LANGUAGES} for name in options}
    known: dict[str, Any] = {"unlike": (), "notes": ()}
    series = tuple(dict.fromkeys(point.series for point in points))
    return Trend("q", {"en": "A question"}, series, options, labels, points, breaks, **{**known, **more})


@pytest.mark.contract
def test_every_dated_figure_is_drawn_at_its_day_and_height(baw: Trend) -> None:
    figure = trend_plot(baw)
    drawn = marks(figure, "point-") + marks(figure, "bound-")
    wanted = [(date.fromisoformat(one.date).toordinal(), one.estimate) for one in baw.points]
    assert len(drawn) == len(wanted) == 23
    for day, share in wanted:
        # options of one wave are set a little apart
        assert any(abs(x - day) < 25 and y == pytest.approx(share) for x, y in drawn)


@pytest.mark.contract
def test_limits_are_open_marks_with_an_arrow_and_no_interval(baw: Trend) -> None:
    figure = trend_plot(baw)
    limits = [one for one in baw.points if one.bound not in ("", "about")]
    open_marks = lines_of(figure, "bound-")
    assert len(open_marks) == len(limits) == 4
    assert {line.get_markerfacecolor() for line in open_marks} == {"#FFFFFF"}
    arrows = [mark for mark in plot_of(figure).texts if getattr(mark, "arrow_patch", None) is not None]
    assert len(arrows) == 4
    joined = [one for option in baw.options for run in segments(baw, "baw", option) for one in run]
    assert not set(map(repr, joined)) & set(map(repr, limits))
    assert len(joined) == len(baw.points) - len(limits)
    assert len(lines_of(figure, "interval-")) == sum(math.isfinite(one.conf_low) for one in baw.points)
    assert word("plots.bound", "en") in figure.heads.footer[0]


@pytest.mark.contract
def test_no_line_crosses_the_break_of_2019_2020(baw: Trend) -> None:
    for option in baw.options:
        for run in segments(baw, "baw", option):
            studies = [one.study for one in run]
            assert not {"baw_2019_12", "baw_2020_09"} <= set(studies)
            assert not {"baw_2020_09", "baw_2020_11"} <= set(studies)
    assert [one.study for one in segments(baw, "baw", "russia")[-3]][-1] == "baw_2019_12"
    figure = trend_plot(baw)
    dashed = [line for line in lines_of(figure) if line.get_linestyle() == "--" and len(set(line.get_xdata())) == 1]
    days = [date.fromordinal(round(line.get_xdata()[0])).isoformat() for line in dashed]
    assert days == [step.date for step in baw.breaks]
    said = {words.get_text() for words in figure.texts}
    assert {"face-to-face → phone", "answers: 2 → 4 (added up)", "answers: 4 (added up) → 2"} <= said
    assert word("plots.break_band", "en") in figure.heads.footer[0]


@pytest.mark.derivation
def test_lines_join_neighbours_and_stop_at_breaks_and_limits() -> None:
    days = [f"20{year}-06-01" for year in range(10, 18)]
    points = [point(f"w{at}", day, 0.4) for at, day in enumerate(days)]
    points[2] = replace(points[2], bound="more than")
    steps = (Break("w4", "w5", "2014-12-01", ("wording",), {"en": "other wording"}),)
    runs = segments(trend_of(*points, breaks=steps), "s", "yes")
    assert [[one.study for one in run] for run in runs] == [["w0", "w1"], ["w3", "w4"], ["w5", "w6", "w7"]]
    # a wave without a figure for the option is passed over; two series are never joined
    other = [point("v0", "2011-01-01", 0.5, series="t"), point("v1", "2012-01-01", 0.5, "no", series="t")]
    runs = segments(trend_of(points[0], points[3], *other), "s", "yes")
    assert [[one.study for one in run] for run in runs] == [["w0", "w3"]]


@pytest.mark.contract
def test_an_assumed_n_makes_pale_intervals(iiseps: Trend) -> None:
    figure = trend_plot(iiseps)
    lines = lines_of(figure, "interval-")
    known = [one for one in iiseps.points if one.date and not one.n_assumed]
    assert sum(line.get_alpha() == 1.0 for line in lines) == len(known) == 5
    assert {line.get_alpha() for line in lines} == {0.4, 1.0}
    assert word("plots.assumed", "en") in figure.heads.footer[0]
    assert "September, year not stated (2009 or 2010)" in figure.heads.footer[0]


@pytest.mark.contract
def test_a_wave_known_by_its_year_has_a_level_bar_over_the_year(baw: Trend) -> None:
    figure = trend_plot(baw)
    year = [date(2016, 1, 1).toordinal(), date(2016, 12, 31).toordinal()]
    bars = [line.get_ydata()[0] for line in lines_of(figure) if list(line.get_xdata()) == year]
    assert bars == [0.65, 0.2]
    assert word("plots.year_only", "en") in figure.heads.footer[0]


@pytest.mark.contract
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["baw", "iiseps"])
def test_every_letter_is_in_the_font_and_nothing_leaves_the_sheet_or_lies_on_other_letters(
    name: str, language: str, request: pytest.FixtureRequest, look: Look
) -> None:
    figure = trend_plot(request.getfixturevalue(name), language=language)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a letter that the font lacks
        assert look(figure) == []
    assert figure.get_figwidth() * 25.4 == pytest.approx(WIDTH)
    assert min(float(words.get_fontsize()) for words in figure.texts) >= NOTE
    assert figure.heads.title == {"en": "Alliance with Russia or the EU", "ru": "Союз с Россией или ЕС",
                                  "be": "Саюз з Расіяй ці ЕС"}[language]  # fmt: skip


@pytest.mark.contract
def test_the_reasons_over_breaks_do_not_cover_each_other(look: Look) -> None:
    points = [point(f"w{at}", f"2010-{at + 1:02d}-01", 0.4) for at in range(12)]
    steps = tuple(
        Break(f"w{at}", f"w{at + 1}", f"2010-{at + 1:02d}-15", ("mode",), {"en": f"number {at} → number {at + 1}"})
        for at in range(11)
    )
    figure = trend_plot(trend_of(*points, breaks=steps))
    assert sum("→" in words.get_text() for words in figure.texts) == 11 and look(figure) == []


@pytest.mark.contract
def test_fifteen_options_of_nearly_one_size_have_labels_apart(look: Look) -> None:
    points = [point("w", "2020-01-01", 0.05 + at / 1000, f"an option with a long name, the {at}th") for at in range(15)]
    assert look(trend_plot(trend_of(*points))) == []


@pytest.mark.contract
def test_options_differ_in_colour_and_in_mark() -> None:
    points = [point("w", "2020-01-01", share / 20, f"option {share}") for share in range(1, 9)]
    figure = trend_plot(trend_of(*points, missing=("option 8",)))
    lines = lines_of(figure, "point-")
    assert len({line.get_marker() for line in lines}) == len({line.get_color() for line in lines}) == 8
    assert {line.get_color() for line in lines} - {lines[-1].get_color()} <= set(LINES)


@pytest.mark.contract
def test_the_data_drawn_are_kept_with_the_picture(baw: Trend) -> None:
    figure = trend_plot(baw, language="ru")
    figures = [row for row in figure.shown if "estimate" in row]
    assert len(figures) == len(baw.points) and len(figure.shown) == len(baw.points) + len(baw.breaks)
    assert figures[0]["printed"] == ">60" and figures[0]["bound"] == "more than"
    assert {row["label"] for row in figures} >= {"5-8 ноя 2020, Союз с Россией"}
    assert all(isinstance(row["printed"], str) for row in figure.shown)


@pytest.mark.contract
def test_several_series_have_lines_of_their_own_and_a_key(library: Library, look: Look) -> None:
    both = trend("alliance_preference", library, series=("baw", "iiseps"), open_sample=lambda name: None)
    figure = trend_plot(both)
    said = {words.get_text() for words in figure.texts}
    assert look(figure) == []
    pollsters = {"Belarusian Analytical Workshop", "Independent Institute of Socio-Economic and Political Studies"}
    assert pollsters <= said and not {"baw", "iiseps"} & said
    assert any("face-to-face → phone" in text for text in said)
    assert len({str(line.get_linestyle()) + str(line._dash_pattern) for line in lines_of(figure, "line-eu")}) == 2


@pytest.mark.contract
def test_a_long_reason_is_named_over_its_mark() -> None:
    text_of = {"en": "population: " + "adults of one kind " * 6 + "→ " + "adults of another kind " * 6}
    steps = (Break("a", "b", "2020-06-01", ("population",), text_of),)
    figure = trend_plot(trend_of(point("a", "2020-01-01", 0.4), point("b", "2021-01-01", 0.4), breaks=steps))
    assert word("plots.break_population", "en") in {words.get_text() for words in figure.texts}


@pytest.mark.contract
@pytest.mark.parametrize("points", [(), (point("a", "", 0.4),), (point("a", "2020-01-01", math.nan),)])
def test_a_trend_without_a_dated_figure_is_still_a_picture(points: tuple[TrendPoint, ...]) -> None:
    figure = trend_plot(trend_of(*points, synthetic=True))
    assert not figure.axes and figure.heads.synthetic
    assert word("plots.left_out", "en") in {words.get_text() for words in figure.texts}
    assert word("plots.synthetic", "en") in {words.get_text() for words in figure.texts}


@pytest.mark.contract
@pytest.mark.parametrize("share", [0.0, 0.002, 1.0])
def test_one_wave_and_shares_at_the_ends_are_drawn(share: float) -> None:
    figure = trend_plot(trend_of(point("a", "2020-01-01", share, conf_low=max(share - 0.01, 0), conf_high=share)))
    low, high = plot_of(figure).get_ylim()
    assert low <= share <= high and plot_of(figure).get_xticklabels()


@pytest.mark.property
@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 60), st.floats(2, 9)), max_size=12))
def test_labels_do_not_meet_keep_their_order_and_stay_inside(wanted: list[tuple[float, float]]) -> None:
    places, heights = [place for place, _ in wanted], [height for _, height in wanted]
    found = spread(places, heights, 60)
    order = sorted(range(len(places)), key=lambda at: (places[at], at))
    for above, below in zip(order, order[1:], strict=False):
        assert found[above] + heights[above] / 2 <= found[below] - heights[below] / 2 + 1e-9
    room = max(60, sum(heights))
    assert all(-1e-9 <= y - h / 2 and y + h / 2 <= room + 1e-9 for y, h in zip(found, heights, strict=True))


@pytest.mark.property
def test_the_same_trend_gives_the_same_picture(baw: Trend) -> None:
    drawn = []
    for _ in range(2):
        kept = io.BytesIO()
        with style():
            trend_plot(baw).savefig(kept, format="svg", metadata={"Date": None})
        drawn.append(kept.getvalue())
    assert drawn[0] == drawn[1]


@pytest.mark.contract
def test_an_older_last_figure_names_its_date_and_no_line_runs_on_to_the_last_wave() -> None:
    waves = (("a", "2019-12-15", 0.3), ("b", "2020-11-05", 0.4))
    asked = [point(name, day, share) for name, day, share in waves]
    older = [point("z", "2019-06-01", 0.25, "hard"), point("a", "2019-12-15", 0.2, "hard")]
    figure = trend_plot(trend_of(older[0], *asked, older[1]))
    written = " ".join(text.get_text() for text in figure.texts)
    assert "hard 20, 2019-12-15" in written and "yes 40" in written and "yes 40," not in written
    last = max(x for x, _ in marks(figure, "point-hard"))
    assert all(max(line.get_xdata()) <= last for line in lines_of(figure, "line-hard"))
    assert lines_of(figure, "line-hard") and max(x for x, _ in marks(figure, "point-yes")) > last
