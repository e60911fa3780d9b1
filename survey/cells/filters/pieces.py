"""Numbers cut where a filter compares them: a key of a few levels in place of one a number."""

from __future__ import annotations

import math
from collections.abc import Iterable

from survey.cells.table.encoding import number_question
from survey.definitions.records.question import Option, Question

PREFIX = "piece "


def cut_question(question: Question, at: Iterable[float]) -> Question:
    """``question`` with the numbers below, at and between the numbers ``at`` as its levels, each with a ``value`` that
    stands to all of ``at`` as its numbers do; kinds of missing and codes stay."""
    base = number_question(question)
    pieces: list[tuple[float | None, float | None, float]] = []
    below: float | None = None  # where the next piece begins
    points = sorted(set(at))
    for number in points:
        high = math.nextafter(number, -math.inf)
        if below is None or below <= high:
            pieces.append((below, high, high))
        pieces.append((number, number, number))
        below = math.nextafter(number, math.inf)
    assert below is not None  # a cut has a number
    pieces.append((below, None, below))
    options = {
        f"{PREFIX}{place}": Option(id=f"{PREFIX}{place}", range=(low, high), value=value)
        for place, (low, high, value) in enumerate(pieces, start=1)
    }
    # codes that are answers or kinds of missing are looked at before ranges
    return base.model_copy(
        update={
            "question": f"{question.question} cut at {', '.join(map(repr, points))}",
            "type": "number",
            "options": {**options, **base.options},
            "nets": {},
            "column": question.column or question.question,
        }
    )
