"""The make-up of two samples on the same margins: where each respondent stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Index
from survey.cells.filters.inside import domain_rows
from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import refuse
from survey.cells.shared.common_answers import common_answers
from survey.cells.table.named import kinds_of
from survey.errors import EstimationError
from survey.estimation.core.domains import check_one_answer
from survey.wording.message import message
from survey.words import Text

UNANSWERED = "_no_answer"


@dataclass(frozen=True)
class MakeUp:
    """``places``: of each sample and margin the place of each respondent; ``sizes``: places of each margin."""

    places: tuple[list[Index], list[Index]]
    sizes: list[int]
    notes: tuple[Text, ...]


def make_up(one: SampleData, two: SampleData, margins: Sequence[str | Sequence[str]], *, force: bool) -> MakeUp:
    """The levels of each margin (a variable, or several crossed) that somebody of positive weight has.

    Those without an answer to a variable are a level of their own, in both samples together, and are noted. Raises
    ``ComparisonError`` where a variable is another in the second sample, and ``EstimationError`` where one sample has
    nobody in a level of the other: no weighting can give it the other's make-up."""
    if not margins:
        raise EstimationError("name the variables of the make-up", where="margins", fix='Write margins=["sex", "age"].')
    crossed = [(margin,) if isinstance(margin, str) else tuple(margin) for margin in margins]
    notes: list[Text] = []
    sides: list[SampleData] = [one, two]
    names = list(dict.fromkeys(name for margin in crossed for name in margin))
    for name in names:
        for side in sides:
            check_one_answer(side.question(name))
        found = common_answers(sides, name)
        sides, notes = list(found.samples), [*notes, *found.notes(name)]
    notes += refuse(sides[0], sides[1], names, force=force)
    lost = []
    for name in names:
        counts = [int((_levels(side, name) == UNANSWERED).sum()) for side in sides]
        if any(counts):
            lost.append(f"{name} ({counts[0]}, {counts[1]})")
    if lost:
        notes.append(message("estimation.make_up_unanswered", names="; ".join(lost)))
    places: tuple[list[Index], list[Index]] = ([], [])
    sizes = []
    for margin in crossed:
        made, size = _placed(sides, margin)
        for mine, place in zip(places, made, strict=True):
            mine.append(place)
        sizes.append(size)
    return MakeUp(places, sizes, tuple(notes))


def weights_inside(side: SampleData) -> NDArray[np.float64]:
    """The weights of those whom figures are confined to, 0 of the others."""
    inside = domain_rows(side)
    return side.weights if inside is None else side.weights * inside


def _placed(sides: Sequence[SampleData], margin: Sequence[str]) -> tuple[list[Index], int]:
    """Of each sample the place of each respondent among the levels that are in one of them."""
    texts = [
        np.array([" × ".join(parts) for parts in zip(*(_levels(side, name) for name in margin), strict=True)])
        for side in sides
    ]
    live = [set(text[weights_inside(side) > 0].tolist()) for text, side in zip(texts, sides, strict=True)]
    for mine, yours, at in ((live[0], live[1], 1), (live[1], live[0], 0)):
        if alone := sorted(mine - yours):
            raise EstimationError(
                f"nobody in {sides[at].name or f'sample {at + 1}'} has {', '.join(alone[:5])}, whom the other has",
                where=" × ".join(margin),
                fix="Join options of the variable, or take coarser margins.",
            )
    known = {level: place for place, level in enumerate(sorted(live[0]))}
    # who has no weight counts nowhere, whatever the level
    return [np.array([known.get(level, 0) for level in text.tolist()], dtype=np.int64) for text in texts], len(known)


def _levels(side: SampleData, name: str) -> NDArray[np.object_]:
    """The answer of each respondent; ``_no_answer`` for every kind of missing."""
    encoding = side.engine.encoding(side.question(name))
    kinds = kinds_of(encoding)
    shown = [UNANSWERED if kinds[level] else level for level in encoding.levels]
    return np.array(shown, dtype=object)[side.engine.codes(side.question(name))]
