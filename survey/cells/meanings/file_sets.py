"""Questions of several answers whose columns a file names: its sets of multiple responses (MRSETS)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from survey.cells.files.response_sets import ResponseSet
from survey.cells.meanings.file_parts import FilePart, code_key
from survey.cells.table.encoding import printed
from survey.definitions.records.question import Option, Question
from survey.errors import Problem
from survey.words import nearest


def file_set(question: Question, parts: Sequence[FilePart]) -> tuple[Question, list[Problem]]:
    """``question`` with the columns, marks, text and options of the set that it names; as it is without one, or with
    problems.

    The definition wins: its text, labels and ``marked`` stay, and its options name the columns of a set of marks by
    their codes or ids. Every file must have the set, with the same columns and counted value.
    """
    if question.set is None or question.columns:
        return question, []
    sets = [_named(question.set, part) for part in parts]
    problems = [_absent(question.set, part) for one, part in zip(sets, parts, strict=True) if one is None]
    found = [one for one in sets if one is not None]
    for one, part in zip(found, parts, strict=False) if not problems else ():
        if (one.columns, one.counted) != (found[0].columns, found[0].counted):
            said = f"the set '{one.name}' has other columns or another counted value than in {parts[0].name}"
            problems.append(Problem(part.name, 0, question.set, said, "Name the columns under the question."))
    if problems:
        return question, problems
    made, set_ = question, found[0]
    if not set_.columns:
        problems = [Problem(parts[0].name, 0, set_.name, "the set has no columns", "Name the columns yourself.")]
    elif set_.counted is None:
        made = made.model_copy(update={"columns": set_.columns})
    else:
        made, problems = _marked(made, set_, parts)
    label = set_label(set_, parts[0])
    text = {} if made.text or not label else {"text": {"und": label}}
    return (question, problems) if problems else (made.model_copy(update=text), [])


def set_label(one: ResponseSet, part: FilePart) -> str:
    """What a set is called: by itself, or by the first of its columns that has a label."""
    labels = [part.layout.labels.get(column, "") for column in one.columns]
    return one.label or (next(filter(None, labels), "") if one.by_column else "")


def bare_name(name: str) -> str:
    """The name of a set without its ``$``, to compare it."""
    return name.removeprefix("$").casefold()


def _named(name: str, part: FilePart) -> ResponseSet | None:
    return next((one for one in part.layout.sets if bare_name(one.name) == bare_name(name)), None)


def _absent(name: str, part: FilePart) -> Problem:
    known = [one.name for one in part.layout.sets]
    fix = nearest(name, known) if known else "Sets of multiple responses are in .sav files only; name the columns."
    return Problem(part.name, 0, name, f"there is no set of multiple responses '{name}' in the file", fix)


def _marked(question: Question, one: ResponseSet, parts: Sequence[FilePart]) -> tuple[Question, list[Problem]]:
    """A set of marks: an option a column."""
    assert one.counted is not None
    counted = one.counted if isinstance(one.counted, str) or one.counted % 1 else int(one.counted)
    update = {"marked": counted if question.marked is None else question.marked}
    if not question.options:
        options = {column: Option(id=column, label=_label(one, column, parts)) for column in one.columns}
        columns = {column: column for column in one.columns}
        return question.model_copy(update={**update, "options": options, "columns": columns}), []
    columns, problems = {}, []
    by_name = {column.casefold(): column for column in one.columns}
    for option in question.options.values():
        mine = [by_name[str(code).casefold()] for code in option.codes if str(code).casefold() in by_name]
        if len(mine) == 1:
            columns[option.id] = mine[0]
        elif option.missing is None:
            said = f"the option '{option.id}' names {'several columns' if mine else 'no column'} of the set"
            fix = f"Its code is one of: {', '.join(one.columns[:8])}."
            problems.append(Problem(parts[0].name, 0, one.name, said, fix))
    if lost := [column for column in one.columns if column not in columns.values()]:
        said = f"no option of '{question.question}' stands for the column(s) {', '.join(lost[:8])} of the set"
        fix = "Name each as the code of an option, or leave 'options:' out."
        problems.append(Problem(parts[0].name, 0, one.name, said, fix))
    return question.model_copy(update={**update, "columns": columns}), problems


def _label(one: ResponseSet, column: str, parts: Sequence[FilePart]) -> dict[str, str] | None:
    """What the option of a column is called: like the column, or like the counted value in it."""
    for part in parts:
        values: Mapping[Hashable, str] = {code_key(value): text for value, text in part.labels(column).items()}
        text = values.get(code_key(printed(one.counted)), "") if one.by_value else part.layout.labels.get(column, "")
        if text:
            return {"und": text}
    return None
