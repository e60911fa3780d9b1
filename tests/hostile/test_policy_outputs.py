"""Each form of output under the default policy has no figure of the few, and no digits that would give one back."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from survey.cli import cli
from survey.words import LANGUAGES
from tests.hostile.test_policy import TARGETS, VOTE, WAVE

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
YEARS = (*range(14, 24),)  # as many as a line takes


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten waves, in each of which C has four votes of 300 and the north three respondents."""
    folder = tmp_path_factory.mktemp("outputs")
    for name, text in (("questions/vote", VOTE), ("targets/census", TARGETS)):
        path = folder / "questionnaires" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    studies = folder / "questionnaires" / "studies"
    studies.mkdir()
    for year in YEARS:
        draw = np.random.default_rng(year)
        votes = 170 + 2 * (year % 7)
        frame = pd.DataFrame({"number": range(300), "vote": [3] * 4 + [1] * votes + [2] * (296 - votes)})
        frame["region"] = draw.permutation([1] * 3 + [2] * 150 + [3] * 147)
        frame["sex"] = draw.integers(1, 3, 300)
        frame["income"] = draw.integers(100, 900, 300)
        frame.to_csv(studies / f"wave{year}.csv", index=False)
        (studies / f"wave{year}.yaml").write_text(WAVE.format(name=f"wave{year}", year=year), encoding="utf-8")
    return folder


