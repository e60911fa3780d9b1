"""A data file with labels needs no definition, or a short one."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner, Result

from survey.cli import cli

pytestmark = pytest.mark.contract

AGREE = {1: "Fully agree", 2: "Rather agree", 3: "Rather disagree", 4: "Fully disagree", 8: "Don't know", 9: "Refused"}
POLL = """\
study: poll
fieldwork: {start: 2024-05-11, end: 2024-05-20}
data: {file: poll.sav, id: id}
missing: {8: dont_know, 9: refused}
questions: all
banner: [sex, region]
weighting:
  method: rake
  targets: town
"""
TARGETS = """\
targets: town
population: residents aged 18+
margins:
  sex: {variables: [sex], shares: {1: 46, 2: 54}}
  region: {variables: [region], shares: {1: 30, 2: 70}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sixty questions of a labelled file, with weights and an open question."""
    draw, n = np.random.default_rng(11), 300
    frame = pd.DataFrame({f"q{k}": draw.choice([*AGREE], n) for k in range(1, 59)})
    frame["sex"], frame["region"] = draw.choice([1, 2], n), draw.choice([1, 2], n)
    frame["id"], frame["w"] = np.arange(1, n + 1), draw.gamma(4, 0.25, n)
    frame["why"] = [f"because of {k}" for k in range(n)]
    labels = {f"q{k}": AGREE for k in range(1, 59)}
    labels |= {"sex": {1: "Men", 2: "Women"}, "region": {1: "Town", 2: "Country"}}
    texts = {name: f"Text of {name}" for name in frame.columns}
    pyreadstat.write_sav(frame, tmp_path / "poll.sav", column_labels=texts, variable_value_labels=labels)
    frame[["q1", "sex", "w", "why"]].to_csv(tmp_path / "poll.csv", index=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args), prog_name="survey")


def rows(*args: str) -> list[dict[str, str]]:
    made = run(*args, "--format", "csv")
    assert made.exit_code == 0, made.output
    return list(csv.DictReader(io.StringIO(made.stdout)))


def test_the_tables_of_a_file_are_those_of_a_study_that_names_its_columns(folder: Path) -> None:
    (folder / "named.yaml").write_text("study: named\ndata: poll.sav\nquestions: {q1: {}, q2: {}}\n", encoding="utf-8")
    weighted = ("crosstab", "q1", "--by", "q2", "--weight", "w")
    for command in (("topline", "q1"), weighted[:4], weighted):
        bare, named = (rows(command[0], study, *command[1:]) for study in ("poll.sav", "named.yaml"))
        assert [{**row, "study": ""} for row in bare] == [{**row, "study": ""} for row in named]


def test_a_file_is_not_weighted_and_the_page_says_so(folder: Path) -> None:
    made = run("topline", "poll.sav", "q1")
    assert made.exit_code == 0 and "Weighting: none, each respondent counts as 1" in made.stdout
    weighted = run("topline", "poll.sav", "q1", "--weight", "w")
    assert weighted.exit_code == 0 and "Weighting: none" not in weighted.stdout


def test_an_estimate_and_a_picture_of_a_file(folder: Path) -> None:
    made = run("estimate", "poll.sav", "share", "q1", "--by", "sex", "--format", "json")
    assert made.exit_code == 0 and len(json.loads(made.stdout)["rows"]) >= 2 * len(AGREE)
    assert run("plot", "topline", "poll.sav", "q1", "--out", "q1.svg").exit_code == 0
    assert (folder / "q1.svg").stat().st_size > 1000


def test_every_command_on_all_questions_knows_those_of_a_file(folder: Path) -> None:
    assert "60 questions, 300 respondents" in run("check", "poll.sav").output
    assert run("codebook", "poll.sav", "--out", "book.json").exit_code == 0
    assert len(json.loads(Path("book.json").read_text("utf-8"))["rows"]) >= 60
    assert run("plot", "poll.sav", "--all", "--out", "book").exit_code == 0
    assert len([*Path("book").iterdir()]) == 60


def test_a_question_of_the_banner_is_told_and_no_row(folder: Path) -> None:
    made = run("crosstab", "poll.sav", "--by", "sex", "--format", "csv")
    assert made.exit_code == 0, made.output
    assert {row["question"] for row in csv.DictReader(io.StringIO(made.stdout))} == {
        *(f"q{k}" for k in range(1, 59)),
        "region",
    }
    assert "sex: no rows of the crosstabs, as the banner has it" in made.stderr


@pytest.mark.parametrize("file", ["poll.sav", "poll.csv"])
def test_words_of_respondents_are_no_table(folder: Path, file: str) -> None:
    made = run("topline", file, "why")
    assert made.exit_code == 1 and "too many for a table" in made.output and "because of" not in made.output


def test_a_text_file_has_its_values(folder: Path) -> None:
    found = rows("topline", "poll.csv", "q1")
    assert {row["option"] for row in found} == {"1", "2", "3", "4", "8", "9"}


def test_a_file_takes_no_other_data(folder: Path) -> None:
    made = run("topline", "poll.sav", "q1", "--data", "poll.csv")
    assert made.exit_code == 1 and "is a data file already" in made.output


def test_a_file_that_is_not_there_is_one_error_with_the_nearest(folder: Path) -> None:
    made = run("topline", "pol.sav", "q1")
    assert made.exit_code == 1 and "no such data file" in made.output and "poll.sav" in made.output


def test_none_takes_the_weight_the_stratum_and_the_clusters_away(folder: Path) -> None:
    lines = "study: drawn\ndata: poll.sav\ndesign: {weight: w, stratum: region}\nquestions: {q1: {}}\n"
    (folder / "drawn.yaml").write_text(lines, encoding="utf-8")
    plain = rows("topline", "drawn.yaml", "--weight", "none", "--stratum", "none", "--psu", "none")
    bare = rows("topline", "poll.sav", "q1")
    assert [row["std_error"] for row in plain] == [row["std_error"] for row in bare]
    assert [row["n_weighted"] for row in rows("topline", "drawn.yaml")] != [row["n_weighted"] for row in bare]


def test_fifteen_lines_make_a_weighted_book_of_sixty_questions(folder: Path) -> None:
    place = folder / "questionnaires"
    (place / "studies").mkdir(parents=True)
    (place / "targets").mkdir()
    (place / "studies" / "poll.yaml").write_text(POLL, encoding="utf-8")
    (place / "targets" / "town.yaml").write_text(TARGETS, encoding="utf-8")
    (folder / "poll.sav").rename(place / "studies" / "poll.sav")
    assert len(POLL.splitlines()) + len(TARGETS.splitlines()) <= 15
    checked = run("check", "poll")
    assert checked.exit_code == 0, checked.output
    assert "poll: 60 questions, 300 respondents, weights converge; from the file: 60 columns as" in checked.output
    assert "58 dont_know, 58 refused" in checked.output
    assert "numbers of respondents: 1: id" in checked.output and "own words: 1: why" in checked.output
    book = run("crosstab", "poll", "--all", "--format", "json")
    assert book.exit_code == 0, book.output
    found = pd.DataFrame(json.loads(book.stdout)["rows"])
    assert found["question"].nunique() == 60
    sex = found[(found["question"] == "sex") & (found["region"] == "_total")]
    assert np.allclose(sorted(sex.loc[sex["sex"] == "_total", "estimate"])[:2], [0.46, 0.54], atol=1e-6)


def test_an_old_workbook_is_named_and_no_definition(tmp_path: Path) -> None:
    old = tmp_path / "wave.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    done = run("topline", str(old), "q1")
    assert done.exit_code == 1
    assert "files ending in '.xls' are not read. Save it as .xlsx" in done.stderr
