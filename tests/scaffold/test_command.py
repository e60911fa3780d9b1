"""``survey new`` on the command line, and what follows it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey.cli import cli

pytestmark = pytest.mark.contract


def survey(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def here(sav: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the data file, as the working folder."""
    monkeypatch.chdir(sav.parent)
    return sav.parent


def test_a_file_becomes_a_definition_a_check_a_table_and_a_book(here: Path) -> None:
    made = survey("new", "wave", "--data", "wave.sav")
    assert made.exit_code == 0 and "Wrote wave.yaml" in made.output
    assert "6 questions (1 single, 1 number, 3 scale, 1 multiple)" in made.output
    assert "Guessed: weight wt, id respid, stratum stratum, psu psu" in made.output
    assert "date intdate (runs from 2024-03-01 to 2024-03-20)" in made.output
    checked = survey("check", "wave.yaml")
    assert checked.exit_code == 0 and "wave: 6 questions, 200 respondents. OK" in checked.output
    assert survey("topline", "wave.yaml", "q5").exit_code == 0
    book = survey("crosstab", "wave.yaml", "--all", "--out", "book.xlsx")
    assert book.exit_code == 0, book.output
    assert (here / "book.xlsx").stat().st_size


def test_the_definition_stands_among_those_of_the_folder_and_finds_its_data(here: Path) -> None:
    (here / "questionnaires" / "studies").mkdir(parents=True)
    assert survey("new", "wave", "--data", "wave.sav").exit_code == 0
    written = here / "questionnaires" / "studies" / "wave.yaml"
    assert "file: '../../wave.sav'" in written.read_text(encoding="utf-8")
    assert survey("check", "wave").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("wave",), "a definition is made of data, or of a form"),
        (("Wave 1", "--data", "wave.sav"), "Small Latin letters, digits and _: wave_1"),
        (("wave", "--data", "wave.sav", "--out", "other.yaml"), "named like the study"),
        (("wave", "--data", "none.sav"), "there is no such data file"),
    ],
)
def test_a_clear_error_for(here: Path, arguments: tuple[str, ...], said: str) -> None:
    result = survey("new", *arguments)
    assert result.exit_code == 1 and said in result.output
    assert not (here / "wave.yaml").exists()


def test_a_file_of_somebody_else_is_kept(here: Path) -> None:
    (here / "wave.yaml").write_text("study: wave\n", encoding="utf-8")
    assert survey("new", "wave", "--data", "wave.sav").exit_code == 1
    assert (here / "wave.yaml").read_text(encoding="utf-8") == "study: wave\n"
    assert survey("new", "wave", "--data", "wave.sav", "--overwrite").exit_code == 0
    assert os.path.getsize(here / "wave.yaml") > 1000
