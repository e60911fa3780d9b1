"""The report before the first iteration: conflicts, advice, and what the weights would cost."""

from __future__ import annotations

import itertools
import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from scipy.optimize import linprog

import survey
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin
from survey.errors import WeightingError, WeightingWarning
from survey.weighting.calibrating.rake import rake
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.margins.possible import impossible
from survey.weighting.plan.forecast import forecast
from survey.words import LANGUAGES, say

AGES = ["18-29", "30-44", "45-59", "60+"]
SEX = {"man": 46, "woman": 54}
AGE = dict(zip(AGES, [18, 27, 27, 28], strict=True))


def frame(rows: int = 400, seed: int = 1, young: float = 0.02) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "sex": rng.choice(["man", "woman"], rows, p=[0.4, 0.6]),
            "age": rng.choice(AGES, rows, p=[young, 0.3, 0.33, 0.35 - young + 0.02]),
            "faith": rng.choice(["orthodox", "catholic", "other"], rows, p=[0.7, 0.2, 0.1]),
            "base": rng.choice([0.5, 1.0, 2.5], rows),
        }
    )


def sample(data: pd.DataFrame, **how: Any) -> survey.Sample:
    return survey.Sample(data, survey.SurveyDesign(weight="base"), **how)


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("missing", ["stop", "class", "carry"])
def test_the_expected_figures_are_those_of_the_weights(missing: str, engine: str) -> None:
    data = frame()
    if missing != "stop":
        data = data.astype({"age": object})
        data.loc[:15, "age"] = None
    targets = {"sex": SEX, "age": AGE}
    found = forecast(sample(data, engine=engine), targets, missing=missing)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", WeightingWarning)
        made = rake(sample(data, engine=engine), targets, missing=missing)
    assert found.possible and found.basis == "as asked"
    diagnostics = made.calibration.diagnostics
    assert found.deff == pytest.approx(diagnostics.deff, rel=1e-7)
    assert found.n_kish == pytest.approx(diagnostics.n_kish, rel=1e-7)
    assert found.moe == pytest.approx(diagnostics.moe, rel=1e-7)
    ratio = made.weights / data["base"].to_numpy() * data["base"].sum() / made.weights.sum()
    assert found.factors == pytest.approx((ratio.min(), ratio.max()), rel=1e-7)
    after = pd.Series(made.weights).groupby(data["age"].fillna("no answer")).sum()
    after = after.drop("no answer") if missing == "carry" else after
    after = after / after.sum()
    rows = {row.options[0]: row for row in found.margins if row.margin == "age"}
    assert {name: row.after for name, row in rows.items()} == pytest.approx(dict(after), rel=1e-7)


@pytest.mark.contract
def test_problems_are_those_of_the_error_that_raking_raises() -> None:
    data = frame().astype({"age": object})
    data.loc[:3, "age"] = None
    cross = {"man": {"orthodox": 100}}
    targets: Any = {"sex": {"man": 46, "women": 54}, "age": {**AGE, "60+": 20}, ("sex", "faith"): cross}
    found = forecast(sample(data), targets)
    with pytest.raises(WeightingError) as caught:
        rake(sample(data), targets)
    assert len(found.problems) > 4 and "\n".join(map(say, found.problems)) in str(caught.value)
    assert not found.possible and found.text[0].endswith(f"{len(found.problems)} problem(s).")


@pytest.mark.derivation
def test_advice_on_a_small_level_names_the_neighbour_and_tells_the_design_kishect_that_follows() -> None:
    data, targets = frame(), {"sex": SEX, "age": AGE}
    found = forecast(sample(data), targets)
    (advice,) = (one for one in found.advice if one.cell == ("18-29",))
    assert advice.into == ("30-44",)  # the only level beside it
    assert advice.n == int((data["age"] == "18-29").sum()) and advice.factor > 5
    assert advice.deff_before == pytest.approx(found.deff)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = rake(sample(data), advice.apply(as_targets(targets)))
    assert made.calibration.diagnostics.deff == pytest.approx(advice.deff_after, rel=1e-6)
    assert advice.deff_after < advice.deff_before
    assert "merge it with '30-44'" in advice.text and f"to {advice.deff_after:.2f}" in advice.text


@pytest.mark.contract
@pytest.mark.parametrize("crossed", [False, True])
def test_what_advice_says_to_write_is_read_as_the_merge_it_means(crossed: bool) -> None:
    cross = {sex: {age: share * part / 100 for age, share in AGE.items()} for sex, part in SEX.items()}
    given: dict[Any, Any] = {("sex", "age"): cross} if crossed else {"age": AGE}
    advice = forecast(sample(frame()), given).advice[0]
    assert f"({advice.written}; " in advice.text
    variables = ["sex", "age"] if crossed else ["age"]
    read = {"variables": variables, "shares": cross if crossed else AGE, **YAML(typ="safe").load(advice.written)}
    (merge,) = advice.apply(as_targets(given)).margins["sex_by_age" if crossed else "age"].merge
    (again,) = Margin.model_validate(read).merge
    assert sorted(again) == sorted(merge)


