"""Every statistic at every edge: a number, or a reason why there is none; never a crash, never a silent NaN."""

from __future__ import annotations

import functools
import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import LonelyPsuError, SurveyError, SurveyWarning
from survey.estimation.models.model import Model
from survey.estimation.result.estimates import Estimates
from survey.estimation.result.tested import TestResult

pytestmark = pytest.mark.contract

QUESTIONS: Mapping[str, Any] = {
    "vote": {"type": "single", "options": {name: name.upper() for name in ("left", "right", "other", "nobody")}},
    "group": {"type": "single", "options": {name: name.upper() for name in ("a", "b", "c", "nobody")}},
    "x": {"type": "number"},
    "y": {"type": "number"},
}


def answers(rows: int = 96) -> pd.DataFrame:
    """Four strata of four PSUs of six; all kinds of answers in each."""
    rng = np.random.default_rng(3)
    x = rng.normal(50, 12, rows).round(1)
    return pd.DataFrame(
        {
            "x": x,
            "y": (x / 2 + rng.normal(30, 8, rows)).round(1),
            "vote": rng.choice(["left", "right", "other"], rows),
            "group": np.tile(["a", "b", "c"], rows // 3),
            "h": np.repeat(range(4), rows // 4),
            "j": np.tile(np.repeat(range(4), rows // 16), 4),
            "w": rng.random(rows).round(3) + 0.5,
        }
    )


def only(count: int) -> pd.DataFrame:
    """``count`` respondents who answered, in different PSUs of one stratum; all others are asked and silent."""
    data = answers()
    silent = ~data.index.isin([0, 7][:count])
    return data.assign(**{name: data[name].astype(object).mask(silent) for name in ("x", "y", "vote")})


def alone(data: pd.DataFrame, people: Any) -> pd.DataFrame:
    """Group c is ``people`` and nobody else."""
    return data.assign(group=np.where(people, "c", np.where(data.group == "c", "a", data.group)))


def edge(data: pd.DataFrame, **design: Any) -> Callable[[], survey.Sample]:
    named = {"stratum": "h", "psu": "j", "weight": "w", **design}
    return lambda: survey.Sample(data, survey.SurveyDesign(**named), questions=QUESTIONS)


DATA = answers()
LONELY = DATA.assign(h=np.where((DATA.h == 3) & (DATA.j == 3), 9, DATA.h))
EDGES: dict[str, Callable[[], survey.Sample]] = {
    "an option and a domain with nobody": edge(DATA),
    "no PSUs": edge(DATA, psu=None),
    "no design at all": edge(DATA, stratum=None, psu=None, weight=None),
    "a domain whose weights are all 0": edge(DATA.assign(w=DATA.w.mask(DATA.group == "c", 0.0))),
    "most weights 0": edge(DATA.assign(w=DATA.w.mask(DATA.index > 10, 0.0))),
    "all weights 0": edge(DATA.assign(w=0.0)),
    "weights of very different size": edge(DATA.assign(w=np.where(DATA.index % 7, 1e-9, 1e9))),
    "a domain within one PSU": edge(alone(DATA, (DATA.h == 0) & (DATA.j == 0))),
    "a domain within one PSU, no strata": edge(alone(DATA, (DATA.h == 0) & (DATA.j == 0)), stratum=None, nest=True),
    "a domain of one respondent": edge(alone(DATA, DATA.index == 5)),
    "a domain of one respondent, no PSUs": edge(alone(DATA, DATA.index == 5), psu=None),
    "a domain of two respondents": edge(alone(DATA, DATA.index.isin([5, 50]))),
    **{
        f"a stratum of one PSU, {rule}": edge(LONELY, lonely_psu=rule)
        for rule in ("fail", "remove", "certainty", "adjust", "average")
    },
    **{
        f"a PSU a stratum, {rule}": edge(DATA, psu="h", lonely_psu=rule)
        for rule in ("fail", "remove", "certainty", "adjust", "average")
    },
    "one PSU in all": edge(DATA[(DATA.h == 0) & (DATA.j == 0)], lonely_psu="certainty"),
    "everybody is in the sample": edge(DATA.assign(whole=1.0), fpc="whole"),
    "nobody answered": edge(DATA.assign(x=np.nan, y=np.nan, vote=None)),
    "nobody is in a group": edge(DATA.assign(group=None)),
    "nobody of one group answered": edge(
        DATA.assign(**{name: DATA[name].astype(object).mask(DATA.group == "c") for name in ("x", "y", "vote")})
    ),
    "one respondent answered": edge(only(1)),
    "two respondents answered": edge(only(2)),
    "one respondent in all": edge(DATA[:1], lonely_psu="certainty"),
    "two respondents in all": edge(DATA[:2], psu=None),
    "three respondents in all": edge(DATA[:3], psu=None),
    "nobody in all": edge(DATA[:0]),
    "everybody answers alike": edge(DATA.assign(x=5.1, y=7.3, vote="left")),
    "everybody answers 0": edge(DATA.assign(x=0.0, y=0.0, vote="left")),
    "everybody in one group": edge(DATA.assign(group="a")),
    "one group answers alike": edge(
        DATA.assign(
            x=DATA.x.mask(DATA.group == "c", 5.1),
            y=DATA.y.mask(DATA.group == "c", 7.3),
            vote=DATA.vote.mask(DATA.group == "c", "left"),
        )
    ),
    "answers follow from the group": edge(
        DATA.assign(
            x=DATA.group.map({"a": 1.0, "b": 2.0, "c": 3.0}),
            vote=DATA.group.map({"a": "left", "b": "right", "c": "other"}),
        )
    ),
    "answers follow from the PSU": edge(
        DATA.assign(x=DATA.j * 1.0, vote=DATA.j.map({0: "left", 1: "left", 2: "right", 3: "right"}))
    ),
    "denominators of 0": edge(DATA.assign(y=0.0)),
    "denominators of 0 in one group": edge(DATA.assign(y=DATA.y.mask(DATA.group == "c", 0.0))),
    "denominators that cancel": edge(DATA.assign(y=np.where(DATA.index % 2, 1.0, -1.0), w=1.0)),
    "denominators below 0": edge(DATA.assign(y=-DATA.y)),
    "numbers of very different size": edge(DATA.assign(x=DATA.x * 1e12 + 1e15, y=DATA.y * 1e-12)),
    "an infinite number": edge(DATA.assign(x=DATA.x.mask(DATA.index == 3, np.inf))),
}
OTHER = edge(DATA)  # another wave


def each(what: str, names: Sequence[str], work: Callable[[str, Any], Any]) -> dict[str, Callable[[Any], Any]]:
    return {f"{what}, {name}": functools.partial(work, name) for name in names}


TWO = {"groups": ("a", "b")}
CALLS: dict[str, Callable[[Any], Any]] = {
    "share": lambda s: s.share("vote", "group"),
    **each(
        "share",
        ("wald", "wilson", "korn_graubard", "xlogit", "likelihood", "asin", "jeffreys", "nchs"),
        lambda name, s: s.share("vote", interval=name),
    ),
    "share, row": lambda s: s.share("vote", "group", percent="row", nets={"both": ["left", "right"]}),
    "share, cell": lambda s: s.share("vote", "group", percent="cell", base="all", df="design"),
    "share, valid": lambda s: s.share("vote", "group", base="valid", deff="without replacement"),
    "mean": lambda s: s.mean("x", "group"),
    "mean of all": lambda s: s.mean("x", df="design"),
    "total": lambda s: s.total("x", "group"),
    "total of options": lambda s: s.total("vote", "group"),
    "ratio": lambda s: s.ratio("x", "y", "group"),
    "ratio of all": lambda s: s.ratio("x", "y"),
    "median": lambda s: s.median("x", "group"),
    **each(
        "quartiles",
        ("mean", "xlogit", "beta", "asin", "score", "score_r", "quantile"),
        lambda name, s: s.quantile("x", by="group", interval=name),
    ),
    "quantile, hf7": lambda s: s.quantile("x", [0.001, 0.5, 0.999], rule="hf7"),
    "variance": lambda s: s.variance("x", "group"),
    "deviation": lambda s: s.deviation("x", "group"),
    "correlation": lambda s: s.correlation("x", "y", "group"),
    "correlation, wald": lambda s: s.correlation("x", "y", interval="wald"),
    "together": lambda s: s.together(["x", "y"], "mean", "group"),
    "shares together": lambda s: s.together(["vote", "group"], "share"),
    "difference": lambda s: survey.difference(s.share("vote", "group"), ("left", "a"), ("left", "c")),
    "difference from nobody": lambda s: survey.difference(s.mean("x", "group"), "a", "nobody"),
    "contrast": lambda s: survey.contrast(s.mean("x", "group"), {"a": 1, "b": -0.5, "c": -0.5}),
    "expression": lambda s: survey.expression(s.mean("x", "group"), "log(a) / sqrt(c)"),
    "function": lambda s: survey.expression(s.mean("x", "group"), lambda rows: np.log(rows[:3])),
    "lift": lambda s: survey.lift(s.mean("x", "group"), "a", "c"),
    "lift of options": lambda s: survey.lift(s.share("vote"), "left", "nobody"),
    "arithmetic": lambda s: (lambda m: (m[0] - m[2]) / (m[1] - m[0]) * 2)(s.mean("x", "group")),
    "compare": lambda s: survey.compare(s, OTHER(), "vote", "group"),
    "compare, satterthwaite": lambda s: survey.compare(s, OTHER(), "x", "group", df="satterthwaite"),
    "stack": lambda s: survey.stack({"1": s.mean("x", "group"), "2": OTHER().mean("x", "group")}, independent=True),
    **each(
        "test",
        ("F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"),
        lambda name, s: s.test("vote", "group", name),
    ),
    **each(
        "goodness",
        ("satterthwaite", "F", "lincom", "saddlepoint"),
        lambda name, s: s.goodness("vote", {"left": 1, "right": 1, "other": 1}, variant=name),
    ),
    "t test": lambda s: s.t_test("x", mean=50.0),
    "t test of two groups": lambda s: s.t_test("x", "group", **TWO),
    "t test with an edge": lambda s: s.t_test("x", "group", groups=("a", "c")),
    "t test of an option": lambda s: s.t_test("vote", "group", option="left", groups=("a", "c")),
    "t test of pairs": lambda s: s.t_test("x", paired="y"),
    **each(
        "rank test", ("wilcoxon", "van der waerden", "median"), lambda name, s: s.rank_test("x", "group", scores=name)
    ),
    "rank test in the file's order": lambda s: s.rank_test("x", "group", ties="file order", domain={"vote": "left"}),
    "trend": lambda s: s.trend_test("x", "group"),
    "trend by regression": lambda s: s.trend_test("vote", "group", option="left", variant="regression"),
    "linear model": lambda s: s.model("x ~ group + y"),
    "logistic model": lambda s: s.model("vote == 'left' ~ group", "binomial"),
    "poisson model": lambda s: s.model("x ~ group", "poisson"),
    "multinomial model": lambda s: s.model("vote ~ group", "multinomial"),
    "ordinal model": lambda s: s.model("vote ~ y", "ordinal"),
}


def check_rows(made: Estimates, reasons: list[str]) -> None:
    """Each row has its figures, or a reason: nobody in it, no degrees of freedom, or words."""
    se, df = made.std_error, made.df
    for i, label in enumerate(made.labels):
        value, low, high = made.estimate[i], made.conf_low[i], made.conf_high[i]
        said = bool(reasons)
        assert not np.isinf([value, se[i], low, high, made.deff[i], made.n_eff[i]]).any(), label
        assert not se[i] < 0 and not made.deff[i] < 0 and not made.n_eff[i] < 0, label
        assert not made.covariance[i, i] < -1e-9 * max(1.0, se[i] ** 2), label
        assert math.isfinite(value) or made.n[i] == 0 or said, f"{label}: an estimate is missing without a reason"
        assert math.isfinite(se[i]) or math.isnan(value) or said, f"{label}: no standard error and no reason"
        assert math.isfinite(low) or not df[i] > 0 or math.isnan(value) or said, f"{label}: no interval, no reason"
        assert math.isnan(low) == math.isnan(high) or said, label
        if math.isfinite(low) or math.isfinite(high):
            assert df[i] > 0, f"{label}: an interval with {df[i]} degrees of freedom"
            slack = 1e-9 * max(abs(value), se[i], 1e-300)
            if made.method.interval != "score_r":  # whose limits forget unequal weights, as its warning says
                assert not low > value + slack and not high < value - slack, label
        assert not made.n[i] < 0 and not made.n_weighted[i] < 0 or math.isnan(made.n[i]), label
    p = made.p_value
    assert (np.isnan(p) | ((p >= 0) & (p <= 1))).all()
    assert np.isnan(p[~(df > 0)]).all(), "a p-value without degrees of freedom"
    assert len(made.to_frame()) == len(made) and repr(made) and made._repr_html_()


def check_test(made: TestResult) -> None:
    assert math.isnan(made.p_value) or 0 <= made.p_value <= 1
    assert math.isfinite(made.p_value) or made.notes, "no p-value and no reason"
    assert math.isfinite(made.statistic) or made.notes, "no statistic and no reason"
    assert not made.std_error < 0
    if math.isfinite(made.conf_low) or math.isfinite(made.p_value) and made.name in ("t", "F"):
        assert all(df > 0 for df in made.df)
    assert not math.isinf(made.conf_low) and not math.isinf(made.conf_high)
    assert repr(made) and made.row()


def check_model(made: Model, said: list[str]) -> None:
    reasons = [*said, *map(str, made.notes)]
    check_rows(made.coefficients, reasons)
    check_test(made.test())
    check_rows(made.effects(), reasons)
    assert repr(made)


@pytest.mark.parametrize("method", ["linearization", "replicates"])
@pytest.mark.parametrize("name", EDGES)
def test_every_statistic_at_an_edge_gives_numbers_or_a_reason(name: str, method: str) -> None:
    wrong = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            sample = EDGES[name]()
            if method == "replicates":
                sample = survey.make_replicates(sample, "JKn")
    except SurveyError as error:
        assert str(error)
        return
    for call, work in CALLS.items():
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                made = work(sample)
                said = [str(one.message) for one in caught]
                if isinstance(made, Estimates):
                    check_rows(made, [*map(str, made.notes), *said])
                elif isinstance(made, Model):
                    check_model(made, said)
                else:
                    check_test(made)
            except SurveyError as error:
                if not str(error):
                    wrong.append(f"{call}: an error without words")
            except Exception as error:
                wrong.append(f"{call}: {type(error).__name__}: {error}")
        strange = [one for one in caught if not issubclass(one.category, SurveyWarning)]
        wrong += [f"{call}: {one.category.__name__}: {one.message}" for one in strange]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("method", ["linearization", "replicates"])
@pytest.mark.parametrize("name", ["everybody answers alike", "everybody answers 0"])
def test_a_constant_has_no_error_and_no_test(name: str, method: str) -> None:
    sample = EDGES[name]()
    if method == "replicates":
        sample = survey.make_replicates(sample, "JKn")
    figures = ["share", "mean", "median", "variance", "deviation", "together", "difference", "contrast"]
    if name == "everybody answers alike":
        figures += ["ratio", "lift", "expression", "function"]
    for call in figures:
        made = CALLS[call](sample)
        there = np.isfinite(made.estimate)
        assert there.any() and (made.std_error[there] == 0).all(), call
    tests = ("t test", "t test of two groups", "t test of pairs", "trend", "trend by regression", "rank test, median")
    for call in tests:
        made = CALLS[call](sample)
        assert math.isnan(made.statistic) and math.isnan(made.p_value), call
        assert any("not defined" in str(note) for note in made.notes), call


def test_a_result_of_a_row_with_nobody_names_that_row() -> None:
    means = EDGES["an option and a domain with nobody"]().mean("x", "group")
    made = survey.difference(means, "a", "nobody")
    assert np.isnan(made.estimate[0])
    assert "not defined: mean, a - nobody, since there is no estimate of nobody" in repr(made)
    made = survey.expression(means, {"root": "sqrt(0 - a)", "sum": "a + b"})
    assert np.isnan(made.estimate[0]) and np.isfinite(made.estimate[1])
    assert str(made.notes[-1]) == "not defined: root, since the function has no value at these estimates"


def test_the_average_of_other_strata_needs_another_stratum() -> None:
    with pytest.raises(LonelyPsuError, match="no other strata to average"):
        EDGES["a PSU a stratum, average"]().mean("x")
