"""What is written is read back as it was, whatever the texts are; nothing that identifies respondents is in it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.definitions.reading.load import load_study
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import read_yaml
from survey.errors import SurveyError
from survey.scaffold.guessing.as_written import as_written
from survey.scaffold.writing.scalars import comment, flow, key, scalar
from tests.scaffold.conftest import Make

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.property
@given(TEXTS)
def test_every_text_is_read_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("texts") / "one.yaml"
    path.write_text(f"# {comment(text)}\na: {scalar(text)}\nb: {flow({'k': text, 'l': [text]})}\n", encoding="utf-8")
    read = read_yaml(path)
    assert not read.problems
    assert (read.data["a"], read.data["b"]) == (text, {"k": text, "l": [text]})


@pytest.mark.property
@given(TEXTS.filter(bool))
def test_every_name_of_an_option_is_read_back(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("keys") / "one.yaml"
    path.write_text(f"a: {{{key(text)}: 1}}\nb:\n  {key(text)}: 1\n", encoding="utf-8")
    read = read_yaml(path)
    assert not read.problems
    assert [str(name) for name in read.data["a"]] == [text] and list(read.data["a"]) == list(read.data["b"])


@pytest.mark.contract
def test_the_definition_says_what_was_proposed(sav: Path, scaffolded: Make) -> None:
    made = scaffolded(sav)
    for one in made.scaffold.questions:
        meant = Question.model_validate({"question": one.name, **as_written(one)})
        assert made.question(one.name).model_dump(exclude={"options_of"}) == meant.model_dump(exclude={"options_of"})


@pytest.mark.contract
def test_grids_of_one_stem_keep_their_own_scales(tmp_path: Path, scaffolded: Make) -> None:
    long, short = ["very good", "good", "bad", "very bad"], ["often", "rarely", "never"]
    rows = 60
    frame = pd.DataFrame({f"q_{k}": ((long if k < 4 else short) * rows)[:rows] for k in range(1, 7)})
    frame.to_csv(tmp_path / "two.csv", index=False)
    made = scaffolded(tmp_path / "two.csv")
    assert len({one.grid for one in made.scaffold.questions}) == 2
    assert len(made.question("q_3").options) == 4 and len(made.question("q_6").options) == 3


@pytest.mark.contract
def test_nothing_in_the_definition_identifies_a_respondent(tmp_path: Path, scaffolded: Make) -> None:
    rows = 60
    frame = pd.DataFrame(
        {
            "phone": [f"+37529{k:07d}" for k in range(rows)],
            "account": range(7_000_000, 7_000_000 + rows),
            "village": ["Minsk"] * 57 + ["Lonely Hamlet", "Lonely Hamlet", "Far Farm"],
            "children": [0, 1, 2] * 19 + [17, 17, 17],
            "remark": [f"my name is Person {k}" for k in range(rows)],
            "vote": ["Red", "Blue"] * (rows // 2),
        }
    )
    frame.to_csv(tmp_path / "wave.csv", index=False)
    text = scaffolded(tmp_path / "wave.csv").text
    for secret in ("37529", "7000000", "7000059", "Lonely", "Far Farm", "17", "Person"):
        assert secret not in text, secret
    assert "2 answer(s) that fewer than 5 respondents gave, in 3 row(s)" in text
    assert "remark (open text, 60 different in 60 answers)" in text or "remark (every row has another value)" in text


@pytest.mark.contract
def test_a_definition_that_somebody_wrote_is_never_replaced(sav: Path, scaffolded: Make) -> None:
    made = scaffolded(sav)
    made.path.write_text(made.text + "# my own line\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="--overwrite"):
        scaffolded(sav)
    assert made.path.read_text(encoding="utf-8").endswith("# my own line\n")


@pytest.mark.contract
def test_the_same_file_gives_the_same_definition(sav: Path, scaffolded: Make) -> None:
    assert scaffolded(sav).text == scaffolded(sav).text


@pytest.mark.contract
def test_a_shared_question_of_another_meaning_keeps_its_name(sav: Path, tmp_path: Path, scaffolded: Make) -> None:
    shared = tmp_path / "questionnaires" / "questions"
    shared.mkdir(parents=True)
    (shared / "sex.yaml").write_text("question: sex\noptions: {m: Man, w: Woman}\n", encoding="utf-8")
    made = scaffolded(sav)
    assert "sex_2" in load_study("wave", made.library).questions
