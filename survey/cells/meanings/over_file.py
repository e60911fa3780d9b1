"""What a definition says otherwise than the data files, laid over what these say: options, nets."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from survey.cells.meanings.file_labels import options_of_codes
from survey.cells.meanings.file_parts import FilePart, code_key
from survey.cells.meanings.kinds import labels_at
from survey.cells.table.encoding import alike_text, as_number, printed
from survey.definitions.records.laid_over import FILE
from survey.definitions.records.option_lists import with_options
from survey.definitions.records.question import Option, Question
from survey.errors import Problem
from survey.words import nearest


def over_file(said: Question, made: Question, parts: Sequence[FilePart]) -> tuple[Question, list[Problem]]:
    """``made``, which has the options of the files, with those and the nets of ``said``, the definition, over them.

    What names a code that the files have not, neither with a label nor among the answers, is a problem; where no file
    has a label, nothing says which codes there are, and the option is added. Questions of their own options are as they
    were.
    """
    if said.lists_options or said.type == "open" or not (said.options_of == FILE or said.nets or said.missing):
        return made, []
    column = said.column or said.question
    options = dict(made.options)
    if (said.options_of == FILE or said.nets) and not made.substantive and made.type != "number":
        options = {**_values(made, parts), **options}
    labelled = any(part.labels(column) for part in parts)
    own = dict(said.options) if said.options_of == FILE else {}
    if not labelled:
        options |= {key: option for key, option in own.items() if _new(option, options)}
    over = made.model_copy(update={"options": own, "nets": said.nets, "missing": {}, "options_of": FILE})
    whole, _ = with_options(over, options, {})
    file = ", ".join(part.name for part in parts)
    known = [*(printed(code) for option in options.values() for code in option.codes)]
    problems = []
    for key, option in own.items():
        gone = [code for code in option.codes if not any(_same(code, one) for o in options.values() for one in o.codes)]
        if gone and option.range is None:
            fix = f"{nearest(printed(gone[0]), known)} Labelled there: {_shown(options)}."
            problems.append(_problem(file, said, f"options.{key}", f"the file has no code {printed(gone[0])}", fix))
    for code in said.missing if labelled else ():
        if not _there(code, column, parts):
            said_of = f"the file has no code or label '{code}'"
            problems.append(_problem(file, said, f"missing.{code}", said_of, nearest(code, known)))
    for name, net in whole.nets.items():
        for part in net.options:
            if part not in whole.options:
                fix = nearest(part, [*whole.options, *known])
                problems.append(_problem(file, said, f"nets.{name}", f"the file has no option or code '{part}'", fix))
    return whole.model_copy(update={"missing": said.missing}), problems


def _problem(file: str, said: Question, key: str, message: str, fix: str) -> Problem:
    at = said.column or said.question
    return Problem(file, 0, f"questions.{said.question}.{key}", f"column {at}: {message}", fix)


def _values(question: Question, parts: Sequence[FilePart]) -> dict[str, Option]:
    """The answers of a column without labels as options."""
    column = question.column or question.question
    found: dict[Hashable, Any] = {code_key(value): value for part in parts for value in part.answers(column)}
    return options_of_codes(found, {}, question, parts)


def _new(option: Option, options: dict[str, Option]) -> bool:
    return not any(_same(code, one) for code in option.codes for other in options.values() for one in other.codes)


def _there(said: str, column: str, parts: Sequence[FilePart]) -> bool:
    """Whether a file has the code, labelled or among the answers, or the label."""
    if as_number(said) is not None and labels_at(column, as_number(said), parts):
        return True
    texts = {alike_text(text) for part in parts for text in part.labels(column).values()}
    return alike_text(said) in texts or any(_same(said, value) for part in parts for value in part.answers(column))


def _same(one: Any, other: Any) -> bool:
    return code_key(one) == code_key(other)


def _shown(options: dict[str, Option]) -> str:
    shown = [f"{key} {next(iter(option.label.values()))}" for key, option in options.items() if option.label]
    return ", ".join(shown[:8]) + (", …" if len(shown) > 8 else "")
