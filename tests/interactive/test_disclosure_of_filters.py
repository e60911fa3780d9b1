"""What a report does not show of few respondents cannot be worked out from its filters, its banners and its totals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from survey.reports.interactive.contents import contents
from survey.reports.interactive.report import Report
from tests.hostile.differencing import infer, knowledge

pytestmark = [pytest.mark.property, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
Made = tuple[Report, Report]


@pytest.mark.parametrize("weighting", ["weighted", "unweighted"])
def test_nobody_is_singled_out_by_differences_of_filters_banners_and_totals(filtered: Made, weighting: str) -> None:
    shown, whole = (report.studies[0].tables[weighting] for report in filtered)
    vote = [[table for table in tables if table.question == "vote"] for tables in (shown, whole)]
    assert len(vote[1][0].columns) == 1 + 4 + 4 + 16
    known = knowledge(*vote)
    found = infer(known)
    assert knowledge(vote[1], vote[1]).told() and not known.told()
    assert found.cells and found.singled_out() == [] and found.narrowest >= 3


def test_figures_of_few_are_no_part_of_the_file_and_the_others_are_as_they_were(filtered: Made) -> None:
    kept = [contents(report, "en")["studies"][0]["questions"] for report in filtered]
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
