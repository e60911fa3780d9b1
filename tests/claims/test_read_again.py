"""What a second reading of claims and published tables found: each answer that was wrong once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import survey
from survey.claims.judging.granular import _respondents
from survey.claims.published.number_format import as_shown
from survey.claims.published.sheets import read_sheets
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.phrases.read import read_phrase
from survey.phrases.times import read_multiple

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    ("own", "n"),
    [
        ({}, 50),
        ({"base": "valid"}, None),
        ({"base": "valid", "size": 28}, 28),
        ({"base": "answers"}, None),
        ({"asked": {"sex": "man"}}, None),
    ],
)
def test_the_size_of_the_sample_is_not_that_of_a_smaller_base(own: dict[str, object], n: int | None) -> None:
    asked = {"published": {"red": 43}, **own}
    study = Study.model_validate({"study": "poll", "sample": {"size": 50}, "questions": {"vote": asked, "sex": {}}})
    assert _respondents(study, study.questions["vote"]) == n


def test_fewer_times_and_parts_of_other_units_are_not_guessed() -> None:
    for words in ("two times fewer", "three times less", "2.5 times smaller"):
        assert read_multiple(words) is None, words
    for words in ("half a percent", "half a million", "a quarter of a million", "half a dozen", "150%", "62%-60%"):
        assert read_phrase(words) is None, words
    assert read_phrase("half of voters") is not None and read_multiple("2 times as many") is not None


def test_cells_of_a_page_that_span_rows_push_those_below_aside(tmp_path: Path) -> None:
    head = "<th rowspan=2></th><th rowspan=2>Total</th><th colspan=2>Sex</th>"
    below = "<tr><th>Men</th><th>Women</th></tr><tr><td>Yes</td><td>38</td><td>51</td><td>25</td></tr>"
    page = f"<table><tr>{head}</tr>{below}</table>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (sheet,) = read_sheets(tmp_path / "a.html")
    assert sheet.rows == (("", "Total", "Sex", ""), ("", "", "Men", "Women"), ("Yes", "38", "51", "25"))


@pytest.mark.parametrize("text", ["<table><![x]><tr><td>1</table>", ""])
def test_a_page_without_a_table_is_one_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.html").write_text(text, encoding="utf-8")
    with pytest.raises(SurveyError):
        read_sheets(tmp_path / "a.html")


def test_numbers_are_printed_in_formats_of_signs_as_a_reader_sees_them() -> None:
    assert [as_shown(value, form) for value, form in ((0.6149, "#%"), (61.49, "#"), (61.49, "0.0"))] == [
        "61%",
        "61",
        "61.5",
    ]


def _sample() -> survey.Sample:
    frame = pd.DataFrame({"vote": ["yes"] * 5 + ["no"] * 7, "sex": ["m", "f"] * 6, "w": [1.0] * 6 + [3.0] * 6})
    asked = {"vote": {"options": {"yes": "yes", "no": "no"}}, "sex": {"options": {"m": "m", "f": "f"}}}
    return survey.Sample(frame, weight="w", questions=asked)


def test_the_weight_of_the_mapping_holds_from_python_too() -> None:
    rows = [["vote", ""], ["", "Total"], ["yes", "42"], ["no", "58"]]
    unweighted = survey.verify_published(_sample(), rows, {"weight": "none"})
    assert unweighted.reproduced == 2
    assert survey.verify_published(_sample(), rows).reproduced == 0
    with pytest.raises(SurveyError, match="no column 'nope'"):
        survey.verify_published(_sample(), rows, {"weight": "nope"})
    with pytest.raises(SurveyError, match="holds no table"):
        survey.verify_published(_sample(), [])


def test_a_column_below_a_head_that_nobody_knows_is_not_judged() -> None:
    rows = [["vote", "", ""], ["", "Partner's sex", "Partner's sex"], ["", "m", "f"], ["yes", "42", "42"]]
    made = survey.verify_published(_sample(), rows, {"weight": "none"})
    assert {cell.status for cell in made.cells} == {"not judged"}
