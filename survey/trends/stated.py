"""What studies state of how they were made, and whether it differs between two waves."""

from __future__ import annotations

import re
from collections.abc import Callable

from survey.trends.phrases import mode_text
from survey.trends.waves import Wave
from survey.wording.message import message
from survey.words import Text


def bare(text: str) -> str:
    """A text as its words, without case and punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _mode(one: Wave, two: Wave) -> Text | None:
    start, end = one.study.mode, two.study.mode
    if start == end or "unknown" in (start, end):
        return None
    return message("trends.mode_change", start=mode_text(start), end=mode_text(end))


def _pollster(one: Wave, two: Wave) -> Text | None:
    start, end = one.study.pollster or "", two.study.pollster or ""
    if not start or not end or bare(start) == bare(end):
        return None
    return message("trends.pollster_change", start=start, end=end)


def _sample(one: Wave, two: Wave) -> Text | None:
    start, end = one.study.sample.kind, two.study.sample.kind
    if start == end or "unknown" in (start, end):
        return None
    return message("trends.sample_change", start=message(f"trends.{start}"), end=message(f"trends.{end}"))


def _scheme(wave: Wave) -> tuple[str, object] | None:
    """What the weights rest on, comparable with another of the same first word; None where it is not known."""
    stated = wave.study.weighting
    if wave.microdata:
        made = [names or ("all of", str(targets)) for targets, names in stated.calibrations]
        return "data", ("made", made) if stated.is_given else "column" if wave.study.design.weight else "none"
    if stated.variables:
        return "variables", frozenset(map(bare, stated.variables))
    return ("stated", bare(stated.stated)) if stated.stated else None


def _weighting(one: Wave, two: Wave) -> Text | None:
    first, second = _scheme(one), _scheme(two)
    if first is None or second is None or first[0] != second[0] or first[1] == second[1]:
        return None
    texts = [{"und": ", ".join(wave.study.weighting.variables)} for wave in (one, two)]
    if first[0] != "variables":
        texts = [dict(wave.weighting) for wave in (one, two)]
    return message("trends.weighting_change", start=texts[0], end=texts[1])


def _order(one: Wave, two: Wave) -> Text | None:
    start, end = one.own.after, two.own.after
    return None if not start or not end or start == end else message("trends.order_change", start=start, end=end)


# of each thing: whether a wave states it, and the change between two that do
STATED: dict[str, tuple[Callable[[Wave], object], Callable[[Wave, Wave], Text | None]]] = {
    "mode": (lambda wave: wave.study.mode != "unknown", _mode),
    "pollster": (lambda wave: wave.study.pollster, _pollster),
    "sample": (lambda wave: wave.study.sample.kind != "unknown", _sample),
    "weighting": (_scheme, _weighting),
    "order": (lambda wave: wave.own.after, _order),
}
