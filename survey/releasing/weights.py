"""The weights of answers that go out, and how many people they stand for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.definitions.records.presenting.release import Release
from survey.errors import SurveyError
from survey.releasing.record import Changed, LeftOut

EXPANDED = 2.0  # mean weight from which weights are taken to count people


def people(sample: SampleData, release: Release) -> NDArray[np.float64] | None:
    """How many people each respondent stands for: the weights, scaled to ``population`` where that is said; without
    it as they are where they count people (``EXPANDED`` on average, none below 1). None where they do not tell."""
    weights = np.nan_to_num(sample.weights)
    if release.population is not None:
        if release.population < sample.n:
            said = f"a population of {release.population:g} is smaller than the sample of {sample.n}"
            raise SurveyError(said, where="release: population", fix="Write how many people the sample stands for.")
        return np.asarray(weights * release.population / weights.sum())
    counts = sample.weight is not None and weights.mean() >= EXPANDED and weights[weights > 0].min() >= 1
    return weights if counts else None


def released_weight(
    sample: SampleData, release: Release, changed: list[Changed], inside: list[LeftOut]
) -> tuple[str, NDArray[np.float64] | None]:
    """The weight column as it goes out: its name and values; none where there is none or it stays inside. What became
    of it joins ``changed`` or ``inside``."""
    if sample.weight is None:
        return "", None
    if release.weights == "drop":
        inside.append(LeftOut(sample.weight, "weight"))
        return "", None
    if release.weights == "keep":
        return sample.weight, sample.weights
    places = int(release.weights)
    made = np.round(sample.weights, places)
    if ((made == 0) & (sample.weights > 0)).any():
        said = f"weights rounded to {places} decimals would be 0"
        raise SurveyError(said, where="release: weights", fix="Keep more decimals.")
    changed.append(Changed(sample.weight, "rounded", int((made != sample.weights).sum()), places))
    return sample.weight, made
