"""One line out of many polls, against the same model written with full matrices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from survey.maths.smoothing.local_level import solve
from survey.maths.smoothing.observed import Leanings, Observed, Spread
from survey.maths.smoothing.overlap import overlapping, own_parts
from survey.maths.smoothing.read_off import left_out, shifted
from survey.maths.smoothing.reml import most_likely, on_days
from survey.maths.smoothing.tridiagonal import Walk

Array = NDArray[np.float64]
SPREAD = Spread(0.003, 0.01, 0.02)


def polls(random: bool = False, n: int = 30, houses: int = 3) -> tuple[Observed, Walk]:
    rng = np.random.default_rng(5)
    day = np.sort(rng.integers(0, 80, n)) + rng.choice([0.0, 0.5], n)
    house = np.arange(n) % houses
    share = 0.4 + 0.01 * house + rng.normal(0, 0.015, n)
    of = Leanings(csr_array(np.eye(houses)[house]), np.eye(houses), np.full(houses, random))
    days = np.union1d(day, [-5.0, 40.0])
    known = np.full(len(days), np.nan)
    known[days == -5.0], known[days == 40.0] = 0.39, 0.42
    return Observed(day, share, np.full(n, 0.0002), np.ones(n), of), Walk(days, known)


def full(observed: Observed, walk: Walk, spread: Spread) -> tuple[float, Array, Array, Array]:
    """Restricted likelihood (up to a constant), leanings, level and its variance, from the whole covariance matrix."""
    first = walk.days[~walk.free][0]
    more = walk.days[~walk.free][1:]
    points = np.concatenate([observed.day, walk.days, more])
    side = (points[:, None] > first) == (points[None, :] > first)
    both = spread.walk**2 * np.minimum(abs(points[:, None] - first), abs(points[None, :] - first)) * side
    n, m = len(observed.day), len(walk.days)
    y = np.concatenate([observed.share, walk.known[~walk.free][1:]]) - walk.known[~walk.free][0]
    x = np.vstack([observed.leanings.of.toarray(), np.zeros((len(more), observed.leanings.of.shape[1]))])
    seen = np.r_[np.arange(n), n + m + np.arange(len(more))]
    noise = np.r_[observed.variance + spread.extra**2, np.zeros(len(more))]
    cover = both[np.ix_(seen, seen)] + np.diag(noise)
    if observed.leanings.random.all():
        cover = cover + spread.house**2 * x @ x.T
        x = np.zeros((len(y), 0))
    inverse = np.linalg.inv(cover)
    square = x.T @ inverse @ x
    lean = np.linalg.solve(square, x.T @ inverse @ y) if x.shape[1] else np.zeros(0)
    rest = y - x @ lean
    value = -0.5 * (np.linalg.slogdet(cover)[1] + np.linalg.slogdet(square)[1] + rest @ inverse @ rest)
    way = both[n : n + m][:, seen] @ inverse
    variance = both[n : n + m, n : n + m] - way @ both[seen][:, n : n + m]
    if x.shape[1]:
        variance = variance + way @ x @ np.linalg.solve(square, (way @ x).T)
    return value, lean, walk.known[~walk.free][0] + way @ rest, np.diag(variance)


@pytest.mark.derivation
@pytest.mark.parametrize("random", [False, True])
def test_the_tridiagonal_solution_is_that_of_full_matrices(random: bool) -> None:
    observed, walk = polls(random)
    value, lean, level, variance = full(observed, walk, SPREAD)
    solved = solve(observed, walk, SPREAD)
    other = Spread(0.001, 0.02, 0.01)
    difference = solve(observed, walk, other).likelihood - solved.likelihood
    assert difference == pytest.approx(full(observed, walk, other)[0] - value, abs=1e-7)
    assert solved.level == pytest.approx(level, abs=1e-10)
    assert shifted(solved, np.zeros(3))[1] == pytest.approx(variance, abs=1e-10)
    if not random:
        assert solved.leaning == pytest.approx(lean, abs=1e-10)


@pytest.mark.derivation
def test_a_poll_left_out_is_foretold_as_if_it_were_not_there() -> None:
    observed, walk = polls()
    error, spread = left_out(observed, solve(observed, walk, SPREAD))
    keep = np.arange(30) != 11
    of = replace(observed.leanings, of=observed.leanings.of[keep])
    fewer = {name: getattr(observed, name)[keep] for name in ("day", "share", "variance", "part")}
    without = solve(Observed(**fewer, leanings=of), walk, SPREAD)
    house = observed.leanings.of.toarray()[11]
    level, variance = shifted(without, house)
    at = np.searchsorted(walk.days, observed.day[11])
    assert error[11] == pytest.approx(observed.share[11] - level[at], abs=1e-10)
    assert spread[11] ** 2 == pytest.approx(variance[at] + 0.0002 + 0.0001, abs=1e-10)


@pytest.mark.property
def test_polls_given_twice_change_nothing() -> None:
    observed, walk = polls()
    house = np.arange(30) % 3
    start, end = (observed.day // 1).astype(int), (observed.day // 1).astype(int) + 2
    once = replace(observed, part=own_parts(house, start, end))
    parts = own_parts(np.tile(house, 2), np.tile(start, 2), np.tile(end, 2))
    of = csr_array(np.tile(observed.leanings.of.toarray(), (2, 1)))
    doubled = {name: np.tile(getattr(observed, name), 2) for name in ("day", "share", "variance")}
    twice = Observed(**doubled, part=parts, leanings=replace(observed.leanings, of=of))
    one, two = (most_likely(polls, walk) for polls in (once, twice))
    assert (two.walk, two.extra) == pytest.approx((one.walk, one.extra), rel=0.01)
    zero = np.zeros(3)
    assert shifted(solve(twice, walk, one), zero)[1] == pytest.approx(shifted(solve(once, walk, one), zero)[1])


@pytest.mark.property
def test_a_tracking_poll_of_three_days_counts_each_day_once() -> None:
    start = np.arange(10)
    parts = own_parts(np.zeros(10, int), start, start + 2)
    assert parts.sum() == pytest.approx(12 / 3)
    assert parts[4] == pytest.approx(1 / 3)
    assert overlapping(np.zeros(10, int), start, start + 2).sum() == 9
    assert own_parts(np.arange(10), start, start + 2) == pytest.approx(1)


@pytest.mark.property
def test_a_day_without_polls_changes_no_other() -> None:
    observed, walk = polls()
    solved = solve(observed, walk, SPREAD)
    wide, more = on_days(observed, walk, SPREAD, np.arange(-5.0, 90.0))
    at = np.searchsorted(wide.days, walk.days)
    assert more.level[at] == pytest.approx(solved.level)
    assert more.likelihood == pytest.approx(solved.likelihood)
    assert shifted(more, np.zeros(3))[1][-1] > shifted(more, np.zeros(3))[1][at[-1]]
