"""A question of LimeSurvey as both of its exports tell it, and the questions of a form that it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.scaffold.form import FormOption, FormQuestion
from survey.scaffold.forms.words import Kind, code_of

Words = dict[str, str]
_POINTS = {"5": 5, "A": 5, "B": 10}
_FIXED = {
    "Y": (("Y", "Yes"), ("N", "No")),
    "G": (("F", "Female"), ("M", "Male")),
    "C": (("Y", "Yes"), ("U", "Uncertain"), ("N", "No")),
    "E": (("I", "Increase"), ("S", "Same"), ("D", "Decrease")),
}
_ALONE: dict[str, Kind] = {"N": "number", "D": "date", "S": "text", "T": "text", "U": "text", "*": "text", "I": "text"}
_ROWS: dict[str, Kind] = {"K": "number", "Q": "text", ";": "text", ":": "number"}
SHOWN = "texts that are shown only (type X), which were left out"
FILES = "uploads of files (type |), which were left out"


@dataclass
class Part:
    """A subquestion, an answer, or a line of either, in its scale (0, or 1 for the second of two)."""

    code: str
    words: Words
    scale: str = "0"


@dataclass
class LimeQuestion:
    """``kind``: the letter of LimeSurvey. ``alone``: codes of answers that exclude all others."""

    code: str
    kind: str
    words: Words
    group: str = ""
    relevant: str = ""
    other: bool = False
    rows: list[Part] = field(default_factory=list)
    answers: list[Part] = field(default_factory=list)
    alone: frozenset[str] = frozenset()


def form_questions(asked: LimeQuestion, left: Counter[str]) -> Iterator[FormQuestion]:
    """The questions of the form, named as the columns of an export of answers are: ``Q1``, ``Q1[SQ001]``."""
    if asked.kind in {"X", "|"}:
        left[SHOWN if asked.kind == "X" else FILES] += 1
    elif asked.kind in {"M", "P"}:
        yield from _several(asked, left)
    elif asked.kind == "R":
        options = _options(asked)
        for place in range(1, len(options) + 1):
            yield _one(asked, "single", options, row=Part(str(place), {}), note=f"place {place} of a ranking")
    elif asked.kind in {*"FHABC1E"} or asked.kind in _ROWS:
        yield from _grid(asked)
    elif asked.kind in _ALONE:
        yield _one(asked, _ALONE[asked.kind], note="computed" if asked.kind == "*" else None)
    else:
        known = asked.kind in {*"L!O5YG"}
        yield _one(asked, "scale" if asked.kind == "5" else "single", _options(asked))
        left[f"questions of the unknown type '{asked.kind}', taken as one answer of several"] += not known
        yield from _other(asked)
        if asked.kind == "O":
            yield _one(asked, "text", row=Part("comment", {}))


def _several(asked: LimeQuestion, left: Counter[str]) -> Iterator[FormQuestion]:
    options = tuple(FormOption(code_of(row.code), row.words, exclusive=row.code in asked.alone) for row in asked.rows)
    left["comments beside answers (type P), which were left out"] += len(options) if asked.kind == "P" else 0
    yield FormQuestion(
        asked.code,
        asked.words,
        "multiple",
        options,
        columns=tuple(f"{asked.code}[{row.code}]" for row in asked.rows),
        group=asked.group or None,
        relevant=asked.relevant or None,
    )
    yield from _other(asked)


def _grid(asked: LimeQuestion) -> Iterator[FormQuestion]:
    rows = [row for row in asked.rows if row.scale == "0"]
    across = [row for row in asked.rows if row.scale != "0"]
    options = () if asked.kind in _ROWS else _options(asked)
    kind: Kind = _ROWS.get(asked.kind, "scale" if asked.kind in _POINTS else "single")
    if asked.kind in {";", ":"}:
        rows = [Part(f"{row.code}_{one.code}", _both(row.words, one.words)) for row in rows for one in across]
    for row in rows:
        if asked.kind != "1":
            yield _one(asked, kind, options, row=row)
            continue
        for number, scale in enumerate(("0", "1"), start=1):
            yield _one(asked, kind, _options(asked, scale), row=Part(f"{row.code}][{number}", row.words))


def _other(asked: LimeQuestion) -> Iterator[FormQuestion]:
    if asked.other:
        yield _one(asked, "text", row=Part("other", {}))


def _one(
    asked: LimeQuestion,
    kind: Kind,
    options: tuple[FormOption, ...] = (),
    *,
    row: Part | None = None,
    note: str | None = None,
) -> FormQuestion:
    """A question, or one ``row`` of a grid, of which the question's own text is the group."""
    grid = next(iter(asked.words.values()), asked.code) if row is not None and row.words else asked.group
    return FormQuestion(
        asked.code if row is None else f"{asked.code}[{row.code}]",
        row.words if row is not None and row.words else asked.words,
        kind,
        options,
        group=grid or None,
        relevant=asked.relevant or None,
        note=note,
    )


def _options(asked: LimeQuestion, scale: str = "0") -> tuple[FormOption, ...]:
    if asked.kind in _POINTS:
        return tuple(FormOption(point, {"": str(point)}) for point in range(1, _POINTS[asked.kind] + 1))
    if asked.kind in _FIXED:
        return tuple(FormOption(code, {"en": label}) for code, label in _FIXED[asked.kind])
    found = [FormOption(code_of(one.code), one.words) for one in asked.answers if one.scale == scale]
    return (*found, *((FormOption("-oth-", {"en": "Other"}),) if asked.other else ()))


def _both(first: Words, second: Words) -> Words:
    return {language: f"{text} / {second.get(language, '')}".strip(" /") for language, text in first.items()}
