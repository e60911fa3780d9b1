"""Composite factors: what each of several samples of one population weighs in their combination."""

from __future__ import annotations

import numpy as np

from survey.arrays import Array


def effective_factors(sums: Array, squares: Array) -> Array:
    """``λ_k = n_eff_k / Σ_k n_eff_k`` with Kish's ``n_eff = (Σw)² / Σw²``, for each domain.

    ``sums``, ``squares``: (samples, domains), Σw and Σw². A sample with nobody in a domain has factor 0 in it, and the
    others share it; a domain in which nobody is has factors 0. Korn & Graubard (1999), Analysis of Health Surveys, ch.
    8; O'Muircheartaigh & Pedlow (2002), Proc. Survey Research Methods Section, ASA, 2557-2562.
    """
    n_eff = np.divide(sums**2, squares, out=np.zeros_like(sums), where=squares > 0)
    whole = n_eff.sum(axis=0)
    return np.divide(n_eff, whole, out=np.zeros_like(n_eff), where=whole > 0)


def equal_factors(sums: Array) -> Array:
    """``1 / (number of samples)`` among the samples with weight in the domain. ``sums``: (samples, domains)."""
    there = (sums > 0).astype(float)
    count = there.sum(axis=0)
    return np.divide(there, count, out=np.zeros_like(there), where=count > 0)
