"""A column of a file that is no question of the study is a margin by the labels of the file; kinds of missing of a
whole study hold in flags too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

import survey
from survey.cells.opening.open_study import open_study
from survey.definitions.reading.load import load_library, load_study
from survey.errors import SurveyError

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
STUDY = """\
study: wave
data: {file: ../wave.sav}
missing: {9: refused}
questions:
  m: {type: multiple, columns: {a: a, b: b}, options: {a: A, b: B}}
"""


def frame() -> pd.DataFrame:
    draw, n = np.random.default_rng(2), 300
    flags = {name: draw.choice([0.0, 1.0, 9.0], n, p=[0.5, 0.3, 0.2]) for name in "ab"}
    return pd.DataFrame({"sex": draw.integers(1, 3, n).astype(float), "area": draw.integers(1, 3, n), **flags})


@pytest.fixture
def sample(tmp_path: Path) -> Any:
    labels = {"sex": {1.0: "Male", 2.0: "Female"}, "area": {1: "Same", 2: "Same"}}
    for name in "ab":
        labels[name] = {0.0: "No", 1.0: "Yes", 9.0: "Refused"}
    pyreadstat.write_sav(frame(), str(tmp_path / "wave.sav"), variable_value_labels=labels)
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / "wave.yaml").write_text(STUDY, encoding="utf-8")
    library = load_library(tmp_path)
    return open_study(load_study("wave", library), library)


def test_labels_of_the_file_name_the_options_of_a_margin(sample: Any) -> None:
    by_codes = survey.rake(sample, {"sex": {"1": 40, "2": 60}})
    by_labels = survey.rake(sample, {"sex": {"male": 40, "Female": 60}})
    shares = [survey.Sample.of(one).share("sex").estimate for one in (by_codes, by_labels)]
    np.testing.assert_allclose(shares[1], [0.4, 0.6], rtol=1e-12)
    np.testing.assert_array_equal(*shares)
    crossed = {("Male", "Yes"): 0.1, ("Male", "No"): 0.3, ("Female", "Yes"): 0.2, ("Female", "No"): 0.4}
    with pytest.raises(SurveyError, match="refused|9|Refused"):  # who has no target is told, never dropped
        survey.rake(sample, {("sex", "a"): crossed})


def test_a_label_of_two_codes_names_neither(sample: Any) -> None:
    with pytest.raises(SurveyError, match="'Same' is no option"):
        survey.rake(sample, {"area": {"Same": 100}})


def test_a_kind_of_missing_of_the_whole_study_is_an_empty_flag(sample: Any) -> None:
    made = survey.Sample.of(sample).share("m", base="all")
    given = frame()[["a", "b"]]
    counts = dict(zip(made.option, made.count.tolist(), strict=True))
    none = ((given == 9).all(axis=1)).sum()
    assert counts["a"] == (given["a"] == 1).sum() and counts["b"] == (given["b"] == 1).sum()
    assert none > 0 and counts["_blank"] == none
    assert counts["_none"] == (~(given == 1).any(axis=1) & ~(given == 9).all(axis=1)).sum()
