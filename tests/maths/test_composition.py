"""The parts of a change against their derivatives by the weights, found anew with the raking done each time."""

from __future__ import annotations

import numpy as np
import pytest

from survey.maths.composition import Made, split

pytestmark = pytest.mark.derivation


def drawn(seed: int, n: int, lean: float) -> Made:
    rng = np.random.default_rng(seed)
    sex, age = rng.integers(0, 2, n), rng.integers(0, 3, n)
    left = rng.random(n) < 0.25 + lean + 0.1 * sex + 0.12 * age
    base = (rng.random(n) < 0.9).astype(float)[:, None] * np.ones((1, 2))
    top = base * np.stack([left, sex * 2.0 + left], axis=1)
    return Made(rng.uniform(0.5, 2, n), top, base, [sex, age], [2, 3])


def test_scores_are_the_derivatives_by_each_weight() -> None:
    moved, other = drawn(1, 90, 0), drawn(2, 120, 0.1)
    found = split(moved, other)
    for side, scores in ((0, found.standardized), (1, found.through_margins)):
        for i in range(0, 90, 17):
            ends = []
            for step in (1e-6, -1e-6):
                pair = [moved, other]
                weight = pair[side].weight.copy()
                weight[i] += step
                one = pair[side]
                pair[side] = Made(weight, one.top, one.base, one.places, one.sizes)
                ends.append(split(*pair).standard)
            assert (ends[0] - ends[1]) / 2e-6 == pytest.approx(scores[i], abs=1e-9)


def test_margins_are_met_and_scores_add_to_nothing() -> None:
    """A figure does not change with the unit of the weights of either sample."""
    moved, other = drawn(3, 200, 0), drawn(4, 150, 0)
    found = split(moved, other)
    assert found.gap < 1e-12
    for weight, scores in (
        (moved.weight, found.own),
        (moved.weight, found.standardized),
        (other.weight, found.of_other),
        (other.weight, found.through_margins),
    ):
        assert weight @ scores == pytest.approx([0, 0], abs=1e-12)


def test_one_margin_is_direct_standardization() -> None:
    """Kitagawa (1955): rates of one sample, shares of the other."""
    moved, other = drawn(5, 300, 0), drawn(6, 300, 0.1)
    alone = [Made(one.weight, one.top, one.base, one.places[:1], one.sizes[:1]) for one in (moved, other)]
    found = split(*alone)
    sex, share = moved.places[0], alone[1].margins[0]
    parts = [
        (share[k], moved.weight * (sex == k) / moved.weight[sex == k].sum()) for k in (0, 1)
    ]
    top = sum(p * (w @ moved.top) for p, w in parts)
    assert found.standard == pytest.approx(top / sum(p * (w @ moved.base) for p, w in parts))
