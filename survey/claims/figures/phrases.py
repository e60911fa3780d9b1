"""Which shares a phrase may stand for: "two-thirds", "one in ten", "a majority", "каждый пятый", "амаль палова".

The rule, for a fraction ``f`` in words with tolerance ``t = min(2.5 points, f/4, (1-f)/4)`` (half a step of the fives
that people round to; narrower for small and large fractions):

==========================================  ===========================================
``two-thirds``, ``about two-thirds``        ``f - t`` to ``f + t`` (64.2 to 69.2)
``nearly``, ``almost``, ``just under``      ``f - 2t`` to below ``f``
``just over``, ``slightly more than``       above ``f``, to ``f + 2t``
``more than``, ``over``                     above ``f``, to its reach (more than a third: to a half)
``less than``, ``under``                    below ``f``, from its reach (less than half: from a third)
``at least``; ``at most``                   the same with ``f`` itself
``majority``, ``most``; ``minority``        more than one half; less than one half
``vast``, ``overwhelming majority``         more than two-thirds
``almost all``; ``almost nobody``           more than nine in ten; less than one in ten
==========================================  ===========================================

The *reach* of a limit is the next common fraction (a tenth, a fifth, a quarter, a third, a half, two-thirds, three
quarters, nine tenths), but at least 10 points from it: whoever says "more than a third" of 62 % keeps something back.

These are conventions of this program: no style guide defines the words. "About" adds nothing to a fraction, which is
an approximation already. Percentages in words ("60 percent", "10-15 %") have the half-unit of their last printed
digit on both sides; with "about" and "nearly" they follow ``survey.maths.published.printed_range``. A phrase that is
not known is not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from survey.claims.figures.phrase_words import (
    EVERY,
    NUMBERS,
    ONLY,
    ORDINALS,
    OUT_OF,
    PARTS,
    PERCENT,
    QUALIFIERS,
    RANGES,
    TAIL,
)
from survey.maths.published import Range, printed_range, rounding_half_width

TOLERANCE = 0.025
STRICT = ("more than", "less than", "slightly more than", "slightly less than")
LIMITS = ("more than", "at least", "less than", "at most")  # one side only; the statement turns on the limit
COMMON = (0.0, 1 / 10, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 9 / 10, 1.0)
LEAST_REACH = 0.10
NUMBER = r"(\d+(?:[.,]\d+)?)"
COUNT = rf"({'|'.join(sorted(NUMBERS, key=len, reverse=True))}|\d+)"


@dataclass(frozen=True)
class Phrase:
    """What a phrase says: the share it names, the shares it may stand for, and whether it is a limit."""

    text: str
    nominal: float  # the named share (two-thirds: 0.667); the limit for "more than half"
    allowed: Range
    open_ended: bool  # a limit or a range, so that any share inside agrees with it
    strict: bool = False  # the limit itself is outside ("more than half")
    limit: bool = False  # one side of ``nominal``
    names_side: bool = False  # "a minority": a larger figure is no smaller minority but none

    def holds(self, share: float) -> bool:
        """True when a published figure of ``share`` may be called by the phrase."""
        if self.strict and abs(share - self.nominal) < 1e-9:
            return False
        return self.allowed.holds(share)


def reach(limit: float, qualifier: str) -> Range:
    """The shares that may be called more (or less) than ``limit``: up (down) to the next common fraction, 10 points at
    least."""
    if qualifier in ("more than", "at least"):
        following = next((share for share in COMMON if share > limit + 1e-9), 1.0)
        return Range(limit, min(max(following, limit + LEAST_REACH), 1.0))
    before = next((share for share in reversed(COMMON) if share < limit - 1e-9), 0.0)
    return Range(max(min(before, limit - LEAST_REACH), 0.0), limit)


def read_phrase(text: str) -> Phrase | None:
    """The phrase as shares (proportions), or None when it is not one that is known. English, Russian, Belarusian."""
    words = re.sub(r"\s+", " ", text.strip().lower().replace("ё", "е").replace("–", "-").replace("—", "-"))
    words = re.sub(rf"^(?:{ONLY}) (?!(?:over|under|above|below)\b)", "", words).rstrip(" .,;:")
    for pattern, limit, above in RANGES:
        if re.fullmatch(rf"(?:an? |the )?(?:{pattern}){TAIL}", words):
            allowed = Range(limit, 1.0) if above else Range(0.0, limit)
            return Phrase(text, limit, allowed, True, True, limit=True, names_side=not above and limit == 1 / 2)
    qualifier, rest = _split(words)
    found = _percent(text, qualifier, rest)
    if found is not None:
        return found
    fraction = _fraction(re.sub(r"^(?:an?|the) ", "", rest))
    return None if fraction is None else _of_fraction(text, qualifier, fraction)


def _split(words: str) -> tuple[str, str]:
    for qualifier, pattern in QUALIFIERS.items():
        found = re.match(rf"(?:{pattern})\s*(?=\d)|(?:{pattern})\s+", words)
        if found:
            return qualifier, words[found.end() :]
    return "exact", words


def _percent(text: str, qualifier: str, rest: str) -> Phrase | None:
    unit = rf"\s*(?:{PERCENT})"
    both = re.fullmatch(rf"(?:from |от |ад )?{NUMBER}(?:{unit})?\s*(?:-|to|до|да)\s*{NUMBER}{unit}{TAIL}", rest)
    one = re.fullmatch(rf"{NUMBER}{unit}{TAIL}", rest)
    if both:
        (low, digits), (high, others) = (_number(both.group(place)) for place in (1, 2))
        half = rounding_half_width(max(digits, others))
        return Phrase(text, (low + high) / 200, Range(low / 100 - half, high / 100 + half), True)
    if one:
        value, decimals = _number(one.group(1))
        strict = qualifier in STRICT
        limit = qualifier in LIMITS
        allowed = reach(value / 100, qualifier) if limit else printed_range(value, decimals, qualifier)
        return Phrase(text, value / 100, allowed, strict or limit, strict, limit)
    return None


def _number(text: str) -> tuple[float, int]:
    plain = text.replace(",", ".")
    return float(plain), len(plain.split(".")[1]) if "." in plain else 0


def _fraction(rest: str) -> float | None:
    found = re.fullmatch(rf"{COUNT}[ -](?:{OUT_OF})(?: (?:every|each|кажд\w+|кожн\w+))?[ -]{COUNT}{TAIL}", rest)
    if found:
        return _ratio(_count(found.group(1)), _count(found.group(2)))
    for pattern, parts in ORDINALS.items():
        if re.fullmatch(rf"(?:{EVERY}) (?:{pattern}){TAIL}", rest):
            return 1 / parts
    for pattern, parts in PARTS.items():
        found = re.fullmatch(rf"(?:{COUNT}[ -])?(?:{pattern}){TAIL}", rest)
        if found:
            return _ratio(_count(found.group(1)) if found.group(1) else 1, parts)
    return None


def _count(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def _ratio(above: int, below: int) -> float | None:
    return above / below if 0 < above < below else None


def _of_fraction(text: str, qualifier: str, fraction: float) -> Phrase:
    tolerance = min(TOLERANCE, fraction / 4, (1 - fraction) / 4)
    limit = qualifier in LIMITS
    if limit:
        allowed = reach(fraction, qualifier)
    elif qualifier == "slightly more than":
        allowed = Range(fraction, fraction + 2 * tolerance)
    elif qualifier == "slightly less than":
        allowed = Range(fraction - 2 * tolerance, fraction)
    else:
        allowed = Range(fraction - tolerance, fraction + tolerance)
    return Phrase(text, fraction, allowed, qualifier not in ("exact", "about"), qualifier in STRICT, limit)
