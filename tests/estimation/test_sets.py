"""Questions of several answers: each option is what a question of its own gives, and what is between them is right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import survey
from survey.errors import ContradictionWarning, EstimationError
from survey.maths.variance import layer_products
from survey.maths.variance.residuals import regression_coefficients

API = Path(__file__).parent.parent / "oracles" / "data"
FLAGS = {"wide": "sch.wide", "improved": "comp.imp", "awards": "awards"}
FIGURES = ("estimate", "std_error", "conf_low", "conf_high", "deff", "count", "n", "n_weighted", "n_eff", "df")
SET: dict[str, Any] = {
    "type": "multiple",
    "columns": FLAGS,
    "marked": "Yes",
    "options": {option: {} for option in FLAGS},
    "nets": {"any": list(FLAGS), "two": ["wide", "awards"]},
}
QUESTIONS: dict[str, Any] = {
    "marks": SET,
    "twin": SET,
    "stype": {"options": {"E": "E", "M": "M", "H": "H"}},
    **{option: {"column": column, "options": {"No": "No", "Yes": "Yes"}} for option, column in FLAGS.items()},
}
TARGETS = {"stype": {"E": 4421, "M": 1018, "H": 755}, "size": {"small": 3200, "large": 2994}}


def schools(name: str) -> pd.DataFrame:
    """Schools of California with a set of their flags."""
    frame = pd.read_csv(API / f"{name}.csv")
    size = np.where(frame["enroll"] > 450, "large", "small")
    marked = (frame[list(FLAGS.values())] == "Yes").any(axis=1)
    return frame.assign(size=size, any=np.where(marked, "Yes", "No"))


def plain() -> Any:
    return survey.Sample(schools("apisrs"), survey.SurveyDesign(weight="pw"), QUESTIONS)


def clustered() -> Any:
    return survey.Sample(schools("apiclus1"), survey.SurveyDesign(psu="dnum", weight="pw", fpc="fpc"), QUESTIONS)


def staged() -> Any:
    design = survey.SurveyDesign(psu=("dnum", "snum"), weight="pw", fpc=("fpc1", "fpc2"))
    return survey.Sample(schools("apiclus2"), design, QUESTIONS)


def stratified() -> Any:
    return survey.Sample(schools("apistrat"), survey.SurveyDesign(stratum="stype", weight="pw", fpc="fpc"), QUESTIONS)


def jackknifed() -> Any:
    return survey.make_replicates(clustered(), "JK1")


def raked() -> Any:
    return survey.rake(plain(), TARGETS)


def raked_clusters() -> Any:
    return survey.rake(clustered(), TARGETS)


def raked_replicates() -> Any:
    return survey.rake(jackknifed(), TARGETS)


def chained() -> Any:
    """Two weightings, which take respondents one by one."""
    first = survey.poststratify(plain(), {"stype": TARGETS["stype"]})
    return survey.rake(first, {"size": TARGETS["size"]})


DESIGNS: list[Callable[[], Any]] = [
    plain,
    clustered,
    staged,
    stratified,
    jackknifed,
    raked,
    raked_clusters,
    raked_replicates,
    chained,
]
each_design = pytest.mark.parametrize("made", DESIGNS, ids=lambda made: made.__name__)


def alike(one: Any, other: Any, rows: Any, others: Any) -> None:
    for name in FIGURES:
        np.testing.assert_allclose(
            getattr(one, name)[rows], getattr(other, name)[others], rtol=1e-11, atol=1e-12, err_msg=name
        )


def rows_of(found: Any, option: str, level: str | None = None) -> list[int]:
    return [
        i
        for i, (name, levels) in enumerate(zip(found.option, found.domain_levels, strict=True))
        if name == option and (level is None or level in levels)
    ]


@pytest.mark.derivation
@each_design
@pytest.mark.parametrize("percent", ["column", "row", "cell"])
@pytest.mark.parametrize("by", [(), ("stype",)], ids=["everybody", "in domains"])
def test_an_option_is_what_its_flag_gives_as_a_question(made: Any, percent: Any, by: tuple[str, ...]) -> None:
    sample = made()
    found = sample.share("marks", by=by, percent=percent, nets={"any": list(FLAGS)})
    for option in FLAGS:
        flag = sample.share(option, by=by, percent=percent)
        alike(found, flag, rows_of(found, option), rows_of(flag, "Yes"))
    net = sample.share("any", by=by, percent=percent)
    alike(found, net, rows_of(found, "any"), rows_of(net, "Yes"))
    alike(found, net, rows_of(found, "_none"), rows_of(net, "No"))


@pytest.mark.derivation
@each_design
def test_two_options_have_the_covariance_of_their_flags(made: Any) -> None:
    sample = made()
    found = sample.share("marks", by="stype")
    flags = sample.together(list(FLAGS), "share", by="stype")
    rows = [i for option in FLAGS for i in rows_of(found, option)]
    others = [i for option in FLAGS for i in rows_of(flags, f"{option}: Yes")]
    covariance = flags.covariance[np.ix_(others, others)]
    np.testing.assert_allclose(found.covariance[np.ix_(rows, rows)], covariance, rtol=1e-9, atol=1e-14)


def linearized(sample: Any) -> tuple[np.ndarray, np.ndarray]:
    """``w (y - p) / Σw`` of the flags, and the shares, by rows."""
    frame, w = sample.engine.frame(), np.asarray(sample.weights)
    y = np.stack([(frame[column] == "Yes").to_numpy(dtype=float) for column in FLAGS.values()], axis=1)
    p = w @ y / w.sum()
    return (y - p) / w.sum(), p


def spread(sums: np.ndarray, left: float = 1.0) -> np.ndarray:
    """``n / (n - 1) Σ (t - t̄)(t - t̄)'`` of the totals of units, times what is left of the population."""
    apart = sums - sums.mean(axis=0)
    return np.asarray(left * len(sums) / (len(sums) - 1) * apart.T @ apart)


