"""A codebook as Triple-S XML, in the elements that versions 2.0 and 3.0 have alike."""

from __future__ import annotations

import re
from typing import Any

from survey.definitions.records.question import Question
from survey.definitions.records.values import Code
from survey.errors import LeftOutWarning, warn
from survey.reports.codebook.tree import LANGUAGE, add, by_language, whole
from survey.tables.codebook.record import Codebook, CodebookItem
from survey.words import Text

TYPES = {"single": "single", "scale": "single", "multiple": "multiple", "number": "quantity", "open": "character"}
LETTERS = 4000  # most of an open answer, where nothing is known of its length
WHOLE, LARGEST = re.compile(r"\d{1,9}"), 999  # most that a string of bits has
RANGE = (-999_999_999, 999_999_999)


def render_sss(codebook: Codebook, language: str) -> str:
    """A Triple-S file of the definition; the data are not written, so that a variable's position is its place in a
    table with a column a variable.

    Texts are in all languages of the study; without any, in ``language``. What Triple-S has no room for is counted in a
    ``LeftOutWarning``: nets, kinds of missing answers.
    """
    from lxml import etree

    texts = [text for item in codebook.items for text in _texts(item)]
    known = sorted({one for text in texts for one in by_language(text) if one}, key=lambda one: (one != language, one))
    root = etree.Element("sss", {"version": "3.0", "languages": " ".join(known or [language])})
    root.set(LANGUAGE, (known or [language])[0])
    add(root, "origin", "opinion-survey")
    study = add(root, "survey")
    add(study, "name", codebook.study.study)
    _label(study, "title", codebook.title if len(set(codebook.title.values())) > 1 else _one(codebook.title))
    record = add(study, "record", ident="A", format="csv", skip="1")
    for place, item in enumerate(codebook.items, start=1):
        _variable(record, place, item)
    _told(codebook)
    return whole(root)


def _texts(item: CodebookItem) -> list[Text | None]:
    return [item.question.text or item.question.heading, *(one.label for one in item.question.options.values())]


def _one(title: Text) -> Text:
    return {"und": next(iter(title.values()), "")}


def _variable(record: Any, place: int, item: CodebookItem) -> None:
    question = item.question
    kind = TYPES[question.type]
    if kind == "single" and not question.options:
        kind = "character"  # answers that only the data know
    coded = _codes(question)
    literal = kind in ("single", "multiple") and not _numeric(coded, several=kind == "multiple")
    made = add(record, "variable", ident=place, type=kind, format="literal" if literal else None)
    add(made, "name", variable_name(item))
    _label(made, "label", question.text or question.heading)
    add(made, "position", start=place)
    if kind == "multiple" and literal:
        add(made, "spread", subfields=max(len(coded), 1), width=max([len(str(code)) for code, _ in coded], default=1))
    if kind == "character":
        add(made, "size", LETTERS)
        return
    values = add(made, "values")
    if kind == "quantity":
        add(values, "range", **{"from": RANGE[0], "to": RANGE[1]})
    for code, label in coded:
        _label(values, "value", label, code=code)


def _codes(question: Question) -> list[tuple[Code, Text]]:
    """Each code with its label; ranges of a number have none."""
    return [(code, question.label(one.id)) for one in question.options.values() for code in one.codes]


def _numeric(coded: list[tuple[Code, Text]], *, several: bool) -> bool:
    plain = all(WHOLE.fullmatch(str(code)) and str(int(code)) == str(code) for code, _ in coded)
    return plain and (not several or all(1 <= int(code) <= LARGEST for code, _ in coded))


def variable_name(item: CodebookItem) -> str:
    """The column in the data where it is one and Triple-S can name it, else the question's id."""
    column = item.columns[0] if len(item.columns) == 1 else item.question.question
    name = column if re.fullmatch(r"[A-Za-z][A-Za-z0-9_.]*", column) else item.question.question
    return name if name[0].isalpha() else f"v{name}"


def _label(parent: Any, name: str, text: Text, **attributes: object) -> None:
    made = add(parent, name, **attributes)
    texts = by_language(text)
    if "" in texts:
        made.text = texts.pop("")
    for language, one in texts.items():
        add(made, "text", one).set(LANGUAGE, language)


def _told(codebook: Codebook) -> None:
    nets = sum(len(item.question.nets) for item in codebook.items)
    missing = sum(one.missing is not None for item in codebook.items for one in item.question.options.values())
    ranges = sum(one.range is not None for item in codebook.items for one in item.question.options.values())
    lost = {"nets": nets, "kinds of missing answers": missing, "ranges of numbers": ranges}
    said = ", ".join(f"{what} ({count})" for what, count in lost.items() if count)
    if said:
        told = f"{codebook.study.study}: Triple-S has no room for {said}; the answers themselves are there"
        warn(LeftOutWarning, told)
