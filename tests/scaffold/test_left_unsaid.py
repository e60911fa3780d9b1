"""What a file says only half is remarked on or left out with the reason, and never guessed without a word."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner

import survey
from survey.cells.files.open import open_data
from survey.cells.opening.personal import personal
from survey.cli import cli
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.scaffold.guessing.guess import guess
from survey.studies.starting.new_study import new_study

pytestmark = pytest.mark.contract


def csv(folder: Path, text: str, name: str = "wave.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_codes_apart_are_written_as_no_answer_where_a_mean_would_take_them(tmp_path: Path) -> None:
    pd.DataFrame({"age": [*range(18, 80), *[999] * 6, 998]}).to_csv(tmp_path / "wave.csv", index=False)
    (age,) = guess(open_data(tmp_path / "wave.csv")).questions
    assert (age.kind, {name: one.missing for name, one in age.options.items()}) == (
        "number",
        {"998": "no_answer", "999": "no_answer"},
    )
    assert [one for one in age.remarks if "999 (6 rows), 1 more of fewer than 5 rows; guessed to be that" in one]


def test_thousands_with_blanks_interviewers_and_marks_without_words_are_told(tmp_path: Path) -> None:
    names = ["Anna K.", "Petr S."]
    rows = [f"{k % 9 + 1} {k:03d},{names[k % 2]},{k % 2 + 1},{k // 2 % 2 + 1},{k // 4 % 2 + 1}" for k in range(60)]
    made = guess(open_data(csv(tmp_path, "\n".join(["income,interviewer,f1,f2,f3", *rows]))))
    left = {one.column: one.why for one in made.left}
    assert left == {
        "income": "numbers with blanks inside, which are texts: write 12500 in the file",
        "interviewer": "names of interviewers",
    }
    assert "f1 to f3 hold 1 and 2 without labels: perhaps one question" in made.questions[0].remarks[-1]
    assert personal("Интервьюер", ["a"], {1: "Иванова А.", 2: "Петров"}) == "names of interviewers"
    assert personal("interviewer", [1, 2], {}) is None


def test_few_combinations_in_cells_are_remarked_on(tmp_path: Path) -> None:
    rows = ["tv", "tv;radio", "radio", *["tv"] * 30, *["radio"] * 9, *["tv;radio"] * 4]
    (media,) = guess(open_data(csv(tmp_path, "\n".join(["media", *rows])))).questions
    assert media.kind == "multiple"
    rows = ["yes", *["no"] * 20, *["yes"] * 20, *["yes, in part"] * 9]
    (plain,) = guess(open_data(csv(tmp_path, "\n".join(["q", *(f'"{one}"' for one in rows)])))).questions
    assert plain.kind == "single"


def test_names_that_studies_share_are_said_in_the_file(tmp_path: Path) -> None:
    shared = Question.model_validate({"question": "sex", "type": "single", "options": {1: "M", 2: "F"}})
    data = csv(tmp_path, "sex,q1\n" + "1,1\n2,2\n" * 9)
    new_study("first", Library(tmp_path, questions={"sex": shared}), data=data, out=tmp_path / "first.yaml")
    text = (tmp_path / "first.yaml").read_text(encoding="utf-8")
    assert "# sex_2: called so because studies share the questions sex;" in text and "'sex: {}'" in text


def test_answers_that_a_file_calls_alike_are_told_apart_and_its_refusals_leave_the_valid_base(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [1.0, 2, 3, 3, 9] * 10})
    labels = {"q": {1: "Yes", 2: "Other", 3: "Other", 9: "Refused"}}
    path = tmp_path / "wave.sav"
    pyreadstat.write_sav(frame, path, variable_value_labels=labels)
    made = survey.Sample(path).topline("q", base="valid")
    assert [row.label["und"] for row in made.stub] == ["Yes", "Other (2)", "Other (3)"]
    assert made.columns[0].n == 40
    result = CliRunner().invoke(cli, ["simulate", str(path), "--out", str(tmp_path / "s.csv")])
    assert result.exit_code == 1 and "survey new" in result.stderr and not (tmp_path / "s.csv").exists()


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_questions_and_answers_in_two_rows_of_headings_are_read(tmp_path: Path, engine: str) -> None:
    head = "Respondent ID,How satisfied?,Which do you use?,,,Comments?\n,Response,TV,Radio,Net,Open-Ended Response\n"
    rows = "".join(f"{k},{['Not', 'Very'][k % 3 > 0]},{'TV' * (k % 2)},Radio,,fine {k}\n" for k in range(100, 160))
    opened = open_data(csv(tmp_path, head + rows), engine=engine)
    assert list(opened.engine.columns)[1:5] == [
        "How satisfied?",
        "Which do you use? [TV]",
        "Which do you use? [Radio]",
        "Which do you use? [Net]",
    ]
    assert opened.engine.n == 60 and "SurveyMonkey" in str(opened.layout.said[0]["en"])
    made = guess(opened)
    several = next(one for one in made.questions if one.kind == "multiple")
    assert (several.text["und"], len(several.columns)) == ("Which do you use?", 3)


def test_python_writes_the_file_that_the_command_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    csv(tmp_path, "sex,q1\n" + "1,1\n2,3\n" * 9)
    made = survey.new("first", "wave.csv", out="python/first.yaml")
    assert [one.name for one in made.scaffold.questions][1:] == ["q1"] and made.path.name == "first.yaml"
    run = CliRunner().invoke(cli, ["new", "first", "--data", "wave.csv", "--out", "first.yaml", "--quiet"])
    assert run.exit_code == 0, run.output
    text = (tmp_path / "first.yaml").read_text(encoding="utf-8")
    assert made.path.read_text(encoding="utf-8") == text.replace("{file: wave.csv}", "{file: '../wave.csv'}")
    made.path.write_text("mine", encoding="utf-8")
    with pytest.raises(survey.SurveyError, match="first.yaml"):
        survey.new("first", "wave.csv", out="python/first.yaml")
    assert survey.new("first", "wave.csv", out="python/first.yaml", short=True, overwrite=True).path == made.path
    with pytest.raises(survey.SurveyError, match="short"):
        survey.new("first", "wave.csv", shorter=True)


def test_after_the_scaffold_at_most_fifteen_lines_are_typed_for_weights_and_a_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    frame = pd.DataFrame({f"q{k}": [float((k * row) % 3 + 1) for row in range(200)] for k in range(1, 61)})
    frame = frame.assign(sex=[1.0, 2, 1] * 66 + [1.0, 2])
    answers = {1: "For", 2: "Against", 3: "Neither"}
    labels = {**{f"q{k}": answers for k in range(1, 61)}, "sex": {1: "Male", 2: "Female"}}
    texts = {**{f"q{k}": f"What of matter {k}?" for k in range(1, 61)}, "sex": "Sex"}
    pyreadstat.write_sav(frame, "wave.sav", variable_value_labels=labels, column_labels=texts)
    (tmp_path / "questionnaires" / "studies").mkdir(parents=True)
    (tmp_path / "questionnaires" / "targets").mkdir()
    targets = "targets: town\npopulation: adults\n"
    targets += "margins:\n  sex: {variables: [sex], shares: {1: 0.5, 2: 0.5}}\n"
    typed = "fieldwork: {start: 2024-03-01, end: 2024-03-09}\npopulation: adults\nsample: {kind: quota}\n"
    typed += "weighting: {method: rake, targets: town, margins: [sex]}\n"
    (tmp_path / "questionnaires" / "targets" / "town.yaml").write_text(targets, encoding="utf-8")
    made = survey.new("wave", "wave.sav")
    assert len(made.scaffold.questions) == 61
    kept = [line for line in made.path.read_text(encoding="utf-8").splitlines() if ": unknown" not in line]
    made.path.write_text("\n".join([*kept, typed]), encoding="utf-8")
    assert len((typed + targets).splitlines()) <= 15
    for words in (["check", "wave"], ["crosstab", "wave", "--all", "--out", "book.xlsx"]):
        run = CliRunner().invoke(cli, words)
        assert run.exit_code == 0, run.output
    assert (tmp_path / "book.xlsx").stat().st_size > 10_000
