"""What was published, from Python: trends over polls, one line out of them, and verdicts on statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypedDict, Unpack

from survey.claims.answers.verdict import Verdicts
from survey.definitions.reading.load import load_library, load_study
from survey.front.called import checked, checked_like
from survey.studies.study_trend import study_trend
from survey.studies.study_verdicts import claims_verdicts, study_verdicts
from survey.studies.waves.study_line import anchor_of, study_line
from survey.trends.line.pooled import PooledLine
from survey.trends.series import Trend
from survey.trends.trend import trend as all_waves
from survey.words import Base


class Taken(TypedDict, total=False):
    """How the figures of the waves are taken."""

    base: Base | None
    level: float
    force: bool
    where: str | None
    questionnaires: str | Path | None


@checked
def trend(
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


@checked
def verify(name: str, *, level: float = 0.95, questionnaires: str | Path | None = None) -> Verdicts:
    """The verdicts on the claims called ``name``, or on the own published figures of the study called so and on all
    claims about it; as ``survey verify`` prints them (R: none).

    Each has two answers: ``fidelity`` (is the poll quoted rightly?) and ``inference`` (does the population follow?).
    ``level``: of the intervals. ``questionnaires``: as for ``open_study``.

    Raises ``SurveyError`` for a name that is neither, and ``DefinitionError`` for all that ``survey check`` finds."""
    library = load_library(questionnaires)
    if name in library.claims:
        return claims_verdicts(library.claim_set(name), library, level=level)
    return study_verdicts(load_study(name, library), library, level=level)


@checked_like(trend, all_waves)
def line(
    question: str,
    *,
    series: Sequence[str] = (),
    studies: Sequence[str] = (),
    options: Sequence[str] = (),
    anchors: Mapping[str, Mapping[str, float]] | None = None,
    houses: Literal["fixed", "random"] | None = None,
    **taken: Unpack[Taken],
) -> PooledLine:
    """One line for each of ``options`` (by default all) out of the polls of ``series`` and ``studies``, as ``survey
    line`` draws it (R: none).

    A level that walks at random from day to day, seen through houses that lean to a side and err by more than sampling,
    by restricted maximum likelihood (docs/methods.md). ``anchors``: outcomes that it goes through, proportions by
    option, each by its day (``{"2007-11-24": {"labor": 0.4338}}``), in place of those that the series name; ``{}`` for
    none, then houses lean to both sides alike. ``houses``: ``fixed``, each leaning by itself, or ``random``, drawn from
    many, with effects of modes; by default as the series says. ``base``, ``level``, ``force``, ``questionnaires``: as
    for ``trend``; ``where``: a filter of microdata.

    Raises ``SurveyError`` for unknown names, anchors of no option or that contradict each other, series that differ in
    ``houses``, and too few polls."""
    library = load_library(taken.pop("questionnaires", None))
    found = None if anchors is None else [anchor_of(day, shares) for day, shares in anchors.items()]
    return study_line(
        question,
        library,
        series=tuple(series),
        studies=tuple(studies),
        options=tuple(options),
        anchors=found,
        houses=houses,
        **taken,
    )
