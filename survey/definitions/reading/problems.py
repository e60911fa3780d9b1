"""What pydantic found, in plain words with file, line, key and a fix."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from survey.definitions.records.read_yaml import Document, Keys
from survey.errors import Problem
from survey.words import LANGUAGES, nearest

Fault = dict[str, Any]  # one of pydantic's error details

_WANTED = {  # kind of fault -> what was expected
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": "a text",
    "dict_type": "a mapping (key: value)",
    "mapping_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "tuple_type": "a list",
    "list_type": "a list",
}
_EXAMPLES = {  # key -> how it is written, for a value of the wrong shape
    "options": "Write 'options: {yes: {code: 1, label: Yes}, no: {code: 2, label: No}}'.",
    "published": "Write 'published: {yes: 61.8, no: 29}'.",
    "questions": "Write 'questions: {q1: {text: …}}', or 'questions: [q1, q2]'.",
    "nets": "Write 'nets: {agree: [strongly_agree, rather_agree]}'.",
    "columns": "Write 'columns: {sex: d1, age: d2}'.",
    "margins": "Write 'margins: {sex: {variables: [sex], shares: {male: 46, female: 54}}}'.",
    "claims": "Write '- id: …', '  quote: …', '  says: …' for each claim.",
    "by": "Write 'by: {sex: {male: {published: {yes: 60}}}}'.",
    "where": "Write 'where: {country: NO}'.",
    "steps": "Write 'steps:' and below it '- rake: {margins: [sex]}', '- trim: {upper: 5}'.",
}
_SHORT = {  # records with a short form -> what may be written
    "Figure": "a number, or {value: …, qualifier: …}",
    "Moe": "a number, or {value: …, share: …}",
    "Net": "a list of options",
    "Fieldwork": "a date, or {start: …, end: …}",
    "StudyQuestion": "a mapping (key: value), or the name of a column",
    "Says": "a figure, a phrase or a mapping (key: value)",
    "Data": "a file name, or a mapping (key: value)",
    "Disclosure": "'acro', {minimum: 10}, or {preset: none, reason: …}",
    "Dominance": "'none', or {n: 2, k: 90, p: 10}",
    "Round": "a number of respondents, or {counts: 5, percents: 1}",
    "Presentation": "the name of a rule, or {suppress: {n: 50}, flag: {n: 100}}",
}
_DEEPER = {  # kind of a fault found by a record as a whole -> the key in it that is meant
    "option_code": ("options", "{second}"),
    "option_name": ("options", "{option}"),
    "net_option": ("nets", "{net}"),
    "presentation_flag": ("flag", "{name}"),
}
_CROSSED = " × "  # between the options of a margin's cell


def explain(error: ValidationError, document: Document, model: Any, at: Keys = ()) -> list[Problem]:
    """One problem for each fault in ``error``, at the line of the deepest key of it that stands in the file.

    ``model``: the record that was asked for, whose keys are offered for one that is not known. ``at``: the key in
    the document whose value was validated.
    """
    groups: dict[Keys, list[Fault]] = {}
    for fault in error.errors(include_url=False):
        groups.setdefault(place(fault, document, at), []).append(dict(fault))
    # a value that may be a mapping or something else gives a fault for each; the one inside the mapping says more
    inner = [
        path
        for path, faults in groups.items()
        if not (
            all(_is_shape(fault) for fault in faults)
            and any(path != other and other[: len(path)] == path for other in groups)
        )
    ]
    return [problem for path in inner for problem in _problems(document, path, groups[path], model)]


def _is_shape(fault: Fault) -> bool:
    return fault["type"] in _WANTED or fault["type"] == "literal_error"


def place(fault: Any, document: Document, at: Keys = ()) -> Keys:
    """The key in the file that a fault is about: the part of pydantic's location that stands in the file.

    The location also names types of a union and keys of long forms, which do not.
    """
    path = at
    for part in fault["loc"]:
        step = (*path, str(part))
        if step in document.lines:
            path = step
    context = fault.get("ctx", {})
    deeper = tuple(str(part).format(**context) for part in _DEEPER.get(fault["type"], ()))
    if "cell" in context:
        for figures in ("counts", "shares", "nested", "std_error"):
            cell = (*path, figures, *str(context["cell"]).split(_CROSSED))
            deeper = cell[len(path) :] if cell in document.lines else deeper
    for part in deeper:
        if (*path, part) in document.lines:
            path = (*path, part)
    return path


def _problems(document: Document, path: Keys, faults: list[Fault], model: Any) -> list[Problem]:
    """The faults of one key: those that are about its shape joined into one."""
    found = [_single(document, path, fault, model) for fault in faults if not _is_shape(fault)]
    shapes = [fault for fault in faults if _is_shape(fault)]
    if shapes:
        found.append(_shape(document, path, shapes))
    return list(dict.fromkeys(found))


def _got(fault: Fault) -> str:
    """What stands in the file, short; nothing where the fault is not about one value."""
    given = fault.get("input")
    if given is None:
        return ", not nothing"
    if isinstance(given, bool):
        return f", not {str(given).lower()}"
    if isinstance(given, (int, float)):
        return f", not {given}"
    if isinstance(given, str):
        return f", not '{given if len(given) <= 60 else given[:57] + '…'}'"
    return ", not a list" if isinstance(given, (list, tuple)) else ", not a mapping" if isinstance(given, dict) else ""


def _single(document: Document, path: Keys, fault: Fault, model: Any) -> Problem:
    kind, context = fault["type"], fault.get("ctx", {})
    last = str(fault["loc"][-1]) if fault["loc"] else ""
    if kind == "extra_forbidden":
        fields = _fields(model, fault["loc"][:-1])
        return document.problem(path, f"the key '{last}' is not known here", nearest(last, fields))
    if kind == "missing":
        if last.isdigit():
            return document.problem(path, f"needs {int(last) + 1} values", "Write [from, to].")
        line = document.line(path)
        return Problem(document.file, line, ".".join((*path, last)), f"'{last}' is missing", f"Add '{last}:'.")
    if kind == "string_pattern_mismatch" and str(context.get("pattern", "")).startswith("^[a-z]{2"):
        given = str(fault.get("input")).lower()
        return document.problem(
            path,
            f"must be a language{_got(fault)}",
            f"Write one of {', '.join(LANGUAGES)} (two small letters); {nearest(given[:2], LANGUAGES)}".rstrip("; "),
        )
    if kind == "string_pattern_mismatch":
        plain = re.sub(r"\W+", "_", str(fault.get("input")).lower(), flags=re.ASCII).strip("_")
        fix = f"Write {plain}." if plain else "Write it in Latin letters."
        return document.problem(path, f"must be a name of small Latin letters, digits and _{_got(fault)}", fix)
    if kind == "string_too_long":
        return document.problem(path, f"is longer than {context['max_length']} characters", "Shorten it.")
    if kind in ("too_long", "too_short"):
        return document.problem(
            path, f"has {context.get('actual_length')} values, which is not what is needed here", ""
        )
    if kind == "partial_date":
        return document.problem(
            path, f"'{context.get('got')}' is no date", "Write 2022-03-16, 2022-03, 2022 or unknown."
        )
    return document.problem(path, str(fault["msg"]).removeprefix("Value error, "), _NAMED.get(kind, ""))


_NAMED = {  # fixes for the faults that records find themselves
    "option_code": "Give each option a code of its own.",
    "option_name": "Begin the name with a letter.",
    "net_option": "Name options of this question only.",
    "margin_number": "Write a number for each cell, with a decimal point: 46.5, or free.",
    "margin_shape": "Write as many levels of options as there are variables.",
    "margin_figures": "Write 'counts:' or 'shares:', or 'nested:' with 'sizes:'.",
    "margin_nested": "Write 'sizes: {north: 40, south: 60}' and 'nested: {north: {men: 45, women: 55}, …}'.",
    "margin_of": "Write 'of:' with what all cells make: 1, 100, or the number of people.",
    "margin_cell": "Name cells of the figures, each once.",
    "margin_error": "Errors are in the unit of the figures.",
    "margin_recode": "Write 'recode: {age: {young: [18-24, 25-34]}}'.",
    "margin_negative": "Figures of a population are 0 or more.",
    "margin_total": "Look for a cell that is missing or mistyped; counts need not make 100.",
    "step_verbs": "Begin each step with a hyphen: '- rake: {margins: [sex]}'.",
    "targets_total": "Write how many people it has, or leave the key out.",
    "margin_how": "Add 'how:', or 'status: published'.",
    "disclosure_one": "Write 'disclosure: acro', or 'disclosure: {minimum: 10}'.",
    "disclosure_reason": "Write 'disclosure: {preset: none, reason: released by its owner for public use}'.",
    "release_weights": "Write 'weights: keep', 'weights: drop', or 'weights: 2'.",
    "release_cuts": "Write 'recode: {age: [30, 45, 60]}'.",
    "presentation_empty": "Write 'rule: nchs', or 'suppress: {n: 50}', or leave the key out.",
    "presentation_two": "Keep 'rule:', or 'suppress:' and 'flag:'.",
    "presentation_flag": "Mark what is less small or less imprecise than what is suppressed: 'suppress: {n: 50}', "
    "'flag: {n: 100}'.",
    "figure_empty": "Leave the key out when the figure is not known.",
}


def _shape(document: Document, path: Keys, faults: list[Fault]) -> Problem:
    """A value of the wrong kind: everything that would have been right."""
    wanted = list(
        dict.fromkeys(
            _SHORT.get(fault.get("ctx", {}).get("class_name", ""), _WANTED[fault["type"]])
            for fault in faults
            if fault["type"] in _WANTED
        )
    )
    words = [word for fault in faults if fault["type"] == "literal_error" for word in _literals(fault)]
    given = faults[0].get("input")
    parts = ([f"one of {', '.join(words)}"] if words else []) + wanted
    message = f"must be {' or '.join(parts)}{_got(faults[0])}"
    return document.problem(path, message, _shape_fix(given, wanted, words, path))


def _literals(fault: Fault) -> list[str]:
    return re.findall(r"'([^']*)'", str(fault.get("ctx", {}).get("expected", "")))


def _shape_fix(given: Any, wanted: list[str], words: list[str], path: Keys) -> str:
    key = next((part for part in reversed(path) if not part.isdigit()), "")
    if isinstance(given, str):
        if given == "unknown" and "unknown" not in words:
            return "Leave the key out when it is not known."
        near = nearest(given, words)
        if words:
            return near if near.startswith("Did you mean") else ""
        digits = re.sub(r"[\s%\u00a0]", "", given).replace(",", ".").lstrip("<>~≈")
        if any(word.startswith(("a number", "a whole number")) for word in wanted) and re.fullmatch(
            r"-?\d+(\.\d+)?", digits
        ):
            more = " (with 'qualifier: more than' or the like)" if given[:1] in "<>~≈" else ""
            return f"Write {digits}, digits and a point only{more}."
        if "a list" in wanted:
            return f"Write [{given}]."
    if "a text" in wanted and isinstance(given, (int, float)):
        return f"Write it in quotes: '{str(given).lower() if isinstance(given, bool) else given}'."
    if given is None:
        return "Write a value, or leave the key out."
    return _EXAMPLES.get(key, "") if any(word.startswith(("a list", "a mapping")) for word in wanted) else ""


def _fields(model: Any, loc: Iterable[Any]) -> list[str]:
    """Keys that are allowed at ``loc``, found by walking the records' annotations."""
    here: Any = model
    for part in loc:
        here = _inside(here, part)
    chosen = _record(here)
    hidden = {"id"} if chosen is not None and chosen.__name__ in ("Option", "Claims") else set()
    return [name for name in chosen.model_fields if name not in hidden] if chosen else []


def _inside(kind: Any, part: Any) -> Any:
    chosen = _record(kind)
    if chosen is not None:
        return chosen.model_fields[part].annotation if part in chosen.model_fields else kind
    for option in _choices(kind):
        origin, inner = typing.get_origin(option), typing.get_args(option)
        if origin is dict:
            return inner[1]
        if origin in (tuple, list):
            return inner[0]
    return kind


def _record(kind: Any) -> type[BaseModel] | None:
    for option in _choices(kind):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _choices(kind: Any) -> list[Any]:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return [choice for option in typing.get_args(kind) for choice in _choices(option)]
    if origin is typing.Annotated:
        return _choices(typing.get_args(kind)[0])
    return [kind]
