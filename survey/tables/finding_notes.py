"""What figures and tests asked for by themselves say of how they were made."""

from __future__ import annotations

from typing import Any

import numpy as np

from survey.estimation.result.estimates import Method
from survey.estimation.result.tested import TestResult
from survey.tables.table import Note
from survey.wording.catalogue import has_message
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import Part
from survey.words import R_INTERVALS, Text


def method_note(method: Method, df: Any) -> Note:
    freedom = sorted({float(value) for value in df if np.isfinite(value)})
    least: Part = whole(freedom[0]) if freedom else "∞"
    if len(freedom) > 1:
        least = message("tables.finding_to", low=whole(freedom[0]), high=whole(freedom[-1]))
    name = R_INTERVALS.get(method.interval, method.interval)
    interval: Part = said(name) or name
    if method.statistic in ("quantile", "median") and method.interval not in ("score", "score_r", "quantile"):
        interval = message("tables.woodruff", interval=interval)
    return Note(
        "method",
        message(
            "tables.finding_method",
            interval=interval,
            level=number(100 * method.level),
            df=least,
            variance=said(method.variance) or method.variance,
        ),
    )


def short(value: float) -> Part:
    """Three digits; all those before the decimal mark of a long number."""
    return whole(value) if value >= 1000 else number(float(f"{value:.3g}"))


def tested_note(test: TestResult) -> Note:
    """What a t test or a trend is of, with its interval."""
    return Note(
        "tested",
        message(
            "tables.finding_estimate",
            what=test.what or "",
            level=number(100 * test.level),
            value=short(test.estimate),
            error=short(test.std_error),
            low=short(test.conf_low),
            high=short(test.conf_high),
        ),
    )


def said(name: str) -> Text | None:
    """The message called ``name``, where there is one."""
    return message(f"tables.{name}") if has_message(f"tables.{name}") else None
