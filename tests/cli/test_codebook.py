"""``survey codebook``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.cli import cli

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("ending", ["html", "xlsx", "json", "xml", "sss"])
def test_a_codebook_is_written_in_each_form(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"book.{ending}"
    result = CliRunner().invoke(cli, ["codebook", "example_wave", "--out", str(out), "--lang", "ru"])
    assert result.exit_code == 0, result.output
    assert out.stat().st_size > 500 and f"Wrote {out}" in result.output


def test_an_ending_that_is_no_form_of_a_codebook_is_misuse(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["codebook", "example_wave", "--out", str(tmp_path / "book.csv")])
    assert result.exit_code == 2 and ".html, .xlsx, .json, .xml, .sss" in result.output


def test_a_file_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    out = tmp_path / "book.xml"
    out.write_text("mine")
    result = CliRunner().invoke(cli, ["codebook", "example_wave", "--out", str(out)])
    assert result.exit_code == 1 and out.read_text() == "mine"
