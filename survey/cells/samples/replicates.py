"""Replicate weights of a sample: for each respondent its weight in each replicate, and how the replicates add up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from survey.arrays import Array
from survey.cells.table.numbers import as_floats

if TYPE_CHECKING:
    from survey.cells.engines.engine import Engine


@dataclass(frozen=True)
class Replicates:
    """``given``: (n, replicates) in the order of the data, final weights (base weight times factor); or None where they
    are ``columns`` of the data behind ``source``, which its engine sums without bringing them here.

    The covariance of estimates is ``scale · Σ_r rscales_r (θ_r - centre)(θ_r - centre)'``; the centre is the full
    sample's estimate where ``mse``, else the mean of the replicates. ``df``: degrees of freedom (rank of the replicate
    weights less one, or what the data's maker says). ``method`` is printed in the notes: "JK1", "BRR", … ``rho`` is
    Fay's, ``seed`` that of a bootstrap made here.
    """

    given: Array | None
    scale: float
    rscales: Array  # (replicates,)
    df: float
    mse: bool = False
    method: str = "replicates"
    rho: float | None = None
    seed: int | None = None
    columns: tuple[str, ...] = ()
    source: Engine | None = field(default=None, repr=False, compare=False)

    @property
    def count(self) -> int:
        """Number of replicates."""
        return len(self.columns) if self.given is None else int(self.given.shape[1])

    @property
    def weights(self) -> Array:
        """(n, replicates); columns of the data are read, once."""
        if self.given is not None:
            return self.given
        if "_read" not in self.__dict__:
            assert self.source is not None
            read = np.empty((self.source.n, self.count), order="F")  # a replicate's weights lie together
            for r, column in enumerate(self.columns):
                read[:, r] = as_floats(self.source.values(column))[0]
            object.__setattr__(self, "_read", read)
        found: Array = self.__dict__["_read"]
        return found

    def with_weights(self, weights: Array) -> Replicates:
        """The same replicates with other weights."""
        return replace(self, given=weights, columns=(), source=None)
