"""Rules of presentation: NCHS's as R surveytable has them, and the others by their words."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from survey.maths.log_interval import log_interval
from survey.maths.rules.dominance import dominated
from survey.maths.rules.precision import LEVEL, Cells, own_width
from survey.maths.rules.presentation import RULES, decide, own_rule
from survey.tables.small_base import is_too_small

# Printed by R surveytable (github.com/CDCgov/surveytable at ea5d660, docs/articles), `set_opts(mode = "NCHS")`:
# n, total, SE, LL, UL (thousands), percent, SE, LL, UL, flags; base; degrees of freedom not printed, but many
NAMCS = 1e4
PUBLISHED = """
surveytable | 8250 | 8234 1034338 48874 942808 1134754 99.8 0.2 99 100 -
surveytable | 8250 | 16 2146 1919 293 15703 0.2 0.2 0 1 Cx
surveytable | 2993 | 2973 515172 30724 458304 579096 98.8 0.5 97.2 99.6 -
surveytable | 2993 | 20 6295 2768 2295 17268 1.2 0.5 0.4 2.8 Cx
surveytable | 2207 | 2163 291560 40805 221456 383855 97.1 1.4 92.9 99.2 Pc
surveytable | 2207 | 44 8626 4768 2451 30364 2.9 1.4 0.8 7.1 Cx,Px
NAMCS tables | 8250 | 7945 994579 50446 900421 1098583 96 2.2 89.1 99.1 Pc
NAMCS tables | 8250 | 305 41906 22733 14133 124256 4 2.2 0.9 10.9 Cx,Px
NAMCS tables | 8250 | 8148 994493 47949 904779 1093103 95.9 3.2 84.1 99.7 Pc
NAMCS tables | 8250 | 102 41991 33472 8413 209596 4.1 3.2 0.3 15.9 Cx,Px
NAMCS tables | 1479 | 80 12174 4817 5488 27005 7 2.6 2.8 14.0 Cx,Px
NAMCS tables | 1479 | 151 24317 4402 16964 34855 14 2.6 9.2 20.0 -
NAMCS tables | 1479 | 1248 137368 14568 111497 169241 79 3.2 71.8 85.1 -
NAMCS tables | 300 | 289 49978 8682 35483 70395 98.6 1.2 93.3 99.9 Pc
NAMCS tables | 300 | 4 149 74 28 790 0.3 0.2 0.0 1.8 Cx
NAMCS tables | 300 | 7 574 574 50 6628 1.1 1.2 0.0 7.0 Cx,Px
RCC SU | 66 | 31 30 8 17 56 49.8 9.5 30.3 69.4 Px
RCC SU | 66 | 35 31 8 18 52 50.2 9.5 30.6 69.7 Px
RCC SU | 83 | 53 55 11 37 83 62 7.6 45.4 76.7 Px
RCC SU | 83 | 30 34 8 20 58 38 7.6 23.3 54.6 Px
RCC SU | 904 | 40 54 14 31 95 5.9 1.5 3.3 9.6 -
RCC SU | 904 | 23 18 5 9 34 1.9 0.6 1.0 3.4 -
RCC SU | 904 | 25 26 8 12 55 2.8 0.9 1.3 5.3 Cx
RCC SU | 904 | 11 7 2 3 15 0.7 0.3 0.3 1.5 Cx
RCC SU | 904 | 127 113 15 87 148 12.4 1.6 9.4 15.9 -
"""
ROWS = [line.split("|") for line in PUBLISHED.strip().splitlines()]
FLAGS = {("suppress", "share"): "Px", ("flag", "share"): "Pc", ("suppress", "total"): "Cx", ("flag", "total"): "Cdf"}


def cells(kind: Any = "share", **given: Any) -> Cells:
    base = {"estimate": 0.5, "std_error": 0.01, "n": 1000, "df": 999, "n_eff": np.nan, "half": np.nan}
    base["count"] = given.get("n", 1000) / 2
    return Cells(kind, **{key: np.array([float(value)]) for key, value in {**base, **given}.items()})


def done(rule: str, **given: Any) -> tuple[str, str]:
    does, reason = decide(RULES[rule], cells(**given))
    return str(does[0]), str(reason[0])


@pytest.mark.oracle
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2].strip())
def test_shares_and_totals_are_flagged_as_surveytable_flags_them(row: list[str]) -> None:
    base, (n, total, error, _, high, share, share_error, *_, flags) = float(row[1]), row[2].split()
    count = float(n)
    width = np.log(float(high) / float(total)) * float(total) / float(error)  # the t that they used
    df = 1e6 if width < 1.961 else optimize.brentq(lambda df: stats.t.ppf(0.975, df) - width, 0.2, 1e6)
    made = decide(
        RULES["nchs"],
        cells("total", estimate=total, std_error=error, count=count, n=base, df=NAMCS, n_eff=min(df + 1, count)),
    )
    p = float(share) / 100
    shown = decide(RULES["nchs"], cells(estimate=p, std_error=float(share_error) / 100, count=count, n=base, df=NAMCS))
    found = {FLAGS.get((str(made[0][0]), "total")), FLAGS.get((str(shown[0][0]), "share"))} - {None}
    assert found == set(flags.split(",")) - {"-"}


@pytest.mark.oracle
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[2].strip())
def test_the_log_interval_is_surveytables(row: list[str]) -> None:
    """Its upper limit gives the degrees of freedom, which are not printed; the lower limit must follow."""
    _, total, error, low, high, *_ = (float(value) if re.match(r"[\d.]", value) else np.nan for value in row[2].split())
    t = np.log(high / total) * total / error
    df = np.inf if t < 1.96 else optimize.brentq(lambda df: stats.t.ppf(0.975, df) - t, 0.2, 1e9)
    found = log_interval(total, error, df)
    rounding = 0.5 + 0.5 * low / total + low * 0.5 * t / total  # of the printed total, error and limit
    assert found[0] == pytest.approx(low, abs=max(1.0, 3 * rounding))


@pytest.mark.derivation
def test_the_log_interval_is_the_delta_method_on_the_logarithm() -> None:
    low, high = log_interval(400.0, 80.0, 20.0)
    middle, half = np.log(400), stats.t.ppf(0.975, 20) * 80 / 400
    assert (float(low), float(high)) == pytest.approx((np.exp(middle - half), np.exp(middle + half)), rel=1e-12)
    assert np.isnan(log_interval([0.0, 5.0], [1.0, 1.0], [9.0, 0.0])).all()


@pytest.mark.derivation
@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        # p = 0.5, se = 0.1 of 400: n_eff = 0.25 / 0.01 = 25
        ({"std_error": 0.1, "n": 400, "df": 399}, ("suppress", "n_eff")),
        # n_eff = 40: Clopper-Pearson of 20 of 40 is 0.338 to 0.662
        ({"std_error": (0.25 / 40) ** 0.5, "n": 400, "df": 1e9}, ("suppress", "width")),
        # n_eff = 100, 5 of 100: 0.0164 to 0.1128, 193 % of 0.05
        (
            {"estimate": 0.05, "std_error": (0.0475 / 100) ** 0.5, "n": 400, "df": 1e9, "count": 20},
            ("suppress", "relative_width"),
        ),
        (
            {"estimate": 0.95, "std_error": (0.0475 / 100) ** 0.5, "n": 400, "df": 1e9, "count": 380},
            ("flag", "complement"),
        ),
        # 1 of 1 000: 0.00003 to 0.0056 is narrower than five points, so that it is shown however wide for a share
        ({"estimate": 0.001, "std_error": (0.000999 / 1000) ** 0.5, "n": 1000, "df": 1e9, "count": 1}, ("show", "")),
        ({"n": 2000, "std_error": 0.5 / 2000**0.5, "df": 7}, ("flag", "df")),
        ({"estimate": 0, "std_error": 0, "count": 0}, ("flag", "edge")),
        ({"estimate": 0, "std_error": 0, "count": 0, "n": 29}, ("suppress", "n_eff")),
        ({"df": 0}, ("suppress", "n_eff")),
        ({"estimate": np.nan}, ("", "")),
        ({"kind": "total", "estimate": 5000, "std_error": 100, "count": 9, "n_eff": 9}, ("suppress", "count")),
        ({"kind": "mean", "estimate": 5, "n": 40, "n_eff": 20}, ("flag", "n_eff")),
        ({"kind": "mean", "estimate": 5, "n": 40, "n_eff": 35}, ("show", "")),
    ],
)
def test_nchs_by_hand(given: dict[str, Any], wanted: tuple[str, str]) -> None:
    assert done("nchs", **given) == wanted


@pytest.mark.derivation
def test_the_limits_of_nchs_are_those_of_clopper_and_pearson() -> None:
    found = cells(estimate=0.05, std_error=(0.0475 / 100) ** 0.5, n=400, df=1e9, count=20)
    # the beta limits, as roots of the binomial tails with 5 of 100; n_eff is smaller by (t_399 / z)², as here df > n
    size = 100 * (stats.t.ppf(0.975, 399) / stats.t.ppf(0.975, 1e9)) ** 2
    low = stats.beta.ppf(0.025, 0.05 * size, 0.95 * size + 1)
    high = stats.beta.ppf(0.975, 0.05 * size + 1, 0.95 * size)
    assert found.width[0] == pytest.approx(high - low, rel=1e-9)
    assert LEVEL == 0.95


@pytest.mark.contract
@pytest.mark.parametrize(
    ("rule", "given", "wanted"),
    [
        ("n30", {"n": 29}, ("suppress", "n")),
        ("n30", {"n": 30}, ("flag", "n")),
        ("n30", {"n": 100}, ("show", "")),
        ("n100", {"n": 5}, ("flag", "n")),
        ("rse30", {"n": 29}, ("suppress", "n")),
        ("rse30", {"std_error": 0.15}, ("flag", "rse")),
        ("rse30", {"std_error": 0.1499}, ("show", "")),
        ("rse30", {"estimate": 0, "std_error": 0}, ("flag", "rse")),
    ],
)
def test_the_other_rules_by_their_words(rule: str, given: dict[str, Any], wanted: tuple[str, str]) -> None:
    assert done(rule, **given) == wanted


@pytest.mark.contract
def test_an_own_rule_has_its_limits_in_their_order() -> None:
    rule = own_rule({"n": 50, "moe": 20}, {"n": 100, "moe": 10, "count": 5})
    for n, half, count, wanted in (
        (49, 0.30, 9, ("suppress", "n")),
        (60, 0.21, 9, ("suppress", "moe")),
        (60, 0.05, 9, ("flag", "n")),
        (200, 0.11, 9, ("flag", "moe")),
        (200, 0.10, 4, ("flag", "count")),
        (200, 0.10, 5, ("show", "")),
    ):
        does, reason = decide(rule, cells(n=n, half=half, count=count))
        assert (does[0], reason[0]) == wanted
    assert rule.limit("flag", "moe") == 10
    mean, _ = decide(rule, cells("mean", estimate=7, n=200, half=0.5, count=1))
    assert mean[0] == "show"  # error in points and the count are of shares


@pytest.mark.property
@given(share=st.floats(0, 1))
def test_an_interval_narrower_than_the_rules_own_is_one_that_nchs_shows(share: float) -> None:
    width = float(own_width(np.array([share]))[0])
    for one, shown in ((width * (1 - 1e-9), True), (width * (1 + 1e-9), False)):
        suppressed = one >= 0.30 or (one > 0.05 and one > 1.30 * share)
        assert suppressed != shown or (not shown and one <= 0.05)


def test_thirty_of_one_weight_are_thirty_whatever_the_weight() -> None:
    weights = np.arange(1, 40) / 10
    kish = np.array([np.full(30, one).sum() ** 2 / (np.full(30, one) ** 2).sum() for one in weights])
    assert (kish < 30).any()  # by the last bit of the sums
    assert not any(is_too_small(30, one) for one in kish) and is_too_small(30, 29.999)
    width = {"count": 15, "estimate": 0.5, "std_error": 0.05}
    assert {done("nchs", n=30, n_eff=one, **width)[1] for one in kish} == {done("nchs", n=30, n_eff=30, **width)[1]}


def test_exactly_ninety_percent_is_no_more_than_ninety() -> None:
    for scale in (0.1, 0.3, 1.1):
        for first in range(14, 20):
            values = scale * np.array([first, 27 - first, 3.0])  # two of thirty tenths are nine
            assert dominated(values, 2, 90, 10) == "", values
