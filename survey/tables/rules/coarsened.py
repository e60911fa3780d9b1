"""A finished table under a policy of disclosure: no more digits than print has, and numbers rounded as it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.definitions.records.presenting.disclosure import Disclosure
from survey.maths.rules.coarse import error_unit, to_multiples
from survey.tables.table import NO_SHARES, Column, Table
from survey.wording.few import without_few

Array = NDArray[np.float64]
OF_FIGURE = ("estimate", "std_error", "conf_low", "conf_high", "moe")
SIZES = ("n", "n_weighted", "n_eff", "df", "count", "count_weighted")
DEFF = 0.01  # design effects in files


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
    places = [*unit.ravel().tolist(), *[share] * (len(table.records) - unit.size)]
    records = tuple(_rounded(table.records, places, policy))
    step = float(policy.round.counts)
    columns = tuple(_column(column, step) for column in table.columns)
    notes = tuple(replace(note, text=without_few(note.text, policy.least)) for note in table.notes)
    return replace(table, columns=columns, records=records, notes=notes, count=rounded_to(table.count, step), **arrays)


def rounded_record(record: Mapping[str, Any], unit: float, policy: Disclosure) -> dict[str, Any]:
    """A long row with its figures in multiples of ``unit``."""
    return _rounded([record], [unit], policy)[0]


def _rounded(records: Sequence[Mapping[str, Any]], units: Sequence[float], policy: Disclosure) -> list[dict[str, Any]]:
    """Long rows with their figures in multiples of their ``units``, all of a column at once: a book has a hundred
    thousand figures."""
    made = [dict(record) for record in records]
    step = float(policy.round.counts)
    for name in (*OF_FIGURE, *SIZES, "deff"):
        own = DEFF if name == "deff" else step
        steps = units if name in OF_FIGURE else [own] * len(made)
        at = [place for place, record in enumerate(made) if steps[place] > 0 and _is_number(record.get(name))]
        values = np.array([float(made[place][name]) for place in at])
        rounded = rounded_to(values, np.array([steps[place] for place in at]))
        for place, value in zip(at, rounded.tolist(), strict=True):
            made[place][name] = value
    return made


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def rounded_to(values: Array, unit: float | Array) -> Array:
    """``values`` in multiples of ``unit``, as they are where that is 0."""
    steps = np.asarray(unit, dtype=float)
    known = np.isfinite(values) & (steps > 0)
    made = np.where(known, to_multiples(np.where(known, values, 0.0), np.where(steps > 0, steps, 1.0)), values)
    return np.asarray(np.round(made, 10))  # 0.3 and not 0.30000000000000004


def _column(column: Column, step: float) -> Column:
    n, weighted, kish = (float(rounded_to(np.array(one), step)) for one in (column.n, column.n_weighted, column.n_kish))
    return replace(column, n=n, n_weighted=weighted, n_kish=kish)
