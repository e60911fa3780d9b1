"""A warning names the line of whom it is for."""

from __future__ import annotations

import gc
import inspect
import warnings
from collections.abc import Callable
from contextvars import copy_context
from pathlib import Path

import pandas as pd
import pytest

import survey
from survey.errors import IntervalWarning, MissingWarning, SurveyWarning
from survey.held import Held
from survey.inside import kept_inside
from survey.leaving import leaving_house
from survey.outside import outside_allowed
from survey.reports.files.place import replacing

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("what", ["a file", "a figure", "two waves"])
def test_a_warning_points_at_the_line_that_called(what: str, tmp_path: Path) -> None:
    path = tmp_path / "wave.csv"
    path.write_text("x,g\n1,a\n2,b\n3,a\n,\n", encoding="utf-8")
    few = survey.Sample(pd.DataFrame({"x": [1.0, 2.0, 4.0, 5.0], "g": ["a", "b", "a", "b"]}))
    one = survey.Sample(pd.DataFrame({"x": [1.0, 2.0, 4.0, 5.0], "g": ["a", "a", "a", "c"]}))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", SurveyWarning)
        line = inspect.currentframe().f_lineno + 2  # type: ignore[union-attr]
        if what == "a file":
            survey.Sample(path)
        elif what == "a figure":
            few.quantile("x", 0.01)
        else:
            survey.compare(few, one, "x", "g", statistic="mean")
    places = {(Path(one.filename).name, one.lineno) for one in caught if issubclass(one.category, SurveyWarning)}
    line += {"a file": 0, "a figure": 2, "two waves": 4}[what]
    assert places == {(Path(__file__).name, line)}
    kinds = {"a file": MissingWarning, "a figure": IntervalWarning, "two waves": MissingWarning}
    assert kinds[what] in {one.category for one in caught}


@pytest.mark.parametrize("block", [leaving_house, replacing, kept_inside, outside_allowed])
def test_a_block_that_is_left_without_an_end_is_not_ended_by_chance(block: Callable[[], Held]) -> None:
    """A command that is refused while its options are read leaves such; a warning here is an error."""

    def started() -> None:
        block().__enter__()

    copy_context().run(started)
    gc.collect()
