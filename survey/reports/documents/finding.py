"""Single statistics, tests and models as documents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from survey.estimation.result.estimates import Estimates
from survey.estimation.result.tested import TestResult
from survey.reports.documents.cells import decimals, figure, share
from survey.reports.documents.document import Document, Labels
from survey.reports.documents.grid import Cell, Grid, Head, Row
from survey.reports.documents.notes import by_key, titled, told
from survey.reports.documents.rows import result_rows
from survey.reports.documents.shape.labels import answer_labels, labels
from survey.tables.finding import PERCENT, RATIOS, Finding
from survey.wording.figures import number, percent_end, probability, whole
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.spans import Span
from survey.wording.worded import Part, joined, same
from survey.words import Text

Heads = tuple[Head, ...]
Rows = tuple[Row, ...]


def findings_document(findings: Sequence[Finding]) -> Document:
    """The grids of each statistic, test or model."""
    columns, rows = result_rows(findings, [name for found in findings for name in found.domains])
    grids = tuple(grid for found in findings for grid in _grids(found))
    notes = [_notes(found) for found in findings]
    return Document(
        title=grids[0].title,
        grids=grids,
        columns=columns,
        rows=rows,
        notes=notes[0] if len(notes) == 1 else {"parts": notes},
        labels={key: text for found in findings for key, text in _labels(found).items()},
    )


def _labels(found: Finding) -> Labels:
    """Of the answers of its rows: those to its question, and those to the questions of its domains."""
    own = [(option, text) for (name, option), text in found.named.items() if name not in found.domains]
    others = [(name, option, text) for (name, option), text in found.named.items() if name in found.domains]
    return {**(labels([(found.question, found.heading, own)]) if own else {}), **answer_labels(others)}


def _grids(found: Finding) -> list[Grid]:
    """The estimates and, in a grid of their own, the tests; notes below the last."""
    title = one_line(found.title, found.question)
    made = []
    if found.estimates is not None:
        heads, rows = _estimates(found, found.estimates)
        made.append(Grid(title, heads, rows))
    if found.tests:
        named = found.estimates is None  # tests of a model are called by its terms
        labels = [one_line(found.labels[i]) if named else same(test.by) for i, test in enumerate(found.tests)]
        heads, rows = _tests(found.tests, labels)
        made.append(Grid(heads=heads, rows=rows) if made else Grid(title, heads, rows))
    made = [replace(grid, subject=title, name=found.question, synthetic=found.synthetic) for grid in made]
    return [*made[:-1], *(replace(grid, notes=told(found.notes)) for grid in made[-1:])]


def _estimates(found: Finding, made: Estimates) -> tuple[Heads, Rows]:
    rows: list[Row] = []
    last: Text | None = None
    for i, label in enumerate(found.labels):
        group = one_line(found.groups[i])
        if any(group.values()) and (last is None or dict(group) != dict(last)):
            rows.append(Row(group, kind="section"))
        last = group
        rows.append(Row(one_line(label), _cells(found, made, i)))
    return _heads(found, made), tuple(rows)


def _heads(found: Finding, made: Estimates) -> Heads:
    percent = found.statistic in PERCENT
    level = f"{100 * made.method.level:g}%"
    names: list[Text] = [same("%") if percent else message("reports.value")]
    names.append(joined((message("reports.interval"), level), " "))
    names += [] if found.statistic in RATIOS else [same("±")]
    names.append(message("reports.error"))
    names += [message("reports.deff")] if found.deff else []
    names += [same("t"), same("p")] if found.statistic == "coefficient" else []
    return tuple(Head(name) for name in (*names, same("n")))


def _cells(found: Finding, made: Estimates, i: int) -> tuple[Cell, ...]:
    percent, ratios = found.statistic in PERCENT, found.statistic in RATIOS
    value, error = float(made.estimate[i]), float(made.std_error[i])
    scale = 100.0 if percent else 1.0
    places = 1 if percent else decimals(value if ratios else error, value)
    ends = (float(made.conf_low[i]), float(made.conf_high[i]))
    if percent:
        low, high = (percent_end(end) for end in ends)
    else:
        low, high = (figure(end, decimals(end, end) if ratios else places) for end in ends)
    cells: list[Cell] = [share(value) if percent else figure(value, places), Span(low, high, wide=True)]
    if not ratios:
        cells.append(figure(scale * float(made.moe[i]), places))
    cells.append(figure(scale * error, places + percent))
    if found.deff:
        cells.append(number(float(made.deff[i]), 2))
    if found.statistic == "coefficient":
        cells += [number(float(made.statistic[i]), 2), probability(float(made.p_value[i]))]
    return (*cells, whole(float(made.n[i])))


def _tests(tests: tuple[TestResult, ...], labels: Sequence[Text]) -> tuple[Heads, Rows]:
    names = (message("reports.statistic"), message("reports.value"), message("reports.df"), same("p"), same("n"))
    rows = tuple(Row(label, _test(test)) for test, label in zip(tests, labels, strict=True))
    return tuple(Head(name) for name in names), rows


def _test(test: TestResult) -> tuple[Cell, ...]:
    freedom: list[Part] = [
        "∞" if math.isinf(df) else number(float(df), 0 if df == int(df) else 2) for df in test.df
    ]  # fmt: skip
    return (
        same(test.name),
        number(float(test.statistic), 3),
        joined(freedom, "; "),
        probability(float(test.p_value)),
        whole(float(test.n)),
    )


def _notes(found: Finding) -> dict[str, Any]:
    """Title, notes by key, and the tests of a model."""
    tests = [test.worded_row() for test in found.tests]
    return {
        **titled(found.title, found.question, found.synthetic),
        "statistic": found.statistic,
        **by_key(found.notes),
        **({"tests": tests} if found.estimates is not None and tests else {}),
    }
