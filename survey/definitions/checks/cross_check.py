"""Whether what a definition refers to exists and fits: questions, options, targets, margins, sources, studies.

What one record can say of itself alone is checked by the record; here are the checks that need other files, or a
question as a study asked it (the shared question with the study's refinements).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey.definitions.checks.check_claims import check_claims, has_numbers
from survey.definitions.checks.check_origin import check_origin
from survey.definitions.checks.check_published import check_published
from survey.definitions.checks.check_question import check_options
from survey.definitions.checks.check_replicates import check_replicates
from survey.definitions.checks.check_sets import check_routing
from survey.definitions.checks.check_weighting import check_targets, check_weighting
from survey.definitions.checks.checking import Check, asked_in
from survey.definitions.checks.plain_columns import check_named, has_data
from survey.definitions.records.claims import Claims
from survey.definitions.records.library import Library
from survey.definitions.records.presenting.banner import INSIDE, levels
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import Document, Keys
from survey.definitions.records.study import Study, StudyQuestion, group_of
from survey.definitions.records.targets import Targets
from survey.definitions.records.values import Figure
from survey.errors import Problem
from survey.words import closest, nearest

_QUESTION_NAME = re.compile(r"[^\W_][\w.-]{0,79}")


# what a study may say otherwise so that the whole has to be looked at again
_JOINED = (
    *("type", "options", "options_of", "missing", "nets"),
    *("decimal", "column", "columns", "delimiter", "marked", "asked"),
)


def cross_check(record: Question | Study | Targets | Claims, library: Library, document: Document) -> list[Problem]:
    """Everything that does not fit between ``record`` and ``library``, each with its line in ``document``.

    Faults of the other files that the record needs are in the list too, with their own file and line.
    """
    check = Check(library, document)
    check.languages(record, ())
    if isinstance(record, Study):
        _study(record, check)
    elif isinstance(record, Claims):
        check_claims(record, check)
    elif isinstance(record, Targets):
        check_targets(record, check)
    else:
        check.sources(("sources",), record.sources)
        check_options(record, (), check)
    return list(dict.fromkeys(check.found))


def _study(study: Study, check: Check) -> None:
    known = [*study.questions, *check.library.questions]

    def asked(name: str) -> Question | None:
        return asked_in(study, name, check)

    def exists(path: Keys, name: str) -> bool:
        if name not in study.questions and name not in check.library.questions:
            check.add(path, f"there is no question '{name}'", nearest(name, known))
            return False
        return True

    _facts(study, check)
    _names(study, check)
    for name, own in study.questions.items():
        if _is_bare(own) and name not in check.library.questions and (study.data is None or own.published):
            _nowhere_written(name, check)
        elif (question := asked(name)) is not None:
            check_origin(study, name, question, check)
            _question_in(own, question, ("questions", name), asked, exists, check)
    for part in ("banner", "tables"):
        check_named(study, part, known, check)
    for name in study.figures:
        if exists(("figures", name), name) and name not in study.questions:
            check.add(("figures", name), f"this study does not ask '{name}'", nearest(name, study.questions))
    _data(study, exists, check)
    check_published(study, asked, exists, check)
    check_replicates(study.design, check)
    check_weighting(study.weighting, asked, None if has_data(study, check.library) else known, check)


def _facts(study: Study, check: Check) -> None:
    """Sources, sizes, error and dates."""
    check.sources(("sources",), study.sources)
    for i, reading in enumerate(study.sample.readings):
        check.one_source(("sample", "readings", str(i), "source"), reading.source)
        check.size(("sample", "readings", str(i), "size"), reading.size)
    check.size(("sample", "size"), study.sample.size)
    check.moe(("moe",), study.moe)
    for part in ("start", "end"):
        check.date(("fieldwork", part), getattr(study.fieldwork, part))
    start, end = study.fieldwork.start, study.fieldwork.end
    if start and end and start[: len(end)] > end[: len(start)]:
        check.add(("fieldwork", "end"), f"the fieldwork ends ({end}) before it starts ({start})", "Turn them round.")


def _names(study: Study, check: Check) -> None:
    """Names that are none, and names that differ in capital letters only."""
    folded: dict[str, str] = {}
    for name in study.questions:
        at = ("questions", name)
        if not _QUESTION_NAME.fullmatch(name):
            check.add(at, f"'{name}' cannot name a question", "Begin with a letter; use letters, digits and _.")
        elif name.casefold() in folded:
            check.add(at, f"'{name}' and '{folded[name.casefold()]}' differ in capital letters only", "Rename one.")
        folded.setdefault(name.casefold(), name)


def _nowhere_written(name: str, check: Check) -> None:
    near = closest(name, check.library.questions)
    fix = f"Did you mean '{near}'? Else write its text and options here." if near else "Write its text and options."
    check.add(("questions", name), f"there is no question '{name}' to take the text and options from", fix)


def _question_in(
    own: StudyQuestion,
    question: Question,
    at: Keys,
    asked: Callable[[str], Question | None],
    exists: Callable[[Keys, str], bool],
    check: Check,
) -> None:
    """What the study says of a question of its own or of the library, and what it published of it."""
    if any(getattr(own, key) is not None for key in _JOINED):
        check_options(question, at, check)
    check_routing(question, at, asked, check)
    check.figures((*at, "published"), own.published, question)
    _numbers((*at, "numbers"), own.numbers, question, check)
    for i, reading in enumerate(own.readings):
        check.one_source((*at, "readings", str(i), "source"), reading.source)
        check.figures((*at, "readings", str(i), "published"), reading.published, question)
        check.size((*at, "readings", str(i), "size"), reading.size)
    check.size((*at, "size"), own.size)
    check.within((*at, "decimals"), own.decimals, 0, 6, "a number of digits")
    check.sources((*at, "sources"), own.sources)
    if own.nested is not None and exists((*at, "nested", "question"), own.nested.question):
        check.options((*at, "nested", "options"), own.nested.options, asked(own.nested.question))
    for domain, groups in own.by.items():
        names = levels(domain)
        known = {name: asked(name) for name in names if exists((*at, "by", domain), name)}
        for option, group in groups.items():
            _group((*at, "by", domain), option, names, known, check)
            check.figures((*at, "by", domain, option, "published"), group.published, question)
            _numbers((*at, "by", domain, option, "numbers"), group.numbers, question, check)
            check.size((*at, "by", domain, option, "size"), group.size)


def _numbers(at: Keys, figures: Mapping[Any, Figure], question: Question, check: Check) -> None:
    """A mean and a median are of a question whose answers stand for numbers."""
    if figures and not has_numbers(question):
        said = f"the answers to '{question.question}' stand for no numbers, so that they have no mean or median"
        check.add(at, said, "Write 'type: scale' or a value of each option.")
    for name, figure in figures.items():
        check.printed_range((*at, name), figure)


def _group(at: Keys, option: str, names: Sequence[str], known: Mapping[str, Question | None], check: Check) -> None:
    """A subgroup is an answer to each of the questions that it is of."""
    if len(names) > 1 and option.count(INSIDE) != len(names) - 1:
        fix = f"Write it like '{f' {INSIDE} '.join(names)}'."
        check.add((*at, option), f"'{option}' does not name an answer to each of {', '.join(names)}", fix)
        return
    for name, answer in group_of(f" {INSIDE} ".join(names), option).items():
        before = len(check.found)
        check.options(at, [answer], known.get(name), listed=False)
        check.found[before:] = [
            check.document.problem((*at, option), one.message, one.fix) for one in check.found[before:]
        ]


def _is_bare(own: StudyQuestion) -> bool:
    """True where the study says nothing that makes a question of its own."""
    said = ("type", "title", "text", "options", "options_of", "column", "columns")
    return all(getattr(own, key) is None for key in said)


def _data(study: Study, exists: Callable[[Keys, str], bool], check: Check) -> None:
    data = study.data
    if data is None:
        return
    if not data.file and not data.package and not data.dataset:
        check.add(("data",), "names neither a file nor a dataset", "Add 'file:', or 'package:' and 'dataset:'.")
    elif data.file and (data.package or data.dataset):
        check.add(("data", "file"), "names both a file and a dataset", "Keep 'file:', or 'package:' and 'dataset:'.")
    elif bool(data.package) != bool(data.dataset):
        there, lacks = ("package", "dataset") if data.package else ("dataset", "package")
        check.add(("data", there), f"'{there}' needs '{lacks}' beside it", f"Add '{lacks}:'.")
    for name in data.columns:
        exists(("data", "columns", name), name)
