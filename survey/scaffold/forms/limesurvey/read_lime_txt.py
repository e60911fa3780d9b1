"""LimeSurvey surveys as a tab-separated table (.txt): a line a group, question, subquestion, answer and language."""

from __future__ import annotations

import csv
import io
from collections import Counter

from survey.cells.files.csv_records import csv_records
from survey.scaffold.form import Form
from survey.scaffold.forms.languages import language_code
from survey.scaffold.forms.limesurvey.form import lime_form
from survey.scaffold.forms.limesurvey.question import LimeQuestion, Part
from survey.scaffold.forms.source import Source
from survey.scaffold.forms.words import plain

BEGINS = ("class", "type/scale", "name")  # of its head, whatever columns follow


def read_lime_txt(source: Source) -> Form:
    """The questions in the order of the lines. ``DataError`` for a table with another head."""
    records = csv_records(io.StringIO(source.text.replace("\0", "")), "\t")
    try:
        head, *rows = tuple(record for record in records if record) or ((),)
    except csv.Error as error:
        raise source.fault(f"is no table ({error})", "Export it as .txt again.") from None
    lines = [dict(zip(head, [*row, *[""] * (len(head) - len(row))], strict=False)) for row in rows]
    if not {*BEGINS, "text"} <= set(head):
        raise source.fault("is no survey of LimeSurvey: no columns class, type/scale, name, text", "Export it as .txt.")
    left: Counter[str] = Counter()
    asked: dict[str, LimeQuestion] = {}
    title: dict[str, str] = {}
    groups: dict[tuple[str, str], str] = {}
    group = question = ""
    for line in lines:
        kind, name = (line["class"] or "").strip(), (line["name"] or "").strip()
        language, text = language_code(line.get("language") or ""), plain(line["text"])
        scale, relevant = (line["type/scale"] or "").strip(), (line.get("relevance") or "").strip()
        if kind == "SL" and name == "surveyls_title":
            title[language] = text
        elif kind == "G":
            group = groups.setdefault((scale or name, ""), name)
        elif kind == "Q":
            question = name
            other = (line.get("other") or "") == "Y"
            made = LimeQuestion(name, scale, {}, group, "" if relevant == "1" else relevant, other)
            made.alone = frozenset(filter(None, (line.get("exclude_all_others") or "").split(";")))
            asked.setdefault(name, made).words.update({language: text} if text else {})
        elif kind in ("SQ", "A") and question:
            parts = asked[question].rows if kind == "SQ" else asked[question].answers
            _add(parts, Part(name, {language: text} if text else {}, scale or "0"))
        elif kind not in ("S", "SL"):
            left["lines of other kinds (quotas, conditions), which were not read"] += 1
    return lime_form(source, {code: text for code, text in title.items() if text}, list(asked.values()), left)


def _add(parts: list[Part], part: Part) -> None:
    """The part, or its words in another language."""
    for one in parts:
        if (one.code, one.scale) == (part.code, part.scale):
            one.words.update(part.words)
            return
    parts.append(part)
