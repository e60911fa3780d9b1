"""A single statistic, a test or a model as it is printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.estimation.result.estimates import Estimates
from survey.estimation.result.tested import TestResult
from survey.plots.lettering import clean
from survey.plots.texts import number
from survey.reports.printing.grid import Grid, Head, Row
from survey.reports.printing.grid_table import said
from survey.reports.printing.printed import DASH, share
from survey.reports.printing.report_texts import word
from survey.tables.finding import PERCENT, RATIOS, Finding
from survey.words import say, whole

DIGITS = 3  # that a standard error is printed with


def finding_grids(found: Finding, language: str) -> list[Grid]:
    """The estimates and, in a table of their own, the tests; notes below the last."""
    title = clean(say(found.title, language, found.question))
    notes = said(found.notes, language, without=title)
    made = []
    if found.estimates is not None:
        heads, rows = _estimates(found, found.estimates, language)
        made.append(Grid(title, heads, rows, () if found.tests else notes, name=found.question, language=language))
    if found.tests:
        terms = found.estimates is not None
        labels = [t.by if terms else clean(say(found.labels[i], language)) for i, t in enumerate(found.tests)]
        heads, rows = _tests(found.tests, labels, language)
        head = "" if made else title
        made.append(Grid(head, heads, rows, notes, name=found.question, language=language))
    return [_marked(grid, found.synthetic) for grid in made]


def _marked(grid: Grid, synthetic: bool) -> Grid:
    return replace(grid, synthetic=synthetic)


def _estimates(found: Finding, made: Estimates, language: str) -> tuple[tuple[Head, ...], tuple[Row, ...]]:
    percent, tested = found.statistic in PERCENT, found.statistic == "coefficient"
    level = f"{100 * made.method.level:g}%"
    names = ["%" if percent else word("value", language), f"{word('interval', language)} {level}", "±"]
    ratios = found.statistic in RATIOS
    names = [name for name in names if not (ratios and name == "±")]
    names += [word("error", language), *([word("deff", language)] if found.deff else [])]
    names += [*(("t", "p") if tested else ()), "n"]
    rows, last = [], ""
    for i, label in enumerate(found.labels):
        group = clean(say(found.groups[i], language))
        if group and group != last:
            rows.append(Row(group, kind="section"))
        last = group
        error, scale = float(made.std_error[i]), 100.0 if percent else 1.0
        value = float(made.estimate[i])
        places = 1 if percent else decimals(value if ratios else error, value)
        low, high = float(made.conf_low[i]), float(made.conf_high[i])
        cells = [share(value, language) if percent else _figure(value, language, places)]
        cells.append(_between(scale * low, scale * high, language, None if ratios else places))
        if not ratios:
            cells.append(_figure(scale * float(made.moe[i]), language, places))
        cells.append(_figure(scale * error, language, places + percent))
        if found.deff:
            cells.append(number(float(made.deff[i]), language, 2))
        if tested:
            cells += [number(float(made.statistic[i]), language, 2), probability(float(made.p_value[i]), language)]
        rows.append(Row(clean(say(label, language)), (*cells, whole(float(made.n[i]), language))))
    return tuple(Head(name) for name in names), tuple(rows)


def _tests(
    tests: tuple[TestResult, ...], labels: Sequence[str], language: str
) -> tuple[tuple[Head, ...], tuple[Row, ...]]:
    names = (word("statistic", language), word("value", language), word("df", language), "p", "n")
    rows = [
        Row(
            label,
            (
                test.name,
                number(test.statistic, language, 3),
                "; ".join("∞" if math.isinf(df) else number(df, language, 0 if df == int(df) else 2) for df in test.df),
                probability(test.p_value, language),
                whole(float(test.n), language),
            ),
        )
        for test, label in zip(tests, labels, strict=True)
    ]
    return tuple(Head(name) for name in names), tuple(rows)


def _between(low: float, high: float, language: str, places: int | None) -> str:
    """Both ends; without ``places`` each with three digits of its own."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return DASH
    return " … ".join(_figure(end, language, decimals(end, end) if places is None else places) for end in (low, high))


def _figure(value: float, language: str, places: int) -> str:
    """``value`` with ``places`` decimals; thousands set apart where it has none."""
    if places or not math.isfinite(value):
        return number(value, language, places)
    return "−" * (round(value) < 0) + whole(abs(value), language)


def probability(p: float, language: str) -> str:
    """A p-value with three decimals; one below 0.001 is printed as that."""
    return f"<{number(0.001, language, 3)}" if p < 0.001 else number(p, language, 3)


def decimals(error: float, value: float) -> int:
    """How many decimals show ``DIGITS`` digits of a standard error (of the value, where there is none); at most 6."""
    size = error if np.isfinite(error) and error > 0 else abs(value)
    if not np.isfinite(size) or size == 0:
        return 2
    return min(max(DIGITS - 1 - math.floor(math.log10(size)), 0), 6)