def direct(sample: Any, made: Any) -> np.ndarray:
    """The covariance of the flags' shares, from the rows."""
    frame, w = sample.engine.frame(), np.asarray(sample.weights)
    u, _ = linearized(sample)
    if made in (raked, raked_clusters):
        x = np.concatenate([pd.get_dummies(frame[name]).to_numpy(dtype=float) for name in TARGETS], axis=1)
        before = frame["pw"].to_numpy()
        u = u - x @ regression_coefficients((x * before[:, None]).T @ x, (x * before[:, None]).T @ u)
    scores = u * w[:, None]
    if made in (clustered, raked_clusters):
        sums = pd.DataFrame(scores).groupby(frame["dnum"].to_numpy()).sum().to_numpy()
        return spread(sums, 1 - len(sums) / frame["fpc"].iloc[0])
    if made is stratified:
        parts = [scores[(frame["stype"] == stratum).to_numpy()] for stratum in "EMH"]
        sizes = [float(frame["fpc"][frame["stype"] == stratum].iloc[0]) for stratum in "EMH"]
        return np.asarray(sum(spread(part, 1 - len(part) / size) for part, size in zip(parts, sizes, strict=True)))
    return spread(scores)


@pytest.mark.derivation
@pytest.mark.parametrize(
    "made", [plain, clustered, stratified, raked, raked_clusters], ids=lambda made: made.__name__
)
def test_the_covariance_of_options_is_that_of_the_linearized_rows(made: Any) -> None:
    sample = made()
    found = sample.share("marks")
    rows = [rows_of(found, option)[0] for option in FLAGS]
    np.testing.assert_allclose(found.covariance[np.ix_(rows, rows)], direct(sample, made), rtol=1e-9, atol=1e-14)
    difference = found["wide"] - found["awards"]
    variance = np.array([1.0, 0.0, -1.0]) @ direct(sample, made) @ np.array([1.0, 0.0, -1.0])
    assert difference.std_error[0] == pytest.approx(np.sqrt(variance), rel=1e-9)


