"""Value labels of data files and the options of a definition: one completes the other, or they disagree."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from survey.cells.meanings.file_parts import FilePart, code_key
from survey.cells.meanings.kinds import kind_here, kind_said
from survey.cells.meanings.missing_kind import missing_kind
from survey.cells.meanings.told_kinds import few_and_apart
from survey.cells.table.encoding import alike_text, as_number, number_in, option_of, plain_text, printed
from survey.definitions.records.missing_kinds import kind_label
from survey.definitions.records.question import POINTS, Option, Question
from survey.errors import LabelWarning, Problem


class _Said:
    """What each file calls each code, so that files are compared in one pass."""

    def __init__(self, column: str, parts: Sequence[FilePart]) -> None:
        self.texts: dict[Hashable, dict[str, tuple[str, str]]] = {}  # code -> text made comparable -> text, file
        self.codes: dict[str, dict[Hashable, tuple[Any, str]]] = {}  # text made comparable -> code -> code, file
        for part in parts:
            for value, text in part.labels(column).items():
                key, same = code_key(value), alike_text(text)
                self.texts.setdefault(key, {}).setdefault(same, (text, part.name))
                self.codes.setdefault(same, {}).setdefault(key, (value, part.name))

    def otherwise(self, key: Hashable, text: str, file: str) -> tuple[str, str] | None:
        """Another text of the same code, and the file it stands in."""
        found = self.texts[key].items()
        return next((said for same, said in found if same != alike_text(text) and said[1] != file), None)


def held_against(question: Question, parts: Sequence[FilePart]) -> tuple[Question, list[Problem], list[LabelWarning]]:
    """The question with codes that only the files' value labels give, and where files and definition, or files among
    themselves, say different things of a code.

    A code that no option names, but whose label in a file is an option's label or id, becomes a code of that option. A
    problem is a code that stands for one option in the definition and carries the label of another in a file; without a
    word of the definition, a code that files call differently, and a label that stands at different codes. Where the
    definition names the code and only the words differ, it decides, and a warning tells the words.
    """
    column = question.column or question.question
    said = _Said(column, parts)
    problems: list[Problem] = []
    warnings: dict[Hashable, LabelWarning] = {}
    for part in parts:
        for value, text in part.labels(column).items():
            key, wordless = code_key(value), as_number(text) is not None
            other = said.otherwise(key, text, part.name)
            by_code = option_of(value, question) if question.options else None
            by_text = option_of(text, question) if question.options and not wordless else None
            if by_text is not None and by_text != by_code:
                if by_code is None:
                    question = _with_code(question, by_text, value)
                elif not _says(question.options[by_code], text):
                    problems.append(_against_definition(part.name, column, value, text, (by_code, by_text), other))
                continue
            if by_text is not None:
                continue  # as the definition says
            if other is None:
                if by_code is None and not wordless:
                    problems += _elsewhere(part, column, value, text, said)
            elif by_code is None or (not wordless and _moved(question, said, part, column, value, text)):
                problems += _between(part.name, column, value, text, said)
            else:
                warnings.setdefault(key, _in_other_words(part.name, column, value, (text, *other), by_code))
    return question, list(dict.fromkeys(problems)), list(warnings.values())


def completed(question: Question, parts: Sequence[FilePart]) -> Question:
    """The question with what it does not say and the files do: its text, options where it names no answer, labels.

    Codes that a file declares to be missing become options of the kind ``no_answer``. Where values without a label
    occur, a type that is written holds: a scale has its unlabelled points, a single question its unlabelled answers,
    as options too. Where none is written, the question is a number (an age with "refused" labelled) if its values are;
    one of words where more answers have a label than have none, and these stand beyond them (7, 8, 9 beside four), and
    where codes without a label stand apart from the few points of a scale (98 beside 0 to 10): each is a row.
    """
    column = question.column or question.question
    text = next((part.layout.labels[column] for part in parts if column in part.layout.labels), None)
    if question.text is None and text:
        question = question.model_copy(update={"text": {"und": text}})
    labels = {code_key(value): (value, text) for part in reversed(parts) for value, text in part.labels(column).items()}
    if question.type == "open":
        return question
    if question.lists_options:
        return _with_labels(question, labels)
    question = without_own(question)
    values = {
        code_key(value): value
        for part in parts
        if column in part.engine.columns
        for value in part.answers(column)
        if labels or question.type == "scale" or question.missing or part.layout.missing.get(column)
    }
    codes = {key: value for key, (value, _) in labels.items()}
    codes |= {key: value for key, value in values.items() if kind_said(value, question, parts)}
    named = _completed(question, codes, labels, parts)
    loose = {
        key: value
        for key, value in values.items()
        if (not named.options or option_of(value, named) is None) and not kind_here(value, question, parts)
    }
    if not labels and not _in_need(question, values, parts):
        return question
    if not loose or question.type == "number":
        return _with_labels(named, labels)
    numeric = all(as_number(value) is not None for value in loose.values())
    if "type" not in question.model_fields_set and numeric:
        if _is_number(loose, labels) and not few_and_apart(loose, labels, parts, column):
            return named.model_copy(update={"type": "number"})
        declared = not labels and any(part.layout.missing.get(column) for part in parts)
        question = question.model_copy(update={"type": "scale" if declared else "single"})
    if question.type == "scale":
        loose = {key: value for key, value in loose.items() if number_in(value, question) is not None}
        ends = [key for key, value in codes.items() if isinstance(key, float) and not kind_here(value, question, parts)]
        loose = {**_points(ends), **loose}
    return _completed(question, {**loose, **codes}, labels, parts)


def _is_number(loose: dict[Hashable, Any], labels: dict[Hashable, tuple[Any, str]]) -> bool:
    """Whether values without a label are many, or more than the named answers, or between them."""
    return len(loose) > POINTS or bool(labels and not _named(labels, loose))


def _named(labels: dict[Hashable, tuple[Any, str]], loose: dict[Hashable, Any]) -> bool:
    """Whether numbers are names of answers, most of which have a label, and the others are not the points between."""
    named = [key for key, (_, text) in labels.items() if isinstance(key, float) and missing_kind(text) is None]
    between = all(isinstance(key, float) and min(named, default=0) < key < max(named, default=0) for key in loose)
    return len(named) > len(loose) and not between


def without_own(question: Question) -> Question:
    """``question`` without what it says otherwise than the file, which is laid over the file's options in the end."""
    return question if question.options_of is None else question.model_copy(update={"options": {}})


