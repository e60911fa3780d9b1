"""One option compared between columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from survey.errors import SurveyError
from survey.plots.dots import dots
from survey.plots.sheet.page import Picture
from survey.tables.table import Column, Table

pytestmark = pytest.mark.contract

Look = Callable[[Picture], list[str]]


def marks(figure: Picture) -> list[float]:
    return [line.get_xdata()[0] for line in figure.axes[0].lines if line.get_marker() == "o"]


@pytest.mark.property
@pytest.mark.parametrize("option", ["positive", "depends", "hard_to_say", "any", "mean"])
def test_dots_are_the_figures_of_the_table(option: str, crosstab: Table) -> None:
    row = next(place for place, item in enumerate(crosstab.stub) if item.id == option)
    figure = dots(crosstab, option)
    assert marks(figure) == list(crosstab.estimate[row, 1:])
    assert [item["estimate"] for item in figure.shown] == list(crosstab.estimate[row])
    ends = {tuple(line.get_xdata()) for line in figure.axes[0].lines if len(line.get_xdata()) == 2}
    assert set(zip(crosstab.conf_low[row, 1:], crosstab.conf_high[row, 1:], strict=True)) <= ends
    low, high = figure.axes[0].get_xlim()
    assert low <= crosstab.conf_low[row].min() and crosstab.conf_high[row].max() <= high


def test_the_total_is_a_line_of_reference_with_its_figure(crosstab: Table) -> None:
    figure = dots(crosstab, "negative", "be")
    total = crosstab.estimate[1, 0]
    assert [total, total] in [list(line.get_xdata()) for line in figure.axes[0].lines]
    assert f"Усе: {100 * total:.1f}%".replace(".", ",") in [text.get_text() for text in figure.texts]
    assert "Пункцір і паласа — усе апытаныя" in figure.heads.footer[0]


def test_a_column_with_few_respondents_has_an_open_dot(crosstab: Table) -> None:
    lines = dots(crosstab, "negative").axes[0].lines
    faces = [line.get_markerfacecolor() for line in lines if line.get_marker() == "o"]
    small = [column.small for column in crosstab.columns[1:]]
    assert [face == "#FFFFFF" for face in faces] == small


def test_columns_without_figure_or_interval_are_dashes_and_said(crosstab: Table, look: Look) -> None:
    crosstab.estimate[1, 2] = np.nan
    for limits in (crosstab.conf_low, crosstab.conf_high):
        limits[1, 2:4] = np.nan
    figure = dots(crosstab, "negative")
    assert len(marks(figure)) == len(crosstab.columns) - 2
    assert figure.shown[2]["printed"] == "–"
    assert "Figures without a thin line have no interval." in figure.heads.footer[0]
    assert look(figure) == []


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_nothing_and_all_are_drawn_whole(share: float, crosstab: Table, look: Look) -> None:
    crosstab.estimate[0] = share
    crosstab.conf_low[0], crosstab.conf_high[0] = np.clip([share - 0.02, share + 0.02], 0, 1)
    figure = dots(crosstab, "positive")
    low, high = figure.axes[0].get_xlim()
    assert 0 <= low < high <= 1
    assert set(marks(figure)) == {share}
    assert look(figure) == []


def test_an_unknown_option_is_an_error_with_the_nearest(crosstab: Table) -> None:
    with pytest.raises(SurveyError, match="no option 'negativ'") as caught:
        dots(crosstab, "negativ")
    assert "Did you mean 'negative'?" in str(caught.value)


def test_one_column_has_nothing_to_compare(topline: Table) -> None:
    with pytest.raises(SurveyError, match="nothing to compare"):
        dots(topline, "negative")


def test_long_column_heads_wrap(crosstab: Table, look: Look) -> None:
    head = "Жыхары гарадоў з насельніцтвам больш за сто тысяч чалавек, акрамя сталіцы ды абласных цэнтраў"
    long = Column("long", {"be": head}, "size", {"be": "Населены пункт"}, n=300.0)
    figure = dots(replace(crosstab, columns=(*crosstab.columns[:-1], long)), "depends", "be")
    assert look(figure) == []
    assert head not in [text.get_text() for text in figure.texts]
