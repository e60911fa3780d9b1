"""Digits after the point are kept as they are written: ±2.0 is not ±2."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.definitions.figure_range import figure_range
from survey.definitions.records.claims import Change
from survey.definitions.records.read_yaml import Written, read_yaml
from survey.definitions.records.study import StudyQuestion
from survey.definitions.records.values import Figure, Moe

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    ("text", "decimals"), [("2.0", 1), ("2", 0), ("2.50", 2), ("2.5", 1), ("0.10", 2), ("33.333333333333", 12)]
)
def test_a_figure_has_the_digits_that_the_file_has(tmp_path: Path, text: str, decimals: int) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(f"short: {text}\nlong: {{value: {text}}}\nchange: {{points: [1, {text}]}}\n", encoding="utf-8")
    data = read_yaml(path).data
    for record in (Figure, Moe):
        assert record.model_validate(data["short"]).digits == decimals
        assert record.model_validate(data["long"]).digits == decimals
    assert Change.model_validate(data["change"]).digits == decimals
    assert Moe.model_validate(data["short"]).text == f"±{text}"


def test_digits_may_be_given_and_a_number_without_text_has_those_it_needs() -> None:
    assert Figure.model_validate({"value": 62, "decimals": 1}).digits == 1
    assert Figure(value=61.8).digits == 1 and Figure(value=62.0).digits == 0


def test_codes_and_copies_of_numbers_are_plain_or_keep_their_text(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("options: {1.5: low, 2: high}\n", encoding="utf-8")
    keys = list(read_yaml(path).data["options"])
    assert keys == [1.5, 2] and [type(key) for key in keys] == [float, int]
    number = Written("2.0")
    assert copy.deepcopy(number).text == pickle.loads(pickle.dumps(number)).text == "2.0"


@pytest.mark.property
@given(st.integers(-99999, 99999), st.integers(1, 6))
def test_a_written_number_is_its_number(units: int, decimals: int) -> None:
    text = f"{units / 10**decimals:.{decimals}f}"
    assert float(Written(text)) == float(text) and Written(text).decimals == decimals


@pytest.mark.parametrize(("text", "half"), [("40", 0.005), ("40.0", 0.0005)])
def test_what_a_written_figure_may_stand_for_hangs_on_its_digits_in_trends_too(
    tmp_path: Path, text: str, half: float
) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(f"figure: {text}\n", encoding="utf-8")
    figure = Figure.model_validate(read_yaml(path).data["figure"])
    assert figure_range(figure, StudyQuestion()) == pytest.approx((0.4 - half, 0.4 + half))
