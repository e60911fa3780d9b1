"""Design weights from selection probabilities, by hand and for any input."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.errors import WeightingError
from survey.weighting.before.selection import selection

FRAMES = {
    "landline": {"probability": 0.01, "lines": "lines", "adults": "adults"},
    "mobile": {"probability": 0.002, "lines": "phones"},
}
PHONES = pd.DataFrame(
    {
        "lines": [1, 1, 2, 0, 1],
        "adults": [2, 4, 1, 3, 1],
        "phones": [0, 1, 1, 2, 1],
        "frame": ["landline", "landline", "landline", "mobile", "mobile"],
    }
)


def sample(data: dict[str, Any] | pd.DataFrame, weight: str | None = None, **how: Any) -> survey.Sample:
    return survey.Sample(pd.DataFrame(data), survey.SurveyDesign(weight=weight), **how)


@pytest.mark.derivation
def test_a_weight_is_the_inverse_of_the_product_of_the_probabilities_of_all_stages() -> None:
    made = selection(sample({"p1": [0.5, 0.1], "p2": [0.2, 1.0], "w": [2.0, 3.0]}, "w"), probability=("p1", "p2"))
    np.testing.assert_allclose(made.weights, [20, 30])  # 2 / 0.1 and 3 / 0.1
    assert made.weight == "weight" and made.design.weight == "weight"


@pytest.mark.derivation
def test_persons_of_a_household_are_capped_and_the_capped_counted() -> None:
    made = selection(sample({"adults": [1, 2, 3, 9, 4]}), household="adults", cap=4)
    np.testing.assert_array_equal(made.weights, [1, 2, 3, 4, 4])
    assert made.steps[-1].counts == {"respondents": 5, "capped": 1}
    assert "capped at 4 (1 respondent(s))" in made.steps[-1].text


@pytest.mark.derivation
def test_chances_of_two_frames_add() -> None:
    """Expected selections by hand: .01 · lines / adults + .002 · phones."""
    made = selection(sample(PHONES), frames=FRAMES)
    np.testing.assert_allclose(made.weights, 1 / np.array([0.005, 0.0045, 0.022, 0.004, 0.012]))


@pytest.mark.derivation
def test_composite_weights_share_the_overlap_only() -> None:
    """Landline weights adults / (.01 lines): 200, 400, 50; mobile ones 1 / (.002 phones): 250, 500. The second, third
    and fifth are reached by both frames."""
    made = selection(sample(PHONES), frames=FRAMES, rule="composite", frame="frame", share=0.25)
    np.testing.assert_allclose(made.weights, [200, 100, 12.5, 250, 375])
    effective = selection(sample(PHONES), frames=FRAMES, rule="composite", frame="frame")
    n_eff = 450**2 / (400**2 + 50**2)  # of the landline part of the overlap; that of the mobile part is 1
    part = n_eff / (n_eff + 1)
    np.testing.assert_allclose(effective.weights, [200, 400 * part, 50 * part, 250, 500 * (1 - part)])
    found = effective.steps[-1].details["composite factor of landline (reached by landline and mobile)"]
    assert found == pytest.approx(part)


@pytest.mark.derivation
def test_both_rules_estimate_the_population_without_bias() -> None:
    """Expected sums of weights over all samples: a population of 300 in three groups, each person's expected selections
    known exactly, so that Σ_f e_f · weight is 1 for every person under either rule."""
    reach = {"lines": [1, 1, 0], "adults": [1, 2, 1], "phones": [0, 1, 1]}
    e = {"landline": np.array([0.01, 0.005, 0]), "mobile": np.array([0, 0.002, 0.002])}
    people = pd.concat([pd.DataFrame(reach).assign(frame=name) for name in e], ignore_index=True)
    people["w"] = (np.concatenate(list(e.values())) > 0).astype(float)  # who cannot be drawn so does not count
    rules: list[dict[str, Any]] = [{}, {"rule": "composite", "frame": "frame", "share": 0.3}]
    for options in rules:
        made = selection(sample(people, "w"), frames=FRAMES, **options).weights.reshape(2, 3)
        np.testing.assert_allclose((made * np.array(list(e.values()))).sum(axis=0), 1)


@pytest.mark.property
@settings(max_examples=20, deadline=None)
@given(unit=st.floats(0.01, 100), seed=st.integers(0, 99))
def test_the_unit_of_the_weights_and_the_order_of_rows_change_nothing(unit: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    data = PHONES.sample(30, replace=True, random_state=seed).reset_index(drop=True).assign(w=1 + rng.random(30))
    how: dict[str, Any] = {"frames": FRAMES, "rule": "composite", "frame": "frame"}
    first = selection(sample(data, "w"), **how).weights
    scaled = selection(sample(data.assign(w=data["w"] * unit), "w"), **how).weights
    np.testing.assert_allclose(scaled, first * unit, rtol=1e-12)
    turned = selection(sample(data.iloc[::-1].reset_index(drop=True), "w"), **how).weights
    np.testing.assert_allclose(turned[::-1], first, rtol=1e-12)


@pytest.mark.property
def test_replicates_and_engines_get_the_same_factors() -> None:
    data = pd.concat([PHONES] * 4, ignore_index=True).assign(w=np.arange(1.0, 21))
    made = selection(survey.make_replicates(sample(data, "w"), "JK1"), frames=FRAMES)
    replicates = made.replicates
    assert replicates is not None
    ratio = made.weights / data["w"].to_numpy()
    before = survey.make_replicates(sample(data, "w"), "JK1").replicates
    assert before is not None
    np.testing.assert_allclose(replicates.weights, before.weights * ratio[:, None], rtol=1e-12)
    lazy = selection(sample(data, "w", engine="duckdb"), frames=FRAMES)
    np.testing.assert_allclose(lazy.weights, made.weights, rtol=1e-12)


@pytest.mark.contract
def test_all_that_is_wrong_with_the_data_is_one_error() -> None:
    data = {"p": [0.5, 0.0, 1.5], "adults": [1.0, None, 0.0]}
    with pytest.raises(WeightingError) as caught:
        selection(sample(data), probability="p", household="adults")
    said = str(caught.value)
    assert "p: 2 respondent(s) have a probability that is not above 0" in said
    assert "adults: 1 respondent(s) gave no number" in said and "adults: 1 respondent(s) have less than 1" in said


@pytest.mark.contract
def test_who_is_reached_by_no_frame_or_by_another_than_his_own_is_an_error() -> None:
    nobody = PHONES.assign(lines=[0, 1, 2, 0, 1])
    with pytest.raises(WeightingError, match="1 respondent.*have no line in any frame"):
        selection(sample(nobody), frames=FRAMES)
    with pytest.raises(WeightingError, match="1 respondent.*drawn by a frame in which they have no line"):
        selection(sample(PHONES.assign(phones=[1, 1, 1, 2, 0])), frames=FRAMES, rule="composite", frame="frame")
    with pytest.raises(WeightingError, match="2 respondent.*drawn by none of the frames"):
        other = PHONES.assign(frame=PHONES["frame"].replace("mobile", "web"))
        selection(sample(other), frames=FRAMES, rule="composite", frame="frame")


@pytest.mark.contract
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "nothing says how"),
        ({"household": "adults", "cap": 0}, "below 1 person"),
        ({"frames": {"mobile": FRAMES["mobile"]}}, "two or more"),
        ({"frames": FRAMES, "rule": "hartley"}, "unknown rule 'hartley'"),
        ({"frames": FRAMES, "rule": "composite"}, "needs 'frame'"),
        ({"frames": FRAMES, "share": 2.0}, "from 0 to 1"),
        ({"frames": FRAMES, "household": "adults"}, "as 'adults' of the frame"),
        ({"frames": {**FRAMES, "web": {"probabilty": 1, "lines": "phones"}}}, "unknown key 'probabilty'"),
    ],
)
def test_a_step_that_cannot_be_meant_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(WeightingError, match=said):
        selection(sample(PHONES), **options)
