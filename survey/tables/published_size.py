"""How many respondents published percentages are of, and how that is known, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from survey.definitions.base_size import base_size, nested_part, usable_size
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import LOWER_BOUNDS, Figure
from survey.tables.figure_text import figure_text
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import Part, joined
from survey.words import Text


@dataclass(frozen=True)
class PublishedSize:
    """``n`` to compute with (NaN where it is not known) and ``how`` it is known, or why not."""

    n: float
    how: Text


def published_size(study: Study, own: StudyQuestion) -> PublishedSize:
    """The number of respondents behind the figures of a question (``definitions.base_size``)."""
    n, how = base_size(study, own), _how(own.size or study.sample.size)
    if own.nested is None or own.size is not None:
        return PublishedSize(n, how)
    part = nested_part(study, own)
    if math.isnan(part):
        return PublishedSize(n, message("tables.part_unknown"))
    if math.isnan(n):
        return PublishedSize(n, how)
    whole_sample = whole(usable_size(study.sample.size))
    return PublishedSize(n, joined([message("tables.part_of", share=number(100 * part), n=whole_sample), how], ", "))


def _how(size: Figure | None) -> Text:
    if size is None:
        return message("tables.not_published")
    if math.isnan(usable_size(size)):
        return message("tables.only_limit", figure=figure_text(size, thousands=True))
    if size.value is None:
        return message("tables.lower_end", figure=figure_text(size, thousands=True))
    how: Part = message("tables.as_published" if size.status == "published" else f"tables.{size.status}")
    if size.qualifier in LOWER_BOUNDS or size.qualifier == "about":
        return joined([figure_text(size, thousands=True), how], ", ")
    return joined([how])
