"""Ratios, quantiles, variances, correlations and several questions together: what must hold, and the edges."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import survey
from survey.cells.samples.replicates import Replicates
from survey.errors import EstimationError, IntervalWarning, SurveyError, UndefinedWarning
from survey.words import NO_WEIGHT

CLUSTERED = survey.SurveyDesign(stratum="h", psu="j", weight="w", nest=True)
WEIGHTED = survey.SurveyDesign(weight="w")
# each statistic of one or two questions, one row a domain
CALLS: dict[str, Any] = {
    "ratio": lambda sample, by=(): sample.ratio("x", "y", by),
    "median": lambda sample, by=(): sample.median("x", by),
    "quartile": lambda sample, by=(): sample.quantile("x", 0.25, by, rule="hf7", interval="xlogit"),
    "variance": lambda sample, by=(): sample.variance("x", by),
    "deviation": lambda sample, by=(): sample.deviation("x", by),
    "correlation": lambda sample, by=(): sample.correlation("x", "y", by),
}
COLUMNS = ("estimate", "std_error", "conf_low", "conf_high", "deff", "n", "n_weighted", "n_eff", "df")


def frame(rows: int = 300, seed: int = 4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    x = rng.normal(50, 12, rows).round(2)
    return pd.DataFrame(
        {
            "x": x,
            "y": (x / 2 + rng.normal(30, 8, rows)).round(2),
            "sex": rng.choice(["man", "woman"], rows),
            "vote": rng.choice(["left", "right", "none"], rows),
            "h": rng.integers(0, 4, rows),
            "j": rng.integers(0, 6, rows),
            "w": rng.random(rows).round(3) + 0.5,
        }
    )


def same(one: Any, other: Any, rel: float = 1e-9) -> None:
    for column in COLUMNS:
        np.testing.assert_allclose(getattr(one, column), getattr(other, column), rtol=rel, err_msg=column)


@pytest.mark.property
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("design", [CLUSTERED, WEIGHTED], ids=["clusters", "elements"])
def test_order_of_rows_and_the_unit_of_weights_change_nothing(name: str, design: survey.SurveyDesign) -> None:
    data = frame()
    made = CALLS[name](survey.Sample(data, design), "sex")
    same(made, CALLS[name](survey.Sample(data.sample(frac=1, random_state=1), design), "sex"))
    scaled = CALLS[name](survey.Sample(data.assign(w=data.w * 4), design), "sex")
    for column in COLUMNS:
        want = getattr(made, column) * (4 if column == "n_weighted" else 1)
        np.testing.assert_allclose(getattr(scaled, column), want, rtol=1e-9, err_msg=column)


@pytest.mark.property
@pytest.mark.parametrize("name", CALLS)
def test_both_engines_give_one_answer(name: str, tmp_path: Any) -> None:
    frame().to_parquet(tmp_path / "answers.parquet")
    made = CALLS[name](survey.Sample(frame(), CLUSTERED), "sex")
    same(made, CALLS[name](survey.Sample(tmp_path / "answers.parquet", CLUSTERED, engine="duckdb"), "sex"))


@pytest.mark.derivation
@pytest.mark.parametrize("name", CALLS)
def test_a_domain_has_the_estimate_of_its_members_and_keeps_every_psu(name: str) -> None:
    data = frame()
    made = CALLS[name](survey.Sample(data, CLUSTERED), "sex")
    for row, sex in enumerate(("man", "woman")):
        alone = CALLS[name](survey.Sample(data[data.sex == sex], CLUSTERED))
        assert made.domain_levels[row] == (sex,)
        assert made.estimate[row] == pytest.approx(alone.estimate[0], rel=1e-12)
        assert made.n[row] == alone.n[0] == (data.sex == sex).sum()


@pytest.mark.derivation
@pytest.mark.parametrize("name", CALLS)
def test_weights_of_0_and_missing_answers_are_in_no_figure_and_are_counted(name: str) -> None:
    data = frame()
    kept = data[40:].copy()
    data.loc[:19, "w"] = 0.0
    data.loc[20:39, "x"] = np.nan
    made, wanted = (CALLS[name](survey.Sample(part, WEIGHTED)) for part in (data, kept))
    for column in ("estimate", "n", "n_weighted", "deff"):
        np.testing.assert_allclose(getattr(made, column), getattr(wanted, column), rtol=0.08, err_msg=column)
    assert made.n[0] == len(kept)
    assert made.estimate[0] == pytest.approx(wanted.estimate[0], rel=1e-12)
    assert sum(made.counts.values()) == 40 and made.counts[NO_WEIGHT] == 20


@pytest.mark.contract
@pytest.mark.parametrize("name", CALLS)
def test_a_domain_with_nobody_is_empty_and_one_without_degrees_of_freedom_has_no_interval(name: str) -> None:
    data = frame().assign(part="most")
    data.loc[0:2, ["part", "h", "j"]] = ["lone", 0, 0]
    lone = {"type": "single", "options": {"most": "Most", "lone": "Lone", "nobody": "Nobody"}}
    sample = survey.Sample(data, CLUSTERED, questions={"part": lone})
    made = CALLS[name](sample, "part")
    assert [levels[0] for levels in made.domain_levels] == ["most", "lone", "nobody"]
    assert made.n.tolist() == [297, 3, 0] and made.df.tolist()[1:] == [0, 0]
    assert np.isfinite(made.estimate[:2]).all() and np.isnan(made.estimate[2])
    assert np.isfinite(made.conf_low[0]) and np.isnan(made.conf_low[1:]).all() and np.isnan(made.conf_high[1:]).all()


@pytest.mark.contract
@pytest.mark.parametrize("name", CALLS)
def test_what_cannot_be_calculated_is_refused_in_words(name: str) -> None:
    for change, said in (
        ({"x": np.nan}, "nobody gave an answer"),
        ({"x": "much"}, "options without a value: much"),
        ({"x": np.inf}, "options without a value: inf"),
    ):
        with pytest.raises(EstimationError, match=said):
            CALLS[name](survey.Sample(frame().assign(**change), WEIGHTED))
    with pytest.raises(EstimationError, match="domain of itself"):
        CALLS[name](survey.Sample(frame(), WEIGHTED), "x")


@pytest.mark.contract
def test_a_number_that_does_not_vary_has_no_spread_and_no_correlation() -> None:
    sample = survey.Sample(frame().assign(x=5.1), CLUSTERED)
    for made in (sample.variance("x"), sample.deviation("x")):
        assert (made.estimate[0], made.std_error[0], made.conf_low[0], made.conf_high[0]) == (0, 0, 0, 0)
    made = sample.median("x")
    assert (made.estimate[0], made.std_error[0], made.conf_low[0], made.conf_high[0]) == (5.1, 0, 5.1, 5.1)
    with pytest.warns(UndefinedWarning, match="one of the two does not vary"):
        assert np.isnan(sample.correlation("x", "y").estimate[0])


@pytest.mark.contract
def test_a_ratio_over_0_and_a_variance_of_one_respondent_are_said_to_be_undefined() -> None:
    data = frame().assign(part="rest", zero=0.0)
    data.loc[0, "part"] = "one"
    sample = survey.Sample(data, WEIGHTED)
    with pytest.warns(UndefinedWarning, match="zero adds to 0"):
        made = sample.ratio("x", "zero")
    assert np.isnan([made.estimate[0], made.std_error[0], made.conf_low[0]]).all() and made.notes
    with pytest.warns(UndefinedWarning, match=r"1 domain\(s\) \(one\): one respondent only"):
        made = sample.variance("x", by="part")
    assert made.domain_levels == (("one",), ("rest",)) and np.isnan(made.estimate).tolist() == [True, False]


@pytest.mark.derivation
def test_an_exact_line_has_correlation_1_without_error() -> None:
    data = frame().assign(y=lambda rows: 3 - 2 * rows.x)
    made = survey.Sample(data, CLUSTERED).correlation("x", "y")
    assert [made.estimate[0], made.std_error[0], made.conf_low[0], made.conf_high[0]] == [-1, 0, -1, -1]


@pytest.mark.derivation
def test_a_ratio_of_a_number_to_1_is_its_mean_and_so_are_its_error_and_design_effect() -> None:
    sample = survey.Sample(frame().assign(one=1), CLUSTERED)
    same(sample.ratio("x", "one", "sex"), sample.mean("x", "sex"))


@pytest.mark.derivation
def test_the_variance_of_an_indicator_is_that_of_its_share() -> None:
    data = frame().assign(left=lambda rows: (rows.vote == "left").astype(int))
    sample = survey.Sample(data, CLUSTERED)
    share = sample.share("left")
    p, se = share.estimate[1], share.std_error[1]
    made = sample.variance("left")
    grow = 300 / 299
    assert made.estimate[0] == pytest.approx(grow * p * (1 - p), rel=1e-12)
    assert made.std_error[0] == pytest.approx(grow * abs(1 - 2 * p) * se, rel=1e-10)  # p(1-p) by its slope


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(0.01, 100), st.integers(0, 50))
def test_moving_a_number_moves_its_quantiles_and_leaves_its_spread(shift: float, stretch: float, seed: int) -> None:
    data = frame(120, seed)
    one, other = (survey.Sample(part, CLUSTERED) for part in (data, data.assign(x=data.x * stretch + shift)))
    made, moved = one.quantile("x", [0.2, 0.5]), other.quantile("x", [0.2, 0.5])
    assert moved.estimate == pytest.approx(made.estimate * stretch + shift, rel=1e-9)
    assert moved.std_error == pytest.approx(made.std_error * stretch, rel=1e-6, abs=1e-8)
    assert other.deviation("x").estimate == pytest.approx(one.deviation("x").estimate * stretch, rel=1e-7)
    assert other.correlation("x", "y").estimate == pytest.approx(one.correlation("x", "y").estimate, rel=1e-6)


@pytest.mark.derivation
@pytest.mark.parametrize("name", ["ratio", "variance", "correlation"])
def test_replicates_that_remove_each_psu_agree_with_linearization(name: str) -> None:
    sample = survey.Sample(frame(2000), CLUSTERED)
    made = CALLS[name](sample, "sex")
    other = CALLS[name](survey.make_replicates(sample, "JKn"), "sex")
    assert other.method.variance == "replicates" and other.estimate == pytest.approx(made.estimate, rel=1e-12)
    assert other.std_error == pytest.approx(made.std_error, rel=0.1)


@pytest.mark.contract
def test_a_limit_of_a_quantile_outside_the_data_is_not_defined_and_is_said() -> None:
    sample = survey.Sample(frame(60), CLUSTERED)
    with pytest.warns(IntervalWarning, match="interval='xlogit' has one"):
        made = sample.quantile("x", 0.99)
    assert np.isnan(made.conf_high[0]) and np.isfinite(made.conf_low[0])
    for interval in ("xlogit", "beta", "asin"):
        found = sample.quantile("x", 0.99, interval=interval)
        assert np.isfinite([found.conf_low[0], found.conf_high[0], found.std_error[0]]).all()


@pytest.mark.contract
def test_quantiles_of_replicates_need_replicates_and_jackknives_are_warned_of() -> None:
    sample = survey.Sample(frame(), CLUSTERED)
    with pytest.raises(EstimationError, match="needs replicate weights"):
        sample.median("x", interval="quantile")
    with pytest.warns(IntervalWarning, match="jackknife"):
        survey.make_replicates(sample, "JKn").median("x", interval="quantile")
    for options, said in (
        ({"rule": "hf10"}, "unknown rule"),
        ({"interval": "woodruff"}, "unknown interval"),
        ({"probabilities": [0.5, 1.0]}, "between 0 and 1"),
    ):
        with pytest.raises(EstimationError, match=said):
            sample.quantile("x", **options)


@pytest.mark.derivation
def test_medians_of_two_domains_can_be_compared() -> None:
    made = survey.Sample(frame(), WEIGHTED).median("x", "sex")
    apart = survey.difference(made, 0, 1)
    assert apart.std_error[0] == pytest.approx(np.hypot(*made.std_error), rel=0.05)  # respondents are independent
    assert made.covariance[0, 0] == pytest.approx(made.std_error[0] ** 2)


@pytest.mark.contract
def test_score_limits_of_r_say_that_they_forget_unequal_weights() -> None:
    data = frame()
    with pytest.warns(IntervalWarning, match="turned back without the weights"):
        survey.Sample(data, CLUSTERED).median("x", interval="score_r")
    equal = survey.Sample(data.assign(w=2.0), CLUSTERED)
    made, woodruff = equal.median("x", interval="score_r"), equal.median("x")
    assert made.conf_low[0] < made.estimate[0] < made.conf_high[0]
    assert made.std_error[0] == pytest.approx(woodruff.std_error[0], rel=0.3)


HALVES = pd.DataFrame({"y": np.arange(1, 41.0), "w": [1] * 20 + [4] * 20})


@pytest.mark.derivation
def test_score_limits_are_the_values_that_the_test_does_not_reject() -> None:
    sample = survey.Sample(HALVES, WEIGHTED)
    made = sample.median("y", interval="score")
    y, w, t = HALVES["y"].to_numpy(), HALVES["w"].to_numpy() / 100, stats.t.ppf(0.975, 39)
    kept = []
    for value in y[:-1]:
        share = w[y <= value].sum()
        error = np.sqrt(40 / 39 * (w**2 * ((y <= value) - share) ** 2).sum())
        kept += [value] if abs(0.5 - share) <= t * error else []
    assert (made.estimate[0], made.conf_low[0], made.conf_high[0]) == (28, kept[0], kept[-1]) == (28, 24, 32)
    assert made.std_error[0] == pytest.approx(8 / (2 * t), rel=1e-12)
    with pytest.warns(IntervalWarning):
        of_r = sample.median("y", interval="score_r")
    assert (of_r.conf_low[0], of_r.conf_high[0]) == (30, 35)  # misses its own median


@pytest.mark.contract
def test_a_score_limit_beyond_the_data_is_none_rather_than_the_last_value() -> None:
    few = survey.Sample(pd.DataFrame({"y": np.arange(1.0, 13)}), survey.SurveyDesign())
    with pytest.warns(IntervalWarning, match=r"2 row\(s\)"):
        made = few.quantile("y", [0.1, 0.5, 0.9], interval="score")
    assert np.isnan([made.conf_low[0], made.conf_high[2]]).all()  # (1 - 0.1)^12 = 0.28: below 1 is not rejected
    assert np.isfinite([made.conf_low[1], made.conf_high[1]]).all()


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(st.integers(0, 12), min_size=4, max_size=40),
    heavy=st.integers(1, 30),
    p=st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9]),
    rule=st.sampled_from(["math", "school", "hf3", "hf4", "hf6", "hf7", "hf9"]),
    interval=st.sampled_from(["mean", "xlogit", "beta", "asin", "wilson", "likelihood", "score"]),
    clusters=st.booleans(),
)
def test_every_interval_of_a_quantile_holds_it(
    values: list[int], heavy: int, p: float, rule: str, interval: str, clusters: bool
) -> None:
    weights = [1 if k % 3 else heavy for k in range(len(values))]
    data = pd.DataFrame({"y": values, "w": weights, "psu": [k % 4 for k in range(len(values))]})
    design = survey.SurveyDesign(psu="psu" if clusters else None, weight="w")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        all_answers = {"y": {"type": "number", "missing": {}}}  # 99 beside 5 is no code here
        sample = survey.Sample(data, design, questions=all_answers)
        made = sample.quantile("y", p, rule=rule, interval=interval)
    low, high = made.conf_low[0], made.conf_high[0]
    assert np.isnan(low) or low <= made.estimate[0]
    assert np.isnan(high) or high >= made.estimate[0]


@pytest.mark.derivation
@pytest.mark.parametrize("design", [CLUSTERED, WEIGHTED], ids=["clusters", "elements"])
@pytest.mark.parametrize("raked", [False, True], ids=["given weights", "raked"])
@pytest.mark.parametrize("statistic", ["mean", "total", "share"])
def test_questions_together_have_their_own_figures_and_blocks(
    statistic: str, raked: bool, design: survey.SurveyDesign
) -> None:
    data = frame()
    data.loc[5:9, "x"] = np.nan
    sample: Any = survey.Sample(data, design)
    if raked:
        sample = survey.rake(sample, {"sex": {"man": 45, "woman": 55}, "vote": {"left": 3, "right": 4, "none": 3}})
    questions = ["vote", "sex"] if statistic == "share" else ["x", "y"]
    by = "h" if statistic == "share" else "sex"
    made = sample.together(questions, statistic, by)
    at = 0
    for question in questions:
        alone = getattr(sample, statistic)(question, by)
        size = len(alone)
        same(made.take(range(at, at + size)), alone)
        block = made.covariance[at : at + size, at : at + size]
        largest = alone.covariance.max()
        np.testing.assert_allclose(block, alone.covariance, rtol=0, atol=1e-10 * max(largest, 1e-12))
        at += size
    assert at == len(made)
    assert np.linalg.eigvalsh(made.covariance).min() > -1e-8 * made.covariance.max()


@pytest.mark.derivation
def test_the_difference_of_two_questions_is_the_mean_of_the_difference() -> None:
    data = frame()
    sample = survey.Sample(data.assign(apart=data.x - data.y), CLUSTERED)
    made, want = sample.together(["x", "y"]), sample.mean("apart")
    apart = made["x"] - made["y"]
    assert apart.estimate[0] == pytest.approx(want.estimate[0], rel=1e-12)
    assert apart.std_error[0] == pytest.approx(want.std_error[0], rel=1e-10)
    ratio = sample.together(["x", "y"], "total")
    assert (ratio["x"] / ratio["y"]).std_error[0] == pytest.approx(sample.ratio("x", "y").std_error[0], rel=1e-10)


@pytest.mark.contract
def test_questions_together_are_named_and_what_they_cannot_take_is_refused() -> None:
    sample = survey.Sample(frame(), CLUSTERED)
    assert sample.together(["x", "y"]).labels == ("x", "y")
    assert survey.together(sample, ["sex", "vote"], "share").labels[:3] == ("sex: man", "sex: woman", "vote: left")
    for arguments, options, said in (
        ((["x", "x"],), {}, "different questions"),
        (("x",), {}, "must be a list"),
        ((["x", "y"], "median"), {}, "unknown statistic"),
        ((["vote", "sex"], "share"), {"percent": "row"}, "no option 'percent'"),
    ):
        with pytest.raises(SurveyError, match=said):
            sample.together(*arguments, **options)


@pytest.mark.derivation
def test_the_coefficient_of_variation_is_the_error_over_the_estimate_and_none_of_0() -> None:
    data = frame().assign(even=lambda rows: np.where(np.arange(len(rows)) % 2, 1, -1), w=1.0)
    sample = survey.Sample(data, WEIGHTED)
    made = sample.mean("x")
    assert made.cv[0] == pytest.approx(made.std_error[0] / made.estimate[0], rel=1e-14)
    assert np.isnan(sample.mean("even").cv[0])


@pytest.mark.derivation
def test_missing_codes_of_numbers_are_no_numbers() -> None:
    data = frame()
    data.loc[:9, "x"] = 998.0
    question = {"type": "number", "options": {"refused": {"code": 998, "label": "Refused", "missing": "refused"}}}
    sample = survey.Sample(data, WEIGHTED, questions={"x": question})
    made = sample.deviation("x")
    assert made.counts == {"refused": 10}
    assert made.estimate[0] == pytest.approx(survey.Sample(data[10:], WEIGHTED).deviation("x").estimate[0], rel=1e-12)
    assert sample.ratio("x", "y").counts == {"x: refused": 10}


@pytest.mark.derivation
def test_replicate_quantiles_are_the_spread_of_the_quantile_in_each_replicate() -> None:
    data = frame()
    weights = data.w.to_numpy()[:, None] * np.random.default_rng(7).choice([0.0, 2.0], (len(data), 30))
    replicates = Replicates(weights, scale=1 / 30, rscales=np.ones(30), df=29, mse=True)
    sample = survey.Sample.of(survey.Sample(data, WEIGHTED).changed(replicates=replicates))
    made = sample.median("x", interval="quantile")
    order = np.argsort(data.x.to_numpy())
    each = [data.x.to_numpy()[order][np.searchsorted(np.cumsum(w[order]), w.sum() / 2)] for w in weights.T]
    assert made.std_error[0] == pytest.approx(np.sqrt(np.mean((np.array(each) - made.estimate[0]) ** 2)), rel=1e-10)
    assert made.df[0] == 29


@pytest.mark.contract
@pytest.mark.parametrize(
    "ask",
    [
        lambda sample: sample.mean("vote"),
        lambda sample: sample.total("vote", of="values"),
        lambda sample: sample.quantile("vote", 0.5),
        lambda sample: sample.variance("vote"),
        lambda sample: sample.ratio("vote", "age"),
        lambda sample: sample.correlation("age", "vote"),
        lambda sample: sample.t_test("vote", mean=1.5),
        lambda sample: survey.compare(sample, sample.changed(), "vote", statistic="mean"),
    ],
)
def test_codes_that_only_name_answers_have_no_statistic_of_numbers(ask: Any) -> None:
    frame = pd.DataFrame({"vote": [1, 2, 3, 3, 1, 2], "age": [20, 31, 42, 53, 64, 75], "plain": [1, 2, 3, 4, 5, 6]})
    options = {1: "Left", 2: "Right", 3: "None"}
    sample = survey.Sample(frame, questions={"vote": {"options": options}})
    with pytest.raises(EstimationError, match=r"codes only name the answers \(1, 2, 3\)") as caught:
        ask(sample)
    assert caught.value.where == "vote" and "'type: scale'" in caught.value.fix
    assert sample.mean("plain").estimate[0] == 3.5
    scaled = survey.Sample(frame, questions={"vote": {"type": "scale", "options": options}})
    assert scaled.mean("vote").estimate[0] == pytest.approx(2)
    valued = {"no": {"code": (1, 2), "value": 0}, "yes": {"code": 3, "value": 1}}
    worth = survey.Sample(frame, questions={"vote": {"options": valued}})
    assert worth.mean("vote").estimate[0] == pytest.approx(1 / 3)
