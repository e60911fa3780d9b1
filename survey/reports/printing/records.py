"""The long rows of a result as csv and json write them: the project's column order, figures with twelve digits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from survey.claims.answers.verdict import Verdict
from survey.tables.finding import Finding
from survey.tables.schemes import Schemes
from survey.tables.table import Table
from survey.trends.change import Changes
from survey.trends.series import Trend
from survey.weighting.told.profiles import Profiles
from survey.weighting.told.report import WeightingReport
from survey.wording.worded import Worded
from survey.words import LEADING, result_columns, say

DIGITS = 12  # what every machine agrees on; the last digits of a double depend on the order of additions
NOISE = 1e-13  # what is left of a zero after such additions; a p-value may be as small
COUNTS = ("n", "n_start", "n_end")
VERDICT_COLUMNS = (
    *("claim", "fidelity", "inference", "deff_flips", "about", "fails", *LEADING),
    *("stated", "found", "sentence", "quote", "assumptions", "sources"),
)
VERDICT_FIGURES = ("estimate", "std_error", "conf_low", "conf_high", "n")
WEIGHTING_COLUMNS = ("margin", "options", "target", "before", "after", "n", "used", "asmd_before", "asmd_after")
MET = 9  # decimals of a standardised difference: what weights meet to 1e-12 is 0 on every machine


def result_records(found: Sequence[Table | Finding] | Trend | Changes) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """Columns and rows of tables, findings, a trend or changes. Several tables share the union of their domain columns.

    Columns that are neither domains nor of ``words.result_columns`` come last, and after them ``synthetic`` (true in
    every row) where the data are invented.
    """
    parts = (found,) if isinstance(found, (Trend, Changes)) else tuple(found)
    rows = [dict(row) | ({"synthetic": True} if part.synthetic else {}) for part in parts for row in part.records]
    domains = tuple(dict.fromkeys(name for part in parts for name in getattr(part, "domains", ())))
    first = result_columns(domains)
    others = dict.fromkeys(key for row in rows for key in row if key not in first and key != "synthetic")
    last = ("synthetic",) if any(part.synthetic for part in parts) else ()
    columns = (*first, *others, *last)
    return columns, [{name: plain(name, row.get(name)) for name in columns} for row in rows]


def verdict_records(verdicts: Sequence[Verdict], language: str = "en") -> list[dict[str, Any]]:
    """One row a verdict, with its details and figures; its texts in ``language``."""
    rows = []
    for verdict in verdicts:
        row = {name: plain(name, getattr(verdict, name), language) for name in VERDICT_COLUMNS}
        row |= {name: row[name] or "" for name in ("stated", "found", "quote")}
        row["figures"] = {key: plain(key, value) for key, value in verdict.figures.items()}
        row["details"] = [
            {key: plain(key, value, language) for key, value in detail.items()} for detail in verdict.details
        ]
        rows.append(row)
    return rows


def weighting_records(found: WeightingReport) -> list[dict[str, Any]]:
    """One row a cell of a margin; shares are proportions, and a mean has no options."""
    rows = []
    for margin in found.balance.margins:
        for level in margin.levels:
            row = {"margin": margin.margin, "used": margin.used}
            row |= {name: getattr(level, name) for name in ("options", "target", "before", "after", "n")}
            row |= {name: round(getattr(level, name), MET) for name in ("asmd_before", "asmd_after")}
            rows.append({name: plain(name, row[name]) for name in WEIGHTING_COLUMNS})
    return rows


def scheme_records(found: Schemes) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """Columns and rows of questions under several weightings."""
    rows = [dict(row) | ({"synthetic": True} if found.synthetic else {}) for row in found.records]
    columns = tuple(rows[0]) if rows else ()
    return columns, [{name: plain(name, row[name]) for name in columns} for row in rows]


def profile_records(found: Profiles) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """Columns and rows of the most extreme weights, every row marked internal."""
    names = tuple(question.question for question in found.questions)
    columns = (*names, "weight", "times_mean", "n", "internal", *(("synthetic",) if found.synthetic else ()))
    rows = []
    for row in found.rows:
        figures = {"weight": row.weight, "times_mean": row.times, "n": row.n, "internal": True, "synthetic": True}
        made = dict(zip(names, row.options, strict=True)) | figures
        rows.append({name: plain(name, made[name]) for name in columns})
    return columns, rows


def plain(name: str, value: Any, language: str = "en") -> Any:
    """``value`` as JSON has it: a rounded number, a text, a truth value, a list; None where there is no figure."""
    if isinstance(value, Worded):
        return say(value, language)
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        value = value.item()  # a number of numpy
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        value = 0.0 if abs(value) < NOISE and name != "p_value" else float(f"{value:.{DIGITS}g}")
        return int(value) if name in COUNTS and value.is_integer() else value
    if isinstance(value, (tuple, list)):
        return [plain(name, item, language) for item in value]
    return value
