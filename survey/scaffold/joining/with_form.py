"""A scaffold of a form, and of a form with its data: texts and options from the form, presence and counts from the
data. What the two do not share is named and counted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from survey.cells.meanings.file_parts import FilePart
from survey.cells.table.encoding import option_of
from survey.definitions.records.question import Question
from survey.scaffold.beside import Left
from survey.scaffold.form import Form, FormQuestion
from survey.scaffold.guessing.as_written import as_written, faults
from survey.scaffold.guessing.grids import with_grids
from survey.scaffold.guessing.guess import guess
from survey.scaffold.guessing.mr_sets import DeclaredSet
from survey.scaffold.guessing.names import free_name, name_of
from survey.scaffold.guessing.told import shown
from survey.scaffold.joining.form_question import from_form, places, text_by_language
from survey.scaffold.proposal import Codes, Proposal, Scaffold

if TYPE_CHECKING:
    from survey.cells.files.open import Opened

# ${q4} = 'yes' and selected(${q4}, 'yes') of XLSForm
_EQUALS = re.compile(r"\s*\$\{(\w+)\}\s*=\s*['\"]?([\w.-]+)['\"]?\s*")
_SELECTED = re.compile(r"\s*selected\(\s*\$\{(\w+)\}\s*,\s*['\"]([\w.-]+)['\"]\s*\)\s*")


def form_scaffold(form: Form, taken: Sequence[str] = ()) -> Scaffold:
    """The scaffold of a form alone: its questions, before there are answers."""
    made, left = _proposals(form, taken, None)
    questions = with_grids([one for one, _ in made])
    return Scaffold(questions, left=left, remarks=form.notes, title=text_by_language(form.title))


def with_form(opened: Opened, form: Form, declared: Sequence[DeclaredSet] = (), taken: Sequence[str] = ()) -> Scaffold:
    """The scaffold of a file whose questionnaire is ``form``. Columns that the form does not know are guessed as
    without it; a question that the data cannot be read by is guessed from its column, which a remark tells."""
    names = list(opened.engine.columns)
    made, left = _proposals(form, taken, names)
    parts = (FilePart(opened.name, opened.layout, opened.engine),)
    known, remarks = [], list(form.notes)
    read = {one.name: Question.model_validate({"question": one.name, **as_written(one)}) for one, _ in made}
    for one, columns in made:
        problems = faults(one, parts, read)
        if problems:
            remarks.append(f"{one.name}: not read as the form says ({problems[0].message}); guessed from the data")
            continue
        known.append((replace(one, remarks=(*one.remarks, *_unknown(one, columns, parts[0]))), columns))
    found = guess(opened, declared, taken, known, left)
    absent = [one.name for one in form.questions if not places(one, names)]
    used = {column for _, columns in made for column in columns} | {one.column for one in left}
    extra = [one.column or one.name for one in found.questions if one.column and one.column not in used]
    if absent:
        remarks.append(f"{len(absent)} questions of the form have no column in the data: {shown(absent)}")
    if extra:
        remarks.append(f"{len(extra)} columns are in no question of the form: {shown(extra)}")
    return replace(found, remarks=tuple(remarks), title=text_by_language(form.title) or found.title)


def _proposals(
    form: Form, taken: Sequence[str], names: Sequence[str] | None
) -> tuple[list[tuple[Proposal, tuple[str, ...]]], tuple[Left, ...]]:
    """Proposals with their columns, and what no table is made of; of a form with data those that it has."""
    used = set(taken)
    made: list[tuple[Proposal, tuple[str, ...]]] = []
    left: list[Left] = []
    ids: dict[str, Proposal] = {}
    for question in form.questions:
        columns = places(question, names) if names is not None else ()
        if names is not None and not columns:
            continue
        one = from_form(question, free_name(name_of(question.name), used), columns)
        if one is None:
            what = {"text": "open text", "date": "dates", "id": "number of respondents"}[question.kind]
            label = next(iter(text_by_language(question.text).values()), "")
            if question.kind != "id" or names is None:
                left.append(Left(columns[0] if columns else question.name, what, label))
            continue
        used.add(one.name)
        one = _routed(one, question, ids)
        ids[question.name] = one
        made.append((one, columns))
    return made, tuple(left)


def _routed(made: Proposal, question: FormQuestion, before: Mapping[str, Proposal]) -> Proposal:
    """``asked:`` of a question of several answers, where one answer to one question leads to it."""
    match = _EQUALS.fullmatch(question.relevant or "") or _SELECTED.fullmatch(question.relevant or "")
    leads = before.get(match[1]) if match else None
    if made.kind != "multiple" or match is None or leads is None or leads.kind == "multiple":
        return replace(made, blank=None) if made.kind == "multiple" else made
    answer = next((name for name, one in leads.options.items() if match[2] in map(str, one.codes)), None)
    if answer is None:
        return replace(made, blank=None)
    asked: dict[str, Codes] = {leads.name: (answer,)}
    return replace(made, asked=asked, blank=None, remarks=made.remarks[:-1])


def _unknown(made: Proposal, columns: Sequence[str], part: FilePart) -> tuple[str, ...]:
    if made.kind == "multiple" or not made.options or made.kind == "number":
        return ()
    question = Question.model_validate({"question": made.name, **as_written(made)})
    answers = part.answers(columns[0])
    unknown = [count for value, count in answers.items() if option_of(value, question) is None]
    return (f"{len(unknown)} answers that the form does not list, in {sum(unknown)} rows",) if unknown else ()
