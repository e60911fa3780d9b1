"""A report as the object that its page carries: one JSON text, which grows with figures and never with respondents."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from survey.reports.documents.grid import Note
from survey.reports.documents.verdicts import passage
from survey.reports.interactive.figures import Told, table_arrays, told, trend_arrays
from survey.reports.interactive.report import Report, ReportStudy
from survey.reports.interactive.report_words import report_words
from survey.reports.printing.internal import refuse_internal
from survey.tables.table import Table
from survey.words import LANGUAGES

ELSEWHERE = (
    "wording",
    "study",
    "pollster",
    "fieldwork",
    "mode",
    "population",
    "presentation",
)  # notes that the page has elsewhere


def report_text(report: Report, language: str) -> str:
    """The object as JSON that may stand in a page: no ``<`` and no line separator of scripts stands in it.

    Raises ``SurveyError`` for a part that is internal.
    """
    refuse_internal(report)
    text = json.dumps(contents(report, language), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def contents(report: Report, language: str) -> dict[str, Any]:
    """The object itself. Every member is named in one letter or word that ``report.js`` reads."""
    return {
        "language": language,
        "languages": list(LANGUAGES),
        "words": report_words(report.level),
        "title": told(report.title),
        "synthetic": report.synthetic,
        "studies": [_study(study) for study in report.studies],
        "trends": {question: trend_arrays(found) for question, found in report.trends.items()},
    }


def _study(study: ReportStudy) -> dict[str, Any]:
    names = list(dict.fromkeys(table.question for tables in study.tables.values() for table in tables))
    by_name = {kind: {table.question: table for table in tables} for kind, tables in study.tables.items()}
    verdicts: dict[str, list[Any]] = {}
    for verdict in study.verdicts:
        said = passage(verdict)
        verdicts.setdefault(verdict.question, []).append(
            [said.mark, told(said.word), told(said.quote), told(said.sentence), said.kind]
        )
    return {
        "id": study.name,
        "title": told(study.title),
        "synthetic": study.synthetic,
        "facts": {language: [list(fact) for fact in facts] for language, facts in study.facts.items()},
        "banner": [[by, told((study.banner_labels or {}).get(by), by)] for by in study.banner],
        "method": _notes(study.method),
        "left": {name: told(reason) for name, reason in (study.left_out or {}).items()},
        "questions": [
            _question(study, name, {kind: tables[name] for kind, tables in by_name.items() if name in tables})
            | {"verdicts": verdicts.get(name, [])}
            for name in names
        ],
        "verdicts": [one for name, found in verdicts.items() if name not in names for one in found],
    }


def _question(study: ReportStudy, name: str, tables: Mapping[str, Table]) -> dict[str, Any]:
    first = next(iter(tables.values()))
    wording = next((note.text for note in first.notes if note.key == "wording"), None)
    found: dict[str, Any] = {
        "id": name,
        "title": told(first.title, name),
        "text": told(wording) if wording else "",
        "notes": {
            kind: [[note.key, told(note.text)] for note in (study.notes or {}).get((kind, name), ()) if _is_own(note)]
            for kind in tables
        },
        "tables": {kind: table_arrays(table) for kind, table in tables.items()},
    }
    if study.findings and name in study.findings:
        found["finding"] = told(study.findings[name])
    return found


def _notes(notes: Sequence[Note]) -> list[Told]:
    """Of the study; what it says about itself stands among its facts."""
    return [one for one in (told(note.text) for note in notes if _is_own(note) and note.key != "about") if one]


def _is_own(note: Note) -> bool:
    return note.key not in ELSEWHERE
