"""An invented wave of a study, made and written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from survey.cells.files.formats import FORMATS
from survey.cells.files.read_package import is_installed
from survey.cells.opening.open_study import data_file
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import MissingDataWarning, SurveyError, warn
from survey.rehearsal.simulate import BIAS, simulate
from survey.reports.files.data.convert_data import convert_data
from survey.weighting.plan.study_sample import opened_sample
from survey.words import nearest


def simulate_study(
    study: Study,
    library: Library,
    n: int = 1000,
    seed: int = 1,
    *,
    targets: str | None = None,
    margins: Sequence[str] = (),
    bias: float = BIAS,
) -> SampleData:
    """``survey.rehearsal.simulate.simulate`` with the targets called ``targets`` (those of the study's weighting by
    default) and, where questions have no published figures, the shares of the study's own data, if it has any here.
    Raises ``SurveyError`` for a data file by itself and ``questions: all``, whose questions no definition has."""
    if study.every or library.bare:
        said = "its questions are those of its data, so that there is no definition to invent answers to"
        fix = "Write one with survey new STUDY --data FILE, and simulate that."
        raise SurveyError(said, where=study.study, fix=fix)
    plan = study.weighting.calibrations
    named = targets or next((name for name, _ in plan if isinstance(name, str)), None)
    found = library.target(named) if named is not None else None
    return simulate(study, library, n, seed, targets=found, margins=margins, bias=bias, model=_data(study, library))


def write_simulated(sample: SampleData, out: Path) -> list[Path]:
    """Write an invented wave to ``out``, by its ending as .sav, .dta, .csv, .xlsx, .parquet or .feather.

    That nobody gave the answers stands in the file's title or notes and, in every format, in the column ``synthetic``.
    """
    if out.suffix.lower() not in FORMATS:
        fix = nearest(out.suffix, FORMATS)
        raise SurveyError(f"data are not written as '{out.suffix or out.name}'", where=str(out), fix=fix)
    return convert_data(sample, out, invented=True)


def _data(study: Study, library: Library) -> SampleData | None:
    """The study's own data as they come, where they can be had here; a wave that is still in the field has none."""
    if study.data is None:
        return None
    file = data_file(study, library)
    there = file.exists() if file is not None else study.data.package is not None and is_installed(study.data.package)
    if not there:
        warn(MissingDataWarning, f"{study.study}: its data are not here, so their shares are not used")
        return None
    return opened_sample(study, library)
