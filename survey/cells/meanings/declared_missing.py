"""Codes that a data file itself declares to be no answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.cells.meanings.file_parts import FilePart, code_key
from survey.cells.table.encoding import as_number, option_of, printed
from survey.cells.table.own_words import as_shown
from survey.definitions.records.question import Option, Question
from survey.errors import Problem
from survey.wording.message import Message, message
from survey.wording.worded import joined

_DECLARED = {"en": "missing in the file", "ru": "пропуск в файле", "be": "пропуск у файле"}
_SHOWN = 8


def declared_missing(
    question: Question, said: Question, parts: Sequence[FilePart]
) -> tuple[Question, list[Message], list[Problem]]:
    """``question`` with options of the kind ``no_answer`` for the codes that a file declares to be missing and
    ``said``, the definition, does not name; a note for each file that counts them; and codes that one file declares to
    be missing and another, which could, does not.

    What the definition names by code, id or label stays as it says; a range names no code (999 beside "60 and more").
    A file of text cannot declare anything, so the declarations of the others hold for it.
    """
    column = question.column or question.question
    if question.type == "open" or not any(part.layout.missing.get(column) for part in parts):
        return question, [], []
    named = _without_ranges(said)
    options, notes, problems = dict(question.options), [], []
    known = _without_ranges(question)
    texts = {code_key(value): text for part in reversed(parts) for value, text in part.labels(column).items()}
    for part in parts:
        new: dict[str, dict[Any, int]] = {}  # who else declares it -> code -> rows
        for value, count in part.answers(column).items():
            says = next((one for one in (part, *parts) if one.declares_missing(column, value)), None)
            if says is None or (named.options and option_of(value, named) is not None):
                continue
            if says is not part and part.could_declare:
                problems.append(_undeclared(part.name, column, value, count, says.name))
            elif not known.options or option_of(value, known) is None:
                new.setdefault("" if says is part else says.name, {})[value] = count
        for file, found in new.items():
            for value in found:
                option = _option(value, texts.get(code_key(value)))
                options.setdefault(option.id, option)
            notes.append(_note(part.name, column, file, found))
    changed = options != question.options
    return (question.model_copy(update={"options": options}) if changed else question), notes, problems


def _without_ranges(question: Question) -> Question:
    options = {key: option for key, option in question.options.items() if option.range is None}
    return question.model_copy(update={"options": options})


def _option(value: Any, text: str | None) -> Option:
    number, name = as_number(value), printed(value)
    label = {"und": text} if text else {language: f"{name} ({say})" for language, say in _DECLARED.items()}
    code = value if number is None else int(number) if number == int(number) else number
    return Option.model_construct(
        id=f"missing_{name.lstrip('.')}", code=code, range=None, label=label, missing="no_answer", value=None, note=None
    )


def _note(file: str, column: str, other: str, found: dict[Any, int]) -> Message:
    """``other``: the file that declares them missing, where it is another one."""
    order = sorted(found, key=lambda value: (as_number(value) is None, as_number(value) or 0.0, str(value)))
    shown = ", ".join(f"{as_shown(printed(value), found[value])}: {found[value]}" for value in order[:_SHOWN])
    answers = joined([shown, *([message("data.and_more", count=len(found) - _SHOWN)] if len(found) > _SHOWN else [])])
    who, total = other or message("data.the_file"), sum(found.values())
    return message("data.declared_missing", file=file, column=column, count=total, who=who, answers=answers)


def _undeclared(file: str, column: str, value: Any, count: int, other: str) -> Problem:
    said = f"{as_shown(printed(value), count)} ({count} row(s)) is an answer here, but declared missing in {other}"
    return Problem(file, 0, column, said, "Name it under the question's options, with its missing kind if it has one.")
