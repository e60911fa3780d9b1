"""The columns of everybody or of one banner variable, before they are put side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey.arrays import Array
from survey.estimation.result.estimates import Estimates
from survey.tables.shape.extra import Extra
from survey.tables.table import Column, StubRow
from survey.words import FIGURES

ARRAYS = (*FIGURES, "count")


@dataclass(frozen=True)
class Block:
    """The columns of everybody or of one banner variable."""

    shares: Estimates
    means: Estimates | None
    columns: list[Column]
    figures: dict[str, Array]
    extra: tuple[StubRow, ...] = ()  # rows behind the options, nets and the mean
    empty: int = 0  # combinations of a nested part that have no column, as nobody is in them

    def with_extra(self, more: Sequence[Extra]) -> Block:
        if not more:
            return self
        below = {key: np.vstack([self.figures[key], *(one.figures[key][None, :] for one in more)]) for key in ARRAYS}
        return replace(self, figures=below, extra=tuple(one.row for one in more))


def block_figures(shares: Estimates, means: Estimates | None, domains: Sequence[tuple[str, ...]]) -> dict[str, Array]:
    """Rows × ``domains`` of every figure: options, nets, and the mean as the last row."""
    rows, at = len(dict.fromkeys(shares.option)), _places(shares, domains)
    block = {key: getattr(shares, key).reshape(rows, -1) for key in ARRAYS}
    if at != list(range(len(shares.domain_levels) // rows)):
        block = {key: values[:, at] for key, values in block.items()}
    if means is not None:
        at = _places(means, domains)
        below = {key: getattr(means, key)[at] for key in ARRAYS}
        block = {key: np.vstack([block[key], below[key][None, :]]) for key in ARRAYS}
    return block


def _places(estimates: Estimates, domains: Sequence[tuple[str, ...]]) -> list[int]:
    """Where the domains stand, which vary fastest."""
    known = {domain: place for place, domain in enumerate(dict.fromkeys(estimates.domain_levels))}
    return [known[domain] for domain in domains]


def whole_figures(block: dict[str, Array], rows: int) -> dict[str, Array]:
    """The total column of row percents: 100 % by definition, so there is no sampling error in it."""
    block = {key: values.copy() for key, values in block.items()}
    there = block["count"][:rows] > 0
    for key in ("conf_low", "conf_high"):
        block[key][:rows] = np.where(there, 1.0, np.nan)
    return block
