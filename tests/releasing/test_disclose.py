"""``survey disclose``: each item is filled, or said to be not known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import survey
from survey.cli import cli
from survey.definitions.reading.load import load_library, load_study
from survey.reports.printing.render import render
from survey.studies.public.disclosed_study import disclosed_study
from survey.studies.public.disclosure_page import PARTS
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract


def test_items_are_filled_from_the_definition_or_not_known(tmp_path: Path) -> None:
    text = """study: town
sponsor: The town
fieldwork: {start: 2022-03-16, end: 2022-03-26}
mode: phone
population: {en: Adults, ru: Взрослые}
sample: {kind: probability, size: 500, frame: unknown}
moe: 4.4
disclosed: {response: "RR3 = 21 %", limitations: {en: No cell phones, ru: Без мобильных}}
questions: {vote: {text: "Whom?", wording: exact, options: {1: A, 2: B}}, sex: {options: {1: M, 2: F}}}
"""
    (tmp_path / "town.yaml").write_text(text)
    made = CliRunner().invoke(cli, ["disclose", str(tmp_path / "town.yaml"), "--format", "json"])
    assert made.exit_code == 0, made.output
    rows = {row["item"]: row for row in json.loads(made.stdout)["rows"]}
    assert rows["sponsor"]["text_en"] == "The town" and rows["who"]["text_ru"] == "Взрослые"
    assert rows["size"]["text_en"] == "500"
    assert "4.4" in rows["moe"]["text_en"] and "model" not in rows["moe"]["text_en"]
    assert rows["response"]["text_en"] == "RR3 = 21 %" and rows["limitations"]["text_ru"] == "Без мобильных"
    assert rows["wording"]["text_en"].startswith("Exact wording of 1 of 2") and rows["vote"]["text_en"] == "Whom?"
    unknown = {item for item, row in rows.items() if not row["known"]}
    assert {"pollster", "frame", "deff", "weights", "quality", "contact", "sex"} <= unknown
    assert {row["part"] for row in rows.values()} == {*PARTS, "questions"}


def test_with_data_it_says_how_they_were_weighted_and_what_the_error_is_of() -> None:
    library = load_library(None)
    page = disclosed_study(load_study("example_wave", library), library, {})
    rows = {row["item"]: row["text_en"] for row in page.rows}
    assert rows["deff"].startswith("1.13 from weighting") and "not a margin of sampling error" in rows["moe"]
    assert "raking" in rows["weights"] and page.synthetic
    for language in LANGUAGES:
        assert render(page, "html", language) != render(page, "html", "en" if language != "en" else "ru")


def test_from_python_it_is_the_page_of_the_command(tmp_path: Path) -> None:
    made = survey.disclose("example_wave")
    made.save(tmp_path / "python.html")
    done = CliRunner().invoke(cli, ["disclose", "example_wave", "--out", str(tmp_path / "command.html")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "python.html").read_bytes() == (tmp_path / "command.html").read_bytes()
    frame = made.to_frame()
    assert "sponsor" in set(frame["item"]) and "How it was made" in repr(made)
    with pytest.raises(survey.SurveyError, match="no study"):
        survey.disclose("nosuch")
    with pytest.raises(survey.SurveyError, match="dat"):
        survey.disclose("example_wave", date="x.csv")  # type: ignore[call-arg]
