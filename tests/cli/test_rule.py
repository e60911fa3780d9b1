"""A rule of presentation on the command line: what it hides is in no form, and what goes with it neither."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result

import survey
from survey.cli import cli
from survey.definitions.reading.load import load_library, load_study
from survey.maths.rules.presentation import own_rule
from survey.studies.study_tables import study_crosstabs
from survey.tables.rules.presented import suppressed_together
from survey.tables.rules.rule_of import LATER

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


def test_a_difference_of_boxes_goes_with_either_of_them() -> None:
    library = load_library(FOLDER)
    study = load_study("example_wave", library)
    (table,) = study_crosstabs(study, library, ["trust"], ["age_group"], rule=LATER, boxes=2)
    (shown,) = suppressed_together([table], own_rule({"count": 50}, {}))
    gone = dict(zip((row.id for row in shown.stub), np.isnan(shown.estimate), strict=True))
    assert gone["_net_difference"].tolist() == (gone["_top"] | gone["_bottom"]).tolist()
    assert 0 < gone["_net_difference"].sum() < len(shown.columns)


STUDY = """\
study: poll
fieldwork: '2020'
sample: {kind: unknown, size: 400}
data: {file: poll.csv}
design: {weight: w}
rounding: half_even
presentation: {rule: n30}
banner: [place]
questions:
  vote: {base: valid, order: size, options: {a: A, b: B, c: C, x: {label: Hard to say, missing: dont_know}}}
  more: {options: {a: A, b: B, c: C, x: {label: Hard to say, missing: dont_know}}}
  place: {options: {p: Town, q: Village}}
"""


def test_a_table_of_python_hides_what_the_command_hides_and_stands_on_its_base(tmp_path: Path) -> None:
    draw = np.random.default_rng(4)
    chances = [0.6, 0.3, 0.06, 0.04]
    answers = {name: draw.choice(list("abcx"), 400, p=chances) for name in ("vote", "more")}
    frame = pd.DataFrame({**answers, "place": draw.choice(["p", "q"], 400, p=[0.94, 0.06]), "w": 1.0})
    frame.to_csv(tmp_path / "poll.csv", index=False)
    path = tmp_path / "poll.yaml"
    path.write_text(STUDY, encoding="utf-8")
    sample = survey.open_study(str(path))

    def rows(*call: str) -> list[dict[str, Any]]:
        result = CliRunner().invoke(cli, [call[0], str(path), *call[1:], "--format", "json"])
        assert result.exit_code == 0, result.output
        return list(json.loads(result.stdout)["rows"])

    for mine, theirs in (
        (sample.crosstab("vote", "place"), rows("crosstab", "--rows", "vote", "--banner", "place")),
        (sample.topline("vote"), rows("topline", "vote")),
        (sample.topline("more", where="place == q"), rows("topline", "more", "--where", "place == q")),
        (sample.topline("vote", rule="nchs"), rows("topline", "vote", "--rule", "nchs")),
    ):
        assert mine.rounding == "half_even" and mine.presentation is not None
        for one, other in zip(mine.records, theirs, strict=True):
            for name in ("option", "presentation"):
                assert one[name] == other[name]
            for name in ("estimate", "std_error", "conf_low", "n"):
                expected = np.nan if other[name] is None else other[name]
                assert one[name] == pytest.approx(expected, rel=1e-9, nan_ok=True)
    crossed = sample.crosstab("vote", "place")
    assert crossed.presentation is not None and crossed.presentation.all("suppress").any()
    open_to_all = sample.crosstab("vote", "place", rule="none")
    assert open_to_all.presentation is None and np.isfinite(open_to_all.estimate).all()


def test_a_grid_hides_what_its_toplines_hide_from_both(tmp_path: Path) -> None:
    frame = pd.DataFrame({"vote": list("abc") * 40, "more": list("ac") * 60, "place": "p", "w": 1.0})
    frame.loc[frame.index[:110], "vote"] = "x"  # no more than ten are left in the base
    frame.to_csv(tmp_path / "poll.csv", index=False)
    path = tmp_path / "poll.yaml"
    path.write_text(STUDY, encoding="utf-8")
    result = CliRunner().invoke(cli, ["topline", str(path), "--grid", "vote,more", "--format", "json"])
    rows = json.loads(result.stdout)["rows"]
    assert {row["presentation"] for row in rows if row["question"] == "vote"} == {"suppressed"}
    sample = survey.open_study(str(path))
    made = sample.grid(["vote", "more"])
    assert np.isnan(made.estimate[:, 0]).all() and np.isfinite(made.estimate[:3, 1]).all()
    assert np.isfinite(sample.grid(["vote", "more"], rule="none").estimate[:3]).all()


def test_a_run_writes_the_book_that_the_study_asks_for_under_its_rule(tmp_path: Path) -> None:
    draw = np.random.default_rng(4)
    answers = {name: draw.choice(list("abcx"), 400, p=[0.6, 0.3, 0.06, 0.04]) for name in ("vote", "more")}
    pd.DataFrame({**answers, "place": draw.choice(["p", "q"], 400, p=[0.94, 0.06]), "w": 1.0}).to_csv(
        tmp_path / "poll.csv", index=False
    )
    path = tmp_path / "poll.yaml"
    path.write_text(STUDY + "book: md\n", encoding="utf-8")
    for folder in ("one", "two"):
        made = CliRunner().invoke(cli, ["run", str(path), "--out", str(tmp_path / folder)])
        assert made.exit_code == 0, made.output
    book = (tmp_path / "one" / "poll" / "book.md").read_text(encoding="utf-8")
    assert "(s)" in book and book == (tmp_path / "two" / "poll" / "book.md").read_text(encoding="utf-8")
    assert "book.md" in (tmp_path / "one" / "poll" / "index.html").read_text(encoding="utf-8")
    path.write_text(STUDY + "book: xlsx\n", encoding="utf-8")
    wrong = CliRunner().invoke(cli, ["check", str(path)])
    assert wrong.exit_code == 1 and "book" in wrong.stderr and "html" in wrong.stderr
