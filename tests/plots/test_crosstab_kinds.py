"""Pictures of crosstabs and grids: which one is drawn, and that it shows the table's figures in the table's order."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from survey.errors import SurveyError
from survey.plots.crosstab import crosstab_plot
from survey.plots.diverging import diverging
from survey.plots.heat import heat
from survey.plots.multiples import multiples
from survey.plots.sheet.page import Picture
from survey.plots.sheet.palettes import LINES, NEUTRAL, pole_colours
from survey.plots.sheet.sheet import SIZES, drawn
from survey.plots.sheet.style import PAPER, contrast, luminance
from survey.plots.stacked import stacked
from survey.tables.table import Column, Table
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract

Make = Callable[..., Table]
Look = Callable[[Picture], list[str]]
STEPS = ["never", "rarely", "so_so", "often", "always"]


@pytest.fixture
def agreement(table: Make, crosstab: Table) -> Table:
    """Five steps between two poles and don't know, by the banner."""
    shares = np.random.default_rng(1).dirichlet([2, 4, 3, 5, 2, 1], len(crosstab.columns)).T
    columns = crosstab.columns
    return table(shares, [*STEPS, "hard_to_say"], columns, scale=True, poles=True, domains=crosstab.domains)


def long_table(table: Make, crosstab: Table, options: int = 13, **parts: Any) -> Table:
    """A question of many options by the banner."""
    shares = np.random.default_rng(2).uniform(0.01, 0.7, (options, len(crosstab.columns)))
    names = [f"a kind of answer that has a long name, the {place}th" for place in range(options)]
    return table(shares, names, crosstab.columns, domains=crosstab.domains, **parts)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["diverging", "heat", "multiples", "stacked"])
def test_no_text_lies_on_another_at_any_size(
    kind: Any, language: str, size: Any, agreement: Table, look: Look
) -> None:
    figure = drawn(lambda: crosstab_plot(replace(agreement, synthetic=True), language, kind), size)
    assert look(figure) == []
    assert {text.get_gid() for text in figure.texts} >= {"synthetic"}


@pytest.mark.parametrize("draw", [diverging, heat, multiples])
def test_the_figures_are_those_of_the_table(draw: Any, agreement: Table) -> None:
    shown = draw(agreement).shown
    rows = {row.id: at for at, row in enumerate(agreement.stub)}
    columns = {one.id: at for at, one in enumerate(agreement.columns)}
    assert len(shown) == agreement.estimate.size
    for item in shown:
        share = agreement.estimate[rows[item["option"]], columns[item["column"]]]
        assert item["estimate"] == share and item["printed"].lstrip("<") == str(max(1, math.floor(100 * share + 0.5)))
        assert item["n"] == agreement.columns[columns[item["column"]]].n


def test_steps_part_in_the_middle_and_missing_stands_apart(agreement: Table) -> None:
    figure = diverging(agreement)
    main, apart = figure.axes
    first = [patch for patch in main.patches if patch.get_height() > 2][: len(STEPS)]
    shares = agreement.estimate[:5, 0]
    starts = [patch.get_x() for patch in first]
    assert starts[0] == pytest.approx(-(shares[0] + shares[1] + shares[2] / 2))
    assert starts[2] + first[2].get_width() / 2 == pytest.approx(0, abs=1e-12)
    assert [patch.get_width() for patch in first] == pytest.approx(list(shares))
    assert apart.patches[0].get_x() == 0 and apart.patches[0].get_width() == pytest.approx(agreement.estimate[5, 0])
    scales = [(axes.get_xlim()[1] - axes.get_xlim()[0]) / axes.get_position().width for axes in figure.axes]
    assert scales[0] == pytest.approx(scales[1])


