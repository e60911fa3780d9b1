"""What a trend will refuse, known from the definitions."""

from __future__ import annotations

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study


def refused_trends(study: Study, library: Library) -> list[str]:
    """A line for each question of ``study`` that other studies asked too and whose shares are of the answers marked
    (``base: answers``): ``trends.microdata.refuse_answers`` refuses them, as a respondent may give any number."""
    marked = [name for name, own in study.questions.items() if own.base == "answers"]
    names = [name for name in library.studies if name != study.study] if marked else []  # reading all takes long
    others = [one for name in names if (one := library.sound(name)) is not None]
    return [
        f"{study.study}: {name}: its shares are of the answers marked (base: answers), and a trend is of respondents: "
        f"'survey trend {name}' will need --base asked or --base valid"
        for name in marked
        if any(name in one.questions for one in others)
    ]
