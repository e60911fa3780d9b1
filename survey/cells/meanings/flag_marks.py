"""What in a column of flags says that its option was named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from survey.cells.meanings.declared_missing import declared_missing
from survey.cells.meanings.file_labels import held_against
from survey.cells.meanings.file_parts import FilePart, code_key
from survey.cells.table.encoding import as_number, option_of, plain_text, printed
from survey.cells.table.own_words import shown_only
from survey.cells.table.set_question import SetPart, text_key
from survey.definitions.records.question import Code, Option, Question
from survey.errors import LabelWarning, Problem
from survey.wording.message import Message

MARKED, NOT = "marked", "not marked"
# what a file writes under a code that is no mark, or in its place
NO_MARKS = {"no", "not selected", "not mentioned", "not chosen", "not checked", "unchecked", "false", "0"}
NO_MARKS |= {"non", "nein", "não", "non coché", "no marcado", "no mencionado", "nicht ausgewählt", "nicht genannt"}
NO_MARKS |= {"нет", "не выбрано", "не отмечено", "не названо", "не", "не выбрана", "не адзначана", "не названа"}
_SHOWN = 8

Found = tuple[SetPart, list[Problem], list[LabelWarning], list[Message]]


def flag_part(question: Question, option: str, column: str, parts: Sequence[FilePart]) -> Found:
    """What the values of ``column`` mean for ``option``, problems, warnings and notes.

    Where ``marked`` names the marks, every other value is none. Else a mark is 1, True, or a text that is the option's
    code, id or label, also by the labels of a file; 0, False and texts like "not selected" are none; another value is a
    problem. Labels and
    declared missings of each file are held against the others as for any question of one answer.
    """
    said = _as_question(question, question.options[option], column)
    made, problems, told = held_against(said, parts)
    made, notes, undeclared = declared_missing(made, said, parts)
    problems = [*problems, *undeclared]
    empty: set[Hashable] = set()
    unread: Counter[str] = Counter()
    often: Counter[Hashable] = Counter()
    for file in parts:
        labels = {code_key(value): plain_text(text) for value, text in file.labels(column).items()}
        for value, count in file.answers(column).items():
            name = option_of(value, made)
            label = labels.get(code_key(value), "")
            if name == MARKED and question.marked is None and label in NO_MARKS:
                name = None  # 1 is "no" in this file
            if name is None and question.marked is None and isinstance(value, str) and plain_text(value) in NO_MARKS:
                name = NOT
            if name == MARKED:
                often[text_key(value)] += count
            elif name is not None and name != NOT:
                empty.add(text_key(value))
            elif name is None and question.marked is None:
                unread[f"{printed(value)} ({label})" if label else printed(value)] += count
    own = [code for code in often if isinstance(code, float) and code != 1.0]
    if question.marked is None and 1.0 in often and own:  # 1 and 2, where 2 is the option's code too
        unread.update({printed(code): often[code] for code in (1.0, *own)})
    if unread:
        problems.append(_unread(question, option, column, parts, unread))
    part = SetPart("flag", column, option=option, marked=frozenset(often), empty=frozenset(empty))
    return part, problems, told, notes


def _as_question(question: Question, option: Option, column: str) -> Question:
    """The column as a question of one answer, marked or not, so that a file's labels are read as everybody's."""
    if question.marked is not None:
        given = question.marked if isinstance(question.marked, tuple) else (question.marked,)
        codes: tuple[Code, ...] = tuple(dict.fromkeys(code for one in given for code in _codes(one)))
        label = {f"l{k}": str(one) for k, one in enumerate(given) if isinstance(one, str)}
        against: tuple[Code, ...] = ()
    else:
        own = tuple(code for code in option.codes if as_number(code) != 0.0)
        codes = tuple(dict.fromkeys((1, *own)))
        label, against = {**(option.label or {}), "id": option.id, "t": "true"}, (0,)
    options = {MARKED: Option.model_construct(id=MARKED, code=codes, label=label)}
    if against:
        options[NOT] = Option.model_construct(id=NOT, code=against, label={"f": "false"})
    for said, kind in (question.missing or {}).items():  # of the study; a cell without an answer is empty
        code = () if as_number(said) is None else (as_number(said),)
        options[said] = Option.model_construct(id=said, code=code, label={"und": said}, missing=kind)
    update = {"type": "single", "column": column, "columns": {}, "options": options, "nets": {}, "decimal": None}
    return question.model_copy(update={**update, "question": f"{question.question}: {option.id}"})


def _codes(one: Code) -> tuple[Code, ...]:
    number = as_number(one)
    return (one,) if isinstance(one, str) and number is None else (one,) if number is None else (number, printed(one))


def _unread(
    question: Question, option: str, column: str, parts: Sequence[FilePart], found: Mapping[str, int]
) -> Problem:
    shown = ", ".join(f"{text}: {count}" for text, count in list(shown_only(found).items())[:_SHOWN])
    said = f"what says that '{option}' was named in '{question.question}' is not clear (values: {shown})"
    fix = "Say under the question what a mark is, as 'marked: 1'."
    return Problem(", ".join(part.name for part in parts), 0, column, said, fix)
