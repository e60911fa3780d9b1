"""The page of disclosure of a study, with its data where they are at hand."""

from __future__ import annotations

from typing import Any

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.reports.documents.document import Document
from survey.studies.public.disclosure_page import disclosure_document
from survey.weighting.plan.study_sample import sample_of_data


def disclosed_study(study: Study, library: Library, settings: dict[str, Any]) -> Document:
    """``disclosure_document`` of ``study``. ``settings``: how data are read; without any the definition is all."""
    return disclosure_document(study, library, sample_of_data(study, library, settings))
