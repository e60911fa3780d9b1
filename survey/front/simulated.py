"""Invented waves of a study."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from survey.definitions.reading.load import load_library, load_study
from survey.errors import SurveyError
from survey.front.called import checked
from survey.front.sample import Sample
from survey.rehearsal.simulate import BIAS
from survey.studies.simulate_study import simulate_study


@checked
def simulate(
    name: str | Path,
    n: int = 1000,
    seed: int = 1,
    *,
    questionnaires: str | Path | None = None,
    targets: str | None = None,
    margins: Sequence[str] = (),
    bias: float = BIAS,
) -> Sample:
    """An invented wave of a study, for rehearsal and teaching; never for results (R: none).

    ``name``, ``questionnaires``: as for ``open_study``. ``targets``: their id, by default those of the study's
    weighting. ``n`` respondents are drawn with ``seed``; groups of the variables of ``margins`` respond at rates that
    differ by ``bias`` (the standard deviation of the log rates) and answer differently, so that the raw file misses the
    targets; see ``survey.rehearsal.simulate.simulate``. The column ``synthetic`` marks every row.

    Raises ``SurveyError`` for a study that has neither published shares nor data."""
    if seed < 0 or n < 1:
        raise SurveyError(f"n = {n} and seed = {seed} make no wave", where="simulate", fix="Write n=1000, seed=1.")
    library = load_library(questionnaires)
    study = load_study(name, library)
    return Sample.of(simulate_study(study, library, n, seed, targets=targets, margins=margins, bias=bias))
