"""A first definition, from Python."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TypedDict, Unpack

from survey.cells.opening.open_study import open_study
from survey.definitions.reading.load import load_library
from survey.front.called import checked_like
from survey.reports.files.place import replacing
from survey.scaffold.forms.read_form import read_form
from survey.studies.starting.new_study import NewStudy, new_study


class _Reading(TypedDict, total=False):
    """How the data file is read."""

    encoding: str | None
    sheet: str | None


@checked_like(open_study)
def new(
    study: str,
    data: str | Path | None = None,
    *,
    form: str | Path | None = None,
    out: str | Path | None = None,
    questionnaires: str | Path | None = None,
    short: bool = False,
    overwrite: bool = False,
    **reading: Unpack[_Reading],
) -> NewStudy:
    """Write a first definition of a study from its data file, to be corrected by hand: the file that ``survey new``
    writes (R: none).

    ``study``: its id, of small Latin letters, digits and ``_``. ``data``: its file. ``form``: of the questionnaire
    (XLSForm, LimeSurvey, Qualtrics, Triple-S, DDI, SAS), whose texts and answers are taken before the file's; alone it
    makes the definition of a study that is not in the field yet. ``out``: its file, named like the study; without one
    ``studies/STUDY.yaml`` in ``./questionnaires`` where there is such a folder, else ``STUDY.yaml`` here.
    ``questionnaires``: as for ``open_study``. ``short``: texts and labels that the file says by itself are left to it.
    ``encoding``, ``sheet``: of the data. ``overwrite``: a file of that name may be replaced.

    The result has ``path``, and ``scaffold`` with each question proposed, how its type was guessed (``guess``), and
    what is unsure (``remarks``). Raises ``SurveyError`` for another id, without data and form, and for a file that this
    program did not write; ``DataError`` for data or a form that cannot be read."""
    library, asked = load_library(questionnaires), None if form is None else read_form(form)
    with replacing() if overwrite else nullcontext():
        return new_study(study, library, data=data, form=asked, out=out, repeat=not short, **reading)
