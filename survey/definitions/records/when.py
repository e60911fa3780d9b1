"""When a study was in the field, as one day to order and draw by and as words to print."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from survey.definitions.records.values import Fieldwork

MONTHS: dict[str, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "ru": ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    "be": ("сту", "лют", "сак", "кра", "май", "чэр", "ліп", "жні", "вер", "кас", "ліс", "сне"),
}


def middle_of(fieldwork: Fieldwork) -> date | None:
    """The middle day of the fieldwork; a month or a year alone stands for its middle. None where no date is known."""
    start, end = fieldwork.start or fieldwork.end, fieldwork.end or fieldwork.start
    if start is None or end is None:
        return None
    first, last = _first(start), _last(end)
    return first + timedelta(days=(last - first).days // 2)


def when(fieldwork: Fieldwork) -> str:
    """The dates as printed: "5-8 Nov 2020", "28 Jun - 3 Jul 2024", "2016"; else what the source says."""
    start, end = fieldwork.start or fieldwork.end, fieldwork.end or fieldwork.start
    if start is None or end is None:
        return fieldwork.stated or ""
    if start == end:
        return _printed(start)
    if len(start) == len(end) == 10 and start[:7] == end[:7]:
        return f"{int(start[8:])}-{_printed(end)}"
    if len(start) == len(end) == 7 and start[:4] == end[:4]:
        return f"{MONTHS['en'][int(start[5:7]) - 1]}-{_printed(end)}"
    if len(start) == len(end) == 10 and start[:4] == end[:4]:
        return f"{_printed(start).rpartition(' ')[0]} - {_printed(end)}"
    return f"{_printed(start)} - {_printed(end)}"


def dates_in(printed: str, language: str) -> str:
    """Dates as ``when`` prints them, with the months of ``language``."""
    for english, month in zip(MONTHS["en"], MONTHS[language], strict=True):
        printed = re.sub(rf"\b{english}\b", month, printed)
    return printed


def _first(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def _last(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    month = parts[1] if len(parts) > 1 else 12
    return date(parts[0], month, parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1])


def _printed(text: str) -> str:
    parts = text.split("-")
    month = f"{MONTHS['en'][int(parts[1]) - 1]} " if len(parts) > 1 else ""
    return f"{int(parts[2])} {month}{parts[0]}" if len(parts) > 2 else f"{month}{parts[0]}"
