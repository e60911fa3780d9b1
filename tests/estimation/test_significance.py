"""Tests of association, fit, means, ranks and trends: R's values, second ways, and what is not defined.

Values of R 4.2.2 with survey 4.1-1. The designs, on the files of ``tests/oracles/data``::

    clus1: svydesign(id=~dnum, weights=~pw, fpc=~fpc, data=apiclus1); jack: as.svrepdesign(clus1)
    post: postStratify(clus1, ~stype, data.frame(stype=c("E","H","M"), Freq=c(4421,755,1018)))
    clus2: svydesign(id=~dnum+snum, weights=~pw, fpc=~fpc1+fpc2, data=apiclus2)
    strat: svydesign(id=~1, strata=~stype, weights=~pw, fpc=~fpc, data=apistrat)
    nhanes: svydesign(id=~SDMVPSU, strata=~SDMVSTRA, weights=~WTMEC2YR, nest=TRUE, data=nhanes)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import survey
from survey.errors import EstimationError
from survey.estimation.result.tested import TestResult
from survey.estimation.tests.chisquare import VARIANTS

DATA = Path(__file__).resolve().parent.parent / "oracles" / "data"


@cache
def read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / name, keep_default_na=False, na_values=["", "NA"])


@cache
def sample(name: str) -> survey.Sample:
    design = survey.SurveyDesign
    if name == "clus1":
        return survey.Sample(read("apiclus1.csv"), design(psu="dnum", weight="pw", fpc="fpc", nest=False))
    if name == "jack":
        return survey.make_replicates(sample("clus1"), "JK1")
    if name == "post":
        return survey.poststratify(sample("clus1"), {"stype": {"E": 4421, "H": 755, "M": 1018}})
    if name == "clus2":
        made = design(psu=("dnum", "snum"), weight="pw", fpc=("fpc1", "fpc2"), nest=False)
        return survey.Sample(read("apiclus2.csv"), made)
    if name == "strat":
        return survey.Sample(read("apistrat.csv"), design(stratum="stype", weight="pw", fpc="fpc"))
    return survey.Sample(read("nhanes.csv"), design(psu="SDMVPSU", stratum="SDMVSTRA", weight="WTMEC2YR"))


def close(made: TestResult, statistic: float, df: tuple[float, ...], p_value: float, rel: float = 1e-8) -> None:
    assert made.statistic == pytest.approx(statistic, rel=rel)
    assert made.df == pytest.approx(df, rel=rel)
    assert made.p_value == pytest.approx(p_value, rel=rel)


# R


@pytest.mark.oracle
@pytest.mark.parametrize(
    "design,row,by,variant,statistic,df,p",
    [
        # svychisq(~comp.imp+awards, post), svychisq(~sch.wide+stype, post), statistic="Chisq"
        ("post", "comp.imp", "awards", "F", 104.654627225323, (1.0, 14.0), 7.04249651293084e-08),
        ("post", "sch.wide", "stype", "F", 4.71173822420016, (1.62902495449919, 22.8063493629887), 0.0250898362410908),
        ("post", "comp.imp", "stype", "Chisq", 10.9337231857304307, (2.0,), 0.0297400819229842),
        # svychisq(~comp.imp+stype, jack), and the variants
        ("jack", "comp.imp", "stype", "F", 3.15588534322751, (1.38940736999442, 19.4517031799218), 0.079922270367618),
        ("jack", "comp.imp", "stype", "adjWald", 3.5013007369458236, (2.0, 13.0), 0.0607532695392715),
        ("jack", "sch.wide", "stype", "Wald", 2.4010586006026835, (2.0, 14.0), 0.1268963006023504),
        ("jack", "sch.wide", "stype", "Chisq", 11.94089208074533914, (2.0,), 0.01151729590277789),
    ],
)
def test_association_is_that_of_r(
    design: str, row: str, by: str, variant: str, statistic: float, df: tuple[float, ...], p: float
) -> None:
    close(sample(design).test(row, by, variant), statistic, df, p, rel=1e-7 if p < 1e-6 else 1e-8)


@pytest.mark.oracle
def test_with_replicates_the_sum_of_chi_squares_has_no_denominator_as_in_r() -> None:
    made = sample("jack").test("comp.imp", "stype", "saddlepoint")
    close(made, 9.0138736842105267, (), 0.0609499302883571, rel=1e-6)
    assert sample("jack").test("comp.imp", "stype", "saddlepoint", df=14.0).p_value > made.p_value


@pytest.mark.oracle
@pytest.mark.parametrize(
    "variant,statistic,df,p",
    [
        ("F", 1.1368679296954292, (1.5380027884816572, 24.6080446157065147), 0.3235679258682143),
        ("Chisq", 4.5682331108326704, (3.0,), 0.3325429294347029),
        ("adjWald", 5.676584892677158, (3.0, 14.0), 0.009295497948441218),
        ("saddlepoint", 4.5682331108326704, (), 0.3108742811796468),
    ],
)
def test_a_domain_is_a_subset_of_the_design_and_its_x2_is_of_the_n_of_the_table(
    variant: str, statistic: float, df: tuple[float, ...], p: float
) -> None:
    # svychisq(~race+HI_CHOL, subset(nhanes, RIAGENDR==1), statistic=variant), whose X² is of all 4 247 rows
    made = sample("nhanes").test("race", "HI_CHOL", variant, domain={"RIAGENDR": "1"})
    if made.name == "X²":
        statistic *= 3889 / 4247
    close(made, statistic, df, p, rel=1e-6 if variant == "saddlepoint" else 1e-8)
    assert made.n == 3889 and any("358 of 4247 respondents are outside" in str(note) for note in made.notes)


RACE = {"1": 0.2, "2": 0.4, "3": 0.2, "4": 0.2}


@pytest.mark.oracle
@pytest.mark.parametrize(
    "design,question,shares,x2,df,p",
    [
        # svygofchisq(~stype, c(.5,.2,.3), clus1) and so on; R's X² is on the scale of the sum of weights
        ("clus1", "stype", {"E": 0.5, "H": 0.2, "M": 0.3}, 2043.088543952706, 1.206409883493308, 4.815280230761084e-05),
        ("jack", "stype", {"E": 50, "H": 20, "M": 30}, 2043.088543952706, 1.206409883493308, 4.815280230761084e-05),
        ("nhanes", "race", RACE, 80609885.56312707, 1.358048610466759, 3.82766809726341e-10),
        ("strat", "awards", {"No": 0.3, "Yes": 0.7}, 109.98196911632807, 1.0, 0.07592941522145782),
        ("post", "awards", {"No": 1, "Yes": 1}, 874.650895501251, 1.0, 1.35883609824283e-08),
    ],
)
def test_goodness_of_fit_is_that_of_r(
    design: str, question: str, shares: dict[str, float], x2: float, df: float, p: float
) -> None:
    made = sample(design).goodness(question, shares)
    close(made, x2 * made.n / made.n_weighted, (df,), p, rel=1e-7 if p < 1e-6 else 1e-8)


@pytest.mark.oracle
@pytest.mark.parametrize(
    "design,arguments,t,df,p,estimate",
    [
        # svyttest(api00~1, clus1), svyttest(I(api00-api99)~1, clus1), svyttest(enroll~comp.imp, jack), …
        # one mean: R counts 13 df (p 7.061844678234e-13, 1.97869275507e-08), one fewer than Student; p by pt(, 14)
        ("clus1", {"question": "api00"}, 27.36228073130137, 14.0, 1.4828129301025765e-13, 644.1693989071039),
        ("clus1", {"question": "api00", "paired": "api99"}, 12.0547430940779, 14.0, 8.822327293517e-9, 37.1912568306),
        ("jack", {"question": "enroll", "by": "comp.imp"}, -0.68963867227292, 13.0, 0.50254676721093, -55.456090225564),
        ("strat", {"question": "api00", "by": "awards"}, 2.3036073198213, 196.0, 0.022293523815061, 44.6874939550245),
        ("post", {"question": "api00", "by": "comp.imp"}, 0.80920736351181, 13.0, 0.43295740218589, 12.7920276905828),
        # svyttest(api00~comp.imp, subset(clus1, stype=="E")), svyttest(api00~awards, subset(strat, comp.imp=="Yes"))
        (
            "clus1",
            {"question": "api00", "by": "comp.imp", "domain": {"stype": "E"}},
            0.7947273102701092,
            13.0,
            0.441040282625868,
            21.406250000000032,
        ),
        (
            "strat",
            {"question": "api00", "by": "awards", "domain": {"comp.imp": "Yes"}},
            1.631592396509335,
            112.0,
            0.105574126119574,
            79.249297822871739,
        ),
    ],
)
def test_t_tests_are_those_of_r(
    design: str, arguments: dict[str, Any], t: float, df: float, p: float, estimate: float
) -> None:
    made = sample(design).t_test(**arguments)
    close(made, t, (df,), p)
    assert made.estimate == pytest.approx(estimate, rel=1e-10)
    half = stats.t.ppf(0.975, df) * made.std_error
    assert (made.conf_low, made.conf_high) == pytest.approx((estimate - half, estimate + half), rel=1e-9)


@pytest.mark.oracle
@pytest.mark.parametrize(
    "design,question,by,scores,statistic,df,p",
    [
        # svyranktest(question~by, design, test=scores); of more than two groups R prints the F times its first df
        ("clus1", "ell", "comp.imp", "wilcoxon", 2.13672375802068792, (13.0,), 0.05220581262643401),
        ("clus1", "ell", "stype", "wilcoxon", 18.310310765465328 / 2, (2.0, 12.0), 0.003850748381421033),
        ("strat", "api00", "awards", "wilcoxon", 2.1187985089095478, (196.0,), 0.03536678428434735),
        ("nhanes", "HI_CHOL", "RIAGENDR", "wilcoxon", 2.9865858158276999, (15.0,), 0.009221135475267584),
        ("nhanes", "HI_CHOL", "race", "wilcoxon", 18.186093095374119 / 3, (3.0, 13.0), 0.008222335824970648),
        ("clus2", "enroll", "comp.imp", "wilcoxon", -1.71868942996499552, (36.0,), 0.09426084045610722),
        ("post", "ell", "comp.imp", "wilcoxon", 2.5745694632634399, (13.0,), 0.0230930319398288),
        ("post", "ell", "stype", "wilcoxon", 17.95376461286027 / 2, (2.0, 12.0), 0.00413408117990201),
        ("jack", "ell", "comp.imp", "wilcoxon", 2.13672375802068837, (13.0,), 0.05220581262643398),
        ("clus1", "ell", "stype", "van der waerden", 11.1352097328725606 / 2, (2.0, 12.0), 0.01947362625059789),
        ("strat", "api00", "awards", "van der waerden", 2.5032589150647198, (196.0,), 0.0131223018349326),
        ("clus2", "enroll", "comp.imp", "van der waerden", -1.5838594067142493, (36.0,), 0.1219723256347738),
        ("strat", "api00", "awards", "median", 1.3798766860052898, (196.0,), 0.1691966459434565),
        ("clus1", "ell", "stype", "median", 15.791531904913226 / 2, (2.0, 12.0), 0.006480560336879337),
    ],
)
def test_rank_tests_are_those_of_r(
    design: str, question: str, by: str, scores: str, statistic: float, df: tuple[float, ...], p: float
) -> None:
    close(sample(design).rank_test(question, by, scores=scores, ties="file order"), statistic, df, p)


@pytest.mark.oracle
@pytest.mark.parametrize(
    "design,question,by,variant,slope,std_error,df",
    [
        # svyglm(api00~as.numeric(stype), clus1 or jack), svyglm(HI_CHOL~race, nhanes)
        ("clus1", "api00", "stype", "regression", -10.85864249075512, 7.066487459950864, 13.0),
        ("jack", "api00", "stype", "regression", -10.85864249075512, 7.243882433191277, 13.0),
        ("nhanes", "HI_CHOL", "race", "regression", -0.007312943214024072, 0.007513462102700999, 15.0),
        # svycontrast(svyby(~api00, ~stype, clus1 or jack, svymean, covmat=TRUE), c(-.5, 0, .5))
        ("clus1", "api00", "stype", "contrast", -8.714027777777744, 7.168695117108382, 14.0),
        ("jack", "api00", "stype", "contrast", -8.714027777777744, 7.451767869904383, 14.0),
    ],
)
def test_trends_are_those_of_r(
    design: str, question: str, by: str, variant: str, slope: float, std_error: float, df: float
) -> None:
    made = sample(design).trend_test(question, by, variant=variant)
    assert made.estimate == pytest.approx(slope, rel=1e-10)
    assert made.std_error == pytest.approx(std_error, rel=1e-9)
    close(made, slope / std_error, (df,), float(2 * stats.t.sf(abs(slope / std_error), df)))


# a second way


def frame(rows: int = 500, seed: int = 4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    made = pd.DataFrame(
        {
            "vote": rng.choice(["a", "b", "c"], rows, p=[0.5, 0.3, 0.2]),
            "trust": rng.choice([1.0, 2.0, 3.0, 4.0, 5.0], rows),
            "liked": rng.choice([1.0, 2.0, 3.0, 4.0, 5.0], rows),
            "sex": rng.choice(["man", "woman"], rows),
            "edu": rng.choice(["1", "2", "3", "4"], rows),
            "stratum": rng.integers(0, 4, rows),
            "psu": rng.integers(0, 6, rows),
            "w": rng.random(rows) + 0.4,
        }
    )
    made.loc[rng.random(rows) < 0.05, "vote"] = None
    return made


CLUSTERED = survey.SurveyDesign(stratum="stratum", psu="psu", weight="w")


def _association(variant: str, made: survey.Sample) -> TestResult:
    return made.test("vote", "edu", variant)


CALLS: dict[str, Callable[[survey.Sample], TestResult]] = {
    **{f"test {variant}": partial(_association, variant) for variant in VARIANTS},
    "goodness": lambda made: made.goodness("vote", {"a": 0.4, "b": 0.35, "c": 0.25}),
    "goodness F": lambda made: made.goodness("vote", {"a": 0.4, "b": 0.35, "c": 0.25}, variant="F"),
    "t": lambda made: made.t_test("trust", "sex"),
    "t share": lambda made: made.t_test("vote", "sex", option="a"),
    "t one": lambda made: made.t_test("trust", mean=3),
    "t paired": lambda made: made.t_test("trust", paired="liked"),
    "rank": lambda made: made.rank_test("trust", "sex"),
    "ranks": lambda made: made.rank_test("trust", "edu", scores="van der waerden"),
    "trend": lambda made: made.trend_test("trust", "edu"),
    "trend share": lambda made: made.trend_test("vote", "edu", option="a", variant="regression"),
}


@pytest.mark.derivation
def test_a_simple_random_sample_gives_the_textbook_test_but_for_its_divisor() -> None:
    data = frame().dropna()
    n = len(data)
    x2, _, k, _ = stats.chi2_contingency(pd.crosstab(data["vote"], data["edu"]), correction=False)
    made = survey.Sample(data).test("vote", "edu", "Chisq")
    close(made, x2, (k,), float(stats.chi2.sf(x2 * (n - 1) / n, k)))
    second = survey.Sample(data).test("vote", "edu")
    close(second, x2 / k * (n - 1) / n, (k, k * (n - 1)), float(stats.f.sf(x2 / k * (n - 1) / n, k, k * (n - 1))))


@pytest.mark.derivation
def test_answers_left_out_change_neither_x2_nor_a_p_value() -> None:
    data = frame()
    whole = survey.Sample(data, CLUSTERED)
    kept = data.dropna()  # every PSU has somebody left
    for variant in VARIANTS:
        one, other = whole.test("vote", "edu", variant), survey.Sample(kept, CLUSTERED).test("vote", "edu", variant)
        close(one, other.statistic, other.df, other.p_value)
        assert one.n == other.n == len(kept)


@pytest.mark.derivation
def test_ten_answers_have_nine_degrees_of_freedom_as_students() -> None:
    data = pd.DataFrame({"x": [*range(1, 10), 11], "y": [0.0] * 10, "g": ["a", "b"] * 5})
    sample, student = survey.Sample(data), stats.ttest_1samp(data["x"], 4)
    for made in (sample.t_test("x", mean=4), sample.t_test("x", paired="y", mean=4)):
        close(made, float(student.statistic), (9.0,), float(student.pvalue))
        assert made.p_value == pytest.approx(0.1488, abs=5e-5)  # 0.1530 with R's 8
    assert sample.t_test("x", "g").df == (8.0,) and sample.rank_test("x", "g").df == (8.0,)  # two means
    assert sample.model("x ~ 1").df == 9 and sample.model("x ~ g").df == 8


@pytest.mark.derivation
def test_the_x2_of_a_domain_is_that_of_its_own_table() -> None:
    data = frame()
    made = survey.Sample(data).test("vote", "edu", "Chisq", domain={"sex": "man"})
    men = data[data["sex"].eq("man")].dropna()
    x2 = stats.chi2_contingency(pd.crosstab(men["vote"], men["edu"]), correction=False)[0]
    assert made.statistic == pytest.approx(float(x2), rel=1e-10) and made.n == len(men)


@pytest.mark.derivation
def test_columns_may_be_the_crossing_of_two_questions() -> None:
    data = frame()
    made = survey.Sample(data.assign(both=data["sex"] + data["edu"]), CLUSTERED)
    one, other = made.test("vote", ("sex", "edu")), made.test("vote", "both")
    close(one, other.statistic, other.df, other.p_value)
    assert one.by == "sex × edu"


@pytest.mark.derivation
def test_a_t_test_of_an_option_is_the_difference_of_its_shares() -> None:
    made = survey.Sample(frame(), CLUSTERED)
    shares = made.share("vote", by="sex", base="valid")
    at = {levels[0]: i for i, (option, levels) in enumerate(zip(shares.option, shares.domain_levels)) if option == "a"}
    apart = survey.difference(shares, at["woman"], at["man"])
    tested = made.t_test("vote", "sex", option="a")
    assert tested.estimate == pytest.approx(apart.estimate[0], rel=1e-10)
    assert tested.std_error == pytest.approx(apart.std_error[0], rel=1e-10)
    assert str(tested.what) == "difference of shares, woman - man"


@pytest.mark.derivation
def test_a_paired_test_is_a_test_of_the_differences() -> None:
    data = frame()
    data = data.assign(more=data["trust"] - data["liked"])
    made = survey.Sample(data, CLUSTERED)
    one, other = made.t_test("trust", paired="liked", mean=0.1), made.t_test("more", mean=0.1)
    close(one, other.statistic, other.df, other.p_value)


@pytest.mark.derivation
def test_groups_may_be_named_and_turned_round() -> None:
    data = frame()
    made = survey.Sample(data, CLUSTERED)
    one, other = (made.t_test("trust", "edu", groups=pair) for pair in (("1", "3"), ("3", "1")))
    assert one.statistic == pytest.approx(-other.statistic, rel=1e-12)
    assert one.estimate == pytest.approx(
        sum(
            sign * np.average(data["trust"][data["edu"] == edu], weights=data["w"][data["edu"] == edu])
            for edu, sign in (("3", 1), ("1", -1))
        ),
        rel=1e-10,
    )
    assert one.notes == ()


@pytest.mark.derivation
def test_two_groups_by_a_trend_and_by_a_t_test_of_scores_agree() -> None:
    data = frame()
    data = data.assign(high=np.where(data["edu"].isin(["3", "4"]), 1.0, 0.0))
    made = survey.Sample(data, survey.SurveyDesign(weight="w"))
    # regression on three scores of which two are equal is that on two
    one = made.trend_test("trust", "edu", variant="regression", scores={"1": 0, "2": 0, "3": 1, "4": 1})
    close(one, made.t_test("trust", "high").statistic, one.df, one.p_value)


@pytest.mark.derivation
def test_a_trend_of_a_share_in_a_simple_random_sample_is_cochran_armitages() -> None:
    data = frame(2000).dropna()
    made = survey.Sample(data).trend_test("vote", "edu", option="a", variant="regression")
    y, s = (data["vote"] == "a").to_numpy(float), data["edu"].to_numpy(float)
    classic = np.corrcoef(y, s)[0, 1] * math.sqrt(len(data))  # Armitage (1955): n r²
    assert made.statistic == pytest.approx(classic, rel=0.02, abs=0.01)


# true of every sample


@pytest.mark.property
@pytest.mark.parametrize("call", CALLS)
def test_the_unit_of_the_weights_the_order_of_rows_and_the_engine_change_nothing(call: str) -> None:
    data = frame()
    wanted = CALLS[call](survey.Sample(data, CLUSTERED))
    heavier = data.assign(w=data["w"] * 1e6)
    mixed = data.sample(frac=1, random_state=1).reset_index(drop=True)
    for other in (
        survey.Sample(heavier, CLUSTERED),
        survey.Sample(mixed, CLUSTERED),
        survey.Sample(data, CLUSTERED, engine="duckdb"),
    ):
        close(CALLS[call](other), wanted.statistic, wanted.df, wanted.p_value)


@pytest.mark.property
@pytest.mark.parametrize("call", CALLS)
def test_rows_without_weight_count_for_nothing(call: str) -> None:
    data = frame()
    wanted = CALLS[call](survey.Sample(data, CLUSTERED))
    idle = pd.concat([data, data.head(40).assign(w=0.0)], ignore_index=True)
    made = CALLS[call](survey.Sample(idle, CLUSTERED))
    close(made, wanted.statistic, wanted.df, wanted.p_value)
    assert made.n == wanted.n


@pytest.mark.property
@pytest.mark.parametrize("call", [name for name in CALLS if name not in ("test lincom", "test saddlepoint")])
def test_replicates_agree_with_linearization(call: str) -> None:
    data = frame(3000)
    plain = survey.Sample(data, CLUSTERED)
    made = CALLS[call](survey.make_replicates(plain, "JKn"))
    wanted = CALLS[call](plain)
    assert made.statistic == pytest.approx(wanted.statistic, rel=0.03)
    assert made.p_value == pytest.approx(wanted.p_value, abs=0.02)
    assert "replicates" in str(made.method)


# what is not defined


@pytest.mark.contract
def test_columns_and_options_with_nobody_are_left_out_and_named() -> None:
    data = frame()
    questions: dict[str, Any] = {
        "vote": {"options": {"a": "a", "b": "b", "c": "c", "nobody": "n"}},
        "edu": {"options": {"1": "low", "2": "mid", "3": "high", "4": "top", "5": "none"}},
    }
    made = survey.Sample(data, CLUSTERED, questions).test("vote", "edu")
    plain = survey.Sample(data, CLUSTERED).test("vote", "edu")
    close(made, plain.statistic, plain.df, plain.p_value)
    assert "options with nobody are left out: nobody" in map(str, made.notes)
    assert "columns with nobody are left out: 5" in map(str, made.notes)


@pytest.mark.contract
def test_a_table_with_an_empty_cell_is_tested_and_says_so() -> None:
    data = frame()
    data = data[(data["vote"] != "c") | (data["edu"] != "4")]
    made = survey.Sample(data, CLUSTERED).test("vote", "edu")
    assert math.isfinite(made.p_value) and "1 of 12 cells are empty" in map(str, made.notes)
    # a Wald test goes on, since the empty cell's expected count still varies
    assert math.isfinite(survey.Sample(data, CLUSTERED).test("vote", "edu", "Wald").p_value)


@pytest.mark.contract
def test_a_table_in_blocks_is_not_defined_and_says_why() -> None:
    data = frame().assign(edu=lambda rows: rows["vote"])
    made = survey.Sample(data, CLUSTERED).test("vote", "edu")
    assert math.isnan(made.statistic) and math.isnan(made.p_value)
    assert any("fewer contrasts" in str(note) for note in made.notes)


@pytest.mark.contract
@pytest.mark.parametrize("column,said", [("one", "1 column.*needs two of each"), ("nobody", "nobody gave an answer")])
def test_one_column_cannot_be_tested(column: str, said: str) -> None:
    data = frame().assign(one="x", nobody=None)
    with pytest.raises(EstimationError, match=said):
        survey.Sample(data, CLUSTERED).test("vote", column)


@pytest.mark.contract
def test_nobody_answered_is_an_error_in_every_test() -> None:
    made = survey.Sample(frame().assign(empty=None), CLUSTERED)
    for work in (
        lambda: made.test("empty", "edu"),
        lambda: made.goodness("empty", {"a": 1, "b": 2}),
        lambda: made.t_test("empty", "sex"),
        lambda: made.rank_test("empty", "sex"),
        lambda: made.trend_test("empty", "edu"),
    ):
        with pytest.raises(EstimationError):
            work()


@pytest.mark.contract
@pytest.mark.parametrize("variant", ["F", "Wald", "adjWald", "lincom", "saddlepoint"])
def test_without_degrees_of_freedom_there_is_no_p_value(variant: str) -> None:
    data = frame().assign(psu=lambda rows: rows["stratum"])  # one PSU a stratum
    design = survey.SurveyDesign(stratum="stratum", psu="psu", weight="w", lonely_psu="adjust")
    made = survey.Sample(data, design).test("vote", "sex", variant)
    said = " ".join(map(str, made.notes))
    assert math.isnan(made.p_value) and ("degrees of freedom" in said or "singular" in said)
    assert "not defined" in repr(made)


@pytest.mark.contract
def test_too_few_psus_for_a_wald_test_is_said() -> None:
    data = frame().assign(stratum=0, psu=lambda rows: rows["psu"] % 4)
    made = survey.Sample(data, CLUSTERED).test("vote", "edu", "Wald")
    assert math.isnan(made.p_value) and any("singular" in str(note) for note in made.notes)
    assert math.isfinite(survey.Sample(data, CLUSTERED).test("vote", "edu").p_value)


@pytest.mark.contract
def test_a_table_that_weighting_fixes_has_nothing_to_test() -> None:
    plain = survey.Sample(frame().dropna(), CLUSTERED)
    cells = {(vote, sex): 100 + 7 * i for i, (vote, sex) in enumerate((v, s) for v in "abc" for s in ("man", "woman"))}
    made = survey.poststratify(plain, {("vote", "sex"): cells})
    for result in (
        made.test("vote", "sex"),
        made.test("vote", "sex", "lincom"),
        made.goodness("vote", {"a": 1, "b": 1, "c": 1}),
        made.t_test("vote", "sex", option="a"),
    ):
        assert math.isnan(result.statistic) and math.isnan(result.p_value)
        assert any("not defined" in str(note) for note in result.notes)


@pytest.mark.contract
def test_a_constant_has_no_t_no_ranks_and_no_trend() -> None:
    made = survey.Sample(frame().assign(five=5.0), CLUSTERED)
    for result in (
        made.t_test("five"),
        made.t_test("five", "sex"),
        made.rank_test("five", "sex"),
        made.rank_test("five", "edu"),
        made.trend_test("five", "edu"),
        made.trend_test("five", "edu", variant="regression"),
    ):
        assert math.isnan(result.statistic) and math.isnan(result.p_value)
        assert any("not defined" in str(note) for note in result.notes)


@pytest.mark.contract
def test_one_domain_with_one_psu_has_no_p_value() -> None:
    data = frame()
    made = survey.Sample(data.assign(alone=np.where(data["psu"].eq(0) & data["stratum"].eq(0), "y", "n")), CLUSTERED)
    result = made.t_test("trust", "sex", domain={"alone": "y"})
    assert math.isnan(result.p_value) and any("degrees of freedom" in str(note) for note in result.notes)


REFUSED: dict[str, Callable[[survey.Sample], Any]] = {
    "Did you mean 'adjWald'": lambda made: made.test("vote", "edu", "adjwald"),
    "Did you mean 'woman'": lambda made: made.test("vote", "edu", domain={"sex": "womn"}),
    "'z' is no option; 'a' has the share 0.*; no share for b, c": lambda made: made.goodness("vote", {"a": 0, "z": 1}),
    "at least two options": lambda made: made.goodness("vote", {"a": 1}),
    "two groups, and respondents are in 4: 1, 2, 3, 4": lambda made: made.t_test("trust", "edu"),
    "no group '9'": lambda made: made.t_test("trust", "edu", groups=("1", "9")),
    "groups need the question": lambda made: made.t_test("trust", groups=("1", "2")),
    "either two groups or two questions": lambda made: made.t_test("trust", "sex", paired="liked"),
    "numbers, not an option": lambda made: made.t_test("trust", paired="liked", option="1"),
    "options without a value: a, b, c": lambda made: made.t_test("vote", "sex"),
    "options without a value: man, woman": lambda made: made.t_test("trust", paired="sex"),
    "no option 'd'": lambda made: made.t_test("vote", "sex", option="d"),
    "unknown scores": lambda made: made.rank_test("trust", "sex", scores="savage"),
    "unknown ties": lambda made: made.rank_test("trust", "sex", ties="first"),
    "nobody is in the test": lambda made: made.rank_test("trust", "sex", domain={"edu": ()}),
    "in 1 group.s., and a rank test needs two": lambda made: made.rank_test("trust", "only"),
    "in 2 group.s., and a trend needs three": lambda made: made.trend_test("trust", "sex"),
    "no score for 3, 4; .8. is": lambda made: made.trend_test("trust", "edu", scores=dict.fromkeys("128", 1.0)),
    "do not differ": lambda made: made.trend_test("trust", "edu", scores=dict.fromkeys("1234", 1.0)),
    "unknown variant 'cubic'": lambda made: made.trend_test("trust", "edu", variant="cubic"),
    "must lie between 0 and 1": lambda made: made.t_test("trust", "sex", level=95),
}


@pytest.mark.contract
@pytest.mark.parametrize("said", REFUSED)
def test_what_cannot_be_meant_is_refused_with_a_reason(said: str) -> None:
    with pytest.raises(EstimationError, match=said):
        REFUSED[said](survey.Sample(frame().assign(only="x"), CLUSTERED))


@pytest.mark.contract
def test_scores_of_a_trend_are_numbers_where_there_are_any_and_places_else() -> None:
    data = frame().assign(year=lambda rows: rows["edu"].map({"1": 2016.0, "2": 2018.0, "3": 2020.0, "4": 2026.0}))
    made = survey.Sample(data, CLUSTERED)
    assert str(made.trend_test("trust", "year").notes[0]) == "scores: 2016 2016, 2018 2018, 2020 2020, 2026 2026"
    assert str(made.trend_test("trust", "vote").notes[0]) == "scores: a 1, b 2, c 3"
    uneven = {"1": 2016, "2": 2018, "3": 2020, "4": 2026}
    one, other = made.trend_test("trust", "year"), made.trend_test("trust", "edu", scores=uneven)
    close(one, other.statistic, other.df, other.p_value)


@pytest.mark.contract
def test_a_result_prints_what_belongs_to_it() -> None:
    made = survey.Sample(frame(), CLUSTERED)
    text = repr(made.t_test("trust", "sex"))
    assert text.splitlines()[0] == "trust by sex"
    for part in ("t = ", "df = 19", "difference of means, woman - man", "95% interval", "n = 500", "weight w"):
        assert part in text
    raked = survey.rake(made, {"sex": {"man": 45, "woman": 55}})
    assert "raked" in repr(raked.test("vote", "edu")) and "Rao-Scott" in repr(raked.test("vote", "edu"))
    row = made.test("vote", "edu").row()
    assert {"name", "statistic", "df", "df_denominator", "p_value", "method", "n"} <= set(row)
    assert (row["df"], row["df_denominator"]) == made.test("vote", "edu").df
