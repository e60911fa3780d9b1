"""What Python answers is what the commands print: of every shipped study with data, in every form."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import survey
from survey.cli import cli
from survey.definitions.reading.load import load_library
from survey.definitions.records.library import Library
from survey.studies.study_tables import tabulated
from survey.tables.table import Table
from survey.words import FIGURES, TOTAL

FOLDER = Path(__file__).resolve().parents[2] / "questionnaires"
LIBRARY: Library = load_library(FOLDER)
STUDIES = sorted(name for name, study in LIBRARY.studies.items() if study.data is not None)
ONE_OF_EACH = [name for name in STUDIES if not name.startswith("gss_") or name in ("gss_1972", "gss_2018")]
pytestmark = [pytest.mark.property, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]


def printed(*arguments: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = CliRunner().invoke(cli, [*arguments, "--questionnaires", str(FOLDER)])
    assert made.exit_code == 0, made.output
    return made.stdout


def figures(rows: Any, domains: tuple[str, ...] = ()) -> dict[tuple[str, ...], dict[str, float | None]]:
    """Figures of long rows by option and domain; None where there is none."""
    found = {}
    for row in rows:
        values = {name: row[name] for name in FIGURES}
        known = {name: float(value) if value not in (None, "") else None for name, value in values.items()}
        found[tuple(row[name] for name in ("option", *domains))] = {
            name: None if value is None or value != value else float(f"{value:.9g}") for name, value in known.items()
        }
    return found


def same(mine: dict[Any, Any], theirs: dict[Any, Any]) -> None:
    assert mine.keys() == theirs.keys()
    for key, row in mine.items():
        for name, value in row.items():
            expected = None if value is None else pytest.approx(value, rel=1e-8, abs=1e-12)
            assert theirs[key][name] == expected, (key, name)


@pytest.mark.parametrize("name", STUDIES)
def test_the_topline_of_python_is_that_of_the_command(name: str) -> None:
    question = tabulated(LIBRARY.study(name))[0]
    made = survey.open_study(name, questionnaires=FOLDER).topline(question)
    rows = json.loads(printed("topline", name, question, "--format", "json"))["rows"]
    same(figures(made.records), figures(rows))


@pytest.mark.parametrize("name", ONE_OF_EACH)
@pytest.mark.parametrize("percent", ["column", "row", "cell"])
def test_the_crosstab_of_python_is_that_of_the_command_in_json_csv_and_text(name: str, percent: str) -> None:
    study = LIBRARY.study(name)
    question, banner = tabulated(study)[0], study.banner[:2]
    made = survey.open_study(name, questionnaires=FOLDER).crosstab(question, banner, percent=percent)
    asked = ("crosstab", name, "--rows", question, "--banner", ",".join(banner), "--percent", percent)
    mine = figures(made.records, banner)
    same(mine, figures(json.loads(printed(*asked, "--format", "json"))["rows"], banner))
    same(mine, figures(csv.DictReader(io.StringIO(printed(*asked, "--format", "csv"))), banner))
    read_back(made, printed(*asked, "--format", "md"))


def read_back(made: Table, text: str) -> None:
    """The printed percents are the estimates, to the printed digits."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    heads = [part.strip() for part in lines[0].split("|")[2:-1]]
    bases = [at for at, head in enumerate(heads) if re.search(r"\(n\)|Weighted n|Kish|freedom", head)]
    for i, stub in enumerate(made.stub):
        cells = [part.strip() for part in lines[2 + i].split("|")[2:-1]]
        cells = [cell for at, cell in enumerate(cells) if at not in bases]
        assert len(cells) == len(made.columns)
        for cell, value in zip(cells, made.estimate[i], strict=True):
            if stub.kind != "mean" and value == value and cell[:1].isdigit():
                assert float(cell) == pytest.approx(100 * value, abs=0.0500001)


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_an_estimate_of_python_is_that_of_the_command(name: str) -> None:
    study = LIBRARY.study(name)
    question, by = tabulated(study)[0], study.banner[0]
    made = survey.open_study(name, questionnaires=FOLDER).share(question, by=by)
    rows = json.loads(printed("estimate", name, "share", question, "--by", by, "--format", "json"))["rows"]
    same(figures(made.rows(), (by,)), figures(rows, (by,)))


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_one_name_has_one_value_for_one_estimate_in_every_form(name: str) -> None:
    """``n_eff`` is n / deff of the estimate beside it; Kish's base is never called so."""
    question = tabulated(LIBRARY.study(name))[0]
    asked = ("topline", name, question)
    for row in json.loads(printed(*asked, "--format", "json"))["rows"]:
        expected = row["n"] / row["deff"] if row["deff"] else None
        assert row["n_eff"] == (None if expected is None else pytest.approx(expected, rel=1e-9))
    column = survey.open_study(name, questionnaires=FOLDER).topline(question).columns[0]
    for form in ("text", "md", "html"):
        text = re.sub(r"<[^>]+>", " ", printed(*asked, "--format", form))
        assert not re.search("effective n", text, re.IGNORECASE)
        found = re.search(r"Effective base \(Kish\)[\s|]*([\d,]+)", text)
        assert found and int(found[1].replace(",", "")) == round(column.n_kish)


@pytest.mark.contract
def test_the_unweighted_answers_of_a_weighted_study_say_so() -> None:
    raw = survey.open_study("example_wave", questionnaires=FOLDER, weighted=False)
    weighted = survey.open_study("example_wave", questionnaires=FOLDER)
    assert "the weighting of the study’s definition is left out" in repr(raw) and raw.weight is None
    assert "left out" not in repr(weighted) and "raked to Sex × Age, Region" in repr(weighted)
    notes = {note.key: note.text for note in raw.topline("alliance_preference").notes}
    assert "is left out" in notes["weighting"]["en"]
    assert "не применено" in notes["weighting"]["ru"] and "не ўжытае" in notes["weighting"]["be"]
    shares = [sample.topline("alliance_preference").estimate[0, 0] for sample in (raw, weighted)]
    assert [f"{100 * share:.1f}" for share in shares] == ["48.8", "47.3"]


@pytest.mark.contract
def test_a_weight_column_in_place_of_the_definitions_weighting_says_so(tmp_path: Path) -> None:
    rows = [row.split(",") for row in (FOLDER / "data/example_wave_synthetic.csv").read_text().splitlines()]
    given = tmp_path / "given.csv"
    given.write_text("\n".join(",".join((*row, "w" if not i else str(1 + i % 3))) for i, row in enumerate(rows)))
    sample = survey.open_study("example_wave", questionnaires=FOLDER, data=given, weight="w")
    assert "column w); the weighting of the study’s definition is left out" in repr(sample)
    question = "alliance_preference"
    told = printed("topline", "example_wave", question, "--data", str(given), "--weight", "w")
    assert "is left out" in re.sub(r"\s+", " ", told)
    assert sample.topline(question).columns[0].id == TOTAL
