"""What finished results do for a reader: short in a terminal, whole in a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.claims.answers.verdict import Verdicts
from survey.errors import SurveyError
from survey.reports.printing.render import render
from survey.studies.study_verdicts import claims_verdicts, study_verdicts
from survey.tables.table import Table

pytestmark = pytest.mark.contract


@pytest.fixture(scope="module")
def sample() -> survey.Sample:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "vote": rng.choice([1, 2], 300),
            "sex": rng.choice(["man", "woman"], 300),
            "many": np.arange(300) % 60,
            "w": rng.random(300) + 0.5,
        }
    )
    options = {"left": {"code": 1, "label": "The <left>"}, "right": {"code": 2, "label": "The right"}}
    return survey.Sample(frame, weight="w", questions={"vote": {"options": options}})


@pytest.fixture(scope="module")
def crosstab(sample: survey.Sample) -> Table:
    return sample.crosstab("vote", "sex")


def test_a_table_shows_itself_as_it_is_printed(crosstab: Table) -> None:
    printed = render(crosstab, "text").rstrip()
    assert repr(crosstab) == printed or printed.startswith(repr(crosstab).rpartition("\n… ")[0])


def test_a_long_table_is_cut_and_says_so(sample: survey.Sample) -> None:
    for shown in (repr(sample.topline("many")), repr(survey.compare_schemes({"as it is": sample}, "many"))):
        assert len(shown.splitlines()) <= 31 and len(shown) <= 2500
        assert "more lines" in shown.splitlines()[-1]


def test_one_verdict_shows_itself_as_a_line_of_the_page_does() -> None:
    library = survey.load_library()
    verdict = claims_verdicts(library.claims["media_iq_2023"], library)[0]
    assert str(verdict.sentence) in " ".join(repr(verdict).split())
    assert len(repr(verdict)) <= 2500 and "details=" not in repr(verdict)


def test_a_notebook_gets_a_piece_of_a_page(crosstab: Table) -> None:
    piece = crosstab._repr_html_()
    assert "<table" in piece and "<html" not in piece and "<body" not in piece and "<style" not in piece
    assert "The &lt;left&gt;" in piece and "<left>" not in piece


def test_a_frame_has_labels_beside_ids(crosstab: Table) -> None:
    frame = crosstab.to_frame()
    assert list(frame["option_label"][:1]) == ["The <left>"] and frame["option"][0] == "left"
    plain = crosstab.to_frame(labels=False)
    assert list(plain.columns) == [name for name in frame.columns if name != "option_label"]
    assert crosstab.to_arrow().num_rows == len(plain) == crosstab.to_polars().height


def test_a_result_is_saved_by_the_ending_of_its_name(crosstab: Table, tmp_path: Path) -> None:
    for ending, form in ((".txt", "text"), (".md", "md"), (".csv", "csv"), (".json", "json"), (".html", "html")):
        crosstab.save(tmp_path / f"table{ending}")
        assert (tmp_path / f"table{ending}").read_text(encoding="utf-8") == render(crosstab, form).replace("\r\n", "\n")
    crosstab.save(tmp_path / "table.svg")
    assert (tmp_path / "table.svg").read_text(encoding="utf-8").startswith("<?xml")
    foreign = tmp_path / "mine.txt"
    foreign.write_text("not ours", encoding="utf-8")
    with pytest.raises(SurveyError, match="was not written by this program"):
        crosstab.save(foreign)
    with pytest.raises(SurveyError, match="Did you mean '.csv'"):
        crosstab.save(tmp_path / "table.csw")
    with pytest.raises(SurveyError, match="unknown language"):
        crosstab.save(tmp_path / "other.txt", language="fr")


def test_what_has_no_picture_says_so(sample: survey.Sample) -> None:
    with pytest.raises(SurveyError, match="has no picture"):
        survey.compare_schemes({"as it is": sample}, "vote").plot()


def kinds(sample: survey.Sample) -> dict[str, Any]:
    """A result of each kind that is no table."""
    raked = survey.rake(sample, {"sex": {"man": 46, "woman": 54}})
    assert raked.calibration is not None
    study = survey.load_study("baw_2022_03", survey.load_library())
    return {
        "estimates": sample.share("vote", by="sex"),
        "difference": survey.difference(sample.share("vote"), 0, 1),
        "test": sample.test("vote", "sex"),
        "t_test": sample.t_test("many", "sex"),
        "model": sample.model("many ~ sex"),
        "forecast": survey.forecast(sample, {"sex": {"man": 46, "woman": 54}}),
        "refused": survey.forecast(sample, {"sex": {"men": 46, "woman": 54}}),
        "diagnostics": raked.diagnose(),
        "report": survey.weighting_report(raked),
        "calibration": raked.calibration,
        "verdicts": study_verdicts(study, survey.load_library()),
        "no verdicts": Verdicts(),
    }


@pytest.fixture(scope="module")
def results(sample: survey.Sample) -> dict[str, Any]:
    return kinds(sample)


KINDS = ("estimates", "difference", "test", "t_test", "model", "forecast", "refused", "diagnostics", "report")
KINDS += ("calibration", "verdicts", "no verdicts")


@pytest.mark.parametrize("kind", KINDS)
def test_every_result_is_short_and_has_a_page_and_a_frame(kind: str, results: dict[str, Any], tmp_path: Path) -> None:
    result = results[kind]
    shown = repr(result)
    assert 10 < len(shown) <= 2500 and len(shown.splitlines()) <= 31 and " object at 0x" not in shown
    piece = result._repr_html_()
    assert piece.startswith("<") and "<html" not in piece and "<body" not in piece
    frame = result.to_frame()
    assert result.to_arrow().num_rows == len(frame)
    for ending, form in ((".txt", "text"), (".md", "md"), (".csv", "csv"), (".json", "json"), (".html", "html")):
        result.save(tmp_path / f"result{ending}")
        assert (tmp_path / f"result{ending}").read_text(encoding="utf-8") == render(result, form).replace("\r\n", "\n")
    for language in ("ru", "be"):
        assert render(result, "text", language) != render(result, "text")


def test_figures_of_a_saved_result_are_its_own(results: dict[str, Any]) -> None:
    made = results["estimates"]
    rows = list(csv.DictReader(io.StringIO(render(made, "csv"))))
    assert [row["option"] for row in rows] == list(made.option)
    np.testing.assert_allclose([float(row["std_error"]) for row in rows], made.std_error, rtol=1e-11)
    frame = results["forecast"].to_frame()
    assert list(frame["target"]) == [gap.target for gap in results["forecast"].margins]
    test = results["t_test"]
    assert float(test.to_frame()["p_value"][0]) == test.p_value
    assert float(results["diagnostics"].to_frame()["deff"][0]) == results["diagnostics"].deff


def test_weightings_have_pictures_and_estimates_none(results: dict[str, Any]) -> None:
    for kind in ("report", "calibration"):
        assert results[kind].plot().axes
    for kind in ("estimates", "test", "model", "forecast", "verdicts"):
        with pytest.raises(SurveyError, match="has no picture"):
            results[kind].plot()


def test_verdicts_are_a_tuple(results: dict[str, Any]) -> None:
    verdicts = results["verdicts"]
    assert isinstance(verdicts, tuple) and tuple(verdicts) == verdicts and "reproduced" in repr(verdicts)
