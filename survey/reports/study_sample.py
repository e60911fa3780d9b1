"""The data of a study, read and weighted as its definition says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from survey.cells.sample import SampleData
from survey.definitions.library import Library
from survey.definitions.study import Study
from survey.errors import SurveyError


def study_sample(study: Study, library: Library, **settings: Any) -> SampleData:
    """Open the data of ``study`` and, where the definition has a weighting method, weight them.

    ``settings``: what ``survey.cells.open_study.open_study`` takes (data, weight, stratum, psu, encoding, sheet,
    engine). A ``weight`` named there is used as it is and replaces the weighting. Raises what reading, checking
    and weighting raise.
    """
    from survey.cells.open_study import open_study

    settings = {name: value for name, value in settings.items() if value is not None}
    sample = open_study(study, library, **settings)
    if study.weighting.method is None or "weight" in settings:
        return sample
    return weighted(sample, study, library)


def weighted(sample: SampleData, study: Study, library: Library, *, name: str | None = None) -> SampleData:
    """``sample`` weighted as ``study`` says; a study without a weighting method is an error."""
    from survey.weighting.weigh import weigh

    plan = study.weighting
    if plan.method is None or plan.targets is None:
        raise SurveyError(
            "the definition has no weighting to do",
            where=study.study,
            fix="Write weighting: {method: rake, targets: …, margins: […]} in the study's file.",
        )
    return weigh(sample, plan, library.target(plan.targets), name=name)


def sample_opener(library: Library, **settings: Any) -> Callable[[str], SampleData | None]:
    """A function from the id of a study to its weighted data, or None where it has none; each is read once."""
    kept: dict[str, SampleData | None] = {}

    def opened(name: str) -> SampleData | None:
        if name not in kept:
            study = library.study(name)
            has_data = study.data is not None or settings.get("data") is not None
            kept[name] = study_sample(study, library, **settings) if has_data else None
        return kept[name]

    return opened
