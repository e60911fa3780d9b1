"""Numbers of rows, read without a level for each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.engines.memory import MemoryEngine
from survey.cells.engines.row_numbers import row_numbers
from survey.cells.table.encoding import plain_question
from survey.definitions.records.question import Question

pytestmark = pytest.mark.derivation

QUESTIONS = {
    "plain": plain_question("income"),
    "codes": {"type": "number", "options": {"refused": {"code": [98, 99], "missing": "refused"}}},
    "id and label": {
        "type": "number",
        "options": {"97": {"missing": "dont_know"}, "no": {"label": "96", "missing": "refused"}},
    },
    "value": {"type": "number", "options": {"most": {"code": 1000, "value": 1500}}},
    "code as text": {"type": "number", "options": {"refused": {"code": "98", "missing": "refused"}}},
    "scale": {"type": "scale", "options": {"low": {"code": 1}, "high": {"code": 2, "value": 10}}},
}
COLUMNS = {
    "whole": [1, 2, 96, 97, 98, 99, 1000, 2],
    "floats": [1.5, np.nan, 96.0, 97.0, 98.0, 99.0, 1000.0, -3.25],
    "texts": ["1.5", "", "96", "97", "98", "99", "1000", None],
}


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_they_are_those_of_the_encoding(name: str, column: str) -> None:
    given: Any = QUESTIONS[name]
    question = given if isinstance(given, Question) else Question.model_validate({"question": "income", **given})
    engine = MemoryEngine(pd.DataFrame({"income": COLUMNS[column]}))
    found = row_numbers(engine, question)
    encoding, codes = engine.encoding(question), engine.codes(question)
    numbers = [x if not kind else np.nan for x, kind in zip(encoding.numbers, encoding.kinds, strict=True)]
    np.testing.assert_array_equal(found.numbers, np.array(numbers)[codes])
    outside = {
        level: n for level, kind, n in zip(encoding.levels, encoding.kinds, encoding.counts, strict=True) if kind and n
    }
    assert found.outside == outside
    names = list(found.outside)
    of_rows = [names[place] if place >= 0 else None for place in found.outside_of]
    assert of_rows == [encoding.levels[code] if encoding.kinds[code] else None for code in codes]


def test_what_stands_for_no_number_is_named() -> None:
    frame = pd.DataFrame({"income": [1.0, np.inf], "party": ["red", "2"]})
    engine = MemoryEngine(frame)
    assert row_numbers(engine, plain_question("income")).without == ("inf",)
    assert row_numbers(engine, plain_question("party")).without == ("red",)
    few = Question.model_validate({"question": "income", "type": "number", "options": {"many": {"label": "Many"}}})
    assert set(row_numbers(engine, few).without) == {"many", "inf"}
