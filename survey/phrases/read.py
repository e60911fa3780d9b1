"""A share in words: "two-thirds", "a majority", "каждый пятый", "bolš za pałovu", "co trzeci", "третина"."""

from __future__ import annotations

import difflib
import re

from survey.maths.published import Range, printed_range, rounding_half_width
from survey.phrases.meaning import LIMITS, STRICT, Phrase, of_fraction, of_means, reach
from survey.phrases.spelling import plain
from survey.phrases.table import table, whole
from survey.phrases.words import NUMBER, Words, either, languages

NEAR = 0.6  # how like another phrase one has to be to be named


def read_phrase(text: str) -> Phrase | None:
    """The phrase as shares (proportions), or None when it is not one that is known: nothing is guessed.

    Whole phrases as the table has them; else a hedge before a fraction (``nearly two-fifths``), a ratio (``three people
    in four``, ``каждый третий``), a percentage (``10-15 %``; half a unit of its last digit on both sides, or as
    ``survey.maths.published.printed_range`` has it), a decade (``mid-60s``).
    """
    written = plain(text)
    if not written:
        return None
    for language in languages():
        found = _whole(text, written, language) or made_of(text, written, language)
        if found is not None:
            return found
    return None


def nearest_phrase(text: str) -> str:
    """The known phrase that one may be meant to be; "" where none is like it."""
    known = {form: row.phrase for row in table() if row.kind in ("phrase", "times") for form in row.forms}
    close = difflib.get_close_matches(plain(text), known, n=1, cutoff=NEAR)
    return known[close[0]] if close else ""


def _whole(text: str, written: str, language: Words) -> Phrase | None:
    """The longest beginning that is a whole phrase of the language, and after it nothing that makes another one."""
    items = written.split(" ")
    for size in range(len(items), 0, -1):
        row = whole().get(" ".join(items[:size]).rstrip(","))
        if row is None or row.language != language.language:
            continue
        alone = row.means[0] == "="  # "все больше" is not everybody
        if size == len(items) if alone else re.fullmatch(language.tail, _rest(items, size)):
            if _counts_out(items, size, language):
                continue
            return of_means(text, row.means)
    return None


def _counts_out(items: list[str], size: int, language: Words) -> bool:
    """Whether "every" counts respondents out: "almost every third" is nearly a third, and not almost everyone."""
    every, ordinals = language.patterns["every"], either(language.ordinals)
    return bool(re.fullmatch(every, items[size - 1]) and re.match(rf" (?:{ordinals})(?!\w)", _rest(items, size)))


def _rest(items: list[str], size: int) -> str:
    return f" {' '.join(items[size:])}" if size < len(items) else ""


def made_of(text: str, written: str, language: Words) -> Phrase | None:
    """A phrase of a hedge and a fraction, a ratio, a percentage or a decade."""
    only = language.patterns["only"]
    written = re.sub(rf"^(?:{only}) (?!(?:over|under|above|below|short)\b)", "", written)
    if language.language == "en":
        written = re.sub(r"^(?:an?|the) ", "", written)
    qualifier, rest = split_hedge(written, language)
    found = _percent(text, qualifier, rest, language) or _decade(text, rest, language)
    if found is not None:
        return found
    fraction = _fraction(rest, language)
    return None if fraction is None else of_fraction(text, qualifier, fraction)


def split_hedge(written: str, language: Words) -> tuple[str, str]:
    """The qualifier that a phrase begins with, and the rest of it."""
    for qualifier, pattern in language.hedges.items():
        found = re.match(rf"(?:{pattern})\s*(?=\d)|(?:{pattern})\s+", written)
        if found:
            return qualifier, written[found.end() :]
    return "exact", written


def _fraction(rest: str, language: Words) -> float | None:
    """A fraction in words, without what stands before it."""
    patterns, count, tail = language.patterns, language.count, language.tail
    if language.language == "en":
        rest = re.sub(r"^(?:an?|the) ", "", rest)
    people, out_of = patterns["people"], patterns["outof"]
    found = re.fullmatch(
        rf"{count}(?: (?:{people}))?[ -](?:{out_of})(?: (?:{patterns['every']}))?[ -]{count}{tail}", rest
    )
    if found:
        return _ratio(_count(found.group(1), language), _count(found.group(2), language))
    found = re.fullmatch(rf"(?:{patterns['every']}) ({either(language.ordinals)}){tail}", rest)
    if found:
        return 1 / language.ordinals[found.group(1)]
    found = re.fullmatch(rf"(?:{count}[ -])?({either(language.parts)}){tail}", rest)
    if found:
        return _ratio(_count(found.group(1), language) if found.group(1) else 1, language.parts[found.group(2)])
    return None


def _percent(text: str, qualifier: str, rest: str, language: Words) -> Phrase | None:
    patterns, tail = language.patterns, language.tail
    unit = rf"\s*(?:{patterns['percent']})(?!\w)"
    begin = rf"(?:(?:{patterns['from']}) )?"
    both = re.fullmatch(rf"{begin}{NUMBER}(?:{unit})?\s*(?:{patterns['to']})\s*{NUMBER}{unit}{tail}", rest)
    one = re.fullmatch(rf"{NUMBER}{unit}{tail}", rest)
    if both:
        (low, digits), (high, others) = (_number(both.group(place)) for place in (1, 2))
        if not low <= high <= 100:
            return None
        half = rounding_half_width(max(digits, others))
        return Phrase(text, (low + high) / 200, Range(low / 100 - half, high / 100 + half), True)
    if one:
        value, decimals = _number(one.group(1))
        if value > 100:
            return None
        strict = qualifier in STRICT
        limit = qualifier in LIMITS
        allowed = reach(value / 100, qualifier) if limit else printed_range(value, decimals, qualifier)
        return Phrase(text, value / 100, allowed, strict or limit, strict, limit)
    return None


def _decade(text: str, rest: str, language: Words) -> Phrase | None:
    """ "Mid-60s": a part of the decade."""
    if not language.decades:
        return None
    found = re.fullmatch(
        rf"(?:the )?({either(language.decades)})[ -]([1-9]0)s(?: percent| per cent)?{language.tail}", rest
    )
    if found is None:
        return None
    low, high = (float(end) for end in language.decades[found.group(1)].split(".."))
    allowed = Range((int(found.group(2)) + low) / 100, (int(found.group(2)) + high) / 100)
    return Phrase(text, (allowed.low + allowed.high) / 2, allowed, True)


def _number(written: str) -> tuple[float, int]:
    plain_number = written.replace(",", ".")
    return float(plain_number), len(plain_number.split(".")[1]) if "." in plain_number else 0


def _count(written: str, language: Words) -> int:
    return int(written) if written.isdigit() else language.numbers[written]


def _ratio(above: int, below: int) -> float | None:
    return above / below if 0 < above < below else None
