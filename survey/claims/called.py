"""What the ids in a verdict are called, for people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from survey.claims.answers.verdict import Verdict
from survey.definitions.records.library import Library
from survey.definitions.records.when import called, when
from survey.definitions.source_text import short_names
from survey.wording.worded import joined
from survey.words import Text, say

STUDIES = ("study", "start", "end")  # columns of details that hold ids of studies


def with_names(verdict: Verdict, library: Library) -> Verdict:
    """The verdict with what its sources, studies, question and option are called: ``source/<id>``, ``study/<id>``,
    ``wave/<id>`` (its dates), ``about`` (all that it is about)."""
    short = short_names(library.sources)
    named: dict[str, Text] = {f"source/{name}": short[name] for name in _sources(verdict) if name in short}
    for name in _studies(verdict):
        study = library.studies[name] if name in library.studies else None
        if study is not None:
            dates = when(study.fieldwork)
            named[f"study/{name}"] = called(study)
            named[f"wave/{name}"] = dates if say(dates) else called(study)
    return replace(verdict, called={**named, "about": _about(verdict, library, named)})


def _about(verdict: Verdict, library: Library, named: dict[str, Text]) -> Text:
    study = library.studies[verdict.study] if verdict.study in library.studies else None
    parts: list[Text] = [named[f"study/{verdict.study}"]] if study is not None else []
    if study is not None and verdict.question in study.questions:
        asked = library.asked(study, verdict.question)[0]
        parts.append(asked.heading)
        option = asked.options.get(verdict.option) or asked.nets.get(verdict.option)
        parts += [asked.label(verdict.option)] if option is not None else []
    return joined(parts, " / ")


def _sources(verdict: Verdict) -> list[str]:
    """Of the verdict and of its details, at the heads of columns, too."""
    inside: list[Any] = [row.get("source") for row in verdict.details]
    return list(
        dict.fromkeys((*verdict.sources, *filter(None, inside), *(key for row in verdict.details for key in row)))
    )


def _studies(verdict: Verdict) -> list[str]:
    inside = (str(row[key]) for row in verdict.details for key in STUDIES if row.get(key))
    return list(dict.fromkeys((verdict.study, *inside)))
