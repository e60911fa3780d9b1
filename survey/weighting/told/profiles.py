"""Who has the most extreme weights: for the office, never for print."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import plain_question
from survey.definitions.records.question import Question
from survey.errors import WeightingError
from survey.weighting.margins.one_answer import one_answer

MOST = 20


@dataclass(frozen=True)
class Profile:
    """A combination of options of the weighting variables with one weight. ``times``: that weight over the mean;
    ``n``: how many respondents have both."""

    options: tuple[str, ...]
    weight: float
    times: float
    n: int


@dataclass(frozen=True)
class Profiles:
    """INTERNAL: combinations this rare can single a person out, so pages for readers refuse to print them
    (``survey.reports.printing.internal``)."""

    study: str
    weight: str
    questions: tuple[Question, ...]
    rows: tuple[Profile, ...]
    synthetic: bool = False
    internal: bool = True


def profiles(sample: SampleData, variables: tuple[str, ...] = (), most: int = MOST) -> Profiles:
    """The ``most`` combinations of weighting variables whose weights are the furthest from the mean, by
    ``|weight / mean - 1|``, whose square is what each such respondent adds to Kish's design effect; those of fewer
    respondents come first among equals.

    ``variables``: the questions to combine, by default those that the sample was weighted by. Weights of 0 are left
    out. Raises ``WeightingError`` for a sample without weights or without variables.
    """
    if sample.weight is None:
        raise WeightingError("the sample has no weights", where="weight", fix="Weight it, or name its weight column.")
    questions = _questions(sample, variables)
    if not questions:
        raise WeightingError("it is not known by which variables", where=sample.weight, fix="Name the variables.")
    cells = sample.engine.collapse(questions, weight=sample.weight)
    each = cells.sum_w / np.maximum(cells.respondents, 1)
    if not np.allclose(cells.sum_w2, cells.sum_w * each, rtol=1e-9, atol=0):  # several weights in one combination
        cells = sample.engine.collapse([*questions, plain_question(sample.weight)], weight=sample.weight)
        each = cells.sum_w / np.maximum(cells.respondents, 1)
    mean = cells.sum_w.sum() / cells.respondents.sum()
    found: dict[tuple[tuple[str, ...], float], int] = {}
    for codes, weight, n in zip(cells.codes, each, cells.respondents, strict=True):
        options = tuple(str(level[code]) for level, code in zip(cells.levels, codes[: len(questions)], strict=False))
        if weight > 0:  # nine digits: weights that differ by rounding only are one
            key = (options, float(f"{weight:.9g}"))
            found[key] = found.get(key, 0) + int(n)
    order = sorted(found.items(), key=lambda item: (-abs(round(item[0][1] / mean - 1, 9)), item[1], item[0]))
    rows = [Profile(options, weight, float(weight / mean), n) for (options, weight), n in order[:most]]
    return Profiles(sample.name, sample.weight, tuple(questions), tuple(rows), sample.synthetic)


def _questions(sample: SampleData, variables: tuple[str, ...]) -> list[Question]:
    if variables:
        return [one_answer(sample, name) for name in dict.fromkeys(variables)]
    chain = sample.calibration.steps if sample.calibration is not None else ()
    found = {name: question for made in chain for name, question in made.variables.items()}
    return list(found.values())
