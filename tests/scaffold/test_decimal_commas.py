"""Numbers that stand in a file as texts with a decimal comma are numbers, and weights of that kind are told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from survey.cells.files.open import open_data
from survey.scaffold.guessing.columns import has_commas
from survey.scaffold.guessing.guess import guess

pytestmark = pytest.mark.contract


def test_they_are_a_number_and_a_weight_that_is_not_used_is_told(tmp_path: Path) -> None:
    frame = pd.DataFrame({"score": ["7,5", "8", "9,25", "10"] * 10, "w": ["0,5", "1,5"] * 20, "sex": ["m", "f"] * 20})
    frame.to_excel(tmp_path / "wave.xlsx", index=False)
    made = guess(open_data(tmp_path / "wave.xlsx"))
    assert [(one.name, one.kind, dict(one.options)) for one in made.questions if one.name == "score"] == [
        ("score", "number", {})
    ]
    (weight,) = made.roles
    assert (weight.column, weight.what, weight.sure) == ("w", "weight", False)
    assert "decimal comma" in weight.why


@pytest.mark.parametrize(
    ("texts", "expected"),
    [(["1,5", "2"], True), (["1", "2"], False), (["12,000", "3,500"], False), (["1,5", "x"], False), ([], False)],
)
def test_what_is_a_decimal_comma(texts: list[str], expected: bool) -> None:
    assert has_commas(texts) is expected


def test_a_weight_that_some_rows_lack_is_told_and_no_question(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [1, 2, 3] * 14, "w": [*(k / 100 for k in range(50, 91)), None]})
    frame.to_csv(tmp_path / "wave.csv", index=False)
    made = guess(open_data(tmp_path / "wave.csv"))
    assert [one.name for one in made.questions] == ["q"]
    (weight,) = made.roles
    assert (weight.column, weight.what, weight.sure, weight.why) == ("w", "weight", False, "1 rows have none")
