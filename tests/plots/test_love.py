"""The love plot: how far each level is from the population, before and after."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from survey.definitions.records.question import Question
from survey.errors import SurveyError
from survey.plots.love import love
from survey.plots.sheet.page import Picture
from survey.weighting.record.calibration import Calibration
from survey.weighting.told.balance import Balance, LevelBalance, MarginBalance
from survey.weighting.told.report import WeightingReport, calibration_report
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract

Look = Callable[[Picture], list[str]]
LONG = {
    "en": "Education: the highest level that the respondent had completed on the day of the interview, in any country",
    "ru": "Образование: наивысший уровень, завершённый респондентом к моменту проведения интервью, в любой стране",
    "be": "Адукацыя: найвышэйшы ўзровень, які рэспандэнт завяршыў да моманту інтэрв’ю, у любой краіне свету",
}
LEVELS = {
    "basic": {"label": {"ru": "Начальное, неполное среднее или без образования (до девяти классов включительно)"}},
    "higher": {"label": {"ru": "Высшее, включая неоконченное высшее и послевузовское образование", "be": "Вышэйшае"}},
}


@pytest.fixture
def report(weighting: Calibration) -> WeightingReport:
    """The weighting with a long variable that it did not use, and one without a target."""
    school = Question.model_validate({"question": "school", "title": LONG, "options": LEVELS})
    levels = tuple(
        LevelBalance((name,), target, target + 0.2, target + 0.19, 50, math.sqrt(target * (1 - target)))
        for name, target in (("basic", 0.3), ("higher", 0.7))
    )
    unknown = LevelBalance(("basic",), math.nan, 0.5, 0.6, 50)
    made = calibration_report(weighting)
    others = (MarginBalance("school", (school,), levels, False), MarginBalance("nothing", (school,), (unknown,), False))
    return replace(made, balance=Balance((*made.balance.margins, *others)))


def test_marks_are_the_standardised_differences_of_levels_with_a_target(report: WeightingReport) -> None:
    figure = love(report)
    wanted = [
        (level.asmd_before, level.asmd_after)
        for margin in report.balance.margins
        for level in margin.levels
        if math.isfinite(level.target)
    ]
    shown = [(row["asmd_before"], row["asmd_after"]) for row in figure.shown]
    np.testing.assert_allclose(shown, wanted, atol=1e-9)
    marks = [line.get_xdata()[0] for line in figure.axes[0].lines if line.get_marker() == "o"]
    np.testing.assert_allclose(marks, np.ravel(wanted), atol=1e-9)
    low, high = figure.axes[0].get_xlim()
    assert low == 0 and max(marks) <= high
    assert 0.1 in [line.get_xdata()[0] for line in figure.axes[0].lines]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("synthetic", [False, True])
def test_long_names_are_on_the_page_and_on_nothing_else(
    language: str, synthetic: bool, report: WeightingReport, look: Look
) -> None:
    figure = love(replace(report, synthetic=synthetic), language)
    assert look(figure) == []
    assert figure.heads.synthetic == synthetic
    words = {"en": "not used in weighting", "ru": "не использовано при взвешивании", "be": "не скарыстана"}[language]
    assert words in figure.shown[-1]["head"] and words not in figure.shown[0]["head"]


def test_base_weight_method_and_error_stand_below(report: WeightingReport) -> None:
    footer = " ".join(love(report).heads.footer)
    for words in (
        "ASMD",
        "Raking",
        "targets: town_2019",
        "weight: weight",
        "respondents (n) 400",
        "±",
        "Sources: office",
    ):
        assert words in footer


def test_without_a_target_there_is_nothing_to_draw(report: WeightingReport) -> None:
    bare = replace(report, balance=Balance(report.balance.margins[-1:]))
    with pytest.raises(SurveyError, match="no variable has a target"):
        love(bare)


@pytest.mark.parametrize("reach", [0.0, 0.02, 0.4, 3.0, 60.0])
def test_every_distance_fits_its_axis(reach: float, report: WeightingReport, look: Look) -> None:
    level = LevelBalance(("basic",), 0.5, 0.5 + reach / 2, 0.5, 9, 0.5)
    made = replace(report, balance=Balance((replace(report.balance.margins[-1], levels=(level,)),)))
    figure = love(made, "ru")
    assert look(figure) == [] and figure.axes[0].get_xlim()[1] >= max(reach, 0.15)
