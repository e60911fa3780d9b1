"""Replicate weights read from columns and made from designs, weightings repeated in each, and what is refused."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.definitions.records.study import Trim
from survey.errors import DesignError, LonelyPsuError, ReplicateWarning, SurveyError, WeightingError, WeightingWarning
from survey.maths.weights.trimming import trim_weights

DATA = Path(__file__).resolve().parent.parent / "oracles" / "data"


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv", keep_default_na=False, na_values=["", "NA"])


@pytest.fixture
def frame() -> pd.DataFrame:
    """Four strata of four PSUs; four answers."""
    rng = np.random.default_rng(11)
    rows = 320
    return pd.DataFrame(
        {
            "h": np.repeat([1, 2, 3, 4], rows // 4),
            "j": np.tile(np.repeat([1, 2, 3, 4], rows // 16), 4),
            "N": np.repeat([10, 20, 8, 40], rows // 4),
            "vote": rng.choice(["a", "b", "c"], rows, p=[0.5, 0.3, 0.2]),
            "sex": rng.choice(["m", "f"], rows),
            "age": rng.choice(["y", "o"], rows),
            "score": rng.normal(50, 9, rows).round(3),
            "w": rng.random(rows) + 0.5,
        }
    )


def sample_of(frame: pd.DataFrame, engine: str = "auto", **design: Any) -> survey.Sample:
    kept = {"stratum": "h", "psu": "j", "weight": "w", **design}
    return survey.Sample(frame, survey.SurveyDesign(**kept), engine=engine)


MARGINS = {"sex": {"m": 450, "f": 550}, "age": {"y": 400, "o": 600}}


# made from a design


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("fpc", [None, "N"])
def test_the_jackknife_of_a_sample_gives_the_totals_their_linearized_errors(
    frame: pd.DataFrame, fpc: str | None, engine: str
) -> None:
    sample = sample_of(frame, engine, fpc=fpc)
    made = survey.make_replicates(sample, "JKn")
    for by in ((), "sex"):
        want, got = sample.total("score", by=by), made.total("score", by=by)
        np.testing.assert_allclose(got.covariance, want.covariance, rtol=1e-9)
        np.testing.assert_allclose(got.estimate, want.estimate, rtol=1e-14)
        assert set(got.df) == {12} == set(sample.total("score", df="design").df)
    assert (want.method.variance, got.method.variance) == ("linearization", "replicates")


@pytest.mark.derivation
@pytest.mark.parametrize("method,options", [("BRR", {}), ("Fay", {"rho": 0.3}), ("SDR", {})])
def test_pairs_give_totals_their_linearized_errors(method: str, options: dict[str, Any], frame: pd.DataFrame) -> None:
    pairs = frame[frame["j"] < 3]
    sample = sample_of(pairs, fpc="N")
    made = survey.make_replicates(sample, method, **options)
    np.testing.assert_allclose(made.total("score").std_error, sample.total("score").std_error, rtol=1e-10)
    np.testing.assert_allclose(made.total("vote").covariance, sample.total("vote").covariance, rtol=1e-8, atol=1e-9)


# R survey 4.1-1: d <- svydesign(id=~1, strata=~stype, weights=~pw, fpc=~fpc, data=apistrat); r <- as.svrepdesign(d)
@pytest.mark.oracle
def test_a_stratified_jackknife_with_fpc_is_that_of_r() -> None:
    columns = {"sch.wide": "wide"}
    sample = survey.Sample(
        read("apistrat")[["stype", "pw", "fpc", "api00", "enroll", "sch.wide"]].rename(columns=columns),
        survey.SurveyDesign(stratum="stype", weight="pw", fpc="fpc"),
    )
    made = survey.make_replicates(sample, "JKn")
    assert made.mean("api00").std_error == pytest.approx(9.40894080278461, rel=1e-10)
    assert made.total("enroll").std_error == pytest.approx(114641.71610078, rel=1e-10)
    by = made.mean("api00", by="wide")
    assert by.estimate == pytest.approx([593.746858214589, 676.530443656777], rel=1e-12)
    assert by.std_error == pytest.approx([19.1798119085244, 10.5290026063899], rel=1e-10)
    assert set(by.df) == {197}


# s <- svydesign(data=scd, ids=~ambulance, strata=~ESA, nest=TRUE); as.svrepdesign(s, type=...)
@pytest.mark.oracle
@pytest.mark.parametrize("method,options", [("BRR", {}), ("Fay", {"rho": 0.3})])
def test_balanced_halves_give_the_totals_of_r(method: str, options: dict[str, Any]) -> None:
    made = survey.make_replicates(
        survey.Sample(read("scd"), survey.SurveyDesign(stratum="ESA", psu="ambulance")), method, **options
    )
    assert made.replicates is not None and made.replicates.count == 4 and made.replicates.df == 3
    errors = [float(made.total(name, of="values").std_error[0]) for name in ("alive", "arrests")]
    assert errors == pytest.approx([21.4941852602047, 152.3581307315104], rel=1e-10)


# l <- data.frame(h=c(1,1,1,2,2,3), y=c(3,7,4,1,8,5), w=c(2,2,2,3,3,4), u=1:6); options(survey.lonely.psu=...)
@pytest.mark.oracle
@pytest.mark.parametrize(
    "rule,mean,total,df",
    [
        ("remove", 1.38772520695, 22.20360331117, 3),
        ("certainty", 1.38772520695, 22.20360331117, 3),
        ("adjust", 1.38985932532, 22.88512981538, 4),
        ("average", None, 27.19374928177, 3),  # R's JKn multiplies by units over replicates; this is its svydesign
    ],
)
def test_a_jackknife_with_a_lonely_psu(rule: Any, mean: float | None, total: float, df: int) -> None:
    frame = pd.DataFrame({"h": [1, 1, 1, 2, 2, 3], "y": [3.0, 7, 4, 1, 8, 5], "w": [2, 2, 2, 3, 3, 4]})
    sample = survey.Sample(frame, survey.SurveyDesign(stratum="h", weight="w", lonely_psu=rule))
    made = survey.make_replicates(sample, "JKn")
    assert made.total("y", of="values").std_error == pytest.approx(total, rel=1e-10)
    if mean is not None:
        assert made.mean("y").std_error == pytest.approx(mean, rel=1e-10)
    assert set(made.mean("y").df) == {df}
    with pytest.raises(LonelyPsuError, match="3"):
        survey.make_replicates(survey.Sample(frame, survey.SurveyDesign(stratum="h", weight="w")), "JKn")


@pytest.mark.property
def test_a_bootstrap_is_the_same_for_one_seed_and_for_shuffled_rows_of_clusters(frame: pd.DataFrame) -> None:
    made = survey.make_replicates(sample_of(frame), "bootstrap", count=40, seed=5)
    again = survey.make_replicates(sample_of(frame), "bootstrap", count=40, seed=5)
    other = survey.make_replicates(sample_of(frame), "bootstrap", count=40, seed=6)
    assert made.replicates is not None and made.replicates.seed == 5
    assert (made.share("vote").std_error == again.share("vote").std_error).all()
    assert not (made.share("vote").std_error == other.share("vote").std_error).any()
    inside = frame.groupby(["h", "j"], sort=False).sample(frac=1, random_state=2)
    shuffled = survey.make_replicates(sample_of(inside), "bootstrap", count=40, seed=5)
    np.testing.assert_allclose(shuffled.share("vote").std_error, made.share("vote").std_error, rtol=1e-12)


@pytest.mark.contract
@pytest.mark.parametrize(
    "method,options,design,said",
    [
        ("JK", {}, {}, "unknown method 'JK'"),
        ("JK1", {}, {}, "JK1 is for designs without strata; there are 4"),
        ("JKn", {"count": 9}, {}, "count cannot be chosen"),
        ("BRR", {}, {"psu": "three"}, r"odd number of them: 1 \(3\), 2 \(3\)"),
        ("BRR", {"rho": 0.5}, {}, "rho belongs to Fay"),
        ("BRR", {"count": 10}, {}, "no Hadamard matrix of order 10.*\n.*count=12"),
        ("BRR", {"count": 8}, {}, "8 replicates cannot balance 8 pairs; 12 can"),
        ("Fay", {}, {}, "needs its rho"),
        ("Fay", {"rho": 1.0}, {}, "rho is 1"),
        ("bootstrap", {}, {}, "needs a seed"),
        ("bootstrap", {"count": 1, "seed": 1}, {}, "must be 2 or more"),
        ("bootstrap", {"count": 10**7, "seed": 1}, {}, "do not fit into memory"),
        ("SDR", {}, {"psu": "lonely", "lonely_psu": "adjust"}, "no rule 'adjust'"),
        ("SDR", {}, {"psu": None, "stratum": "row", "lonely_psu": "remove"}, "every stratum has one unit"),
    ],
)
def test_what_a_method_cannot_do_is_said(
    method: str, options: dict[str, Any], design: dict[str, Any], said: str, frame: pd.DataFrame
) -> None:
    frame["three"], frame["row"] = frame["j"].clip(upper=3), np.arange(len(frame))
    frame["lonely"] = np.where(frame["h"] == 1, 1, frame["j"])
    with pytest.raises(DesignError, match=said):
        survey.make_replicates(sample_of(frame, **design), method, **options)


@pytest.mark.contract
def test_replicates_of_a_weighted_sample_are_refused_and_later_stages_warned_of(frame: pd.DataFrame) -> None:
    with pytest.raises(WeightingError, match="weighted already.*\n.*replicates first"):
        survey.make_replicates(survey.rake(sample_of(frame), MARGINS), "JKn")
    frame["i"], frame["M"] = np.arange(len(frame)), 100
    staged = sample_of(frame, psu=("j", "i"), fpc=("N", "M"))
    with pytest.warns(WeightingWarning, match="first stage only"):
        made = survey.make_replicates(staged, "JKn")
    want = sample_of(frame, fpc="N").total("score")
    assert made.total("score").std_error == pytest.approx(want.std_error, rel=1e-10)


# read from columns


def repeated(frame: pd.DataFrame, count: int = 6, factors: bool = False) -> tuple[pd.DataFrame, np.ndarray]:
    weights = np.random.default_rng(8).random((len(frame), count)) * 2
    if not factors:
        weights *= frame["w"].to_numpy()[:, None]
    return frame.assign(**{f"rw{r + 1}": weights[:, r] for r in reversed(range(count))}), weights


@pytest.mark.derivation
@pytest.mark.parametrize(
    "method,options,scale,centred",
    [
        ("JK1", {}, 5 / 6, True),
        ("JKn", {"rscales": [0.5, 0.5, 0.75, 0.75, 0.75, 0.75]}, 1, True),
        ("JK2", {}, 1, True),
        ("BRR", {}, 1 / 6, True),
        ("BRR", {"mse": True}, 1 / 6, False),
        ("Fay", {"rho": 0.5}, 1 / (6 * 0.25), True),
        ("bootstrap", {}, 1 / 5, True),
        ("bootstrap", {"scale": 1 / 6}, 1 / 6, True),
        ("SDR", {}, 4 / 6, False),
        ("ACS", {}, 4 / 6, False),
        ("ACS", {"mse": False}, 4 / 6, True),
        ("other", {"scale": 0.3, "rscales": 2}, 0.3, True),
    ],
)
def test_each_method_has_its_scale_and_centre(
    method: str, options: dict[str, Any], scale: float, centred: bool, frame: pd.DataFrame
) -> None:
    frame, weights = repeated(frame)
    made = survey.replicate_weights(survey.Sample(frame, survey.SurveyDesign(weight="w")), "rw", method, **options)
    score = frame["score"].to_numpy()
    each = (weights * score[:, None]).sum(axis=0) / weights.sum(axis=0)
    got = made.mean("score")
    centre = each.mean() if centred else float(got.estimate[0])
    spread = scale * (np.asarray(options.get("rscales", 1.0)) * (each - centre) ** 2).sum()
    assert got.std_error == pytest.approx(np.sqrt(spread), rel=1e-10)
    assert set(got.df) == {5}


@pytest.mark.property
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_names_patterns_matrices_and_factors_mean_the_same(frame: pd.DataFrame, engine: str) -> None:
    frame, weights = repeated(frame, 12)
    frame = frame.assign(rw=1.0, rwx=2.0)
    sample = survey.Sample(frame, survey.SurveyDesign(weight="w"), engine=engine)
    factors = weights / frame["w"].to_numpy()[:, None]
    names = [f"rw{r}" for r in range(1, 13)]
    first = survey.replicate_weights(sample, names, "BRR").share("vote", by="sex")
    for columns in ("rw", "rw[0-9]*", weights, frame[names], factors):
        made = survey.replicate_weights(sample, columns, "BRR", combined=columns is not factors)
        again = made.share("vote", by="sex")
        np.testing.assert_allclose(again.std_error, first.std_error, rtol=1e-10)


# a <- svrepdesign(weights=~w, data=data.frame(y=…, w=…), repweights=…, type="ACS"); svymean(~y, a)
@pytest.mark.oracle
def test_negative_weights_of_the_acs_are_used_as_they_are() -> None:
    frame = pd.DataFrame({"y": [0.0, 1, 1, 0, 1, 0], "w": [2, 3, 1, 2, 4, 2]})
    weights = np.array([[2, -1, 3, 1, 4, 2], [3, 2, 1, 2, 2, 3], [1, 4, -2, 3, 4, 2], [2, 3, 2, 2, 5, 1]]).T
    sample = survey.Sample(frame, survey.SurveyDesign(weight="w"))
    made = survey.replicate_weights(sample, weights, "ACS", mse=False)
    assert made.mean("y").std_error == pytest.approx(0.202034676876689, rel=1e-12)
    assert set(made.mean("y").df) == {3}
    with pytest.warns(WeightingWarning, match="2 replicate.*negative weights, unusual for JK2"):
        survey.replicate_weights(sample, weights, "JK2")


@pytest.mark.property
def test_degrees_of_freedom_that_were_given_hold_in_every_domain(frame: pd.DataFrame) -> None:
    frame, _ = repeated(frame)
    made = survey.replicate_weights(survey.Sample(frame, survey.SurveyDesign(weight="w")), "rw", "JK2", df=79)
    assert set(made.share("vote", by=("sex", "age")).df) == {79}


@pytest.mark.contract
@pytest.mark.parametrize(
    "columns,method,options,said",
    [
        ("rw", "jk1", {}, "unknown method 'jk1'.*\nDid you mean 'JK1'"),
        ("rw", "Fay", {}, "needs its rho"),
        ("rw", "BRR", {"rho": 0.5}, "rho belongs to Fay"),
        ("rw", "other", {}, "no scale of its own"),
        ("rw", "BRR", {"scale": -1}, "must be more than 0"),
        ("rw", "JKn", {}, "needs rscales"),
        ("rw", "JKn", {"rscales": [1, 2]}, "rscales must be one number or 6"),
        ("rx", "BRR", {}, "no column fits 'rx'"),
        (["rw1", "rv2"], "BRR", {}, "no column 'rv2'.*\nDid you mean 'rw2'"),
        (["rw1", "vote"], "BRR", {}, "vote: '[abc]' is not a number"),
        (["rw1"], "BRR", {}, "must be 2 or more"),
        (["rw1", "holes"], "BRR", {}, "1 replicate.* empty"),
        (["rw1", "nought"], "BRR", {}, "do not add to more than 0"),
        (np.ones((3, 4)), "BRR", {}, "3 rows of replicate weights for 320 respondents"),
    ],
)
def test_replicate_weights_that_cannot_be_used_are_said(
    columns: Any, method: str, options: dict[str, Any], said: str, frame: pd.DataFrame
) -> None:
    frame, _ = repeated(frame)
    frame = frame.assign(nought=0.0, holes=np.where(frame["h"] == 1, np.nan, 1.0))
    with pytest.raises(DesignError, match=said):
        survey.replicate_weights(survey.Sample(frame, survey.SurveyDesign(weight="w")), columns, method, **options)


@pytest.mark.contract
def test_factors_taken_for_weights_are_warned_of_and_columns_after_weighting_refused(frame: pd.DataFrame) -> None:
    frame, _ = repeated(frame, factors=True)
    frame["w"] = frame["w"] * 100
    sample = survey.Sample(frame, survey.SurveyDesign(weight="w"))
    with pytest.warns(WeightingWarning, match="look like factors: combined=False"):
        survey.replicate_weights(sample, "rw", "BRR")
    with pytest.warns(WeightingWarning, match="look like final weights: combined=True"):
        survey.replicate_weights(sample, frame[["w", "w"]].to_numpy(), "BRR", combined=False)
    with pytest.raises(WeightingError, match="do not belong to 'weight'.*\nAttach them before"):
        survey.replicate_weights(survey.rake(sample, MARGINS), "rw", "BRR", combined=False)


# statistics


@pytest.mark.oracle
def test_a_domain_that_a_replicate_loses_is_warned_of_and_has_the_error_of_r() -> None:
    # kk <- as.svrepdesign(svydesign(id=~u, weights=~w, data=k), type="JK1"); svyby(~y, ~g, kk, svymean)
    frame = pd.DataFrame(
        {"u": [1, 1, 2, 2, 3, 3, 4, 4], "g": list("abbbbbbb"), "y": [3.0, 7, 4, 1, 8, 5, 2, 9], "w": [1, 2] * 4}
    )
    made = survey.make_replicates(survey.Sample(frame, survey.SurveyDesign(psu="u", weight="w")), "JK1")
    with pytest.warns(ReplicateWarning, match="1 of 4 replicates"):
        by = made.mean("y", by="g")
    assert by.estimate == pytest.approx([3, 5.27272727272727], rel=1e-12)
    assert by.std_error == pytest.approx([0, 1.22492204967409], rel=1e-10)


@pytest.mark.property
def test_edges_are_defined_and_never_a_silent_nan(frame: pd.DataFrame) -> None:
    frame["same"], frame["one"] = 7.0, np.where(np.arange(len(frame)) < 3, "few", "many")
    frame.loc[frame["sex"] == "m", "w"] = 0.0
    made = survey.make_replicates(sample_of(frame), "JKn")
    constant = made.mean("same")
    assert constant.estimate == pytest.approx(7) and constant.std_error == 0
    men = made.share("vote", by="sex")
    assert np.isnan(men.estimate[[levels == ("m",) for levels in men.domain_levels]]).all()
    assert np.isfinite(men.std_error[[levels == ("f",) for levels in men.domain_levels]]).all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReplicateWarning)
        assert np.isfinite(made.share("one").std_error).all()


@pytest.mark.derivation
def test_the_logit_interval_of_replicates_is_that_of_their_logits(frame: pd.DataFrame) -> None:
    frame, weights = repeated(frame)
    made = survey.replicate_weights(survey.Sample(frame, survey.SurveyDesign(weight="w")), "rw", "SDR")
    yes = frame["vote"].eq("a").to_numpy()
    each = (weights * yes[:, None]).sum(axis=0) / weights.sum(axis=0)
    got = made.share("vote", interval="logit", df=np.inf)
    p = float(got.estimate[0])
    error = np.sqrt(4 / 6 * ((np.log(each / (1 - each)) - np.log(p / (1 - p))) ** 2).sum())
    low = 1 / (1 + np.exp(-(np.log(p / (1 - p)) - 1.959963984540054 * error)))
    assert got.conf_low[0] == pytest.approx(low, rel=1e-10)
    assert made.share("vote", interval="xlogit", df=np.inf).conf_low[0] != got.conf_low[0]


# weighting repeated


@pytest.mark.derivation
@pytest.mark.parametrize("how", ["rake", "poststratify", "calibrate"])
def test_every_replicate_is_weighted_anew(how: str, frame: pd.DataFrame) -> None:
    sample = survey.make_replicates(sample_of(frame), "JKn")
    targets = {"sex": MARGINS["sex"]} if how == "poststratify" else MARGINS
    made = getattr(survey, how)(sample, targets)
    assert sample.replicates is not None and made.replicates is not None
    assert made.replicates.df == sample.replicates.df == 12
    for r in (0, 7, 15):
        alone = survey.Sample(frame.assign(r=sample.replicates.weights[:, r]), survey.SurveyDesign(weight="r"))
        np.testing.assert_allclose(made.replicates.weights[:, r], getattr(survey, how)(alone, targets).weights)
    assert made.share("sex").std_error.max() < 1e-12
    assert "weighting every replicate" in str(made.share("vote").method.calibration)
    linear = getattr(survey, how)(sample_of(frame), targets).share("vote").std_error
    np.testing.assert_allclose(made.share("vote").std_error, linear, rtol=0.03)  # equal in large samples


@pytest.mark.derivation
def test_replicates_are_trimmed_by_respondent_however_often_they_count(frame: pd.DataFrame) -> None:
    sample = survey.make_replicates(sample_of(frame), "bootstrap", count=12, seed=3)
    assert sample.replicates is not None
    made = survey.trim(sample, upper=1.3)
    with pytest.warns(WeightingWarning, match="trimming leaves margin"):
        raked = survey.rake(sample, MARGINS, trim=Trim(upper=1.3))
    assert made.replicates is not None and raked.replicates is not None
    w = frame["w"].to_numpy()
    for r in range(12):
        times = sample.replicates.weights[:, r] / w
        want = trim_weights(w, upper=1.3, count=times)[0] * times
        np.testing.assert_allclose(made.replicates.weights[:, r], want, rtol=1e-10)
        assert made.replicates.weights[:, r].sum() == pytest.approx(sample.replicates.weights[:, r].sum())
        each = np.divide(raked.replicates.weights[:, r], times, out=np.zeros_like(w), where=times > 0)
        assert each.max() <= 1.3 * 1000 / 320 + 1e-9 and raked.replicates.weights[:, r].sum() == pytest.approx(1000)


@pytest.mark.contract
def test_a_replicate_that_cannot_be_weighted_is_named(frame: pd.DataFrame) -> None:
    frame["sex"] = np.where((frame["h"] == 2) & (frame["j"] == 3), "m", "f")
    jackknife = survey.make_replicates(sample_of(frame), "JKn")
    with pytest.raises(WeightingError, match="replicate 7 of 16: nobody has weight in 'm'.*\n.*Fay"):
        survey.rake(jackknife, MARGINS)
    fay = survey.make_replicates(sample_of(frame), "Fay", rho=0.5)
    assert np.isfinite(survey.rake(fay, MARGINS).share("vote").std_error).all()
    with pytest.raises(SurveyError, match="belong to the weight 'w', not to the weight 'h'"):
        survey.rake(jackknife, MARGINS, base_weight="h")


# in the definition of a study, and in the notes of tables

STUDY = """\
study: wave
fieldwork: 2022-03
data: wave.csv
design: {weight: w, replicates: {columns: rw, method: Fay, rho: 0.5}}
questions:
  vote: {options: {a: A, b: B, c: C}}
  sex: {options: {m: M, f: F}}