def test_an_even_scale_parts_between_its_steps(agreement: Table, table: Make) -> None:
    even = table([[0.1], [0.2], [0.3], [0.4]], STEPS[:4], (Column("_total", {"en": "All"}, n=10.0),), poles=True)
    bars_of = [patch for patch in diverging(even).axes[0].patches if patch.get_height() > 2]
    assert [patch.get_x() for patch in bars_of] == pytest.approx([-0.3, -0.2, 0.0, 0.3])


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 10, 11])
def test_poles_grow_paler_to_a_neutral_middle(count: int) -> None:
    colours = pole_colours(count)
    half = count // 2
    left, right = [luminance(one) for one in colours[:half]], [luminance(one) for one in colours[-half:]]
    assert len(set(colours)) == count and left == sorted(left) and right == sorted(right, reverse=True)
    assert (NEUTRAL in colours) == bool(count % 2) and (not count % 2 or colours[half] == NEUTRAL)


def test_lines_are_dark_enough_on_white() -> None:
    assert min(contrast(colour, PAPER) for colour in LINES) >= 3


def test_the_question_decides_the_picture(agreement: Table, crosstab: Table, table: Make) -> None:
    def kind(given: Table) -> str:
        figure = crosstab_plot(given)
        for name, draw in (("diverging", diverging), ("heat", heat), ("stacked", stacked)):
            if [text.get_text() for text in figure.texts] == [text.get_text() for text in draw(given).texts]:
                return name
        return ""

    assert kind(agreement) == "diverging"
    assert kind(replace(agreement, poles=False)) == "stacked"
    assert kind(crosstab) == "stacked"
    several = long_table(table, crosstab, several=True)
    drawn_by = [[text.get_text() for text in draw(several).texts] for draw in (crosstab_plot, heat)]
    assert drawn_by[0] == drawn_by[1]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("options", [13, 40])
def test_thirteen_options_by_a_banner_are_readable(
    options: int, size: Any, table: Make, crosstab: Table, look: Look
) -> None:
    many = long_table(table, crosstab, options, several=True)
    figure = drawn(lambda: crosstab_plot(many), size)
    assert look(figure) == []
    printed = [text.get_text() for text in figure.texts]
    assert all(printed.count(item["printed"]) for item in figure.shown)
    assert len(figure.shown) == many.estimate.size


def test_fifty_columns_go_on_below(table: Make, look: Look) -> None:
    names = [(f"c{place}", {"und": f"Region {place}"}) for place in range(50)]
    columns = tuple(Column(name, label, "region", {"en": "Region"}, n=100.0) for name, label in names)
    wide = table(np.full((9, 50), 0.1), [], columns)
    figure = heat(wide)
    assert look(figure) == [] and len(figure.shown) == 450


def test_a_grid_is_one_picture_with_a_bar_an_item(agreement: Table, table: Make) -> None:
    items = tuple(Column(f"q{place}", {"en": f"Statement {place}"}, n=900.0 + place) for place in range(6))
    grid = table(agreement.estimate[:, :6], [*STEPS, "hard_to_say"], items, scale=True, poles=True, items=True)
    texts = [text.get_text() for text in crosstab_plot(grid).texts]
    assert [text for text in texts if text.startswith("Statement")] == [f"Statement {place}" for place in range(6)]
    assert "905" in texts


@pytest.mark.parametrize("draw", [diverging, heat, multiples])
def test_other_percents_are_refused(draw: Any, agreement: Table) -> None:
    with pytest.raises(SurveyError, match="row percents"):
        draw(replace(agreement, percent="row"))


def test_what_cannot_part_in_the_middle_is_refused(agreement: Table, table: Make) -> None:
    with pytest.raises(SurveyError, match="several answers"):
        diverging(replace(agreement, several=True))
    with pytest.raises(SurveyError, match="fewer than two steps"):
        diverging(table([[0.5], [0.5]], ["yes", "hard_to_say"]))
    empty = replace(agreement, estimate=np.full_like(agreement.estimate, np.nan))
    for draw in (heat, multiples):
        with pytest.raises(SurveyError, match="no figures"):
            draw(empty)
