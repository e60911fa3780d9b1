"""Where the options of a question come from: its own lines, a list, another question, the data."""

from __future__ import annotations

from survey.definitions.checks.checking import Check
from survey.definitions.records.laid_over import FILE
from survey.definitions.records.missing_kinds import said_by
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.words import nearest


def check_origin(study: Study, name: str, question: Question, check: Check) -> None:
    """The list or question is there, and has the options that are said otherwise; what only data can give has data."""
    at = ("questions", name)
    for fault in check.library.asked(study, name)[1]:
        check.add((*at, "options", fault.option) if fault.option else (*at, "options_of"), fault.said, fault.fix)
    if question.lists_options:
        _labels(question, at, check)
    elif study.data is None and study.questions[name].published and (question.nets or question.options_of == FILE):
        said = f"the options of '{name}' are those of a file, and the study has no data"
        check.add(at, said, "Write its options, or add 'data:'.")


def _labels(question: Question, at: tuple[str, ...], check: Check) -> None:
    """What is no code among the keys of ``missing`` names an option."""
    for said in question.missing:
        if said_by(said, question.options) is None:
            fix = nearest(said, question.options)
            check.add((*at, "missing", said), f"'{said}' is no option of '{question.question}'", fix)