@pytest.mark.contract
def test_factors_are_those_of_respondents_who_are_weighted() -> None:
    data = frame().astype({"age": object})
    data.loc[:15, "age"] = None
    found = forecast(sample(data), {"sex": SEX, "age": AGE})
    assert found.basis == "mended" and found.factors[0] > 0


@pytest.mark.derivation
def test_a_level_that_nobody_is_in_is_merged_and_the_cost_is_told() -> None:
    data = frame(young=0.0)
    options = {age: None for age in AGES}
    made = sample(data, questions={"age": Question.model_validate({"question": "age", "options": options})})
    found = forecast(made, {"sex": SEX, "age": AGE})
    assert [(one.key, one.parts["cell"]) for one in found.problems] == [("data.nobody", "18-29")]
    assert found.basis == "mended"
    (advice,) = found.advice
    assert (advice.cell, advice.into, advice.n) == (("18-29",), ("30-44",), 0) and np.isnan(advice.deff_before)
    mended = rake(made, advice.apply(as_targets({"sex": SEX, "age": AGE})))
    assert mended.calibration.diagnostics.deff == pytest.approx(advice.deff_after, rel=1e-6) == found.deff


@pytest.mark.contract
def test_without_an_order_the_neighbour_is_the_level_with_the_most_similar_factor() -> None:
    data = frame()
    data.loc[data.index[:392], "faith"] = ["orthodox", "catholic"] * 196
    data.loc[data.index[392:], "faith"] = "other"
    found = forecast(sample(data), {"faith": {"orthodox": 80, "catholic": 15, "other": 5}})
    (advice,) = found.advice
    factors = {row.options[0]: row.target / row.before for row in found.margins}
    nearest = min(("orthodox", "catholic"), key=lambda one: abs(np.log(factors[one] / factors["other"])))
    assert advice.cell == ("other",) and advice.into == (nearest,)


@pytest.mark.contract
def test_in_a_crossing_a_cell_is_merged_along_the_ordered_variable() -> None:
    cross = {sex: {age: share * part / 100 for age, share in AGE.items()} for sex, part in SEX.items()}
    found = forecast(sample(frame()), {("sex", "age"): cross})
    small = [one for one in found.advice if one.cell[1] == "18-29"]
    assert small and all(one.into == (one.cell[0], "30-44") for one in small)
    made = small[0].apply(as_targets({("sex", "age"): cross}))
    assert made.margins["sex_by_age"].merge == ((small[0].cell, small[0].into),) and not made.as_filed


@pytest.mark.contract
def test_two_pieces_of_advice_on_one_margin_join_their_groups() -> None:
    (first,) = (one for one in forecast(sample(frame()), {"age": AGE}).advice if one.cell == ("18-29",))
    made = first.apply(as_targets({"age": AGE}))
    both = replace(first, cell=("45-59",), into=("30-44",)).apply(made)
    assert both.margins["age"].merge == ((("18-29",), ("30-44",), ("45-59",)),)
    assert forecast(sample(frame()), both).possible


@pytest.mark.contract
def test_margins_that_stand_in_each_others_way_are_named_with_their_options() -> None:
    data = pd.DataFrame({"sex": ["man", "man", "woman"] * 30, "age": ["young", "young", "old"] * 30})
    found = forecast(survey.Sample(data), {"sex": SEX, "age": {"young": 40, "old": 60}})
    assert tuple(map(say, found.problems)) == (
        "margins 'sex' and 'age' cannot both be met: all 60 respondent(s) who are 'man' (46.0% wanted) are 'young' "
        "(40.0% wanted)",
    )
    assert found.basis == "roughly" and found.deff > 1


@pytest.mark.contract
def test_a_set_of_options_in_the_way_of_another_set_is_found() -> None:
    """a and b are only found in x and y, though each alone would fit."""
    pairs = [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("c", "x"), ("c", "y"), ("c", "z")]
    data = pd.DataFrame(pairs * 20, columns=["one", "two"])
    found = forecast(survey.Sample(data), {"one": {"a": 35, "b": 35, "c": 30}, "two": {"x": 30, "y": 30, "z": 40}})
    (said,) = map(say, found.problems)
    assert "all 40 respondent(s) who are 'c' (30.0% wanted)" not in said
    assert "who are 'z' (40.0% wanted) are 'c' (30.0% wanted)" in said
    wide = {"one": {"a": 35, "b": 35, "c": 30}, "two": {"x": 30, "y": 30, "z": 20, "v": 20}}
    more = pd.DataFrame([*pairs, ("c", "v")] * 20, columns=["one", "two"])
    (said,) = map(say, forecast(survey.Sample(more), wide).problems)
    assert "'a' or 'b' (70.0% wanted) are 'x' or 'y' (60.0% wanted)" in said


