"""Whole published tables against the data of their study: each cell has an answer, and each label says what it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import survey
from survey.cells.samples.sample import SampleData
from survey.claims.published.cell_figure import cell_figure
from survey.claims.published.check import PublishedCheck, check_table
from survey.definitions.records.published_table import PublishedTable
from survey.errors import SmallBaseWarning, SurveyError
from survey.maths.printed_rounding import RULES, rounds_to
from survey.reports.printing.render import render, rendered
from survey.tables.crosstab import crosstab


@pytest.fixture(scope="module")
def sample() -> SampleData:
    """Twelve respondents whose shares can be counted by hand, with weights and kinds of missing answers."""
    frame = pd.DataFrame(
        {
            "vote": [1, 1, 1, 2, 2, 2, 1, 2, 9, 9, 1, 2],
            "sex": [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2],
            "score": [1, 2, 3, 4, 5, 5, 1, 1, 2, 2, 3, 3],
            "w": [1.0, 2.0, 1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 3.0],
        }
    )
    yes, no = {"code": 1, "label": "Yes"}, {"code": 2, "label": "No"}
    missing = {"code": 9, "label": "Don't know", "missing": "dont_know"}
    questions: dict[str, Any] = {
        "vote": {"title": "Vote intention", "options": {"yes": yes, "no": no, "dk": missing}},
        "sex": {"title": "Sex", "options": {"m": {"code": 1, "label": "Men"}, "f": {"code": 2, "label": "Women"}}},
        "score": {"type": "scale", "options": {1: "Very bad", 2: "Bad", 3: "So so", 4: "Good", 5: "Very good"}},
    }
    return survey.Sample(frame, weight="w", questions=questions)


def held(sample: SampleData, table: Sequence[Sequence[str]], **rules: Any) -> PublishedCheck:
    return check_table(sample, table, PublishedTable(**rules))


# Σw: 16 in all, 8 of men, 8 of women. Yes 6 of 16, of men 4 of 8, of women 2 of 8; no 8, 4, 4; don't know 2, 0, 2.
VOTE = [
    ["Q1. Vote intention"],
    ["", "", "Sex", ""],
    ["", "Total", "Men (n=6)", "Women (n = 6)"],
    ["YES", "38%", "50%", "25%"],
    ["2", "50%", "50%", "50%"],
    ["Don’t know", "12%", "–", "25%"],
    ["Base (unweighted)", "12", "6", "6"],
    ["Weighted base", "16", "8", "8"],
]


def test_a_printed_table_is_reproduced_cell_by_cell(sample: SampleData) -> None:
    check = held(sample, VOTE, cells={"–": "nobody"}, questions={"Q1. Vote intention": "vote"})
    assert [(cell.placed.cell.where, cell.status) for cell in check.cells if cell.status != "reproduced"] == []
    assert check.reproduced == len(check.judged) == len(check.cells) == 17  # 15 cells and two numbers in heads
    how = {(match.kind, match.printed): match.how for match in check.matches}
    assert how["row", "YES"] == "normalized" and how["row", "2"] == "code" and how["column", "Men"] == "exact"
    assert how["row", "Base (unweighted)"] == "words" and how["question", "Q1. Vote intention"] == "mapping"


def test_every_cell_that_is_not_judged_is_counted_with_its_reason(sample: SampleData) -> None:
    rows = [*VOTE[:3], ["Yes", "38", "see note", "26"], ["Maybe", "1", "2", "3"], ["Don't know", "*", "", "25"]]
    check = held(sample, rows, questions={"Q1. Vote intention": "vote"})
    assert check.unjudged == {"row": 3, "words": 1, "mark": 1, "no minimum": 1}
    assert [cell.placed.cell.text for cell in check.missed] == ["26"]
    assert len(check.judged) + sum(check.unjudged.values()) == len(check.cells)
    assert "26 ✗ 25.0" in render(check, "text") and "see note ?" in render(check, "text")
    nearest = {match.printed: match.nearest for match in check.matches if not match.found}
    assert list(nearest) == ["Maybe"]


@pytest.mark.parametrize(("minimum", "status"), [(7, "reproduced"), (6, "missed")])
def test_blanks_are_held_against_the_stated_smallest_base(sample: SampleData, minimum: int, status: str) -> None:
    rows = [["Vote intention"], ["", "Total", "Men"], ["Yes", "37.5", ""], ["No", "50.0", "50.0"]]
    check = held(sample, rows, minimum_base=minimum)
    blank = next(cell for cell in check.cells if cell.placed.cell.text == "")
    assert blank.status == status and len(check.missed) == (status == "missed")


def test_row_and_cell_percents_counts_means_nets_and_proportions(sample: SampleData) -> None:
    by_row = [["Vote intention"], ["", "", "Sex", ""], ["", "n", "Men", "Women"], ["Yes", "5", "66.7", "33.3"]]
    assert held(sample, by_row, percent="row").reproduced == 3
    cell = [["Vote intention"], ["", "Men", "Women"], ["Yes", "0.250", "0.125"], ["No", "0.250", "0.250"]]
    made = held(sample, cell, percent="cell")
    assert made.proportions and made.reproduced == 4
    score = [["score"], ["", "Total"], ["Bad or very bad", "44"], ["Mean", "2.81"], ["Margin of error", "28"]]
    own = {"Bad or very bad": ("1", "2")}
    check = held(sample, score, rows=own)
    assert [cell.status for cell in check.cells] == ["reproduced"] * 3
    assert {cell.placed.kind for cell in check.cells} == {"share", "mean", "moe"}


def test_a_figure_of_an_answer_outside_the_base_is_missed(sample: SampleData) -> None:
    rows = [["Vote intention"], ["", "%"], ["Yes", "42.9"], ["No", "57.1"], ["Don't know", "12.5"]]
    check = held(sample, rows, base="valid")
    assert [(cell.placed.cell.row, cell.reason) for cell in check.missed] == [("Don't know", "outside")]


def test_turned_and_long_tables_say_the_same(sample: SampleData) -> None:
    turned = [["Vote intention"], ["", "Yes", "No", "n"], ["All", "37.5", "50.0", "12"], ["Women", "25.0", "50.0", "6"]]
    assert held(sample, turned, transposed=True).reproduced == 6
    long = [["question", "option", "group", "column", "value"], ["vote", "yes", "Sex", "Women", "25.0"]]
    long += [["Vote intention", "No", "", "Total", "50"], ["vote", "yes", "", "", "37.6"]]
    check = held(sample, long)
    assert (check.reproduced, len(check.missed)) == (2, 1)


@pytest.mark.parametrize("form", ["csv", "xlsx", "html"])
def test_own_tables_are_read_back(sample: SampleData, form: str, tmp_path: Path) -> None:
    with pytest.warns(SmallBaseWarning):
        table = crosstab(sample, "score", ["sex", "vote"])
    path = tmp_path / f"table.{form}"
    made = rendered(table, form, "en")
    path.write_bytes(made if isinstance(made, bytes) else made.encode())
    check = check_table(sample, path)
    assert check.reproduced == len(check.judged) > 30 and set(check.unjudged) <= {"unread"}


def test_the_forms_mark_what_is_missed(sample: SampleData) -> None:
    check = held(sample, [["Vote intention"], ["", "Men"], ["Yes", "51"], ["No", "50"]])
    assert 'missed">51 ✗ 50.0</td>' in render(check, "html") and "td.missed {" in render(check, "html")
    assert "51 ✗ 50,0" in render(check, "text", "ru")
    rows = json.loads(render(check.only("missed"), "json"))["rows"]
    assert [(row["printed"], row["found"], row["status"], row["sex"]) for row in rows] == [("51", 0.5, "missed", "m")]


@pytest.mark.parametrize(
    ("text", "kind", "value", "decimals"),
    [
        ("62", "number", 62, 0),
        ("62,3 %", "number", 62.3, 1),
        ("1 811", "number", 1811, 0),
        ("1,811", "number", 1811, 0),
        ("−0.5", "number", -0.5, 1),
        ("62.0 BC", "number", 62, 1),
        ("(62)*", "number", 62, 0),
        ("<1%", "less", 1, 0),
        (">99", "more", 99, 0),
        ("±3.1", "number", 3.1, 1),
    ],
)
def test_printed_figures_are_read(text: str, kind: str, value: float, decimals: int) -> None:
    found = cell_figure(text)
    assert (found.kind, found.value, found.decimals) == (kind, value, decimals)


def test_marks_and_words_are_no_figures() -> None:
    assert [cell_figure(text).mark for text in ("", "*", "—", "-", "n/a")] == ["", "*", "–", "–", "n/a"]
    assert {cell_figure(text).kind for text in ("see note", "18-24", "12 of 30")} == {"words"}


def test_rounding_rules_differ_at_halves_and_digits_only() -> None:
    assert [bool(rounds_to(62.5, 63, 0, rule)) for rule in RULES] == [True, True, False, False]
    assert [bool(rounds_to(62.5, 62, 0, rule)) for rule in RULES] == [True, False, True, True]
    assert bool(rounds_to(2.675, 2.68, 2, "half_up")) and not bool(rounds_to(float("nan"), 0, 0, "any"))


@pytest.mark.parametrize(
    ("rows", "rules", "said"),
    [
        ([["Weather"], ["", "Total"], ["Sunny", "40"], ["Rain", "60"]], {}, "has no table of a question"),
        (VOTE, {"rows": {"YES": "yess"}, "questions": {"Q1. Vote intention": "vote"}}, "no option 'yess'"),
        (VOTE, {"questions": {"Q1. Vote intention": "vot"}}, "no question 'vot'"),
        (VOTE, {"columns": {"Men": {"sex": "x"}}, "questions": {"Q1. Vote intention": "vote"}}, "no option 'x'"),
    ],
)
def test_a_table_that_cannot_be_held_is_one_clear_error(
    sample: SampleData, rows: list[list[str]], rules: dict[str, Any], said: str
) -> None:
    with pytest.raises(SurveyError, match=said):
        held(sample, rows, **rules)


def test_totals_of_printed_figures_digits_of_a_column_and_weighted_bases(sample: SampleData) -> None:
    rows = [
        ["score", "Total", "Men", "Women"],
        ["Very bad", "18.8", "13", "25"],
        ["Bad", "25.0", "25", "25"],
        ["So so", "31.3", "13", "50"],
        ["Good", "6.3", "13", "0"],
        ["Very good", "18.8", "38", "0"],
        ["Total", "100.2", "102", "101"],
        ["Base", "16", "6", "8"],
    ]  # the printed answers of men make 102, those of women 100
    check = held(sample, rows)
    assert [(one.placed.cell.text, one.reason) for one in check.missed] == [
        ("101", ""),
        ("16", "weighted"),
        ("8", "weighted"),
    ]
    assert check.reproduced == 18 and "it is the weighted number" in render(check.only("missed"), "text").replace(
        "\n", " "
    )


@pytest.mark.parametrize(("printed", "status"), [("<25", "missed"), ("≤25", "reproduced"), ("<26", "reproduced")])
def test_a_limit_in_a_cell_leaves_its_own_value_out(sample: SampleData, printed: str, status: str) -> None:
    check = held(sample, [["score", "Total"], ["Bad", printed], ["Very bad", "19"], ["So so", "31"]])
    assert [one.status for one in check.cells] == [status, "reproduced", "reproduced"]


def test_a_figure_that_is_a_unit_off_for_the_sum_says_so(sample: SampleData) -> None:
    """Men: 12.5, 25, 12.5, 12.5 and 37.5, which make 102 where halves are rounded up."""
    rows = [["score", "Men"], ["Very bad", "12"], ["Bad", "25"], ["So so", "12"], ["Good", "13"], ["Very good", "37"]]
    assert [one.reason for one in held(sample, [*rows, ["Total", "99"]], rounding="half_up").missed] == [""] * 3
    rows[5][1] = "38"
    check = held(sample, rows, rounding="half_up")
    assert [(one.placed.cell.text, one.reason) for one in check.missed] == [("12", "adjusted"), ("12", "adjusted")]
    assert "one unit off" in render(check.only("missed"), "text")
