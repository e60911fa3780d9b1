"""Rows of a result by name."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np

from survey.errors import EstimationError
from survey.estimation.result.estimates import Estimates
from survey.words import nearest


class RowNames:
    """From the name of a row of ``estimates`` to its place.

    A name is the row's label (``Estimates.labels``: "left", "woman", "left, woman"), its option, its domain, or a tuple
    of option and domains, as far as this names one row; a whole number is a place. Calling it raises
    ``EstimationError`` for a name of no row or of several."""

    def __init__(self, estimates: Estimates) -> None:
        self.estimates = estimates
        self.labels = estimates.labels
        # the whole name of a row first: an option may be called as a domain is
        self.known: tuple[dict[Hashable, list[int]], ...] = ({}, {})
        for i, (label, option, levels) in enumerate(
            zip(self.labels, estimates.option, estimates.domain_levels, strict=True)
        ):
            for name in {label, ", ".join((option, *levels)), (option, *levels)}:
                self.known[0].setdefault(name, []).append(i)
            for name in {option, (option,), ", ".join(levels), levels}:
                self.known[1].setdefault(name, []).append(i)

    def __call__(self, name: Hashable) -> int:
        size = len(self.labels)
        if isinstance(name, (int, np.integer)) and not isinstance(name, bool):
            if not -size <= name < size:
                raise EstimationError(f"there is no row {name} of {size}", where=self.estimates.question)
            return int(name) % size
        for known in self.known:
            rows = known.get(name, [])
            if len(rows) == 1:
                return rows[0]
            if rows:
                raise EstimationError(
                    f"{name!r} names {len(rows)} rows",
                    where=self.estimates.question,
                    fix=f"Name one: {', '.join(repr(self.labels[i]) for i in rows[:4])}{', …' * (len(rows) > 4)}.",
                )
        raise EstimationError(
            f"no row is called {name!r}",
            where=self.estimates.question,
            fix=nearest(str(name), dict.fromkeys((*self.labels, *self.estimates.option))),
        )
