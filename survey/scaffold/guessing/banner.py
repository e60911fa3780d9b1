"""Questions that head the columns of a study's tables, where nobody has said which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from survey.scaffold.proposal import Proposal

# Whom tables are broken by, in the order of the columns: name of a column, or the beginning of its label
_USUAL = (
    r"(what (is|was) )?your (sex|gender)|what gender|sex|gender|male|female|sexo|género|genero|sexe|genre|geschlecht"
    r"|пол|пол респондента|ваш пол|стать|ваша стать|plec|płeć",
    r"(what is )?your age|age|age ?(group|cat|categor(y|ies)|range|band)s?|how old are you"
    r"|edad|rango de edad|âge|classe d'âge|alter|altersgruppe|idade"
    r"|возраст|возрастн(ая|ые) групп(а|ы)|узрост|вік|wiek",
    r"education|educ|degree|highest (level of )?education|nivel educativo|educación|diplôme|bildung|schulabschluss"
    r"|образование|адукацыя|освіта|wykszta[lł]cenie",
    r"region|reg|census region|u\.?s\.? region|your region|oblast|регион|область|рэгіён|вобласць|регіон|wojew[oó]dztwo",
    r"settlement|urban(ity)?|urban ?/? ?rural|domicil|size of (town|place)"
    r"|тип (населенного пункта|поселения)|тып паселішча"
    r"|тип населеного пункту|klasa miejscowo[sś]ci",
)
MOST = 12  # columns of one banner question
WANTED = 3


def banner_of(questions: Sequence[Proposal]) -> tuple[tuple[str, ...], str]:
    """Names of up to three questions, and how they were found. Demographic ones, by name or text; where none is, the
    first question of a few answers, so that a book of tables can be made at once."""
    fitting = [one for one in questions if _is_short(one)]
    found: list[str] = []
    for words in _USUAL:
        found += [one.name for one in fitting if one.name not in found and _called(one, words)][:1]
    if found:
        return tuple(found[:WANTED]), "by names and texts"
    first = fitting or [one for one in questions if _is_short(replace(one, grid=""))]
    return tuple(one.name for one in first[:1]), "the first question of few answers, as none was recognised"


def _is_short(question: Proposal) -> bool:
    answers = [one for one in question.options.values() if one.missing is None]
    return question.kind in ("single", "scale") and not question.grid and 2 <= len(answers) <= MOST


def _called(question: Proposal, words: str) -> bool:
    names = (question.name, question.column or "", *question.text.values())
    return any(
        re.match(rf"(?:[a-z]{{0,2}}\d{{1,3}}[.:_ ]+)?(?:{words})\b(?!\s\w+\s\w+\s\w+\s\w)", _spaced(name))
        for name in names
    )


def _spaced(name: str) -> str:
    return name.casefold().replace("_", " ").replace("ё", "е").strip()
