"""What was published, from Python: trends over polls, and verdicts on statements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from survey.claims.answers.verdict import Verdicts
from survey.definitions.reading.load import load_library, load_study
from survey.front.called import checked
from survey.studies.study_trend import study_trend
from survey.studies.study_verdicts import claims_verdicts, study_verdicts
from survey.trends.series import Trend
from survey.words import Base


def _trend(
    question: str,
    *,
    series: Sequence[str] = (),
    studies: Sequence[str] = (),
    base: Base | None = None,
    level: float = 0.95,
    force: bool = False,
    questionnaires: str | Path | None = None,
) -> Trend:
    """One question over the waves of ``series`` and the single ``studies``, by default of every study that asked it; as
    ``survey trend`` prints it (R: none).

    Figures are published ones, or come from the data of a study where it has any. ``base``: whom shares are of, by
    default as each study says; ``level``: of the intervals; ``force``: show what is not comparable, marked.
    ``questionnaires``: as for ``open_study``. A limit stays a limit, breaks are in ``Trend.breaks``, and studies left
    off the line in ``Trend.unlike`` with the reason.

    Raises ``SurveyError`` for an unknown question, series or study, with the nearest, and ``ComparisonError`` for waves
    in which one name stands for two answers."""
    library = load_library(questionnaires)
    chosen = {"series": tuple(series), "studies": tuple(studies)}
    return study_trend(question, library, **chosen, base=base, level=level, force=force)


def _verify(name: str, *, level: float = 0.95, questionnaires: str | Path | None = None) -> Verdicts:
    """The verdicts on the claims called ``name``, or on the own published figures of the study called so and on all
    claims about it; as ``survey verify`` prints them (R: none).

    Each has two answers: ``fidelity`` (is the poll quoted rightly?) and ``inference`` (does the population follow?).
    ``level``: of the intervals. ``questionnaires``: as for ``open_study``.

    Raises ``SurveyError`` for a name that is neither, and ``DefinitionError`` for all that ``survey check`` finds."""
    library = load_library(questionnaires)
    if name in library.claims:
        return claims_verdicts(library.claim_set(name), library, level=level)
    return study_verdicts(load_study(name, library), library, level=level)


_trend.__name__ = _trend.__qualname__ = "trend"
_verify.__name__ = _verify.__qualname__ = "verify"
trend = checked(_trend)
verify = checked(_verify)
