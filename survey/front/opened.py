"""The sample of a study: its data, weighted as its definition says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from survey.cells.opening.open_study import open_study as _open_study
from survey.definitions.reading.load import load_library, load_study
from survey.front.called import checked_like
from survey.front.sample import Sample
from survey.weighting.plan.study_sample import study_sample


class Reading(TypedDict, total=False):
    """How the data of a study are read, in place of what its definition says."""

    data: str | Path | Sequence[str | Path] | None
    weight: str | None
    stratum: str | None
    psu: str | None
    encoding: str | None
    sheet: str | None
    engine: str
    memory_limit: str | None
    master: str | None


@checked_like(_open_study)
def open_study(
    name: str | Path,
    *,
    questionnaires: str | Path | None = None,
    weighted: bool = True,
    **reading: Unpack[Reading],
) -> Sample:
    """The data of a study, read and weighted as its definition says, which is what every command starts from (R: none).

    ``name``: a study's id or the path of its definition. ``questionnaires``: the folder of definitions, by
    default ``./questionnaires`` or those the package carries. ``weighted``: False leaves the weighting of the
    definition out, to do it by hand; the sample and its tables say so. ``data``: a file, or several, in place of the
    study's own; ``weight``, ``stratum``, ``psu``: columns in place of those of its design (a ``weight`` is used as it
    is and replaces the weighting); ``encoding``, ``sheet``, ``engine``, ``memory_limit``, ``master``: see
    ``survey.cells.files.open.open_data``.

    Raises ``SurveyError`` with the nearest name where there is no such study, ``DefinitionError`` and ``DataError``
    with everything that does not fit, and what weighting raises."""
    library = load_library(questionnaires)
    return Sample.of(study_sample(load_study(name, library), library, weigh=weighted, **reading))
