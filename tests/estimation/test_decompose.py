"""Composition or opinion: the parts of a change and their errors, found a second time by replicates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import ComparisonError, EstimationError

Weights = tuple[np.ndarray, np.ndarray]
QUESTIONS = {
    "vote": {"options": {"left": {"code": 1}, "right": {"code": 0}, "dk": {"code": 9, "missing": "dont_know"}}},
    "trust": {"type": "number"},
}


def wave(seed: int, lean: float, units: range = range(24), n: int = 480) -> pd.DataFrame:
    """Four strata of six PSUs, weights, and a make-up that differs by wave."""
    rng = np.random.default_rng(seed)
    psu = rng.choice(list(units), n)
    sex = (rng.random(n) < 0.5 + lean).astype(int)
    age = np.minimum((rng.random(n) * (3 + 2 * lean)).astype(int), 2)
    left = rng.random(n) < 0.3 + lean / 2 + 0.2 * sex + 0.1 * age + 0.03 * (psu % 4)
    return pd.DataFrame(
        {
            "psu": psu,
            "stratum": psu % 4,
            "w": rng.uniform(0.4, 2.5, n),
            "sex": sex,
            "age": age,
            "vote": np.where(rng.random(n) < 0.05, 9, left),
            "trust": 3 + 2 * sex + age + rng.normal(0, 1, n),
        }
    )


def by_hand(frames: list[pd.DataFrame], weights: Weights, of: Callable[[pd.DataFrame], np.ndarray]) -> np.ndarray:
    """Change, make-up, opinion with the second wave raked to the first's margins: loops over the margins, nothing of
    the package."""
    one, two = weights
    raked = two / two.sum()
    margins = [[frame[name].to_numpy() for frame in frames] for name in ("sex", "age")]
    targets = [np.bincount(first, one) / one.sum() for first, _ in margins]
    for _ in range(30):
        for (_, second), target in zip(margins, targets, strict=True):
            raked = raked * (target / np.bincount(second, raked))[second]
    first, second = (np.average(of(frame), weights=w) for frame, w in zip(frames, weights, strict=True))
    standard = np.average(of(frames[1]), weights=raked)
    return np.array([second - first, second - standard, standard - first])


def left(frame: pd.DataFrame) -> np.ndarray:
    return (frame.vote == 1).to_numpy(dtype=float)


def infinitesimal(frames: list[pd.DataFrame], of: Callable[[pd.DataFrame], np.ndarray], shared: bool) -> np.ndarray:
    """Standard errors by the infinitesimal jackknife: the whole estimate, targets and raking included, with the weights
    of one PSU a little larger and a little smaller."""
    step, full = 1e-4, tuple(frame.w.to_numpy() for frame in frames)
    moved: dict[tuple[object, int], np.ndarray] = {}
    for k, frame in enumerate(frames):
        for unit in frame.psu.unique():
            ends = []
            for sign in (1, -1):
                weights = list(full)
                weights[k] = full[k] * np.where(frame.psu == unit, 1 + sign * step, 1)
                ends.append(by_hand(frames, (weights[0], weights[1]), of))
            home = ("both" if shared else k, int(unit))
            moved[home] = moved.get(home, np.zeros(3)) + (ends[0] - ends[1]) / (2 * step)
    total = np.zeros(3)
    for stratum in {(home, unit % 4) for home, unit in moved}:
        u = np.array([value for (home, unit), value in moved.items() if (home, unit % 4) == stratum])
        total += len(u) / (len(u) - 1) * ((u - u.mean(axis=0)) ** 2).sum(axis=0)
    return np.sqrt(total)


def samples(frames: list[pd.DataFrame], **design: str) -> list[survey.Sample]:
    design = {"weight": "w", "stratum": "stratum", "psu": "psu", **design}
    return [survey.Sample(frame, questions=QUESTIONS, **design) for frame in frames]


@pytest.mark.derivation
@pytest.mark.parametrize("shared", [False, True])
def test_errors_are_those_of_the_infinitesimal_jackknife(shared: bool) -> None:
    frames = [wave(1, 0), wave(2, 0.15)]
    design = {"psus": "shared"} if shared else {}
    made = survey.decompose(*samples(frames, **design), "vote", ["sex", "age"])[:3]
    assert made.estimate == pytest.approx(by_hand(frames, (frames[0].w.to_numpy(), frames[1].w.to_numpy()), left))
    assert made.std_error == pytest.approx(infinitesimal(frames, left, shared), rel=1e-5)
    change = survey.compare(*samples(frames, **design), "vote")
    assert made.std_error[0] == pytest.approx(change.std_error[0], rel=1e-10)
    assert made.df[0] == change.df[0]


@pytest.mark.derivation
def test_a_mean_and_the_other_direction() -> None:
    frames = [wave(3, 0), wave(4, 0.2)]
    made = survey.decompose(*samples(frames), "trust", ["sex", "age"], to="second")
    trust: Callable[[pd.DataFrame], np.ndarray] = lambda frame: frame.trust.to_numpy()  # noqa: E731
    turned = by_hand(frames[::-1], (frames[1].w.to_numpy(), frames[0].w.to_numpy()), trust)
    assert made.estimate == pytest.approx(-turned)
    again = infinitesimal(frames[::-1], trust, shared=False)
    assert made.std_error == pytest.approx(again, rel=1e-5)


@pytest.mark.property
def test_the_parts_add_to_the_change_and_targets_count() -> None:
    """Targets taken as known would make the error of the opinion another one."""
    one, two = samples([wave(5, 0), wave(6, 0.2)])
    made = survey.decompose(one, two, "vote", [["sex", "age"]]).estimate.reshape(-1, 3)
    assert made[:, 0] == pytest.approx(made[:, 1] + made[:, 2])
    assert made.sum(axis=0) == pytest.approx([0, 0, 0], abs=1e-12)
    same = samples([wave(7, 0), wave(7, 0)])
    assert survey.decompose(*same, "vote", ["sex"]).estimate == pytest.approx(np.zeros(9), abs=1e-9)


@pytest.mark.derivation
def test_a_wave_raked_to_known_margins_needs_no_make_up() -> None:
    """Where both waves meet the same margins the make-up explains nothing, without error."""
    targets = {"sex": {0: 0.48, 1: 0.52}}
    waves = [survey.rake(sample, targets) for sample in samples([wave(8, 0), wave(9, 0.2)])]
    made = survey.decompose(*waves, "vote", ["sex"])
    assert made["left, make_up"].estimate[0] == pytest.approx(0, abs=1e-9)
    assert made["left, make_up"].std_error[0] == pytest.approx(0, abs=1e-9)
    change = survey.compare(*waves, "vote")
    assert made["left, opinion"].std_error[0] == pytest.approx(change.std_error[0], rel=1e-6)


@pytest.mark.contract
def test_what_cannot_be_split_is_refused() -> None:
    one, two = wave(10, 0), wave(11, 0)
    with pytest.raises(EstimationError, match="nobody in sample 2 has 0, whom the other has"):
        survey.decompose(*samples([one, two.assign(age=two.age + 1)]), "vote", ["age"])
    with pytest.raises(EstimationError, match="name the variables"):
        survey.decompose(*samples([one, two]), "vote", [])
    colours = {"red": {"code": 1}, "blue": {"code": 0}, "dk": {"code": 9, "missing": "dont_know"}}
    other = survey.Sample(two, questions={"vote": {"options": colours}}, weight="w")
    with pytest.raises(ComparisonError):
        survey.decompose(samples([one])[0], other, "vote", ["sex"])
