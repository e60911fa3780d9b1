"""What is true of every kind of picture, in every language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest

from survey.plots.bars import bars
from survey.plots.dots import dots
from survey.plots.gaps import gaps
from survey.plots.lorenz import lorenz
from survey.plots.love import love
from survey.plots.sheet.heads import Heads
from survey.plots.sheet.page import Page, Picture
from survey.plots.sheet.style import NOTE, WIDTH
from survey.plots.stacked import stacked
from survey.plots.weights import weights
from survey.reports.files.figures import figure_data, save_figure
from survey.tables.table import Table
from survey.weighting.record.calibration import Calibration
from survey.weighting.record.diagnose import diagnose
from survey.weighting.told.report import calibration_report
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract

KINDS = (
    "bars",
    "bars of published figures",
    "stacked",
    "stacked of published figures",
    "dots",
    "dots of a mean",
    "weights",
    "gaps",
    "love",
    "lorenz",
)
Draw = Callable[..., Picture]


@pytest.fixture
def draw(topline: Table, crosstab: Table, published: Table, weighting: Calibration) -> Draw:
    """Any kind of picture by name, in a language, of synthetic data or not."""
    w = np.concatenate([np.random.default_rng(3).lognormal(0, 0.5, 600), [0.0, 0.0]])

    def drawn(kind: str, language: str = "en", synthetic: bool = False) -> Picture:
        one, two, three = (replace(item, synthetic=synthetic) for item in (topline, crosstab, published))
        kinds: dict[str, Callable[[], Picture]] = {
            "bars": lambda: bars(one, language),
            "bars of published figures": lambda: bars(three, language),
            "stacked": lambda: stacked(two, language),
            "stacked of published figures": lambda: stacked(three, language),
            "dots": lambda: dots(two, "depends", language),
            "dots of a mean": lambda: dots(two, "mean", language),
            "weights": lambda: weights(w, diagnose(w, iterations=9), "Town, 2023", language, synthetic),
            "gaps": lambda: gaps(weighting, language, synthetic),
            "love": lambda: love(calibration_report(weighting, synthetic), language),
            "lorenz": lambda: lorenz(w, diagnose(w), "Town, 2023", language, synthetic),
        }
        return kinds[kind]()

    return drawn


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_leaves_the_page_or_lies_on_another(
    kind: str, language: str, draw: Draw, look: Callable[[Picture], list[str]]
) -> None:
    assert look(draw(kind, language, synthetic=True)) == []


def test_a_look_sees_what_is_wrong(look: Callable[[Picture], list[str]]) -> None:
    page = Page(Heads("Title"), 40.0)
    page.text(0, 10, "first words")
    page.text(4, 10, "second words")
    page.text(139, 30, "beyond the border")
    assert look(page.figure) == ["beyond the page: beyond the border", "on each other: first words | second words"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_has_one_width_and_no_letter_below_the_least_size(kind: str, draw: Draw) -> None:
    figure = draw(kind)
    assert figure.get_figwidth() * 25.4 == pytest.approx(WIDTH)
    assert all(text.get_fontsize() >= NOTE for text in figure.texts)
    assert all(text.get_fontfamily() == ["DejaVu Sans"] for text in figure.texts)


@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_picture_has_the_same_bytes(kind: str, form: str, draw: Draw, tmp_path: Path) -> None:
    for name in ("one", "two"):
        save_figure(draw(kind, "be"), tmp_path / f"{name}.{form}")
    assert (tmp_path / f"one.{form}").read_bytes() == (tmp_path / f"two.{form}").read_bytes()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "SYNTHETIC DATA"), ("ru", "СИНТЕТИЧЕСКИЕ ДАННЫЕ"), ("be", "СІНТЭТЫЧНЫЯ ДАНЫЯ")]
)
@pytest.mark.parametrize("kind", KINDS)
def test_synthetic_data_are_marked_twice_and_real_data_never(kind: str, language: str, words: str, draw: Draw) -> None:
    marked, plain = draw(kind, language, synthetic=True), draw(kind, language)
    assert [text.get_text() for text in marked.texts].count(words) == 2
    assert words not in [text.get_text() for text in plain.texts]
    assert figure_data(marked)["synthetic"] is True
    assert figure_data(plain)["synthetic"] is False


@pytest.mark.parametrize("kind", KINDS)
def test_drawing_leaves_matplotlib_as_it_was(kind: str, draw: Draw) -> None:
    before = dict(matplotlib.rcParams)
    draw(kind)
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("kind", ["bars", "stacked", "dots"])
def test_base_n_weight_and_margin_of_error_stand_under_the_picture(kind: str, draw: Draw) -> None:
    footer = " ".join(draw(kind).heads.footer)
    for note in ("Base: all asked", "n = 1,000", "Raked to sex and age", "At most ±3.4 points"):
        assert note in footer


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shown_has_a_label_and_a_printed_figure(kind: str, draw: Draw) -> None:
    shown = draw(kind).shown
    assert shown
    assert all(row["label"] and row["printed"] for row in shown)


@pytest.mark.parametrize("kind", KINDS)
def test_languages_change_words_and_not_figures(kind: str, draw: Draw) -> None:
    words = {"label", "printed", "head"}

    def figures(language: str) -> list[dict[str, Any]]:
        shown = figure_data(draw(kind, language))["shown"]
        return [{key: value for key, value in row.items() if key not in words} for row in shown]

    assert figures("en") == figures("ru") == figures("be")
