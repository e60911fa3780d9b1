"""What commands ask of the data of a study beside the weighted sample itself (``weighting.plan.study_sample``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.estimation.statistics.make_replicates import make_replicates
from survey.studies.without_data import refuse_without_data
from survey.weighting.plan.study_sample import sample_of_data, study_sample


def replicated(sample: SampleData, method: str | None, **options: Any) -> SampleData:
    """``sample`` with replicates of its design (``survey.estimation.statistics.make_replicates``), each of which is
    then weighted anew; as it is without a ``method``. Replicate weights that came with the data are kept where none is
    named."""
    if method is None:
        return sample
    return make_replicates(sample.changed(replicates=None), method, **options)


def sample_opener(library: Library, **settings: Any) -> Callable[[str], SampleData | None]:
    """A function from the id of a study to its weighted data, or None where it has none; each is read once."""
    kept: dict[str, SampleData | None] = {}

    def opened(name: str) -> SampleData | None:
        if name not in kept:
            kept[name] = sample_of_data(library.study(name), library, settings)
        return kept[name]

    return opened


def banner_of(study: Study, banner: Sequence[str]) -> Sequence[str]:
    """``banner``, else that of the study; ``SurveyError`` where there is none."""
    if not banner and not study.banner:
        raise SurveyError("the study has no banner", where=study.study, fix="Give --banner QUESTION,…")
    return banner or study.banner


def crosstab_sample(study: Study, library: Library, settings: dict[str, Any]) -> SampleData:
    """The weighted data of the study; ``SurveyError`` where there are none."""
    refuse_without_data(study, settings)
    return study_sample(study, library, **settings)
