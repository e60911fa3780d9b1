"""Codes that stand apart from all other numbers, as those of missing answers do: 99 beside 0 to 10."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence

from survey.cells.table.encoding import SEVERAL, Encoding, as_number
from survey.definitions.records.question import Option, Question
from survey.words import BLANK, UNKNOWN

TAIL = 10  # respondents with the largest answer, from which a gap after it is none of a thin end
NINES = frozenset({97, 98, 99, 997, 998, 999, 9997, 9998, 9999, 99997, 99998, 99999, 999997, 999998, 999999})
CODES = NINES | {7, 8, 9, 66, 77, 88, 666, 777, 888, 6666, 7777, 8888, 77777, 88888}


def apart_codes(
    counts: Mapping[float, int], named: Collection[float] = (), *, scale: bool = False, most: int = 4
) -> tuple[float, ...]:
    """Those of the numbers ``counts`` (with their rows) that may stand for no answer, in order.

    From above: 7, 8, 9 after a gap that is not the thin end of a count (of a ``scale``: after any gap), repeated digits
    and nines after a wide gap (more than 1.5 times the largest answer and 2), nines also where they are heaped at the
    end (three times as many as any of the ten largest answers); all of them together
    have five rows, or as many more than others; of a scale any number that far, however few. From below: at most
    ``most`` codes under 0 where no other answer is, unless they are the other half of a scale (-2 to 2; -1 and 1). What
    is ``named`` is an answer; of a scale also 0 where the named points begin at 1, and any number above them where they
    are all points from the first to the last.
    """
    loose = sorted(number for number in counts if number not in named)
    usual = sorted({number for number in (*counts, *named) if number >= 0 and (number not in CODES or number in named)})
    if not usual:
        return ()
    usual = _together(usual, max(named, default=usual[0])) if scale else usual
    tops = [counts.get(number, 0) for number in usual[-10:]]
    high: list[float] = []
    for number in loose:
        if number <= usual[-1] or not (number in CODES or scale):
            continue
        if _beyond(number, usual[-1], counts, max(tops), scale):
            high.append(number)
        elif number in CODES:  # next to the answers, so one of them
            usual.append(number)
            tops = [*tops, counts[number]][-10:]
    low = [number for number in loose if number < 0]
    low = low if _is_low(low, usual, named, most) else []
    beside = _beside(loose, sorted(named)) if scale else []
    return tuple(sorted({*low, *beside, *high}))


def _beside(loose: list[float], named: list[float]) -> list[float]:
    """Numbers without a name next to the named points of a scale, whose ends the names are."""
    if len(named) < 2:
        return []
    whole = len(named) > 2 and named == [named[0] + step for step in range(len(named))]
    return [number for number in loose if number == 0 and named[0] == 1 or whole and number > named[-1]]


def _together(usual: list[float], sure: float) -> list[float]:
    """The points of a scale up to the first wide gap beyond ``sure``."""
    pairs = enumerate(zip(usual, usual[1:], strict=False), start=1)
    end = next((place for place, (one, other) in pairs if other > max(1.5 * one + 2, sure)), len(usual))
    return usual[:end]


def _beyond(number: float, last: float, counts: Mapping[float, int], heap: int, scale: bool) -> bool:
    rows = counts[number]
    every = sum(count for other, count in counts.items() if other > last and other in CODES)
    if not scale and every < SEVERAL and every <= 3 * heap:  # a few large numbers are what percents and incomes have
        return False
    if number < 10:
        thin = counts.get(last, 0) < TAIL and rows <= counts.get(last, 0)
        return number >= last + 2 and (scale or not thin)
    heaped = number >= last + 2 and rows >= SEVERAL and rows > 3 * heap
    return number > 1.5 * last + 2 or number in NINES and heaped


def _is_low(low: list[float], usual: list[float], named: Collection[float], most: int) -> bool:
    whole = all(number == int(number) and (-number in CODES or number >= -9) for number in low)
    mirrored = bool(low) and -low[0] == usual[-1] and (len(low) == usual[-1] > 1 or usual[0] > 0)
    return bool(low) and whole and not mirrored and len(low) <= most and not any(number < 0 for number in named)


def unnamed_apart(encoding: Encoding) -> dict[float, int]:
    """The codes of an encoded question that stand apart, that nothing names, and that count as answers: with their
    rows. An option is named by a label, a value or a kind of missing; ``missing: {}`` says that all are answers."""
    question = encoding.question
    if _all_are_answers(question) or question.type in ("multiple", "open"):
        return {}
    counts: dict[float, int] = {}
    named: set[float] = set()
    for level, number, rows in _answers(encoding):
        option = question.options.get(level)
        if option is not None and (option.value is not None or any(as_number(text) is None for text in _texts(option))):
            named.add(number)
        if rows:
            counts[number] = counts.get(number, 0) + rows
    found = apart_codes(counts, named, scale=question.type == "scale")
    return {number: counts[number] for number in found}


def labelled_apart(encoding: Encoding) -> dict[float, str]:
    """The codes of an encoded scale or number that words name and that stand apart all the same, 97 "Does not know
    them" beside 1 to 10: with those words. One with a ``value`` is an answer, as all are by ``missing: {}``.

    From above: 7, 8, 9 after a gap that follows at least three whole points without one; repeated digits, and 90 to
    99, after a wide gap (as ``apart_codes``); among numbers, whose labels are words without digits, 97 to 99 and their
    like wherever they are. From below: labelled codes under 0 that are not the other half of the scale.
    """
    question = encoding.question
    if question.type not in ("scale", "number") or _all_are_answers(question):
        return {}
    words: dict[float, str] = {}
    others: set[float] = set()
    for level, number, rows in _answers(encoding):
        text = _words(question.options.get(level), question.type)
        if text and (number in CODES or number < 0 or 90 <= number < 97):
            words[number] = text
        elif rows or level in question.options:
            others.add(number)
    low = [code for code in words if code < 0]
    found = low if low and _is_below(low, [*others, *(code for code in words if code >= 0)]) else []
    for code in sorted(code for code in words if code >= 0):
        if _is_above(code, sorted(number for number in others if number >= 0), question.type):
            found.append(code)
        else:  # next to the answers, so one of them
            others.add(code)
    return {code: words[code] for code in sorted(found)}


def _is_above(code: float, points: Sequence[float], kind: str) -> bool:
    if not points:
        return False
    if kind == "number" and code in NINES:
        return True
    if code >= 10:
        return code > 1.5 * points[-1] + 2
    whole = len(points) >= 3 and points == [points[0] + step for step in range(len(points))]
    return whole and points[0] <= 1 and code >= points[-1] + 2


def _is_below(low: Collection[float], others: Sequence[float]) -> bool:
    high = [number for number in others if number > 0]
    if any(number < 0 for number in others) or not high:
        return False
    return abs(len(low) - len(high)) > 1 or abs(-min(low) - max(high)) > 1


def _answers(encoding: Encoding) -> Iterator[tuple[str, float, int]]:
    """The levels that are answers with a number, with that number and their rows."""
    for level, kind, number, rows in zip(
        encoding.levels, encoding.kinds, encoding.numbers, encoding.counts, strict=True
    ):
        if not kind and math.isfinite(number) and level not in (BLANK, UNKNOWN):
            yield level, number, rows


def _all_are_answers(question: Question) -> bool:
    return "missing" in question.model_fields_set and not question.missing


def _words(option: Option | None, kind: str) -> str:
    """What names an option in words alone; of a number, whose labels may round ("97 or older"), without any digit."""
    if option is None or option.value is not None or option.range is not None:
        return ""
    texts = [text for text in _texts(option) if as_number(text) is None]
    return texts[0] if texts and (kind == "scale" or not any(map(str.isdigit, texts[0]))) else ""


def _texts(option: Option) -> Collection[str]:
    return (option.label or {}).values()
