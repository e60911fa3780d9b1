"""The answers of a study, made fit to be given away."""

from __future__ import annotations

from typing import Any

from survey.definitions.records.library import Library
from survey.definitions.records.presenting.release import Release
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.releasing.prepare import prepared
from survey.releasing.record import Released
from survey.reports.files.data.added_weight import AddedColumn, weight_label
from survey.reports.files.data.convert_data import completed_layout
from survey.weighting.plan.study_sample import study_sample


def release_of(study: Study, asked: dict[str, Any]) -> Release:
    """What the definition says of a release, and what is ``asked`` in its place: of ``top``, ``bottom`` and ``recode``
    question by question. Raises pydantic's ``ValidationError`` for what is none."""
    given: dict[str, Any] = study.release.model_dump(exclude_unset=True) if study.release is not None else {}
    for key, value in asked.items():
        given[key] = {**given.get(key, {}), **value} if isinstance(value, dict) else value
    return Release.model_validate(given)


def release_study(study: Study, library: Library, release: Release, settings: dict[str, Any]) -> Released:
    """The answers of ``study``, weighted as every table of it is (``settings``: how data are read), as ``release``
    says. Raises ``SurveyError`` for a data file without a definition, where no key is named, and for names that are
    none."""
    if library.bare:
        fix = f"Write one first: survey new {study.study} --data FILE."
        raise SurveyError("has no definition that says which columns are questions", where=study.study, fix=fix)
    sample = study_sample(study, library, **settings)
    new: tuple[AddedColumn, ...] = ()
    if sample.weight is not None:
        new = (AddedColumn(sample.weight, sample.weights, weight_label(sample)),)
    return prepared(sample, release, completed_layout(sample, new))
