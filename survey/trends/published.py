"""Points of a trend from what a study published."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from survey.definitions.base_size import base_size
from survey.definitions.figure_range import figure_range
from survey.definitions.published_base import PublishedBase, of_the_answered, published_base
from survey.definitions.published_share import published_share
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import Figure
from survey.trends.phrases import with_qualifier
from survey.trends.series import TrendPoint
from survey.trends.waves import of_study
from survey.wording.figures import number, short
from survey.wording.message import message
from survey.words import Text, say


@dataclass(frozen=True)
class Size:
    """How many respondents figures are of. ``known``: exact | limit | assumed | unknown."""

    n: float
    text: Text
    known: str


def size_of(study: Study, own: StudyQuestion) -> Size:
    """The base of a study's figures.

    The question's own size, else the study's; of a nested base the share that it had in the sample. A size that the
    definition calls inferred or derived is an assumption. An upper limit alone, or nothing, is unknown: no other wave's
    n is put in its place.
    """
    size, n = own.size or study.sample.size, base_size(study, own)
    if size is None or math.isnan(n):
        return Size(math.nan, message("general.unstated"), "unknown")
    known = "exact" if size.status == "published" else "assumed"
    if known == "exact" and (size.qualifier != "exact" or size.value is None):
        known = "limit"
    return Size(n, with_qualifier(number(n, 0), size.qualifier), known)


def published_points(
    study: Study, asked: Question, options: Sequence[str], of: PublishedBase, *, level: float, base: str | None = None
) -> tuple[TrendPoint, ...]:
    """One point for each of ``options`` that has a printed figure; the question as the study ``asked`` it, and whom
    its figures are ``of``.

    The standard error is that of simple random sampling on the published n (design effect 1), the interval ``logit``.
    Limits and figures without n have neither; an interval that the source prints is kept. What other sources print for
    the same figure is in the note. ``base="valid"`` makes figures that count those without an answer shares of those
    who gave one (``definitions.published_base``), with the standard error of the delta method on their multinomial
    covariance, gradient ``(1 - r, -r, …, -r) / S``: ``sqrt(r (1 - r) / (n S))``.
    """
    own = study.questions[asked.question]
    size = size_of(study, own)
    rebased = base == "valid" and of.base != "valid"
    n = size.n * of.answered if rebased else size.n
    points, common = [], of_study(study, asked.question)
    for option in options:
        printed = own.published.get(option)
        if printed is None:
            continue
        share, allowed = published_share(printed, n, level), figure_range(printed, own)
        if rebased:
            value, allowed = of_the_answered(option, asked, own, of)
            if math.isnan(value):
                continue
            whole = printed.model_copy(update={"value": 100 * value, "low": None, "high": None, "level": None})
            share = published_share(whole, n, level)
        points.append(
            TrendPoint(
                **common,
                option=option,
                **vars(share),
                n=n,
                n_weighted=math.nan,
                n_eff=n if share.deff > 0 else math.nan,
                df=math.nan,
                bound="" if printed.qualifier == "exact" else printed.qualifier,
                status="derived" if rebased and printed.status == "published" else printed.status,
                n_assumed=size.known == "assumed",
                note="; ".join(_remarks(own, option, printed)),
                printed_range=printed_text(printed) if printed.value is None else None,
                base=base or of.base,
                least=allowed.low,
                most=allowed.high,
            )
        )
    return tuple(points)


def unfit_base(asked: Question, own: StudyQuestion, base: str | None) -> Text | None:
    """Why published figures cannot be brought to ``base``; None where they can, or are of it."""
    if base is None or not own.published:
        return None
    of = published_base(asked, own)
    if base == of.base or (base != "valid" and of.base != "valid"):
        return None
    if base == "valid":
        return message("trends.base_open") if math.isnan(of.answered) else None
    return message("trends.base_only_valid")


def other_readings(own: StudyQuestion, option: str) -> list[tuple[str, Text]]:
    """Source and figure of every other printing of ``option`` that differs from the one that is used."""
    used = own.published.get(option)
    found = [(reading.source, reading.published[option]) for reading in own.readings if option in reading.published]
    return [(source, printed_text(other)) for source, other in found if used is None or not _same(used, other)]


def printed_text(printed: Figure) -> Text:
    """A figure as its source prints it: "61.8", "more than 60", "5-8"."""
    if printed.value is None:
        low, high = ("?" if end is None else short(end, 6) for end in (printed.low, printed.high))
        return message("trends.range", low=low, high=high)
    return with_qualifier(short(printed.value, 6), printed.qualifier)


def _same(one: Figure, other: Figure) -> bool:
    return (one.value, one.low, one.high, one.qualifier) == (other.value, other.low, other.high, other.qualifier)


def _remarks(own: StudyQuestion, option: str, printed: Figure) -> list[str]:
    found = [say(printed_text(printed))] if printed.value is None else []
    found += [f"“{printed.said}”"] if printed.said else []
    found += [f"{source}: {say(other)}" for source, other in other_readings(own, option)]
    return [*found, say(printed.note).strip()] if printed.note else found
