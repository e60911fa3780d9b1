"""Two samples held against each other before anything is subtracted."""

from __future__ import annotations

from dataclasses import replace

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import asked_of, sample_differences
from survey.changes.comparison import Held
from survey.definitions.comparable import Asked
from survey.definitions.comparing.comparability import comparability
from survey.definitions.comparing.crosswalk import crosswalk
from survey.definitions.comparing.refusal import refusal
from survey.definitions.comparing.side import Fielded
from survey.definitions.published_base import published_base
from survey.definitions.records.study import Study
from survey.weighting.told.line import weighting_line


def held(one: tuple[str, SampleData], two: tuple[str, SampleData], question: str, base: str | None) -> Held:
    """The comparability of what two samples asked, by their definitions and their files (``definitions.comparing``)."""
    sides = asked_of(one[1], question), asked_of(two[1], question)
    made = [
        fielded(sample.study or Study(study="sample"), sample, side, summed, base)
        for (_, sample), side, summed in zip((one, two), sides, crosswalk(*sides).summed, strict=True)
    ]
    numbers = "number" in (sides[0].question.type, sides[1].question.type)
    found = sample_differences(one[1], two[1], question, numbers=numbers)
    return Held(one[0], two[0], comparability(made[0], made[1], found))


def fielded(
    study: Study, sample: SampleData | None, asked: Asked, summed: tuple[str, ...], base: str | None = None
) -> Fielded:
    """A study as one side: by its data where there is a ``sample`` that has the question, else by what it printed."""
    name = asked.question.question
    if sample is not None and name in sample.questions:
        how = weighting_line(sample)
        base = base or own_base(sample, name)
        return Fielded(study, asked, summed, True, base, unasked=_unasked(sample, name), weighting=how)
    made = Fielded(study, asked, summed)
    of = published_base(asked.question, made.own)
    return replace(made, base=of.base, answered=of.answered)


def refuse_held(pair: Held, one: SampleData, two: SampleData, question: str) -> None:
    """``ComparisonError`` where two samples are not comparable (``definitions.comparing.refusal``)."""
    error = refusal(pair.found, (pair.start, pair.end), (asked_of(one, question), asked_of(two, question)))
    if error is not None:
        raise error


def own_base(sample: SampleData, question: str) -> str:
    """Whom the shares of the study are of."""
    own = sample.study.questions.get(question) if sample.study is not None else None
    return (own.base if own is not None else None) or "asked"


def _unasked(sample: SampleData, question: str) -> bool:
    encoding = sample.engine.encoding(sample.question(question))
    counts = encoding.counts or (1,) * len(encoding.kinds)
    return any(kind == "not_asked" and count > 0 for kind, count in zip(encoding.kinds, counts, strict=True))
