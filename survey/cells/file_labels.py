"""Value labels of a data file and the options of a definition: one completes the other, or they disagree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survey.cells.encoding import (
    as_number,
    clipped,
    is_blank,
    option_of,
    plain_question,
    plain_text,
    printed,
    publishable,
)
from survey.cells.engine import Engine
from survey.cells.layout import Layout
from survey.definitions.question import Option, Question
from survey.errors import Problem, UnknownCodeWarning
from survey.words import nearest

_DECLARED = {"en": "missing in the file", "ru": "пропуск в файле", "be": "пропуск у файле"}


def labelled_question(question: Question, layout: Layout, engine: Engine) -> Question:
    """A question without options takes those that the file's value labels name, in the order of their codes; one
    without a text takes the label of its column.

    Codes that the file declares to be missing become options of the kind ``no_answer``. Where values without a label
    occur (an age with "refused" labelled), the question is a number and only the labelled values are options. A
    question with options, or of a column without labels, is returned as it is.
    """
    column = question.column or question.question
    if question.text is None and question.title is None and column in layout.labels:
        question = question.model_copy(update={"text": {"und": layout.labels[column]}})
    labels = layout.value_labels.get(column)
    if question.options or not labels or column not in engine.columns:
        return question
    ranges = layout.missing.get(column, ())
    options = {}
    for value, text in sorted(labels.items(), key=lambda pair: _order(pair[0])):
        name = printed(value)
        number = as_number(value)
        code = value if number is None else int(number) if number == int(number) else number
        kind = "no_answer" if any(_within(value, low, high) for low, high in ranges) else None
        options[name] = Option.model_construct(
            id=name, code=code, range=None, label={"und": text}, missing=kind, value=None, note=None
        )
    plain = question.model_copy(update={"options": options})
    if all(option_of(value, plain) is not None for value in _values(engine, column)):
        return plain
    return plain.model_copy(update={"type": "number"})


def labelled_columns(layout: Layout, engine: Engine, taken: Mapping[str, Question]) -> dict[str, Question]:
    """Questions for the columns that the file labels and no question of ``taken`` stands in, under their own names."""
    used = {question.column or name for name, question in taken.items()} | set(taken)
    named = dict.fromkeys((*layout.labels, *layout.value_labels))
    return {
        column: labelled_question(plain_question(column), layout, engine)
        for column in named
        if column in engine.columns and column not in used
    }


def adopted_labels(question: Question, layout: Layout, file: str) -> tuple[Question, list[Problem]]:
    """The question with codes that only the file's value labels give, and where the two say different things.

    A code that no option names, but whose label in the file is an option's label or id, becomes a code of that option.
    A code that stands for one option in the definition and carries the label of another in the file is a problem.
    """
    column = question.column or question.question
    labels: Mapping[Any, str] = layout.value_labels.get(column, {})
    options = dict(question.options)
    problems = []
    for value, text in labels.items():
        if not options or not text.strip() or as_number(text) is not None:
            continue
        by_code, by_text = option_of(value, question), option_of(text, question)
        if by_text is None or by_code == by_text:
            continue
        if by_code is None:
            taken = options[by_text]
            code = value if as_number(value) is None else float(as_number(value) or 0.0)
            options[by_text] = taken.model_copy(update={"code": (*taken.codes, code)})
        elif not _says(options[by_code], text):
            said = f"code {printed(value)} is '{text}' in the file, but '{by_code}' in the definition"
            fix = f"'{text}' is the label of the option '{by_text}': correct the codes."
            problems.append(Problem(file, 0, column, said, fix))
    return (question.model_copy(update={"options": options}) if options != question.options else question), problems


def declared_missing(question: Question, layout: Layout, engine: Engine, file: str) -> tuple[Question, str]:
    """The question with options of the kind ``no_answer`` for numbers that the file declares to be missing and that the
    definition does not name, such as 999 beside a range without an upper end; and a note that counts them, "" without.

    What the definition names by code, id or label stays as it says. Other questions are returned as they are: there an
    undeclared code is told as unknown.
    """
    column = question.column or question.question
    ranges = layout.missing.get(column, ())
    open_ended = question.type == "number" or any(option.range for option in question.options.values())
    if not ranges or not open_ended or column not in engine.columns:
        return question, ""
    named = question.model_copy(
        update={"options": {key: option for key, option in question.options.items() if option.range is None}}
    )
    values, counts = engine.distinct(column)
    found = sorted(
        (as_number(value) or 0.0, count)
        for value, count in zip(values, counts, strict=True)
        if not is_blank(value)
        and as_number(value) is not None
        and any(_within(value, low, high) for low, high in ranges)
        and (not named.options or option_of(value, named) is None)
    )
    if not found:
        return question, ""
    labels = {as_number(value): text for value, text in layout.value_labels.get(column, {}).items()}
    options = dict(question.options)
    for number, _ in found:
        name = f"missing_{printed(number)}"
        text = labels.get(number)
        label = (
            {"und": text} if text else {language: f"{printed(number)} ({say})" for language, say in _DECLARED.items()}
        )
        code = int(number) if number == int(number) else number
        options[name] = Option.model_construct(
            id=name, code=code, range=None, label=label, missing="no_answer", value=None, note=None
        )
    shown = ", ".join(f"{printed(number)}: {count}" for number, count in found[:8])
    more = f" and {len(found) - 8} more" if len(found) > 8 else ""
    total = sum(count for _, count in found)
    note = f"{file}: {column}: {total} values that the file declares missing count as no answer ({shown}{more})"
    return question.model_copy(update={"options": options}), note


def unmatched(
    question: Question, layout: Layout, engine: Engine, file: str
) -> tuple[UnknownCodeWarning | None, Problem | None]:
    """What to say of answers that no option names, with counts; a problem where not one answer has an option."""
    column = question.column or question.question
    encoding = engine.encoding(question)
    if not encoding.unknown:
        return None, None
    labels = {printed(value): text for value, text in layout.value_labels.get(column, {}).items()}

    def listed(answers: Mapping[str, int]) -> str:
        found = list(answers.items())
        shown = [f"{clipped(v)}{f' ({labels[v]})' if v in labels else ''}: {count}" for v, count in found[:8]]
        return ", ".join(shown) + (f" and {len(found) - 8} more" if len(found) > 8 else "")

    answers = dict(sorted(encoding.unknown.items(), key=lambda pair: (-pair[1], pair[0])))
    cells = engine.collapse([question])
    named = cells.n[cells.codes[:, 0] < len(encoding.levels) - 2].sum()
    if not named:
        said = f"no answer is among the options of '{question.question}' (answers: {listed(answers)})"
        words = any(as_number(value) is None for value in answers)
        expected = [_expected(option, words) for option in question.options.values()]
        return None, Problem(file, 0, column, said, f"Codes of the options: {', '.join(expected[:12])}.")
    total = sum(encoding.unknown.values())
    known = [printed(code) for option in question.options.values() for code in option.codes]
    texts = [text for option in question.options.values() for text in (option.label or {}).values()]
    close = nearest(next(iter(answers)), [*question.options, *known, *texts]) if len(answers) == 1 else ""
    hint = f" {close}" if close.startswith("Did") else ""
    name = column if column == question.question else f"{question.question} (column {column})"
    head = f"{file}: {name}: {total} answers that no option names"
    published = f"{head} ({listed(publishable(encoding))}).{hint}"
    return UnknownCodeWarning(f"{head} ({listed(answers)}).{hint}", published), None


def _expected(option: Option, words: bool) -> str:
    """What stands for an option in data: its codes, or its range; where the answers are ``words``, its labels too."""
    first = " or ".join(map(printed, option.codes)) or option.id
    texts = [text for text in dict.fromkeys((option.label or {}).values()) if words and text != first]
    return f"{first} ({', '.join(texts)})" if texts else first


def _says(option: Option, text: str) -> bool:
    return plain_text(text) in {plain_text(label) for label in (option.label or {}).values()}


def _values(engine: Engine, column: str) -> list[Any]:
    return [value for value in engine.distinct(column)[0] if not is_blank(value)]


def _within(value: Any, low: Any, high: Any) -> bool:
    number, start, end = as_number(value), as_number(low), as_number(high)
    if number is None or start is None or end is None:
        return bool(value == low)
    return start <= number <= end


def _order(value: Any) -> tuple[bool, float, str]:
    number = as_number(value)
    return number is None, 0.0 if number is None else number, str(value)
