"""How the dates of a study are written in each language."""

from __future__ import annotations

from dataclasses import dataclass

from survey.wording.worded import Worded

MONTHS: dict[str, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "ru": ("янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    "be": ("сту", "лют", "сак", "кра", "май", "чэр", "ліп", "жні", "вер", "кас", "ліс", "сне"),
}  # shortened, so that no language needs a case


@dataclass(frozen=True, eq=False)
class Dates(Worded):
    """From ``start`` to ``end``, each a year, a month or a day as ISO 8601 writes it: "5-8 Nov 2020",
    "28 Jun - 3 Jul 2024", "Apr-May 2019", "2016". What both ends share is written once."""

    start: str
    end: str

    def words(self, language: str) -> str:
        start, end, months = self.start, self.end, MONTHS[language]
        if start == end:
            return _one(start, months)
        if len(start) == len(end) == 10 and start[:7] == end[:7]:
            return f"{int(start[8:])}-{_one(end, months)}"
        if len(start) == len(end) == 7 and start[:4] == end[:4]:
            return f"{months[int(start[5:7]) - 1]}-{_one(end, months)}"
        if len(start) == len(end) == 10 and start[:4] == end[:4]:
            return f"{_one(start, months).rpartition(' ')[0]} - {_one(end, months)}"
        return f"{_one(start, months)} - {_one(end, months)}"


def _one(text: str, months: tuple[str, ...]) -> str:
    parts = text.split("-")
    month = f"{months[int(parts[1]) - 1]} " if len(parts) > 1 else ""
    return f"{int(parts[2])} {month}{parts[0]}" if len(parts) > 2 else f"{month}{parts[0]}"
