"""Bars of one question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

from survey.plots.bars import bars
from survey.plots.sheet.page import Picture
from survey.plots.sheet.style import NET, OPTION, PAPER, option_colours
from survey.tables.table import Table

pytestmark = pytest.mark.contract

Make = Callable[..., Table]
Look = Callable[[Picture], list[str]]


def rectangles(figure: Picture) -> list[Rectangle]:
    return [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]


@pytest.mark.property
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0, 1) | st.just(0.0) | st.just(1.0) | st.just(float("nan")), min_size=1, max_size=16))
def test_bars_are_as_long_as_the_shares_of_the_table(table: Make, shares: list[float]) -> None:
    made = table(shares)
    figure = bars(made)
    finite = [share for share in shares if np.isfinite(share)]
    assert [bar.get_width() for bar in rectangles(figure)] == finite
    np.testing.assert_array_equal([row["estimate"] for row in figure.shown], made.estimate[:, 0])
    np.testing.assert_array_equal([row["conf_low"] for row in figure.shown], made.conf_low[:, 0])
    np.testing.assert_array_equal([row["conf_high"] for row in figure.shown], made.conf_high[:, 0])
    low, high = figure.axes[0].get_xlim()
    assert low <= 0 and all(share <= high for share in finite)


def test_intervals_are_drawn_where_the_table_has_them(topline: Table) -> None:
    ends = {tuple(line.get_xdata()) for line in bars(topline).axes[0].lines}
    for place in range(6):
        assert (topline.conf_low[place, 0], topline.conf_high[place, 0]) in ends


def test_missing_is_grey_and_nets_have_their_own_colour(topline: Table) -> None:
    figure = bars(topline)
    from matplotlib.colors import to_hex

    colours = [to_hex(bar.get_facecolor()).upper() for bar in rectangles(figure)]
    greys = [fill for fill, _ in option_colours(["missing", "missing"])]
    assert colours == [OPTION] * 3 + greys + [NET]
    hatches = [bar.get_hatch() or "" for bar in rectangles(figure)]
    assert hatches[3] != hatches[4]


def test_a_net_stands_apart_from_what_it_sums(topline: Table) -> None:
    middles = [bar.get_y() + bar.get_height() / 2 for bar in rectangles(bars(topline))]
    steps = np.diff(middles)
    assert steps[4] > steps[3] + 1


def test_a_mean_is_written_and_not_drawn(topline: Table) -> None:
    figure = bars(topline)
    assert len(rectangles(figure)) == 6
    assert "Mean: 3.24 (3.21–3.27)" in [text.get_text() for text in figure.texts]
    assert figure.axes[0].get_xlim()[1] <= 1


def test_a_table_of_a_mean_alone_is_written(table: Make, look: Look) -> None:
    figure = bars(table([3.5], ["mean"]))
    assert figure.axes == []
    assert look(figure) == []


def test_a_limit_is_an_open_bar_with_an_arrow_and_no_interval(published: Table) -> None:
    from matplotlib.colors import to_hex

    figure = bars(published)
    opened = [to_hex(bar.get_facecolor()).upper() == PAPER for bar in rectangles(figure)]
    assert opened == [True, False, True, False]
    assert [row["printed"] for row in figure.shown] == [">60", "≈25", "≤5", "0.8", "–"]
    arrows = [text for text in figure.axes[0].texts if getattr(text, "arrow_patch", None) is not None]
    up, down = [(arrow.xy[0] - arrow.xyann[0]) for arrow in arrows]
    assert up > 0 > down
    assert figure.axes[0].get_xlim()[1] >= arrows[0].xy[0]
    assert "only a limit was published" in figure.heads.footer[0]


def test_an_interval_around_a_limit_is_not_drawn(published: Table) -> None:
    odd = replace(published, conf_low=published.estimate - 0.02, conf_high=published.estimate + 0.02)
    shown = bars(odd).shown
    assert np.isnan([shown[0]["conf_low"], shown[2]["conf_high"]]).all()
    assert shown[1]["conf_low"] == pytest.approx(0.23)


def test_figures_without_n_have_no_interval_and_it_is_said(published: Table) -> None:
    figure = bars(published)
    assert "No interval: the number of respondents is not known." in figure.heads.footer[0]
    assert "No interval: the number of respondents is not known." in " ".join(figure.written)


def test_intervals_that_only_some_figures_have_are_said(table: Make) -> None:
    made = table([0.4, 0.6])
    made.conf_low[1], made.conf_high[1] = np.nan, np.nan
    assert "Figures without a thin line have no interval." in bars(made).heads.footer[0]


def test_published_figures_keep_their_decimals(published: Table) -> None:
    figure = bars(replace(published, bound=(), estimate=np.array([[0.618], [0.29], [0.0725], [0.01], [np.nan]])), "ru")
    assert [row["printed"] for row in figure.shown] == ["61,8", "29", "7,25", "1", "–"]


def test_a_small_share_is_not_printed_as_nothing_nor_a_large_one_as_all(table: Make) -> None:
    shown = bars(table([0.0, 0.0002, 0.9998, 1.0])).shown
    assert [row["printed"] for row in shown] == ["0.0", "<0.1", ">99.9", "100.0"]


def test_many_long_labels_wrap_and_stay_on_the_page(table: Make, look: Look) -> None:
    labels = [f"Адказ нумар {place}, доўгі, пра цэны і заробкі, пенсіі ды ўсё астатняе ў краіне" for place in range(15)]
    figure = bars(table(np.full(15, 1 / 15), labels))
    assert look(figure) == []
    assert labels[0] not in [text.get_text() for text in figure.texts]
    assert len(rectangles(figure)) == 15


def test_an_interval_beyond_nothing_and_all_stays_on_the_page(table: Make, look: Look) -> None:
    made = table([0.01, 0.99])
    figure = bars(replace(made, conf_low=made.estimate - 0.05, conf_high=made.estimate + 0.05))  # Wald is not cut
    low, high = figure.axes[0].get_xlim()
    assert low <= -0.04 and high >= 1.04
    assert look(figure) == []


def test_a_dollar_sign_is_a_dollar_sign(table: Make, look: Look) -> None:
    figure = bars(table([0.5, 0.5], ["from $100 to $200", "a_b^c \\frac"]))
    assert look(figure) == []
    assert "from $100 to $200" in [text.get_text() for text in figure.texts]
