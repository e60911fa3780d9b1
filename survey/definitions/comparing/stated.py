"""What studies state of how they were made, and whether it differs between two studies."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from survey.definitions.comparing.side import Side
from survey.wording.message import message
from survey.wording.modes import mode_words
from survey.words import Text, say


@lru_cache(maxsize=1024)
def bare(text: str) -> str:
    """A text as its words, without case and punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _mode_text(mode: str) -> Text:
    return mode_words(mode) or message("general.unstated")


def _mode(one: Side, two: Side) -> Text | None:
    start, end = one.study.mode, two.study.mode
    if start == end or "unknown" in (start, end):
        return None
    return message("trends.mode_change", start=_mode_text(start), end=_mode_text(end))


def _pollster(one: Side, two: Side) -> Text | None:
    start, end = one.study.house, two.study.house
    if not start or not end or bare(start) == bare(end):
        return None
    return message("trends.pollster_change", start=one.study.pollster or "", end=two.study.pollster or "")


def _sample(one: Side, two: Side) -> Text | None:
    start, end = one.study.sample.kind, two.study.sample.kind
    if start == end or "unknown" in (start, end):
        return None
    return message("trends.sample_change", start=message(f"trends.{start}"), end=message(f"trends.{end}"))


def _scheme(side: Side) -> tuple[str, object] | None:
    """What the weights rest on, comparable with another of the same first word; None where it is not known."""
    stated = side.study.weighting
    if side.microdata:
        made = [names or ("all of", str(targets)) for targets, names in stated.calibrations]
        return "data", ("made", made) if stated.is_given else "column" if side.study.design.weight else "none"
    if stated.variables:
        return "variables", frozenset(map(bare, stated.variables))
    return ("stated", bare(say(stated.stated))) if stated.stated else None


def _weighting(one: Side, two: Side) -> Text | None:
    first, second = _scheme(one), _scheme(two)
    if first is None or second is None or first[0] != second[0] or first[1] == second[1]:
        return None
    texts = [{"und": ", ".join(side.study.weighting.variables)} for side in (one, two)]
    if first[0] != "variables":
        texts = [dict(side.weighting) for side in (one, two)]
    return message("trends.weighting_change", start=texts[0], end=texts[1])


def _order(one: Side, two: Side) -> Text | None:
    start, end = one.own.after, two.own.after
    return None if not start or not end or start == end else message("trends.order_change", start=start, end=end)


# of each thing: whether a study states it, and the change between two that do
STATED: dict[str, tuple[Callable[[Side], object], Callable[[Side, Side], Text | None]]] = {
    "mode": (lambda side: side.study.mode != "unknown", _mode),
    "pollster": (lambda side: side.study.house, _pollster),
    "sample": (lambda side: side.study.sample.kind != "unknown", _sample),
    "weighting": (_scheme, _weighting),
    "order": (lambda side: side.own.after, _order),
}
