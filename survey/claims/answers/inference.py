"""Does the population follow? A distance against its sampling error, and how far that hangs on what is not published.

Knows nothing of fidelity: whether a poll is quoted rightly has no place here, nor has this there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from survey.claims.answers.verdict import Inference
from survey.maths.published import Range
from survey.wording.figures import rough
from survey.wording.message import Message, message

MOST_DEFF = 2.0  # design effects from 1 to this are tried where none is published
KNOWN = Range(1.0, 1.0)  # microdata: the design is known


@dataclass(frozen=True)
class Inferred:
    """``deff_flips``: the design effect, at the stated n, at which the answer would be the other."""

    kind: Inference = "not_asked"
    deff_flips: float = math.nan


NOT_ASKED = Inferred()


def infer(ratio: float, variance: Range = KNOWN) -> Inferred:
    """The answer to a distance whose square is ``ratio`` times that of its half-interval.

    ``variance``: what the variance may be multiplied by, as ``Evidence.variance`` has it: 1 to 2 where the design
    effect is not published, wider where n is a range. *Beyond* where the distance passes with all of these, *within*
    where with none, else it *depends*, and ``ratio`` is where it flips. NaN: *not asked*.
    """
    if math.isnan(ratio):
        return NOT_ASKED
    flips = math.nan if variance == KNOWN else ratio
    if ratio > variance.high:
        return Inferred("beyond_error", flips)
    return Inferred("within_error" if ratio <= variance.low else "depends_on_the_design_effect", flips)


def ratio_of(difference: Range, half: float) -> float:
    """``(distance / half)²`` of the least difference from zero that printing leaves; 0 where it leaves zero."""
    if math.isnan(half):
        return math.nan
    least = max(difference.low, -difference.high, 0.0)
    if half <= 0:
        return math.inf if least > 0 else 0.0
    return (least / half) ** 2


def least_certain(found: Sequence[Inferred]) -> Inferred:
    """The answer of a chain of steps: that of its weakest; not asked where one of them is not."""
    order = ("not_asked", "within_error", "depends_on_the_design_effect", "beyond_error")
    return min(found, key=lambda one: (order.index(one.kind), one.deff_flips), default=NOT_ASKED)


def inference_words(found: Inferred) -> Message | None:
    """ "beyond sampling error, up to a design effect of 2.8"; None where nothing is asked."""
    if found.kind == "not_asked":
        return None
    if found.kind == "within_error":
        return message("claims.within_error")
    if found.kind == "depends_on_the_design_effect":
        return message("claims.depends", deff=rough(found.deff_flips))
    if within_reach(found):
        return message("claims.beyond_error_up_to", deff=rough(found.deff_flips))
    return message("claims.beyond_error")


def within_reach(found: Inferred) -> bool:
    """True where a design effect that some sample has would turn the answer."""
    return not math.isnan(found.deff_flips) and found.deff_flips <= 10
