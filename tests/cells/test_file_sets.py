"""Sets of multiple responses of an .sav file as questions: taken by name, offered, and faults told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest
import yaml
from click.testing import CliRunner

from survey.cells.files.response_sets import ResponseSet, response_sets
from survey.cells.files.sav_dictionary import sav_dictionary
from survey.cells.opening.open_study import open_study
from survey.cells.samples.sample import SampleData
from survey.cli import cli
from survey.definitions.reading.load import load_library, refuse_faults
from survey.errors import DataError, DefinitionError
from survey.estimation.statistics.share import share
from survey.reports.files.data.sav_sets import Head, with_head

pytestmark = pytest.mark.contract

LANGUAGES = ("lang_used_py", "lang_used_r", "lang_used_sql")
SETS = (
    ResponseSet("$languages", "Which languages do you use?", LANGUAGES, 1.0),
    ResponseSet("$media", "Which media?", ("media_1", "media_2")),
    ResponseSet("$named", "", ("word_1", "word_2"), "Yes", by_value=True, by_column=True),
    ResponseSet("$empty", "", ()),
)


def wave(path: Path, sets: tuple[ResponseSet, ...] = SETS) -> Path:
    rng = np.random.default_rng(3)
    columns: dict[str, Any] = {name: rng.integers(0, 2, 60).astype(float) for name in LANGUAGES}
    columns |= {f"media_{k}": rng.choice([1.0, 2.0, 3.0, np.nan], 60) for k in (1, 2)}
    columns |= {f"word_{k}": rng.choice(["Yes", "No"], 60) for k in (1, 2)}
    columns["sex"] = rng.integers(1, 3, 60).astype(float)
    media = {1.0: "TV", 2.0: "Web", 3.0: "Press"}
    pyreadstat.write_sav(
        pd.DataFrame(columns),
        str(path),
        column_labels={"lang_used_py": "Python", "lang_used_r": "R", "lang_used_sql": "SQL", "word_1": "Words"},
        variable_value_labels={
            **{"media_1": media, "media_2": media, "sex": {1.0: "Men", 2.0: "Women"}},
            **{"word_1": {"Yes": "First"}, "word_2": {"Yes": "Second"}},
        },
    )
    path.write_bytes(with_head(path, Head(sets), path))
    return path


def study(folder: Path, question: dict[str, Any] | None, **more: Any) -> SampleData:
    for name in ("studies", "targets"):
        (folder / name).mkdir(exist_ok=True)
    wave(folder / "studies" / "w.sav")
    questions: dict[str, Any] = {"q": {"type": "multiple", **question}} if question is not None else {}
    made = {"study": "w", "data": "w.sav", "questions": {"sex": {}, **questions}, **more}
    (folder / "studies" / "w.yaml").write_text(yaml.safe_dump(made, sort_keys=False), encoding="utf-8")
    library = load_library(folder)
    refuse_faults(library, ["w"])
    return open_study(library.study("w"), library)


def shares(sample: SampleData) -> dict[str, float]:
    found = share(sample, "q")
    return {str(row["option"]): float(row["estimate"]) for row in found.to_frame().to_dict("records")}


def test_a_set_of_marks_is_the_question_of_its_columns(tmp_path: Path) -> None:
    by_set = study(tmp_path, {"set": "$languages"})
    made = by_set.questions["q"]
    assert made.label("lang_used_sql") == {"und": "SQL"} and made.text == {"und": "Which languages do you use?"}
    columns = {name: name for name in LANGUAGES}
    assert shares(by_set) == shares(study(tmp_path, {"columns": columns, "marked": 1}))


def test_a_set_of_codes_takes_its_options_from_the_labels_of_values(tmp_path: Path) -> None:
    by_set = study(tmp_path, {"set": "media"})
    assert by_set.questions["q"].label("2") == {"und": "Web"}
    assert shares(by_set) == shares(study(tmp_path, {"columns": ["media_1", "media_2"]}))


def test_a_set_of_words_is_called_by_its_counted_values(tmp_path: Path) -> None:
    made = study(tmp_path, {"set": "$NAMED"}).questions["q"]
    assert [made.label(option) for option in made.options] == [{"und": "First"}, {"und": "Second"}]
    assert made.text == {"und": "Words"} and made.marked == "Yes"


def test_options_of_the_definition_name_the_columns_of_a_set(tmp_path: Path) -> None:
    options = {key: {"code": f"lang_used_{key}", "label": key.upper()} for key in ("r", "py", "sql")}
    made = study(tmp_path, {"set": "$languages", "options": options, "text": "Ours"})
    plain = shares(study(tmp_path, {"set": "$languages"}))
    assert list(made.questions["q"].options) == ["r", "py", "sql"] and made.questions["q"].text == {"und": "Ours"}
    for key, value in plain.items():
        assert shares(made)[key.removeprefix("lang_used_")] == value


@pytest.mark.parametrize(
    ("question", "match"),
    [
        ({"set": "$langages"}, r"there is no set of multiple responses '\$langages'.*Did you mean '\$languages'"),
        ({"set": "$empty"}, "the set has no columns"),
        ({"set": "$languages", "options": {"py": {"code": "lang_used_py"}}}, "no option of 'q' stands for .*used_r"),
        ({"set": "$languages", "options": {"x": {"code": "z"}}}, "the option 'x' names no column of the set"),
        ({}, "how several answers to 'q' stand in the data is not said.*'set: "),
    ],
)
def test_a_set_that_cannot_be_taken_is_told(question: dict[str, Any], match: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"(?s){match}"):
        study(tmp_path, question)


@pytest.mark.parametrize("other", [{"columns": ["media_1"]}, {"delimiter": ";"}, {"column": "media_1"}])
def test_a_set_and_columns_exclude_each_other(other: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="'set' and '.*' exclude each other"):
        study(tmp_path, {"set": "$media", **other})


def test_a_set_belongs_to_a_question_of_several_answers(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="'set' belongs to a question of several answers"):
        study(tmp_path, {"set": "$media", "type": "single"})


def test_another_format_has_no_sets(tmp_path: Path) -> None:
    sample = study(tmp_path, None)
    sample.engine.frame().to_csv(tmp_path / "studies" / "w.csv", index=False)
    with pytest.raises(DataError, match="Sets of multiple responses are in .sav files only"):
        study(tmp_path, {"set": "$media"}, data="w.csv")


def test_files_that_disagree_on_a_set_are_told(tmp_path: Path) -> None:
    study(tmp_path, {"set": "$languages"})
    other = wave(tmp_path / "v.sav", (ResponseSet("$languages", "", LANGUAGES[:2], 1.0),))
    library = load_library(tmp_path)
    with pytest.raises(DataError, match="has other columns or another counted value than in"):
        open_study(library.study("w"), library, data=[tmp_path / "studies" / "w.sav", other])


def test_check_offers_the_sets_that_no_question_uses_as_lines_that_work(tmp_path: Path) -> None:
    study(tmp_path, {"set": "$languages"})
    told = CliRunner().invoke(cli, ["check", "w", "--questionnaires", str(tmp_path)])
    assert told.exit_code == 0 and "2 set(s) of multiple responses that no question uses" in told.stdout
    lines = told.stdout.split("'questions:':\n")[1]
    offered = yaml.safe_load(lines)
    assert offered == {name: {"type": "multiple", "set": f"${name}"} for name in ("media", "named")}
    file = tmp_path / "studies" / "w.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("questions:\n", f"questions:\n{lines}"), encoding="utf-8")
    again = CliRunner().invoke(cli, ["check", "w", "--questionnaires", str(tmp_path)])
    assert again.exit_code == 0 and "multiple responses" not in again.stdout


def test_a_weighting_writes_the_sets_back(tmp_path: Path) -> None:
    targets = {"targets": "t", "population": "p", "margins": {"sex": {"variables": ["sex"], "shares": {1: 50, 2: 50}}}}
    study(tmp_path, {"set": "$languages"})
    (tmp_path / "targets" / "t.yaml").write_text(yaml.safe_dump(targets), encoding="utf-8")
    out = tmp_path / "out.sav"
    arguments = ["weight", "w", "--questionnaires", str(tmp_path), "--targets", "t", "--out", str(out)]
    told = CliRunner().invoke(cli, arguments)
    assert told.exit_code == 0, told.output
    assert set(response_sets(sav_dictionary(out))) == set(SETS)  # those with labels of counted values stand last
