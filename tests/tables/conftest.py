"""A small stratified, clustered and weighted sample, made up, with every kind of missing answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.design import SurveyDesign

QUESTIONS: dict[str, dict[str, Any]] = {
    "vote": {
        "title": {"en": "Vote", "ru": "Голос", "be": "Голас"},
        "text": {"en": "How would you vote?", "ru": "Как бы вы проголосовали?"},
        "wording": {"ru": "exact", "en": "translation"},
        "options": {
            "yes": {"code": 1, "label": {"en": "Yes", "ru": "Да", "be": "Так"}},
            "dont_know": {"code": 8, "missing": "dont_know"},
            "rather": {"code": 2, "label": {"en": "Rather yes"}},
            "no": {"code": 3},
            "not_asked": {"code": 9, "missing": "not_asked"},
        },
        "nets": {"for": {"options": ["yes", "rather"], "label": {"en": "For", "ru": "За", "be": "За"}}},
    },
    "trust": {"type": "scale", "options": {1: "low", 2: "middle", 3: "high", 9: {"label": "?", "missing": "refused"}}},
    "sex": {"options": {"man": "man", "woman": "woman"}},
    "edu": {"options": {"low": "low", "high": "high", "none_such": "none such"}},
    "age": {"type": "number", "options": {"young": {"range": [18, 39]}, "old": {"range": [40, None]}}},
    "income": {"type": "number"},
}
STUDY = {
    "study": "made_up",
    "title": {"en": "Made up"},
    "pollster": "Nobody",
    "fieldwork": {"start": "2019-11-04", "end": "2019-11-17"},
    "mode": "phone",
    "population": {"en": "adults"},
    "sample": {"kind": "quota"},
    "questions": {"vote": {"base": "asked"}, "trust": {"base": "valid"}},
}


@pytest.fixture
def frame() -> pd.DataFrame:
    """600 rows in 4 strata of 6 PSUs."""
    rng = np.random.default_rng(7)
    rows = 600
    return pd.DataFrame(
        {
            "vote": rng.choice([1, 2, 3, 8, 9, np.nan], rows, p=[0.3, 0.2, 0.25, 0.1, 0.1, 0.05]),
            "trust": rng.choice([1.0, 2.0, 3.0, 9.0], rows, p=[0.3, 0.3, 0.3, 0.1]),
            "sex": rng.choice(["man", "woman"], rows),
            "edu": rng.choice(["low", "high", None, "7"], rows, p=[0.5, 0.4, 0.07, 0.03]),
            "age": rng.integers(18, 80, rows),
            "income": rng.normal(900, 100, rows).round(2),
            "stratum": rng.integers(0, 4, rows),
            "psu": rng.integers(0, 6, rows),
            "w": rng.random(rows) + 0.3,
        }
    )


@pytest.fixture
def make(frame: pd.DataFrame) -> Callable[..., SampleData]:
    """The sample of ``frame``, or of another frame, with its study and design, either of which may be replaced."""

    def made(data: pd.DataFrame | None = None, **parts: Any) -> SampleData:
        design = SurveyDesign(stratum="stratum", psu="psu", weight="w")
        study = Study.model_validate({**STUDY, **parts.pop("study", {})})
        questions = {
            name: Question.model_validate({"question": name, **item})
            for name, item in {**QUESTIONS, **parts.pop("questions", {})}.items()
        }
        how = {"design": design, "study": study, **parts}
        return SampleData(MemoryEngine(frame if data is None else data), questions=questions, **how)

    return made
