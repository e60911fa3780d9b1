"""What a study asks of its data: questions, and the columns that they, the design and the weighting stand in."""

from __future__ import annotations

from collections.abc import Iterator

from survey.cells.files.open import Opened
from survey.cells.meanings.file_parts import file_parts
from survey.cells.meanings.file_sets import file_set
from survey.cells.meanings.set_columns import set_columns
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.design import SurveyDesign
from survey.wording.message import Message, message


def weighting_variables(study: Study, library: Library) -> list[str]:
    """What the margins of the study's weighting are of."""
    found: list[str] = []
    for targets, names in study.weighting.calibrations:
        if isinstance(targets, str) and targets not in library.targets:
            continue
        margins = (library.target(targets) if isinstance(targets, str) else targets).margins
        found += [item for name in names or margins if name in margins for item in margins[name].variables]
    return list(dict.fromkeys(found))


def used_questions(study: Study, library: Library, *, own_weighting: bool) -> dict[str, bool]:
    """Questions of the study and of its tables and weighting, and whether these need them. Plain columns, and names
    that are an error of the definition said elsewhere, are none."""
    needed = [*study.across, *study.tables, *(weighting_variables(study, library) if own_weighting else ())]
    names = dict.fromkeys((*study.questions, *needed))
    for name in [name for name in names if name in study.questions or name in library.questions]:
        asked = library.question(study, name).asked
        needed += [*asked] if isinstance(asked, dict) else []  # a routing
    names |= dict.fromkeys(needed)
    return {name: name in needed for name in names if name in study.questions or name in library.questions}


def asked_questions(
    study: Study, library: Library, opened: Opened, *, own_weighting: bool
) -> tuple[dict[str, Question], dict[str, tuple[Message, ...]]]:
    """The questions that the study and its weighting use, and notes on those that only have published figures."""
    found: dict[str, Question] = {}
    notes: dict[str, tuple[Message, ...]] = {}
    parts = file_parts(opened, opened.engine)
    for name, needed in used_questions(study, library, own_weighting=own_weighting).items():
        question = library.question(study, name)
        published = name in study.questions and bool(study.questions[name].published)
        said = (question.column, question.columns or None, question.delimiter, question.set)
        named = any(one is not None for one in said)
        if published and not named and not needed and name not in opened.engine.columns:
            notes[name] = (message("data.published_used", question=name),)
            continue
        found[name], _ = file_set(question, parts)
    return found, notes


def asked_columns(
    study: Study, library: Library, design: SurveyDesign, questions: dict[str, Question], *, own_weighting: bool
) -> Iterator[tuple[str, str]]:
    """Every column that is asked for, and what for."""
    yield from _columns_of(study, questions)
    yield from _columns_of_design(design)
    if own_weighting and study.weighting.is_given and study.weighting.base_weight is not None:
        yield study.weighting.base_weight, "base weight"
    for column in study.weighting.asked if own_weighting else ():
        if column not in questions:
            yield column, "a step of weighting"
    yield from _plain(study, library, own_weighting=own_weighting)


def _columns_of(study: Study, questions: dict[str, Question]) -> Iterator[tuple[str, str]]:
    if study.data is not None:
        for column in study.data.where:
            yield column, "data.where"
        if study.data.id is not None:
            yield study.data.id, "data.id"
        for name, column in study.data.columns.items():
            yield column, "" if name == column else f"question '{name}'"
    for name, question in questions.items():
        if question.type == "multiple":
            for column in set_columns(question, questions):  # without any it is told what to write
                yield column, f"question '{name}'"
        else:
            column = question.column or name
            yield column, "" if column == name else f"question '{name}'"


def _columns_of_design(design: SurveyDesign) -> Iterator[tuple[str, str]]:
    for column in design.stratum_columns:
        yield column, "stratum"
    for column in design.psu_columns:
        yield column, "psu"
    for column in design.fpc_columns:
        yield column, "fpc"
    if design.weight is not None:
        yield design.weight, "weight"


def _plain(study: Study, library: Library, *, own_weighting: bool) -> list[tuple[str, str]]:
    """Columns that the study names in the place of questions, and where."""
    named = [(name, "banner") for name in study.across] + [(name, "tables") for name in study.tables]
    if own_weighting:
        named += [(name, "a margin") for name in weighting_variables(study, library)]
    return [(name, use) for name, use in named if name not in study.questions and name not in library.questions]
