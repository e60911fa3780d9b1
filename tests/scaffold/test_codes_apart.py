"""Codes that may stand for no answer are remarked on in every kind of question, and are no points of a scale."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from survey.cells.files.open import open_data
from survey.scaffold.guessing.guess import guess
from survey.scaffold.proposal import Proposal

pytestmark = pytest.mark.contract

AGREE = {1: "Fully agree", 2: "Agree", 4: "Disagree", 5: "Fully disagree"}


def guessed(folder: Path, values: list[int], labels: dict[int, str] | None = None) -> Proposal:
    frame = pd.DataFrame({"q": np.repeat(values, 20).astype(float)})
    pyreadstat.write_sav(frame, folder / "wave.sav", variable_value_labels={"q": labels} if labels else None)
    (made,) = guess(open_data(folder / "wave.sav")).questions
    return made


@pytest.mark.parametrize(
    ("values", "labels", "kind", "apart"),
    [
        ([1, 2, 3, 4, 5, 9], None, "single", "9 (20 rows)"),
        ([1, 2, 3, 4, 7, 8, 9], None, "single", "7 (20 rows), 8 (20 rows), 9 (20 rows)"),
        ([*range(11), 97, 98], {0: "Cold", 10: "Warm"}, "number", "97 (20 rows), 98 (20 rows)"),
        ([1, 2, 3, 4, 7, 8], {1: "A", 2: "B", 3: "C", 4: "D"}, "single", "7 (20 rows), 8 (20 rows)"),
        ([1, 2, 3, -1, -9], {1: "A", 2: "B", 3: "C", -1: "Don't know"}, "single", "-9 (20 rows)"),
    ],
)
def test_codes_that_stand_apart_are_told(
    tmp_path: Path, values: list[int], labels: dict[int, str] | None, kind: str, apart: str
) -> None:
    made = guessed(tmp_path, values, labels)
    assert made.kind == kind
    assert [said for said in made.remarks if "stands apart" in said and f": {apart};" in said]


@pytest.mark.parametrize("values", [[*range(11)], [1, 2, 3, 4, 5, 6, 7], [0, 1, 2, 4, 5, 6, 7, 8, 9, 10]])
def test_points_of_a_scale_do_not(tmp_path: Path, values: list[int]) -> None:
    made = guessed(tmp_path, values)
    assert (made.kind, made.remarks) == ("scale", ())


def test_what_labels_call_no_answer_is_no_end_of_a_scale(tmp_path: Path) -> None:
    made = guessed(tmp_path, [*range(10)], {8: "Don't know", 9: "Refused"})
    assert made.guess == "whole numbers 0 to 7 without labels"
    assert {name: one.missing for name, one in made.options.items()} == {"8": "dont_know", "9": "refused"}


def test_a_kind_of_missing_between_answers_is_remarked_on(tmp_path: Path) -> None:
    made = guessed(tmp_path, [1, 2, 3, 4, 5], {**AGREE, 3: "Undecided"})
    assert made.remarks == ("between answers, perhaps the middle of a scale and no missing kind: 3",)
    assert guessed(tmp_path, [1, 2, 3, 4, 5, 9], {**AGREE, 3: "Neither", 9: "Undecided"}).remarks == ()