"""


def study_in(folder: Path, frame: pd.DataFrame, text: str = STUDY) -> Path:
    (folder / "studies").mkdir()
    (folder / "studies" / "wave.yaml").write_text(text, encoding="utf-8")
    frame.to_csv(folder / "studies" / "wave.csv", index=False)
    return folder


@pytest.mark.contract
def test_a_study_names_its_replicate_weights(tmp_path: Path, frame: pd.DataFrame) -> None:
    frame, weights = repeated(frame)
    folder = study_in(tmp_path, frame)
    got = survey.open_study("wave", questionnaires=folder)
    want = survey.replicate_weights(survey.Sample(frame, survey.SurveyDesign(weight="w")), weights, "Fay", rho=0.5)
    np.testing.assert_allclose(got.share("vote").std_error, want.share("vote").std_error, rtol=1e-10)
    with pytest.warns(WeightingWarning, match="wave: psu given, so the study's replicate weights are not used"):
        linear = survey.open_study("wave", questionnaires=folder, psu="j")
    assert linear.replicates is None and "psu given" in linear.notes[0]["en"]


@pytest.mark.contract
def test_columns_that_a_study_names_and_the_data_lack_are_said_with_all_else(
    tmp_path: Path, frame: pd.DataFrame
) -> None:
    frame, _ = repeated(frame)
    text = STUDY.replace("columns: rw,", "columns: [rw1, rv2],").replace("weight: w,", "weight: v,")
    with pytest.raises(SurveyError, match=r"(?s)rv2: .*\(replicate weights\).*'rw2'.*v: .*\(weight\)"):
        survey.open_study("wave", questionnaires=study_in(tmp_path, frame, text))


@pytest.mark.contract
def test_the_notes_of_a_table_say_which_replicates_made_its_errors(tmp_path: Path, frame: pd.DataFrame) -> None:
    frame, _ = repeated(frame)
    sample = survey.open_study("wave", questionnaires=study_in(tmp_path, frame))
    notes = {note.key: note.text for note in sample.topline("vote").notes}
    assert notes["design"]["en"].startswith(
        "Design: 6 replicate weights (Fay ρ = 0.5), scale 0.6667, differences from the mean of the replicates"
    )
    assert "репликационных весов — 6 (Fay ρ = 0,5), множитель 0,6667" in notes["design"]["ru"]
    assert "рэплікацыйных вагаў — 6 (Fay ρ = 0,5), множнік 0,6667" in notes["design"]["be"]
    assert "variance by replicate weights" in notes["method"]["en"] and "rank" in notes["method"]["en"]
    raked = survey.rake(survey.make_replicates(sample_of(frame), "bootstrap", count=90, seed=4), MARGINS)
    more = {note.key: note.text["en"] for note in raked.crosstab("vote", "sex").notes}
    assert "90 replicate weights (bootstrap, seed 4)" in more["design"]
    assert "variance by weighting every replicate anew" in more["weighting"]
    jackknife = survey.make_replicates(sample_of(frame, fpc="N"), "JKn", mse=True).topline("vote")
    said = next(note.text["en"] for note in jackknife.notes if note.key == "design")
    assert "scale 0.375–0.675, differences from the estimate of the full sample" in said