@pytest.mark.derivation
def test_replicates_make_the_covariance_from_each_ones_own_shares() -> None:
    sample = jackknifed()
    found, frame = sample.share("marks"), sample.engine.frame()
    y = np.stack([(frame[column] == "Yes").to_numpy(dtype=float) for column in FLAGS.values()], axis=1)
    each = sample.replicates.weights.T @ y / sample.replicates.weights.sum(axis=0)[:, None]
    apart = each - each.mean(axis=0)
    want = sample.replicates.scale * (apart * np.asarray(sample.replicates.rscales)[:, None]).T @ apart
    rows = [rows_of(found, option)[0] for option in FLAGS]
    np.testing.assert_allclose(found.covariance[np.ix_(rows, rows)], want, rtol=1e-9)


@pytest.mark.oracle
@pytest.mark.parametrize(
    ("made", "option", "estimate", "std_error", "low", "high"),
    [
        # svyciprop(~I(comp.imp == "Yes"), d, method='logit'), apistrat with its fpc
        (stratified, "improved", 0.655649011943976, 0.033725495798289, 0.58646713432031, 0.718806401667217),
        # svyciprop(~I(awards == "Yes"), d, method='mean'), apisrs; the interval is Wald's
        (plain, "awards", 0.62, 0.0344081327303582, 0.552148657486887, 0.687851342513113),
    ],
    ids=["stratified", "simple"],
)
def test_an_option_has_the_figures_of_r(
    made: Any, option: str, estimate: float, std_error: float, low: float, high: float
) -> None:
    found = made().share("marks", interval="logit" if made is stratified else "wald")[option]
    made_of = found.estimate[0], found.std_error[0], found.conf_low[0], found.conf_high[0]
    assert made_of == pytest.approx((estimate, std_error, low, high), rel=1e-8)


@pytest.mark.derivation
@each_design
@pytest.mark.parametrize("percent", ["column", "row", "cell"])
def test_a_column_of_a_set_is_that_of_its_flag(made: Any, percent: Any) -> None:
    sample = made()
    found = sample.share("stype", by="marks", percent=percent)
    for option in FLAGS:
        flag = sample.share("stype", by=option, percent=percent)
        rows, others = (
            [i for i, levels in enumerate(one.domain_levels) if levels == (level,)]
            for one, level in ((found, option), (flag, "Yes"))
        )
        alike(found, flag, rows, others)


@pytest.mark.derivation
@each_design
def test_sets_cross_with_sets_and_with_other_domains(made: Any) -> None:
    sample = made()
    found = sample.share("marks", by=("stype", "twin"))
    for option in ("wide", "improved"):
        flag = sample.share("awards", by=("stype", option))
        for kind in "EMH":
            at = [i for i in rows_of(found, "awards", option) if kind in found.domain_levels[i]]
            of = [i for i in rows_of(flag, "Yes") if flag.domain_levels[i] == (kind, "Yes")]
            alike(found, flag, at, of)


@pytest.mark.derivation
@each_design
def test_means_and_totals_by_a_set_are_those_by_its_flags(made: Any) -> None:
    sample = made()
    means, totals, marked = (
        sample.mean("api00", by="marks"),
        sample.total("enroll", by="marks"),
        sample.total("marks", by="stype"),
    )
    for option in FLAGS:
        for found, flag in ((means, sample.mean("api00", by=option)), (totals, sample.total("enroll", by=option))):
            at, of = found.domain_levels.index((option,)), flag.domain_levels.index(("Yes",))
            alike(found, flag, [at], [of])
        flag = sample.total(option, by="stype")
        alike(marked, flag, rows_of(marked, option), rows_of(flag, "Yes"))


@pytest.mark.derivation
@each_design
def test_shares_of_answers_are_ratios_of_totals(made: Any) -> None:
    sample = made()
    found = sample.share("marks", base="answers", nets={"two": ["wide", "awards"]})
    assert found.option == (*FLAGS, "two")
    totals = sample.total("marks")
    whole = totals["wide"] + totals["improved"] + totals["awards"]
    for option in FLAGS:
        ratio = totals[option] / whole
        row = rows_of(found, option)
        np.testing.assert_allclose(found.estimate[row], ratio.estimate, rtol=1e-12)
        if sample.replicates is None:
            np.testing.assert_allclose(found.std_error[row], ratio.std_error, rtol=1e-9)
    assert found.estimate[: len(FLAGS)].sum() == pytest.approx(1)
    assert set(found.n) == {sample.share("any").count[1]}  # respondents: the answers of one are no sample


