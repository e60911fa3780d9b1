"""Standardised differences and design effects are those of balance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.definitions.records.targets import Targets
from survey.design import SurveyDesign
from survey.maths.weights.dispersion import kish_deff
from survey.weighting.record.step import Step
from survey.weighting.told.balance import Balance, balance
from survey.wording.worded import same

pytestmark = pytest.mark.oracle

ORACLE: dict[str, Any] = json.loads(Path(__file__).with_name("weighting_balance.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    """The rows of weighting_balance.py."""
    row = np.arange(ORACLE["rows"])
    return pd.DataFrame(
        {
            "sex": np.where(row % 8 < 3, "man", "woman"),
            "area": np.select([row % 10 < 6, row % 10 < 8], ["city", "town"], "village"),
            "before": 1.0 + row % 3,
            "after": 0.5 + (row * 7 % 11) / 4,
        }
    )


@pytest.fixture(scope="module")
def found(data: pd.DataFrame) -> Balance:
    """Both variables against the targets, none of them used."""
    margins = {name: {"variables": name, "shares": shares} for name, shares in ORACLE["target"].items()}
    targets = Targets.model_validate({"targets": "made_up", "population": "people", "margins": margins})
    steps = (Step("selection", "before", "after", same("weights made up")),)
    sample = SampleData(MemoryEngine(data), SurveyDesign(weight="after"), steps=steps)
    return balance(sample, targets)


@pytest.mark.parametrize("when", ["before", "after"])
def test_asmd_of_levels_variables_and_all_is_that_of_balance(when: str, found: Balance) -> None:
    people = ORACLE["people"]
    larger = np.sqrt((people - 1) / people)  # balance divides by the sd of a sample, whose variance has N - 1 below
    wanted = ORACLE["balance"][when]
    levels = {
        f"{margin.margin}[{level.options[0]}]": getattr(level, f"asmd_{when}") * larger
        for margin in found.margins
        for level in margin.levels
    }
    whole = {"mean(asmd)": getattr(found, f"asmd_{when}") * larger}
    assert levels | whole == pytest.approx(wanted["levels"], rel=1e-12)
    variables = {margin.margin: getattr(margin, f"asmd_{when}") * larger for margin in found.margins}
    assert variables | whole == pytest.approx(wanted["variables"], rel=1e-12)


@pytest.mark.parametrize("when", ["before", "after"])
def test_kish_deff_is_that_of_balance(when: str, data: pd.DataFrame) -> None:
    assert kish_deff(data[when]) == pytest.approx(ORACLE["balance"][when]["deff"], rel=1e-12)
