"""What a trend will refuse, known from the definitions."""

from __future__ import annotations

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import GatheredError


def refused_trends(study: Study, library: Library) -> list[str]:
    """A line for each question of ``study`` that other studies asked too and whose shares are of the answers marked
    (``base: answers``): ``trends.microdata.refuse_answers`` refuses them, as a respondent may give any number."""
    others = [one for name in library.studies if name != study.study and (one := _sound(library, name)) is not None]
    return [
        f"{study.study}: {name}: its shares are of the answers marked (base: answers), and a trend is of respondents: "
        f"'survey trend {name}' will need --base asked or --base valid"
        for name, own in study.questions.items()
        if own.base == "answers" and any(name in one.questions for one in others)
    ]


def _sound(library: Library, name: str) -> Study | None:
    """A study without faults, which are told elsewhere."""
    try:
        return library.studies[name]
    except GatheredError:
        return None
