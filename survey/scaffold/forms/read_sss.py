"""Triple-S 1.1 to 3.0 (.sss, .xml): the exchange format of market research (triple-s.org)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from survey.scaffold.form import Form, FormOption, FormQuestion
from survey.scaffold.forms.elements import child, children, local, said
from survey.scaffold.forms.languages import language_code
from survey.scaffold.forms.safe_xml import xml_root
from survey.scaffold.forms.source import Source
from survey.scaffold.forms.words import Kind, code_of, counted, plain, used

KINDS: dict[str, Kind] = {
    **{"single": "single", "multiple": "multiple", "quantity": "number", "character": "text", "date": "date"},
    **{"time": "text", "logical": "single"},
}
BITS = "questions whose answers a file of Triple-S has as bits in one field (0110), to be split into columns"
FIXED = "files of fixed width beside it, which are not read as data: export them as CSV"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_sss(source: Source) -> Form:
    """The variables of the first record of a Triple-S file.

    A ``multiple`` in ``spread`` form has the columns ``name_1``, ``name_2``, …, one an answer, as a CSV beside the file
    heads its fields; one that is a string of bits has those of its values, ``name_<code>``. ``logical`` is a single
    question with the codes 1 and 0. A ``filter`` is who is asked, a ``score`` is told. ``DataError`` for a file that is
    no Triple-S.
    """
    root = xml_root(source)
    survey = child(root, "survey") if local(root) == "sss" else None
    if survey is None:
        raise source.fault("is no Triple-S file: there is no <survey>", "Export it as Triple-S 2.0 or 3.0.")
    own = language_code(next(iter((root.get("languages") or root.get(_XML_LANG) or "").split()), ""))
    records = list(children(survey, "record", "hierarchy"))
    record = next((one for one in records if local(one) == "record"), survey)
    variables = list(children(record, "variable"))
    source.check_count(len(variables))
    left: Counter[str] = Counter({"records beside the first, which were not read": max(len(records) - 1, 0)})
    left[FIXED] += record.get("format") != "csv"
    questions = tuple(_question(one, own, source, left) for one in variables)
    title = _texts(child(survey, "title"), own) or _texts(child(survey, "name"), own)
    texts = [title, *(one.text for one in questions), *(part.label for one in questions for part in one.options)]
    return Form(title, questions, source.path.name, used(texts), counted(left))


def _question(variable: Any, own: str, source: Source, left: Counter[str]) -> FormQuestion:
    name = said(child(variable, "name")) or f"v{variable.get('ident', '')}"
    kind = KINDS.get(variable.get("type", ""))
    if kind is None:
        fault = f"the type '{variable.get('type', '')}' is none of {', '.join(KINDS)}"
        raise source.fault(fault, "Export it again.", key=name, line=variable.sourceline or 0)
    options = _options(variable, own, left)
    use = variable.get("use")
    left[BITS] += kind == "multiple" and child(variable, "spread") is None
    notes = [f"used as {use}"] if use else []
    size = said(child(variable, "size"))
    notes += [f"{size} letters at most"] if size and kind == "text" else []
    if use == "serial":
        kind = "id"
    if variable.get("type") == "logical" and not options:
        options = (FormOption(1, {"en": "Yes"}), FormOption(0, {"en": "No"}))
    return FormQuestion(
        name,
        _texts(child(variable, "label"), own),
        kind,
        options,
        columns=_columns(variable, name, options),
        relevant=variable.get("filter"),
        note="; ".join(notes) or None,
    )


def _columns(variable: Any, name: str, options: tuple[FormOption, ...]) -> tuple[str, ...]:
    if variable.get("type") != "multiple":
        return ()
    spread = child(variable, "spread")
    if spread is None:
        return tuple(f"{name}_{option.code}" for option in options)
    fields = (spread.get("subfields") or "").strip()
    return tuple(f"{name}_{place}" for place in range(1, min(int(fields), 999) + 1)) if fields.isdecimal() else ()


def _options(variable: Any, own: str, left: Counter[str]) -> tuple[FormOption, ...]:
    values = child(variable, "values")
    if values is None:
        return ()
    found = [FormOption(code_of(one.get("code", "")), _texts(one, own)) for one in children(values, "value")]
    left["scores of answers, which were not kept"] += sum(one.get("score") is not None for one in values)
    return tuple(found)


def _texts(element: Any | None, own: str) -> dict[str, str]:
    """The words for all, and those of each language in ``<text>``; texts for a mode of asking come before others."""
    if element is None:
        return {}
    found: dict[str, str] = {}
    for one in children(element, "text"):
        language = language_code(one.get(_XML_LANG) or "") or own
        if said(one) and (language not in found or one.get("mode") == "interview"):
            found[language] = plain(said(one))
    before = said(element, "text")
    if before and own not in found:
        found = {own: plain(before), **found}
    return found
