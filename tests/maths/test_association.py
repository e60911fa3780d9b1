"""Statistics of two-way tables and of ranks, each a second way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from survey.maths.association import association_deffs, fit, independence_wald, pearson, quadratic_form
from survey.maths.ranks import file_order_ranks, mid_ranks, rank_scores

pytestmark = pytest.mark.derivation

TABLE = np.array([[30.0, 14.0, 22.0], [11.0, 19.0, 4.0]])


def multinomial(counts: np.ndarray) -> np.ndarray:
    p = counts.ravel() / counts.sum()
    return np.asarray(np.diag(p) - np.outer(p, p))


def test_pearson_is_that_of_a_plain_table() -> None:
    wanted = stats.chi2_contingency(TABLE, correction=False)[0]
    assert pearson(TABLE / TABLE.sum(), TABLE.sum()) == pytest.approx(wanted, rel=1e-12)


def test_a_simple_random_sample_has_design_effects_of_one_in_every_contrast() -> None:
    n = TABLE.sum()
    assert association_deffs(TABLE / n, multinomial(TABLE) / n, n) == pytest.approx(np.ones(2), rel=1e-10)
    assert association_deffs(TABLE / n, 2.5 * multinomial(TABLE) / n, n) == pytest.approx(np.full(2, 2.5), rel=1e-10)


def test_too_many_empty_cells_leave_contrasts_undefined_and_one_does_not() -> None:
    one = np.array([[30.0, 0.0, 22.0], [11.0, 19.0, 4.0]])
    assert np.isfinite(association_deffs(one / one.sum(), multinomial(one) / one.sum(), one.sum())).all()
    blocks = np.kron(np.eye(3), [[5.0]])
    assert np.isnan(association_deffs(blocks / 15, multinomial(blocks) / 15, 15)).all()


def test_the_wald_statistic_is_the_same_whichever_row_and_column_is_left_out() -> None:
    n = TABLE.sum()
    covariance = n * multinomial(TABLE)
    turned = np.arange(6).reshape(2, 3)[::-1, ::-1].ravel()
    one = independence_wald(TABLE, covariance)
    other = independence_wald(TABLE[::-1, ::-1], covariance[np.ix_(turned, turned)])
    assert one == pytest.approx(other, rel=1e-10)
    across = np.arange(6).reshape(2, 3).T.ravel()
    assert one == pytest.approx(independence_wald(TABLE.T, covariance[np.ix_(across, across)]), rel=1e-10)


def test_the_wald_statistic_of_two_by_two_is_the_squared_difference_by_the_delta_method() -> None:
    table = np.array([[30.0, 14.0], [11.0, 19.0]])
    n = table.sum()
    covariance = n * multinomial(table)

    def apart(t: np.ndarray) -> float:
        return float(t[3] - (t[2] + t[3]) * (t[1] + t[3]) / t.sum())

    t = table.ravel()
    step = 1e-4
    gradient = np.array([(apart(t + step * e) - apart(t - step * e)) / (2 * step) for e in np.eye(4)])
    assert independence_wald(table, covariance) == pytest.approx(
        apart(t) ** 2 / (gradient @ covariance @ gradient), rel=1e-6
    )


def test_a_singular_covariance_gives_no_quadratic_form() -> None:
    assert math.isnan(quadratic_form(np.array([1.0, 2.0]), np.ones((2, 2))))
    assert math.isnan(quadratic_form(np.array([1.0, 2.0]), np.diag([1.0, 0.0])))
    assert math.isnan(quadratic_form(np.array([1.0, 2.0]), np.full((2, 2), math.nan)))
    assert quadratic_form(np.array([1.0, 2.0]), np.diag([1e-9, 4e9])) == pytest.approx(1e9 + 1e-9)


def test_the_fit_of_a_simple_random_sample_is_pearsons_with_weights_of_one() -> None:
    counts = np.array([30.0, 50.0, 20.0])
    p = counts / 100
    x2, weights = fit(counts, 100 * (np.diag(p) - np.outer(p, p)), p, 100.0)
    assert x2 == pytest.approx(0.0, abs=1e-12)
    assert weights == pytest.approx([1.0, 1.0, 0.0], abs=1e-10)
    shares = np.array([0.4, 0.4, 0.2])
    assert fit(counts, np.eye(3), shares, 100.0)[0] == pytest.approx(stats.chisquare(counts, 100 * shares)[0])


def test_the_fit_on_weights_of_any_size_is_the_same() -> None:
    counts, shares = np.array([30.0, 50.0, 20.0]), np.array([0.4, 0.4, 0.2])
    covariance = np.diag([9.0, 16.0, 4.0]) + 1.0
    x2, weights = fit(counts, covariance, shares, 100.0)
    again, others = fit(counts * 1e5, covariance * 1e10, shares, 100.0)
    assert again == pytest.approx(x2, rel=1e-12)
    assert others == pytest.approx(weights, rel=1e-9, abs=1e-12)


def test_ranks_of_equal_weights_are_the_usual_ranks() -> None:
    answers = np.array([3, 1, 2, 2, 3, 3, 1, 0])
    usual = stats.rankdata(answers) - 0.5
    weight = np.bincount(answers).astype(float)
    assert mid_ranks(weight)[answers] == pytest.approx(usual)
    assert file_order_ranks(answers, np.ones(8), 4)[answers] == pytest.approx(usual)


def test_only_ranks_in_file_order_depend_on_the_order_of_the_file() -> None:
    answers, weights = np.array([1, 0, 1, 0, 1]), np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    turned = file_order_ranks(answers[::-1].copy(), weights[::-1].copy(), 2)
    assert not np.allclose(file_order_ranks(answers, weights, 2), turned)
    # the mean of the ranks that each has by its own weight is the middle
    assert mid_ranks(np.array([6.0, 9.0])) == pytest.approx([3.0, 10.5])


def test_scores_of_ranks() -> None:
    ranks = np.array([1.0, 5.0, 9.0])
    assert rank_scores("wilcoxon", ranks, 10.0) == pytest.approx([0.1, 0.5, 0.9])
    assert rank_scores("van der waerden", ranks, 10.0) == pytest.approx(stats.norm.ppf([0.1, 0.5, 0.9]), abs=1e-12)
    assert rank_scores("median", ranks, 10.0) == pytest.approx([0, 0, 1])
    with pytest.raises(ValueError, match="unknown scores"):
        rank_scores("savage", ranks, 10.0)
