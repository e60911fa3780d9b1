"""Sample sizes, detectable differences and allocations: textbook formulas, simulation, and search by brute force."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

import survey
from survey.errors import CallError, SurveyError

derivation, prop, contract = pytest.mark.derivation, pytest.mark.property, pytest.mark.contract
SIZES = {"capital": 2_000_000.0, "towns": 5_000_000.0, "villages": 2_300_000.0}


@derivation
def test_two_waves_of_a_thousand_find_7_67_points() -> None:
    """deff 1.5, p = .5, 80 % power: (1.959964 + 0.841621) √(1.5 · .25 · 2/1000) = 7.67 points."""
    assert round(100 * survey.detectable_difference(1000, deff=1.5), 2) == 7.67
    wanted = (1.959963985 + 0.841621234) * math.sqrt(1.5 * 0.25 * (1 / 1000 + 1 / 600))
    assert survey.detectable_difference(1000, 600, deff=1.5) == pytest.approx(wanted, rel=1e-8)
    one_sided = (1.644853627 + 0.841621234) * math.sqrt(0.3 * 0.7 * 2 / 1000)
    assert survey.detectable_difference(1000, share=0.3, sides=1) == pytest.approx(one_sided, rel=1e-8)


@derivation
def test_sizes_of_a_share_and_a_mean_are_cochrans() -> None:
    """n₀ = 1.96² · .25/.05² = 384.15 -> 385; Cochran (1977), 4.4: of 4 000 people n = 384.15/(1 + 383.15/4000)."""
    assert survey.sample_size(0.05).respondents == 385
    exact = 1.959963985**2 * 0.25 / 0.05**2
    assert survey.sample_size(0.05, population=4000).respondents == math.ceil(exact / (1 + (exact - 1) / 4000)) == 351
    assert survey.sample_size(2, sd=15).respondents == math.ceil((1.959963985 * 15 / 2) ** 2)
    assert survey.sample_size(0.03, 0.1, level=0.9).respondents == math.ceil(1.644853627**2 * 0.09 / 0.0009)


@derivation
def test_deff_response_and_domain_multiply() -> None:
    made = survey.sample_size(0.05, deff=1.5, response=0.2, domain=0.25)
    assert made.respondents == math.ceil(384.1459 * 1.5 / 0.25) == 2305
    assert (made.approached, made.in_domain) == (2305 * 5, 577)
    assert made.effective == pytest.approx(2305 * 0.25 / 1.5)
    assert made.moe == pytest.approx(1.959963985 * math.sqrt(0.25 / made.effective), rel=1e-8)


@derivation
def test_the_power_is_that_of_simulated_surveys() -> None:
    """Two waves of as many respondents as are said to find 6 points; 4 000 pairs of simulated waves, tested by z."""
    made = survey.sample_size_difference(0.06, 0.5)
    rng = np.random.default_rng(20261129)
    n, rounds = made.respondents, 4000
    first, second = rng.binomial(n, 0.47, rounds) / n, rng.binomial(n, 0.53, rounds) / n
    error = np.sqrt((first * (1 - first) + second * (1 - second)) / n)
    found = np.mean(np.abs(second - first) / error > 1.959963985)
    assert found == pytest.approx(0.8, abs=0.02)


@derivation
def test_a_panel_finds_less_by_its_correlation() -> None:
    """Var(p₂ - p₁) = 2 v (1 - ρ)/n of the same persons; simulated answers of both waves."""
    rng = np.random.default_rng(7)
    n, rho, rounds = 400, 0.6, 4000
    stay = rng.random((rounds, n)) < rho  # with chance ρ the answer of the first wave stays, else it is drawn anew
    first, anew = rng.random((rounds, n)) < 0.5, rng.random((rounds, n)) < 0.5
    change = np.where(stay, first, anew).mean(axis=1) - first.mean(axis=1)
    reach = 1.959963985 + 0.841621234
    assert survey.detectable_difference(n, correlation=rho) == pytest.approx(reach * change.std(), rel=0.04)


@prop
@pytest.mark.parametrize("how", [{}, {"deff": 1.7, "domain": 0.3}, {"correlation": 0.5, "sides": 1}, {"power": 0.9}])
def test_sizes_and_detectable_differences_are_inverse(how: dict[str, Any]) -> None:
    made = survey.sample_size_difference(0.04, 0.3, **how)
    assert survey.detectable_difference(made.respondents, share=0.3, **how) <= 0.04
    assert survey.detectable_difference(made.respondents - 1, share=0.3, **how) > 0.04
    assert made.detectable == pytest.approx(survey.detectable_difference(made.respondents, share=0.3, **how))


@derivation
def test_neymans_allocation_is_the_best_of_all() -> None:
    sizes, sd = {"a": 300.0, "b": 120.0, "c": 500.0}, {"a": 2.0, "b": 9.0, "c": 1.0}
    made = survey.allocate(12, sizes, "neyman", sd=sd)

    def variance(counts: tuple[int, ...]) -> float:
        return sum((sizes[k] * sd[k]) ** 2 / n for k, n in zip(sizes, counts, strict=True))

    every = [c for c in itertools.product(range(1, 11), repeat=3) if sum(c) == 12]
    assert variance(tuple(made.values())) == min(map(variance, every))
    cheap = survey.allocate(100, sizes, "neyman", sd=sd, costs={"a": 1.0, "b": 1.0, "c": 4.0})
    part = {k: sizes[k] * sd[k] / math.sqrt(4 if k == "c" else 1) for k in sizes}
    for k, n in cheap.items():
        assert n == pytest.approx(100 * part[k] / sum(part.values()), abs=1)


@derivation
def test_power_allocation_lies_between_equal_and_proportional() -> None:
    assert survey.allocate(1000, SIZES) == {"capital": 215, "towns": 538, "villages": 247}
    assert survey.allocate(1000, SIZES, "equal") == {"capital": 334, "towns": 333, "villages": 333}
    assert survey.allocate(1000, SIZES, "power", exponent=1.0) == survey.allocate(1000, SIZES)
    assert survey.allocate(1000, SIZES, "power", exponent=0.0) == survey.allocate(1000, SIZES, "equal")
    roots = {name: math.sqrt(size) for name, size in SIZES.items()}
    made = survey.allocate(1000, SIZES, "power")
    assert all(abs(made[k] - 1000 * roots[k] / sum(roots.values())) < 1 for k in made)


@prop
@pytest.mark.parametrize("method", ["proportional", "equal", "neyman", "power"])
def test_allocations_make_n_within_what_strata_have(method: str) -> None:
    rng = np.random.default_rng(11)
    for _ in range(40):
        sizes = {f"s{i}": float(rng.integers(3, 400)) for i in range(int(rng.integers(1, 9)))}
        sd = {name: float(rng.uniform(0.1, 9)) for name in sizes}
        n = int(rng.integers(2 * len(sizes), int(sum(sizes.values())) + 1))
        made = survey.allocate(n, sizes, method, sd=sd if method in ("neyman", "power") else None, smallest=2)
        assert sum(made.values()) == n
        assert all(2 <= made[name] <= sizes[name] for name in sizes)


@derivation
def test_of_samples_of_two_sizes_the_smaller_one_is_in_both() -> None:
    # cov(mean of 1000, mean of 500 of them) = 500 ρ v/(1000 · 500)
    reach = 1.959963984540054 + 0.8416212335729143
    wanted = reach * math.sqrt(0.25 * (1 / 1000 + 1 / 500 - 2 * 0.9 / 1000))
    assert survey.detectable_difference(1000, 500, correlation=0.9) == pytest.approx(wanted, rel=1e-12)
    assert survey.detectable_difference(500, 1000, correlation=0.9) == pytest.approx(wanted, rel=1e-12)


@contract
def test_all_people_have_no_error_of_sampling() -> None:
    made = survey.sample_size(0.03, deff=3, population=1000)
    assert (made.respondents, made.moe) == (1000, 0.0)


@contract
def test_what_cannot_be_planned_is_one_clear_error() -> None:
    for call, words in (
        (lambda: survey.sample_size(0), "moe"),
        (lambda: survey.sample_size(3), "3 points"),
        (lambda: survey.sample_size(0.03, 1.2), "share"),
        (lambda: survey.sample_size(0.03, response=0), "response"),
        (lambda: survey.sample_size(0.03, deff=0), "deff"),
        (lambda: survey.sample_size(2, sd=-1), "sd"),
        (lambda: survey.sample_size(0.03, sides=3), "sides"),
        (lambda: survey.sample_size_difference(0), "difference"),
        (lambda: survey.detectable_difference(0), "1 respondent"),
        (lambda: survey.allocate(10, SIZES, "neyman"), "standard deviation"),
        (lambda: survey.allocate(10, SIZES, "neiman"), "neyman"),
        (lambda: survey.allocate(10, SIZES, sd={"a": 1.0}), "do not fit"),
        (lambda: survey.allocate(10, {"a": 4.0, "b": 3.0}), "cannot be spread"),
        (lambda: survey.allocate(21, {"a": 10.5, "b": 10.5}), "cannot be spread"),
        (lambda: survey.allocate(10, SIZES, sd=SIZES), "does not count in method 'proportional'"),
        (lambda: survey.sample_size_difference(0.05, power=0.01), "without any difference"),
        (lambda: survey.sample_size_difference(0.05, population=500), "500 people"),
        (lambda: survey.sample_size(0.03, population=500, response=0.25), "500 people"),
    ):
        with pytest.raises(CallError, match=words):
            call()
    with pytest.raises(SurveyError, match="deff"):
        survey.sample_size(0.03, def_=1.5)  # type: ignore[call-arg]


@contract
def test_examples_of_the_docstrings_are_true() -> None:
    import doctest

    from survey.maths.planning import allocation, sizes

    for module in (sizes, allocation):
        assert doctest.testmod(module).failed == 0
