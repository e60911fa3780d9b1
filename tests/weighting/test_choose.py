"""Margins chosen by the rule of the American National Election Study."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import WeightingError
from survey.weighting.calibrating.rake import rake
from survey.weighting.plan.choose import METHODS, choose

TARGETS: dict[str, dict[str, float]] = {
    "sex": {"man": 0.48, "woman": 0.52},
    "age": {"young": 0.3, "middle": 0.4, "old": 0.3},
    "town": {"urban": 0.7, "rural": 0.3},
    "hand": {"left": 0.1, "right": 0.9},
}


def frame(rows: int = 500, seed: int = 3) -> pd.DataFrame:
    """Town leans with age, so that raking to age moves it; hands are as in the targets."""
    rng = np.random.default_rng(seed)
    age = rng.choice(["young", "middle", "old"], rows, p=[0.15, 0.35, 0.5])
    urban = rng.random(rows) < np.select([age == "young", age == "middle"], [0.95, 0.8], 0.55)
    return pd.DataFrame(
        {
            "sex": rng.choice(["man", "woman"], rows, p=[0.4, 0.6]),
            "age": age,
            "town": np.where(urban, "urban", "rural"),
            "hand": ["left"] * (rows // 10) + ["right"] * (rows - rows // 10),
            "base": rng.choice([0.8, 1.0, 1.2], rows),
        }
    )


def sample(data: pd.DataFrame | None = None, **how: Any) -> survey.Sample:
    return survey.Sample(frame() if data is None else data, survey.SurveyDesign(weight="base"), **how)


def off(name: str, weights: Any, method: str = "total", data: pd.DataFrame | None = None) -> float:
    """By hand: target less weighted share of those who answered."""
    where = frame() if data is None else data
    sums = pd.Series(np.asarray(weights)).groupby(where[name]).sum()
    gap = np.array([TARGETS[name][level] - sums.get(level, 0.0) / sums.sum() for level in TARGETS[name]])
    by = {"total": np.abs(gap).sum(), "max": np.abs(gap).max(), "average": np.abs(gap).mean()}
    squares = {"totalsquared": (gap**2).sum(), "maxsquared": (gap**2).max(), "averagesquared": (gap**2).mean()}
    return float({**by, **squares}[method])


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("method", METHODS)
def test_discrepancies_are_gaps_added_as_the_method_says(method: str, engine: str) -> None:
    made = choose(sample(engine=engine), TARGETS, limit=0.001, method=method)
    assert dict(made.discrepancies[0]) == pytest.approx({name: off(name, frame()["base"], method) for name in TARGETS})


@pytest.mark.derivation
def test_what_is_off_by_more_than_the_limit_is_chosen_and_what_raking_puts_out_of_line_is_added() -> None:
    """The loop of anesrake, written again with raking of this package."""
    data = frame()
    limit = 0.06
    chosen = [name for name in TARGETS if off(name, data["base"]) > limit]
    first = list(chosen)
    while True:
        weights = rake(sample(), TARGETS, chosen).weights
        more = [name for name in TARGETS if name not in chosen and off(name, weights) > limit]
        if not more:
            break
        chosen += more
    made = choose(sample(), TARGETS, limit=limit)
    assert set(made.margins) == set(chosen) and made.margins == tuple(name for name in TARGETS if name in chosen)
    assert set(made.added) == set(chosen) - set(first) == {"town"}
    assert "hand" not in made.margins
    assert dict(made.discrepancies[-1]) == pytest.approx({name: off(name, weights) for name in TARGETS}, abs=1e-8)
    once = choose(sample(), TARGETS, limit=limit, iterate=False)
    assert set(once.margins) == set(first) and once.added == ()


@pytest.mark.contract
def test_a_number_of_margins_takes_those_furthest_off() -> None:
    data = frame()
    ranked = sorted(TARGETS, key=lambda name: -off(name, data["base"]))
    for most in (1, 2, 4, 9):
        made = choose(sample(), TARGETS, most=most)
        assert set(made.margins) == set(ranked[:most])


@pytest.mark.contract
def test_where_nothing_is_off_there_is_nothing_to_choose() -> None:
    with pytest.raises(WeightingError, match="no margin is off by more than 0.9 .total.; the furthest is 'age'"):
        choose(sample(), TARGETS, limit=0.9)


@pytest.mark.contract
def test_missing_answers_count_in_no_discrepancy_and_stop_only_the_margins_chosen() -> None:
    data = frame().astype({"hand": object, "age": object})
    data.loc[::7, "hand"] = None
    made = choose(sample(data), TARGETS)
    assert made.discrepancies[0]["hand"] == pytest.approx(off("hand", data["base"], data=data))
    data.loc[::7, "age"] = None
    with pytest.raises(WeightingError, match="gave no answer to 'age'"):
        choose(sample(data), TARGETS)
    ruled = choose(sample(data), TARGETS, missing="class")
    assert "age" in ruled.margins


@pytest.mark.contract
@pytest.mark.parametrize(
    "how,said",
    [
        ({"method": "totl"}, "unknown method 'totl'"),
        ({"limit": -0.1}, "the limit must be 0 or more"),
        ({"most": 0}, "'most' 1 or more"),
        ({"margins": ["sex", "aeg"]}, "'aeg' is not among the targets"),
    ],
)
def test_what_cannot_be_asked_is_one_clear_error(how: dict[str, Any], said: str) -> None:
    with pytest.raises(WeightingError, match=said):
        choose(sample(), TARGETS, **how)


@pytest.mark.contract
def test_the_choice_is_told_in_plain_lines() -> None:
    text = "\n".join(choose(sample(), TARGETS, limit=0.06).text)
    assert "off by more than 0.06, total of the gaps" in text
    assert "town" in text and "added after raking" in text and "left out" in text
