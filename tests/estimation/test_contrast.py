"""Contrasts, expressions, arithmetic: against R, against each other, and what they refuse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import survey
from survey.cells.samples.replicates import Replicates
from survey.errors import EstimationError, MissingWarning

DATA = Path(__file__).resolve().parent.parent / "oracles" / "data"
CLUSTERED = survey.SurveyDesign(stratum="h", psu="j", weight="w")


def frame(rows: int = 500, seed: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "vote": rng.choice(["left", "right", "none"], rows, p=[0.45, 0.35, 0.2]),
            "sex": rng.choice(["man", "woman"], rows),
            "score": rng.normal(50, 10, rows).round(1),
            "h": rng.integers(0, 5, rows),
            "j": rng.integers(0, 6, rows),
            "w": rng.random(rows) + 0.4,
        }
    )


@pytest.fixture(scope="module")
def votes() -> Any:
    return survey.Sample(frame(), CLUSTERED).share("vote")


@pytest.fixture(scope="module")
def by_sex() -> Any:
    return survey.Sample(frame(), CLUSTERED).share("vote", by="sex")


@pytest.fixture(scope="module")
def types() -> Any:
    design = survey.SurveyDesign(psu=("dnum", "snum"), fpc=("fpc1", "fpc2"), weight="pw", nest=False)
    return survey.Sample(pd.read_csv(DATA / "apiclus2.csv"), design).share("stype")


@pytest.mark.oracle
@pytest.mark.parametrize(
    "text,estimate,error",
    [
        # R 4.2, survey 4.1-1: svycontrast(svymean(~stype, dclus2), quote(...)), with the names stypeE, stypeH, stypeM
        ("log(E / H)", 1.62362254742606, 0.498693383939234),
        ("(E - H) / (E + H)", 0.670588235294118, 0.137218331802242),
        ("sqrt(E) * exp(M)", 0.992565866504007, 0.0431453991121191),
        ("E ** 2 / M", 2.51491955719557, 0.545835428305851),
    ],
)
def test_expressions_are_those_of_r(text: str, estimate: float, error: float, types: Any) -> None:
    made = survey.expression(types, text)
    assert made.estimate[0] == pytest.approx(estimate, rel=1e-12)
    assert made.std_error[0] == pytest.approx(error, rel=1e-10)
    assert made.df[0] == 39  # degf(dclus2)


@pytest.mark.oracle
def test_several_contrasts_have_the_covariance_of_r(types: Any) -> None:
    # svycontrast(m, list(a = c(stypeE = 1, stypeH = -.5, stypeM = -.5), b = c(stypeE = .25, stypeM = 1)))
    made = survey.contrast(types, {"a": {"E": 1, "H": -0.5, "M": -0.5}, "b": {"E": 0.25, "M": 1}})
    np.testing.assert_allclose(made.estimate, [0.521771217712177, 0.354797047970480], rtol=1e-12)
    want = [[0.006965733598306075, 0.000882565067264105], [0.000882565067264105, 0.000594655960068968]]
    np.testing.assert_allclose(made.covariance, want, rtol=1e-10)


@pytest.mark.derivation
def test_one_difference_written_in_seven_ways_is_one(votes: Any) -> None:
    ways = [
        survey.difference(votes, 0, 2),
        survey.difference(votes, "left", "right"),
        votes["left"] - votes["right"],
        -(votes[2] - votes[0]),
        survey.contrast(votes, [1, 0, -1]),
        survey.expression(votes, "left - right"),
        survey.expression(votes, lambda rows: rows[0] - rows[2]),
    ]
    v = votes.covariance
    for made in ways:
        assert made.estimate[0] == pytest.approx(votes.estimate[0] - votes.estimate[2], rel=1e-12)
        assert made.std_error[0] == pytest.approx(np.sqrt(v[0, 0] + v[2, 2] - 2 * v[0, 2]), rel=1e-10)
        assert made.n[0] == 500 and made.df[0] == votes.df[0]
        assert made.p_value[0] == pytest.approx(2 * stats.t.sf(abs(made.statistic[0]), votes.df[0]), rel=1e-10)


@pytest.mark.derivation
def test_arithmetic_in_steps_is_the_formula_at_once(by_sex: Any) -> None:
    left, right = by_sex["left", "woman"], by_sex["right", "woman"]
    steps = 100 * (left - right) / (left + right) + 1 - by_sex[0] * by_sex["left, man"]
    once = survey.expression(
        by_sex, "100 * (`left, woman` - `right, woman`) / (`left, woman` + `right, woman`) + 1 - `left, man` ** 2"
    )
    assert by_sex.labels[0] == "left, man"
    np.testing.assert_allclose(
        [steps.estimate, steps.std_error, steps.conf_low], [once.estimate, once.std_error, once.conf_low], rtol=1e-10
    )
    both = survey.contrast(by_sex, {"gap": {("left", "woman"): 1, ("left", "man"): -1}})
    assert (both["gap"] / left).std_error[0] == pytest.approx(
        survey.expression(by_sex, "(`left, woman` - `left, man`) / `left, woman`").std_error[0], rel=1e-10
    )


@pytest.mark.derivation
def test_a_net_by_sum_by_name_and_in_the_call_is_one(votes: Any) -> None:
    asked = survey.Sample(frame(), CLUSTERED).share("vote", nets={"any": ["left", "right"]})
    for made in (votes.net("any", ["left", "right"]), votes["left"] + votes["right"], sum([votes[0], votes[2]])):
        assert made.estimate[0] == pytest.approx(asked["any"].estimate[0], rel=1e-12)
        assert made.std_error[0] == pytest.approx(asked["any"].std_error[0], rel=1e-9)
    everything = sum(votes)
    assert everything.estimate[0] == pytest.approx(1) and everything.std_error[0] == 0


@pytest.mark.derivation
def test_lift_is_the_ratio_less_one_and_its_test_that_of_no_difference(votes: Any) -> None:
    made, ratio = survey.lift(votes, "left", "right"), votes["left"] / votes["right"]
    assert made.estimate[0] == pytest.approx(votes.estimate[0] / votes.estimate[2] - 1)
    assert made.std_error[0] == pytest.approx(ratio.std_error[0], rel=1e-9)
    assert made.p_value[0] == pytest.approx(ratio.p_against(1)[0], rel=1e-9)
    assert made.option == ("left / right - 1",)


@pytest.mark.property
@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=6, max_size=6), st.floats(0.1, 10))
def test_contrasts_are_linear(by_sex: Any, weights: list[float], factor: float) -> None:
    one, more = survey.contrast(by_sex, weights), survey.contrast(by_sex, np.array(weights) * factor)
    assert more.estimate[0] == pytest.approx(factor * one.estimate[0])
    assert more.std_error[0] == pytest.approx(factor * one.std_error[0], rel=1e-6, abs=1e-9)


@pytest.mark.contract
def test_degrees_of_freedom_are_the_designs_the_rows_or_given() -> None:
    data = frame()
    data.loc[(data.h == 0) & (data.sex == "woman"), "sex"] = "man"  # women live in four strata of five
    sample = survey.Sample(data, CLUSTERED)
    made = sample.mean("score", by="sex")
    whole, women = sample.mean("score").df[0], made["woman"].df[0]
    assert (whole, women) == (25, 20)
    pick = {"woman": 2.0}
    assert survey.contrast(made, pick).df[0] == whole
    assert survey.contrast(made, pick, df="rows").df[0] == women
    assert survey.contrast(made, pick, df=7).df[0] == 7
    assert survey.contrast(made, pick).method.df_rule == "design"
    normal = survey.contrast(made, pick, df=np.inf, level=0.9)
    assert normal.conf_high[0] - normal.estimate[0] == pytest.approx(stats.norm.ppf(0.95) * normal.std_error[0])
    assert survey.contrast(sample.mean("score", by="sex", df=np.inf), pick).df[0] == np.inf
    assert np.isnan(survey.contrast(made, pick, df=0).p_value[0])
    assert np.isnan(survey.contrast(made, pick, df=0).conf_low[0])


@pytest.mark.contract
def test_a_domain_with_nobody_spoils_only_what_touches_it() -> None:
    data = frame().assign(sex=lambda d: d.sex.where(d.vote != "none", "man"), none=lambda d: d.vote == "none")
    options: dict[str, Any] = {"woman": {}, "man": {}, "nobody": {}}
    sample = survey.Sample(data, CLUSTERED, {"kind": {"options": options, "column": "sex"}})
    made = sample.mean("score", by="kind")
    assert np.isnan(made["nobody"].estimate[0])
    fine, spoilt = survey.contrast(made, {"fine": {"woman": 1, "man": -1}, "spoilt": {"woman": 1, "nobody": -1}})
    assert np.isfinite([fine.estimate[0], fine.std_error[0], fine.p_value[0]]).all()
    assert np.isnan([spoilt.estimate[0], spoilt.std_error[0], spoilt.conf_low[0], spoilt.p_value[0]]).all()
    assert np.isfinite(survey.expression(made, "woman / man").std_error[0])


@pytest.mark.contract
def test_a_fixed_estimate_is_no_crash(votes: Any) -> None:
    whole = votes.net("whole", votes.option)
    assert whole.std_error[0] == 0 and whole.p_value[0] == 0 and np.isnan(whole.p_against(whole.estimate[0])[0])
    with pytest.raises(EstimationError, match="nothing|itself"):
        survey.difference(votes, "left", 0)
    assert np.isnan((votes["left"] / (votes["left"] - votes["left"])).estimate[0])
    assert np.isnan(survey.expression(votes, "log(left - 1)").estimate[0])


@pytest.mark.contract
def test_results_of_two_calls_are_not_mixed_unless_said_to_be_independent(votes: Any) -> None:
    other = survey.Sample(frame(seed=6), CLUSTERED).share("vote")
    with pytest.raises(EstimationError, match="one call.*independent=True"):
        votes["left"] - other["left"]
    with pytest.raises(EstimationError, match="independent=True"):
        survey.stack({"one": votes, "two": other})
    both = survey.stack({"one": votes, "two": other}, independent=True)
    made = both["left, two"] - both["left", "one"]
    assert made.std_error[0] == pytest.approx(np.hypot(votes.std_error[0], other.std_error[0]), rel=1e-12)
    assert made.df[0] == votes.design_df + other.design_df and made.n[0] == 1000
    parts = survey.stack({"one": votes[:1], "two": votes[2:]}, by="part")
    assert (parts[0] - parts[1]).std_error[0] == pytest.approx((votes[0] - votes[2]).std_error[0], rel=1e-12)


@pytest.mark.contract
@pytest.mark.parametrize(
    "call,said",
    [
        (lambda v: v["lefft"], "Did you mean 'left'"),
        (lambda v: v["zzz"], "left, man"),
        (lambda v: v["left"], "names 2 rows"),
        (lambda v: v[["left, man", 9]], "no row 9 of 6"),
        (lambda v: survey.contrast(v, [1, -1]), "2 coefficients for 6 rows"),
        (lambda v: survey.contrast(v, {"left, man": "much"}), "not a finite number"),
        (lambda v: survey.contrast(v, {"left, man": np.nan}), "not a finite number"),
        (lambda v: survey.contrast(v, {}), "coefficients are written"),
        (lambda v: survey.contrast(v, {"a": {"left, man": 1}, "left, man": 1}), "coefficients are written"),
        (lambda v: survey.contrast(v, "left - right"), "coefficients must be numbers"),
        (lambda v: survey.contrast(v, {"left, man": 1}, df="domian"), "unknown df"),
        (lambda v: survey.contrast(v, {"left, man": 1}, level=95), "between 0 and 1"),
        (lambda v: survey.expression(v, "`left, man` +"), "cannot be read"),
        (lambda v: survey.expression(v, "open(`left, man`)"), "'open\\(`left, man`\\)' is not allowed"),
        (lambda v: survey.expression(v, "a ^ b"), "no row|write \\*\\*"),
        (lambda v: survey.expression(v, 3), "neither a formula nor a function"),
        (lambda v: survey.expression(v, lambda rows: rows["left"]), "the function failed"),
        (lambda v: v[:2] + v[:3], "2 and 3 rows cannot be paired"),
    ],
)
def test_what_cannot_be_meant_is_one_clear_error(call: Any, said: str, by_sex: Any) -> None:
    with pytest.raises(EstimationError, match=said):
        call(by_sex)


@pytest.mark.contract
def test_arithmetic_with_anything_else_is_a_type_error(votes: Any) -> None:
    with pytest.raises(TypeError):
        votes + "1"
    with pytest.raises(TypeError):
        [1, 2] * votes


@pytest.mark.derivation
def test_a_change_between_samples_is_that_of_one_design_with_the_waves_as_strata() -> None:
    first, second = frame(400, 1), frame(450, 2)
    waves = [survey.Sample(data, CLUSTERED) for data in (first, second)]
    stacked = survey.Sample(
        pd.concat([first.assign(wave="1"), second.assign(wave="2")], ignore_index=True),
        survey.SurveyDesign(stratum=("wave", "h"), psu="j", weight="w"),
    )
    made = survey.compare(*waves, "vote")
    whole = stacked.share("vote", by="wave")
    for i, option in enumerate(made.option):
        want = survey.difference(whole, (option, "2"), (option, "1"))
        for name in ("estimate", "std_error", "conf_low", "conf_high", "df", "n", "n_weighted", "p_value"):
            assert getattr(made, name)[i] == pytest.approx(getattr(want, name)[0], rel=1e-10), name
    mean = survey.compare(*waves, "score", "sex", statistic="mean")
    means = stacked.mean("score", by=["sex", "wave"])
    assert mean.domains == ("sex",) and mean.domain_levels == (("man",), ("woman",))
    want = survey.difference(means, ("woman", "2"), ("woman", "1"))
    assert mean.std_error[1] == pytest.approx(want.std_error[0], rel=1e-10)
    assert sum(made).estimate[0] == pytest.approx(0, abs=1e-15)


@pytest.mark.derivation
def test_satterthwaite_counts_the_degrees_of_freedom_of_the_wave_that_has_few() -> None:
    small = survey.Sample(frame(200, 3), survey.SurveyDesign(psu="j", weight="w"))
    large = survey.Sample(frame(900, 4), survey.SurveyDesign(weight="w"))
    made = survey.compare(small, large, "vote", df="satterthwaite")
    one, two = small.share("vote"), large.share("vote")
    v, u = one.std_error**2, two.std_error**2
    np.testing.assert_allclose(made.df, (v + u) ** 2 / (v**2 / 5 + u**2 / 899), rtol=1e-12)
    assert (survey.compare(small, large, "vote").df == 904).all()
    assert (survey.compare(small, large, "vote", df=np.inf).df == np.inf).all()


@pytest.mark.contract
def test_an_option_of_one_wave_only_is_named_and_has_no_change() -> None:
    one = survey.Sample(frame(), CLUSTERED)
    two = survey.Sample(frame(seed=9).replace({"vote": {"none": "new"}}), CLUSTERED)
    with pytest.warns(MissingWarning, match="in one wave only.*none, new"):
        made = survey.compare(one, two, "vote")
    assert made.option == ("left", "none", "right", "new")
    assert np.isnan(made.estimate).tolist() == [False, True, False, True]
    assert np.isnan(made.p_value[1]) and "none, new" in str(made.notes[0])
    with pytest.raises(EstimationError, match="with itself"):
        survey.compare(one, one, "vote")
    with pytest.raises(EstimationError, match="unknown statistic"):
        survey.compare(one, two, "vote", statistic="mode")


@pytest.mark.derivation
def test_with_replicate_weights_a_contrast_has_the_variance_of_its_replicates() -> None:
    data = frame(120)
    factors = np.random.default_rng(1).uniform(0.5, 1.5, (120, 12))
    weights = data.w.to_numpy()[:, None] * factors
    reps = Replicates(weights, 0.25, np.ones(12), 11, mse=True)
    sample = survey.Sample.of(survey.Sample(data, survey.SurveyDesign(weight="w")).changed(replicates=reps))
    made = survey.contrast(sample.share("vote"), {"left": 1, "right": -0.5})

    def value(w: np.ndarray) -> float:
        return float(w @ ((data.vote == "left") - 0.5 * (data.vote == "right")) / w.sum())

    each = np.array([value(w) for w in weights.T]) - value(data.w.to_numpy())
    assert made.std_error[0] == pytest.approx(np.sqrt(0.25 * (each**2).sum()), rel=1e-10)
    assert made.df[0] == 11


def answers(column: Sequence[int | None], **options: Any) -> survey.Sample:
    """A sample of one question, in which 1 and 2 are answers and an empty cell is no answer."""
    asked = {"ans": {"options": {"yes": {"code": 1}, "no": {"code": 2}, **options}}}
    return survey.Sample(pd.DataFrame({"ans": column, "sex": ["man", "woman"] * (len(column) // 2)}), questions=asked)


@pytest.mark.derivation
@pytest.mark.parametrize("df", ["design", "satterthwaite"])
def test_a_code_and_an_empty_cell_that_are_both_no_answer_have_one_change(df: Any) -> None:
    """4 of 100 by -9 and 6 of 50 by an empty cell: shares of 4% and 12%."""
    coded = answers([1] * 60 + [2] * 36 + [-9] * 4, na={"code": -9, "missing": "no_answer"})
    empty = answers([1] * 30 + [2] * 14 + [None] * 6)
    made = survey.compare(coded, empty, "ans", df=df)
    assert made.option == ("yes", "no", "na")
    np.testing.assert_allclose(made.estimate, [0.0, -0.08, 0.08], atol=1e-12)
    np.testing.assert_allclose(made.std_error[2], np.sqrt(0.04 * 0.96 / 99 + 0.12 * 0.88 / 49), rtol=1e-10)
    assert (made.n == 150).all() and np.isfinite(made.df).all()
    back = survey.compare(empty, coded, "ans", df=df)
    np.testing.assert_allclose(back.estimate, [0.0, 0.08, -0.08], atol=1e-12)
    by_sex = survey.compare(coded, empty, "ans", "sex", df=df)
    assert np.isfinite(by_sex.estimate).all() and np.isfinite(by_sex.std_error).all()


@pytest.mark.derivation
def test_a_wave_in_which_everybody_answered_has_a_share_of_0_without_an_answer() -> None:
    whole, empty = answers([1] * 60 + [2] * 40), answers([1] * 30 + [2] * 14 + [None] * 6)
    made = survey.compare(whole, empty, "ans")
    np.testing.assert_allclose(made.estimate, [0.0, -0.12, 0.12], atol=1e-12)
    np.testing.assert_allclose(made.std_error[2], np.sqrt(0.12 * 0.88 / 49), rtol=1e-10)
    assert made.n.tolist() == [150, 150, 150]
