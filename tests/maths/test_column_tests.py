"""Tests of columns by the rules of programs: cases worked by hand, each with a second way to the same number."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from survey.maths.column_sides import Differences, Side
from survey.maths.column_tests import RULES, askia, cutoff, dimensions, spss

Array = NDArray[np.float64]
NONE = np.array([0.0])


def side(value: float, weighted: float, effective: float, variance: float | None = None) -> Side:
    spread = None if variance is None else np.array([variance])
    return Side(np.array([value]), np.array([weighted]), np.array([effective]), spread)


def of_rows(y: Array, w: Array, *, mean: bool = False) -> Side:
    """The side that these respondents make."""
    middle = float((w * y).sum() / w.sum())
    spread = float((w * (y - middle) ** 2).sum() / w.sum())
    return side(middle, w.sum(), w.sum() ** 2 / (w**2).sum(), spread if mean else None)


def only(tested: Differences) -> tuple[float, float, float, float]:
    found = [float(one[0]) for one in (tested.difference, tested.std_error, tested.df, tested.p_value)]
    return found[0], found[1], found[2], found[3]


@pytest.mark.derivation
def test_dimensions_of_unweighted_shares_is_the_root_of_pearsons_chi_square() -> None:
    # 30 of 50 against 14 of 40: p = 44/90, se² = (44/90)(46/90)(1/50 + 1/40) = 0.0112444, t = 0.25 / 0.1060398
    difference, error, df, p = only(dimensions(side(0.6, 50, 50), side(0.35, 40, 40), NONE))
    assert (difference, df) == (pytest.approx(0.25), 88)
    assert error == pytest.approx(0.1060398, abs=5e-8)
    squared = stats.chi2_contingency([[30, 14], [20, 26]], correction=False).statistic
    assert (difference / error) ** 2 == pytest.approx(squared, rel=1e-12)
    assert p == pytest.approx(2 * stats.t.sf(np.sqrt(squared), 88), rel=1e-12)


@pytest.mark.derivation
def test_dimensions_of_weighted_shares_has_the_variance_of_the_sum_over_respondents() -> None:
    # W1 = 200, e1 = 160, p1 = 0.5; W2 = 300, e2 = 240, p2 = 0.4: p = 0.44, se² = 0.2464 (1/160 + 1/240) = 0.00256667
    difference, error, df, _ = only(dimensions(side(0.5, 200, 160), side(0.4, 300, 240), NONE))
    assert (error**2, df) == (pytest.approx(0.2464 / 96, rel=1e-12), 398)
    rng = np.random.default_rng(3)
    w, inside = rng.uniform(0.3, 3, 90), np.arange(90) < 40
    y = (rng.random(90) < 0.4).astype(float)
    # the difference is Σ c y, c = w/W1 in the first column and -w/W2 in the second, with y of variance p(1-p)
    c = np.where(inside, w / w[inside].sum(), -w / w[~inside].sum())
    pooled = (w * y).sum() / w.sum()
    _, error, *_ = only(dimensions(of_rows(y[inside], w[inside]), of_rows(y[~inside], w[~inside]), NONE))
    assert error**2 == pytest.approx(pooled * (1 - pooled) * (c**2).sum(), rel=1e-12)


@pytest.mark.derivation
def test_dimensions_of_overlapping_shares_counts_who_is_in_both_columns_once() -> None:
    # 60 in the first column, 50 in the second, 20 in both: se² = p(1-p)(1/60 + 1/50 - 40/3000), df = 60 + 50 - 20 - 2
    rng = np.random.default_rng(4)
    first, second = np.arange(90) < 60, np.arange(90) >= 40
    y = (rng.random(90) < 0.5).astype(float)
    one, other = (of_rows(y[inside], np.ones(inside.sum())) for inside in (first, second))
    _, error, df, _ = only(dimensions(one, other, np.array([20.0])))
    pooled = (y[first].sum() + y[second].sum()) / 110
    assert error**2 == pytest.approx(pooled * (1 - pooled) * (1 / 60 + 1 / 50 - 40 / 3000), rel=1e-12)
    c = first / 60 - second / 50  # of one respondent in both
    assert error**2 == pytest.approx(pooled * (1 - pooled) * (c**2).sum(), rel=1e-12)
    assert df == 88


@pytest.mark.derivation
def test_pooled_means_are_students_test_and_weighted_the_pooled_variance_is_unbiased() -> None:
    rng = np.random.default_rng(5)
    y, inside = rng.normal(5, 2, 70), np.arange(70) < 30
    one, other = (of_rows(y[part], np.ones(part.sum()), mean=True) for part in (inside, ~inside))
    want = stats.ttest_ind(y[inside], y[~inside])
    for test in (dimensions, spss):
        _, _, df, p = only(test(one, other, NONE))
        assert (df, p) == (68, pytest.approx(want.pvalue, rel=1e-12))
    # weighted: s² = Σ w (y - ȳ)² over its expectation for a variance of 1, the trace of that quadratic form
    w = rng.uniform(0.3, 3, 70)
    one, other = (of_rows(y[part], w[part], mean=True) for part in (inside, ~inside))
    squares, trace = 0.0, 0.0
    for part in (inside, ~inside):
        form = np.diag(w[part]) - np.outer(w[part], w[part]) / w[part].sum()
        squares, trace = squares + y[part] @ form @ y[part], trace + np.trace(form)
    _, error, *_ = only(dimensions(one, other, NONE))
    assert error**2 == pytest.approx(squares / trace * (1 / one.effective[0] + 1 / other.effective[0]), rel=1e-12)


@pytest.mark.derivation
def test_dimensions_of_overlapping_means_is_the_variance_of_the_sum_over_respondents() -> None:
    # o = 10 of 30 and 25: se² = s² (1/30 + 1/25 - 20/750), df = 30 + 25 - 10 - 2
    rng = np.random.default_rng(6)
    first, second = np.arange(45) < 30, np.arange(45) >= 20
    y = rng.normal(0, 3, 45)
    one, other = (of_rows(y[inside], np.ones(inside.sum()), mean=True) for inside in (first, second))
    _, error, df, _ = only(dimensions(one, other, np.array([10.0])))
    pooled = (29 * y[first].var(ddof=1) + 24 * y[second].var(ddof=1)) / 53
    assert error**2 == pytest.approx(pooled * (1 / 30 + 1 / 25 - 20 / 750), rel=1e-12)
    assert error**2 == pytest.approx(pooled * ((first / 30 - second / 25) ** 2).sum(), rel=1e-12)
    assert df == 43


@pytest.mark.derivation
@pytest.mark.parametrize("overlap", [0.0, 20.0])
def test_askia_takes_each_column_by_itself_and_knows_no_overlap(overlap: float) -> None:
    # 0.6 of 50 against 0.35 of 40: se² = 0.24/50 + 0.2275/40 = 0.0104875, z = 0.25 / 0.1024085 = 2.4412
    difference, error, df, p = only(askia(side(0.6, 50, 30), side(0.35, 40, 20), np.array([overlap])))
    assert (error**2, df) == (pytest.approx(0.0104875, rel=1e-12), np.inf)
    rows = np.repeat([1.0, 0.0], [30, 20]), np.repeat([1.0, 0.0], [14, 26])
    assert error**2 == pytest.approx(sum(part.var() / len(part) for part in rows), rel=1e-12)
    assert p == pytest.approx(2 * stats.norm.sf(difference / error), rel=1e-10)


@pytest.mark.derivation
@pytest.mark.parametrize("overlap", [0.0, 5.0])
def test_means_of_askia_have_the_variances_of_welch(overlap: float) -> None:
    rng = np.random.default_rng(7)
    first, second = rng.normal(0, 1, 40), rng.normal(0, 5, 60)
    sides = (of_rows(part, np.ones(len(part)), mean=True) for part in (first, second))
    difference, error, *_ = only(askia(*sides, np.array([overlap])))
    assert difference / error == pytest.approx(stats.ttest_ind(first, second, equal_var=False).statistic, rel=1e-12)


def marks(columns: list[Side], letters: list[str], level: float) -> list[str]:
    """Of each column the letters of those that it is higher than, by Dimensions."""
    found: list[list[str]] = [[] for _ in columns]
    for i, j in combinations(range(len(columns)), 2):
        difference, _, _, p = only(dimensions(columns[i], columns[j], NONE))
        larger, smaller = (i, j) if difference > 0 else (j, i)
        found[larger] += [letters[smaller]] if p < level else []
    return [".".join(sorted(one)) for one in found]


@pytest.mark.oracle
def test_dimensions_marks_what_quantipys_stored_tables_mark() -> None:
    """7 rows and a mean of 24 weighted columns in six groups, 336 pairs, at the level 0.8 of its tests."""
    stored = json.loads((Path(__file__).resolve().parent / "quantipy_letters.json").read_text(encoding="utf-8"))
    for group in stored["groups"]:
        bases = list(zip(group["weighted"], group["effective"], strict=True))
        for row in group["rows"]:
            columns = [side(count / base[0], *base) for count, base in zip(row["counts"], bases, strict=True)]
            assert marks(columns, group["letters"], 0.8) == row["marks"], (group["columns"], row["option"])
        means = group["means"]  # their variance has the divisor W - 1
        spread = [value * (base[0] - 1) / base[0] for value, base in zip(means["variance"], bases, strict=True)]
        columns = [side(one, *base, v) for one, base, v in zip(means["mean"], bases, spread, strict=True)]
        assert marks(columns, group["letters"], 0.8) == means["marks"], group["columns"]


@pytest.mark.oracle
def test_one_row_of_quantipys_example_by_sex_is_marked() -> None:
    """Counts of q5_3 by gender in its Example Data (A); ``test_sig_diff_details`` says one mark in the first column."""
    counts = np.array([[290, 322], [575, 670], [1319, 1383], [40, 26], [820, 890], [164, 145], [744, 867]], dtype=float)
    n = counts.sum(axis=0)
    one, other = (Side(counts[:, k] / n[k], np.full(7, n[k]), np.full(7, n[k])) for k in (0, 1))
    found = dimensions(one, other, np.zeros(7))
    assert np.where(found.p_value < 0.05, np.sign(found.difference), 0).tolist() == [0, 0, 0, 1, 0, 0, 0]


@pytest.mark.contract
def test_askia_marks_by_its_printed_critical_values() -> None:
    for level, z in ((0.10, 1.65), (0.05, 1.96), (0.01, 2.576)):
        assert 2 * stats.norm.sf(z + 1e-9) < cutoff("askia", level) < 2 * stats.norm.sf(z - 1e-9)
        assert cutoff("dimensions", level) == level
    assert cutoff("askia", 0.2) == 0.2


@pytest.mark.contract
def test_spss_skips_shares_of_0_and_1_and_bases_below_2_where_dimensions_tests_them() -> None:
    zero, half, one, tiny = side(0.0, 50, 50), side(0.5, 50, 50), side(1.0, 50, 50), side(0.5, 1.9, 1.9)
    for first, second in ((zero, half), (half, one), (tiny, half)):
        assert np.isnan(only(spss(first, second, NONE))[3])
    assert only(dimensions(zero, half, NONE))[3] < 1e-6
    assert np.isnan(only(dimensions(zero, zero, NONE))[3]) and np.isnan(only(askia(one, one, NONE))[3])


@pytest.mark.contract
def test_dimensions_needs_more_than_one_degree_of_freedom() -> None:
    assert np.isnan(only(dimensions(side(0.5, 2, 2), side(0.2, 1, 1), NONE))[3])
    assert np.isfinite(only(dimensions(side(0.5, 2, 2), side(0.2, 3, 3), NONE))[3])


@pytest.mark.property
@pytest.mark.parametrize("test", [dimensions, spss])
@pytest.mark.parametrize("mean", [False, True])
def test_the_unit_of_the_weights_does_not_matter_where_effective_bases_count(
    test: Callable[[Side, Side, Array], Differences], mean: bool
) -> None:
    rng = np.random.default_rng(8)
    y, w = (rng.random(60) < 0.4).astype(float), rng.uniform(0.2, 4, 60)
    made = [
        only(test(of_rows(y[:25], times * w[:25], mean=mean), of_rows(y[25:], times * w[25:], mean=mean), NONE))
        for times in (1.0, 1e4)
    ]
    np.testing.assert_allclose(made[0], made[1], rtol=1e-10)


@pytest.mark.property
@pytest.mark.parametrize("name", RULES)
def test_sides_that_change_places_change_the_sign_only(name: str) -> None:
    one, other = side(0.6, 50, 40, 2.0), side(0.35, 70, 30, 3.0)
    there, back = (only(RULES[name](*pair, NONE)) for pair in ((one, other), (other, one)))
    assert there[0] == -back[0] and there[1:] == pytest.approx(back[1:], rel=1e-12)
