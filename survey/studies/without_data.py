"""Studies without data, and options that are of data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survey.definitions.records.study import Study
from survey.errors import SurveyError


def refuse_reading(study: Study, settings: Mapping[str, Any]) -> None:
    """``SurveyError`` for options of reading (``--encoding``, ``--sheet``, ``--weight``, …) where a study has no data,
    so that they would have no effect."""
    given = [name for name, value in settings.items() if value is not None]
    if study.data is None and "data" not in given and given:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        said = f"has no data, on which {names} {'has' if len(given) == 1 else 'have'} an effect"
        raise SurveyError(said, where=study.study, fix="Give --data FILE, or leave it out.")


def refuse_without_data(study: Study, settings: Mapping[str, Any]) -> None:
    """``SurveyError`` for a crosstab of a study without data."""
    if study.data is None and settings.get("data") is None:
        published = any(question.published for question in study.questions.values())
        topline = f" Its published figures: survey topline {study.study}." if published else ""
        raise SurveyError("a crosstab needs microdata", where=study.study, fix=f"Give --data FILE.{topline}")
