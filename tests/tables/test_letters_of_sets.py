"""Letters where several answers can be given: an option is tested as its flag is, and columns that share respondents by
the covariance of the design."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import EstimationError
from survey.tables.table import Table

pytestmark = [pytest.mark.derivation, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
OPTIONS = {"x": "a", "y": "b"}


@pytest.fixture(scope="module")
def sample() -> survey.Sample:
    """Clusters, weights, and a set of which one option is never marked without the other."""
    rng = np.random.default_rng(11)
    n = 400
    b = rng.random(n) < 0.6
    a = b & (rng.random(n) < 0.5)
    frame = pd.DataFrame(
        {
            **{"a": a.astype(int), "b": b.astype(int), "psu": rng.integers(0, 40, n), "w": rng.uniform(0.4, 3, n)},
            "sex": np.where(rng.random(n) < 0.4 + 0.2 * a, "m", "f"),
            "trust": np.clip(rng.integers(1, 6, n) + (a & (rng.random(n) < 0.5)), 1, 5),
        }
    )
    flags: dict[str, Any] = {
        f"flag_{one}": {"column": column, "options": {0: "no", 1: "yes"}} for one, column in OPTIONS.items()
    }
    questions = {
        "m": {"type": "multiple", "columns": OPTIONS, "options": {"x": "X", "y": "Y"}, "nets": {"any": ["x", "y"]}},
        "trust": {"type": "scale", "options": {i: str(i) for i in range(1, 6)}},
        **flags,
    }
    return survey.Sample(frame, survey.SurveyDesign(psu="psu", weight="w"), questions)


def p_of(table: Table, row: str) -> list[float]:
    assert table.tests is not None
    return [p for p, one in zip(table.tests.p.tolist(), table.tests.row, strict=True) if one == row]


@pytest.mark.parametrize("against", ["columns", "total", "rest"])
@pytest.mark.parametrize("test", ["design", "dimensions", "spss", "askia"])
def test_an_option_is_tested_as_its_flag_is(sample: survey.Sample, test: Any, against: Any) -> None:
    asked = survey.Letters(test=test, against=against)
    of_set = sample.crosstab("m", ["sex"], letters=asked)
    for option in OPTIONS:
        of_flag = sample.crosstab(f"flag_{option}", ["sex"], letters=asked)
        np.testing.assert_allclose(p_of(of_set, option), p_of(of_flag, "1"), rtol=1e-9)
    # whoever marked X marked Y, so that the net is Y
    np.testing.assert_allclose(p_of(of_set, "any"), p_of(of_set, "y"), rtol=1e-9)


def test_columns_that_share_respondents_are_tested_as_differences_are(sample: survey.Sample) -> None:
    table = sample.crosstab("trust", ["m"], letters=True)
    shares, means = sample.share("trust", by="m"), sample.mean("trust", by="m")
    assert table.tests is not None
    tested = [*zip(table.tests.row, table.tests.column, table.tests.other, strict=True)]
    for option in (*map(str, range(1, 6)), "mean"):
        head = "" if option == "mean" else f"{option}, "
        direct = survey.difference(means if option == "mean" else shares, f"{head}x", f"{head}y")
        k = tested.index((option, "x", "y"))
        assert table.tests.difference[k] == pytest.approx(direct.estimate[0], rel=1e-12)
        assert table.tests.std_error[k] == pytest.approx(direct.std_error[0], rel=1e-9)
        assert table.tests.p[k] == pytest.approx(direct.p_value[0], rel=1e-9)
    assert [column.letter for column in table.columns] == ["", "A", "B", "C"]


@pytest.mark.parametrize(("test", "against"), [("dimensions", "columns"), ("design", "total"), ("design", "rest")])
def test_what_needs_to_know_who_is_in_two_columns_is_refused(
    sample: survey.Sample, test: Any, against: Literal["columns", "total", "rest"]
) -> None:
    for question in ("sex", "trust"):
        with pytest.raises(EstimationError, match="share respondents"):
            sample.crosstab(question, ["m"], letters=survey.Letters(test=test, against=against))
