"""A verdict with names in place of ids, where the definitions are at hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from survey.claims.answers.verdict import Verdict
from survey.definitions.records.library import Library
from survey.definitions.records.question import Net, Option
from survey.definitions.source_text import short_names
from survey.wording.worded import reworded, same
from survey.words import Text, say

DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")  # of a source, without remarks on it
ANSWERS = ("option", "against")  # columns of details that hold options of the question


def with_names(verdict: Verdict, library: Library) -> Verdict:
    """The verdict, in its details the labels of options and, at the heads of columns, the short names of sources."""
    labels, short = _labels(verdict, library), short_names(library.sources)
    return replace(verdict, details=tuple(_named(row, labels, short) for row in verdict.details))


def evidence(verdict: Verdict, library: Library) -> tuple[tuple[Text, str], ...]:
    """Titles of the sources with their addresses; a source without a title is its id with blanks."""
    found = []
    for name in dict.fromkeys(verdict.sources):
        source = library.sources[name] if name in library.sources else None
        title = source.title if source is not None and source.title else same(name.replace("_", " "))
        date = DAY.match(source.date if source is not None and source.date else "")
        day = date.group() if date else ""
        found.append((_dated(title, day), source.url or "" if source is not None else ""))
    return tuple(found)


def _dated(title: Text, day: str) -> Text:
    return reworded(title, lambda part: f"{part}, {day}" if day and day not in part else part)


def _labels(verdict: Verdict, library: Library) -> dict[str, Text]:
    study = library.studies.get(verdict.study or "")
    if study is None or verdict.question not in study.questions:
        return {}
    asked = library.asked(study, verdict.question)[0]
    parts: list[tuple[str, Option | Net]] = [*asked.options.items(), *asked.nets.items()]
    return {name: part.label for name, part in parts if part.label}


def _named(row: Mapping[str, Any], labels: Mapping[str, Text], short: Mapping[str, Text]) -> dict[str, Any]:
    heads = {key: say(short[key]) if key in short else key for key in row}
    alike = {name for name, count in Counter(heads.values()).items() if count > 1}  # stay ids: no column is lost
    return {
        key if heads[key] in alike else heads[key]: labels.get(value, value)
        if key in ANSWERS and isinstance(value, str)
        else value
        for key, value in row.items()
    }
