"""What tests of columns ask of respondents, against sums over rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey
from survey.estimation.tests.column_bases import answers, overlaps


@pytest.fixture
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(9)
    columns = {"y": rng.choice([1.0, 2.0, 5.0, np.nan], 300), "place": rng.choice(["n", "s"], 300)}
    return pd.DataFrame({**columns, "age": rng.integers(18, 90, 300), "w": rng.uniform(0.2, 3, 300)})


@pytest.mark.derivation
@pytest.mark.parametrize("name", ["y", "age"])
def test_bases_means_and_variances_are_sums_over_those_who_gave_a_number(frame: pd.DataFrame, name: str) -> None:
    ranges = {"young": {"range": [None, 39]}, "old": {"range": [40, None]}}
    scale = {"type": "scale", "options": {1: "a", 2: "b", 5: "c"}}
    questions = {"y": scale, "age": {"type": "number", "options": ranges}}
    sample = survey.Sample(frame, weight="w", questions=questions)
    found = answers(sample, name, "place")
    for i, (place,) in enumerate(found.domains):
        rows = frame[(frame.place == place) & frame[name].notna()]
        if not len(rows):
            continue
        mean = np.average(rows[name], weights=rows.w)
        want = len(rows), rows.w.sum(), (rows.w**2).sum(), mean, np.average((rows[name] - mean) ** 2, weights=rows.w)
        got = found.n[i], found.weighted[i], found.squares[i], found.mean[i], found.variance[i]
        np.testing.assert_allclose(got, want, rtol=1e-12)
    whole = answers(sample, name)
    assert whole.domains == ((),) and whole.n[0] == frame[name].notna().sum()


@pytest.mark.contract
def test_answers_that_are_all_the_same_do_not_vary() -> None:
    frame = pd.DataFrame({"y": [7.1] * 50, "w": np.linspace(0.1, 3, 50)})
    sample = survey.Sample(frame, weight="w", questions={"y": {"type": "number"}})
    assert answers(sample, "y").variance.tolist() == [0.0]


@pytest.mark.derivation
def test_nobody_is_in_two_columns_of_one_answer(frame: pd.DataFrame) -> None:
    sample = survey.Sample(frame, weight="w", questions={"y": {"options": {1: "a", 2: "b", 5: "c"}}})
    found = overlaps(sample, "y", "place", "asked")
    own = [frame.w[frame.place == place].sum() ** 2 / (frame.w[frame.place == place] ** 2).sum() for place in "ns"]
    np.testing.assert_allclose(found, np.diag(own), rtol=1e-12)
