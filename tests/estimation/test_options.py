"""Options of every statistic: degrees of freedom, design effects, bases across a table; who does not count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import survey
from survey.errors import DataError, DesignError, EstimationError
from survey.estimation.core import covariance
from survey.words import NO_WEIGHT


def frame(rows: int = 400, seed: int = 11) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "vote": rng.choice([1.0, 2.0, 3.0], rows, p=[0.5, 0.3, 0.2]),
            "sex": rng.choice(["man", "woman"], rows),
            "edu": rng.choice(["low", "mid", "high"], rows),
            "year": rng.integers(1930, 2005, rows),
            "stratum": rng.integers(0, 4, rows),
            "psu": rng.integers(0, 5, rows),
            "w": rng.random(rows) + 0.4,
        }
    )


CLUSTERED = survey.SurveyDesign(stratum="stratum", psu="psu", weight="w")
WEIGHTED = survey.SurveyDesign(weight="w")
MARGINS = {"sex": {"man": 46, "woman": 54}, "edu": {"low": 40, "mid": 35, "high": 25}}


@pytest.mark.derivation
@pytest.mark.parametrize("statistic", ["share", "mean", "total"])
def test_degrees_of_freedom_may_be_a_number_and_infinity_is_the_normal_interval(statistic: str) -> None:
    options = {"interval": "wald"} if statistic == "share" else {}
    call = getattr(survey.Sample(frame(), CLUSTERED), statistic)
    for df, quantile in ((7, stats.t.ppf(0.975, 7)), (np.inf, stats.norm.ppf(0.975))):
        made = call("vote", df=df, **options)
        assert (made.df == df).all()
        assert made.conf_high == pytest.approx(made.estimate + quantile * made.std_error)


@pytest.mark.contract
@pytest.mark.parametrize("statistic", ["share", "mean", "total"])
def test_every_statistic_refuses_options_that_do_not_exist(statistic: str) -> None:
    call = getattr(survey.Sample(frame(), WEIGHTED), statistic)
    for options, said in (
        ({"df": "desing"}, "Did you mean 'design'"),
        ({"level": 95}, "between 0 and 1"),
        ({"deff": "without"}, "without replacement"),
    ):
        with pytest.raises(EstimationError, match=said):
            call("vote", **options)


@pytest.mark.derivation
def test_the_two_design_effects_differ_by_the_sampling_fraction() -> None:
    data = frame().assign(w=lambda d: d.w * 5)
    sample = survey.Sample(data, CLUSTERED)
    for call in (sample.share, sample.mean, sample.total):
        one, other = call("vote"), call("vote", deff="without replacement")
        assert other.deff * (1 - len(data) / data.w.sum()) == pytest.approx(one.deff)
        for made in (one, other):
            assert made.n_eff == pytest.approx(made.n / made.deff)
        assert other.method.deff == "without replacement"


@pytest.mark.contract
def test_a_design_effect_without_replacement_needs_weights_that_add_to_more_than_the_sample() -> None:
    data = frame().assign(w=1.0)
    assert np.isnan(survey.Sample(data, WEIGHTED).share("vote", deff="without replacement").deff).all()


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("statistic", ["share", "mean", "total"])
def test_who_has_a_weight_of_0_is_in_no_figure_and_is_counted(statistic: str, engine: str) -> None:
    data = frame()
    data.loc[:59, "w"] = 0.0
    kept = survey.Sample(data[60:], survey.SurveyDesign(stratum="stratum", psu="psu", weight="w"))
    every = survey.Sample(data, CLUSTERED, engine=engine)
    one, other = (getattr(sample, statistic)("vote", by="sex") for sample in (kept, every))
    for column in ("estimate", "std_error", "n", "n_eff", "count", "df", "deff"):
        assert getattr(other, column) == pytest.approx(getattr(one, column), rel=1e-10), column
    assert other.counts == {NO_WEIGHT: 60} and one.counts == {}


@pytest.mark.contract
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_weights_that_are_all_0_or_negative_are_refused(engine: str) -> None:
    with pytest.raises(DesignError, match="every weight is 0"):
        survey.Sample(frame().assign(w=0), WEIGHTED, engine=engine).share("vote")
    data = frame()
    data.loc[3:5, "w"] = -1.0
    with pytest.raises(DataError, match="w: the weight is negative in 3 row"):
        survey.Sample(data, WEIGHTED, engine=engine).share("vote")


@pytest.mark.derivation
def test_valid_row_percents_leave_out_who_did_not_answer_the_column_and_say_how_many() -> None:
    data = frame()
    data.loc[:39, "sex"] = np.nan
    sample = survey.Sample(data, WEIGHTED)
    made = sample.share("vote", by="sex", base="valid", percent="row")
    assert {levels for levels in made.domain_levels} == {("man",), ("woman",)}
    assert made.counts == {"sex: _blank": 40}
    assert made.estimate.reshape(3, 2).sum(axis=1) == pytest.approx(1)
    first = data[(data.vote == 1) & data.sex.notna()]
    assert made.estimate[0] == pytest.approx(first.w[first.sex == "man"].sum() / first.w.sum())
    # everybody is a column of his own kind where percentages run down
    assert ("_blank",) in sample.share("vote", by="sex", base="valid").domain_levels
    assert ("_blank",) in sample.share("vote", by="sex", base="all", percent="row").domain_levels


@pytest.mark.property
@settings(max_examples=20, deadline=None)
@given(st.floats(-1e7, 1e7), st.integers(0, 1000))
def test_adding_a_constant_to_a_number_moves_its_mean_and_nothing_else(shift: float, seed: int) -> None:
    data = frame(200, seed)
    one = survey.Sample(data, CLUSTERED).mean("year", by="sex")
    other = survey.Sample(data.assign(year=data.year + shift), CLUSTERED).mean("year", by="sex")
    assert other.estimate == pytest.approx(one.estimate + shift, rel=1e-12, abs=1e-6)
    for column in ("std_error", "deff", "n_eff"):
        assert getattr(other, column) == pytest.approx(getattr(one, column), rel=1e-6)


@pytest.mark.contract
def test_a_number_that_does_not_vary_has_no_error() -> None:
    made = survey.Sample(frame().assign(year=5.1), CLUSTERED).mean("year")
    assert (made.estimate[0], made.std_error[0]) == (5.1, 0.0)


@pytest.mark.property
@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([CLUSTERED, WEIGHTED]), st.sampled_from([1, 1e7]))
def test_what_weighting_fixes_has_no_error_and_so_no_n_eff(
    seed: int, design: survey.SurveyDesign, population: float
) -> None:
    margins = {name: {cell: x * population for cell, x in figures.items()} for name, figures in MARGINS.items()}
    weighted = survey.rake(survey.Sample(frame(400, seed), design), margins)
    for made in (weighted.share("edu"), weighted.total("edu")):
        assert (made.std_error == 0).all()
        assert np.isnan(made.n_eff).all()


@pytest.mark.contract
def test_a_question_nobody_answered_is_said() -> None:
    sample = survey.Sample(frame().assign(vote=np.nan), WEIGHTED)
    for call in (lambda: sample.share("vote", base="valid"), lambda: sample.mean("vote")):
        with pytest.raises(EstimationError, match="nobody gave an answer that belongs to the base 'valid'"):
            call()


@pytest.mark.contract
def test_a_table_of_too_many_figures_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pd.DataFrame({"income": np.arange(6000.0)})
    monkeypatch.setattr(covariance.os, "sysconf", {"SC_AVPHYS_PAGES": 1, "SC_PAGE_SIZE": 4096}.get)
    with pytest.raises(EstimationError, match="6,000 figures"):
        survey.Sample(data).share("income")
    assert survey.Sample(data).mean("income").estimate[0] == pytest.approx(2999.5)


@pytest.mark.contract
def test_numbers_that_are_infinite_have_no_mean() -> None:
    with pytest.raises(EstimationError, match="options without a value: inf"):
        survey.Sample(frame().assign(year=[np.inf, *range(399)])).mean("year")


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.permutations(["a", "b", "c"]))
def test_renaming_the_options_renames_the_rows_and_changes_no_figure(seed: int, names: list[str]) -> None:
    data = frame(300, seed)
    renamed = data.assign(vote=data.vote.map(dict(zip([1.0, 2.0, 3.0], names, strict=True))))
    one, other = (survey.Sample(rows, CLUSTERED).share("vote", by="sex") for rows in (data, renamed))
    order = [other.option.index(name) // 2 for name in names]
    for column in ("estimate", "std_error", "conf_low", "df"):
        moved = getattr(other, column).reshape(3, 2)[order].ravel()
        assert moved == pytest.approx(getattr(one, column))


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_splitting_a_respondent_in_two_of_half_the_weight_changes_nothing_in_clusters(seed: int) -> None:
    data = frame(200, seed)
    twice = pd.concat([data.assign(w=data.w / 2)] * 2, ignore_index=True)
    one, other = (survey.Sample(rows, CLUSTERED).share("vote", by="edu") for rows in (data, twice))
    for column in ("estimate", "std_error", "n_weighted", "df"):
        assert getattr(other, column) == pytest.approx(getattr(one, column))


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.sampled_from(["logit", "wald", "wilson", "korn_graubard"]))
def test_every_share_that_is_printed_has_an_interval_around_it(seed: int, interval: str) -> None:
    data = frame(60, seed)
    made = survey.Sample(data, WEIGHTED).share("vote", by=["sex", "edu"], interval=interval)
    there = made.df > 0
    assert np.isnan(made.estimate[made.n == 0]).all() and np.isfinite(made.estimate[made.n > 0]).all()
    assert (made.conf_low[there] <= made.estimate[there] + 1e-12).all()
    assert (made.conf_high[there] >= made.estimate[there] - 1e-12).all()
    assert np.isnan(made.conf_low[~there]).all()


@pytest.mark.derivation
def test_the_mean_and_total_of_a_number_cut_into_ranges_are_those_of_the_numbers() -> None:
    rng = np.random.default_rng(11)
    frame = pd.DataFrame({"age": rng.integers(18, 90, 300).astype(float), "w": rng.random(300) + 0.5})
    frame.loc[:4, "age"] = np.nan
    ranges = {"young": {"range": [18, 39]}, "old": {"range": [40, None]}}
    sample = survey.Sample(frame, survey.SurveyDesign(weight="w"), {"age": {"type": "number", "options": ranges}})
    told = frame.dropna()
    total = (told["w"] * told["age"]).sum()
    assert sample.mean("age").estimate[0] == pytest.approx(total / told["w"].sum(), rel=1e-12)
    assert sample.total("age").estimate[0] == pytest.approx(total, rel=1e-12)
    assert sample.mean("age").question == "age" and sample.mean("age").n[0] == 295
