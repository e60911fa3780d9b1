"""A rule of presentation on the command line: what it hides is in no form, and what goes with it neither."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from survey.cli import cli

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
FOLDER = Path(__file__).resolve().parents[2] / "questionnaires"
CALL = ("crosstab", "example_wave", "--rows", "alliance_preference", "--banner", "age_group")


def ran(*options: str) -> Result:
    return CliRunner().invoke(cli, [*CALL, "--questionnaires", str(FOLDER), *options])


def test_a_suppressed_figure_is_in_no_row_and_the_note_counts_it() -> None:
    plain = json.loads(ran("--format", "json").stdout)["rows"]
    made = json.loads(ran("--rule", "nchs", "--format", "json").stdout)["rows"]
    hidden = [k for k, row in enumerate(made) if row["presentation"] == "suppressed"]
    assert hidden and "presentation" not in plain[0]
    for k in hidden:
        assert all(made[k][name] is None for name in ("estimate", "std_error", "conf_low", "conf_high"))
    shown = [k for k, row in enumerate(made) if row["presentation"] == "shown"]
    assert all(made[k]["estimate"] == plain[k]["estimate"] for k in shown)
    assert "(s)" in ran("--rule", "nchs").stdout and "(s)" not in ran("--rule", "none").stdout


def test_a_suppressed_figure_is_no_number_in_a_workbook(tmp_path: Path) -> None:
    out = tmp_path / "table.xlsx"
    result = ran("--rule", "nchs", "--letters", "--out", str(out))
    assert result.exit_code == 0, result.output
    rows = json.loads(ran("--rule", "nchs", "--format", "json").stdout)["rows"]
    plain = json.loads(ran("--format", "json").stdout)["rows"]
    gone = [round(plain[k]["estimate"], 9) for k, row in enumerate(rows) if row["presentation"] == "suppressed"]
    cells = [cell.value for sheet in openpyxl.load_workbook(out) for line in sheet for cell in line]
    numbers = {round(value, 9) for value in cells if isinstance(value, float)}
    assert gone and not numbers & set(gone) and "(s)" in cells


def test_differences_of_boxes_are_refused_under_a_rule() -> None:
    call = ["crosstab", "example_wave", "--rows", "trust", "--banner", "age_group", "--boxes", "2"]
    both = CliRunner().invoke(cli, [*call, "--questionnaires", str(FOLDER), "--rule", "n30"])
    alone = CliRunner().invoke(cli, [*call, "--questionnaires", str(FOLDER)])
    assert alone.exit_code == 0 and both.exit_code == 1 and "difference of shares" in both.stderr
