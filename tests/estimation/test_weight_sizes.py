"""The scale of weights says nothing; weights that lose digits are refused, on every engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey import Sample, SurveyDesign
from survey.errors import DataError, DesignError, LonelyPsuError, SmallBaseWarning, WeightingWarning
from survey.front.weighted import replicate_weights

ENGINES = ("memory", "duckdb", "polars", "parts")


def sample(weights: Any, engine: str, folder: Path, **design: Any) -> Sample:
    n = len(weights)
    frame = pd.DataFrame({"x": (np.arange(n) * 7 % 100 < 31).astype(int), "g": np.arange(n) % 2, "w": weights})
    frame["psu"] = np.arange(n) // 5
    source: Any = [folder / "a.parquet", folder / "b.csv"]
    if engine == "parts":
        frame[:30].to_parquet(source[0])
        frame[30:].to_csv(source[1], index=False)
        return Sample(source, SurveyDesign(weight="w", **design))
    frame.to_parquet(source[0])
    return Sample(source[0], SurveyDesign(weight="w", **design), engine=engine)


@pytest.mark.property
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e-20, 1e12])
@pytest.mark.parametrize("psu", [None, "psu"])
def test_the_scale_of_weights_changes_no_error_and_no_interval(
    scale: float, engine: str, psu: str | None, tmp_path: Path
) -> None:
    weights = 1.0 + np.arange(100) % 3
    right = sample(weights, "memory", tmp_path, psu=psu)
    if scale < 1e-16:
        with pytest.warns(WeightingWarning, match=r"the weights 'w' average .* and were multiplied by 2\^"):
            other = sample(weights * scale, engine, tmp_path, psu=psu)
        assert "multiplied" in other.notes[-1]["en"]
    else:
        other = sample(weights * scale, engine, tmp_path, psu=psu)
    for by in ((), ("g",)):
        for made, wanted in ((other.share("x", by), right.share("x", by)), (other.mean("x", by), right.mean("x", by))):
            for name in ("estimate", "std_error", "conf_low", "conf_high", "deff", "n_eff"):
                np.testing.assert_allclose(getattr(made, name), getattr(wanted, name), rtol=1e-9)


@pytest.mark.derivation
def test_equal_tiny_weights_are_no_weights(tmp_path: Path) -> None:
    with pytest.warns(WeightingWarning):
        found = sample(np.full(100, 1e-300), "memory", tmp_path).share("x")
    assert found.std_error == pytest.approx(np.sqrt(0.31 * 0.69 / 99), rel=1e-12)
    assert (found.n_eff <= 100 * (1 + 1e-12)).all()


@pytest.mark.contract
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (np.where(np.arange(100) == 5, 1e10, 1.0), r"2\^26 times that of most others, .* in 1 row"),
        (np.where(np.arange(100) < 3, 1e10, 1.0), r"2\^26 times that of most others, .* in "),
        (np.where(np.arange(100) == 5, 2.0**53, 1.0), r"2\^53 or more"),
    ],
)
def test_weights_beside_which_the_others_lose_their_digits_are_refused(
    weights: Any, said: str, engine: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=said):
        sample(weights, engine, tmp_path).share("x")


@pytest.mark.contract
@pytest.mark.parametrize("engine", ENGINES)
def test_a_few_weights_near_zero_are_weights(engine: str, tmp_path: Path) -> None:
    weights = np.where(np.arange(100) < 10, 1e-12, 1.0)
    assert sample(weights, engine, tmp_path).share("x").n[0] == 100


@pytest.mark.contract
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("psu", [None, "psu"])
def test_one_respondent_who_weighs_is_a_sample_of_one(engine: str, psu: str | None, tmp_path: Path) -> None:
    made = sample(np.where(np.arange(100) == 55, 1.0, 0.0), engine, tmp_path, psu=psu)
    with pytest.raises(LonelyPsuError, match=r"has a weight above 0 \(1 of 100 respondents weigh\)"):
        made.share("x")
    with pytest.raises(LonelyPsuError, match="only has a weight above 0"):
        made.mean("x")


@pytest.mark.contract
def test_a_column_of_one_respondent_has_no_interval_and_is_named(tmp_path: Path) -> None:
    weights = np.where((np.arange(100) % 2 == 0) | (np.arange(100) == 55), 1.0, 0.0)
    with pytest.warns(SmallBaseWarning):
        table = sample(weights, "memory", tmp_path).crosstab("x", ["g"])
    note = next(note for note in table.notes if note.key == "no_interval")
    assert "g: 1 (1)" in str(note.text["en"])


@pytest.mark.contract
def test_replicate_weights_whose_squares_are_lost_are_refused() -> None:
    frame = pd.DataFrame({"x": [0, 1] * 10, "w": np.ones(20)} | {f"r{k}": np.full(20, 1e-300) for k in range(1, 5)})
    with pytest.raises(DesignError, match=r"4 replicate\(s\) are below 2\^-53"):
        replicate_weights(Sample(frame, SurveyDesign(weight="w")), "r", "BRR")
