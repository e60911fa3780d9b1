"""Answers that no option names, in each file of the data."""

from __future__ import annotations

from collections.abc import Mapping

from survey.cells.meanings.file_parts import FilePart
from survey.cells.meanings.written_numbers import numbers_without, words_told
from survey.cells.table.encoding import as_number, clipped, number_in, printed, publishable
from survey.cells.table.own_words import shown_only
from survey.cells.table.set_question import shown_column
from survey.definitions.records.question import Option, Question
from survey.errors import Problem, UnknownCodeWarning
from survey.wording.message import Message, message
from survey.wording.worded import Joined, joined
from survey.words import closest, say

_SHOWN = 8


def unmatched(question: Question, part: FilePart) -> tuple[UnknownCodeWarning | None, Message | None, Problem | None]:
    """What to say of answers of one file that no option names, with counts: a warning, and a note for results; a
    problem where not one has an option."""
    column = shown_column(question)
    encoding = part.engine.encoding(question)
    if not encoding.unknown:
        return None, None, None
    answers = dict(sorted(encoding.unknown.items(), key=lambda pair: (-pair[1], pair[0])))
    labels = {printed(value): text for value, text in part.labels(column).items()}
    words = numbers_without(question, answers)
    if not sum(encoding.counts[:-2]):
        return None, None, _none_fits(question, part, answers, labels)
    problem = _between(question, part, answers)
    if problem is not None:
        return None, None, problem
    total = sum(encoding.unknown.values())
    of = message("data.in_column", column=column) if column != question.question else ""
    name = joined([question.question, of])
    shown = _listed(publishable(encoding), {})
    if words and not any(value in labels for value in answers):
        note, warning = (
            message("data.no_numbers", file=part.name, name=name, count=total, shown=one)
            for one in (shown, words_told(part, column, answers))
        )
        return UnknownCodeWarning(say(warning), say(note)), note, None
    known = [printed(code) for option in question.options.values() for code in option.codes]
    texts = [text for option in question.options.values() for text in (option.label or {}).values()]
    close = closest(next(iter(answers)), [*question.options, *known, *texts]) if len(answers) == 1 else ""
    hint = message("data.did_you_mean", name=close) if close else ""
    note, warning = (
        message("data.no_option_names", file=part.name, name=name, count=total, shown=one, hint=hint)
        for one in (shown, _listed(answers, labels))
    )
    return UnknownCodeWarning(say(warning), say(note)), note, None


def _between(question: Question, part: FilePart, answers: Mapping[str, int]) -> Problem | None:
    """The problem of numbers between the named points of a scale, whose mean would be that of the named points only."""
    named = [
        float(code)
        for option in question.options.values()
        for code in option.codes
        if option.missing is None and not isinstance(code, str)
    ]
    if question.type != "scale" or not named:
        return None
    numbers = {value: number_in(value, question) for value in answers}
    low, high = min(named), max(named)
    found = {value: answers[value] for value, one in numbers.items() if one is not None and low < one < high}
    if not found:
        return None
    column, count = shown_column(question), sum(found.values())
    shown = say(_listed(shown_only(found), {}))
    said = f"{count} answer(s) lie between the points of the scale '{question.question}' that options name ({shown})"
    fix = "Name every point, or only the two ends of a scale of at most 11 whole points; else declare 'type: number'."
    return Problem(part.name, 0, column, said, fix)


def _none_fits(question: Question, part: FilePart, answers: Mapping[str, int], labels: Mapping[str, str]) -> Problem:
    column = shown_column(question)
    if question.type == "number" and not question.options:
        said = f"not one answer to '{question.question}' is a number ({words_told(part, column, answers)})"
        return Problem(part.name, 0, column, said, "Name another column, or another type than 'number'.")
    shown = say(_listed(shown_only(answers), labels))
    said = f"no answer is among the options of '{question.question}' (answers: {shown})"
    words = any(as_number(value) is None for value in answers)
    expected = [_expected(option, words) for option in question.options.values()]
    return Problem(part.name, 0, column, said, f"Codes of the options: {', '.join(expected[:12])}.")


def _listed(answers: Mapping[str, int], labels: Mapping[str, str]) -> Joined:
    found = list(answers.items())
    shown = [f"{clipped(v)}{f' ({labels[v]})' if v in labels else ''}: {count}" for v, count in found[:_SHOWN]]
    more = [message("data.and_more", count=len(found) - _SHOWN)] if len(found) > _SHOWN else []
    return joined([", ".join(shown), *more])


def _expected(option: Option, words: bool) -> str:
    """What stands for an option in data: its codes, or its range; where the answers are ``words``, its labels too."""
    first = " or ".join(map(printed, option.codes)) or option.id
    texts = [text for text in dict.fromkeys((option.label or {}).values()) if words and text != first]
    return f"{first} ({', '.join(texts)})" if texts else first
