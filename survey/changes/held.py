"""Two samples held against each other before anything is subtracted."""

from __future__ import annotations

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import asked_of, sample_differences
from survey.changes.comparison import Held
from survey.definitions.comparable import problems
from survey.definitions.comparing.comparability import comparability
from survey.definitions.comparing.crosswalk import crosswalk
from survey.definitions.comparing.side import Fielded
from survey.definitions.records.study import Study
from survey.errors import ComparisonError, Problem, SurveyError
from survey.weighting.told.line import weighting_line
from survey.words import say


def held(one: tuple[str, SampleData], two: tuple[str, SampleData], question: str, base: str | None) -> Held:
    """The comparability of what two samples asked, by their definitions and their files (``definitions.comparing``)."""
    sides = asked_of(one[1], question), asked_of(two[1], question)
    cross = crosswalk(*sides)
    made = [
        Fielded(
            sample.study or Study(study="sample"),
            side,
            summed=summed,
            microdata=True,
            base=base or own_base(sample, question),
            unasked=_unasked(sample, question),
            weighting=weighting_line(sample),
        )
        for (_, sample), side, summed in zip((one, two), sides, cross.summed, strict=True)
    ]
    numbers = "number" in (sides[0].question.type, sides[1].question.type)
    found = sample_differences(one[1], two[1], question, numbers=numbers)
    return Held(one[0], two[0], comparability(made[0], made[1], found))


def refuse_held(pair: Held, one: SampleData, two: SampleData, question: str) -> None:
    """``ComparisonError`` where two samples are not comparable, with file and line where a name stands for two
    things."""
    found = pair.found
    if found.outcome != "not_comparable":
        return
    if found.against:
        raise ComparisonError(problems(found.against, asked_of(one, question), asked_of(two, question)))
    said = "; ".join(say(why) for why in found.reasons)
    fix = "Name waves that asked alike, or --force (force=True) to see the figures side by side."
    if found.bases is not None and not found.answers:
        fix = f"Use --base valid (base='valid'). {fix}"
        raise SurveyError(f"{question}: not comparable: {said}", where=f"{pair.start}, {pair.end}", fix=fix)
    raise ComparisonError([Problem(f"{pair.start}, {pair.end}", 0, question, f"not comparable: {said}", fix)])


def own_base(sample: SampleData, question: str) -> str:
    """Whom the shares of the study are of."""
    own = sample.study.questions.get(question) if sample.study is not None else None
    return (own.base if own is not None else None) or "asked"


def _unasked(sample: SampleData, question: str) -> bool:
    encoding = sample.engine.encoding(sample.question(question))
    counts = encoding.counts or (1,) * len(encoding.kinds)
    return any(kind == "not_asked" and count > 0 for kind, count in zip(encoding.kinds, counts, strict=True))
