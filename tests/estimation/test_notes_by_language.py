"""What estimates, tests and models say of themselves has words in every language, and none of another one."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.estimation.models.model import Model
from survey.estimation.result.tested import TestResult
from survey.reports.printing.render import render
from survey.words import Text, say

pytestmark = pytest.mark.contract

ENGLISH = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}\b")  # three words in a row: no name, no id, no option
CYRILLIC = re.compile("[а-яёіў]")


@pytest.fixture(scope="module")
def wave() -> survey.Sample:
    rng = np.random.default_rng(5)
    n = 240
    frame = pd.DataFrame(
        {
            "vote": rng.choice([1, 2, 3, 9], n, p=[0.4, 0.3, 0.2, 0.1]),
            "sex": rng.choice(["f", "m"], n),
            "area": rng.choice(["a", "b", "c"], n),
            "x": rng.normal(5, 1, n).round(2),
            "y": rng.poisson(2, n),
            "none": np.zeros(n),
            "pair": np.minimum(np.arange(n), 1),
            "psu": np.arange(n) // 10,
            "w": rng.random(n) + 0.5,
        }
    )
    frame.loc[:11, "area"] = None
    options = {1: "l", 2: "r", 3: "o", 9: {"label": "dk", "missing": "dont_know"}}
    return survey.Sample(frame, psu="psu", weight="w", questions={"vote": {"options": options}})


@pytest.fixture(scope="module")
def few(wave: survey.Sample) -> survey.Sample:
    """Two primary units, so that nothing much can be tested."""
    frame = wave.engine.frame().iloc[:20].reset_index(drop=True)
    return survey.Sample(frame, psu="psu", weight="w")


def _estimates(wave: survey.Sample, few: survey.Sample) -> Iterator[Any]:
    shares = wave.share("vote", by="sex")
    yield from (shares[0] / (shares[0] - shares[0]), shares[0] - shares[1])
    yield wave.ratio("x", "none")
    yield wave.correlation("x", "none")
    yield few.variance("x", by="pair")
    yield wave.quantile("x", [0.0001, 0.5])
    yield wave.quantile("x", 0.5, interval="score_r")
    yield survey.make_replicates(wave, "JKn").quantile("x", 0.5, interval="quantile")
    yield survey.compare(wave, few, "area")
    yield survey.compare(wave, few, "y", "psu", statistic="mean")
    yield survey.stack({"1": wave.quantile("x", 0.5), "2": few.quantile("x", 0.5)}, independent=True)


def _tests(wave: survey.Sample, few: survey.Sample) -> Iterator[TestResult]:
    for variant in ("F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"):
        yield wave.test("vote", "area", variant)
        yield few.test("vote", "area", variant)
    for variant in ("satterthwaite", "F", "lincom", "saddlepoint"):
        yield wave.goodness("area", {"a": 3, "b": 3, "c": 3}, variant=variant)
    for scores in ("wilcoxon", "van der waerden", "median"):
        yield from (wave.rank_test("x", by, scores=scores) for by in ("sex", "area"))
    yield wave.rank_test("x", "sex", ties="file order")
    yield from (wave.rank_test("none", by) for by in ("sex", "area"))
    yield wave.t_test("x", "sex")
    yield wave.t_test("vote", "sex", option="1")
    yield from (wave.t_test("x", mean=5), wave.t_test("vote", option="2"), wave.t_test("x", paired="y"))
    yield few.t_test("x", "sex")
    yield wave.trend_test("x", "area")
    yield wave.trend_test("vote", "area", option="1", variant="regression")
    yield survey.make_replicates(wave, "JKn").t_test("x", "sex")


def _models(wave: survey.Sample, few: survey.Sample) -> Iterator[Model]:
    yield wave.model("x ~ sex", domain={"area": ["a", "b"]})
    yield wave.model("sex == 'f' ~ x", "binomial", solver="irls")
    yield wave.model("y ~ sex", "poisson")
    yield wave.model("vote ~ x", "multinomial")
    yield few.model("x ~ y + sex")


@pytest.fixture(scope="module")
def results(wave: survey.Sample, few: survey.Sample) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        models = list(_models(wave, few))
        return [*_estimates(wave, few), *_tests(wave, few), *models, *(made.test() for made in models)]


def _said(made: Any) -> Sequence[Text]:
    return [*made.notes, *((made.method, made.what or {}) if isinstance(made, TestResult) else ())]


@pytest.mark.parametrize("language", ["ru", "be"])
def test_no_english_sentence_stands_in_a_printed_result(results: list[Any], language: str) -> None:
    for made in results:
        for form in ("text", "csv", "json"):
            printed = render(made, form, language)
            assert not ENGLISH.search(printed), (ENGLISH.findall(printed), printed)
        for note in _said(made):
            said = say(note, language)
            assert not said or CYRILLIC.search(said.lower()), said
            assert said != say(note) or not said


def test_the_notes_of_every_kind_were_seen(results: list[Any]) -> None:
    seen = " ".join(say(note) for made in results for note in _said(made))
    kinds = "not defined|no p-value|cells are empty|quantile rule|left out|scores: |logit of|in the domain|jackknife"
    for words in (*kinds.split("|"), "as R does", "R's rule", "in one wave only", "gave no answer"):
        assert words in seen, words


def test_a_note_reads_english_where_it_is_printed(wave: survey.Sample) -> None:
    made = wave.quantile("x", 0.5)
    assert str(made.notes) == "('quantile rule math',)" and f"{made.notes[0]}" == "quantile rule math"
    assert repr(made).splitlines()[-2] == "quantile rule math"
    tested = wave.trend_test("x", "area")
    assert tested.row()["notes"].startswith("scores: a 1, b 2, c 3; 12 of 240 respondents are left out")
    assert isinstance(tested.row()["method"], str) and str(tested.what) == "change of the mean per unit of score"
