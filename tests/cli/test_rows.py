"""What the commands print of a part of the respondents, in the order and with the figures that were asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import survey
from survey.cli import cli

FOLDER = Path(__file__).resolve().parents[2] / "questionnaires"
pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--questionnaires", str(FOLDER)])


def rows(*arguments: str) -> Any:
    made = run(*arguments, "--format", "json")
    assert made.exit_code == 0, made.output
    return json.loads(made.stdout)


WHERE = "sex == female and age >= 30"


def test_a_filter_is_the_same_in_every_command_and_in_python() -> None:
    sample = survey.open_study("example_wave", questionnaires=FOLDER)
    direct = sample.share("trust", where=WHERE, base="asked").rows()
    printed = [
        {row["option"]: row for row in rows(*arguments, "--where", WHERE)["rows"]}
        for arguments in (
            ("topline", "example_wave", "trust"),
            ("estimate", "example_wave", "share", "trust", "--base", "asked"),
            ("trend", "trust", "--studies", "example_wave"),
        )
    ]
    for row in direct[:5]:
        for found in printed:
            assert found[row["option"]]["std_error"] == pytest.approx(row["std_error"], rel=1e-9)
            assert found[row["option"]]["n"] == row["n"] == 428
    made = rows("crosstab", "example_wave", "--rows", "trust", "--banner", "region", "--where", WHERE)["rows"]
    total = [row["std_error"] for row in made if row["region"] == "_total"]
    assert total[: len(direct)] == pytest.approx([row["std_error"] for row in direct], rel=1e-9)


@pytest.mark.parametrize("command", ["topline", "crosstab", "estimate", "trend"])
def test_a_filter_that_says_nothing_is_one_error(command: str) -> None:
    arguments = {
        "topline": ("topline", "example_wave"),
        "crosstab": ("crosstab", "example_wave"),
        "estimate": ("estimate", "example_wave", "share", "trust"),
        "trend": ("trend", "trust", "--studies", "example_wave"),
    }[command]
    made = run(*arguments, "--where", "sex == femal")
    assert made.exit_code == 1
    assert "where: sex: no option 'femal'" in made.stderr
    assert "Did you mean 'female'?" in made.stderr


def test_published_figures_cannot_be_confined() -> None:
    made = run("topline", "baw_2022_03", "--where", "sex == male")
    assert made.exit_code == 1
    assert "--where has no effect" in made.stderr
    made = run("trend", "military_infrastructure", "--where", "sex == male")
    assert made.exit_code == 1
    assert "published figures cannot be confined to a part" in made.stderr


@pytest.mark.parametrize(("language", "said"), [("en", "Only: "), ("ru", "Только: "), ("be", "Толькі: ")])
@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_a_page_says_whom_its_figures_are_of(language: str, said: str, form: str) -> None:
    for command in (("topline", "example_wave", "trust"), ("trend", "abortion_any", "--studies", "gss_2016,gss_2018")):
        made = run(*command, "--where", "sex == female", "--lang", language, "--format", form, "--notes", "figure")
        assert made.exit_code == 0, made.output
        assert said in made.stdout


def test_halves_are_rounded_as_the_study_or_the_command_says(tmp_path: Path) -> None:
    """1 of 8 with one decimal less than it has: 12.5 % is exact, a mean of 2.125 is a half."""
    (tmp_path / "studies").mkdir()
    definition = "study: small\nquestions: {trust: {type: scale, options: {1: low, 2: middle, 3: high}}}\n"
    (tmp_path / "studies" / "small.yaml").write_text(definition + "data: small.csv\nrounding: half_even\n", "utf-8")
    (tmp_path / "studies" / "small.csv").write_text("trust\n1\n1\n2\n2\n2\n3\n3\n3\n", "utf-8")
    library = survey.load_library(tmp_path)
    table = survey.open_study("small", questionnaires=tmp_path).topline("trust")

    def printed(*more: str) -> str:
        made = CliRunner().invoke(cli, ["topline", "small", "--questionnaires", str(tmp_path), *more])
        assert made.exit_code == 0, made.output
        return made.stdout

    assert library.study("small").rounding == "half_even"
    assert "2.12 " in printed() and "Rounded half to even" in printed()
    assert "2.13 " in printed("--rounding", "half_up") and "Rounded half up" in printed("--rounding", "half_up")
    assert "2.12 " in str(table)
    assert "Палавіны акруглены да цотнай лічбы" in printed("--lang", "be")
    assert "Rounded" not in printed("--notes", "figure")


def test_every_command_on_a_study_rounds_halves_as_it_declares(tmp_path: Path) -> None:
    """1 of 16 is 6.25 %: 6.2 to the even digit."""
    (tmp_path / "studies").mkdir()
    definition = "study: small\nfieldwork: 2024-05\nquestions:\n  trust:\n    options: {1: low, 2: high}\n"
    definition += "    published: {1: 6.2}\ndata: small.csv\nrounding: half_even\n"
    (tmp_path / "studies" / "small.yaml").write_text(definition, "utf-8")
    (tmp_path / "studies" / "small.csv").write_text("trust\n1\n" + 15 * "2\n", "utf-8")
    for call in (("topline", "small"), ("trend", "trust", "--studies", "small")):
        for even in (True, False):
            more = [] if even else ["--rounding", "half_up"]
            made = CliRunner().invoke(cli, [*call, "--questionnaires", str(tmp_path), *more])
            assert made.exit_code == 0, made.output
            assert ("6.2" in made.stdout) is even and ("6.3" in made.stdout) is not even, call


def test_the_rows_and_figures_of_a_command_are_those_of_python() -> None:
    sample = survey.open_study("example_wave", questionnaires=FOLDER)
    options: dict[str, Any] = {"sort": "size", "boxes": 2, "statistics": ("mean", "sd"), "show": ("percent", "moe")}
    given = ("--sort", "size", "--boxes", "2", "--statistics", "mean,sd", "--show", "percent,moe")
    made = sample.crosstab("trust", ["sex"], total="last", **options)
    printed = rows("crosstab", "example_wave", "--rows", "trust", "--banner", "sex", "--total", "last", *given)["rows"]
    assert [row["option"] for row in printed] == [row["option"] for row in made.records]
    assert [row["moe"] for row in printed] == pytest.approx([row["moe"] for row in made.records])
    assert {"_top", "_bottom", "_net_difference", "sd"} <= {row["option"] for row in printed}
    assert [row["option"] for row in rows("topline", "example_wave", "trust", *given)["rows"]][:1] == ["3"]


def test_published_figures_can_be_sorted_and_no_more() -> None:
    printed = rows("topline", "baw_2022_03", "military_infrastructure", "--sort", "size")["rows"]
    assert [row["option"] for row in printed] == ["negative", "positive", "hard_to_say"]
    made = run("topline", "baw_2022_03", "--boxes", "2")
    assert made.exit_code == 1
    assert "--boxes has no effect" in made.stderr


@pytest.mark.parametrize(("option", "value"), [("--sort", "sise"), ("--show", "indx"), ("--statistics", "mode")])
def test_a_slip_of_an_option_is_misuse(option: str, value: str) -> None:
    assert run("topline", "example_wave", option, value).exit_code == 2


def test_columns_inside_columns_are_asked_for_by_the_command() -> None:
    sample = survey.open_study("example_wave", questionnaires=FOLDER)
    made = sample.crosstab("trust", ["sex>region"])
    printed = rows("crosstab", "example_wave", "--rows", "trust", "--banner", "sex>region")["rows"]
    assert [row["estimate"] for row in printed] == pytest.approx([row["estimate"] for row in made.records], nan_ok=True)
    assert {"sex", "region"} <= set(printed[0])


NESTED = """\
study: poll
fieldwork: '2020'
data: {file: poll.csv}
design: {weight: none}
banner: [sex, sex > place]
questions:
  vote: {options: {a: A, b: B}}
  sex: {options: {m: Men, f: Women}}