def _in_need(question: Question, values: dict[Hashable, Any], parts: Sequence[FilePart]) -> bool:
    """Whether answers need options without any label: numbers beside words, or beside codes declared to be missing."""
    words = {number_in(value, question) is None for value in values.values()}
    mixed = question.type == "scale" and len(words) == 2
    return mixed or any(kind_here(value, question, parts) for value in values.values())


def _completed(question: Question, codes: dict[Hashable, Any], labels: Any, parts: Sequence[FilePart]) -> Question:
    """The question with options for ``codes`` that its own options do not name, these last."""
    own = {key: value for key, value in codes.items() if not question.options or option_of(value, question) is None}
    options = {**options_of_codes(own, labels, question, parts), **question.options}
    return question.model_copy(update={"options": options})


def options_of_codes(
    codes: dict[Hashable, Any], labels: Any, question: Question, parts: Sequence[FilePart]
) -> dict[str, Option]:
    """Options by their codes, numbers in order before texts."""
    options = {}
    for key, value in sorted(codes.items(), key=lambda pair: _order(pair[1])):
        name, number = printed(value), as_number(value)
        code = value if number is None else int(number) if number == int(number) else number
        kind = kind_here(value, question, parts)
        label = {"und": labels[key][1]} if key in labels else None
        if label is None and kind is not None and kind_said(value, question, parts):
            label = kind_label(kind)
        options[name] = Option.model_construct(
            id=name, code=code, range=None, label=label, missing=kind, value=None, note=None
        )
    return options


