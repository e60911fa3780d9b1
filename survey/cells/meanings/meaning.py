"""What the answers of a column mean: the definition, completed by what the data files say, and held against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from survey.cells.engines.engine import Engine
from survey.cells.meanings.check_data import far_numbers
from survey.cells.meanings.declared_missing import declared_missing
from survey.cells.meanings.file_labels import completed, held_against
from survey.cells.meanings.file_parts import FilePart, file_parts
from survey.cells.meanings.file_sets import file_set
from survey.cells.meanings.kinds import StudyKinds
from survey.cells.meanings.labelled import Labelled, WithLabelled
from survey.cells.meanings.over_file import over_file
from survey.cells.meanings.set_answers import answer_faults
from survey.cells.meanings.set_columns import set_columns, unreadable_set
from survey.cells.meanings.set_meaning import settled
from survey.cells.meanings.told_kinds import told_apart, told_kinds
from survey.cells.meanings.unmatched import unmatched
from survey.cells.meanings.written_numbers import written_numbers
from survey.cells.samples.sample import Said, SampleData
from survey.cells.table.encoding import plain_question
from survey.definitions.records.question import Question
from survey.errors import DataError, LabelWarning, Problem, SurveyWarning, issue, warn
from survey.wording.message import message

if TYPE_CHECKING:
    from survey.cells.files.open import Opened

_SHOWN = 8


@dataclass(frozen=True)
class Meaning:
    """``question``: as its data have it. ``problems``: why it cannot be used. ``told``: warnings for who works with the
    data. ``notes``: what belongs under its tables."""

    question: Question
    problems: tuple[Problem, ...] = ()
    told: tuple[SurveyWarning, ...] = ()
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Meanings:
    """Questions of data by name, and notes by question. ``refused``: columns of no definition that the files contradict
    each other on, so that they must not be used."""

    questions: Mapping[str, Question]
    notes: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    refused: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)


def meaning(question: Question, parts: Sequence[FilePart], *, bare: bool = False) -> Meaning:
    """What ``question`` means in the files of the data.

    The definition wins key by key (``over_file``); text, labels, options where it names no answer, and kinds of missing
    come from the files. Every file is held against the definition, and against the others where the definition says
    nothing: labels, codes declared to be missing, decimal marks, answers that no option names. ``bare``: there is no
    definition, so that labels tell in every question what is no answer.
    """
    column = question.column or question.question
    said, problems, told = held_against(question, parts)
    made = completed(said, parts)
    made, notes, undeclared = declared_missing(made, said, parts)
    made, told_missing = told_kinds(made, said, parts, words=bare)
    made, unlike = over_file(said, made, parts)
    made = told_apart(made, said)
    made, unread = written_numbers(made, parts)
    problems = [*problems, *undeclared, *unlike, *unread]
    commas = [part.name for part in parts if column in part.layout.commas]
    said_of: list[Said] = [
        *notes,
        *told_missing,
        *(message("data.decimal_commas_of", file=name, column=column) for name in commas),
        *(warning.published for warning in told),
    ]
    if problems or made.type == "open" or (not made.options and made.type != "number"):
        return Meaning(made, tuple(problems), tuple(told), tuple(said_of))
    warned: list[SurveyWarning] = list(told)
    for part in parts:
        unknown, note, problem = unmatched(made, part)
        far = far_numbers(part.engine, made, part.name) if made.type == "number" and problem is None else None
        problems += [problem] if problem is not None else []
        warned += filter(None, (unknown, far))
        said_of += [note] if note is not None else []
        said_of += [far.published] if far is not None else []
    return Meaning(made, tuple(problems), tuple(warned), tuple(said_of))


def several_meaning(question: Question, parts: Sequence[FilePart], others: Mapping[str, Question]) -> Meaning:
    """What a question of several answers means in the files of the data; ``others``: see ``settled``."""
    made = settled(question, parts, others)
    notes: list[Said] = [*made.notes, *(warning.published for warning in made.told)]
    problems, warned, asked = list(made.problems), list[SurveyWarning](made.told), made.made
    for part in parts if not problems else ():
        unknown, note, problem = unmatched(asked, part)
        found = answer_faults(asked, part)
        problems += [problem] if problem is not None else []
        warned += [*([unknown] if unknown else []), *(warning for warning, _ in found)]
        notes += [*([note] if note is not None else []), *(said for _, said in found)]
    return Meaning(asked, tuple(problems), tuple(warned), tuple(notes))


def meanings(
    questions: Mapping[str, Question], opened: Opened, engine: Engine, kinds: StudyKinds | None = None
) -> tuple[Meanings, list[Problem]]:
    """``questions`` and the other columns that the files label, as the data have them; and every problem of
    ``questions``. Those without a column in each part, or of several columns, are left as they are. ``kinds``: of
    missing, that the study gives to all. Issues warnings."""
    parts = file_parts(opened, engine)
    kinds = kinds or StudyKinds({})
    own, notes = dict(questions), dict[str, tuple[Said, ...]]()
    problems: list[Problem] = []

    def add(name: str, made: Meaning) -> None:
        own[name] = made.question
        problems.extend(made.problems)
        for warning in made.told if not made.problems else ():
            issue(warning)
        if made.notes:
            notes[name] = made.notes

    for name, question in questions.items():
        column = question.column or name
        if question.type == "multiple" or question.columns or not all(column in part.engine.columns for part in parts):
            continue
        add(name, meaning(kinds.put_on(question, parts), parts, bare=kinds.bare))
    for name, question in questions.items():
        if question.type != "multiple":
            continue
        problems += file_set(question, parts)[1]
        columns = set_columns(question, own)
        if not columns and question.set is None:
            problems.append(unreadable_set(question, parts))
        if columns and all(column in part.engine.columns for part in parts for column in columns):
            add(name, several_meaning(kinds.put_on(question, parts), parts, own))
    labelled = _labelled(own, parts, StudyKinds(kinds.missing, kinds.bare))
    if len(parts) > 1:
        _warn_of_unused(own, labelled)
    found = Meanings(
        WithLabelled(own, labelled, lambda made: None if made.problems else made.question),
        WithLabelled(notes, labelled, lambda made: made.notes if made.notes and not made.problems else None),
        WithLabelled({}, labelled, lambda made: made.problems or None),
    )
    return found, problems


def _labelled(questions: Mapping[str, Question], parts: Sequence[FilePart], kinds: StudyKinds) -> Labelled:
    """The columns that a file says something of and no question stands for, under their own names."""
    named = dict.fromkeys(column for part in parts for column in part.layout.told)
    there = set.intersection(*(set(part.engine.columns) for part in parts))
    columns = tuple(column for column in named if column in there and column not in questions)

    def mean(column: str) -> Meaning:
        return meaning(kinds.put_on(plain_question(column), parts), parts, bare=kinds.bare)

    return Labelled(columns, mean)


def _warn_of_unused(questions: Mapping[str, Question], labelled: Labelled) -> None:
    """Tell the columns that several files contradict each other on; one file has nobody to contradict, and what is
    wrong in it is said when the column is used."""
    used = {question.column for question in questions.values()}
    unused = [column for column in labelled.columns if labelled.meaning(column).problems and column not in used]
    if unused:
        shown = ", ".join(unused[:_SHOWN]) + (f" and {len(unused) - _SHOWN} more" if len(unused) > _SHOWN else "")
        said = f"the files say different things of {len(unused)} column(s) of no question"
        warn(LabelWarning, f"{said}, which cannot be used: {shown}")


def labelled_sample(opened: Opened) -> SampleData:
    """Data without a definition: the columns mean what the files say of them."""
    found, _ = meanings({}, opened, opened.engine, StudyKinds({}, bare=True))
    synthetic = opened.layout.synthetic
    return SampleData(
        opened.engine,
        questions=found.questions,
        synthetic=synthetic,
        opened=opened,
        question_notes=found.notes,
        refused=found.refused,
    )


def raise_problems(problems: Sequence[Problem]) -> None:
    """One ``DataError`` with all ``problems``, if there are any."""
    if problems:
        raise DataError(list(dict.fromkeys(problems)))
