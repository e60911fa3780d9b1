"""Trends of a part of the respondents: which waves can be confined to it, and how many are inside in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import refuse
from survey.definitions.records.study import Study
from survey.errors import SurveyError
from survey.tables.table import Note
from survey.trends.waves import Wave
from survey.wording.figures import whole
from survey.wording.message import message
from survey.wording.worded import joined


def refuse_printed(chosen: Sequence[Study], where: str | None) -> None:
    """``SurveyError`` where a wave has published figures only, which no filter can confine."""
    printed = [study.study for study in chosen if study.data is None] if where is not None else []
    if printed:
        more = ", …" if len(printed) > 5 else ""
        said = f"no data of {', '.join(printed[:5])}{more}, and published figures cannot be confined to a part"
        raise SurveyError(said, where=f"where: {where:.80}", fix="Name the waves that have data: --studies STUDY,…")


def confined(samples: Mapping[str, SampleData | None], where: str | None, force: bool) -> dict[str, SampleData | None]:
    """The samples of the waves with their figures confined to ``where``. ``ComparisonError`` where what it compares
    stands for two things in two of them, without ``force``."""
    inside = {name: None if sample is None else within(sample, where) for name, sample in samples.items()}
    made = [sample for sample in inside.values() if sample is not None]
    domain = made[0].domain if made else None
    if domain is not None:
        for other in made[1:]:
            refuse(made[0], other, (), domain.questions, force=force)
    return inside


def filter_notes(waves: Sequence[Wave], samples: Mapping[str, SampleData | None]) -> tuple[Note, ...]:
    """The filter, and how many of each wave are inside, or outside for lack of an answer."""
    found = [(wave, sample.domain) for wave in waves if (sample := samples[wave.name]) is not None]
    inside = [(wave, domain) for wave, domain in found if domain is not None]
    if not inside:
        return ()
    counts = [
        message("filters.wave", wave=wave.when, n=whole(domain.n), unanswered=whole(domain.unanswered))
        for wave, domain in inside
    ]
    words = inside[0][1].words
    return (Note("filter", message("filters.waves", filter=words, list=joined(counts, "; "))),)
