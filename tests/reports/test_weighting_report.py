"""The report of a weighting as text, pages and files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.cells import cell_len

from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.definitions.reading.load import load_library, load_study
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Targets
from survey.design import SurveyDesign
from survey.errors import SurveyError, WeightingError
from survey.reports.files.figures import figure_data
from survey.reports.printing.render import render
from survey.studies.running.run_study import run_study
from survey.studies.study_figures import lorenz_figure, love_figure, weights_figure
from survey.studies.study_weighting import study_weighting, used_targets, weighting_statement
from survey.weighting.calibrating.rake import rake
from survey.weighting.plan.study_sample import study_sample
from survey.weighting.told.report import WeightingReport, weighting_report
from survey.weighting.told.statement import Statement, statement
from survey.words import LANGUAGES, TEXT_FORMS

pytestmark = pytest.mark.contract

QUESTIONS = {
    name: Question.model_validate({"question": name, "title": title, "options": options})
    for name, title, options in (
        ("sex", {"en": "Sex", "ru": "Пол", "be": "Пол"}, {"man": {"code": 1}, "woman": {"code": 2}}),
        ("school", {"en": "School", "ru": "Школа", "be": "Школа"}, {"low": {"code": 1}, "high": {"code": 2}}),
    )
}
TARGETS = Targets.model_validate(
    {
        "targets": "made_up",
        "population": "adults",
        "margins": {
            "sex": {"variables": "sex", "shares": {"man": 46, "woman": 54}},
            "school": {"variables": "school", "shares": {"low": 0.7, "high": 0.3}, "note": "Of all ages."},
            "flag": {"variables": "flag", "shares": {"yes": 0.5, "no": 0.5}},
        },
    }
)


@pytest.fixture
def sample() -> SampleData:
    """Raked to sex alone."""
    rng = np.random.default_rng(2)
    school = np.where(np.arange(300) < 20, np.nan, rng.choice([1.0, 2.0], 300))
    data = pd.DataFrame({"sex": rng.choice([1, 2], 300, p=[0.35, 0.65]), "school": school})
    data["age"] = rng.integers(18, 90, 300)
    made = SampleData(MemoryEngine(data), SurveyDesign(), QUESTIONS, synthetic=True)
    return rake(made, TARGETS, ["sex"])


@pytest.fixture
def report(sample: SampleData) -> WeightingReport:
    """With a variable that has a target and was not used, and a number without one."""
    return weighting_report(sample, TARGETS, ["age"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", TEXT_FORMS)
def test_the_report_has_every_form_in_every_language(form: str, language: str, report: WeightingReport) -> None:
    made = render(report, form, language)
    assert made == render(report, form, language) and made.endswith("\n")
    assert "nan" not in made.replace("nance", "") and "None" not in made
    mark = {"en": "SYNTHETIC DATA", "ru": "СИНТЕТИЧЕСКИЕ ДАННЫЕ", "be": "СІНТЭТЫЧНЫЯ ДАНЫЯ"}[language]
    assert {"csv": "synthetic", "json": '"synthetic": true'}.get(form, mark) in made


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_the_report_is_wider_than_the_terminal(
    language: str, report: WeightingReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in (60, 80, 100, 140):
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(cell_len, render(report, "text", language).splitlines())) <= width


def test_used_and_unused_margins_are_in_the_csv(report: WeightingReport) -> None:
    rows = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert [(row["margin"], row["options"], row["used"]) for row in rows] == [
        ("sex", "man", "true"),
        ("sex", "woman", "true"),
        ("school", "low", "false"),
        ("school", "high", "false"),
        ("age", "", "false"),
    ]
    assert rows[0]["asmd_after"] == "0" and float(rows[0]["asmd_before"]) > 0.1
    assert rows[4]["target"] == rows[4]["asmd_after"] == "" and 18 < float(rows[4]["after"]) < 90


def test_the_text_says_what_was_not_used_not_compared_and_not_answered(report: WeightingReport) -> None:
    made = render(report, "text")
    for words in (
        "School – not used in weighting",
        "no answer or another, left out",
        "Not compared: flag; the sample does not have: flag.",
        "School: Of all ages.",
        "Efficiency of the weights, %",
        "95% of the weights are below",
        "How the data were weighted",
    ):
        assert words in made


def test_json_has_the_statement_the_percentiles_and_the_efficiency(report: WeightingReport, sample: SampleData) -> None:
    notes = json.loads(render(report, "json"))["notes"]
    assert notes["statement"] == statement(sample, "en", TARGETS)
    assert list(notes["percentiles"]) == ["1", "5", "25", "50", "75", "95", "99"]
    assert notes["diagnostics"]["efficiency"] == pytest.approx(100 / notes["diagnostics"]["deff"])


def test_the_statement_is_a_paragraph_of_the_page_and_not_a_table(report: WeightingReport) -> None:
    made = render(report, "html", "ru")
    assert '<h2 id="statement">Как взвешены данные</h2>' in made
    section = made.split('id="statement"')[1].split("</section>")[0]
    assert "<p>" in section and "<table" not in section
    assert "| Как взвешены" not in render(report, "md", "ru")


def test_a_number_of_the_statement_is_not_broken_into_two_lines(report: WeightingReport) -> None:
    text = {"en": "1,234 people.", "ru": "1\u00a0234 человека.", "be": "1\u00a0234 чалавекі."}
    made = replace(report, statement=Statement((("population", text),)))
    assert "<p>1\u00a0234 человека.</p>" in render(made, "html", "ru")


def test_a_sample_without_weights_has_no_report(sample: SampleData) -> None:
    with pytest.raises(WeightingError, match="no weights to report on"):
        weighting_report(SampleData(sample.engine))
    with pytest.raises(SurveyError, match="no weights to draw"):
        lorenz_figure(SampleData(sample.engine))


def test_pictures_know_that_the_data_are_invented(sample: SampleData, report: WeightingReport) -> None:
    for figure in (weights_figure(sample), lorenz_figure(sample), love_figure(report)):
        assert figure_data(figure)["synthetic"] is True


def test_a_shipped_study_tells_its_weighting_on_its_page(tmp_path: Path) -> None:
    library = load_library(Path(__file__).resolve().parents[2] / "questionnaires")
    study = load_study("example_wave", library)
    sample = study_sample(study, library)
    assert [found.targets for found in used_targets(sample, library)] == ["belarus_2019"]
    report = study_weighting(sample, library)
    assert set(report.balance.left_out) == {"settlement", "sex_by_age_broad"}
    names = {path.name for path in run_study(study, library, tmp_path / "example_wave")}
    assert {"weights.svg", "lorenz.svg", "gaps.svg", "love.svg", "weighting.html", "weighting.json"} <= names
    page: Any = (tmp_path / "example_wave" / "index.html").read_text(encoding="utf-8")
    assert weighting_statement(sample, library).split(";")[0] in page
    for name in ("weights.svg", "lorenz.svg", "gaps.svg", "love.svg"):
        assert f'<img src="{name}"' in page
    for path in (tmp_path / "example_wave").glob("*"):
        assert "INTERNAL" not in path.read_text(encoding="utf-8")
