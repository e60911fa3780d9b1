"""The rows of two samples' results that stand for the same answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.shared.unanswered import column_of, common_form, counts_nobody, kinds_in
from survey.definitions.records.question import Question
from survey.estimation.result.estimates import Estimates

Key = tuple[str, tuple[str, ...]]  # option or column, and domain


@dataclass(frozen=True)
class JoinedRows:
    """``rows[k]``: of each key the rows of result ``k`` that it is the sum of. ``zeros[k]``: keys of those without an
    answer, whom result ``k`` has none of in a domain that it has: their share is 0, without error."""

    made: Sequence[Estimates]
    keys: tuple[Key, ...]
    rows: Sequence[Mapping[Key, list[int]]]
    zeros: Sequence[frozenset[Key]]

    def known(self, side: int, key: Key) -> bool:
        """Whether the result has a figure for ``key``."""
        return bool(self.rows[side][key]) or key in self.zeros[side]

    def change(self, key: Key) -> float:
        """The second figure minus the first."""
        start, end = (float(one.estimate[rows[key]].sum()) for one, rows in zip(self.made, self.rows, strict=True))
        return end - start

    def variance(self, side: int, key: Key) -> float:
        """That of the sum of its rows."""
        rows = self.rows[side][key]
        if len(rows) == 1:
            return float(self.made[side].std_error[rows[0]]) ** 2
        return max(float(self.made[side].covariance[np.ix_(rows, rows)].sum()), 0.0)

    def sizes(self, found: Estimates) -> list[NDArray[np.float64]]:
        """n and weighted n of the changes ``found``, with the base of the side that has nobody in a column."""
        made = []
        for name in ("n", "n_weighted"):
            size = np.array(getattr(found, name), dtype=float)
            for one, zero in zip(self.made, self.zeros, strict=True):
                base = dict(zip(one.domain_levels, getattr(one, name), strict=True))
                size += [base[levels] if (option, levels) in zero else 0.0 for option, levels in self.keys]
            made.append(size)
        return made


def joined_rows(samples: Sequence[SampleData], made: Sequence[Estimates], question: str) -> JoinedRows:
    """The rows of ``made``, a statistic of ``question`` in each sample, by answer and domain.

    Shares of those without an answer are joined by kind (``cells.shared.unanswered``), so that a code in one sample and
    an empty cell in the other are one; not row percents, which have a base for each answer. Means and totals have the
    option of the statistic."""
    joins = made[0].method.statistic in ("share", "total") and made[0].method.percent != "row"
    form = common_form(samples, question) if joins else None
    columns = {} if form is None else {name: option.missing or "" for name, option in form.options.items()}
    rows: list[dict[Key, list[int]]] = []
    for sample, one in zip(samples, made, strict=True):
        kinds = {} if form is None else kinds_in(sample, question)
        found: dict[Key, list[int]] = {}
        for i, (option, levels) in enumerate(zip(one.option, one.domain_levels, strict=True)):
            kind = kinds.get(option, "")
            found.setdefault((column_of(option, kind, columns) if kind else option, levels), []).append(i)
        rows.append(found)
    keys = tuple(dict.fromkeys((*rows[0], *rows[1])))
    zeros = [
        _zeros(sample.question(question), one, keys, found) if joins else frozenset[Key]()
        for sample, one, found in zip(samples, made, rows, strict=True)
    ]
    called = _called(made, rows)
    names = {key: (called[key[0]], key[1]) for key in keys}
    return JoinedRows(
        made,
        tuple(names.values()),
        [{names[key]: found.get(key, []) for key in keys} for found in rows],
        [frozenset(names[key] for key in zero) for zero in zeros],
    )


def _called(made: Sequence[Estimates], rows: Sequence[Mapping[Key, list[int]]]) -> dict[str, str]:
    """The name of each column: as in the results, where they call it alike (``_blank``)."""
    names: dict[str, set[str]] = {}
    for one, found in zip(made, rows, strict=True):
        for (column, _), places in found.items():
            names.setdefault(column, set()).update(one.option[i] for i in places)
    alike = {column: next(iter(own)) for column, own in names.items() if column.startswith("_") and len(own) == 1}
    return {column: alike.get(column, column) for column in names}


def _zeros(question: Question, one: Estimates, keys: Sequence[Key], found: Mapping[Key, list[int]]) -> frozenset[Key]:
    domains = {levels for levels, n in zip(one.domain_levels, one.n, strict=True) if n > 0}
    return frozenset(key for key in keys if key not in found and key[1] in domains and counts_nobody(key[0], question))
