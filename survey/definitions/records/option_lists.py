"""Options that are written in another place: under another question, or as a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from survey.definitions.records.laid_over import FILE, laid_over
from survey.definitions.records.question import Net, Option, Question
from survey.definitions.records.study import Study
from survey.words import nearest

Find = Callable[[str], Question | None]


class Fault(NamedTuple):
    """What is wrong with a key of a question, and what to try. ``option``: the one it is about, "" for ``options_of``
    itself."""

    said: str
    fix: str
    option: str = ""


def with_options(question: Question, options: dict[str, Option], nets: dict[str, Net]) -> tuple[Question, list[str]]:
    """``question``, which takes its options from elsewhere, with ``options`` and ``nets`` and what it says otherwise
    laid over them; and the options of its own that name none of them: an error, unless they are whole."""
    made, unknown = laid_over(options, question.options)
    own = question.options
    added = {key: own[key] for key in unknown if own[key].label and own[key].code is not None}
    whole = question.model_copy(
        update={"options": {**made, **added}, "nets": {**nets, **question.nets}, "options_of": None}
    )
    return whole.model_copy(update=whole.settled()), [key for key in unknown if key not in added]


def with_listed(
    question: Question, study: Study, find: Find, known: Mapping[str, object]
) -> tuple[Question, list[Fault]]:
    """``question`` with the options, and their nets, that ``options_of`` names: of a list of the study, else of another
    question as the study asked it; what it says itself comes before them. ``known``: shared questions. ``find``: the
    other question, None where its options lead back here.

    Questions of their own options, and those that take them from the data, are as they were.
    """
    name = question.options_of
    if name is None or name == FILE:
        return question, []
    own = study.lists.get(name)
    if own is not None:
        return _laid(question, name, own.options, own.nets)
    if name not in study.questions and name not in known:
        fix = nearest(name, [FILE, *study.lists, *study.questions, *known])
        return question, [Fault(f"there is no list and no question '{name}' to take options from", fix)]
    other = find(name)
    if other is None or other.options_of not in (None, FILE):
        return question, [Fault(f"'{name}' takes its options from elsewhere in turn", "Write the options of one.")]
    if not other.substantive or other.options_of is not None:
        fix = f"Write 'options_of: {FILE}', or a list under 'lists:'."
        return question, [Fault(f"the options of '{name}' are not written down", fix)]
    return _laid(question, name, other.options, other.nets)


def _laid(
    question: Question, name: str, options: Mapping[str, Option], nets: Mapping[str, Net]
) -> tuple[Question, list[Fault]]:
    made, unknown = with_options(question, dict(options), dict(nets))
    known = [*options, *(str(code) for option in options.values() for code in option.codes)]
    fix = "A new option needs a code and a label."
    faults = [Fault(f"'{name}' has no option '{one}'", f"{nearest(one, known)} {fix}".strip(), one) for one in unknown]
    return made, faults
