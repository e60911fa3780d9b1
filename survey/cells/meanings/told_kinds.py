"""What labels of a file tell of codes: 99 "Refused" is not averaged, 5 "Other" is not 9 "Other", and what has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

from survey.cells.meanings.file_parts import FilePart, code_key
from survey.cells.meanings.missing_kind import missing_kind
from survey.cells.table.apart import apart_codes
from survey.cells.table.encoding import as_number, plain_text, printed
from survey.definitions.records.question import POINTS, Option, Question
from survey.wording.message import Message, message
from survey.words import Text

_SHOWN = 8


def told_kinds(
    question: Question, said: Question, parts: Sequence[FilePart], *, words: bool = False
) -> tuple[Question, list[Message]]:
    """``question``, one of numbers or with ``words`` (of a file by itself) any, with the kinds of missing that the
    labels of its files name ("Don't know"); a note for each file that counts them. ``said``: the definition, which
    decides where it lists the options, or says ``missing: {}``.

    "Don't know" between labelled answers stays an answer where these are the few points of a scale, whose middle it may
    be ("Undecided"); a refusal is none of them, nor is anything but a number among numbers (97 "Refused" below 99
    "99 or more"). Of a definition questions that are not averaged stay as they are: each answer is a row of theirs.
    """
    column = question.column or question.question
    types = ("single", "scale", "number") if words else ("scale", "number")
    if question.type not in types or said.lists_options or _none_of_them(said):
        return question, []
    told = {key: kind for key, option in question.options.items() if (kind := _kind(option)) is not None}
    ends = [number for key, option in question.options.items() if key not in told for number in _numbers(option)]
    if question.type != "number" and ends and max(ends) - min(ends) < POINTS:
        middle = {key for key in told if _inside(_numbers(question.options[key]), ends)}
        told = {key: kind for key, kind in told.items() if kind != "dont_know" or key not in middle}
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


def told_apart(question: Question, said: Question) -> Question:
    """``question`` with the code after each label that another option of another code has too. Options that ``said``,
    the definition, lists are as it calls them."""
    if said.lists_options or len(question.options) < 2:
        return question
    texts = {key: _compared(option) for key, option in question.options.items()}
    often = Counter(text for own in texts.values() for text in own)
    if not often or max(often.values()) < 2:
        return question
    options = dict(question.options)
    for key, option in question.options.items():
        if any(often[text] > 1 for text in texts[key]):
            options[key] = option.model_copy(update={"label": _with_code(option)})
    return question.model_copy(update={"options": options})


def _compared(option: Option) -> set[str]:
    """Its labels, made comparable; without a code nothing could tell it from another."""
    return {plain_text(text) for text in (option.label or {}).values()} if option.codes else set()


def _with_code(option: Option) -> Text:
    return {language: f"{text} ({printed(option.codes[0])})" for language, text in (option.label or {}).items()}


def few_and_apart(loose: dict[Hashable, Any], labels: Any, parts: Sequence[FilePart], column: str) -> bool:
    """Whether some of the codes ``loose`` stand apart, and all others are points of a scale with labelled ends."""
    counts = {key: sum(part.answers(column).get(value, 0) for part in parts) for key, value in loose.items()}
    named = [key for key, (_, text) in labels.items() if isinstance(key, float) and missing_kind(text) is None]
    if not named or not all(isinstance(key, float) for key in counts):
        return False
    numbers = {float(str(key)): count for key, count in counts.items()}
    apart = apart_codes(numbers, named, scale=True)
    rest = [*named, *(number for number in numbers if number not in apart)]
    return bool(apart) and max(rest) - min(rest) < POINTS and all(number == int(number) for number in rest)
