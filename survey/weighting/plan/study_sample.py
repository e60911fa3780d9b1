"""The data of a study, read and weighted as its definition says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from survey.cells.files.layout import SYNTHETIC
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import SurveyError

if TYPE_CHECKING:
    from survey.weighting.plan.forecast import Forecast

MARK = "synthetic"  # the column by which text files and workbooks of invented data say so


def study_sample(study: Study, library: Library, *, weigh: bool = True, **settings: Any) -> SampleData:
    """Open the data of ``study`` and, where the definition has a weighting, weight them: the one sample of every
    command and of ``survey.open_study``.

    ``settings``: what ``survey.cells.opening.open_study.open_study`` takes (data, weight, stratum, psu, encoding,
    sheet, engine). A ``weight`` named there is used as it is and replaces the weighting; without ``weigh`` nothing
    does. Raises what reading, checking and weighting raise.
    """
    sample = opened_sample(study, library, **settings)
    if not weigh or not study.weighting.is_given or settings.get("weight") is not None:
        return sample
    return weighted(sample, study, library)


def opened_sample(study: Study, library: Library, **settings: Any) -> SampleData:
    """The data as they come, not weighted. Invented answers are known by the column ``synthetic``, too."""
    from survey.cells.opening.open_study import open_study

    sample = open_study(study, library, **{name: value for name, value in settings.items() if value is not None})
    return marked_sample(sample)


def marked_sample(sample: SampleData) -> SampleData:
    """``sample``, marked as synthetic where a column of its data says so in every row."""
    if sample.synthetic or MARK not in sample.engine.columns:
        return sample
    levels = sample.engine.encoding(sample.question(MARK)).levels[:-2]
    return sample.changed(synthetic=True) if tuple(levels) == (SYNTHETIC,) else sample


def weighting_forecasts(sample: SampleData, study: Study, library: Library) -> tuple[Forecast, ...]:
    """What the weighting of ``study`` would meet and cost, step by step, without any weights being made."""
    from survey.weighting.plan.forecasts import forecasts

    _planned(study)
    return forecasts(sample, study.weighting, library.target)


def _planned(study: Study) -> None:
    if not study.weighting.is_given:
        raise SurveyError(
            "the definition has no weighting to do",
            where=study.study,
            fix="Write weighting: {method: rake, targets: …, margins: […]} in the study's file, or name --targets.",
        )


def weighted(sample: SampleData, study: Study, library: Library, *, name: str | None = None) -> SampleData:
    """``sample`` weighted as ``study`` says; a study without a weighting is an error."""
    from survey.weighting.plan.weigh import weigh

    _planned(study)
    return weigh(sample, study.weighting, library.target, name=name)


def has_data(study: Study, settings: Mapping[str, Any]) -> bool:
    """Whether there are data of the study: its own, or those that ``settings`` name."""
    return study.data is not None or settings.get("data") is not None


def sample_of_data(study: Study, library: Library, settings: Mapping[str, Any]) -> SampleData | None:
    """``study_sample`` where there are data; None where there are none."""
    return study_sample(study, library, **settings) if has_data(study, settings) else None
