"""Margins known in part, nested, merged and recoded: what weights do with them, in a call and from a file."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.definitions.records.targets import Targets
from survey.errors import WeightingError, WeightingWarning
from survey.weighting.calibrating.rake import rake
from survey.weighting.margins.given_targets import as_targets, plain_targets

AGES = ["18-29", "30-44", "45-59", "60+"]


def frame(rows: int = 400, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "sex": rng.choice(["man", "woman"], rows, p=[0.4, 0.6]),
            "age": rng.choice(AGES, rows),
            "faith": rng.choice(["orthodox", "catholic", "other", "none"], rows, p=[0.6, 0.15, 0.05, 0.2]),
            "base": rng.choice([0.5, 1.0, 2.5], rows),
        }
    )


def sample(data: pd.DataFrame | None = None, engine: str = "memory") -> survey.Sample:
    return survey.Sample(frame() if data is None else data, survey.SurveyDesign(weight="base"), engine=engine)


def sums(made: Any, *keys: str, data: pd.DataFrame | None = None) -> dict[Any, float]:
    where = frame() if data is None else data
    found = pd.Series(made.weights).groupby([where[key] for key in keys]).sum()
    return dict(found / found.sum())


FAITH = {"shares": {"orthodox": 70, "catholic": 10, "other": "free", "none": "free"}, "of": 100}


@pytest.mark.property
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), known=st.floats(0.2, 0.9), engine=st.sampled_from(["memory", "duckdb"]))
def test_free_cells_together_get_what_is_left_and_keep_their_proportions(seed: int, known: float, engine: str) -> None:
    data = frame(200, seed)
    faith = {"shares": {"orthodox": known, "catholic": "free", "other": "free", "none": "free"}, "of": 1}
    made = rake(sample(data, engine), {"faith": faith})
    got, before = sums(made, "faith", data=data), dict(data.groupby("faith")["base"].sum())
    assert got["orthodox"] == pytest.approx(known)
    free = [name for name in before if name != "orthodox"]
    ratios = [got[name] / before[name] for name in free]
    assert ratios == pytest.approx([ratios[0]] * len(free), rel=1e-9)


@pytest.mark.derivation
def test_free_cells_are_raked_as_one_level() -> None:
    data = frame().assign(two=lambda one: one["faith"].where(~one["faith"].isin(["other", "none"]), "rest"))
    sex = {"man": 46, "woman": 54}
    free = rake(sample(), {"sex": sex, "faith": FAITH})
    merged = rake(sample(data), {"sex": sex, "two": {"orthodox": 70, "catholic": 10, "rest": 20}})
    np.testing.assert_allclose(free.weights, merged.weights, rtol=1e-9)
    shares = [survey.Sample.of(made).share("age").std_error for made in (free, merged)]
    np.testing.assert_allclose(shares[0], shares[1], rtol=1e-9)


@pytest.mark.contract
def test_counts_with_free_cells_take_the_population_from_the_other_margins() -> None:
    sex = {"man": 4600, "woman": 5400}
    faith = {"counts": {"orthodox": 7000, "catholic": 1000, "other": "free", "none": "free"}}
    made = rake(sample(), {"sex": sex, "faith": faith})
    assert made.weights.sum() == pytest.approx(10_000)
    assert sums(made, "faith")["orthodox"] == pytest.approx(0.7)
    with pytest.raises(WeightingError, match="of how many people some cells are free is not known"):
        rake(sample(), {"faith": faith})


@pytest.mark.contract
@pytest.mark.parametrize(
    "faith,said",
    [
        (
            {"shares": {"orthodox": 70, "catholic": 30, "other": "free", "none": "free"}, "of": 100},
            r"the known figures make all of 100, and \d+ respondent.s. are 'other' or 'none', which is free",
        ),
        ({"orthodox": 70, "catholic": 10, "other": "free", "none": "free"}, "with free cells say what the figures are"),
        (
            {"shares": {"orthodox": 50, "catholic": 10, "other": 5, "none": 15, "moslem": "free"}, "of": 100},
            "'moslem' is no option of 'faith'",
        ),
    ],
)
def test_free_cells_that_cannot_be_are_an_error_that_says_why(faith: Any, said: str) -> None:
    with pytest.raises(WeightingError, match=said):
        rake(sample(), {"faith": faith})


@pytest.mark.derivation
def test_nested_margins_are_the_crossing_of_size_and_share() -> None:
    nested = {
        "sizes": {"man": 46, "woman": 54},
        "nested": {
            "man": dict(zip(AGES, [20, 30, 30, 20], strict=True)),
            "woman": dict(zip(AGES, [0.1, 0.2, 0.3, 0.4], strict=True)),
        },
    }
    flat = {
        "man": dict(zip(AGES, [9.2, 13.8, 13.8, 9.2], strict=True)),
        "woman": dict(zip(AGES, [5.4, 10.8, 16.2, 21.6], strict=True)),
    }
    key = ("sex", "age")
    np.testing.assert_allclose(rake(sample(), {key: nested}).weights, rake(sample(), {key: flat}).weights, rtol=1e-10)


@pytest.mark.contract
def test_free_cells_of_a_nested_margin_share_what_is_left_of_their_part() -> None:
    inside = {"18-29": 20, "30-44": "free", "45-59": "free", "60+": 30}
    all_of = dict(zip(AGES, [25, 25, 25, 25], strict=True))
    nested = {"sizes": {"man": 46, "woman": 54}, "nested": {"man": inside, "woman": all_of}, "of": 100}
    made = rake(sample(), {("sex", "age"): nested})
    got, before = sums(made, "sex", "age"), dict(frame().groupby(["sex", "age"])["base"].sum())
    middle = [("man", "30-44"), ("man", "45-59")]
    assert sum(got[cell] for cell in middle) == pytest.approx(0.46 * 0.5)
    assert got[middle[0]] / got[middle[1]] == pytest.approx(before[middle[0]] / before[middle[1]])
    assert got["woman", "60+"] == pytest.approx(0.54 / 4)


@pytest.mark.derivation
def test_merged_cells_are_one_level_and_a_recode_is_another_way_to_say_it() -> None:
    whole = dict(zip(AGES, [15, 25, 30, 30], strict=True))
    merged = rake(sample(), {"age": {"shares": whole, "merge": [["18-29", "30-44"]]}})
    groups = {"young": ["18-29", "30-44"], "45-59": "45-59", "60+": "60+"}
    recoded = rake(sample(), {"age": {"shares": {"young": 40, "45-59": 30, "60+": 30}, "recode": {"age": groups}}})
    np.testing.assert_allclose(merged.weights, recoded.weights, rtol=1e-12)
    assert "young = 18-29 + 30-44" in recoded.calibration.notes[0]["en"]
    levels = {level: (parts,) if isinstance(parts, str) else tuple(parts) for level, parts in groups.items()}
    file = as_targets({"age": {"young": 40, "45-59": 30, "60+": 30}})
    np.testing.assert_allclose(rake(sample(), file.changed(recode={"age": levels})).weights, recoded.weights)
    halves = {sex: {age: share / 2 for age, share in whole.items()} for sex in ("man", "woman")}
    crossing = {"shares": halves, "merge": [[["man", "18-29"], ["man", "60+"]]]}
    got = sums(rake(sample(), {("sex", "age"): crossing}), "sex", "age")
    assert got["man", "18-29"] + got["man", "60+"] == pytest.approx(0.225)
    assert got["woman", "18-29"] == pytest.approx(0.075)


@pytest.mark.contract
def test_a_recode_that_does_not_fit_tells_all_its_faults_at_once() -> None:
    groups = {"yuong": ["18-29", "30-44"], "old": ["60+", "18-29"]}
    age = {"shares": {"young": 40, "old": 60}, "recode": {"age": groups}}
    with pytest.raises(WeightingError) as caught:
        rake(sample(), {"age": age})
    for said in (
        "'yuong' is no level of the margin. Did you mean 'young'?",
        "'18-29' is mapped 2 times, to 'yuong' and 'old'",
        "option '45-59' is mapped to no level",
        "no option is mapped to 'young'",
    ):
        assert said in str(caught.value)


@pytest.mark.contract
def test_the_record_holds_the_margin_as_it_was_asked_for() -> None:
    made = rake(sample(), {"sex": {"man": 46, "woman": 54}, "faith": FAITH})
    asked = made.steps[-1].options["targets"]
    again = rake(sample(), Targets.model_validate(asked))
    np.testing.assert_array_equal(again.weights, made.weights)
    assert plain_targets(Targets.model_validate(asked)) == asked


@pytest.mark.contract
def test_margins_that_differ_by_rounding_are_met_together_and_it_is_said() -> None:
    crossing = {
        "man": dict(zip(AGES, [9.2, 13.8, 13.8, 9.3], strict=True)),
        "woman": dict(zip(AGES, [5.4, 10.8, 16.2, 21.5], strict=True)),
    }
    with pytest.warns(WeightingWarning, match="'sex' and 'sex_by_age' differ by up to 0.1 points"):
        made = rake(sample(), {"sex": {"man": 46, "woman": 54}, ("sex", "age"): crossing})
    assert sums(made, "sex")["man"] == pytest.approx(0.46, abs=1e-10)


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_order_of_rows_and_names_of_options_change_nothing(seed: int) -> None:
    data = frame(150, seed)
    order = np.random.default_rng(seed).permutation(len(data))
    made, shuffled = rake(sample(data), {"faith": FAITH}), rake(sample(data.iloc[order]), {"faith": FAITH})
    np.testing.assert_allclose(made.weights[order], shuffled.weights, rtol=1e-12)
    renamed = data.assign(faith=data["faith"].map(lambda name: f"z{name[::-1]}"))
    other = {**FAITH, "shares": {f"z{name[::-1]}": share for name, share in FAITH["shares"].items()}}  # type: ignore
    np.testing.assert_allclose(rake(sample(renamed), {"faith": other}).weights, made.weights, rtol=1e-12)