"""


def test_columns_inside_columns_may_stand_in_the_banner_of_a_study(tmp_path: Path) -> None:
    """``place`` is a plain column; what stands in the banner at any depth is no row."""
    lines = [f"{vote},{sex},{place}" for vote in "ab" for sex in "mf" for place in ("city", "town") for _ in range(30)]
    (tmp_path / "poll.csv").write_text("\n".join(["vote,sex,place", *lines]), encoding="utf-8")
    path = tmp_path / "poll.yaml"
    path.write_text(NESTED, encoding="utf-8")

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(cli, [arguments[0], str(path), *arguments[1:]])

    assert call("check").exit_code == 0
    printed = call("crosstab", "--format", "json")
    assert printed.exit_code == 0, printed.output
    assert printed.stdout == call("crosstab", "--banner", "sex,sex>place", "--format", "json").stdout
    made = json.loads(printed.stdout)["rows"]
    assert {row["question"] for row in made} == {"vote"} and {"m", "_total"} <= {row["sex"] for row in made}
    assert {(row["sex"], row["place"]) for row in made} >= {("m", "city"), ("f", "town"), ("m", "_total")}
    assert call("run", "--out", str(tmp_path / "out")).exit_code == 0
    assert call("crosstab", "--all", "--out", str(tmp_path / "book.html")).exit_code == 0
    path.write_text(NESTED.replace("> place", "> plase"), encoding="utf-8")
    wrong = call("check")
    assert wrong.exit_code == 1 and "poll.yaml:5: banner.1" in wrong.stderr and "Did you mean 'place'" in wrong.stderr


def test_a_grid_of_the_command_is_that_of_python() -> None:
    names = ("abortion_any", "abortion_poor", "abortion_rape")
    made = survey.open_study("gss_2018", questionnaires=FOLDER).grid(names, where="sex == female")
    printed = rows("topline", "gss_2018", "--grid", ",".join(names), "--where", "sex == female")["rows"]
    assert [(row["question"], row["option"]) for row in printed] == [
        (row["question"], row["option"]) for row in made.records
    ]
    assert [row["std_error"] for row in printed] == pytest.approx([row["std_error"] for row in made.records])
    assert run("topline", "gss_2018", "abortion_any", "--grid", "abortion_any,abortion_poor").exit_code == 2
    refused = run("topline", "gss_2018", "--grid", "abortion_any,party_identification")
    assert refused.exit_code == 1
    assert "is not of the scale of 'abortion_any'" in refused.stderr
