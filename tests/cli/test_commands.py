"""What each command prints, writes and exits with when all is well."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from survey.words import FIGURES, LEADING, result_columns

pytestmark = pytest.mark.contract


def test_check_counts_definitions_and_respondents(town: Any) -> None:
    result = town("check")
    assert result.exit_code == 0, result.output
    assert "2 studies" in result.stdout and "OK" in result.stdout
    result = town("check", "wave")
    assert "wave: 3 questions, 60 respondents, weights converge. OK" in result.stdout


def test_check_with_data_looks_at_the_file_that_was_named(town: Any) -> None:
    town.data(lambda rows: rows[0].update(vote="7"), "data/new.csv")
    result = town("check", "wave", "--data", "questionnaires/data/new.csv")
    assert result.exit_code == 0, result.output
    assert "Warning: " in result.stderr and "7" in result.stderr and "vote" in result.stderr


def test_check_writes_the_schemas_that_are_shipped(town: Any, root: Path) -> None:
    result = town("check", "--write-schemas", "schema")
    assert result.exit_code == 0, result.output
    written = {path.name: path.read_text(encoding="utf-8") for path in (town.folder / "schema").iterdir()}
    shipped = root / "questionnaires" / "schema"
    assert written == {path.name: path.read_text(encoding="utf-8") for path in shipped.iterdir()}


def test_json_is_rows_and_notes_and_nothing_else_on_stdout(town: Any) -> None:
    result = town("crosstab", "wave", "--rows", "vote", "--banner", "sex,area", "--format", "json")
    found = json.loads(result.stdout)
    assert set(found) == {"rows", "notes"}
    assert all(tuple(row) == result_columns(("sex", "area")) for row in found["rows"])
    assert {"base", "weighting", "method", "moe"} <= set(found["notes"])


def test_csv_of_several_questions_has_one_head(town: Any) -> None:
    result = town("topline", "wave", "vote", "sex", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {row["question"] for row in rows} == {"vote", "sex"}
    assert tuple(rows[0])[: len(LEADING)] == LEADING and set(FIGURES) <= set(rows[0])
    shares = [float(row["estimate"]) for row in rows if row["question"] == "sex"]
    assert sum(shares) == pytest.approx(1) and max(shares) == pytest.approx(0.55)  # the target of women


def test_a_weight_named_on_the_command_line_is_used_as_it_is(town: Any) -> None:
    raked, given = (
        json.loads(town("topline", "wave", "sex", "--format", "json", *more).stdout) for more in ((), ("--weight", "w"))
    )
    assert "raked" in raked["notes"]["weighting"] and "column w" in given["notes"]["weighting"]
    assert [row["estimate"] for row in raked["rows"]] != [row["estimate"] for row in given["rows"]]


def test_clusters_named_on_the_command_line_change_the_error_and_not_the_share(town: Any) -> None:
    rows = [
        json.loads(town("topline", "wave", "vote", "--weight", "w", "--format", "json", *more).stdout)["rows"]
        for more in ((), ("--psu", "cluster"))
    ]
    assert [row["estimate"] for row in rows[0]] == [row["estimate"] for row in rows[1]]
    assert [row["std_error"] for row in rows[0]] != [row["std_error"] for row in rows[1]]
    assert rows[0][0]["df"] == 59 and rows[1][0]["df"] == 11


def test_bases_change_what_makes_one_hundred(town: Any) -> None:
    def options(base: str) -> set[str]:
        found = json.loads(town("topline", "wave", "vote", "--base", base, "--format", "json").stdout)
        assert sum(row["estimate"] for row in found["rows"]) == pytest.approx(1)
        return {row["option"] for row in found["rows"]}

    assert options("asked") - options("valid") == {"hard_to_say"}


def test_a_study_without_data_shows_its_published_figures(town: Any) -> None:
    result = town("topline", "poll")
    assert re.search(r"Red +44 +\(39\.7.48\.4\)", result.stdout), result.stdout  # 1.96 √(.44·.56/500) = 4.35 points
    assert "500" in result.stdout


def test_text_speaks_three_languages(town: Any) -> None:
    for language, word in (("en", "Red"), ("ru", "Красные"), ("be", "Апытана")):
        assert word in town("topline", "wave", "vote", "--lang", language).stdout


@pytest.mark.parametrize("name", ["t.txt", "t.csv", "t.json", "t.md", "t.html"])
def test_out_takes_its_form_from_the_name(name: str, town: Any) -> None:
    result = town("topline", "wave", "vote", "--out", name)
    assert result.exit_code == 0 and result.stdout == "" and "Wrote t." in result.stderr
    text = (town.folder / name).read_text(encoding="utf-8")
    assert (
        text.startswith({"html": "<!DOCTYPE html>", "json": "{"}.get(name[2:], "")) and "Red" in text or "red" in text
    )


def test_quiet_says_nothing_on_stderr(town: Any) -> None:
    result = town("topline", "wave", "vote", "--out", "t.csv", "--quiet")
    assert result.output == ""


def test_weight_writes_the_file_back_with_one_column_more(town: Any) -> None:
    result = town("weight", "wave", "--out", "weighted.csv", "--report", "report.html")
    assert result.exit_code == 0, result.output
    before = (town.folder / "questionnaires/data/wave.csv").read_text(encoding="utf-8").splitlines()
    after = (town.folder / "weighted.csv").read_text(encoding="utf-8").splitlines()
    assert [line.rsplit(",", 1)[0] for line in after] == before and after[0].endswith(",weight")
    weights = [float(line.rsplit(",", 1)[1]) for line in after[1:]]
    women = [w for w, line in zip(weights, before[1:], strict=True) if line.split(",")[1] == "2"]
    assert sum(weights) == pytest.approx(60) and sum(women) == pytest.approx(33)  # 550 of 1000
    assert "Design effect" in result.stdout and (town.folder / "report.html").is_file()


@pytest.mark.parametrize(
    ("report", "code", "said"),
    [
        ("report.doc", 2, "end the name in"),
        ("weighted.csv", 1, "is a data file"),
        ("questionnaires/data/wave.csv", 1, "is a data file"),
        ("questionnaires", 2, "is a directory"),
        ("/proc/report.html", 1, "cannot be written"),
    ],
)
def test_a_report_that_cannot_be_written_leaves_the_data_as_they_were(
    report: str, code: int, said: str, town: Any
) -> None:
    wave = (town.folder / "questionnaires/data/wave.csv").read_bytes()
    (town.folder / "weighted.csv").write_text("earlier", encoding="utf-8")
    result = town("weight", "wave", "--out", "weighted.csv", "--report", report)
    assert result.exit_code == code and said in result.stderr, result.output
    assert (town.folder / "weighted.csv").read_text(encoding="utf-8") == "earlier"
    assert (town.folder / "questionnaires/data/wave.csv").read_bytes() == wave


def test_weights_to_start_from_that_are_absent_are_named_with_the_file(town: Any) -> None:
    result = town("weight", "wave", "--out", "weighted.csv", "--base-weight", "numbr")
    assert result.exit_code == 1
    assert "wave.csv: numbr: there is no such column (base weight). Did you mean 'number'?" in result.stderr


def test_what_a_respondent_said_is_in_no_result(town: Any) -> None:
    wave = town.folder / "questionnaires/data/wave.csv"
    lines = wave.read_text(encoding="utf-8").splitlines()
    place = lines[0].split(",").index("vote")
    cells = lines[1].split(",")
    cells[place] = "call Anna at home"
    wave.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")
    result = town("run", "wave", "--out", "results")
    assert result.exit_code == 0 and "1 answers that no option names" in result.stderr
    assert "Anna" not in result.output  # which logs of others keep; who works with the data asks for it
    assert "call Anna at home" in town("topline", "wave", "vote", "--internal").stderr
    written = [path for path in (town.folder / "results").rglob("*") if path.is_file()]
    texts = [path.read_text(encoding="utf-8") for path in written if path.suffix != ".png"]
    assert any("answers that no option names" in text for text in texts)
    assert not any("Anna" in text for text in texts)


def test_weighting_again_gives_the_same_bytes(town: Any) -> None:
    for name in ("a.csv", "b.csv"):
        town("weight", "wave", "--out", name, "--quiet")
    assert (town.folder / "a.csv").read_bytes() == (town.folder / "b.csv").read_bytes()


def test_trend_joins_published_figures_and_microdata(town: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(town("trend", "vote", "--series", "town", "--format", "csv").stdout)))
    assert {row["study"] for row in rows} == {"poll", "wave"}
    assert {row["status"] for row in rows} == {"published", "microdata"}
    text = town("trend", "vote", "--series", "town").stdout
    assert "face-to-face → phone" in text


def test_a_change_has_an_interval_and_its_design_effect(town: Any) -> None:
    one, two = (
        json.loads(town("trend", "vote", "--change", "poll:wave", "--deff", deff, "--format", "json").stdout)["rows"]
        for deff in ("1", "2")
    )
    assert one[0]["estimate"] == two[0]["estimate"] and one[0]["std_error"] < two[0]["std_error"]


def test_a_trend_can_be_drawn_beside_the_table(town: Any) -> None:
    result = town("trend", "vote", "--series", "town", "--plot", "trend.svg", "--out", "trend.csv")
    assert result.exit_code == 0 and (town.folder / "trend.svg").is_file() and (town.folder / "trend.csv").is_file()


def test_verify_exits_with_three_when_a_claim_fails_and_zero_when_all_hold(town: Any) -> None:
    failed, held = town("verify", "paper"), town("verify", "fair")
    assert (failed.exit_code, held.exit_code) == (3, 0)
    assert "OVERSTATED" in failed.stdout and "44" in failed.stdout and "REPRODUCED" in held.stdout
    assert failed.stderr == ""


def test_verify_of_a_study_includes_the_claims_about_it(town: Any) -> None:
    rows = json.loads(town("verify", "poll", "--format", "json").stdout)["rows"]
    assert {"paper.two_thirds_red", "fair.red_44"} <= {row["claim"] for row in rows}


@pytest.mark.parametrize(
    "args",
    [
        ("topline", "wave", "vote"),
        ("topline", "poll", "vote"),
        ("crosstab", "wave", "vote"),
        ("crosstab", "wave", "vote", "--banner", "area", "--option", "red"),
        ("trend", "vote", "--series", "town"),
        ("weights", "wave"),
        ("gaps", "wave"),
    ],
)
def test_every_picture_is_drawn_in_every_format(args: tuple[str, ...], town: Any) -> None:
    for name, head in (("x.svg", b"<?xml"), ("x.png", b"\x89PNG"), ("x.pdf", b"%PDF"), ("x.jpg", b"\xff\xd8")):
        result = town("plot", *args, "--out", name)
        assert result.exit_code == 0, result.output
        assert (town.folder / name).read_bytes().startswith(head)


def test_run_writes_a_folder_a_study_and_an_index(town: Any) -> None:
    result = town("run")
    assert result.exit_code == 0, result.output
    assert "[1/" in result.stderr and "Wrote " in result.stderr
    for name in ("index.html", "wave/index.html", "wave/run.json", "wave/weighting.html", "poll/index.html"):
        assert (town.folder / "results" / name).is_file(), name
    for path in (town.folder / "results").rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"#]+)"', path.read_text(encoding="utf-8")):
            assert "://" in link or (path.parent / link).exists(), (path, link)


def test_run_of_one_study_leaves_the_others_alone(town: Any) -> None:
    town("run", "--quiet")
    before = (town.folder / "results/poll/run.json").stat().st_mtime_ns
    assert town("run", "wave", "--quiet").exit_code == 0
    assert (town.folder / "results/poll/run.json").stat().st_mtime_ns == before


def test_a_study_can_be_a_path(town: Any) -> None:
    named, path = town("topline", "wave", "vote"), town("topline", "questionnaires/studies/wave.yaml", "vote")
    assert named.stdout == path.stdout != ""
