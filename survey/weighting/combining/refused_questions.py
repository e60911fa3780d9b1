"""Questions that cannot be pooled: not comparable, or written so that no one column holds the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import asked_of
from survey.definitions.comparing.comparability import Comparability
from survey.definitions.comparing.crosswalk import crosswalk
from survey.definitions.comparing.refusal import ALIKE
from survey.definitions.records.question import Question
from survey.errors import ComparisonError, Problem, WeightingError
from survey.words import say


def refuse_questions(parts: Mapping[str, SampleData], names: Sequence[str]) -> None:
    """A ``ComparisonError`` with every question that is not comparable by its answers
    (``definitions.comparing.crosswalk``), in the words of ``survey check`` and ``survey.compare``; else a
    ``WeightingError`` with every question whose type, ranges, kinds of missing or values differ."""
    (first, base), *others = parts.items()
    apart = []
    for name in names:
        for key, other in others:
            reason = crosswalk(asked_of(base, name), asked_of(other, name)).reason
            if reason:
                apart.append(Problem(f"{first}, {key}", 0, name, say(Comparability(reason).text), ALIKE))
    if apart:
        raise ComparisonError(apart)
    found = [
        f"'{name}': {said}"
        for name in names
        for key, other in others
        for said in _written((first, base.questions[name]), (key, other.questions[name]))
    ]
    if found:
        raise WeightingError(
            "answers that cannot stand in one column:\n" + "\n".join(f"  {said}" for said in found),
            where="combine",
            fix="Bring the options into line, or leave the question out of one sample.",
        )


def _written(first: tuple[str, Question], other: tuple[str, Question]) -> Iterator[str]:
    (name, base), (key, one) = first, other
    if one.type != base.type:
        yield f"type {base.type} in {name}, {one.type} in {key}"
    if set(one.substantive) != set(base.substantive):
        yield f"several answers or ranges, which no nets join, are finer in {name} or {key}"
    else:
        both = [option for option in base.options if option in one.options]
        pairs = ((option, base.options[option], one.options[option]) for option in both)
        odd = [option for option, a, b in pairs if (a.range, a.missing, a.value) != (b.range, b.missing, b.value)]
        if odd:
            yield f"range, kind of missing or value of {', '.join(odd)} differs in {key}"
    if set(one.columns) != set(base.columns):
        yield f"columns of other options in {name} than in {key}"
