"""Verdicts as they are printed: a mark and a word, what was stated and found, and the rows behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from survey.claims.answers.verdict import FAILING, Fidelity, Inference, Verdict
from survey.plots.lettering import clean
from survey.plots.texts import number, points
from survey.reports.printing.grid import Grid, Head, Row
from survey.reports.printing.printed import share, span
from survey.reports.printing.report_texts import TEXTS, word
from survey.wording.message import message
from survey.wording.worded import Worded
from survey.words import say, whole

KINDS: tuple[str, ...] = get_args(Fidelity)
INFERENCES: tuple[str, ...] = get_args(Inference)
# A sign and a word, so that nothing rests on colour.
MARKS = {kind: "✗" if kind in FAILING else "?" for kind in KINDS} | {"reproduced": "✓"}
CODES = ("mode", "status")  # columns of details whose values stand for words
OWN = ("published", "recomputed")  # in the column of sources: the study's own figures
IN_POINTS = ("std_error", "at_least", "at_most")


@dataclass(frozen=True)
class Said:
    """One verdict in words, fidelity first; ``inference`` is "" where nothing was asked."""

    kind: str
    mark: str
    word: str
    inference: str
    claim: str
    about: str  # study, question, option
    quote: str
    sentence: str
    lines: tuple[tuple[str, str], ...]  # (head, text): stated, found, assumptions, sources
    details: Grid | None


def said_verdict(verdict: Verdict, language: str) -> Said:
    """The verdict ready to print."""
    lines = [
        (word("stated", language), say(verdict.stated, language)),
        (word("found", language), say(verdict.found, language)),
        (word("assumes", language), "; ".join(say(text, language) for text in verdict.assumptions)),
        (word("sources_are", language), ", ".join(dict.fromkeys(verdict.sources))),
    ]
    return Said(
        kind="not_reproduced" if verdict.fails else verdict.fidelity,
        mark="✗" if verdict.fails else MARKS[verdict.fidelity],
        word=_words(verdict, language),
        inference=_inference(verdict, language),
        claim=clean(verdict.claim),
        about=" / ".join(part for part in (verdict.study, verdict.question, clean(verdict.option)) if part),
        quote=clean(say(verdict.quote, language)),
        sentence=clean(say(verdict.sentence, language)),
        lines=tuple((head, clean(text)) for head, text in lines if text),
        details=_details(verdict, language) if verdict.details else None,
    )


def summary(verdicts: Sequence[Verdict], language: str) -> str:
    """How many of each fidelity: "Checked: 15. ✓ reproduced 5, …"; how many assert a certainty that is not there."""
    counts = {kind: sum(verdict.fidelity == kind for verdict in verdicts) for kind in KINDS}
    parts = [f"{MARKS[kind]} {word(kind, language)} {count}" for kind, count in counts.items() if count]
    if not parts:
        return word("nothing", language)
    text = f"{word('checked', language, count=len(verdicts))}. {', '.join(parts)}."
    uncertain = sum(verdict.fails and verdict.fidelity not in FAILING for verdict in verdicts)
    return f"{text} ✗ {word('uncertain', language)} {uncertain}." if uncertain else text


def _words(verdict: Verdict, language: str) -> str:
    said = word(verdict.fidelity, language)
    if verdict.fails and verdict.fidelity not in FAILING:
        return f"{said}, {word('uncertain', language)}"
    return said


def _inference(verdict: Verdict, language: str) -> str:
    """The second answer, and the design effect at which it would be the other where that is within reach."""
    if verdict.inference == "not_asked":
        return ""
    said = word(verdict.inference, language)
    if verdict.inference == "within_error" or not verdict.deff_flips <= 10:
        return said
    return word("flips", language, inference=said, deff=number(verdict.deff_flips, language, 1))


def _details(verdict: Verdict, language: str) -> Grid:
    keys = list(dict.fromkeys(key for row in verdict.details for key in row))
    is_difference = "against" in keys or "start_figure" in keys
    has_interval = "conf_low" in keys and "conf_high" in keys
    columns: list[tuple[str, list[str]]] = []
    for key in keys:
        if key == "conf_low" and has_interval:
            cells = [_interval(row, language) for row in verdict.details]
            columns.append((word("interval", language), cells))
        elif not (key == "conf_high" and has_interval):
            name = "difference" if key == "estimate" and is_difference else key
            columns.append((_head(name, language), [_cell(name, row.get(key), language) for row in verdict.details]))
    columns = [(head, cells) for head, cells in columns if any(cell.strip("–") for cell in cells)]
    if not columns:
        return Grid("", (), ())
    rows = [Row(cells[0], tuple(cells[1:])) for cells in zip(*(cells for _, cells in columns), strict=True)]
    heads = tuple(Head(head, prose=not all(_is_figure(cell) for cell in cells)) for head, cells in columns[1:])
    return Grid("", heads, tuple(rows), corner=columns[0][0], language=language)


def _head(key: str, language: str) -> str:
    return word(key, language) if key in TEXTS else key.replace("_", " ")


def _cell(key: str, value: Any, language: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, float):
        if not math.isfinite(value):
            return "–"
        if key in ("n", "n_weighted", "n_eff"):
            return whole(value, language)
        if key in IN_POINTS:
            return number(100 * value, language, 1)
        if key.startswith("deff"):
            return number(value, language, 2)
        return points(value, language) if key == "difference" else share(value, language)
    if isinstance(value, Worded):
        return clean(say(value, language))
    if key in CODES or (key == "source" and value in OWN):
        return message(f"claims.cell_{value}")[language]
    text = clean(str(value))
    if text in INFERENCES:
        return "" if text == "not_asked" else word(text, language)
    return f"{MARKS[text]} {word(text, language)}" if text in MARKS else text


def _interval(row: dict[str, Any], language: str) -> str:
    return span(float(row.get("conf_low", math.nan)), float(row.get("conf_high", math.nan)), language)


def _is_figure(cell: str) -> bool:
    return not any(letter.isalpha() for letter in cell)