def _points(ends: Sequence[float]) -> dict[Hashable, Any]:
    """The whole points of a scale between labelled ends."""
    low, high = min(ends, default=0.0), max(ends, default=0.0)
    if not (low == int(low) and high == int(high) and 0 < high - low < POINTS):
        return {}
    return {float(point): float(point) for point in range(int(low), int(high) + 1)}


def _with_labels(question: Question, labels: dict[Hashable, tuple[Any, str]]) -> Question:
    """Options without a label take the one text that the files give to their codes."""
    options = dict(question.options)
    for key, option in options.items():
        texts = {labels[code_key(code)][1] for code in option.codes if code_key(code) in labels}
        if option.label is None and len(texts) == 1:
            options[key] = option.model_copy(update={"label": {"und": texts.pop()}})
    return question.model_copy(update={"options": options}) if options != question.options else question


def _with_code(question: Question, option: str, value: Any) -> Question:
    taken, number = question.options[option], as_number(value)
    updated = taken.model_copy(update={"code": (*taken.codes, value if number is None else float(number))})
    return question.model_copy(update={"options": {**question.options, option: updated}})


def _says(option: Option, text: str) -> bool:
    return plain_text(text) in {plain_text(label) for label in (option.label or {}).values()}


def _moved(question: Question, said: _Said, part: FilePart, column: str, value: Any, text: str) -> bool:
    """Whether another file gives the text to a code of another option, so that codes were turned round."""
    own = {code_key(code) for code, mine in part.labels(column).items() if alike_text(mine) == alike_text(text)}
    others = [code for key, (code, _) in said.codes[alike_text(text)].items() if key not in own]
    return any(option_of(code, question) != option_of(value, question) for code in others)


def _against_definition(
    file: str, column: str, value: Any, text: str, options: tuple[str, str], other: tuple[str, str] | None
) -> Problem:
    also = f" and '{other[0]}' in {other[1]}" if other else ""
    found = f"code {printed(value)} is '{text}' in the file, but '{options[0]}' in the definition{also}"
    return Problem(file, 0, column, found, f"'{text}' is the label of the option '{options[1]}': correct the codes.")


def _between(file: str, column: str, value: Any, text: str, said: _Said) -> list[Problem]:
    """The problem of a code that the first file that labels it calls otherwise."""
    first, there = next(iter(said.texts[code_key(value)].values()))
    if there == file:
        return []
    found = f"code {printed(value)} is '{text}' in the file, but '{first}' in {there}"
    return [Problem(file, 0, column, found, "Give both files the same codes.")]


def _elsewhere(part: FilePart, column: str, value: Any, text: str, said: _Said) -> list[Problem]:
    """The problem of a label that the first file that has it gives to another code."""
    code, there = next(iter(said.codes[alike_text(text)].values()))
    if there == part.name or part.declares_missing(column, value):  # 98 and 99 may both be "refused"
        return []
    if code_key(code) in {
        code_key(one) for one, label in part.labels(column).items() if alike_text(label) == alike_text(text)
    }:
        return []
    found = f"'{text}' is code {printed(value)} in the file, but {printed(code)} in {there}"
    return [Problem(part.name, 0, column, found, "Name both codes in an option of the definition.")]


def _in_other_words(file: str, column: str, value: Any, words: tuple[str, str, str], option: str) -> LabelWarning:
    text, other, there = words
    told = f"{file}: {column}: code {printed(value)} is '{text}' here and '{other}' in {there}"
    return LabelWarning(f"{told}; both count as '{option}', as the definition says.")


def _order(value: Any) -> tuple[bool, float, str]:
    number = as_number(value)
    return number is None, 0.0 if number is None else number, str(value)
