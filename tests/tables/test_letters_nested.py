"""Letters of columns inside columns: tested within each answer to the outer question, by all tests and partners."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

import survey
from survey.cells.samples.sample import SampleData
from survey.reports.printing.render import render
from survey.tables.crosstab import crosstab
from survey.tables.stub import MEAN
from survey.tables.table import Table
from survey.words import LANGUAGES, TOTAL, say

Make = Callable[..., SampleData]
NESTED = "sex > edu"
pytestmark = pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")


def made(sample: SampleData, question: str, by: str, **asked: Any) -> Table:
    return crosstab(sample, question, [by], letters=survey.Letters(min_base=0, **asked))


def comparisons(table: Table) -> list[dict[str, Any]]:
    assert table.tests is not None
    return list(table.tests.rows())


@pytest.mark.derivation
@pytest.mark.parametrize("question", ["vote", "trust"])
def test_columns_are_tested_within_each_parent_as_difference_does(make: Make, question: str) -> None:
    sample = make()
    base = "asked" if question == "vote" else "valid"
    whole = survey.Sample.of(sample)
    nets = {"for": ("yes", "rather")} if question == "vote" else {}
    rows = [whole.share(question, ["sex", "edu"], nets=nets, base=base)]
    rows += [whole.mean(question, ["sex", "edu"])] if question == "trust" else []
    wanted = {}
    for estimates in rows:
        levels = list(dict.fromkeys(estimates.domain_levels))
        for k, option in enumerate(dict.fromkeys(estimates.option)):
            for (i, one), (j, other) in combinations(enumerate(levels), 2):
                if one[0] == other[0]:
                    row = option if len(estimates) > len(levels) else MEAN
                    found = survey.difference(estimates, k * len(levels) + i, k * len(levels) + j)
                    wanted[row, ">".join(one), ">".join(other)] = float(found.estimate[0]), float(found.p_value[0])
    seen = set()
    for one in comparisons(made(sample, question, NESTED, test="design")):
        assert one["column"].split(">")[0] == one["other"].split(">")[0]
        if not one["why"]:
            value, p = wanted[one["row"], one["column"], one["other"]]
            assert (one["difference"], one["p"]) == (pytest.approx(value, rel=1e-12), pytest.approx(p, abs=1e-12))
            seen.add((one["row"], one["column"]))
    assert {column for _, column in seen} == {"man>low", "woman>low"} and len(seen) >= 6


@pytest.mark.property
@pytest.mark.parametrize("against", ["columns", "total", "rest"])
@pytest.mark.parametrize("test", ["design", "dimensions", "spss", "askia"])
def test_a_nested_column_is_tested_as_one_of_a_question_that_names_both_answers(
    make: Make, frame: Any, test: Any, against: Any
) -> None:
    both = frame.assign(cell=frame["sex"] + "_" + frame["edu"].where(frame["edu"].isin(["low", "high"])))
    cells = {f"{sex}_{edu}": f"{sex} {edu}" for sex in ("man", "woman") for edu in ("low", "high")}
    sample = survey.Sample.of(make(both, questions={"cell": {"options": cells}}))
    nested = comparisons(made(sample, "vote", NESTED, test=test, against=against))
    flat = comparisons(made(sample, "vote", "cell", test=test, against=against))
    twins = {(one["row"], one["column"], one["other"]): one for one in flat}
    assert nested
    for one in nested:
        twin = twins[one["row"], one["column"].replace(">", "_"), one["other"].replace(">", "_")]
        assert one["why"] == twin["why"]
        assert one["p"] == pytest.approx(twin["p"], abs=1e-12, nan_ok=True)


@pytest.mark.contract
def test_letters_begin_anew_in_each_parent_and_stand_in_every_record(make: Make) -> None:
    table = made(make(), "vote", NESTED, p_values=True, adjust="holm")
    letters = {column.id: column.letter for column in table.columns}
    wanted = {f"{sex}>{edu}": letter for sex in ("man", "woman") for edu, letter in (("low", "A"), ("high", "B"))}
    assert letters == {**dict.fromkeys(letters, ""), **wanted}
    assert table.tests is not None and table.tests.families == len(
        {(one["row"], one["column"][:3]) for one in comparisons(table) if not one["why"]}
    )
    pairs = {(one["sex"], one["edu"]) for one in table.records if "p_value" in one}
    assert pairs == {("man", "low - high"), ("woman", "low - high")}
    against = made(make(), "vote", NESTED, against="total", p_values=True)
    pairs = {(one["sex"], one["edu"]) for one in against.records if "p_value" in one}
    assert (f"man - {TOTAL}", f"low - {TOTAL}") in pairs and len(pairs) == 4
    said = {note.key: [say(note.text, language) for language in LANGUAGES] for note in table.notes}
    assert len(set(said["letters_nested"])) == 3
    shown = render(table, "text")
    assert "(A)" in shown and "within each answer to the outer question" in " ".join(shown.split())
    assert all("letters_nested" != note.key for note in against.notes)
