"""When a study was in the field, as one day to order and draw by and as words to print, and what it is called."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache

from survey.definitions.records.study import Study
from survey.definitions.records.values import Fieldwork
from survey.wording.dates import Dates
from survey.wording.worded import joined
from survey.words import LANGUAGES, Text, say


def days_of(fieldwork: Fieldwork) -> tuple[date, date] | None:
    """First and last day of the fieldwork; a month or a year alone is all its days. None where no date is known."""
    start, end = fieldwork.start or fieldwork.end, fieldwork.end or fieldwork.start
    return None if start is None or end is None else (_first(start), _last(end))


def middle_of(fieldwork: Fieldwork) -> date | None:
    """The middle day of the fieldwork; a month or a year alone stands for its middle. None where no date is known."""
    start, end = fieldwork.start or fieldwork.end, fieldwork.end or fieldwork.start
    return None if start is None or end is None else _middle(start, end)


def when(fieldwork: Fieldwork, otherwise: str = "") -> Text:
    """The dates in each language; else what the source says of them, else ``otherwise``."""
    start, end = fieldwork.start or fieldwork.end, fieldwork.end or fieldwork.start
    if start is None or end is None:
        return joined([fieldwork.stated or otherwise])
    return Dates(start, end)


def called(study: Study) -> Text:
    """What a study is called in each language: its title, else the pollster and the dates, else its id."""
    dates = when(study.fieldwork)
    told = {key: " ".join(filter(None, (say(study.pollster, key), say(dates, key)))) for key in LANGUAGES}
    return {key: say(study.title, key, told[key] or study.study) for key in LANGUAGES}


@lru_cache(maxsize=8192)
def _middle(start: str, end: str) -> date:
    first = _first(start)
    return first + timedelta(days=(_last(end) - first).days // 2)


@lru_cache(maxsize=8192)
def _first(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


@lru_cache(maxsize=8192)
def _last(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    month = parts[1] if len(parts) > 1 else 12
    return date(parts[0], month, parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1])
