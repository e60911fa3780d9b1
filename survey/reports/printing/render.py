"""A result in any form: text, csv, json, md, html."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.claims.answers.verdict import Verdict
from survey.errors import SurveyError
from survey.reports.printing.internal import refuse_internal
from survey.tables.finding import Finding
from survey.tables.schemes import Schemes
from survey.tables.table import Table
from survey.trends.change import Changes
from survey.trends.series import Trend
from survey.weighting.record.calibration import Calibration
from survey.weighting.told.profiles import Profiles
from survey.weighting.told.report import WeightingReport, calibration_report
from survey.words import FORMS, nearest

Figures = Table | Sequence[Table] | Finding | Sequence[Finding] | Trend | Changes | Schemes
Result = Figures | Calibration | WeightingReport | Profiles | Sequence[Verdict]


def render(
    value: Result,
    form: str,
    language: str = "en",
    *,
    synthetic: bool = False,
    picture: str = "",
    internal: bool = False,
) -> str:
    """``value`` as ``form``, ending in a line break.

    * text: no wider than the terminal; md: tables of GitHub; html: a page without scripts or outside references;
    * csv: one row an estimate in the project's column order; json: ``{"rows": [...], "notes": {...}}``.

    Estimates are proportions in csv and json and percent elsewhere. An empty sequence is one without verdicts.
    ``synthetic`` marks a result that does not know it itself (a weighting); ``picture`` is a file beside an html page
    of figures, shown on it. Raises ``SurveyError`` for an unknown form, and for profiles of extreme weights unless
    ``internal`` says that no reader will see them; never are they a page.
    """
    if form not in FORMS:
        raise SurveyError(f"no form '{form}'", where="--format", fix=nearest(form, FORMS))
    if not internal:
        refuse_internal(value)
    if isinstance(value, Calibration):
        value = calibration_report(value, synthetic)
    if isinstance(value, Table):
        value = (value,)
    elif isinstance(value, Finding):
        value = (value,)
    if isinstance(value, (list, tuple)) and (not value or isinstance(value[0], Verdict)):
        return _verdicts(value, form, language)
    return _figures(value, form, language, synthetic, picture)


def _verdicts(verdicts: Sequence[Verdict], form: str, language: str) -> str:
    if form == "text":
        from survey.reports.printing.render_text import verdicts_text

        return verdicts_text(verdicts, language)
    if form == "md":
        from survey.reports.printing.render_markdown import verdicts_markdown

        return verdicts_markdown(verdicts, language)
    if form == "html":
        from survey.reports.printing.render_html import verdicts_html

        return verdicts_html(verdicts, language)
    from survey.reports.printing.records import VERDICT_COLUMNS, VERDICT_FIGURES, verdict_records

    rows = verdict_records(verdicts, language)
    if form == "csv":
        from survey.reports.printing.render_csv import render_csv

        return render_csv((*VERDICT_COLUMNS, *VERDICT_FIGURES), [row | row["figures"] for row in rows])
    from survey.reports.printing.render_json import render_json, verdict_notes

    return render_json(rows, verdict_notes(verdicts))


def _figures(value: Any, form: str, language: str, synthetic: bool, picture: str) -> str:
    if form in ("text", "md", "html"):
        grids = _grids(value, language, synthetic)
        if form == "text":
            from survey.reports.printing.render_text import grids_text

            return grids_text(grids)
        if form == "md":
            from survey.reports.printing.render_markdown import grids_markdown

            return grids_markdown(grids)
        from survey.reports.printing.render_html import grids_html

        return grids_html(grids, language, picture)
    columns, rows = _rows(value, synthetic)
    if form == "csv":
        from survey.reports.printing.render_csv import render_csv

        return render_csv(columns, rows)
    from survey.reports.printing.render_json import render_json

    return render_json(rows, _notes(value, language, synthetic))


def _grids(value: Any, language: str, synthetic: bool) -> list[Any]:
    from survey.reports.printing.grid_finding import finding_grids
    from survey.reports.printing.grid_schemes import schemes_grids
    from survey.reports.printing.grid_table import table_grid
    from survey.reports.printing.grid_trend import changes_grid, trend_grid
    from survey.reports.printing.grid_weighting import profile_grid, weighting_grids

    if isinstance(value, Trend):
        return [trend_grid(value, language)]
    if isinstance(value, Changes):
        return [changes_grid(value, language)]
    if isinstance(value, WeightingReport):
        return weighting_grids(value, language, synthetic=synthetic)
    if isinstance(value, Profiles):
        return [profile_grid(value, language)]
    if isinstance(value, Schemes):
        return schemes_grids(value, language)
    if isinstance(value[0], Finding):
        return [grid for found in value for grid in finding_grids(found, language)]
    return [table_grid(table, language) for table in value]


def _rows(value: Any, synthetic: bool) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    from survey.reports.printing.records import (
        WEIGHTING_COLUMNS,
        profile_records,
        result_records,
        scheme_records,
        weighting_records,
    )

    if isinstance(value, Schemes):
        return scheme_records(value)
    if isinstance(value, Profiles):
        return profile_records(value)
    if not isinstance(value, WeightingReport):
        return result_records(value)
    marks = {"synthetic": True} if synthetic or value.synthetic else {}
    return (*WEIGHTING_COLUMNS, *marks), [row | marks for row in weighting_records(value)]


def _notes(value: Any, language: str, synthetic: bool) -> dict[str, Any]:
    from survey.reports.printing.render_json import (
        changes_notes,
        finding_notes,
        schemes_notes,
        table_notes,
        trend_notes,
        weighting_notes,
    )

    if isinstance(value, Trend):
        return trend_notes(value, language)
    if isinstance(value, Changes):
        return changes_notes(value, language)
    if isinstance(value, WeightingReport):
        return weighting_notes(value, language)
    if isinstance(value, Profiles):
        return {"internal": True, "weight": value.weight}
    if isinstance(value, Schemes):
        return schemes_notes(value, language)
    if isinstance(value[0], Finding):
        return finding_notes(value, language)
    return table_notes(value, language)
