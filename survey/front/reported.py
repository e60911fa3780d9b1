"""What leaves the room, from Python: the interactive report, answers to be given away, how a study was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Unpack

from pydantic import ValidationError

from survey.cells.opening.open_study import open_study
from survey.definitions.reading.load import load_library, load_study
from survey.definitions.records.library import Library
from survey.errors import SurveyError
from survey.front.called import checked_like
from survey.front.opened import Reading
from survey.front.presented import known_language
from survey.leaving import leaving_house
from survey.releasing.record import Released
from survey.reports.documents.document import Document
from survey.reports.files.data.write_released import write_released
from survey.reports.files.place import replacing
from survey.reports.files.way_back import pages_above
from survey.reports.files.write import write_text
from survey.reports.interactive.report import Report
from survey.reports.interactive.report_page import report_page
from survey.studies.interactive.report_of import series_report, study_report
from survey.studies.public.disclosed_study import disclosed_study
from survey.studies.public.release_study import release_of, release_study
from survey.words import PresentationRule


@checked_like(open_study)
def report(
    name: str | Path,
    out: str | Path,
    *,
    questionnaires: str | Path | None = None,
    banner: Sequence[str] = (),
    filters: bool = True,
    rule: PresentationRule | None = None,
    language: str = "en",
    **reading: Unpack[Reading],
) -> Path:
    """Write one page in which a reader chooses question, banner, filter, weighting and waves (R: none), and return its
    path.

    ``name``: a study's id, the path of its definition, or a series (all its studies with figures). The page holds
    estimates with intervals and bases, never respondents, and asks nothing of the network; what its study's policy of
    disclosure holds back, the default where it states none, is not in it. ``banner``: questions to
    break by, by default the study's; ``filters``: whether each two of them are crossed, so that one filters the other.
    ``rule``: of presentation, by default the study's. ``language``: in
    which it opens. The other options say how data are read, as for ``open_study``.

    Raises ``SurveyError`` for an unknown name, a banner that is none, a file that this program did not write, and what
    tables raise."""
    known_language(language)
    library = load_library(questionnaires)
    how: dict[str, Any] = {"banner": tuple(banner), "filters": filters, "rule": rule}
    with leaving_house():
        made = _made(name, library, how, dict(reading))
        text = report_page(made, language, pages_above(Path(out)))
    write_text(out, text)
    return Path(out)


def _made(name: str | Path, library: Library, how: dict[str, Any], reading: dict[str, Any]) -> Report:
    if name not in library.studies and name in {study.series for study in library.studies.values()}:
        if any(value is not None for value in reading.values()):
            fix = "Name one study, or leave them out."
            raise SurveyError(f"{', '.join(reading)}: of one study, and {name} is a series", where="report", fix=fix)
        return series_report(str(name), library, **how)
    return study_report(load_study(name, library), library, settings=reading, **how)


@checked_like(open_study)
def release(
    study: str | Path,
    out: str | Path,
    *,
    keys: Sequence[str] = (),
    k: int | None = None,
    options: Mapping[str, Any] | None = None,
    questionnaires: str | Path | None = None,
    overwrite: bool = False,
    **reading: Unpack[Reading],
) -> Released:
    """Write the answers of a study so that they may be given away (R: sdcMicro), and return what was done.

    ``study``, ``questionnaires`` and how data are read: as for ``open_study``. ``out``: the file; beside it ``out``
    with ``.json`` records what was done. ``keys``: questions by which somebody could be known; each combination of them
    is that of ``k`` respondents (3) at least, values being taken away until it is. ``options``: ``recode``, ``top``,
    ``bottom``, ``drop``, ``keep``, ``weights`` and ``population`` as in a definition (``release:``), which holds where
    nothing is said here. ``overwrite``: a file of that name may be replaced.

    The result has the ``frame`` that was written, ``left_out`` and ``changed`` columns, and ``before`` and ``after``,
    how easily a respondent is told. Raises ``SurveyError`` without keys, for names that are none, and for a file that
    this program did not write."""
    library = load_library(questionnaires)
    found = load_study(study, library)
    asked = {**(options or {}), **({"keys": tuple(keys)} if keys else {}), **({"k": k} if k is not None else {})}
    try:
        wanted = release_of(found, asked)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = f"release: {'.'.join(map(str, first['loc']))}"
        raise SurveyError(str(first["msg"]), where=where, fix="See docs/release.md.") from None
    made = release_study(found, library, wanted, dict(reading))
    with replacing() if overwrite else nullcontext():
        write_released(made, Path(out), wanted.model_dump(mode="json", exclude_defaults=True), {})
    return made


@checked_like(open_study)
def disclose(study: str | Path, *, questionnaires: str | Path | None = None, **reading: Unpack[Reading]) -> Document:
    """How a study was made, and what is not known (R: none): the items of the disclosure standards of AAPOR.

    Its Code of April 2021, III.A, which the Transparency Initiative asks for: sponsor, tools, population, sample, mode,
    dates, sizes and precision, weighting, quality, limitations, wording. Each is filled from the definition
    (``disclosed:`` holds what has no other key) and from the data, where there are any, or said to be not known.

    ``study``, ``questionnaires`` and how data are read: as for ``open_study``. The page is for readers, so that the
    study's policy of disclosure holds, the default where it states none. ``.save("made.html")`` writes it; ``to_frame``
    has a row an item. Raises ``SurveyError`` for an unknown study and for data that do not fit it."""
    library = load_library(questionnaires)
    with leaving_house():
        return disclosed_study(load_study(study, library), library, dict(reading))
