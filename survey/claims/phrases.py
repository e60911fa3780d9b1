"""Which shares a phrase may stand for: "two-thirds", "one in ten", "a majority", "nearly half", "более 60 %".

The rule, for a fraction ``f`` in words with tolerance ``t = min(2.5 points, f/4, (1-f)/4)`` (half a step of the fives that
people round to; narrower for small and large fractions):

==========================================  ===========================================
``two-thirds``, ``about two-thirds``        ``f - t`` to ``f + t`` (64.2 to 69.2)
``nearly``, ``almost``, ``just under``      ``f - 2t`` to ``f``
``just over``, ``slightly more than``       ``f`` to ``f + 2t``
``more than``, ``over``, ``at least``       ``f`` to 1
``less than``, ``under``, ``at most``       0 to ``f``
``majority``, ``most``                      more than one half
``vast``, ``overwhelming majority``         more than two-thirds
``minority``                                less than one half
==========================================  ===========================================

"About" adds nothing to a fraction, which is an approximation already. Percentages in words ("60 percent", "10-15 %")
have the half-unit of their last printed digit on both sides; with "about" and "nearly" they follow
``survey.maths.published.printed_range``. The same in Russian. A phrase that is not known is not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from survey.maths.published import Range, printed_range, rounding_half_width

TOLERANCE = 0.025
QUALIFIERS = {
    "slightly more than": r"just over|just above|slightly over|slightly more than|a little more than|a little over"
    r"|чуть более|чуть больше|немногим более|немногим больше|немного больше|немного более",
    "slightly less than": r"nearly|almost|just under|just below|slightly under|slightly less than|a little less than"
    r"|close to|почти|чуть менее|чуть меньше|немногим менее|немногим меньше|без малого",
    "at least": r"at least|no less than|no fewer than|не менее|не меньше|по крайней мере|минимум",
    "at most": r"at most|up to|no more than|не более|не больше|максимум",
    "more than": r"more than|over|above|upwards of|more|более чем|более|больше чем|больше|свыше|выше",
    "less than": r"less than|fewer than|under|below|менее чем|менее|меньше чем|меньше|ниже",
    "about": r"about|around|approximately|roughly|some|circa|approx\.?|~|около|примерно|приблизительно|порядка",
}
SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "fifty": 50, "hundred": 100,
}  # fmt: skip
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
RUSSIAN_PARTS = {
    "половин": 2, "трет": 3, "четверт": 4, "пят": 5, "шест": 6, "восьм": 8, "десят": 10, "двадцат": 20,
}  # fmt: skip
RUSSIAN_NUMBERS = {
    "один": 1, "одна": 1, "одной": 1, "две": 2, "двух": 2, "два": 2, "три": 3, "трех": 3, "трёх": 3, "четыре": 4,
    "пять": 5, "пяти": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "десяти": 10,
}  # fmt: skip
MAJORITIES = (
    (r"(vast|overwhelming|large|great|clear|подавляющее|абсолютное|значительное) (majority|большинство)", 2 / 3, True),
    (r"a?\s*(absolute |simple )?majority|most|большинство|большая часть", 1 / 2, True),
    (r"a?\s*minority|меньшинство|меньшая часть", 1 / 2, False),
)
SUBJECT = r"(\s+(of|из|от|респондентов|опрошенных|населения|жителей|белорусов|people|respondents|belarusians).*)?"
NUMBER = r"(\d+(?:[.,]\d+)?)"
PERCENT = r"\s*(?:%|percentage points|percent|per cent|pct|points|процент\w*|проц\.?|п\.\s?п\.)"


@dataclass(frozen=True)
class Phrase:
    """What a phrase says: the share it names, the shares it may stand for, and the rule that says so."""

    text: str
    nominal: float  # the named share (two-thirds: 0.667); the limit for "more than half"
    allowed: Range
    open_ended: bool  # a limit or a range, so that any share inside agrees with it
    strict: bool = False  # the limit itself is outside ("more than half")

    def holds(self, share: float) -> bool:
        """True when a published figure of ``share`` may be called by the phrase."""
        if self.strict and abs(share - self.nominal) < 1e-9:
            return False
        return self.allowed.holds(share)


def read_phrase(text: str) -> Phrase | None:
    """The phrase as shares (proportions), or None when it is not one that is known. English and Russian."""
    words = re.sub(r"\s+", " ", text.strip().lower().replace("ё", "е").replace("–", "-").replace("—", "-"))
    words = re.sub(r"^(only|just|as many as|a full|только|лишь|всего)\s+(?!(over|under|above|below)\b)", "", words)
    words = words.rstrip(" .,;:")
    for pattern, limit, above in MAJORITIES:
        if re.fullmatch(rf"(?:an? |the )?(?:{pattern}){SUBJECT}", words):
            return Phrase(text, limit, Range(limit, 1.0) if above else Range(0.0, limit), True, True)
    qualifier, rest = _split(words)
    percent = _percent(text, qualifier, rest)
    if percent is not None:
        return percent
    fraction = _fraction(rest)
    return None if fraction is None else _of_fraction(text, qualifier, fraction)


def _split(words: str) -> tuple[str, str]:
    for qualifier, pattern in QUALIFIERS.items():
        found = re.match(rf"(?:{pattern})\s*(?=[\d\s])\s*|(?:{pattern})\s+", words)
        if found:
            return qualifier, words[found.end() :]
    return "exact", words


def _percent(text: str, qualifier: str, rest: str) -> Phrase | None:
    both = re.fullmatch(rf"(?:from |от )?{NUMBER}(?:{PERCENT})?\s*(?:-|to|до)\s*{NUMBER}{PERCENT}{SUBJECT}", rest)
    one = re.fullmatch(rf"{NUMBER}{PERCENT}{SUBJECT}", rest)
    if both:
        low, high = (_number(both.group(place)) for place in (1, 2))
        half = rounding_half_width(max(low[1], high[1]))
        allowed = Range(low[0] / 100 - half, high[0] / 100 + half)
        return Phrase(text, (low[0] + high[0]) / 200, allowed, True)
    if one:
        value, decimals = _number(one.group(1))
        allowed = printed_range(value, decimals, qualifier)
        strict = qualifier in ("more than", "less than", "slightly more than", "slightly less than")
        return Phrase(text, value / 100, allowed, strict or qualifier in ("at least", "at most"), strict)
    return None


def _number(text: str) -> tuple[float, int]:
    plain = text.replace(",", ".")
    return float(plain), len(plain.split(".")[1]) if "." in plain else 0


def _fraction(rest: str) -> float | None:
    rest = re.sub(r"^(an?|the) ", "", rest)
    rest = re.sub(SUBJECT + "$", "", rest) if not re.match(r".*\bout of\b|.*\bиз\b", rest) else rest
    number = rf"({'|'.join(SMALL)}|\d+)"
    found = re.match(rf"(?:every )?{number}[ -](?:in|out of|of)(?: every)?[ -]{number}\b", rest)
    if found:
        return _ratio(*(_small(found.group(place)) for place in (1, 2)))
    found = re.match(rf"(?:{number}[ -])?({'|'.join(PARTS)})s?(?![a-z])|(?:{number}[ -])?(halves)", rest)
    if found and found.group(2):
        return _ratio(_small(found.group(1)) if found.group(1) else 1, PARTS[found.group(2)])
    return _russian_fraction(rest)


def _russian_fraction(rest: str) -> float | None:
    if re.match(r"(половин\w*)", rest):
        return 1 / 2
    found = re.match(r"кажд\w+ (\w+)", rest)
    if found:
        return _ratio(1, _russian_part(found.group(1)))
    found = re.match(r"(\w+) из (\w+)", rest)
    if found:
        return _ratio(_russian_number(found.group(1)), _russian_number(found.group(2)))
    found = re.match(r"(?:(\w+) )?(трет\w*|четверт\w*|пят(?:ая|ой|ую|ых|ые)\w*|десят(?:ая|ой|ую|ых|ые)\w*)", rest)
    if found:
        above = _russian_number(found.group(1)) if found.group(1) else 1
        return _ratio(above, _russian_part(found.group(2)))
    return None


def _russian_part(word: str) -> int | None:
    return next((parts for stem, parts in RUSSIAN_PARTS.items() if word.startswith(stem)), None)


def _russian_number(word: str) -> int | None:
    return int(word) if word.isdigit() else RUSSIAN_NUMBERS.get(word)


def _small(word: str) -> int:
    return int(word) if word.isdigit() else SMALL[word]


def _ratio(above: int | None, below: int | None) -> float | None:
    return above / below if above and below and 0 < above < below else None


def _of_fraction(text: str, qualifier: str, fraction: float) -> Phrase:
    tolerance = min(TOLERANCE, fraction / 4, (1 - fraction) / 4)
    strict = qualifier in ("more than", "less than", "slightly more than", "slightly less than")
    allowed = {
        "more than": (fraction, 1.0),
        "at least": (fraction, 1.0),
        "less than": (0.0, fraction),
        "at most": (0.0, fraction),
        "slightly more than": (fraction, fraction + 2 * tolerance),
        "slightly less than": (fraction - 2 * tolerance, fraction),
    }.get(qualifier, (fraction - tolerance, fraction + tolerance))
    open_ended = qualifier not in ("exact", "about")
    return Phrase(text, fraction, Range(*allowed), open_ended, strict and qualifier in ("more than", "less than"))
