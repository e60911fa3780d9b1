"""Whether the answers to a question are steps in order, and whether the steps lead from one pole to its opposite."""

from __future__ import annotations

from survey.definitions.records.question import Question
from survey.words import Steps

LEAST = 3  # options with values that make an order


def steps(question: Question) -> Steps | None:
    """``steps``, ``poles`` or None.

    What ``ordered`` declares; else the options of a scale and the ranges of a number are steps, and so are three
    options or more whose ``value`` is written, in rising or falling order. Steps have two poles where two nets sum
    equally many options from both ends with at most one left between them (very good, good | bad, very bad), or where
    the values lie around 0 (-2, -1, 0, 1, 2). Labels decide nothing.
    """
    if question.ordered is not None:
        return None if question.ordered == "none" else question.ordered
    values = [question.options[name].value for name in question.substantive]
    known = [value for value in values if value is not None]
    in_order = LEAST <= len(values) == len(known) and known in (sorted(set(known)), sorted(set(known), reverse=True))
    if question.type not in ("scale", "number") and not (question.type == "single" and in_order):
        return None
    around = in_order and all(-value in known for value in known)
    return "poles" if question.type != "number" and (around or _opposite_nets(question)) else "steps"


def _opposite_nets(question: Question) -> bool:
    names = question.substantive
    summed = [set(net.options) for net in question.nets.values()]
    half = len(names) // 2
    return half > 0 and any(
        set(names[:count]) in summed and set(names[-count:]) in summed and len(names) - 2 * count <= 1
        for count in range(1, half + 1)
    )
