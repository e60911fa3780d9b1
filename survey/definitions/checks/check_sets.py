"""Whether what a question says of several answers fits together: columns, marks, who was asked."""

from __future__ import annotations

from collections.abc import Callable

from survey.definitions.checks.checking import Check
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import Keys
from survey.words import nearest

Asked = Callable[[str], Question | None]  # a question as the study asked it
_ITS_OWN = ("columns", "delimiter", "marked", "asked", "set")


def check_set(question: Question, at: Keys, check: Check) -> None:
    """Keys of a question of several answers stand under one, and those of a number or scale do not."""
    if question.type != "multiple":
        for key in _ITS_OWN:
            if getattr(question, key):
                check.add((*at, key), f"'{key}' belongs to a question of several answers", "Write 'type: multiple'.")
        for option in question.options.values():
            if option.exclusive:
                said = "'exclusive' belongs to a question of several answers"
                check.add((*at, "options", option.id, "exclusive"), said, "Write 'type: multiple'.")
        return
    if question.decimal is not None:
        check.add((*at, "decimal"), "a question of several answers is no number", "Leave 'decimal:' out.")
    for option in question.options.values():
        for key in ("range", "value"):
            if getattr(option, key) is not None:
                said = f"a set of answers has no number, and '{option.id}' a '{key}'"
                check.add((*at, "options", option.id, key), said, f"Leave '{key}:' out.")
        if " + " in option.id:
            said = f"the option '{option.id}' reads as several, which are joined by ' + '"
            check.add((*at, "options", option.id), said, "Name it otherwise.")
    _columns(question, at, check)


def _columns(question: Question, at: Keys, check: Check) -> None:
    flags = isinstance(question.columns, dict) and bool(question.columns)
    names = [*question.columns.values()] if isinstance(question.columns, dict) else [*question.columns]
    if question.delimiter is not None and not question.delimiter:
        check.add((*at, "delimiter"), "the delimiter is empty", "Write what stands between the answers: ';'.")
    for key in ("delimiter", "column"):
        if names and getattr(question, key) is not None:
            said = f"'columns' and '{key}' exclude each other"
            check.add((*at, key), said, "Keep 'columns:', or name one column with its delimiter.")
    for i, name in enumerate(names):
        if name in names[:i]:
            key = list(question.columns)[i] if flags else str(i)
            check.add((*at, "columns", key), f"the column '{name}' is named twice", "Name each once.")
    for key in ("columns", "delimiter", "column"):
        if question.set is not None and getattr(question, key):
            said = f"'set' and '{key}' exclude each other: the file says which columns the set has"
            check.add((*at, key), said, "Keep 'set:', or name columns.")
    if question.marked is not None and not flags and question.set is None:
        said = "'marked' says what a mark in a column of flags is, and there is none"
        check.add((*at, "marked"), said, "Write 'columns:' as option: column, or leave 'marked:' out.")
    lacking = [key for key in question.substantive if flags and key not in question.columns]
    if lacking:
        said = f"'{lacking[0]}' has no column of its own, and would be named by nobody"
        check.add((*at, "columns"), said, "Name the column of each option, or leave the option out.")


def check_routing(question: Question, at: Keys, asked: Asked, check: Check) -> None:
    """Who was asked is told by answers to a question of one answer, or by values of a column."""
    for name, answers in question.asked.items() if isinstance(question.asked, dict) else ():
        path = (*at, "asked", name)
        other = asked(name)
        if name == question.question:
            check.add(path, f"'{name}' cannot say who was asked itself", "Name another question, or 'asked: marked'.")
        elif other is not None and other.type == "multiple":
            said = f"'{name}' has several answers and cannot say who was asked '{question.question}'"
            check.add(path, said, "Name the column of one of its options, with the values that lead here.")
        elif other is not None and other.options:
            known = [*other.options, *other.nets]
            codes = {str(code) for option in other.options.values() for code in option.codes}
            for answer in answers:
                if str(answer) not in known and str(answer) not in codes:
                    check.add(path, f"'{answer}' is no option of '{name}'", nearest(str(answer), known))
