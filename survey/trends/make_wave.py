"""A wave of a trend from its data or from what it published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.cells.samples.sample import SampleData
from survey.cells.shared.unanswered import counts_nobody
from survey.definitions.comparable import Asked
from survey.definitions.comparing.match import Match
from survey.definitions.published_base import published_base
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.trends.microdata import sample_points, weighting_of, with_nobody
from survey.trends.published import published_points, size_of
from survey.trends.waves import Wave
from survey.wording.figures import number
from survey.wording.message import message
from survey.words import Base


def wave_from_data(
    sample: SampleData,
    study: Study,
    asked: Asked,
    match: Match,
    shared: Question,
    names: Sequence[str],
    level: float,
    base: Base | None,
) -> tuple[Wave, tuple[str, ...]]:
    made = sample_points(sample, study, shared, names, level=level, base=base)
    points = made.points
    wave = Wave(
        study,
        asked.question,
        match,
        points,
        number(points[0].n, 0) if points else message("general.unstated"),
        weighting_of(sample),
        sample.synthetic or study.is_synthetic,
        base=points[0].base if points else "",
        answered=made.answered,
        outside=made.outside,
        unasked=made.unasked,
        said=asked,
    )
    return wave, made.columns


def wave_from_print(
    study: Study, asked: Asked, match: Match, names: Sequence[str], level: float, base: Base | None
) -> Wave:
    own, stated = study.questions[asked.question.question], study.weighting.stated
    of = published_base(asked.question, own)
    valid = base == "valid" or of.base == "valid"
    return Wave(
        study,
        asked.question,
        match,
        published_points(study, asked.question, names, of, level=level, base=base),
        size_of(study, own).text,
        stated or message("general.unstated"),
        study.is_synthetic,
        base="valid" if valid else of.base,
        answered=1.0 if valid else of.answered,
        rebased=base == "valid" and of.base != "valid",
        said=asked,
    )


def filled(wave: Wave, columns: Sequence[str]) -> Wave:
    """The wave with a 0 where its data have nobody without an answer of a kind that others have."""
    if not wave.microdata or wave.base == "valid":
        return wave
    kinds = [name for name in columns if counts_nobody(name, wave.asked)]
    return replace(wave, points=with_nobody(wave.points, kinds))
