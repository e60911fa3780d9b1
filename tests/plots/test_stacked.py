"""Stacked bars of a crosstab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

from survey.errors import SurveyError
from survey.plots.sheet.page import Picture
from survey.plots.stacked import stacked
from survey.tables.table import Column, Table

pytestmark = pytest.mark.contract

Make = Callable[..., Table]
Look = Callable[[Picture], list[str]]


def rectangles(figure: Picture) -> list[Rectangle]:
    return [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]


def columns(count: int) -> list[Column]:
    return [Column(f"c{place}", {"und": f"Column {place}"}, "g" if place else "", n=100.0) for place in range(count)]


@pytest.mark.property
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(0, 50), min_size=4, max_size=4), min_size=1, max_size=5))
def test_segments_are_the_shares_end_to_end(table: Make, counts: list[list[int]]) -> None:
    shares = np.array([[*column, 1] for column in counts], dtype=float).T
    shares /= shares.sum(axis=0)
    figure = stacked(table(shares, columns=columns(len(counts))))
    drawn = rectangles(figure)
    np.testing.assert_allclose([bar.get_width() for bar in drawn], shares.T.ravel(), atol=1e-12)
    starts = np.vstack([np.zeros(len(counts)), np.cumsum(shares, axis=0)[:-1]]).T.ravel()
    np.testing.assert_allclose([bar.get_x() for bar in drawn], starts, atol=1e-12)
    assert [row["estimate"] for row in figure.shown] == list(shares.T.ravel())


def test_nets_and_means_are_not_stacked(crosstab: Table) -> None:
    figure = stacked(crosstab)
    assert {row["option"] for row in figure.shown} == {row.id for row in crosstab.stub[:5]}
    assert len(rectangles(figure)) == 5 * len(crosstab.columns)


def test_the_total_comes_first_and_groups_have_their_heads(crosstab: Table) -> None:
    figure = stacked(crosstab, "be")
    written = sorted(((text.get_position()[1], text.get_text()) for text in figure.texts), reverse=True)
    order = [words for _, words in written if words in ("Усе", "Пол", "Узрост", "Вобласць")]
    assert order == ["Усе", "Пол", "Узрост", "Вобласць"]


def test_n_and_the_widest_half_interval_stand_beside_each_bar(crosstab: Table) -> None:
    figure = stacked(crosstab, "ru")
    words = [text.get_text() for text in figure.texts]
    assert "1\u00a0000" in words
    assert words.count("3,0") == len(crosstab.columns)
    assert "± — половина самого широкого доверительного интервала" in figure.heads.footer[0]


def test_figures_are_printed_where_they_fit_only(table: Make, look: Look) -> None:
    figure = stacked(table([0.004, 0.496, 0.02, 0.48]))
    assert [text.get_text() for text in figure.axes[0].texts] == ["50", "48"]
    assert look(figure) == []


def test_a_small_base_has_its_asterisk(crosstab: Table) -> None:
    figure = stacked(crosstab)
    assert "18–29*" in [text.get_text() for text in figure.texts]
    assert "* Few respondents: read with care." in figure.heads.footer[0]


def test_nothing_all_and_no_figure_are_drawn_as_such(table: Make, look: Look) -> None:
    shares = np.array([[0.0, 1.0, np.nan], [1.0, 0.0, np.nan]])
    figure = stacked(table(shares, columns=columns(3)))
    assert [bar.get_width() for bar in rectangles(figure)] == [0.0, 1.0, 1.0, 0.0]
    assert [text.get_text() for text in figure.axes[0].texts] == ["100", "100", "–"]
    assert look(figure) == []


def test_a_row_without_any_figure_is_left_out(table: Make) -> None:
    figure = stacked(table(np.array([[0.4], [0.6], [np.nan]]), ["positive", "negative", "refused"]))
    assert "Refused" not in [text.get_text() for text in figure.texts]


def test_fifteen_options_with_long_labels_stay_on_the_page(table: Make, look: Look) -> None:
    tail = "длинный, о ценах и зарплатах, пенсиях и обо всём прочем в стране"
    labels = [f"Ответ номер {place}: {tail}" for place in range(15)]
    figure = stacked(table(np.full((15, 2), 1 / 15), labels, columns(2)))
    assert look(figure) == []
    looks = {(bar.get_facecolor(), bar.get_hatch()) for bar in rectangles(figure)}
    assert len(looks) == 15


def test_what_was_not_published_is_an_open_segment(published: Table) -> None:
    figure = stacked(replace(published, bound=()))
    assert "Not published" in [text.get_text() for text in figure.texts]
    last = rectangles(figure)[-1]
    assert last.get_x() + last.get_width() == pytest.approx(1)
    assert last.get_width() == pytest.approx(1 - 0.908)


def test_limits_are_hatched_and_it_is_said(published: Table) -> None:
    figure = stacked(published)
    assert [bool(bar.get_hatch()) for bar in rectangles(figure)][:4] == [True, False, True, False]
    assert "Hatched: only a limit was published." in figure.heads.footer[0]


def test_rounded_shares_beyond_one_hundred_are_stacked_and_said(table: Make) -> None:
    figure = stacked(table([0.511, 0.516]))
    assert "Printed shares make 102.7%." in figure.heads.footer[0]
    assert figure.axes[0].get_xlim()[1] == pytest.approx(1.027)


def test_shares_of_several_answers_are_not_stacked(table: Make, look: Look) -> None:
    figure = stacked(table([[0.6, 0.5], [0.4, 0.45], [0.3, 0.2]], columns=columns(2)))
    assert rectangles(figure) == []
    assert "not stacked" in figure.heads.footer[0]
    assert [line.get_xdata()[0] for line in figure.axes[0].lines] == [0.6, 0.4, 0.3, 0.5, 0.45, 0.2]
    assert look(figure) == []


def test_a_number_without_ranges_is_drawn_by_its_mean(table: Make) -> None:
    figure = stacked(table([[1.0, 1.0], [3.4, 3.6]], ["positive", "mean"], columns(2)))
    assert [row["estimate"] for row in figure.shown] == [3.4, 3.6]


def test_row_percents_cannot_be_stacked(crosstab: Table) -> None:
    with pytest.raises(SurveyError, match="row percents"):
        stacked(replace(crosstab, percent="row"))
