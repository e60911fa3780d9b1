"""The variables of a question in a DDI-Codebook."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from survey.definitions.records.question import Question
from survey.reports.codebook.tree import LANGUAGE, add, by_language
from survey.tables.codebook.record import CodebookItem, CodebookRow
from survey.words import Text, say

NATURE = {"single": "nominal", "multiple": "nominal", "scale": "ordinal"}


def group(data: Any, place: int, item: CodebookItem) -> None:
    """A question of several answers: its columns under one name. Others need none."""
    question = item.question
    if question.type == "multiple":
        ids = " ".join(f"V{place}_{number}" for number, _ in enumerate(_columns(item), start=1))
        made = add(data, "varGrp", ID=f"VG{place}", name=_name(question.question), type="multipleResp", var=ids)
        _texts(made, "labl", question.heading)
        _texts(made, "txt", question.text or question.heading)


def variables(data: Any, place: int, item: CodebookItem, *, weighted: bool) -> None:
    """One variable, or one a column of a question of several answers."""
    question = item.question
    if question.type != "multiple":
        made = _variable(data, f"V{place}", item.columns[0], question)
        _texts(made, "labl", question.heading)
        _asked(made, question.text or question.heading)
        _answers(made, [row for row in item.rows if row.kind in ("option", "missing")], weighted=weighted)
        _closed(made, item)
        return
    for number, (column, option) in enumerate(_columns(item), start=1):
        made = _variable(data, f"V{place}_{number}", column, question)
        if option is None:
            _texts(made, "labl", question.heading)
            _asked(made, question.text or question.heading)
            _answers(made, [row for row in item.rows if row.kind == "option"], weighted=weighted, counted=False)
        else:
            row = next((row for row in item.rows if row.id == option), None)
            _texts(made, "labl", question.label(option))
            _asked(made, question.text or question.heading)
            _marked(made, question, row, weighted=weighted)
        _closed(made, item, first=number == 1)


def _columns(item: CodebookItem) -> list[tuple[str, str | None]]:
    """The columns, each with the option that it is a flag of; None where it holds codes of options."""
    columns = item.question.columns
    if isinstance(columns, Mapping) and columns:
        return [(column, option) for option, column in columns.items()]
    return [(column, None) for column in item.columns]


def _variable(data: Any, ident: str, column: str, question: Question) -> Any:
    made = add(data, "var", ID=ident, name=_name(column), nature=NATURE.get(question.type))
    made.set("intrvl", "contin" if question.type == "number" else "discrete")
    return made


def _name(text: str) -> str:
    """A name as XML has it: other letters become a stroke."""
    return re.sub(r"[^\w.\-:]", "_", text)


def _texts(parent: Any, name: str, text: Text) -> None:
    for language, one in by_language(text).items():
        made = add(parent, name, one)
        if language:
            made.set(LANGUAGE, language)


def _asked(parent: Any, text: Text) -> None:
    _texts(add(parent, "qstn"), "qstnLit", text)


def _answers(parent: Any, rows: list[CodebookRow], *, weighted: bool, counted: bool = True) -> None:
    """A category for each code of each answer. Counts stand at the first of its codes, since the answer has them."""
    for row in rows:
        for place, code in enumerate(row.codes):
            made = add(parent, "catgry", missing="Y" if row.missing else None, missType=row.missing)
            add(made, "catValu", code)
            _texts(made, "labl", row.label)
            if counted and not place:
                _counts(made, row, weighted=weighted)


def _marked(parent: Any, question: Question, row: CodebookRow | None, *, weighted: bool) -> None:
    marks = question.marked if isinstance(question.marked, tuple) else (question.marked,)
    for place, mark in enumerate(marks):
        made = add(parent, "catgry")
        add(made, "catValu", 1 if mark is None else mark)
        if row is not None:
            _texts(made, "labl", row.label)
            if not place:
                _counts(made, row, weighted=weighted)


def _counts(parent: Any, row: CodebookRow, *, weighted: bool) -> None:
    if math.isfinite(row.n):
        add(parent, "catStat", f"{row.n:.0f}", type="freq", wgtd="not-wgtd")
    if math.isfinite(row.share):
        add(parent, "catStat", f"{100 * row.share:.2f}", type="percent", wgtd="wgtd" if weighted else "not-wgtd")


def _without_code(item: CodebookItem) -> list[str]:
    """Rows that no value stands for: ranges of a number, empty cells."""
    bare = [row for row in item.rows if row.kind in ("option", "missing") and not row.codes]
    told = [f"{say(row.label, 'en', row.id)}{f' (n {row.n:.0f})' if math.isfinite(row.n) else ''}" for row in bare]
    return [f"Not a value of the data: {'; '.join(told)}."] if told else []


def _closed(parent: Any, item: CodebookItem, *, first: bool = True) -> None:
    """What comes after the answers: how they are written, and what else is known."""
    question = item.question
    if question.delimiter:
        add(parent, "codInstr", f"Several answers in one cell, with {question.delimiter!r} between them")
    letters = question.type == "open" or any(isinstance(code, str) for row in item.rows for code in row.codes)
    add(parent, "varFormat", type="character" if letters else "numeric")
    nets = [f"{name} = {' + '.join(net.options)}" for name, net in question.nets.items()]
    told = [f"Nets: {'; '.join(nets)}."] if nets and first else []
    told += _without_code(item) if first else []
    told += [say(question.note)] if question.note and first else []
    told += [f"Not shown by the rule of presentation: {item.suppressed}."] if item.suppressed and first else []
    if told:
        add(parent, "notes", " ".join(told))
