"""What a study discloses of its weights and of the precision of its figures."""

from __future__ import annotations

from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.studies.study_weighting import weighting_statement
from survey.weighting.told.report import weighting_report
from survey.wording.figures import number, whole
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import LANGUAGES, Text


def design_effect(sample: SampleData | None) -> Text | None:
    """Kish's design effect of the weights and the effective size; None where no data are at hand."""
    if sample is None:
        return None
    if sample.weight is None:
        return message("disclose.unweighted_deff")
    told = weighting_report(sample).diagnostics
    return message("disclose.kish", deff=number(told.deff, 2), n=whole(told.n_kish))


def margin(study: Study, sample: SampleData | None) -> Text | None:
    """The margin of error that the pollster printed, else the largest of a share with the weights; of a sample that was
    not drawn by chance with the words that it is not one of sampling."""
    if study.moe is not None:
        said = message("disclose.moe_stated", moe=number(study.moe.value, study.moe.decimals or 1))
    elif sample is not None and sample.weight is not None:
        told = weighting_report(sample).diagnostics
        said = message("disclose.moe_made", moe=number(100 * told.moe, 1), level=f"{100 * told.level:g}")
    else:
        return None
    return said if study.sample.kind == "probability" else joined((said, message("disclose.moe_model")), ". ")


def weighting_said(study: Study, library: Library, sample: SampleData | None) -> Text | None:
    """How the answers were weighted: as they are here, where data are at hand, else as the pollster says."""
    if sample is not None and sample.weight is not None:
        return {language: weighting_statement(sample, library, language) for language in LANGUAGES}
    stated = study.weighting.stated
    if stated:
        return one_line(stated)
    return message("disclose.unweighted") if sample is not None else None
