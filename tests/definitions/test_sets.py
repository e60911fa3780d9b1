"""What a definition says of several answers fits together, or is named with its line and a fix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey.definitions.reading.load import check_library, load_library
from survey.definitions.records.question import Question

pytestmark = pytest.mark.contract

GOOD = """\
study: poll
questions:
  user: {options: {yes: {code: 1}, no: {code: 2}}}
  media:
    type: multiple
    options: {tv: {code: 1}, net: {code: 2}, none: {code: 97, exclusive: true}, hard: {code: 99, missing: dont_know}}
    columns: {tv: m1, net: m2, none: m3}
    marked: [1, "Yes"]
    asked: {user: yes}
data: {file: wave.csv}
"""
OPTIONS = "{tv: {code: 1}, net: {code: 2}, none: {code: 97, exclusive: true}, hard: {code: 99, missing: dont_know}}"
COLUMNS = "columns: {tv: m1, net: m2, none: m3}"
MARKED = '    marked: [1, "Yes"]\n'

FAULTS = {
    "single with columns": ("type: multiple", "type: single", 7, "'columns' belongs to a question of", "multiple"),
    "option without a column": (COLUMNS, "columns: {tv: m1, net: m2}", 7, "'none' has no column of its own", "option"),
    "column twice": (COLUMNS, "columns: {tv: m1, net: m1, none: m3}", 7, "the column 'm1' is named twice", "once"),
    "no such option": (COLUMNS, "columns: {tv: m1, net: m2, none: m3, radio: m4}", 7, "'radio' is no option", "Known"),
    "columns and delimiter": (MARKED, f"{MARKED}    delimiter: ';'\n", 9, "'columns' and 'delimiter' exclude", "Keep"),
    "marks of codes": (COLUMNS, "columns: [m1, m2]", 8, "'marked' says what a mark", "leave 'marked:' out"),
    "a decimal mark": (MARKED, f"{MARKED}    decimal: ','\n", 9, "is no number", "Leave 'decimal:' out"),
    "a number": ("net: {code: 2}", "net: {code: 2, value: 3}", 6, "'net' a 'value'", "Leave 'value:' out"),
    "asked of itself": ("asked: {user: yes}", "asked: {media: tv}", 9, "cannot say who was asked itself", "marked"),
    "asked of no option": ("asked: {user: yes}", "asked: {user: yess}", 9, "'yess' is no option of 'user'", "'yes'"),
}


def test_a_good_set_has_no_fault(write: Callable[..., Path]) -> None:
    assert not check_library(load_library(write({"studies/poll.yaml": GOOD})))
    for columns in ("columns: [m1, m2]", "delimiter: ';'", "{column: m1, delimiter: ','}"):
        text = GOOD.replace(MARKED, "").replace(COLUMNS, columns.strip("{}").replace(", delim", "\n    delim"))
        assert not check_library(load_library(write({"studies/poll.yaml": text}))), columns


@pytest.mark.parametrize("name", FAULTS)
def test_what_does_not_fit_is_named_with_line_and_fix(name: str, write: Callable[..., Path]) -> None:
    old, new, line, says, fix = FAULTS[name]
    assert old in GOOD
    problems = check_library(load_library(write({"studies/poll.yaml": GOOD.replace(old, new)})))
    found = [one for one in problems if says in one.message]
    assert found, "\n".join(map(str, problems))
    assert found[0].line == line and fix in found[0].fix, str(found[0])


def test_a_set_can_be_no_margin_and_no_routing(write: Callable[..., Path]) -> None:
    targets = "targets: town\npopulation: adults\nmargins: {media: {variables: [media], shares: {tv: 60, net: 40}}}\n"
    text = f"{GOOD}weighting: {{method: rake, targets: town}}\n".replace(
        "data:", "  other: {type: multiple, options: {a: A}, delimiter: ';', asked: {media: tv}}\ndata:"
    )
    found = check_library(load_library(write({"studies/poll.yaml": text, "targets/town.yaml": targets})))
    said = "\n".join(map(str, found))
    assert "'media' has several answers, which make no margin" in said
    assert "'media' has several answers and cannot say who was asked 'other'" in said


def test_short_forms_are_read() -> None:
    said = {"columns": ["a", "b"], "asked": {"user": "yes", "age": [1, 2]}, "marked": 1}
    made = Question.model_validate({"question": "q", "type": "multiple", **said})
    assert made.columns == ("a", "b") and made.marked == 1
    assert made.asked == {"user": ("yes",), "age": (1, 2)}
