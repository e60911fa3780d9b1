"""Whether published figures count those who gave no answer, and what they are of those who did."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from survey.definitions.figure_range import figure_range
from survey.definitions.records.question import Question
from survey.definitions.records.study import StudyQuestion
from survey.maths.published import Range


@dataclass(frozen=True)
class PublishedBase:
    """``base``: asked (those without an answer are in the figures), valid (they are not), "" where neither the study
    nor its figures say. ``answered``: the part of the base that gave an answer, as a share and the range that rounding
    leaves it; NaN where it is not known."""

    base: str
    answered: float
    allowed: Range


ROUNDED = 0.01 + 1e-9  # the most that rounding is taken to move a sum, however many answers there are
_UNKNOWN = Range(math.nan, math.nan)


def published_base(question: Question, own: StudyQuestion) -> PublishedBase:
    """What the figures of ``own`` are of.

    The part that answered is the sum of the answers where all have a figure, else what the kinds of missing leave
    where all of these have one. Answers that make 100 within their rounding beside no figure for a kind of missing
    leave no room for those without an answer: such figures are of those who gave one, whatever the study says. A figure
    that is not printed as such (the rest to 100, worked out) shows nothing of that kind.
    """
    if own.base == "valid":
        return PublishedBase("valid", 1.0, Range(1.0, 1.0))
    stated = "asked" if own.base in ("all", "asked") else ""
    if question.several is not False:
        return PublishedBase(stated, math.nan, _UNKNOWN)
    missing = [key for key, option in question.options.items() if option.missing not in (None, "not_asked")]
    answers = _sum(question.substantive, own)
    without = _sum(missing, own)
    printed = any(key in own.published for key in missing)
    if answers is not None:
        as_printed = all(own.published[key].status == "published" for key in question.substantive)
        if not printed and as_printed and answers[1].holds(1.0) and abs(answers[0] - 1) <= ROUNDED:
            return PublishedBase("valid", 1.0, Range(1.0, 1.0))
        return PublishedBase("asked" if printed or answers[0] < 1 - 1e-9 else stated, *answers)
    if without is not None:
        share, allowed = without
        return PublishedBase("asked", 1 - share, Range(1 - allowed.high, 1 - allowed.low))
    return PublishedBase("asked" if printed else stated, math.nan, _UNKNOWN)


def one_base(kinds: tuple[str, str], answered: tuple[float, float]) -> bool | None:
    """Whether the shares of two waves are of the same people; None where one does not say.

    ``kinds``: all, asked, valid, or "" where not known; ``answered``: the part of each base that gave an answer. Where
    everybody in the base did, it is the base of those who did, too.
    """
    if "" in kinds:
        return None
    if kinds[0] == kinds[1]:
        return True
    whole = [kind == "valid" or part > 1 - 1e-9 for kind, part in zip(kinds, answered, strict=True)]
    return "valid" in kinds and all(whole)


def of_the_answered(option: str, question: Question, own: StudyQuestion, base: PublishedBase) -> tuple[float, Range]:
    """The share of ``option`` (or net) among those who gave an answer, and the range that rounding leaves it.

    ``p / S`` with the answered part ``S``; of the ends of the range, the one with the least of the option stands beside
    the most of the other answers. NaN where the figure or ``S`` is not known, and for a kind of missing.
    """
    figure = own.published.get(option)
    parts = question.nets[option].options if option in question.nets else (option,)
    if figure is None or figure.value is None or any(part not in question.substantive for part in parts):
        return math.nan, _UNKNOWN
    mine = figure_range(figure, own)
    others = _sum((key for key in question.substantive if key not in parts), own)
    low = mine.low / (mine.low + others[1].high) if others and mine.low > 0 else mine.low / base.allowed.high
    high = mine.high / (mine.high + others[1].low) if others else mine.high / base.allowed.low
    return round(figure.value / 100 / base.answered, 10), Range(low, min(high, 1.0))


def _sum(options: Iterable[str], own: StudyQuestion) -> tuple[float, Range] | None:
    """The sum of printed figures and its range; None unless all are numbers that are no limits."""
    figures = [own.published.get(option) for option in options]
    known = [one for one in figures if one is not None and one.value is not None and not one.is_bound]
    if not known or len(known) < len(figures):
        return None
    ranges = [figure_range(one, own) for one in known]
    total = sum(one.value for one in known if one.value is not None) / 100
    return total, Range(sum(one.low for one in ranges), sum(one.high for one in ranges))