@pytest.mark.contract
def test_combinations_that_only_a_weight_of_0_brings_in_line_are_said() -> None:
    data = pd.DataFrame([("man", "young"), ("woman", "young"), ("woman", "old")] * 20, columns=["sex", "age"])
    found = forecast(survey.Sample(data), {"sex": {"man": 40, "woman": 60}, "age": {"young": 40, "old": 60}})
    (problem,) = found.problems
    assert (problem.key, problem.parts["count"]) == ("data.only_with_zero", 20)
    assert "can only be met with a weight of 0 for 20 respondent(s): 'woman × young'" in say(problem)


@pytest.mark.derivation
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_what_is_said_to_be_impossible_is_what_a_linear_program_says(seed: int) -> None:
    """The least weight of a cell is made as large as can be; none, or 0, means no positive weights meet the margins."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(2, 5, rng.integers(2, 4))
    cells = int(rng.integers(3, 14))
    index = [rng.integers(0, size, cells) for size in sizes]
    inside = rng.random(cells) * (rng.random(cells) < 0.8)
    wanted = []
    for place, size in zip(index, sizes, strict=True):
        free = rng.random(size) * (np.bincount(place, minlength=size) > 0)
        goal = np.bincount(place, inside, minlength=size) if seed % 2 and inside.sum() else free
        wanted.append(goal / goal.sum())
    live = np.all([goal[place] > 0 for goal, place in zip(wanted, index, strict=True)], axis=0)
    rows = np.concatenate([np.eye(size)[:, place] for place, size in zip(index, sizes, strict=True)])
    best = linprog(
        np.r_[np.zeros(cells), -1],
        A_eq=np.c_[rows, np.zeros(len(rows))],
        b_eq=np.concatenate(wanted),
        A_ub=np.c_[-np.eye(cells)[live], np.ones(live.sum())],
        b_ub=np.zeros(live.sum()),
        bounds=[(0, None if alive else 0) for alive in live] + [(0, 1)],
    )
    works = best.status == 0 and best.x[-1] > 1e-9
    names = [f"m{i}" for i in range(len(sizes))]
    labels = [[str(level) for level in range(size)] for size in sizes]
    said = impossible(names, labels, index, wanted, np.ones(cells), np.ones(cells, dtype=np.int64))
    assert bool(said) == (not works)


@pytest.mark.property
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), unit=st.floats(0.01, 100))
def test_the_unit_of_weights_and_the_order_of_rows_change_nothing(seed: int, unit: float) -> None:
    data = frame(200, seed, young=0.1)
    order = np.random.default_rng(seed).permutation(len(data))
    other = data.iloc[order].assign(base=lambda one: unit * one["base"])
    one, two = (forecast(sample(found), {"sex": SEX, "age": AGE}) for found in (data, other))
    assert one.deff == pytest.approx(two.deff) and one.factors == pytest.approx(two.factors)
    assert [advice.cell for advice in one.advice] == [advice.cell for advice in two.advice]


@pytest.mark.contract
def test_a_forecast_says_what_it_is_in_plain_lines_and_makes_no_weights() -> None:
    made = sample(frame())
    found = forecast(made, {"sex": SEX, "age": AGE})
    text = "\n".join(found.text)
    assert "Weights can be made." in text and "Advice: margin 'age'" in text and f"deff {found.deff:.3f}" in text
    assert made.engine.columns == ("sex", "age", "faith", "base")
    told = {language: "\n".join(say(line, language) for line in found.said) for language in LANGUAGES}
    assert told["en"] == text and "Совет: распределение «age»" in told["ru"] and "Парада" in told["be"]
    assert f"{found.deff:.3f}".replace(".", ",") in told["ru"]


@pytest.mark.contract
def test_a_margin_that_does_not_exist_is_in_the_report() -> None:
    found = forecast(sample(frame()), {"sex": SEX, "height": {"tall": 50, "short": 50}}, ["sex", "heigth", "height"])
    assert len(found.problems) == 2 and not found.possible and found.basis == "roughly"
    empty = forecast(sample(frame()), {"height": {"tall": 50, "short": 50}})
    assert len(empty.problems) == 1 and np.isnan(empty.deff) and empty.margins == ()


@pytest.mark.property
def test_every_margin_of_a_forecast_adds_to_one() -> None:
    found = forecast(sample(frame()), {"sex": SEX, "age": AGE})
    for _, rows in itertools.groupby(found.margins, key=lambda row: row.margin):
        kept = list(rows)
        for column in ("target", "before", "after"):
            assert sum(getattr(row, column) for row in kept) == pytest.approx(1)