@pytest.fixture
def made(place: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """The file that a command writes."""
    monkeypatch.chdir(place)

    def work(name: str, *call: str, code: int = 0) -> Path:
        done = CliRunner().invoke(cli, [*call, "--out", name, "--overwrite"], prog_name="survey")
        assert done.exit_code == code, done.output
        return place / name

    return work


Made = Callable[..., Path]
FIGURE = re.compile(r"\d")


def told(cells: list[Any]) -> list[Any]:
    """The cells of a row that hold a figure."""
    return [cell for cell in cells if not isinstance(cell, bool) and FIGURE.search(str(cell or ""))]


def test_a_workbook(made: Made) -> None:
    book = openpyxl.load_workbook(made("t.xlsx", "topline", "wave20", "vote"))
    rows = {row[0]: list(row[1:]) for sheet in book for row in sheet.iter_rows(values_only=True)}
    assert told(rows["A"]) and not told(rows["C"]) and not told(rows["B"])


@pytest.mark.parametrize("form", ["csv", "json"])
def test_rows_of_files(made: Made, form: str) -> None:
    path = made(f"t.{form}", "topline", "wave20", "vote")
    rows = json.loads(path.read_text())["rows"] if form == "json" else pd.read_csv(path).to_dict("records")
    figures = ("estimate", "std_error", "conf_low", "conf_high", "deff", "count", "moe")
    (few,) = (row for row in rows if str(row["option"]) == "3")
    assert not [name for name in figures if few.get(name) is not None and not math.isnan(few[name])]
    assert [row for row in rows if row["estimate"] is not None and row["estimate"] > 0.5]


@pytest.mark.parametrize("form", ["md", "txt", "html"])
def test_pages_of_tables(made: Made, form: str) -> None:
    text = made(f"t.{form}", "crosstab", "wave20", "--rows", "vote", "--banner", "sex").read_text(encoding="utf-8")
    if form == "html":
        text = re.sub(r"</tr>|<tr[^>]*>", "\n", text)
        text = re.sub(r"<[^>]*>", " ", text)
    rows = [line.strip(" |") for line in text.splitlines()]
    few, many = ([row for row in rows if re.match(rf"{name}\W", f"{row} ")] for name in "CA")
    assert few and not any(FIGURE.search(row) for row in few) and any(FIGURE.search(row) for row in many)


@pytest.mark.parametrize("call", [("topline", "wave20", "vote"), ("crosstab", "wave20", "vote", "--banner", "sex")])
def test_a_picture(made: Made, call: tuple[str, ...]) -> None:
    text = made("p.svg", "plot", *call).read_text(encoding="utf-8")
    drawn = [one.strip() for one in re.findall(r">([^<>]+)<", text)]
    assert any(re.match(r"6\d", one) for one in drawn)
    assert not [
        one for one in drawn if re.fullmatch(r"[<~]?(1|1[.,]3\d*|4|3[78][.,]?\d*)\s?%?", one)
    ]  # C, and B beside A


def test_a_codebook(made: Made) -> None:
    rows = json.loads(made("b.json", "codebook", "wave20").read_text())["rows"]
    few = [row for row in rows if f"{row['question']} {row['option']}" in ("vote 2", "vote 3", "region 1")]
    assert len(few) == 3 and all(row["estimate"] is None and row["n"] is None for row in few)
    xml = made("b.xml", "codebook", "wave20").read_text(encoding="utf-8")
    parts = {re.findall(r"<labl>(.*?)</labl>", one)[0]: one for one in re.findall(r"(?s)<catgry>.*?</catgry>", xml)}
    assert "catStat" in parts["A"] and not [name for name in "BC" if "catStat" in parts[name]]
    page = re.sub(r"<[^>]*>", " ", re.sub(r"<tr[^>]*>", "\n", made("b.html", "codebook", "wave20").read_text()))
    lines = {line.split()[0]: line.split()[2:] for line in page.splitlines() if re.match(r"\s*[ABC]\s", line)}
    assert told(lines["A"]) and not told(lines["C"]) and not told(lines["B"])


def test_a_report_in_one_page(made: Made) -> None:
    page = made("r.html", "report", "wave20").read_text(encoding="utf-8")
    found = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    (study,) = json.loads(found[1])["studies"]
    hidden = 0
    for question in study["questions"]:
        for table in question["tables"].values():
            for does, *figures in zip(table.get("s", table["e"]), table["e"], table["l"], table["h"], strict=True):
                for at, did in enumerate(does):
                    hidden += did == "suppress"
                    assert did != "suppress" or [line[at] for line in figures] == [None] * 3
                    shown = [line[at] for line in figures if line[at] is not None]
                    assert all(abs(value * 1000 - round(value * 1000)) < 1e-6 for value in shown if value < 1)
            assert not [n for n in table.get("n", ()) if isinstance(n, (int, float)) and 0 < n < 10]
    assert hidden > 8


def test_a_trend(made: Made) -> None:
    rows = json.loads(made("trend.json", "trend", "vote", "--series", "town").read_text())["rows"]
    assert {row["option"] for row in rows} == {"1"} and all(
        round(row["estimate"], 3) == row["estimate"] for row in rows
    )


def test_a_line(made: Made) -> None:
    """Of polls whose figures a policy withholds there is none."""
    call = ("line", "vote", "--series", "town", "--options")
    rows = json.loads(made("line.json", *call, "1").read_text())["rows"]
    assert rows and {row["option"] for row in rows} == {"1"}
    done = CliRunner().invoke(cli, [*call, "3", "--out", "line3.json"], prog_name="survey")
    assert done.exit_code == 1 and not Path("line3.json").exists(), done.output


def test_verdicts_and_their_details(made: Made) -> None:
    text = made("v.json", "verify", "wave20", code=3).read_text()
    (few,) = (row for row in json.loads(text)["rows"] if row["claim"] == "vote.3")
    assert few["fidelity"] == "cannot_be_checked" and "1.33" not in text and "0.0133" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_a_weighting(made: Made, place: Path, language: str) -> None:
    made("w.csv", "weight", "wave20", "--report", "w.html", "--lang", language)
    text = re.sub(r"(?s)<style.*?</style>|<[^>]*>", " ", (place / "w.html").read_text(encoding="utf-8"))
    weights = np.sort(pd.read_csv(place / "w.csv").iloc[:, -1])
    largest = weights[-1] / weights.mean()
    assert largest > 2.5 and "North" not in text
    assert f"{largest:.2f}" not in text and f"{largest:.2f}".replace(".", ",") not in text


def test_how_a_study_was_made(made: Made, place: Path) -> None:
    text = made("d.html", "disclose", "wave20").read_text(encoding="utf-8")
    made("w.csv", "weight", "wave20")
    weights = np.sort(pd.read_csv(place / "w.csv").iloc[:, -1])
    assert f"{weights[-1] / weights.mean():.2f}" not in text and "4 respondents" not in text


def few_digits(rows: list[dict[str, Any]], names: tuple[str, ...], unit: float) -> bool:
    values = [row[name] for row in rows for name in names if row.get(name) is not None]
    return bool(values) and all(abs(value / unit - round(value / unit)) < 1e-6 for value in values)


FIGURES = ("estimate", "std_error", "conf_low", "conf_high", "start", "end", "detectable")


def test_parts_of_a_change_and_p_values_have_no_more_digits_than_print(made: Made) -> None:
    path = made("m.json", "compare", "wave20", "wave22", "vote", "--make-up", "sex")
    rows = json.loads(path.read_text())["rows"]
    assert {row["part"] for row in rows} == {None, "change", "make_up", "opinion"}
    assert few_digits(rows, FIGURES, 0.001) and few_digits(rows, ("p_value", "p_adjusted"), 0.001)


def test_two_weightings_have_no_more_digits_than_print_and_none_of_the_few(made: Made) -> None:
    rows = json.loads(made("s.json", "compare", "wave20", "wave22", "sex", "--scheme", "wave22").read_text())["rows"]
    assert {row["by"] for row in rows} == {"own", "scheme", "weights"} and few_digits(rows, FIGURES, 0.001)
    made("s3.json", "compare", "wave20", "wave22", "vote", "--scheme", "wave22", code=1)
    income = json.loads(made("i.json", "compare", "wave20", "wave22", "income", "--scheme", "wave22").read_text())[
        "rows"
    ]
    own = [row for row in income if row["by"] == "own"]
    assert all(few_digits([row], ("estimate",), 10 ** (math.floor(math.log10(row["std_error"])) - 1)) for row in own)


def test_a_test_has_three_digits_of_its_p_value(made: Made) -> None:
    rows = json.loads(made("x.json", "estimate", "wave20", "test", "income", "--by", "sex", "--kind", "t").read_text())
    (row,) = rows["rows"]
    assert few_digits([row], ("p_value",), 0.001) and few_digits([row], ("statistic",), 0.01)
    screen = CliRunner().invoke(
        cli, ["estimate", "wave20", "test", "income", "--by", "sex", "--kind", "t", "--format", "json"]
    )
    (whole,) = json.loads(screen.stdout)["rows"]
    assert not few_digits([whole], ("p_value",), 0.001) and abs(whole["p_value"] - row["p_value"]) <= 0.0005


def test_letters_have_tests_without_further_digits(made: Made) -> None:
    path = made("l.json", "crosstab", "wave20", "--rows", "income", "--banner", "sex", "--letters")
    text = json.loads(path.read_text())
    tests = [row for row in text.get("tests", text["notes"].get("column_tests", [])) if isinstance(row, dict)]
    assert all(few_digits([row], ("p", "p_adjusted", "p_value"), 0.001) for row in tests if row.get("p") is not None)
