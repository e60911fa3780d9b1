"""The weight that a step starts from, and the column for the weight that it makes."""

from __future__ import annotations

from collections.abc import Sequence

from survey.cells.samples.sample import SampleData
from survey.errors import WeightingError


def base_of(sample: SampleData, base_weight: str | None) -> str | None:
    """The weights to start from: those named, else those in use. A sample that was weighted before goes on from there,
    and its variance takes every step into account."""
    return base_weight if base_weight is not None else sample.weight


def free_name(name: str | None, taken: Sequence[str]) -> str:
    """The column for a new weight: ``name`` if given, else the first that is free. Raises ``WeightingError`` for a name
    that is empty or taken: ``Weight`` beside ``weight`` is taken, since most formats and databases see one name."""
    folded = {column.casefold(): column for column in taken}
    if name is None:
        choices = ["weight", "survey_weight", *(f"survey_weight_{i}" for i in range(2, 1000))]
        return next(choice for choice in choices if choice not in folded)
    there = folded.get(name.casefold(), "")
    if there or not name.strip() or not name.isprintable():
        said = f"the data already have a column '{there}'" if there else "a column needs a name of letters"
        raise WeightingError(said, where=f"weight column '{name}'", fix="Name the new weight otherwise (--name).")
    return name
