"""How many respondents published percentages are of, and how that is known."""

from __future__ import annotations

import math
from dataclasses import dataclass

from survey.definitions.library import Library
from survey.definitions.study import Study, StudyQuestion
from survey.definitions.values import LOWER_BOUNDS, UPPER_BOUNDS, Figure
from survey.tables.figure_text import figure_text
from survey.tables.texts import Part, joined, number, whole, words
from survey.words import Text


@dataclass(frozen=True)
class PublishedSize:
    """``n`` to compute with (NaN where it is not known) and ``how`` it is known, or why not."""

    n: float
    how: Text


def published_size(study: Study, own: StudyQuestion, library: Library) -> PublishedSize:
    """The number of respondents behind the figures of a question.

    Its own ``size``, else the study's. With a base inside another question and no size of its own, the study's times
    the published share of that base. A lower limit ("more than 1 000") and the lower end of a range are used as they
    are, which makes intervals rather too wide; an upper limit gives none.
    """
    if own.size is not None or own.nested is None:
        return _of(own.size or study.sample.size)
    outer = study.questions.get(own.nested.question)
    figures = [outer.published.get(option) for option in own.nested.options] if outer is not None else []
    shares = [figure.value for figure in figures if figure is not None and figure.value is not None]
    all_of = _of(study.sample.size)
    if not figures or len(shares) < len(figures):
        return PublishedSize(math.nan, words("part_unknown"))
    if not all_of.n > 0:
        return all_of
    part = words("part_of", share=number(sum(shares)), n=whole(all_of.n))
    return PublishedSize(all_of.n * sum(shares) / 100, joined([part, all_of.how], ", "))


def _of(size: Figure | None) -> PublishedSize:
    if size is None:
        return PublishedSize(math.nan, words("not_published"))
    how: Part = words("as_published" if size.status == "published" else size.status)
    if size.value is None:
        low = size.low if size.low is not None else math.nan
        return PublishedSize(low, words("lower_end", figure=figure_text(size, thousands=True)))
    if size.qualifier in UPPER_BOUNDS:
        return PublishedSize(math.nan, words("only_limit", figure=figure_text(size, thousands=True)))
    if size.qualifier in LOWER_BOUNDS or size.qualifier == "about":
        how = joined([figure_text(size, thousands=True), how], ", ")
    return PublishedSize(size.value, joined([how]))
