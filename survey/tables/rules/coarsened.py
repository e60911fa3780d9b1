"""A finished table under a policy of disclosure: no more digits than print has, and numbers rounded as it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.definitions.records.presenting.disclosure import Disclosure
from survey.maths.rules.coarse import error_unit, to_multiples
from survey.tables.letters.record import ColumnTests
from survey.tables.table import NO_SHARES, Column, Table
from survey.wording.few import without_few

OF_FIGURE = ("estimate", "std_error", "conf_low", "conf_high", "moe")
SIZES = ("n", "n_weighted", "n_eff", "df", "count", "count_weighted", "n_start", "n_end")
DEFF = 0.01  # design effects in files
# a statistic of a test and its p-value follow from the figures, which they would give back with all their digits
OF_TEST = {"statistic": 0.01, "p_value": 0.001, "p_adjusted": 0.001, "equivalence": 0.001, "df_denominator": 1.0}


def coarsened(table: Table, policy: Disclosure) -> Table:
    """``table`` with shares in tenths of a point (or as ``policy.round`` says), means in tenths of the first digit of
    their standard error, design effects in hundredths and numbers of respondents whole (or as it says): in its arrays,
    heads and records. No note counts few respondents."""
    if table.published:
        return table
    share = policy.round.percents / 100
    means = np.array([row.kind in NO_SHARES and row.kind != "difference" for row in table.stub], dtype=bool)
    unit = np.where(means[:, None], error_unit(table.std_error), share)
    arrays: dict[str, Any] = {name: rounded_to(getattr(table, name), unit) for name in OF_FIGURE[:4]}
    places = np.concatenate([unit.ravel(), np.full(len(table.records) - unit.size, share)])
    records = rounded_records(table.records, places, policy)
    step = float(policy.round.counts)
    columns = _columns(table.columns, step)
    notes = tuple(replace(note, text=without_few(note.text, policy.least)) for note in table.notes)
    means_of = {row.id for row, mean in zip(table.stub, means, strict=True) if mean}
    tests = table.tests and _coarse_tests(table.tests, share, means_of)
    count = rounded_to(table.count, step)
    return replace(table, columns=columns, records=records, notes=notes, count=count, tests=tests, **arrays)


def _coarse_tests(tests: ColumnTests, share: float, means: set[str]) -> ColumnTests:
    unit = np.where([row in means for row in tests.row], error_unit(tests.std_error), share)
    figures: dict[str, Any] = {name: rounded_to(getattr(tests, name), unit) for name in ("difference", "std_error")}
    figures |= {name: rounded_to(getattr(tests, name), OF_TEST["p_value"]) for name in ("p", "p_adjusted")}
    return replace(tests, **figures)


def rounded_records(
    records: Sequence[Mapping[str, Any]], unit: Array, policy: Disclosure
) -> tuple[dict[str, Any], ...]:
    """Long rows with their figures in multiples of ``unit``, one a row."""
    made = tuple(dict(record) for record in records)
    units: dict[str, Any] = {
        **dict.fromkeys((*OF_FIGURE, "detectable"), unit),
        **dict.fromkeys(SIZES, float(policy.round.counts)),
        "deff": DEFF,
        **OF_TEST,
    }
    for name, one in units.items():
        steps = np.broadcast_to(one, len(made))
        rows = [i for i in np.flatnonzero(steps > 0).tolist() if _is_figure(made[i].get(name))]
        values = rounded_to(np.array([made[i][name] for i in rows], dtype=float), steps[rows])
        for i, value in zip(rows, values.tolist(), strict=True):
            made[i][name] = value
    return made


def rounded_record(record: Mapping[str, Any], unit: float, policy: Disclosure) -> dict[str, Any]:
    """One such row."""
    return rounded_records([record], np.array([unit]), policy)[0]


def _is_figure(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def rounded_to(values: Array, unit: float | Array) -> Array:
    """``values`` in multiples of ``unit``, as they are where that is 0."""
    steps = np.asarray(unit, dtype=float)
    known = np.isfinite(values) & (steps > 0)
    made = np.where(known, to_multiples(np.where(known, values, 0.0), np.where(steps > 0, steps, 1.0)), values)
    return np.asarray(np.round(made, 10))  # 0.3 and not 0.30000000000000004


def _columns(columns: Sequence[Column], step: float) -> tuple[Column, ...]:
    sizes = np.array([(one.n, one.n_weighted, one.n_kish) for one in columns], dtype=float).reshape(len(columns), 3)
    return tuple(
        replace(column, n=n, n_weighted=weighted, n_kish=kish)
        for column, (n, weighted, kish) in zip(columns, rounded_to(sizes, step).tolist(), strict=True)
    )
