"""Which design a variance is taken under, and whether sums of cells are enough for it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from survey.cells.samples.sample import SampleData
from survey.design import SurveyDesign


def in_domains(design: SurveyDesign) -> bool:
    """True where strata that a domain leaves with one PSU are to be treated as lonely."""
    return design.lonely_in_domain and design.lonely_psu in ("adjust", "average")


def plain_design(sample: SampleData) -> SampleData:
    """A sample with replicate weights without its design and calibration, which the replicates stand for; one with
    joint inclusion probabilities without its design; one drawn with unequal probabilities (``design.pps``) without
    these."""
    if sample.replicates is not None:
        return sample.changed(design=_weighted(sample.weight), calibration=None)
    if sample.joint is not None:
        return sample.changed(design=_weighted(sample.design.weight))
    return sample if sample.design.pps is None else sample.changed(design=_unfinished(sample.design))


@lru_cache(maxsize=64)  # asked for by every table
def _weighted(weight: str | None) -> SurveyDesign:
    """A design of weights alone."""
    return SurveyDesign(weight=weight, lonely_psu="remove")


@lru_cache(maxsize=64)
def _unfinished(design: SurveyDesign) -> SurveyDesign:
    """The strata and first units of a design whose covariance is made from probabilities."""
    return replace(design, fpc=None, pps=None, lonely_psu="remove", lonely_in_domain=False)


def rows_needed(sample: SampleData, *, domains: bool = True) -> bool:
    """True where a variance needs respondents one by one: the residual of several weightings, or of numbers, is not
    constant in a margin's cell; pairs of respondents, and units with a probability each, have no cells; nor has the
    respondent who is a domain's only one in a stratum."""
    plain = plain_design(sample)
    chained = plain.calibration is not None and not plain.calibration.of_cells
    alone = domains and in_domains(plain.design) and not plain.design.psu_columns
    pairs = sample.joint is not None or sample.design.pps is not None
    return bool(chained or alone or (pairs and sample.replicates is None))
