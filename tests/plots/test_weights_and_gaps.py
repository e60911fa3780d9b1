"""Pictures of a weighting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.plots.gaps import gaps
from survey.plots.sheet.page import Picture
from survey.plots.weights import weights
from survey.weighting.record.calibration import Calibration
from survey.weighting.record.diagnose import diagnose

pytestmark = pytest.mark.contract

Look = Callable[[Picture], list[str]]


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0, 1e4), min_size=2, max_size=200).filter(lambda found: max(found) > 1e-3))
def test_every_positive_weight_is_in_one_bin(found: list[float]) -> None:
    figure = weights(found, diagnose(found))
    bins = [row for row in figure.shown if "respondents" in row]
    assert sum(row["respondents"] for row in bins) == sum(weight > 0 for weight in found)
    assert len(bins) <= 38
    drawn = [bar.get_height() for bar in figure.axes[0].patches]
    assert drawn == [row["respondents"] for row in bins]


def test_bins_count_multiples_of_the_mean_weight() -> None:
    figure = weights([10, 10, 10, 30, 40], diagnose([10, 10, 10, 30, 40]))  # mean 20
    bins = {(row["from"], row["to"]): row["respondents"] for row in figure.shown if row.get("respondents")}
    assert bins == {(0.5, 0.6): 3, (1.5, 1.6): 1, (2.0, 2.1): 1}


def test_the_cost_of_weights_is_written_beside_them() -> None:
    w = np.array([1.0] * 50 + [3.0] * 50 + [0.0] * 4)
    found = diagnose(w, trimmed=2, iterations=7)
    shown = {row["figure"]: row["printed"] for row in weights(w, found, "Town").shown if "figure" in row}
    # Kish: n Σw²/(Σw)² = 100·500/200² = 1.25, n_kish = 80, 1.96·√(0.25/80) = 0.1096
    assert shown == {
        "n": "100",
        "n_kish": "80",
        "deff": "1.25",
        "moe": "±11.0 points",
        "minimum": "0.50 ×",
        "middle": "0.50–1.50 ×",
        "maximum": "1.50 ×",
        "trimmed": "2",
        "zero": "4",
        "iterations": "7",
    }


@pytest.mark.parametrize("w", [np.ones(300), np.r_[np.full(990, 0.5), np.full(10, 80.0)], np.array([2.5])])
@pytest.mark.parametrize("language", ["en", "be"])
def test_equal_and_wild_weights_are_drawn(w: np.ndarray, language: str, look: Look) -> None:
    assert look(weights(w, diagnose(w), "Хваля ў траўні", language)) == []


def test_the_ends_of_the_weights_are_marked_and_the_column_is_named() -> None:
    w = np.array([1.0] * 99 + [30.0])
    figure = weights(w, diagnose(w), column="w_raked")
    ends = sorted(line.get_xdata()[0] for line in figure.axes[0].lines if line.get_marker() == "v")
    np.testing.assert_allclose(ends, [1 / w.mean(), 30 / w.mean()], rtol=1e-8)
    assert figure.heads.footer[0].startswith("Weight: w_raked.")


def test_gaps_are_sample_minus_population_before_and_after(weighting: Calibration) -> None:
    figure = gaps(weighting)
    assert [(row["before"], row["after"], row["target"], row["n"]) for row in figure.shown] == [
        (gap.before, gap.after, gap.target, gap.n) for gap in weighting.gaps
    ]
    marks = [line.get_xdata()[0] for line in figure.axes[0].lines if line.get_marker() == "o"]
    wanted = [100 * (share - gap.target) for gap in weighting.gaps for share in (gap.before, gap.after)]
    np.testing.assert_allclose(marks, wanted)
    low, high = figure.axes[0].get_xlim()
    assert low <= min(marks) and max(marks) <= high


def test_gaps_are_grouped_by_margin_with_labels_in_the_language(weighting: Calibration) -> None:
    figure = gaps(weighting, "be")
    words = [text.get_text() for text in figure.texts]
    assert "Пол × Узрост" in words and "Узрост" in words
    assert "Мужчыны × 18–59" in words
    assert [row["printed"] for row in figure.shown][:2] == ["+4,0 → 0,0", "−3,0 → 0,0"]


def test_the_method_and_its_cost_stand_under_the_gaps(weighting: Calibration) -> None:
    footer = gaps(weighting).heads.footer[0]
    for words in ("Raking, targets: town_2019", "respondents (n) 400", "design effect (Kish) 1.12", "Sources: office"):
        assert words in footer
    assert ".." not in gaps(weighting, "be").heads.footer[0]  # "п. п." ends with its own point


def test_a_perfect_sample_is_drawn(weighting: Calibration, look: Look) -> None:
    met = tuple(replace(gap, before=gap.target, after=gap.target) for gap in weighting.gaps)
    figure = gaps(replace(weighting, gaps=met))
    assert look(figure) == []
    assert {row["printed"] for row in figure.shown} == {"0.0 → 0.0"}


@pytest.mark.parametrize(("method", "word"), [("calibrate", "Каліброўка"), ("poststratify", "Постстратыфікацыя")])
def test_every_method_of_weighting_is_named(method: Any, word: str, weighting: Calibration) -> None:
    assert gaps(replace(weighting, method=method), "be").heads.footer[0].startswith(word)
