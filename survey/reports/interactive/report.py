"""What an interactive report holds: tables and trends that were estimated before, never rows of respondents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.claims.answers.verdict import Verdict
from survey.reports.documents.grid import Note
from survey.tables.table import Table
from survey.trends.change import Changes
from survey.trends.series import Trend
from survey.words import Text


@dataclass(frozen=True)
class ReportStudy:
    """One study. ``tables``: of each weighting (``weighted``, ``unweighted``, ``published``) a table a question, all in
    one order; each over the banner variables side by side and every two of them inside each other, so that one can
    filter the other. ``left_out``: questions without a table, with the reason. ``facts``: heads and texts by language;
    ``findings``: the title that the study writes over a question."""

    name: str
    title: Text
    facts: Mapping[str, tuple[tuple[str, str], ...]]
    tables: Mapping[str, tuple[Table, ...]]
    banner: tuple[str, ...] = ()
    banner_labels: Mapping[str, Text] | None = None
    left_out: Mapping[str, Text] | None = None
    findings: Mapping[str, Text] | None = None
    verdicts: tuple[Verdict, ...] = ()
    method: tuple[Note, ...] = ()
    notes: Mapping[tuple[str, str], tuple[Note, ...]] | None = None  # by weighting and question, without the method
    plain: tuple[Table, ...] = ()  # toplines, for readers without scripts
    synthetic: bool = False


@dataclass(frozen=True)
class ReportTrend:
    """A question over the waves of a series. ``changes``: between two waves (start, end); a text where they can't be
    compared says why. ``source``: what the series is called."""

    trend: Trend
    changes: Mapping[tuple[str, str], Changes | Text]
    source: Text


@dataclass(frozen=True)
class Report:
    """``studies`` in the order in which they are offered; ``trends`` by question."""

    title: Text
    studies: tuple[ReportStudy, ...]
    trends: Mapping[str, ReportTrend]
    level: float = 0.95

    @property
    def synthetic(self) -> bool:
        """Whether a figure of it is of invented data."""
        return any(study.synthetic for study in self.studies)
