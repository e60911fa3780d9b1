"""What a weighting did to variables that it used and to others; what the weights look like."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.cells.engines.lazy import LazyEngine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Targets
from survey.design import SurveyDesign
from survey.errors import WeightingError
from survey.maths.weights.concentration import gini, lorenz_curve
from survey.reports.printing.render import render
from survey.weighting.calibrating.calibrate import calibrate
from survey.weighting.calibrating.rake import rake
from survey.weighting.record.diagnose import diagnose, diagnose_summary, efficiency, weight_percentiles
from survey.weighting.told.balance import asmd, balance
from survey.words import say

OPTIONS = {
    "sex": {"man": {"code": 1}, "woman": {"code": 2}},
    "age": {"young": {"code": 1}, "old": {"code": 2}},
    "school": {"low": {"code": 1}, "high": {"code": 2}, "refused": {"code": 9, "missing": "refused"}},
}
QUESTIONS = {name: Question.model_validate({"question": name, "options": options}) for name, options in OPTIONS.items()}
TARGETS = Targets.model_validate(
    {
        "targets": "made_up",
        "population": "adults",
        "margins": {
            "sex": {"variables": "sex", "shares": {"man": 46, "woman": 54}},
            "age": {"variables": "age", "shares": {"young": 0.4, "old": 0.6}},
            "school": {"variables": "school", "shares": {"low": 0.7, "high": 0.3}},
            "flag": {"variables": "flag", "shares": {"yes": 0.5, "no": 0.5}},
            "wrong": {"variables": "region", "shares": {"north": 0.5, "moon": 0.5}},
        },
    }
)


def frame(rows: int = 400, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "sex": rng.choice([1, 2], rows, p=[0.35, 0.65]),
            "age": rng.choice([1, 2], rows),
            "school": rng.choice([1, 2, 9], rows, p=[0.5, 0.4, 0.1]),
            "region": rng.choice(["north", "south"], rows),
            "income": rng.gamma(2, 500, rows).round(2),
            "base": rng.choice([0.5, 1.0, 2.5], rows),
        }
    )


def sample(data: pd.DataFrame | None = None, weight: str | None = "base") -> SampleData:
    return SampleData(MemoryEngine(frame() if data is None else data), SurveyDesign(weight=weight), QUESTIONS)


@pytest.mark.derivation
def test_unused_margins_are_the_weighted_shares_of_the_rows() -> None:
    data = frame()
    raked = rake(sample(data), TARGETS, ["sex", "age"])
    found = {margin.margin: margin for margin in balance(raked, TARGETS, ["region", "income"]).margins}
    assert [margin.used for margin in found.values()] == [True, True, False, False, False]
    school, known = found["school"], data.school < 9
    assert school.missing == (~known).sum() == 400 - sum(level.n for level in school.levels)
    for code, level in zip((1, 2), school.levels, strict=True):
        for w, value in ((data.base, level.before), (raked.weights, level.after)):
            assert value == pytest.approx(np.average(data.school[known] == code, weights=w[known]), rel=1e-12)
    assert school.levels[0].asmd_after == pytest.approx(abs(school.levels[0].after - 0.7) / math.sqrt(0.21))
    assert school.levels[0].gap == pytest.approx(school.levels[0].after - 0.7)
    north = found["region"].levels[0]
    assert north.options == ("north",) and math.isnan(north.target) and math.isnan(found["region"].asmd_after)
    assert north.after == pytest.approx(np.average(data.region == "north", weights=raked.weights), rel=1e-12)
    income = found["income"]
    assert income.is_mean
    assert income.levels[0].before == pytest.approx(np.average(data.income, weights=data.base), rel=1e-12)
    assert income.levels[0].after == pytest.approx(np.average(data.income, weights=raked.weights), rel=1e-12)


@pytest.mark.contract
def test_margins_that_the_sample_cannot_be_held_against_are_named() -> None:
    found = balance(rake(sample(), TARGETS, ["sex"]), TARGETS)
    assert {name: say(text) for name, text in found.left_out.items()} == {"flag": "flag", "wrong": "moon (region)"}


@pytest.mark.contract
def test_used_margins_are_those_of_the_record_and_are_met() -> None:
    raked = rake(sample(), TARGETS, ["sex", "age"])
    found = balance(raked)
    gaps = [(gap.target, gap.before, gap.after, gap.n) for gap in raked.calibration.gaps]
    assert [(row.target, row.before, row.after, row.n) for one in found.margins for row in one.levels] == gaps
    assert found.asmd_after < 1e-9 < 0.01 < found.asmd_before


@pytest.mark.derivation
def test_an_earlier_weighting_is_shown_with_the_weights_as_they_are_now() -> None:
    data = frame()
    twice = rake(rake(sample(data), TARGETS, ["sex"]), TARGETS, ["age"])
    sex, age = balance(twice).margins
    assert sex.used and age.used
    assert sex.levels[0].before == pytest.approx(np.average(data.sex == 1, weights=data.base), rel=1e-12)
    assert sex.levels[0].after == pytest.approx(np.average(data.sex == 1, weights=twice.weights), rel=1e-12)
    assert abs(sex.levels[0].gap) > 1e-6 > abs(age.levels[0].gap)


@pytest.mark.derivation
def test_a_total_of_numbers_is_shown_as_a_mean_and_measured_by_its_spread_before() -> None:
    data = frame()
    made = calibrate(
        sample(data), TARGETS.model_copy(update={"margins": {"sex": TARGETS.margins["sex"]}}), {"income": 4e5}
    )
    income = balance(made).margins[-1]
    row = income.levels[0]
    mean = np.average(data.income, weights=data.base)
    sd = math.sqrt(np.average((data.income - mean) ** 2, weights=data.base))
    assert income.used and row.target == pytest.approx(1000) and row.after == pytest.approx(1000)
    assert row.asmd_before == pytest.approx(abs(mean - 1000) / sd)


@pytest.mark.derivation
def test_recoded_and_free_levels_are_held_against_their_targets() -> None:
    spec = {
        "targets": "made_up",
        "population": "adults",
        "margins": {
            "region": {"variables": "region", "recode": {"region": {"all": ["north", "south"]}}, "shares": {"all": 1}},
            "school": {"variables": "school", "shares": {"low": 0.6, "high": "free"}, "of": 1},
        },
    }
    region, school = balance(rake(sample(), TARGETS, ["sex"]), Targets.model_validate(spec)).margins[1:]
    assert [(row.options, row.target, row.n) for row in region.levels] == [(("all",), 1.0, 400)]
    assert [row.target for row in school.levels] == [0.6, pytest.approx(math.nan, nan_ok=True)]
    assert math.isnan(region.levels[0].asmd_after)  # a target of 1 has no spread


@pytest.mark.derivation
def test_a_file_gives_the_same_balance_as_memory(tmp_path: Path) -> None:
    data = frame()
    data.to_parquet(tmp_path / "wave.parquet")
    lazy = SampleData(LazyEngine(tmp_path / "wave.parquet"), SurveyDesign(weight="base"), QUESTIONS)
    one, two = (balance(rake(made, TARGETS, ["sex", "age"]), TARGETS, ["region"]) for made in (sample(data), lazy))
    figures = [
        [(row.options, row.n, *map(float, (row.before, row.after))) for margin in made.margins for row in margin.levels]
        for made in (one, two)
    ]
    assert [row[:2] for row in figures[0]] == [row[:2] for row in figures[1]]
    np.testing.assert_allclose([row[2:] for row in figures[0]], [row[2:] for row in figures[1]], rtol=1e-12)


@pytest.mark.property
@given(st.floats(0.01, 0.99), st.floats(0, 1))
def test_asmd_does_not_depend_on_which_of_two_options_is_looked_at(target: float, value: float) -> None:
    spread = math.sqrt(target * (1 - target))
    assert asmd(value, target, spread) == pytest.approx(asmd(1 - value, 1 - target, spread), abs=1e-12)


# the weights themselves


@dataclass(frozen=True)
class Six:
    """What an engine says of a weight column."""

    n: int
    zero: int
    minimum: float
    maximum: float
    total: float
    squares: float


@pytest.mark.derivation
@settings(max_examples=50)
@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=60).filter(lambda found: max(found) > 1e-3))
def test_six_sums_say_what_the_rows_say(w: list[float]) -> None:
    live = np.array([value for value in w if value > 0])
    six = Six(len(live), len(w) - len(live), live.min(), live.max(), live.sum(), live @ live)
    one, two = diagnose(w, trimmed=2, iterations=3), diagnose_summary(six, trimmed=2, iterations=3)
    assert (one.n, one.zero, one.minimum, one.maximum) == (two.n, two.zero, two.minimum, two.maximum)
    assert (one.mean, one.deff, one.n_kish, one.moe) == pytest.approx((two.mean, two.deff, two.n_kish, two.moe))
    assert (two.trimmed, two.iterations) == (2, 3)


@pytest.mark.contract
def test_no_positive_weight_is_an_error() -> None:
    with pytest.raises(WeightingError, match="no weight is positive"):
        diagnose_summary(Six(0, 3, 0, 0, 0, 0))
    with pytest.raises(WeightingError, match="no weight is positive"):
        weight_percentiles([0, 0])


@pytest.mark.derivation
def test_efficiency_is_the_formula_of_weightipy() -> None:
    w = np.array([0.5] * 50 + [1.5] * 50 + [0.0])  # 100 (Σw)² / (n Σw²) = 100·100²/(100·125) = 80
    assert efficiency(diagnose(w)) == pytest.approx(80)


@pytest.mark.derivation
def test_percentiles_are_multiples_of_the_mean_of_the_positive_weights() -> None:
    w = np.r_[0.0, np.arange(1, 102)]  # 1 … 101, mean 51
    assert weight_percentiles(w) == pytest.approx(
        {1: 2 / 51, 5: 6 / 51, 25: 26 / 51, 50: 1, 75: 76 / 51, 95: 96 / 51, 99: 100 / 51}
    )


@pytest.mark.derivation
def test_gini_of_known_distributions() -> None:
    place = (np.arange(20_000) + 0.5) / 20_000
    assert gini(place) == pytest.approx(1 / 3, abs=1e-6)  # uniform on 0-1
    assert gini(-np.log(1 - place)) == pytest.approx(1 / 2, abs=1e-4)  # exponential
    assert gini([3.0, 3.0, 3.0, 0.0]) == 0
    assert math.isnan(gini([0.0]))


@pytest.mark.property
@settings(max_examples=50)
@given(st.lists(st.floats(0.001, 1e5), min_size=1, max_size=60), st.floats(0.01, 100))
def test_the_lorenz_curve_hangs_below_the_diagonal_by_half_of_gini(w: list[float], unit: float) -> None:
    people, held = lorenz_curve([*w, 0.0])
    assert (people[0], held[0], people[-1]) == (0, 0, 1) and held[-1] == pytest.approx(1)
    assert np.all(np.diff(held) >= 0) and np.all(held <= people + 1e-12)
    under = float(np.diff(people) @ (held[1:] + held[:-1])) / 2
    assert 0.5 - under == pytest.approx(gini(w) / 2, abs=1e-12)
    assert gini(np.array(w) * unit) == pytest.approx(gini(w), abs=1e-9)


@pytest.mark.contract
@pytest.mark.filterwarnings("ignore::survey.errors.WeightingWarning")
def test_questions_that_weighting_makes_keep_the_names_of_their_variables() -> None:
    school = QUESTIONS["school"].model_copy(update={"title": {"en": "School", "ru": "Школа"}})
    made = SampleData(MemoryEngine(frame()), SurveyDesign(weight="base"), {**QUESTIONS, "school": school})
    for missing in ({"school": {"impute": ["sex"]}}, {"school": "class"}, {"school": "carry"}):
        found = balance(rake(made, TARGETS, ["sex", "school"], missing=missing), TARGETS)
        used = [margin for margin in found.margins if margin.used]
        assert [say(margin.questions[0].heading, "ru") for margin in used] == ["sex", "Школа"]
        assert not [margin for margin in found.margins if not margin.used and "school" in margin.variables]
        labels = [used[1].questions[0].label(level.options[0]) for level in used[1].levels]
        last = {"class": "refused", "carry": "исходный вес сохранён"}.get(str(missing["school"]), "high")
        assert say(labels[-1], "ru") == last


@pytest.mark.derivation
def test_a_question_of_several_answers_is_shown_by_its_options() -> None:
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({name: rng.choice([0, 1], 300) for name in "abc"} | {"sex": rng.choice(["m", "f"], 300)})
    frame.loc[:19, ["a", "b", "c"]] = np.nan  # 20 who were not asked
    marks = {"type": "multiple", "columns": {"x": "a", "y": "b", "z": "c"}, "options": {"x": "TV", "y": {}, "z": {}}}
    sample = survey.rake(survey.Sample(frame, questions={"marks": marks}), {"sex": {"m": 120, "f": 180}})
    margin = survey.balance(sample, variables=["marks"]).margins[-1]
    assert margin.variables == ("marks",) and margin.missing == 20
    asked = frame["a"].notna()
    w = np.asarray(sample.weights)
    for level, column in zip(margin.levels, "abc", strict=False):
        there = asked & (frame[column] == 1)
        want = there.sum() / asked.sum(), w[there].sum() / w[asked].sum(), there.sum()
        assert (level.before, level.after, level.n) == (pytest.approx(want[0]), pytest.approx(want[1]), want[2])
    assert [level.options for level in margin.levels] == [("x",), ("y",), ("z",), ("_none",)]
    printed = render(survey.weighting_report(sample, variables=["marks"]), "text")
    assert "TV" in printed and "x + y" not in printed and "_none" not in printed