@pytest.mark.derivation
def test_the_design_effect_of_answers_is_against_a_sample_of_respondents() -> None:
    frame = schools("apisrs").assign(pw=1.0)
    found = survey.Sample(frame, survey.SurveyDesign(weight="pw"), QUESTIONS).share("marks", base="answers")
    n = (frame["any"] == "Yes").sum()
    # equal weights, each respondent for himself: only those who marked nothing, who are 0, part the two variances
    np.testing.assert_allclose(found.deff, len(frame) / (len(frame) - 1) * (n - 1) / n, rtol=1e-12)


@pytest.mark.property
def test_bases_leave_out_whom_they_should_and_count_them() -> None:
    rows = [(1, 1, 0), (1, 0, 0), (0, 1, 1), (0, 0, 1), (0, 0, 0), (1, 1, 1), (None, None, None)]
    frame = pd.DataFrame(rows, columns=["f_a", "f_b", "f_hard"]).assign(routed=[1, 1, 1, 1, 1, 2, 1])
    marks = {
        "type": "multiple",
        "columns": {"a": "f_a", "b": "f_b", "hard": "f_hard"},
        "asked": {"routed": [1]},
        "options": {"a": {}, "b": {}, "hard": {"missing": "dont_know"}},
    }
    with pytest.warns(ContradictionWarning, match="both count|do not count"):
        sample = survey.Sample(frame, questions={"marks": marks})

    def shares(base: Any) -> tuple[dict[str, int], int, dict[str, int]]:
        found = sample.share("marks", base=base)
        return dict(zip(found.option, found.count.astype(int).tolist(), strict=True)), int(found.n[0]), found.counts

    substantive = {"a": 2, "b": 2}
    kept = {**substantive, "hard": 2, "_none": 1, "_blank": 1}
    assert shares("asked") == (kept, 6, {"_not_asked": 1})
    assert shares("all")[0] == {**substantive, "hard": 2, "_none": 1, "_not_asked": 1, "_blank": 1}
    assert shares("valid") == ({**substantive, "_none": 1}, 4, {"hard": 1, "_not_asked": 1, "_blank": 1})
    said, n, counts = shares("answers")
    assert (said, n) == (substantive, 3)
    assert counts == {"hard": 1, "_none": 1, "_not_asked": 1, "_blank": 1}


@pytest.mark.contract
@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda sample: sample.mean("marks"), "needs one answer of each respondent"),
        (lambda sample: sample.quantile("api00", 0.5, by="marks"), "needs one answer of each respondent"),
        (lambda sample: sample.ratio("marks", "enroll"), "several answers|no numbers"),
        (lambda sample: sample.test("marks", "stype"), "needs one answer of each respondent"),
        (lambda sample: sample.test("stype", "marks"), "needs one answer of each respondent"),
        (lambda sample: sample.share("stype", base="answers"), "one respondent gives one"),
        (lambda sample: sample.share("marks", base="answers", percent="row"), "whatever else they chose"),
        (lambda sample: sample.share("marks", nets={"any": ["wide", "such"]}), "no option 'such'"),
        (lambda sample: sample.total("marks", of="values"), "needs one answer of each respondent"),
    ],
)
def test_what_needs_one_answer_is_refused(ask: Any, said: str) -> None:
    with pytest.raises(EstimationError, match=said):
        ask(plain())


@st.composite
def answers(draw: Any) -> pd.DataFrame:
    rows = draw(st.integers(12, 40))
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    flags = rng.random((rows, 4)) < draw(st.floats(0.1, 0.9))
    return pd.DataFrame(
        {
            **{f"f_{name}": flags[:, k].astype(int) for k, name in enumerate("abcd")},
            "one": rng.choice(["a", "b", "c", "d"], rows),
            "by": rng.choice(["x", "y"], rows),
            "h": np.arange(rows) % 2,
            "j": rng.permutation(rows) % 6,
            "w": rng.random(rows) + 0.1,
        }
    )


