"""What a file of targets may say of cells not known, nested shares, recodes and errors, and what it may not."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from survey.definitions.reading.load import check_library, load_library
from survey.definitions.records.targets import Margin, Targets
from survey.weighting.margins.given_targets import plain_targets

pytestmark = pytest.mark.contract

Write = Callable[[Mapping[str, str | bytes]], Path]
QUESTIONS = {
    "questions/sex.yaml": "question: sex\noptions: {male: {code: 1}, female: {code: 2}}\n",
    "questions/age.yaml": "question: age\noptions: {18-29: {code: 1}, 30-44: {code: 2}, 45+: {code: 3}, "
    "refused: {code: 9, missing: refused}}\n",
    "studies/poll.yaml": "study: poll\nseries: polls\nfieldwork: '2022'\nquestions: {sex: {}, age: {}}\n"
    "data: poll.csv\nweighting: {method: rake, targets: census}\n",
}


def targets(margin: str) -> dict[str, str]:
    return {**QUESTIONS, "targets/census.yaml": f"targets: census\npopulation: all\nmargins:\n  m: {margin}\n"}


@pytest.mark.parametrize(
    "margin",
    [
        "{variables: [sex], shares: {male: 46, female: free}, of: 100}",
        "{variables: [sex], shares: {male: 46, female: free}}",
        "{variables: [sex], counts: {male: 460, female: free}}",
        "{variables: [sex, age], sizes: {male: 46, female: 54}, nested: {male: {18-29: 30, 30-44: 30, 45+: 40}, "
        "female: {18-29: 20, 30-44: free, 45+: free}}}",
        "{variables: [age], shares: {young: 40, old: 60}, recode: {age: {young: [18-29, 30-44], old: 45+}}}",
        "{variables: [age], shares: {18-29: 20, 30-44: 20, 45+: 60}, merge: [[18-29, 30-44]]}",
        "{variables: [sex, age], shares: {male: {18-29: 10, 30-44: 10, 45+: 26}, female: {18-29: 10, 30-44: 10, 45+: "
        "34}}, merge: [[[male, 18-29], [male, 30-44]]]}",
        "{variables: [sex], shares: {male: 46, female: 54}, std_error: {male: 1, female: 1}}",
        "{variables: [sex], shares: {male: 46, female: 54}, covariance: [[1, -1], [-1, 1]]}",
    ],
)
def test_every_form_of_a_margin_is_read_checked_and_written_again(write: Write, margin: str) -> None:
    library = load_library(write(targets(margin)))
    assert [str(problem) for problem in check_library(library)] == []
    made = library.targets["census"]
    plain = plain_targets(made)
    again = plain_targets(Targets.model_validate(plain))
    assert again == plain


@pytest.mark.parametrize(
    "margin,said",
    [
        ("{variables: [sex], shares: {male: 0.9, female: free}}", "said of what (of: 1 or of: 100)"),
        ("{variables: [sex], shares: {male: 90, female: free}, of: 50}", "Figures add to 90 of 50"),
        ("{variables: [sex], shares: {male: 46, female: 54}, of: 1}", "Figures add to 100 of 1"),
        ("{variables: [sex], shares: {male: 46, female: known}}", "holds 'known', not a number"),
        (
            "{variables: [sex, age], sizes: {male: 40, female: 50}, nested: {male: {18-29: 30, 30-44: 30, 45+: 40}}}",
            "Sizes add to 90; shares make 1 or 100",
        ),
        (
            "{variables: [sex, age], sizes: {male: 46, female: 54}, nested: {male: {18-29: 30, 30-44: 30, 45+: 30}}}",
            "'male' of 'nested' has shares that add to 90",
        ),
        (
            "{variables: [sex, age], sizes: {male: 46, female: 54}, nested: {male: {18-29: 30, 30-44: 30, 45+: 40}}}",
            "'female' of 'nested' has no shares inside",
        ),
        ("{variables: [sex], nested: {male: 46, female: 54}}", "go together"),
        (
            "{variables: [age], shares: {young: 40, old: 60}, recode: {age: {young: [18-29, 18-29], old: 45+}}}",
            "'18-29' is mapped 2 times",
        ),
        (
            "{variables: [age], shares: {young: 40, old: 60}, recode: {age: {young: [18-29], old: 45+}}}",
            "option '30-44' is mapped to no level",
        ),
        (
            "{variables: [age], shares: {young: 40, old: 60}, recode: {age: {young: [18-29, 30-44, 30-49], old: 45+}}}",
            "'30-49' is no option of the question. Did you mean '30-44'?",
        ),
        (
            "{variables: [age], shares: {young: 40, old: 60}, recode: {age: {yuong: [18-29, 30-44], old: 45+}}}",
            "'yuong' is no level of the margin. Did you mean 'young'?",
        ),
        ("{variables: [sex], shares: {male: 46, female: 54}, recode: {age: {a: b}}}", "no variable of the margin"),
        (
            "{variables: [age], shares: {18-29: 20, 30-44: 20, 45+: 60}, merge: [[18-29, 30-49]]}",
            "30-49 of 'merge' has no figure",
        ),
        (
            "{variables: [age], shares: {18-29: 20, 30-44: 20, 45+: 60}, merge: [[18-29, 30-44], [30-44, 45+]]}",
            "30-44 stands twice in 'merge'",
        ),
        (
            "{variables: [sex], shares: {male: 46, female: 54}, std_error: {male: -1, female: 1}}",
            "male has a negative standard error",
        ),
        ("{variables: [sex], shares: {male: 46, female: 54}, covariance: [[1, 2]]}", "2 rows of 2 numbers"),
    ],
)
def test_a_fault_is_named_with_its_file(write: Write, margin: str, said: str) -> None:
    found = [str(problem) for problem in check_library(load_library(write(targets(margin))))]
    places = ("targets/census.yaml:", "studies/poll.yaml:")
    assert any(said in problem and any(place in problem for place in places) for problem in found), found


def test_nested_shares_are_multiplied_out_exactly() -> None:
    made = Margin.model_validate(
        {
            "variables": ["region", "sex"],
            "sizes": {"north": 0.25, "south": 0.75},
            "nested": {"north": {"man": 40, "woman": 60}, "south": {"man": 0.5, "woman": 0.5}},
        }
    )
    assert made.shares == {
        ("north", "man"): 0.25 * 0.4,
        ("north", "woman"): 0.25 * 0.6,
        ("south", "man"): 0.75 * 0.5,
        ("south", "woman"): 0.75 * 0.5,
    }


def test_one_free_cell_of_a_part_is_what_the_others_leave() -> None:
    made = Margin.model_validate(
        {
            "variables": ["region", "sex"],
            "sizes": {"north": 400, "south": 600},
            "nested": {"north": {"man": 40, "woman": "free"}, "south": {"man": "free", "woman": "free"}},
            "of": 100,
        }
    )
    assert made.counts is not None and made.counts["north", "woman"] == pytest.approx(240)
    assert math.isnan(made.counts["south", "man"]) and made.has_free and made.whole == 1000


def test_a_recode_of_the_whole_file_holds_for_its_margins(write: Write) -> None:
    text = (
        "targets: census\npopulation: all\nrecode: {age: {young: [18-29, 30-44], old: 45+}, height: {a: b}}\n"
        "margins: {m: {variables: [age], shares: {young: 40, old: 60}}}\n"
    )
    found = [str(one) for one in check_library(load_library(write({**QUESTIONS, "targets/census.yaml": text})))]
    assert len(found) == 1 and "no margin has the variable 'height'" in found[0]
