"""Texts and other files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.errors import SurveyError
from survey.reports.files.whole_file import whole_file
from survey.reports.files.write import write_text

pytestmark = pytest.mark.contract


def test_a_text_is_written_as_utf_8_with_plain_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "made" / "deeper" / "a.txt", "Якуб\r\nі ўсё\n")
    assert (tmp_path / "made" / "deeper" / "a.txt").read_bytes() == "Якуб\nі ўсё\n".encode()


def test_a_block_that_fails_leaves_the_earlier_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_text(path, "earlier")
    with pytest.raises(ZeroDivisionError), whole_file(path) as beside:
        beside.write_text("half", encoding="utf-8")
        raise ZeroDivisionError
    assert path.read_text(encoding="utf-8") == "earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_a_text_that_cannot_be_encoded_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "earlier")
    with pytest.raises(SurveyError):
        write_text(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_the_place_is_not_touched_before_the_end(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with whole_file(path) as beside:
        beside.write_text("new", encoding="utf-8")
        assert not path.exists()
    assert path.read_text(encoding="utf-8") == "new"


def test_the_name_to_write_to_ends_like_the_file(tmp_path: Path) -> None:
    with whole_file(tmp_path / "wave.sav") as beside:
        assert beside.suffix == ".sav" and beside.parent == tmp_path


@pytest.mark.parametrize("name", ["taken/a.txt", "folder"])
def test_a_place_that_cannot_be_written_is_one_clear_error(name: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises(SurveyError) as error:
        write_text(tmp_path / name, "text")
    assert name in str(error.value)
    assert {path.name for path in tmp_path.iterdir()} == {"taken", "folder"}