def asked(frame: pd.DataFrame, *, clusters: bool, order: str = "abcd") -> Any:
    options: dict[str, Any] = {name: {} for name in order}
    design = survey.SurveyDesign(stratum="h", psu="j", weight="w", nest=True, lonely_psu="adjust")
    return survey.Sample(
        frame,
        design if clusters else survey.SurveyDesign(weight="w"),
        {
            "marks": {"type": "multiple", "columns": {name: f"f_{name}" for name in order}, "options": options},
            "one": {"options": options},
            "single": {"type": "multiple", "columns": ["one"], "options": options},
        },
    )


@pytest.mark.property
@given(answers(), st.booleans(), st.sampled_from(["column", "row", "cell"]))
@settings(max_examples=25, deadline=None)
def test_a_set_of_one_mark_is_a_question_of_one_answer(frame: pd.DataFrame, clusters: bool, percent: Any) -> None:
    sample = asked(frame, clusters=clusters)
    nets = {"net": ["a", "c"]}
    one, several = (sample.share(name, by="by", percent=percent, nets=nets) for name in ("one", "single"))
    assert one.option == several.option and one.domain_levels == several.domain_levels
    alike(several, one, slice(None), slice(None))
    np.testing.assert_allclose(several.covariance, one.covariance, rtol=1e-8, atol=1e-14)
    for percent_ in ("column", "row", "cell"):
        one, several = (sample.share("by", by=name, percent=percent_) for name in ("one", "single"))
        alike(several, one, slice(None), slice(None))


@pytest.mark.property
@given(answers(), st.booleans(), st.permutations("abcd"))
@settings(max_examples=25, deadline=None)
def test_nets_count_nobody_twice_and_the_order_of_options_changes_nothing(
    frame: pd.DataFrame, clusters: bool, order: list[str]
) -> None:
    sample = asked(frame, clusters=clusters)
    found = sample.share("marks", by="by", nets={"any": list("abcd")})
    shares = {key: found.estimate[rows_of(found, key)] for key in dict.fromkeys(found.option)}
    there = np.isfinite(shares["any"])
    np.testing.assert_allclose((shares["any"] + shares.get("_none", 0.0))[there], 1.0, rtol=1e-12)
    turned = asked(frame, clusters=clusters, order="".join(order)).share("marks", by="by", nets={"any": list("abcd")})
    for option in (*"abcd", "any"):
        alike(turned, found, rows_of(turned, option), rows_of(found, option))


@pytest.mark.contract
@pytest.mark.parametrize("kind", ["duckdb", "polars"])
def test_every_engine_gives_one_answer(kind: str, tmp_path: Path) -> None:
    frame = schools("apiclus1")
    frame.to_parquet(tmp_path / "schools.parquet")
    design = survey.SurveyDesign(psu="dnum", weight="pw", fpc="fpc")
    lazy = survey.Sample(tmp_path / "schools.parquet", design, QUESTIONS, engine=kind)
    for other, sample in ((lazy, clustered()), (survey.rake(lazy, TARGETS), raked_clusters())):
        for ask in (
            lambda s: s.share("marks", by="stype", nets={"any": list(FLAGS)}),
            lambda s: s.share("stype", by="marks", percent="row"),
            lambda s: s.share("marks", base="answers"),
            lambda s: s.mean("api00", by="marks"),
        ):
            one, two = ask(other), ask(sample)
            assert one.option == two.option
            alike(one, two, slice(None), slice(None))


@pytest.mark.derivation
def test_products_of_layers_laid_out_in_parts_are_those_of_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    want = plain().share("marks", by="stype").covariance
    monkeypatch.setattr(layer_products, "ROOM", 50)
    np.testing.assert_allclose(plain().share("marks", by="stype").covariance, want, rtol=1e-11, atol=1e-16)
