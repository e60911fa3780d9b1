"""How many respondents a figure is of, and how they were found, in numbers and in words."""

from __future__ import annotations

import math

from survey.claims.figures.printing import figure_text, number
from survey.definitions.base_size import usable_size
from survey.definitions.records.study import Study
from survey.definitions.records.values import LOWER_BOUNDS, Figure
from survey.maths.published import Range

ABOUT = 0.05  # what "about" leaves open of a number of respondents, as a part of it
KINDS = {
    "quota": "a quota sample: the interval assumes that its model is right and is no margin of sampling error",
    "opt_in": "a sample of volunteers: the interval assumes that its model is right and is no margin of sampling error",
    "unknown": "how respondents were found is not stated: the interval assumes a random sample",
}


def size_of(size: Figure | None) -> tuple[float, str]:
    """Number of respondents to compute with, and how it is known. An upper limit alone gives none (NaN)."""
    n = usable_size(size)
    if size is None:
        return n, "n is not published"
    if math.isnan(n):
        return n, f"n is known only as {figure_text(size)}"
    if size.value is None:
        return n, f"n = {number(n)}, the lower end of what is printed ({figure_text(size)})"
    word = "as published" if size.status == "published" else size.status
    if size.qualifier in LOWER_BOUNDS:
        return n, f"n = {number(n)} where {figure_text(size)} is {size.status}"
    if size.qualifier == "about":
        return n, f"n = about {number(n)}, {word}"
    return n, f"n = {number(n)} {word}"


def spread_of(size: Figure | None) -> Range:
    """The least and the greatest number that a printed size leaves, as parts of the number computed with: 5 percent on
    both sides of "about", the ends of a range; a lower limit counts as the number it names."""
    n = usable_size(size)
    if size is None or math.isnan(n):
        return Range(1.0, 1.0)
    if size.value is None:
        return Range(1.0, 1.0 if size.high is None else size.high / n)
    return Range(1 - ABOUT, 1 + ABOUT) if size.qualifier == "about" else Range(1.0, 1.0)


def study_sources(study: Study) -> tuple[str, ...]:
    """The sources of a study, or, where they are named beside its figures only, those of all its questions."""
    asked = (source for own in study.questions.values() for source in own.sources)
    return study.sources or tuple(dict.fromkeys(asked))


def kind_of_sample(study: Study) -> str:
    """What the way of finding respondents means for an interval; "" for a probability sample."""
    return KINDS.get(study.sample.kind, "")
