"""Replicates of a design, by a second way to each of them, and against linearization where theory says equal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.maths.variance.hadamard import hadamard, hadamard_order
from survey.maths.variance.linearization import Strata, unit_covariance
from survey.maths.variance.replicate_factors import (
    Factors,
    balanced_halves,
    bootstrap,
    jackknife,
    successive_differences,
)
from survey.maths.variance.replication import replicate_covariance, replicate_rank


def design(*sizes: int, fraction: float | tuple[float, ...] = 0.0) -> tuple[np.ndarray, Strata]:
    """Units in an order that mixes the strata."""
    stratum = np.random.default_rng(1).permutation(np.repeat(np.arange(len(sizes)), sizes))
    return stratum, Strata(np.array(sizes, dtype=float), np.broadcast_to(fraction, len(sizes)).astype(float))


def covariance(made: Factors, totals: np.ndarray, mse: bool = False) -> np.ndarray:
    return replicate_covariance(made.factors.T @ totals, totals.sum(axis=0), made.scale, made.rscales, mse=mse)


def totals_of(stratum: np.ndarray, seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(10, 4, (len(stratum), 2))


@pytest.mark.property
def test_every_hadamard_matrix_is_orthogonal_with_a_first_row_and_column_of_ones() -> None:
    orders = [order for order in range(1, 321) if hadamard_order(order) == order]
    assert {1, 2, *range(4, 49, 4), 80, 160} <= set(orders)
    for order in orders:
        made = hadamard(order)
        np.testing.assert_array_equal(made @ made.T, order * np.eye(order))
        assert (made[0] == 1).all() and (made[:, 0] == 1).all() and (np.abs(made) == 1).all()


@pytest.mark.contract
def test_an_order_without_a_construction_names_the_next_one() -> None:
    assert [hadamard_order(least) for least in (3, 5, 49, 77)] == [4, 8, 56, 80]
    with pytest.raises(ValueError, match="order 6 .*; 8 can"):
        hadamard(6)


@pytest.mark.derivation
@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(2, 6), min_size=1, max_size=5), st.integers(0, 10**6), st.sampled_from([0.0, 0.25, 0.9]))
def test_the_jackknife_of_totals_is_linearization(sizes: list[int], seed: int, fraction: float) -> None:
    stratum, strata = design(*sizes, fraction=fraction)
    totals = totals_of(stratum, seed)
    for mse in (False, True):
        got = covariance(jackknife(stratum, strata), totals, mse)
        np.testing.assert_allclose(got, unit_covariance(totals, stratum, strata), rtol=1e-9, atol=1e-9)


@pytest.mark.derivation
def test_the_jackknife_leaves_out_each_unit_in_turn() -> None:
    stratum, strata = design(3, 2, 4)
    made = jackknife(stratum, strata)
    for unit in range(9):
        here = stratum == stratum[unit]
        want = np.where(here, here.sum() / (here.sum() - 1), 1.0)
        want[unit] = 0
        assert (made.factors[:, unit] == want).all()
    assert made.df == 9 - 3 == replicate_rank(made.factors) - 1
    np.testing.assert_allclose(np.sort(made.rscales), [1 / 2] * 2 + [2 / 3] * 3 + [3 / 4] * 4)


@pytest.mark.derivation
@pytest.mark.parametrize("rule", ["remove", "certainty", "average"])
@pytest.mark.parametrize("make", [jackknife, balanced_halves])
def test_lonely_units_follow_the_rule_of_linearization(rule: str, make: object) -> None:
    stratum, strata = design(2, 1, 2, 1, fraction=(0.0, 0.0, 0.5, 1.0))
    totals = totals_of(stratum)
    got = covariance(make(stratum, strata, rule), totals)  # type: ignore[operator]
    np.testing.assert_allclose(got, unit_covariance(totals, stratum, strata, rule), rtol=1e-12)


@pytest.mark.property
def test_a_stratum_wholly_in_the_sample_has_no_replicates() -> None:
    stratum, strata = design(3, 2, fraction=(1.0, 0.0))
    assert jackknife(stratum, strata).factors.shape == (5, 2)
    with pytest.raises(ValueError, match="no unit can be left out"):
        jackknife(*design(3, fraction=1.0))
    for made in (bootstrap(stratum, strata, seed=1), successive_differences(stratum, strata)):
        assert (made.factors[stratum == 0] == 1).all() and not (made.factors[stratum == 1] == 1).all()


@pytest.mark.derivation
@pytest.mark.parametrize("rho", [0.0, 0.3, 0.5])
@pytest.mark.parametrize("fraction", [0.0, 0.4])
@pytest.mark.parametrize("count", [None, 16])
def test_balanced_halves_of_pairs_are_linearization_for_totals(rho: float, fraction: float, count: int | None) -> None:
    stratum, strata = design(2, 2, 2, 2, 2, fraction=fraction)
    totals = totals_of(stratum)
    made = balanced_halves(stratum, strata, rho=rho, count=count)
    assert made.factors.shape[1] == (count or 8) and made.df == 5 == replicate_rank(made.factors) - 1
    for mse in (False, True):
        got = covariance(made, totals, mse)
        np.testing.assert_allclose(got, unit_covariance(totals, stratum, strata), rtol=1e-12)


@pytest.mark.property
def test_half_samples_take_one_unit_of_each_pair() -> None:
    stratum, strata = design(2, 4, 2)
    made = balanced_halves(stratum, strata)
    assert set(np.unique(made.factors)) == {0.0, 2.0}
    for h in range(3):
        pairs = made.factors[stratum == h].reshape(-1, 2, made.factors.shape[1])
        assert (pairs.sum(axis=1) == 2).all()
    with pytest.raises(ValueError, match="odd"):
        balanced_halves(*design(2, 3))
    with pytest.raises(ValueError, match="4 replicates cannot balance 5 pairs; 8 can"):
        balanced_halves(*design(2, 2, 2, 2, 2), count=4)
    with pytest.raises(ValueError, match="rho is 1"):
        balanced_halves(*design(2, 2), rho=1.0)


@pytest.mark.property
def test_a_bootstrap_draws_one_unit_fewer_than_there_are() -> None:
    stratum, strata = design(4, 2, 1, 7)
    made = bootstrap(stratum, strata, "remove", count=60, seed=9)
    for h, n in enumerate((4, 2, 1, 7)):
        mine = made.factors[stratum == h]
        np.testing.assert_allclose(mine.sum(axis=0), n)
        times = mine * max(n - 1, 1) / n
        np.testing.assert_allclose(times, np.round(times), atol=1e-12)
    assert made.scale == 1 / 59 and made.df == 3 + 1 + 6
    assert (bootstrap(stratum, strata, "remove", count=60, seed=9).factors == made.factors).all()
    assert not (bootstrap(stratum, strata, "remove", count=60, seed=10).factors == made.factors).all()


@pytest.mark.derivation
@pytest.mark.parametrize("fraction", [0.0, 0.5])
def test_a_long_bootstrap_comes_near_linearization(fraction: float) -> None:
    stratum, strata = design(4, 2, 6, fraction=fraction)
    totals = totals_of(stratum)
    got = np.diag(covariance(bootstrap(stratum, strata, count=40_000, seed=2), totals))
    # the standard error of a variance of 40,000 nearly normal values is √(2/40000) of it, 0.7 per cent
    np.testing.assert_allclose(got, np.diag(unit_covariance(totals, stratum, strata)), rtol=0.03)


@pytest.mark.derivation
@pytest.mark.parametrize("fraction", [0.0, 0.3])
def test_successive_differences_are_half_the_squares_around_each_ring(fraction: float) -> None:
    stratum, strata = design(6, 2, 9, fraction=fraction)
    totals = totals_of(stratum)
    got = covariance(successive_differences(stratum, strata, count=20), totals, mse=True)
    want = np.zeros((2, 2))
    for h in range(3):
        apart = totals[stratum == h] - np.roll(totals[stratum == h], -1, axis=0)
        want += (1 - fraction) * apart.T @ apart / 2
    np.testing.assert_allclose(got, want, rtol=1e-12)


@pytest.mark.derivation
def test_successive_differences_of_pairs_are_linearization() -> None:
    stratum, strata = design(2, 2, 2, 2, fraction=0.2)
    totals = totals_of(stratum)
    got = covariance(successive_differences(stratum, strata), totals, mse=True)
    np.testing.assert_allclose(got, unit_covariance(totals, stratum, strata), rtol=1e-12)


@pytest.mark.property
def test_rows_used_again_keep_the_factors_and_the_size_of_the_variance() -> None:
    stratum, strata = design(700, 300)
    made = successive_differences(stratum, strata, count=80)
    low, high = 1 - np.sqrt(0.5), 1 + np.sqrt(0.5)
    assert (np.isclose(made.factors, low) | np.isclose(made.factors, 1) | np.isclose(made.factors, high)).all()
    np.testing.assert_allclose([made.factors[stratum == h].mean(axis=0) for h in (0, 1)], 1, atol=1e-12)
    got = [covariance(made, totals_of(stratum, seed), mse=True)[0, 0] for seed in range(40)]
    want = [unit_covariance(totals_of(stratum, seed), stratum, strata)[0, 0] for seed in range(40)]
    # answers in no order: each has about 79 degrees of freedom, a standard error of 16 per cent, of 40 means 2.5
    assert np.mean(got) == pytest.approx(np.mean(want), rel=0.1)


@pytest.mark.property
def test_replicates_in_which_a_figure_is_not_a_number_are_left_out_of_its_variance() -> None:
    values = np.array([[1.0, 5.0], [2.0, np.nan], [4.0, 7.0], [3.0, np.inf]])
    got = replicate_covariance(values, np.array([2.0, 6.0]), 0.5, 1.0)
    assert got[0, 0] == pytest.approx(0.5 * ((values[:, 0] - 2.5) ** 2).sum())
    assert got[1, 1] == pytest.approx(0.5 * 2)
    none = replicate_covariance(np.full((3, 1), np.nan), np.array([1.0]), 1.0, 1.0, mse=True)
    assert np.isnan(none).all()


@pytest.mark.property
def test_the_rank_counts_columns_that_are_no_sum_of_others() -> None:
    chance = np.random.default_rng(4)
    base = chance.random((50, 6))
    assert replicate_rank(base * 1e6) == 6
    assert replicate_rank(np.hstack([base, base @ chance.random((6, 9))])) == 6
    assert replicate_rank(np.zeros((5, 2))) == 0
