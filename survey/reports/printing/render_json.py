"""Results as JSON: ``{"rows": [...], "notes": {...}}`` and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from survey.claims.answers.verdict import Verdict
from survey.plots.lettering import clean
from survey.reports.printing.grid_trend import break_text
from survey.reports.printing.grid_verdicts import INFERENCES, KINDS
from survey.reports.printing.grid_weighting import weighting_grids
from survey.reports.printing.records import plain
from survey.tables.finding import Finding
from survey.tables.schemes import Schemes
from survey.tables.table import Note, RowBase, Table
from survey.trends.change import Changes
from survey.trends.series import Trend
from survey.weighting.record.diagnose import efficiency
from survey.weighting.told.report import WeightingReport
from survey.words import Text, say


def render_json(rows: Sequence[Mapping[str, Any]], notes: Mapping[str, Any]) -> str:
    """Indented JSON; no figure is null, a number that is not finite cannot occur."""
    return json.dumps({"rows": list(rows), "notes": dict(notes)}, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def table_notes(tables: Sequence[Table], language: str) -> dict[str, Any]:
    """Title, labels and notes of one table by key; of several tables by question and then by key."""
    made = [(table.question, _table(table, language)) for table in tables]
    return made[0][1] if len(made) == 1 else dict(made)


def _table(table: Table, language: str) -> dict[str, Any]:
    columns = {column.id: say(column.label, language, column.id) for column in table.columns}
    labels = {"rows": {row.id: say(row.label, language, row.id) for row in table.stub}, "columns": columns}
    found = _heads(table.title, table.question, table.synthetic, language)
    small = [column.id for column in table.columns if column.small]
    few = [row.id for row in table.stub if row.small]
    bases = {row.id: [_row_base(base) for base in row.bases] for row in table.stub if row.bases}
    marks = {"small_bases": small, "small_rows": few, "row_bases": bases}
    told = {key: value for key, value in marks.items() if value}
    return {**found, **_told(table.notes, language), **told, "labels": labels}


def _row_base(base: RowBase) -> dict[str, Any]:
    return {key: plain(key, value) for key, value in asdict(base).items() if value != ""}


def finding_notes(findings: Sequence[Finding], language: str) -> dict[str, Any]:
    """Title, notes and tests of one statistic; of several, a list of them."""
    made = [_finding(found, language) for found in findings]
    return made[0] if len(made) == 1 else {"parts": made}


def _finding(found: Finding, language: str) -> dict[str, Any]:
    tests = [{key: plain(key, value) for key, value in test.row().items()} for test in found.tests]
    return {
        **_heads(found.title, found.question, found.synthetic, language),
        "statistic": found.statistic,
        **_told(found.notes, language),
        **({"tests": tests} if found.estimates is not None and tests else {}),
    }


def trend_notes(trend: Trend, language: str) -> dict[str, Any]:
    """Title, labels, notes, breaks and studies left off."""
    breaks = [
        {"after": item.after, "before": item.before, "what": list(item.what), "text": break_text(item, language)}
        for item in trend.breaks
    ]
    return {
        **_heads(trend.title, trend.question, trend.synthetic, language),
        **_told(trend.notes, language),
        "breaks": breaks,
        "unlike": dict(trend.unlike),
        "labels": {"rows": {name: say(trend.option_labels.get(name), language, name) for name in trend.options}},
    }


def changes_notes(changes: Changes, language: str) -> dict[str, Any]:
    """Title, labels and notes of the change between two waves."""
    return {
        **_heads(changes.title, changes.question, changes.synthetic, language),
        **_told(changes.notes, language),
        "labels": {"rows": {row.option: say(row.label, language, row.option) for row in changes.rows}},
    }


def verdict_notes(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """How many verdicts of each fidelity and of each inference, and how many fail."""
    fidelity = {kind: sum(verdict.fidelity == kind for verdict in verdicts) for kind in KINDS}
    inference = {kind: sum(verdict.inference == kind for verdict in verdicts) for kind in INFERENCES}
    return {"fidelity": fidelity, "inference": inference, "fails": sum(verdict.fails for verdict in verdicts)}


def weighting_notes(found: WeightingReport, language: str) -> dict[str, Any]:
    """What was done and what the weights look like."""
    told = found.diagnostics
    figures = {key: plain(key, getattr(told, key)) for key in told.__dataclass_fields__}
    grids = {grid.name: grid for grid in weighting_grids(found, language)}
    steps = [
        {"step": step.step, "weight": step.weight, "text": step.text, "counts": dict(step.counts)}
        for step in found.steps
    ]
    return {
        **({"synthetic": True} if found.synthetic else {}),
        "weighting": found.text,
        "weight": found.weight,
        "base_weight": found.base_weight,
        "diagnostics": figures | {"efficiency": plain("efficiency", efficiency(told))},
        "percentiles": {str(percent): plain("weight", value) for percent, value in found.percentiles.items()},
        **({"steps": steps} if steps else {}),
        "sources": list(found.sources),
        "notes": [*grids["weights"].notes, *grids["margins"].notes],
        **({"statement": clean(found.statement.text(language))} if found.statement.parts else {}),
    }


def schemes_notes(found: Schemes, language: str) -> dict[str, Any]:
    """Title, bases and notes of each question under several weightings."""
    made: dict[str, Any] = {}
    for table in found.tables:
        schemes = {
            scheme.name: {
                key: plain(key, getattr(scheme, key)) for key in ("weight", "n", "n_weighted", "deff", "n_kish", "moe")
            }
            for scheme in table.schemes
        }
        heads = _heads(table.title, table.question, found.synthetic, language)
        labels = {row.id: say(row.label, language, row.id) for row in table.stub}
        made[table.question] = {**heads, **_told(table.notes, language), "schemes": schemes, "labels": {"rows": labels}}
    return {"against": found.against, "level": found.level, "questions": made}


def _heads(title: Text, name: str, synthetic: bool, language: str) -> dict[str, Any]:
    return {"title": clean(say(title, language, name)), **({"synthetic": True} if synthetic else {})}


def _told(notes: Sequence[Note], language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for note in notes:
        line = clean(say(note.text, language))
        found[note.key] = f"{found[note.key]} {line}" if note.key in found else line
    return found
