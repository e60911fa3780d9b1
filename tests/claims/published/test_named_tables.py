"""The published table that a study names: checked with its definition, held against its data by each run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from survey.definitions.reading.load import load_library, refuse_faults
from survey.definitions.records.library import Library
from survey.errors import DefinitionError, SurveyWarning
from survey.studies.running.run_study import run_study

STUDY = """study: poll
fieldwork: '2024'
mode: phone
population: adults
sample: {kind: probability}
data: {file: poll.csv}
questions:
  vote: {title: Vote, options: {1: 'Yes', 2: 'No'}}
  sex: {title: Sex, options: {1: Men, 2: Women}}
banner: [sex]
"""
TABLE = "Vote\n,Total,Men,Women\nYes,50,60,40\nNo,50,40,60\n\nSex\n,Total\nMen,50\nWomen,50\n"
GOOD = "published: {file: table.csv, columns: {Men: {sex: 1}}}\n"


def library(folder: Path, published: str, table: str = TABLE) -> Library:
    (folder / "studies").mkdir(parents=True)
    (folder / "studies" / "poll.yaml").write_text(STUDY + published)
    rows = [(vote, sex) for sex, votes in ((1, (1, 1, 1, 2, 2)), (2, (1, 1, 2, 2, 2))) for vote in votes * 10]
    (folder / "studies" / "poll.csv").write_text("vote,sex\n" + "".join(f"{a},{b}\n" for a, b in rows))
    (folder / "studies" / "table.csv").write_text(table)
    return load_library(folder)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("published", "said", "fix"),
    [
        ("published: tables.csv\n", "there is no file 'tables.csv'", "table.csv"),
        ("published: {file: table.csv, questions: {Q1: votes}}\n", "there is no question 'votes'", "vote"),
        ("published: {file: table.csv, groups: {Q1: sexx}}\n", "there is no question 'sexx'", "sex"),
        ("published: {file: table.csv, bases: {vot: valid}}\n", "there is no question 'vot'", "vote"),
        ("published: {file: table.csv, columns: {M: {sex: 3}}}\n", "'3' is no option of 'sex'", ""),
        ("published: {file: table.csv, rows: {vote: {Y: [1, 7]}}}\n", "'7' is no option of 'vote'", ""),
    ],
)
def test_check_finds_files_questions_and_options_that_are_not_there(
    tmp_path: Path, published: str, said: str, fix: str
) -> None:
    found = library(tmp_path, published)
    with pytest.raises(DefinitionError) as raised:
        found.study("poll")
        refuse_faults(found)
    (problem,) = raised.value.problems
    assert said in problem.message and fix in problem.fix and problem.line == 11


@pytest.mark.contract
def test_a_run_writes_the_page_with_what_is_missed_first(tmp_path: Path) -> None:
    found = library(tmp_path / "a", GOOD, TABLE.replace("Men,50", "Men,52"))
    out = tmp_path / "out"
    assert "published.html" in {path.name for path in run_study(found.study("poll"), found, out)}
    page = (out / "published.html").read_text()
    assert "table.csv: 7 of 8 figures reproduced" in page
    assert page.index('id="sex"') < page.index('id="vote"') and "52 ✗ 50.0" in page
    assert '<a href="published.html">table.csv: 7 of 8 figures reproduced</a>' in (out / "index.html").read_text()
    assert set(json.loads((out / "run.json").read_text())["data"]) == {"poll.csv", "table.csv"}


@pytest.mark.contract
def test_under_a_rule_of_presentation_the_page_is_left_out_aloud(tmp_path: Path) -> None:
    found = library(tmp_path / "a", GOOD + "disclosure: {minimum: 3}\n")
    with pytest.warns(SurveyWarning, match="published table is not written"):
        written = run_study(found.study("poll"), found, tmp_path / "out")
    assert "published.html" not in {path.name for path in written}
