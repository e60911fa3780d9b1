"""How many respondents a group has in the data, and what its unequal weights cost."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.claims.evidence.confined import confined
from survey.claims.evidence.withheld import refuse_few
from survey.definitions.records.claims import ANSWERED, WhoseAnswers
from survey.errors import EstimationError
from survey.maths.places import places
from survey.words import nearest


class Counted(NamedTuple):
    """Respondents, and Kish's design effect ``n Σw² / (Σw)²`` of their weights (NaN for data without weights)."""

    n: float
    kish: float


def counted(sample: SampleData, question: str | None, whose: WhoseAnswers, base: str = "asked") -> Counted:
    """Respondents of ``base`` of ``question`` who gave certain answers to others ({sex: [woman]}), or any answer; of
    everybody in the data where neither is named. Raises ``EstimationError`` for options that do not exist."""
    from survey.estimation.core.domains import crossing

    if question is None and not whose:
        return _everybody(sample)
    sample = confined(sample, {key: answers for key, answers in whose.items() if answers == ANSWERED})
    group = {key: answers for key, answers in whose.items() if answers != ANSWERED}
    question = question or next(iter(whose))
    for key, options in group.items():
        known = sample.question(key).options
        for option in options:
            if known and option not in known:
                raise EstimationError(f"no option '{option}'", where=key, fix=nearest(option, known))
    name = question
    others = tuple(key for key in group if key != name)
    cross = crossing(sample, name, others, base, several=True)
    table = sample.engine.collapse(list(cross.keys), weight=sample.weight)
    cell = table.flat([key.question for key in cross.keys])
    chosen = np.array([name not in group or key in group[name] for key in cross.options])
    levels = [all(at in group[key] for key, at in zip(cross.names, row, strict=True)) for row in cross.domains]
    if cross.known is not None:
        cell = places(cell, cross.known)
    # who gave several answers is counted once, with any of those that are asked for
    inside = _any(chosen, cross.places[:, cell]) & _any(np.array(levels), cross.domain_places[:, cell])
    n, weighted, squares = (
        float(np.asarray(sums, dtype=float)[inside].sum()) for sums in (table.respondents, table.sum_w, table.sum_w2)
    )
    refuse_few(sample, n, name)
    return Counted(n, n * squares / weighted**2 if sample.weight and weighted > 0 else math.nan)


def _any(wanted: NDArray[np.bool_], at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which columns of ``at`` have a place that is wanted."""
    return np.asarray(((at >= 0) & wanted[at]).any(axis=0))


def _everybody(sample: SampleData) -> Counted:
    """The whole sample, by the table of any one question, which has everybody."""
    from survey.estimation.core.domains import crossing

    asked = next((name for name, question in sample.questions.items() if question.type != "multiple"), None)
    if asked is None or not sample.weight:
        return Counted(sample.n, math.nan)
    table = sample.engine.collapse(list(crossing(sample, asked, (), "all").keys), weight=sample.weight)
    weighted, squares = (float(np.asarray(sums, dtype=float).sum()) for sums in (table.sum_w, table.sum_w2))
    return Counted(sample.n, sample.n * squares / weighted**2 if weighted > 0 else math.nan)
