"""The document of a result, whatever its type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

from survey.errors import SurveyError
from survey.reports.documents.document import Document

ROOM = "survey.reports.documents"
# Where a result of each type, or several of one type, become a document: module and function. Types are known by their
# names, so that a table does not wait for the libraries of a model.
MAKERS = {
    "survey.tables.table.Table": ("table", "tables_document"),
    "survey.tables.finding.Finding": ("finding", "findings_document"),
    "survey.tables.schemes.Schemes": ("schemes", "schemes_document"),
    "survey.trends.series.Trend": ("trend", "trends_document"),
    "survey.trends.line.pooled.PooledLine": ("lines.line", "lines_document"),
    "survey.trends.change.Changes": ("changes", "changes_document"),
    "survey.changes.audit.SchemeAudit": ("compared.audit", "audits_document"),
    "survey.changes.comparison.Comparison": ("compared.comparison", "comparisons_document"),
    "survey.claims.answers.verdict.Verdict": ("verdicts", "verdicts_document"),
    "survey.claims.published.check.PublishedCheck": ("checked.published", "published_document"),
    "survey.claims.explaining.explanation.Explanation": ("checked.explained", "explained_document"),
    "survey.estimation.result.estimates.Estimates": ("plain", "plain_document"),
    "survey.estimation.result.tested.TestResult": ("plain", "plain_document"),
    "survey.estimation.models.model.Model": ("plain", "plain_document"),
    "survey.releasing.record.Released": ("public.released", "released_document"),
    "survey.weighting.plan.forecast.Forecast": ("forecast", "forecasts_document"),
    "survey.weighting.record.calibration.WeightDiagnostics": ("weighting", "diagnostics_document"),
    "survey.weighting.record.calibration.Calibration": ("weighting", "calibrations_document"),
    "survey.weighting.told.report.WeightingReport": ("weighting", "weightings_document"),
    "survey.weighting.told.profiles.Profiles": ("profiles", "profiles_document"),
}
NOTHING = ("verdicts", "verdicts_document")  # of an empty sequence


def document(value: Any) -> Document:
    """The document of a result, or of a sequence of results of one type; an empty one is without verdicts.

    Raises ``SurveyError`` for what is no result.
    """
    if isinstance(value, Document):
        return value
    several: Sequence[Any] = value if isinstance(value, (list, tuple)) else (value,)
    module, name = MAKERS.get(_name(several[0]), ("", "")) if several else NOTHING
    if not name or any(type(one) is not type(several[0]) for one in several):
        known = ", ".join(known.rpartition(".")[2] for known in MAKERS)
        raise SurveyError(f"a {type(several[0]).__name__} is not printed", where="render", fix=f"Printed are: {known}.")
    make: Callable[[Sequence[Any]], Document] = getattr(import_module(f"{ROOM}.{module}"), name)
    made = make(several)
    rules = {getattr(one, "rounding", None) for one in several}
    return replace(made, rounding=rules.pop()) if len(rules) == 1 else made


def _name(value: Any) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"
