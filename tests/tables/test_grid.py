"""Several questions of one scale as one table."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.plots.stacked import stacked
from survey.reports.printing.render import render
from survey.tables.shape.grid import grid
from survey.tables.topline import topline

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
Make = Callable[..., SampleData]
SCALE: dict[str, Any] = {"type": "scale", "options": {1: "low", 2: "middle", 3: "high", 9: {"missing": "refused"}}}


@pytest.fixture
def items(make: Make, frame: pd.DataFrame) -> SampleData:
    """Trust in two institutions; nobody refused to answer on the second."""
    frame = frame.assign(police=[1.0, 3.0, 2.0, None] * 150)
    asked = {"trust": "Do you trust the courts?", "police": "Do you trust the police?"}
    titled = {name: {**SCALE, "title": {"en": f"Trust: {name}"}, "text": text} for name, text in asked.items()}
    return make(frame, questions=titled, study={"questions": {}})


def test_an_item_of_a_grid_is_its_topline(items: SampleData) -> None:
    made = grid(items, ["trust", "police"], boxes=1, statistics=("mean", "sd"))
    for at, name in enumerate(("trust", "police")):
        alone = topline(items, name, boxes=1, statistics=("mean", "sd"))
        for i, row in enumerate(made.stub):
            own = [other.id for other in alone.stub]
            for key in ("estimate", "std_error", "conf_low", "count"):
                expected = 0 if key in ("estimate", "count") else np.nan  # of a kind of missing that nobody has
                if row.id in own:
                    expected = getattr(alone, key)[own.index(row.id), 0]
                assert getattr(made, key)[i, at] == pytest.approx(expected, nan_ok=True)
        assert made.columns[at].n == alone.columns[0].n
        mine = [record for record in made.records if record["question"] == name]
        assert [record["option"] for record in mine] == [record["option"] for record in alone.records]
        assert [record["n"] for record in mine] == [record["n"] for record in alone.records]


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_items_are_rows_and_options_columns_with_base_and_mean(items: SampleData, form: str) -> None:
    printed = render(grid(items, ["trust", "police"]), form)
    assert "2 questions of one scale" in printed
    for said in ("Trust: trust", "Trust: police", "low", "high", "Mean", "Respondents", "Largest"):
        assert said in printed
    assert "Вопросы с одной шкалой: 2" in render(grid(items, ["trust", "police"]), form, "ru")
    assert "Пытанні з адной шкалой: 2" in render(grid(items, ["trust", "police"]), form, "be")


def test_a_grid_has_long_rows_and_a_picture(items: SampleData) -> None:
    made = grid(items, ["trust", "police"])
    found = json.loads(render(made, "json"))["rows"]
    assert {row["question"] for row in found} == {"trust", "police"}
    assert render(made, "csv").count("\n") == len(found) + 1
    drawn = stacked(made)
    assert drawn.figure is not None
    sizes = sorted({int(column.n) for column in made.columns})
    texts = [text.get_text() for text in drawn.figure.texts]
    said = f"n = {sizes[0]}" if len(sizes) == 1 else f"n = {sizes[0]} to {sizes[-1]}"
    assert any(text.startswith(said) for text in texts) and not any("Do you trust" in text for text in texts)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "single"}, "its type is single, not scale"),
        ({"options": {1: "low", 2: "middle"}}, "its options are 1, 2, not 1, 2, 3"),
        ({"options": {1: "low", 2: "middle", 3: "top"}}, "option '3' has another label"),
        ({"options": {1: {"label": "low", "value": 5}, 2: "middle", 3: "high"}}, "option '1' has another value"),
    ],
)
def test_items_of_other_scales_are_refused(make: Make, frame: pd.DataFrame, change: dict[str, Any], said: str) -> None:
    frame = frame.assign(police=[1.0, 2.0] * 300)
    sample = make(frame, questions={"trust": SCALE, "police": {**SCALE, **change}})
    with pytest.raises(EstimationError, match=said):
        grid(sample, ["trust", "police"])


@pytest.mark.parametrize(("names", "said"), [(["trust"], "two or more"), (["trust", "trust"], "two or more")])
def test_a_grid_is_of_several_questions(items: SampleData, names: list[str], said: str) -> None:
    with pytest.raises(EstimationError, match=said):
        grid(items, names)
    with pytest.raises(EstimationError, match="one figure a cell"):
        grid(items, ["trust", "police"], show=("n",))


def test_a_grid_of_columns_without_options_is_refused() -> None:
    sample = survey.Sample(pd.DataFrame({"a": [1, 2, 1, 2], "b": [1, 2, 2, 2]}))
    with pytest.raises(EstimationError, match="has no options"):
        sample.grid(["a", "b"])
