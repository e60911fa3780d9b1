"""Names for questions that weighting makes: those of the questions they came from."""

from __future__ import annotations

from collections.abc import Sequence

from survey.definitions.records.question import Question
from survey.words import LANGUAGES, Text, say

OWN: dict[str, Text] = {  # levels that no question has
    "base weight kept": {"en": "base weight kept", "ru": "исходный вес сохранён", "be": "зыходная вага захаваная"},
    "no answer": {"en": "no answer", "ru": "нет ответа", "be": "няма адказу"},
    "a code that no option names": {"en": "other code", "ru": "другой код", "be": "іншы код"},
}


def with_names(question: Question, variables: Sequence[Question]) -> Question:
    """``question`` with the headings and labels of ``variables``, whose crossing or merging it stands for.

    Its options are called ``a × b`` (a level of each variable) and ``a × b + c × d`` (merged ones).
    """
    options = {
        key: option.model_copy(update={"label": option.label or _label(key, variables)})
        for key, option in question.options.items()
    }
    title = _joined([variable.heading for variable in variables], " × ")
    return question.model_copy(update={"title": question.title or title, "options": options})


def _label(option: str, variables: Sequence[Question]) -> Text:
    cells = [cell.split(" × ") for cell in option.split(" + ")]
    if option in OWN:
        return OWN[option]
    if any(len(cell) != len(variables) for cell in cells):
        return {"und": option}  # an option whose own name has such a sign
    said = [
        _joined([OWN.get(part) or variable.label(part) for part, variable in zip(cell, variables, strict=True)], " × ")
        for cell in cells
    ]
    return _joined(said, " + ")


def _joined(texts: Sequence[Text], between: str) -> Text:
    return {language: between.join(say(text, language) for text in texts) for language in LANGUAGES}
