"""What a report does not show of few respondents cannot be worked out from its filters, its banners and its totals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.definitions.policy import DEFAULT
from survey.definitions.reading.load import load_library, load_study
from survey.definitions.records.presenting.disclosure import Disclosure
from survey.leaving import leaving_house
from survey.reports.interactive.contents import contents
from survey.reports.interactive.report import Report
from survey.studies.interactive.report_of import study_report
from tests.hostile.differencing import infer, knowledge

pytestmark = [pytest.mark.property, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
STUDY = """study: made
sample: {kind: unknown, size: 500, frame: unknown}
questions:
  vote: {type: single, text: "Vote?", options: {1: A, 2: B, 3: C, 9: {label: DK, missing: dont_know}}}
  region: {type: single, text: "Region?", options: {1: North, 2: South, 3: West, 4: East}}
  work: {type: single, text: "Work?", options: {1: Office, 2: Plant, 3: Home, 4: None}}
data: made.csv
design: {weight: w}
banner: [region, work]
"""
Made = tuple[Report, Report]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A report under the default policy, and the same without one. Sixteen columns stand inside columns."""
    draw = np.random.default_rng(5)
    frame = pd.DataFrame({"vote": draw.choice([1, 2, 3, 9], 500, p=[0.45, 0.3, 0.2, 0.05])})
    frame["region"], frame["work"] = draw.integers(1, 5, 500), draw.choice([1, 2, 3, 4], 500, p=[0.4, 0.3, 0.2, 0.1])
    frame["w"] = draw.choice([0.5, 1.0, 1.5], 500)
    path = tmp_path_factory.mktemp("filters") / "questionnaires" / "studies" / "made.yaml"
    path.parent.mkdir(parents=True)
    frame.to_csv(path.with_suffix(".csv"), index=False)
    path.write_text(STUDY, encoding="utf-8")
    library = load_library(path.parents[1])
    study = load_study("made", library)
    free = study.model_copy(update={"disclosure": Disclosure(preset="none", reason="to attack it")})
    with leaving_house():
        return tuple(  # type: ignore[return-value]
            study_report(one, library) for one in (study.model_copy(update={"disclosure": DEFAULT}), free)
        )


@pytest.mark.parametrize("weighting", ["weighted", "unweighted"])
def test_nobody_is_singled_out_by_differences_of_filters_banners_and_totals(made: Made, weighting: str) -> None:
    shown, whole = (report.studies[0].tables[weighting] for report in made)
    vote = [[table for table in tables if table.question == "vote"] for tables in (shown, whole)]
    assert len(vote[1][0].columns) == 1 + 4 + 4 + 16
    known = knowledge(*vote)
    found = infer(known)
    assert knowledge(vote[1], vote[1]).told() and not known.told()
    assert found.cells and found.singled_out() == [] and found.narrowest >= 3


def test_figures_of_few_are_no_part_of_the_file_and_the_others_are_as_they_were(made: Made) -> None:
    kept = [contents(report, "en")["studies"][0]["questions"] for report in made]
    few: list[Any] = []
    for own, whole in zip(*kept, strict=True):
        for kind, table in own["tables"].items():
            gone = np.array(table["s"]) == "suppress"
            for key in ("e", "l", "h"):
                figures, all_of_them = (np.array(one[key], dtype=float) for one in (table, whole["tables"][kind]))
                assert np.isnan(figures[gone]).all()
                assert np.array_equal(figures[~gone], all_of_them[~gone], equal_nan=True)
            few += np.argwhere(gone).tolist()
    assert len(few) > 40
