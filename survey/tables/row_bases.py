"""Of whom row percents are: a base a row, where column percents have one a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.estimation.core.bases import row_bases
from survey.estimation.result.estimates import Estimates
from survey.tables.shape.nested import levels_of
from survey.tables.small_base import is_small
from survey.tables.table import RowBase, StubRow


def with_row_bases(
    stub: Sequence[StubRow],
    sample: SampleData,
    question: str,
    shares: Mapping[str, Estimates],
    *,
    base: str,
    nets: Mapping[str, Sequence[str]],
) -> tuple[StubRow, ...]:
    """``stub`` with the bases of its rows. ``shares``: the row percents of the total ("") and of each banner question.

    A banner question has a base of its own where ``base`` leaves out some of those who gave no answer to it.
    """
    found = {group: _of_group(sample, question, group, made, base, nets) for group, made in shares.items()}
    every = found[""]
    rows = []
    for row in stub:
        if row.id not in every:  # a mean is of its columns
            rows.append(row)
            continue
        own = [bases[row.id] for group, bases in found.items() if group and bases[row.id].n != every[row.id].n]
        rows.append(replace(row, bases=(every[row.id], *own)))
    return tuple(rows)


def _of_group(
    sample: SampleData, question: str, group: str, made: Estimates, base: str, nets: Mapping[str, Sequence[str]]
) -> dict[str, RowBase]:
    found = row_bases(sample, question, levels_of(sample, group) if group else (), base=base, nets=nets)
    df = {option: float(value) for option, value in zip(made.option, made.df, strict=True)}
    return {
        row: RowBase(group, float(n), float(weighted), float(kish), df.get(row, np.nan), is_small(n, kish))
        for (row,), n, weighted, kish in zip(found.domains, found.n, found.n_weighted, found.n_kish, strict=True)
    }
