"""Columns of the design are themselves, whatever questions are called like them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey import Sample, SurveyDesign
from survey.estimation.core.gather import gather

pytestmark = pytest.mark.derivation

SEX = {"options": {"man": 1, "woman": 2}}
QUESTIONS = {
    "joins codes": {"region": {"options": {"north": {"code": [1, 2]}, "south": {"code": [3, 4]}}}, "sex": SEX},
    "stands in another column": {"region": {"column": "other", "options": {"a": 1, "b": 2}}, "sex": SEX},
}


def data() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    region, sex, other = (rng.integers(1, top, 240) for top in (5, 3, 3))
    answer = (rng.random(240) < region / 5).astype(int)
    psu = region * 10 + rng.integers(0, 6, 240)
    made = pd.DataFrame({"region": region, "sex": sex, "other": other, "x": answer, "w": rng.random(240) + 0.5})
    return made.assign(again=region, psu=psu, sex_again=psu)


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize("by", [(), ("region",), ("sex", "region"), ("region", "sex")])
@pytest.mark.parametrize("psu", [None, "psu"])
def test_a_stratum_named_like_a_question_is_still_the_stratum(engine: str, kind: str, by: Any, psu: str | None) -> None:
    made = [
        Sample(data(), SurveyDesign(stratum=stratum, psu=psu, weight="w"), QUESTIONS[kind], engine=engine)
        for stratum in ("again", "region")
    ]
    right, same = (sample.share("x", by=by) for sample in made)
    np.testing.assert_allclose(same.std_error, right.std_error, rtol=1e-12)
    np.testing.assert_array_equal(same.df, right.df)


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_psu_named_like_a_question_is_still_the_psu(engine: str) -> None:
    frame = data()
    right = Sample(frame, SurveyDesign(psu="psu", weight="w"), {"sex": SEX}, engine=engine)
    renamed = frame.assign(sex=frame.psu, is_man=frame.sex)
    question = {"sex": {"column": "is_man", **SEX}}
    same = Sample(renamed, SurveyDesign(psu="sex", weight="w"), question, engine=engine)
    for by in ((), ("sex",)):
        np.testing.assert_allclose(same.share("x", by=by).std_error, right.share("x", by=by).std_error, rtol=1e-12)


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_banner_of_the_stratum_and_another_question_is_made_together(engine: str) -> None:
    questions = {name: {"options": {"a": 1, "b": 2, "c": 3, "d": 4}} for name in ("region", "sex")}
    sample = Sample(data(), SurveyDesign(stratum="region", weight="w"), questions, engine=engine)
    gather(sample, [("x", "sex"), ("x", "region"), ("x",)])
    found = sample.share("x", by="region")
    assert found.n.sum() == 2 * 240
    alone = Sample(data(), SurveyDesign(stratum="again", weight="w"), questions).share("x", by="region")
    np.testing.assert_allclose(found.std_error, alone.std_error, rtol=1e-12)
