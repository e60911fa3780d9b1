"""The estimator against row-level formulas that share nothing with it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import survey
from survey.cells.engines.lazy import LazyEngine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.design_weights import with_design_weights
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.design import SurveyDesign
from survey.errors import DesignError, EstimationError, LonelyPsuError
from survey.estimation.result.difference import difference
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import share
from survey.estimation.statistics.total import total
from survey.maths.intervals import share_interval
from survey.weighting.calibrating.poststratify import poststratify
from survey.weighting.calibrating.rake import rake

VOTE = Question.model_validate(
    {
        "question": "vote",
        "options": {
            "yes": {"code": 1},
            "no": {"code": 2},
            "dont_know": {"code": 8, "missing": "dont_know"},
            "not_asked": {"code": 9, "missing": "not_asked"},
        },
    }
)


def frame(rows=600, seed=5):
    rng = np.random.default_rng(seed)
    stratum = rng.integers(0, 4, rows)
    return pd.DataFrame(
        {
            "vote": rng.choice([1, 2, 8, 9], rows, p=[0.4, 0.35, 0.15, 0.1]).astype(float),
            "sex": rng.choice(["man", "woman"], rows),
            "edu": rng.choice(["low", "mid", "high"], rows, p=[0.5, 0.3, 0.2]),
            "score": rng.normal(50, 12, rows).round(2),
            "stratum": stratum,
            "psu": rng.integers(0, 6, rows),
            "w": rng.random(rows) + 0.3,
            "N": np.array([40, 60, 80, 500])[stratum],
        }
    )


DESIGNS = {
    "element": SurveyDesign(weight="w"),
    "stratified": SurveyDesign(stratum="stratum", weight="w"),
    "stratified with fpc": SurveyDesign(stratum="stratum", weight="w", fpc="big"),
    "clustered": SurveyDesign(stratum="stratum", psu="psu", weight="w"),
    "clustered with fpc": SurveyDesign(stratum="stratum", psu="psu", weight="w", fpc="N"),
    "unweighted": SurveyDesign(),
}


def rows_variance(data, design, scores):
    """Variance of a total of row scores (already weighted), straight from the textbook formula."""
    stratum = data["stratum"] if design.stratum_columns else pd.Series(0, index=data.index)
    v = 0.0
    for h in stratum.unique():
        mine = stratum == h
        units = scores[mine].groupby(data.loc[mine, "psu"]).sum() if design.psu_columns else scores[mine]
        m = len(units)
        f = m / data.loc[mine, design.fpc_columns[0]].iloc[0] if design.fpc_columns else 0.0
        v += (1 - f) * m / (m - 1) * ((units - units.mean()) ** 2).sum()
    return v


def sample(data, design, engine=MemoryEngine):
    return SampleData(engine(data), design, {"vote": VOTE})


@pytest.mark.derivation
@pytest.mark.parametrize("name", DESIGNS)
def test_shares_in_a_domain_agree_with_row_level_linearization(name):
    data = frame().assign(big=lambda d: np.array([400, 600, 800, 5000])[d.stratum])
    design = DESIGNS[name]
    got = share(sample(data, design), "vote", by="sex", df="design")
    w = data.w if design.weight else pd.Series(1.0, index=data.index)
    for i in range(len(got)):
        code = {"yes": 1, "no": 2, "dont_know": 8}[got.option[i]]
        base = (data.sex == got.domain_levels[i][0]) & (data.vote != 9)
        p = w[base & (data.vote == code)].sum() / w[base].sum()
        scores = w * base * ((data.vote == code) - p) / w[base].sum()
        assert got.estimate[i] == pytest.approx(p, rel=1e-12)
        assert got.std_error[i] == pytest.approx(np.sqrt(rows_variance(data, design, scores)), rel=1e-10)
        assert got.n[i] == base.sum()
        assert got.n_weighted[i] == pytest.approx(w[base].sum())


@pytest.mark.derivation
@pytest.mark.parametrize("percent", ["row", "cell"])
def test_row_and_cell_percents_have_their_own_base(percent):
    data = frame()
    design = DESIGNS["clustered"]
    got = share(sample(data, design), "vote", by="edu", percent=percent)
    for i in range(len(got)):
        code = {"yes": 1, "no": 2, "dont_know": 8}[got.option[i]]
        base = data.vote == code if percent == "row" else data.vote != 9
        mine = base & (data.vote == code) & (data.edu == got.domain_levels[i][0])
        p = data.w[mine].sum() / data.w[base].sum()
        scores = data.w * (mine - p * base) / data.w[base].sum()
        assert got.estimate[i] == pytest.approx(p)
        assert got.std_error[i] == pytest.approx(np.sqrt(rows_variance(data, design, scores)), rel=1e-10)
    assert got.estimate.reshape(3, 3).sum(axis=1 if percent == "row" else None) == pytest.approx(1)


@pytest.mark.derivation
@pytest.mark.parametrize("name", ["element", "stratified", "clustered", "clustered with fpc"])
@pytest.mark.parametrize("kind", ["rake", "poststratify"])
def test_calibrated_variance_is_that_of_regression_residuals_of_rows(name, kind):
    data = frame()
    design = DESIGNS[name]
    if kind == "rake":
        weighted = rake(
            sample(data, design), {"sex": {"man": 46, "woman": 54}, "edu": {"low": 40, "mid": 35, "high": 25}}
        )
        x = pd.concat([pd.get_dummies(data.sex), pd.get_dummies(data.edu)], axis=1).to_numpy(dtype=float)
    else:
        weighted = poststratify(
            sample(data, design),
            {("sex", "edu"): {"man": {"low": 20, "mid": 15, "high": 11}, "woman": {"low": 20, "mid": 20, "high": 14}}},
        )
        x = pd.get_dummies(data.sex + data.edu).to_numpy(dtype=float)
    g = weighted.weights
    root = np.sqrt(data.w.to_numpy())
    got = share(weighted, "vote", by="stratum", base="valid")
    for i in range(len(got)):
        code = {"yes": 1, "no": 2}[got.option[i]]
        base = ((data.stratum.astype(str) == got.domain_levels[i][0]) & data.vote.isin([1, 2])).to_numpy()
        p = g[base & (data.vote == code)].sum() / g[base].sum()
        z = base * ((data.vote == code).to_numpy() - p) / g[base].sum()
        beta = np.linalg.lstsq(x * root[:, None], z * root, rcond=None)[0]  # weights before calibration
        scores = pd.Series(g * (z - x @ beta), index=data.index)
        assert got.estimate[i] == pytest.approx(p)
        assert got.std_error[i] == pytest.approx(np.sqrt(rows_variance(data, design, scores)), rel=1e-9)


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["element", "clustered"]), st.sampled_from(["regression", "cell means"]))
def test_a_raked_margin_has_no_variance(seed, name, residuals):
    goal = {"sex": {"man": 46, "woman": 54}, "edu": {"low": 40, "mid": 35, "high": 25}}
    weighted = rake(sample(frame(400, seed), DESIGNS[name]), goal, residuals=residuals)
    got = share(weighted, "edu")
    assert got.estimate == pytest.approx([0.25, 0.40, 0.35])  # options without a definition stand in alphabetical order
    assert (got.std_error < 1e-6).all()


@pytest.mark.derivation
def test_mean_and_total_agree_with_rows():
    data = frame()
    design = DESIGNS["clustered"]
    made = sample(data, design)
    got = mean(made, "score", by="sex", df="design")
    for i, level in enumerate(("man", "woman")):
        base = data.sex == level
        m = np.average(data.score[base], weights=data.w[base])
        scores = data.w * base * (data.score - m) / data.w[base].sum()
        assert got.estimate[i] == pytest.approx(m, rel=1e-12)
        assert got.std_error[i] == pytest.approx(np.sqrt(rows_variance(data, design, scores)), rel=1e-10)
    sums = total(made, "score")
    assert sums.estimate[0] == pytest.approx((data.w * data.score).sum())
    assert sums.std_error[0] == pytest.approx(np.sqrt(rows_variance(data, design, data.w * data.score)), rel=1e-10)
    counts = total(made, "vote")
    assert counts.estimate[0] == pytest.approx(data.w[data.vote == 1].sum())


@pytest.mark.derivation
def test_both_engines_estimate_the_same(tmp_path):
    data = frame()
    data.to_parquet(tmp_path / "wave.parquet")
    goal = {"sex": {"man": 46, "woman": 54}}
    for name in ("stratified", "clustered"):
        one = share(rake(sample(data, DESIGNS[name]), goal), "vote", by="edu")
        other = share(rake(sample(tmp_path / "wave.parquet", DESIGNS[name], LazyEngine), goal), "vote", by="edu")
        for column in ("estimate", "std_error", "conf_low", "deff", "n_eff", "df"):
            assert getattr(other, column) == pytest.approx(getattr(one, column), rel=1e-10)


@pytest.mark.derivation
def test_difference_of_two_options_counts_their_covariance():
    # simple random sampling: Var(p1 - p2) = (p1 + p2 - (p1 - p2)²)/(n - 1)
    data = frame()
    got = share(sample(data, SurveyDesign()), "vote")
    lead = difference(got, 0, 1)
    p, q = got.estimate[:2]
    n = got.n[0]
    # the asked are a domain of the whole sample, so the factor is that of all rows
    want = np.sqrt((p + q - (p - q) ** 2) / n * len(data) / (len(data) - 1))
    assert lead.std_error[0] == pytest.approx(want, rel=1e-10)
    assert lead.option == ("yes - no",)


@pytest.mark.derivation
def test_difference_of_two_domains_agrees_with_rows():
    data = frame()
    design = DESIGNS["clustered"]
    got = share(sample(data, design), "vote", by="sex", base="valid")
    gap = difference(got, 0, 1)
    scores = pd.Series(0.0, index=data.index)
    for level, sign in (("man", 1), ("woman", -1)):
        base = (data.sex == level) & data.vote.isin([1, 2])
        p = data.w[base & (data.vote == 1)].sum() / data.w[base].sum()
        scores += sign * data.w * base * ((data.vote == 1) - p) / data.w[base].sum()
    assert gap.std_error[0] == pytest.approx(np.sqrt(rows_variance(data, design, scores)), rel=1e-10)
    assert gap.domain_levels == (("man - woman",),)


@pytest.mark.contract
def test_bases_differ_by_who_is_left_out_and_say_how_many():
    made = sample(frame(), SurveyDesign())
    everybody, asked, valid = (share(made, "vote", base=base) for base in ("all", "asked", "valid"))
    votes = frame().vote
    assert everybody.option == ("yes", "no", "dont_know", "not_asked") and everybody.n[0] == 600
    assert asked.option == ("yes", "no", "dont_know") and asked.counts == {"not_asked": int((votes == 9).sum())}
    assert valid.option == ("yes", "no")
    assert valid.counts == {"dont_know": int((votes == 8).sum()), "not_asked": int((votes == 9).sum())}
    for got in (everybody, asked, valid):
        assert got.estimate.sum() == pytest.approx(1)


@pytest.mark.contract
def test_lonely_psus_are_an_error_that_names_the_stratum():
    data = frame()
    data.loc[data.stratum == 2, "psu"] = 1
    with pytest.raises(LonelyPsuError, match=r"one PSU only in 1 stratum\(s\): 2"):
        share(sample(data, DESIGNS["clustered"]), "vote")
    for rule in ("remove", "certainty", "adjust", "average"):
        design = SurveyDesign(stratum="stratum", psu="psu", weight="w", lonely_psu=rule)
        assert np.isfinite(share(sample(data, design), "vote").std_error).all()


@pytest.mark.contract
def test_a_stratum_taken_whole_adds_no_variance_and_is_not_lonely():
    data = frame()
    data.loc[data.stratum == 2, ["psu", "N"]] = [1, 1]
    share(sample(data, DESIGNS["clustered with fpc"]), "vote")


@pytest.mark.contract
def test_faults_of_the_design_are_named():
    data = frame()
    with pytest.raises(DesignError, match="PSU '.' lies in more than one stratum"):
        share(sample(data, SurveyDesign(stratum="stratum", psu="psu", nest=False)), "vote")
    with pytest.raises(DesignError, match="6 units were drawn from a population of 3"):
        share(sample(data.assign(N=3), DESIGNS["clustered with fpc"]), "vote")
    with pytest.raises(DesignError, match="differs inside one stratum"):
        share(sample(data.assign(N=range(100, 700)), DESIGNS["clustered with fpc"]), "vote")


@pytest.mark.contract
def test_an_empty_domain_is_present_with_n_zero_and_no_figure():
    data = frame()
    data.loc[data.edu == "high", "vote"] = 9
    got = share(sample(data, SurveyDesign()), "vote", by="edu")
    high = [i for i, levels in enumerate(got.domain_levels) if levels == ("high",)]
    assert (got.n[high] == 0).all() and np.isnan(got.estimate[high]).all() and np.isnan(got.conf_low[high]).all()
    rest = [i for i in range(len(got)) if i not in high]
    assert np.isfinite(got.std_error[rest]).all()


@pytest.mark.contract
def test_a_share_of_zero_and_one_has_an_exact_interval_and_says_so():
    data = frame().assign(vote=1.0)
    got = share(sample(data, SurveyDesign()), "vote")
    assert got.estimate.tolist() == [1.0, 0.0]
    low, high = share_interval("korn_graubard", [1.0, 0.0], 0.0, 600, 599)
    assert got.conf_low == pytest.approx(low) and got.conf_high == pytest.approx(high)
    assert got.method.fallback == "korn_graubard"


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize(
    ("design", "base"),
    [
        (SurveyDesign(psu="psu"), 100 * (stats.t.ppf(0.975, 99) / stats.t.ppf(0.975, 5)) ** 2),
        (SurveyDesign(weight="w"), 500**2 / (50 * 1 + 50 * 81)),
        (SurveyDesign(psu="psu", weight="w"), 60.975609756 * (stats.t.ppf(0.975, 99) / stats.t.ppf(0.975, 5)) ** 2),
    ],
    ids=["six PSUs", "weights of 1 and 9", "both"],
)
def test_of_a_share_of_one_clusters_and_weights_count(design: SurveyDesign, base: float, engine: str) -> None:
    data = pd.DataFrame({"vote": [1] * 100, "psu": [k % 6 for k in range(100)], "w": [1.0, 9.0] * 50})
    got = survey.Sample(data, design, engine=engine).share("vote")
    assert got.conf_low[0] == pytest.approx(0.025 ** (1 / base), rel=1e-9)
    if design.weight is None:
        assert 1 - got.conf_low[0] == pytest.approx(0.0600, abs=5e-5)  # 0.0362 of 100 independent respondents


@pytest.mark.contract
def test_weights_that_follow_from_the_fpc_expand_to_the_population():
    data = frame().drop(columns="w").assign(pop=np.where(frame().stratum == 0, 4000, 9000))
    made = with_design_weights(sample(data, SurveyDesign(stratum="stratum", fpc="pop")))
    assert made.weights.sum() == pytest.approx(4000 + 3 * 9000)


@pytest.mark.contract
def test_options_that_do_not_exist_are_refused_with_the_nearest():
    made = sample(frame(), SurveyDesign())
    for options, said in (
        ({"base": "valdi"}, "all, asked, valid"),
        ({"interval": "wlad"}, "wald"),
        ({"percent": "colum"}, "column"),
        ({"level": 95}, "between 0 and 1"),
        ({"by": "vote"}, "domain of itself"),
    ):
        with pytest.raises(EstimationError, match=said):
            share(made, "vote", **options)
    with pytest.raises(EstimationError, match="options without a value: man"):
        mean(made, "sex")


@pytest.mark.property
@settings(max_examples=20, deadline=None)
@given(st.floats(0.01, 1000), st.integers(0, 10_000))
def test_scaling_the_weights_and_shuffling_the_rows_change_no_share(factor, seed):
    data = frame(300, 7)
    one = share(sample(data, DESIGNS["clustered"]), "vote", by="sex")
    moved = data.assign(w=data.w * factor).sample(frac=1, random_state=seed)
    other = share(sample(moved, DESIGNS["clustered"]), "vote", by="sex")
    for column in ("estimate", "std_error", "deff", "n_eff", "df"):
        assert getattr(other, column) == pytest.approx(getattr(one, column), rel=1e-9)


@pytest.mark.property
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_merging_two_options_adds_their_shares_and_keeps_the_variance_of_the_sum(seed):
    data = frame(300, seed)
    made = sample(data, DESIGNS["clustered"])
    apart = share(made, "vote")
    merged = Question.model_validate(
        {
            "question": "vote",
            "options": {
                "answer": {"code": [1, 2]},
                "dont_know": {"code": 8, "missing": "dont_know"},
                "not_asked": {"code": 9, "missing": "not_asked"},
            },
        }
    )
    together = share(SampleData(made.engine, made.design, {"vote": merged}), "vote")
    assert together.estimate[0] == pytest.approx(apart.estimate[:2].sum())
    assert together.std_error[0] ** 2 == pytest.approx(apart.covariance[:2, :2].sum(), rel=1e-9)
