"""What holds of a sample by its data or by the definition of its study."""

from __future__ import annotations

from survey.cells.samples.sample import SampleData
from survey.words import Rounding


def is_invented(sample: SampleData) -> bool:
    """Whether the answers are invented: the data say so, or the study does."""
    return sample.synthetic or (sample.study is not None and sample.study.synthetic)


def rounding_of(sample: SampleData) -> Rounding | None:
    """How halves are rounded in print, as the study declares it."""
    return sample.study.rounding if sample.study is not None else None
