"""Models against R ``survey`` 4.1-1 (R 4.2), statsmodels, and what must hold of any of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.samples.replicates import Replicates
from survey.errors import EstimationError
from survey.estimation.result.difference import difference

DATA = Path(__file__).resolve().parent.parent / "oracles" / "data"
oracle, derivation = pytest.mark.oracle, pytest.mark.derivation
contract, prop = pytest.mark.contract, pytest.mark.property


def strat(**design: Any) -> survey.Sample:
    frame = pd.read_csv(DATA / "apistrat.csv")
    frame["band"] = pd.cut(frame["api00"], [0, 550, 650, 750, 1000], labels=["a", "b", "c", "d"]).astype(str)
    return survey.Sample(frame, survey.SurveyDesign(**{"stratum": "stype", "weight": "pw", "fpc": "fpc", **design}))


def clusters(frame: pd.DataFrame | None = None) -> survey.Sample:
    frame = pd.read_csv(DATA / "apiclus1.csv") if frame is None else frame
    return survey.Sample(frame, survey.SurveyDesign(psu="dnum", weight="pw", fpc="fpc"))


def agrees(made: Any, rows: list[tuple[float, float]], rtol: float = 1e-8) -> None:
    np.testing.assert_allclose(made.estimate, [row[0] for row in rows], rtol=rtol)
    np.testing.assert_allclose(made.std_error, [row[1] for row in rows], rtol=rtol)


@oracle
def test_a_poisson_model_is_that_of_r() -> None:
    # svyglm(api.stu ~ meals + stype, dstrat, family=quasipoisson(), epsilon=1e-14)
    made = strat().model("api.stu ~ meals + stype", "poisson")
    assert made.coefficients.option == ("(Intercept)", "stype[H]", "stype[M]", "meals")
    agrees(
        made.coefficients.take([0, 3, 1, 2]),
        [
            (5.66078567738269, 0.07080896258268),
            (0.00394803651397, 0.00121110472006),
            (1.19004108689556, 0.08691212976270),
            (0.69755908568305, 0.07968979764134),
        ],
    )
    assert made.p_value[3] == pytest.approx(1.31641797e-03, rel=1e-6)


@oracle
def test_interactions_deviances_and_the_wald_test_of_a_term_are_those_of_r() -> None:
    # svyglm(I(sch.wide=='Yes') ~ stype*meals + ell, dstrat, family=quasibinomial(), epsilon=1e-14);
    # regTermTest(m, ~stype:meals)
    made = strat().model("sch.wide == 'Yes' ~ stype * meals + ell", "binomial")
    found = dict(zip(made.coefficients.option, range(len(made)), strict=True))
    agrees(
        made.coefficients.take([found[name] for name in ("stype[H]", "ell", "stype[M]:meals")]),
        [(-1.7491390703294, 0.7431843965503), (-0.0202773652046, 0.0158516255629), (-0.0594417441764, 0.0224509218086)],
    )
    assert made.deviance == pytest.approx(150.122953881, rel=1e-10)
    assert made.null_deviance == pytest.approx(183.650011473, rel=1e-10)
    test = made.test("stype:meals")
    assert test.statistic == pytest.approx(3.54454087597, rel=1e-8)
    assert test.p_value == pytest.approx(0.0307967661732, rel=1e-8)
    assert test.df == (2.0, made.df)


@oracle
def test_an_ordinal_model_is_that_of_r() -> None:
    # svyolr(band ~ meals + stype, dstrat, control=list(reltol=1e-15, maxit=1000)); its Hessian is numerical
    made = strat().model("band ~ meals + stype", "ordinal")
    order = ["meals", "stype[H]", "stype[M]", "a|b", "b|c", "c|d"]
    values = [
        (-0.122847809157, 0.0128065919859),
        (-4.498117932571, 0.5748864513711),
        (-1.760485141539, 0.3744175385409),
        (-10.095336638, 0.982939928),
        (-7.168111147, 0.715645358),
        (-3.942931913, 0.529164702),
    ]
    at = [made.coefficients.option.index(name) for name in order]
    np.testing.assert_allclose(made.coefficients.estimate[at], [value for value, _ in values], rtol=1e-7)
    np.testing.assert_allclose(made.coefficients.std_error[at], [error for _, error in values], rtol=5e-4)
    assert made.df == 194


@oracle
def test_replicates_refit_the_model_as_r_does() -> None:
    # rj <- as.svrepdesign(dclus1, type="JK1"); svyglm(…, rj). JK1 by hand: each cluster in turn has weight 0
    frame = pd.read_csv(DATA / "apiclus1.csv")
    psus = frame["dnum"].unique()
    weights = np.stack([frame["pw"] * (frame["dnum"] != psu) * len(psus) / (len(psus) - 1) for psu in psus], axis=1)
    # R takes the finite population into the scale: (n-1)/n (1 - n/N)
    replicates = Replicates(weights, scale=0.914839277851, rscales=np.ones(len(psus)), df=14, mse=False, method="JK1")
    sample = survey.Sample.of(survey.Sample(frame, survey.SurveyDesign(weight="pw")).changed(replicates=replicates))
    linear = sample.model("api00 ~ meals + ell")
    agrees(
        linear.coefficients,
        [(817.182288509078, 19.887003453057), (-3.145589225331, 0.323216067409), (-0.508796683416, 0.345391580740)],
    )
    assert linear.df == 12
    logit = sample.model("sch.wide == 'Yes' ~ meals + ell", "binomial", solver="irls")
    agrees(
        logit.coefficients,
        [
            (1.8995569111363, 0.53534047577856),
            (-0.0191146824661, 0.00960915930039),
            (0.0399254107978, 0.01358829657101),
        ],
        rtol=1e-7,
    )


@oracle
def test_a_domain_and_a_calibration_stay_in_the_design_as_in_r() -> None:
    # svyglm(api00 ~ meals + ell, subset(dclus1, stype=="H"))
    made = clusters().model("api00 ~ meals + ell", domain={"stype": "H"})
    agrees(
        made.coefficients,
        [(733.32531382699, 32.74816248319), (-1.33093892294, 1.12322844418), (-4.31657390529, 1.68951536730)],
    )
    assert made.df == 5
    # svyglm(api00 ~ meals + ell, calibrate(dclus1, ~stype, c(6194, stypeH=755, stypeM=1018)))
    weighted = survey.poststratify(clusters(), {"stype": {"E": 4421, "H": 755, "M": 1018}})
    agrees(
        weighted.model("api00 ~ meals + ell").coefficients,
        [(808.905313258608, 19.638215620182), (-3.133324604451, 0.332436939000), (-0.423451436759, 0.301676353781)],
    )


@oracle
def test_predictive_margins_are_those_of_r() -> None:
    # svypredmeans(svyglm(I(sch.wide=='Yes') ~ meals + ell, dstrat, family=quasibinomial()), ~stype)
    made = strat().model("sch.wide == 'Yes' ~ meals + ell + stype", "binomial").predictions("stype")
    assert made.domains == ("stype",) and made.domain_levels == (("E",), ("H",), ("M",))
    np.testing.assert_allclose(made.estimate, [0.9137737484, 0.4758281652, 0.6885750091], rtol=1e-6)
    # R adds the variance of coefficients and of respondents, we also twice their covariance
    np.testing.assert_allclose(made.std_error, [0.02847, 0.07406, 0.06230], rtol=0.04)


# a second way


@derivation
@pytest.mark.parametrize("family", ["multinomial", "ordinal"])
def test_models_of_options_are_those_of_statsmodels(family: str) -> None:
    import statsmodels.api as sm
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    sample = strat(stratum=None, weight=None, fpc=None)
    frame = sample.engine.frame()
    made = sample.model("band ~ meals + ell", family).coefficients
    if family == "multinomial":
        x = sm.add_constant(frame[["meals", "ell"]])
        peer = sm.MNLogit(frame["band"], x).fit(disp=False, maxiter=100, cov_type="HC0", method="newton", tol=1e-12)
        estimate, error = peer.params.to_numpy().T.ravel(), peer.bse.to_numpy().T.ravel()
        # HC0 has no n / (n - 1)
        np.testing.assert_allclose(made.std_error, error * np.sqrt(200 / 199), rtol=1e-6)
    else:
        codes = pd.Series(pd.Categorical(frame["band"], ordered=True))
        # A gradient below 1e-9 drowns in rounding on some processors
        peer = OrderedModel(codes, frame[["meals", "ell"]], distr="logit").fit(method="bfgs", disp=False, gtol=1e-6)
        thresholds = peer.model.transform_threshold_params(peer.params)[1:-1]
        estimate = np.concatenate([peer.params.to_numpy()[:2], thresholds])
    np.testing.assert_allclose(made.estimate, estimate, rtol=1e-5)


@derivation
@pytest.mark.parametrize(
    ("formula", "family", "question"),
    [
        ("stype ~ 1", "multinomial", "stype"),
        ("band ~ 1", "ordinal", "band"),
        ("sch.wide == 'Yes' ~ 1", "binomial", "sch.wide"),
    ],
)
def test_a_model_of_nothing_but_an_intercept_is_the_shares(formula: str, family: str, question: str) -> None:
    sample = clusters(pd.DataFrame(strat().engine.frame()).assign(dnum=lambda rows: rows.index // 5, fpc=400))
    shares = sample.share(question)
    made = sample.model(formula, family)
    fit = made.fit
    assert fit is not None
    found, covariance = fit.mean_of(
        lambda beta, w: fit.family.expected(beta, fit.data.x), lambda beta, w: fit.family.slope(beta, fit.data.x, w)
    )
    at = [shares.option.index("Yes")] if family == "binomial" else list(range(len(shares)))
    np.testing.assert_allclose(found, shares.estimate[at], rtol=1e-10)
    np.testing.assert_allclose(np.sqrt(np.diag(covariance)), shares.std_error[at], rtol=1e-8)


@derivation
def test_a_linear_model_of_one_group_is_the_difference_of_means() -> None:
    sample = clusters()
    made = sample.model("api00 ~ C(both)").coefficients
    means = sample.mean("api00", by="both")
    apart = difference(means, 1, 0)
    assert made.estimate[1] == pytest.approx(apart.estimate[0], rel=1e-10)
    assert made.std_error[1] == pytest.approx(apart.std_error[0], rel=1e-10)
    effects = sample.model("api00 ~ both").effects()
    assert effects.estimate[0] == pytest.approx(apart.estimate[0], rel=1e-10)
    assert effects.std_error[0] == pytest.approx(apart.std_error[0], rel=1e-10)
    predicted = sample.model("api00 ~ both").predictions("both")
    np.testing.assert_allclose(predicted.estimate, means.estimate, rtol=1e-10)
    np.testing.assert_allclose(predicted.std_error, means.std_error, rtol=1e-8)


@derivation
@pytest.mark.parametrize("family", ["binomial", "multinomial", "ordinal", "poisson"])
def test_effects_by_gradient_agree_with_the_jackknife(family: str) -> None:
    frame = pd.DataFrame(strat().engine.frame()).assign(cluster=lambda rows: rows.index // 2)
    formula = {"binomial": "sch.wide == 'Yes' ~ meals + stype", "poisson": "api.stu ~ meals + stype"}.get(
        family, "band ~ meals + stype"
    )
    plain = survey.Sample(frame, survey.SurveyDesign(weight="pw", psu="cluster"))
    psus = frame["cluster"].unique()
    left = np.stack([frame["pw"] * (frame["cluster"] != psu) * len(psus) / (len(psus) - 1) for psu in psus], axis=1)
    replicates = Replicates(left, (len(psus) - 1) / len(psus), np.ones(len(psus)), df=99, mse=True, method="JK1")
    jackknife = survey.Sample.of(survey.Sample(frame, survey.SurveyDesign(weight="pw")).changed(replicates=replicates))
    one, other = (sample.model(formula, family) for sample in (plain, jackknife))
    for first, second in (
        (one.effects(), other.effects()),
        (one.predictions("stype"), other.predictions("stype")),
        (one.predictions("meals", [20, 60]), other.predictions("meals", [20, 60])),
    ):
        np.testing.assert_allclose(first.estimate, second.estimate, rtol=1e-9)
        np.testing.assert_allclose(first.std_error, second.std_error, rtol=0.12)


@prop
@pytest.mark.parametrize("family", ["gaussian", "binomial", "poisson", "multinomial", "ordinal"])
def test_the_scale_of_weights_and_the_order_of_rows_change_nothing(family: str) -> None:
    formula = {"gaussian": "api00 ~ meals", "binomial": "sch.wide == 'Yes' ~ meals", "poisson": "api.stu ~ meals"}.get(
        family, "band ~ meals"
    )
    sample = strat(fpc=None)
    rows = sample.engine.frame().sample(frac=1, random_state=1).reset_index(drop=True).assign(pw=lambda d: d["pw"] * 7)
    again = survey.Sample(rows, survey.SurveyDesign(stratum="stype", weight="pw"))
    one, other = sample.model(formula, family), again.model(formula, family)
    np.testing.assert_allclose(other.coefficients.estimate, one.coefficients.estimate, rtol=1e-9)
    np.testing.assert_allclose(other.coefficients.covariance, one.coefficients.covariance, rtol=1e-7)
    effects = one.effects()
    if family in ("multinomial", "ordinal"):
        assert effects.estimate.sum() == pytest.approx(0, abs=1e-9)  # probabilities of the options make 1
        assert one.predictions("meals", [50]).estimate.sum() == pytest.approx(1, rel=1e-12)


# the answers


QUESTIONS: dict[str, Any] = {
    "vote": {
        "options": {
            "red": {"code": 1},
            "blue": {"code": 2},
            "green": {"code": 3},
            "dk": {"code": 9, "missing": "dont_know"},
        }
    },
    "trust": {"type": "scale", "options": {"none": {"code": 1}, "some": {"code": 2}, "full": {"code": 3}}},
    "age": {"type": "number", "options": {"young": {"range": [18, 39]}, "old": {"range": [40, 99]}}},
}


def people(**change: Any) -> survey.Sample:
    rng = np.random.default_rng(8)
    n = 300
    frame = pd.DataFrame(
        {
            "vote": rng.choice([1, 2, 9], n, p=[0.5, 0.4, 0.1]),
            "trust": rng.integers(1, 4, n),
            "age": rng.integers(18, 90, n),
            "sex": rng.choice(["f", "m"], n),
            "kids": rng.poisson(1.2, n),
            "w": rng.random(n) + 0.5,
        }
    ).assign(**change)
    return survey.Sample(frame, survey.SurveyDesign(weight="w"), QUESTIONS)


@contract
def test_missing_answers_leave_the_model_and_are_counted_and_unused_options_are_named() -> None:
    sample = people()
    frame = sample.engine.frame()
    made = sample.model("trust ~ vote + age")
    assert made.coefficients.counts == {"vote: dk": int((frame["vote"] == 9).sum())}
    assert made.coefficients.n[0] == (frame["vote"] != 9).sum()
    assert made.coefficients.option == ("(Intercept)", "vote[blue]", "age")
    assert "nobody in the model chose: vote: green" in map(str, made.notes)
    assert made.df == 300 - 1 + 1 - 3 - (frame["vote"] == 9).sum()


@contract
def test_respondents_of_weight_0_are_in_no_figure() -> None:
    zero = people(w=[0.0] * 10 + [1.0] * 290)
    made = zero.model("trust ~ age")
    assert made.coefficients.counts == {"_no_weight": 10} and made.coefficients.n[0] == 290


@contract
def test_a_domain_with_nobody_and_weights_of_0_alone_are_errors() -> None:
    with pytest.raises(EstimationError, match="nobody with a weight"):
        people().model("trust ~ age", domain={"vote": "green"})
    with pytest.raises(EstimationError, match="no option 'gren'"):
        people().model("trust ~ age", domain={"vote": "gren"})
    with pytest.raises(EstimationError, match="nobody with a weight"):
        people(w=0.0).model("trust ~ age")


@contract
def test_an_answer_that_is_a_constant_has_a_model_without_error() -> None:
    made = people(one=1.5).model("one ~ age")
    np.testing.assert_allclose(made.coefficients.estimate, [1.5, 0], atol=1e-12)
    assert (made.coefficients.std_error < 1e-12).all() and np.isnan(made.r_squared)


@contract
def test_numbers_are_numbers_and_c_takes_their_options() -> None:
    sample = people()
    assert sample.model("kids ~ age + trust").coefficients.option == ("(Intercept)", "age", "trust")
    made = sample.model("kids ~ C(age) + C(trust, Treatment('full'))")
    assert set(made.terms) == {"C(age)", "C(trust, Treatment('full'))"}
    assert "C(age)[old]" in made.coefficients.option
    assert sample.model("trust ~ age", "ordinal").coefficients.option == ("age", "none|some", "some|full")
    assert sample.model("log(age) ~ kids + kids ** 2 + age:sex").coefficients.option[-1] == "age:sex[m]"
    assert sample.model("vote ~ age", "binomial").outcomes == ("blue",)


@contract
def test_ratios_are_exponentials_with_the_limits_of_the_coefficients() -> None:
    made = people().model("kids ~ sex", "poisson")
    ratios = made.ratios()
    np.testing.assert_allclose(np.log(ratios.conf_low), made.coefficients.conf_low)
    with pytest.raises(EstimationError, match="gaussian"):
        people().model("kids ~ sex").ratios()


@contract
def test_a_model_reads_well() -> None:
    text = repr(people().model("vote == 'red' ~ age", "binomial"))
    assert "vote == 'red' ~ age (binomial)" in text and "std error" in text and "logit of vote == 'red'" in text


@contract
def test_without_degrees_of_freedom_there_is_no_interval_and_no_test() -> None:
    frame = pd.read_csv(DATA / "apiclus1.csv").assign(half=lambda rows: rows.index % 2)
    sample = survey.Sample(frame, survey.SurveyDesign(psu="half", weight="pw"))
    made = sample.model("api00 ~ meals + ell")
    assert made.df == -1 and np.isnan(made.p_value).all() and np.isnan(made.coefficients.conf_low).all()
    assert any("no interval" in str(note) for note in made.notes)
    assert np.isnan(made.test("meals").statistic) and np.isfinite(made.coefficients.std_error).all()


BAD = [
    ("trust", "gaussian", "an answer, a ~"),
    ("trust ~ age +* sex", "gaussian", "cannot be read"),
    ("trust ~ agee", "gaussian", "Did you mean 'age'"),
    ("trust ~ logg(age)", "gaussian", "Did you mean 'log'"),
    ("trust ~ __import__('os').system('true')", "gaussian", "not allowed"),
    ("trust ~ age.__class__", "gaussian", "not allowed"),
    ("trust ~ age + I(2*age)", "gaussian", r"say already.*I\(2 \* age\)"),
    ("trust ~ one", "gaussian", "one"),
    ("trust ~ log(kids)", "gaussian", "not a number"),
    ("vote ~ age", "gaussian", "has options, not numbers"),
    ("vote == 'rde' ~ age", "binomial", "Did you mean 'red'"),
    ("C(trust) ~ age", "binomial", "two options"),
    ("age ~ sex", "binomial", "0 or 1"),
    ("age > 0 ~ sex", "binomial", "same answer"),
    ("I(kids - 5) ~ sex", "poisson", "negative"),
    ("kids ~ sex", "probit", "poisson|gaussian"),
    ("age > 50 ~ C(age)", "binomial", "no maximum"),
    ("never ~ age", "gaussian", "nobody with a weight"),
]


@contract
@pytest.mark.parametrize(("formula", "family", "words"), BAD, ids=[formula for formula, _, _ in BAD])
def test_what_cannot_be_modelled_is_one_clear_error(formula: str, family: str, words: str) -> None:
    sample = people(one=1, never=np.nan, age=lambda rows: rows["age"].where(rows["age"] != 39, 40))
    if "C(age)" in formula:
        formula = formula.replace("50", "39")
    with pytest.raises(EstimationError, match=words) as caught:
        sample.model(formula, family)
    assert "formula" in str(caught.value) or caught.value.fix
