"""A covariance as the sums that it is made of: the variances of many figures need no matrix of all their pairs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from survey.arrays import Array


class Linear(Protocol):
    """Linear functions ``G t`` of statistics ``t``, without their matrix ``G``."""

    def __call__(self, t: Array) -> Array:
        """(…, statistics) to (…, functions)."""

    def squares(self, q: Array) -> Array:
        """``Σ_k G_ik² q_k`` of each function ``i``."""


@dataclass(frozen=True)
class Spread:
    """``V = diag(own) + whole + Σ L'R`` of statistics, ``pairs`` being ``L`` and ``R`` (terms, statistics). Unit totals
    less their mean are an ``L`` and an ``R``; so are deviations of replicates. ``seen``: ``own`` is that of other
    statistics, of which these are functions."""

    pairs: tuple[tuple[Array, Array], ...] = ()
    own: Array | None = None
    whole: Array | None = None
    seen: Linear | None = None

    @classmethod
    def of_roots(cls, *roots: Array) -> Spread:
        """``Σ A'A``."""
        return cls(tuple((root, root) for root in roots))

    def matrix(self, at: Any = slice(None)) -> Array:
        """The covariance of the statistics at places ``at``."""
        made = []
        if self.own is not None and self.seen is None:
            made.append(np.diag(self.own[at]))
        elif self.own is not None and self.seen is not None:
            made.append(self.seen(np.diag(self.own))[:, at].T @ self.seen(np.eye(len(self.own)))[:, at])
        if self.whole is not None:
            made.append(self.whole[at][:, at])
        for left, right in self.pairs:
            mine = left[:, at]
            made.append(mine.T @ (mine if right is left else right[:, at]))
        return np.asarray(sum(made[1:], made[0]))

    def variances(self) -> Array:
        """The diagonal of ``matrix``."""
        made = [np.einsum("ij,ij->j", left, right) for left, right in self.pairs]
        if self.own is not None:
            made.append(self.own if self.seen is None else self.seen.squares(self.own))
        if self.whole is not None:
            made.append(np.diag(self.whole))
        return np.asarray(sum(made[1:], made[0]))

    def through(self, linear: Linear) -> Spread:
        """``G V G'``: the spread of functions of the statistics."""
        pairs = []
        for left, right in self.pairs:
            mine = linear(left)
            pairs.append((mine, mine if right is left else linear(right)))
        whole = None if self.whole is None else linear(linear(self.whole).T)
        return Spread(tuple(pairs), self.own, whole, linear)

    def times(self, factor: float) -> Spread:
        """``factor`` times the covariance."""
        if factor == 1:
            return self
        own, whole = (None if part is None else factor * part for part in (self.own, self.whole))
        return replace(self, pairs=tuple((factor * left, right) for left, right in self.pairs), own=own, whole=whole)

    def plus(self, whole: Array) -> Spread:
        """With another covariance added."""
        return replace(self, whole=whole if self.whole is None else self.whole + whole)

    def settled(self) -> Spread:
        """Without what is below nothing in the variance of a statistic, which is the rounding of one that has none."""
        below = self.variances() < 0
        if not below.any():
            return self

        def kept(part: Array) -> Array:
            return np.where(below, 0.0, part)

        pairs = tuple((kept(left), kept(right)) for left, right in self.pairs)
        own = None if self.own is None else kept(self.own)
        return replace(self, pairs=pairs, own=own, whole=None if self.whole is None else kept(kept(self.whole).T))
