"""A change of a ratio between two samples, split into what their make-up explains and what it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.arrays import Array, Index
from survey.maths.variance.residuals import regression_coefficients
from survey.maths.weights.raking import rake_cells


@dataclass(frozen=True)
class Made:
    """A sample: ``top`` and ``base`` (respondents, figures) of each ratio ``Σ w top / Σ w base``; ``places``: of each
    margin the place of each respondent; ``sizes``: how many places a margin has."""

    weight: Array
    top: Array
    base: Array
    places: Sequence[Index]
    sizes: Sequence[int]

    @property
    def ratio(self) -> Array:
        """Its figures."""
        return np.asarray((self.weight @ self.top) / (self.weight @ self.base))

    @property
    def margins(self) -> list[Array]:
        """The share of each place of each margin."""
        whole = self.weight.sum()
        return [
            np.bincount(place, self.weight, minlength=size) / whole
            for place, size in zip(self.places, self.sizes, strict=True)
        ]


@dataclass(frozen=True)
class Split:
    """``figure``: of the moved sample, ``standard`` the same with the make-up of the other, ``other`` that of the
    other. ``own``, ``standardized`` (respondents of the moved sample, figures) and ``of_other``, ``through_margins``
    (of the other): what one unit of weight of a respondent adds to ``figure``, ``standard``; ``other``, ``standard``.
    ``rounds`` and ``gap``: of the raking."""

    figure: Array
    standard: Array
    other: Array
    own: Array
    standardized: Array
    of_other: Array
    through_margins: Array
    rounds: int
    gap: float


def split(moved: Made, other: Made) -> Split:
    """``moved`` raked to the margins of ``other``, with the derivative of every figure by the weight of every
    respondent of both samples.

    The figure ``R = Σ v y / Σ v b`` of raked weights ``v = w g`` with ``Σ v x = T``, ``g = exp(x'λ)``. With ``e = (y -
    R b) / Σ v b`` and ``B = (Σ v x x')⁻ Σ v x e'`` a respondent of ``moved`` adds ``g (e - x'B)`` by unit of weight,
    and one of ``other``, by its part in the targets ``T = Σ w x / Σ w``, ``(x - T)'B / Σ w``: so the targets covary
    with the figures of the sample that they are from. These are exact derivatives (the infinitesimal jackknife; Jaeckel
    1972; Deville 1999, Survey Methodology 25, 193-203), not those of the regression estimator that raking is near to.
    """
    targets = other.margins
    known, cell, count = _cells(moved)
    raked = rake_cells(np.bincount(cell, moved.weight, minlength=count).astype(float), known, targets)
    factor = raked.factor[cell]
    v = moved.weight * factor
    standard = (v @ moved.top) / (v @ moved.base)
    score = (moved.top - standard * moved.base) / (v @ moved.base)
    sums = [
        np.stack([np.bincount(place, v * one, minlength=size) for one in score.T], axis=1)
        for place, size in zip(moved.places, moved.sizes, strict=True)
    ]
    slope = regression_coefficients(_gram(moved, v), np.concatenate(sums))
    starts = np.concatenate([[0], np.cumsum(moved.sizes)])
    whole = other.weight.sum()
    flat = np.concatenate(targets)
    return Split(
        figure=moved.ratio,
        standard=standard,
        other=other.ratio,
        own=_ratio_scores(moved),
        standardized=factor[:, None] * (score - _at(moved, slope, starts)),
        of_other=_ratio_scores(other),
        through_margins=(_at(other, slope, starts) - flat @ slope) / whole,
        rounds=raked.rounds,
        gap=max(raked.gaps),
    )


def _ratio_scores(sample: Made) -> Array:
    return np.asarray((sample.top - sample.ratio * sample.base) / (sample.weight @ sample.base))


def _at(sample: Made, slope: Array, starts: Array) -> Array:
    """``x'B`` of each respondent."""
    return np.asarray(sum(slope[int(start) + place] for start, place in zip(starts, sample.places, strict=False)))


def _cells(sample: Made) -> tuple[list[Index], Index, int]:
    """The combinations of places that there are: of each its places, of each respondent its own, and how many."""
    whole = np.zeros(len(sample.weight), dtype=np.int64)
    for place, size in zip(sample.places, sample.sizes, strict=True):
        whole = whole * size + place
    _, first, cell = np.unique(whole, return_index=True, return_inverse=True)
    return [place[first] for place in sample.places], cell.reshape(-1), len(first)


def _gram(sample: Made, weight: Array) -> Array:
    """``Σ v x x'`` over the places of all margins."""
    pairs = list(zip(sample.places, sample.sizes, strict=True))
    return np.block(
        [
            [np.bincount(a * n + b, weight, minlength=m * n).reshape(m, n).astype(float) for b, n in pairs]
            for a, m in pairs
        ]
    )
