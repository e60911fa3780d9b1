"""Filters: what may be written, what it means, and what is refused with the nearest name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.engines.memory import MemoryEngine
from survey.cells.filters.expression import Combined, Compared, read_condition
from survey.cells.filters.inside import domain_rows
from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.errors import SurveyError

pytestmark = pytest.mark.contract

QUESTIONS: dict[str, dict[str, Any]] = {
    "region": {
        "title": {"en": "Region", "ru": "Область", "be": "Вобласць"},
        "options": {
            "minsk": {"code": 1, "label": {"en": "Minsk city", "ru": "Минск", "be": "Мінск"}},
            "brest": {"code": 2, "label": {"en": "Brest"}},
            "gomel": {"code": 3, "label": {"en": "Gomel"}},
            "hidden": {"code": 9, "missing": "refused"},
        },
        "nets": {"south": ["brest", "gomel"]},
    },
    "age": {"type": "number", "options": {"dont_know": {"code": 999, "missing": "dont_know"}}},
    "age_group": {
        "column": "age",
        "type": "number",
        "options": {"young": {"range": [18, 39]}, "old": {"range": [40, None]}},
    },
    "trust": {"type": "scale", "options": {1: "low", 2: "middle", 3: "high"}},
    "turned": {
        "type": "scale",
        "column": "trust",
        "options": {"a": {"code": 1, "value": 3}, "b": {"code": 2, "value": 2}, "c": {"code": 3, "value": 1}},
    },
    "media": {"type": "multiple", "options": {"tv": {}, "net": {}}},
}
FRAME = pd.DataFrame(
    {
        "region": [1, 2, 3, 9, None, 1, 2, 3],
        "age": [18, 40, 39.5, 30, 70, 999, None, 17],
        "trust": [1, 2, 3, 1, 2, 3, None, 1],
        "api.stu": [1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, None],
        "name": ["Ann", "Bob", "ann", None, "Zoe", "Zoe", "Bob", "x y"],
    }
)


def sample(engine: Callable[[Any], Any] = MemoryEngine) -> SampleData:
    questions = {name: Question.model_validate({"question": name, **item}) for name, item in QUESTIONS.items()}
    return SampleData(engine(FRAME), questions=questions)


INSIDE = {
    "region == minsk": [0, 5],
    "region = 1": [0, 5],
    "region in ['Minsk city', 'Brest']": [0, 1, 5, 6],
    "region == 'минск'": [0, 5],
    "region == south": [1, 2, 6, 7],
    "region != minsk": [1, 2, 6, 7],
    "region not in [minsk, brest]": [2, 7],
    "not region == minsk": [1, 2, 6, 7],
    "region == hidden": [3],
    "region != hidden": [0, 1, 2, 5, 6, 7],
    "age >= 18": [0, 1, 2, 3, 4],
    "age < 40": [0, 2, 3, 7],
    "18 <= age < 40": [0, 2, 3],
    "age == 39.5": [2],
    "age != 30": [0, 1, 2, 4, 7],
    "age in [18, 70]": [0, 4],
    "age == dont_know": [5],
    "age_group == young": [0, 3],
    "age_group >= 39.5": [1, 2, 4, 5],
    "trust >= 2": [1, 2, 4, 5],
    "trust == 3": [2, 5],
    "trust == high": [2, 5],
    "turned >= 2": [0, 1, 3, 4, 7],
    "api.stu > 3": [2, 3, 4, 5, 6],
    "'api.stu' <= -1 or name == 'x y'": [7],
    "name == ann": [0, 2],
    "age >= 18 and region in [minsk, brest]": [0, 1],
    "age >= 40 or region == gomel": [1, 2, 4, 7],
    "(age >= 40 or region == gomel) and not trust == 2": [2, 7],
    "region == minsk and age > 20": [],
}


@pytest.mark.parametrize("where", [where for where, rows in INSIDE.items() if rows])
def test_a_filter_holds_for_those_who_gave_the_answer(where: str, engine: Callable[[Any], Any]) -> None:
    confined = within(sample(engine), where)
    assert confined.domain is not None
    if confined.engine.name != "spark":  # rows on a cluster have no order
        assert np.flatnonzero(domain_rows(confined)).tolist() == INSIDE[where]
    assert confined.domain.n == len(INSIDE[where])
    assert confined.domain.n + confined.domain.outside + confined.domain.unanswered == len(FRAME)


@pytest.mark.parametrize(
    ("where", "unanswered"),
    [
        ("age >= 18", 2),
        ("not age >= 18", 2),
        ("region == minsk", 2),
        ("region == hidden", 1),
        ("age >= 18 and region == brest", 3),
        ("age >= 18 or region == minsk", 1),
    ],
)
def test_who_is_outside_for_lack_of_an_answer_is_counted(where: str, unanswered: int) -> None:
    """What is missing stays open under ``not``; ``and`` and ``or`` decide it where the other part does."""
    domain = within(sample(), where).domain
    assert domain is not None
    assert domain.unanswered == unanswered


@pytest.mark.parametrize(
    ("where", "said", "fix"),
    [
        ("regoin == minsk", "no question or column 'regoin'", "region"),
        ("region == minks", "no option 'minks'", "minsk"),
        ("region == 7", "no option 7", "minsk"),
        ("region > 1", "have no order", "Name options"),
        ("region > minsk", "which numbers only can be", ""),
        ("name > 3", "have no order", ""),
        ("name == Anna", "nobody answered 'Anna'", "Ann"),
        ("turned == 1", "the code of one option and the value of another", "'a'"),
        ("media == tv", "is not said", "one of its columns"),
        ("region == minsk and age > 20", "nobody is inside the filter", ""),
        ("", "is empty", ""),
        ("region", "compares nothing", ""),
        ("region == ", "cannot be read", "in quotes"),
        ("region in minsk", "wants a list", ""),
        ("region == minsk & age > 3", "", ""),
        ("region is minsk", "by 'is'", "=="),
        ("3 == 3", "no question", ""),
        ("region == f(1)", "neither a name nor a number", ""),
        ("__import__('os').system('x') == 1", "neither a name nor a number", ""),
        ("region == [x for x in y]", "neither a name nor a number", ""),
        ("(lambda: 1) == 1", "neither a name nor a number", ""),
        ("age > 1e999", "neither a name nor a number", ""),
        ("not " * 500 + "age > 3", "", ""),
        ("(" * 500 + "age > 3" + ")" * 500, "", ""),
        ("a == b" * 5000, "longer than", ""),
    ],
)
def test_what_says_nothing_is_one_clear_error(where: str, said: str, fix: str) -> None:
    with pytest.raises(SurveyError) as caught:
        within(sample(), where)
    assert said in caught.value.message
    assert fix in caught.value.fix
    assert "where" in caught.value.where or "no question or column" in said


def test_a_filter_is_read_into_parts_and_never_run() -> None:
    one, other = Compared("age", ">=", (18.0,)), Compared("region", "!=", ("a b", -3.0))
    assert read_condition("18 <= age and region not in ['a b', -3]") == Combined("and", (one, other))
    assert read_condition("q = '=='") == Compared("q", "==", ("==",))


def test_a_filter_is_told_in_each_language() -> None:
    domain = within(sample(), "not (region in [minsk, brest] and age >= 18) or trust == high").domain
    assert domain is not None
    assert domain.words["en"] == "not (Region: Minsk city or Brest and age ≥ 18) or trust: high"
    assert domain.words["ru"] == "кроме (Область: Минск или Brest и age ≥ 18) или trust: high"
    assert domain.words["be"] == "акрамя (Вобласць: Мінск або Brest і age ≥ 18) або trust: high"


def test_a_sample_has_one_filter() -> None:
    once = within(sample(), "age >= 18")
    assert within(once, None) is once
    with pytest.raises(SurveyError, match="already"):
        within(once, "region == minsk")
