"""Kinds of missing that only the labels of a file tell: 99 "Refused" is not averaged."""

from __future__ import annotations

from collections.abc import Sequence

from survey.cells.meanings.file_parts import FilePart, code_key
from survey.cells.meanings.missing_kind import missing_kind
from survey.cells.table.encoding import as_number, printed
from survey.definitions.records.question import Option, Question
from survey.wording.message import Message, message

_SHOWN = 8


def told_kinds(question: Question, said: Question, parts: Sequence[FilePart]) -> tuple[Question, list[Message]]:
    """``question``, one of numbers, with the kinds of missing that the labels of its files name ("Don't know"); a note
    for each file that counts them. ``said``: the definition, which decides where it lists the options, or says
    ``missing: {}``.

    A code between labelled answers stays one ("Undecided" in the middle of a scale). Questions that are not averaged
    stay as they are: each answer is a row of theirs.
    """
    column = question.column or question.question
    if question.type not in ("scale", "number") or said.lists_options or _none_of_them(said):
        return question, []
    told = {key: kind for key, option in question.options.items() if (kind := _kind(option)) is not None}
    ends = [number for key, option in question.options.items() if key not in told for number in _numbers(option)]
    told = {key: kind for key, kind in told.items() if not _inside(_numbers(question.options[key]), ends)}
    if not told:
        return question, []
    options = {
        key: option.model_copy(update={"missing": told[key]}) if key in told else option
        for key, option in question.options.items()
    }
    codes = {code_key(code): options[key] for key in told for code in options[key].codes}
    notes = []
    for part in parts:
        found = {value: count for value, count in part.answers(column).items() if code_key(value) in codes}
        if found:
            shown = [f"{printed(one)} “{_label(codes[code_key(one)])}”: {found[one]}" for one in sorted(found, key=str)]
            more = ", …" if len(shown) > _SHOWN else ""
            answers, count = ", ".join(shown[:_SHOWN]) + more, sum(found.values())
            notes.append(message("data.told_missing", file=part.name, column=column, count=count, answers=answers))
    return question.model_copy(update={"options": options}), notes


def _none_of_them(said: Question) -> bool:
    return "missing" in said.model_fields_set and not said.missing


def _kind(option: Option) -> str | None:
    """What the label of an answer names; a range has its own words."""
    if option.missing is not None or option.range is not None or not option.label:
        return None
    return missing_kind(_label(option))


def _label(option: Option) -> str:
    return next(iter((option.label or {}).values()), "")


def _numbers(option: Option) -> list[float]:
    if option.missing is not None or option.range is not None or not option.label:
        return []
    return [number for code in option.codes if (number := as_number(code)) is not None]


def _inside(codes: Sequence[float], ends: Sequence[float]) -> bool:
    return bool(codes) and len(ends) > 1 and all(min(ends) < code < max(ends) for code in codes)
