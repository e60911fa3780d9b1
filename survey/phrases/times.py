"""A multiple in words: "twice as many", "nearly tripled", "fell by a quarter", "dwa razy mniej"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from survey.maths.published import Range
from survey.phrases.meaning import LIMITS
from survey.phrases.read import made_of, split_hedge
from survey.phrases.spelling import plain
from survey.phrases.table import Row, table
from survey.phrases.words import Words, languages, number

TENTH = 0.1  # on both sides of a multiple as it is said
STRICT = 1e-9
FEWER = re.compile(r" (?:fewer|less|lower|smaller|rarer)\b")
POINTS = re.compile(r"point|пункт|п\. ?п|в\. ?п|pkt|p\.p|\bpp\b|\bпп\b")


@dataclass(frozen=True)
class Multiple:
    """``nominal``: 2 of "twice as many", 0.75 of "fell by a quarter"; ``limit``: one side of it."""

    text: str
    nominal: float
    allowed: Range
    limit: bool = False


def read_multiple(text: str) -> Multiple | None:
    """The multiple that words name, or None. As said: a tenth of it on both sides; nearly: a fifth short of it; just
    over: a fifth past it; more than, at least: to the next whole one (of "halved": down to the next part); less than:
    the other way. Of "nearly halved" the hedge is of the fall. A fall or a rise by a fraction has the fraction's own
    tolerance. Points of a percentage are no multiple."""
    words = plain(text)
    for language in languages():
        found = _row(text, words, language) or _times(text, words, language) or _by(text, words, language)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=1)
def _rows() -> dict[tuple[str, str], Row]:
    return {(row.language, form): row for row in table() if row.kind == "times" for form in row.forms}


def _row(text: str, words: str, language: Words) -> Multiple | None:
    only = language.patterns["only"]
    words = re.sub(rf"^(?:{only}) ", "", words) if only else words
    for qualifier, rest in (("exact", words), split_hedge(words, language)):
        items = rest.split(" ")
        for size in range(len(items), 0, -1):
            row = _rows().get((language.language, " ".join(items[:size])))
            if row is not None and (size == len(items) or row.means != "1"):
                verb, _, means = row.means.rpartition(" ")
                return _said(text, qualifier, number(means), falls=verb == "fall")
    return None


def _times(text: str, words: str, language: Words) -> Multiple | None:
    """ "2.5 times as many", "в 4 раза больше"."""
    inside, of = language.patterns.get("timesin", ""), language.patterns["timesof"]
    begin = rf"(?:(?:{inside}) )" if inside else ""
    for place in (words, split_hedge(words, language)[1]):
        found = re.match(rf"{begin}({language.count[1:-1]}|\d+[.,]\d+)[ -]?(?:{of})(?!\w)", place)
        if found:
            if FEWER.match(place[found.end() :]):  # "two times fewer": of what, the writers themselves do not agree
                return None
            said = found.group(1).replace(",", ".")
            value = float(said) if said[0].isdigit() else float(language.numbers[said])
            qualifier = split_hedge(words, language)[0] if place != words else "exact"
            return _said(text, qualifier, value, falls=False)
    return None


def _by(text: str, words: str, language: Words) -> Multiple | None:
    """ "Fell by a quarter", "выросла на 20 %"."""
    for kind, sign in (("rise", 1), ("fall", -1)):
        found = re.match(rf"(?:{language.patterns[kind]}) ", words)
        if found is None or POINTS.search(words):
            continue
        part = made_of(text, words[found.end() :], language)
        if part is None:
            continue
        low, high = sorted((1 + sign * part.allowed.low, 1 + sign * part.allowed.high))
        allowed = Range(low, high)
        if part.strict:
            allowed = _without(allowed, 1 + sign * part.nominal)
        return Multiple(text, 1 + sign * part.nominal, allowed, part.limit)
    return None


def _said(text: str, qualifier: str, value: float, *, falls: bool) -> Multiple:
    further, nearer = _past(value, falls), _short(value, falls)
    tenth = TENTH * value
    ends = {
        "exact": (value - tenth, value + tenth),
        "about": (value - tenth, value + tenth),
        "slightly less than": (value, value * (1 + 2 * TENTH)) if falls else (value * (1 - 2 * TENTH), value),
        "slightly more than": (value * (1 - 2 * TENTH), value) if falls else (value, value * (1 + 2 * TENTH)),
        "more than": (value, further),
        "at least": (value, further),
        "less than": (value, nearer),
        "at most": (value, nearer),
    }
    allowed = Range(*sorted(ends[qualifier]))
    if qualifier not in ("exact", "about", "at least", "at most"):
        allowed = _without(allowed, value)
    return Multiple(text, value, allowed, qualifier in LIMITS)


def _past(value: float, falls: bool) -> float:
    """The next multiple that would have been said instead: doubled, tripled; halved, a third of it."""
    if falls or value < 1:
        step = 1 / (math.floor(1 / value + 1e-9) + 1)
        return step if falls else min(value * 1.5, 1.0)
    return math.floor(value + 1e-9) + 1.0


def _short(value: float, falls: bool) -> float:
    """The one before it; no change at all before the first."""
    if falls:
        return 1 / max(math.ceil(1 / value - 1e-9) - 1, 1)
    return max(math.ceil(value - 1e-9) - 1.0, 1.0) if value > 1 else value / 2


def _without(allowed: Range, end: float) -> Range:
    """The same without the end that is the limit itself."""
    low = allowed.low + 2 * STRICT if abs(allowed.low - end) < STRICT else allowed.low
    high = allowed.high - 2 * STRICT if abs(allowed.high - end) < STRICT else allowed.high
    return Range(low, high)
