"""How many respondents a figure is of, and how they were found, in numbers and in words."""

from __future__ import annotations

import math

from survey.claims.printing import figure_text, number
from survey.definitions.study import Study
from survey.definitions.values import LOWER_BOUNDS, UPPER_BOUNDS, Figure

KINDS = {
    "quota": "a quota sample: the interval assumes that its model is right and is no margin of sampling error",
    "opt_in": "a sample of volunteers: the interval assumes that its model is right and is no margin of sampling error",
    "unknown": "how respondents were found is not stated: the interval assumes a random sample",
}


def size_of(size: Figure | None) -> tuple[float, str]:
    """Number of respondents to compute with, and how it is known. An upper limit alone gives none (NaN)."""
    if size is None:
        return math.nan, "n is not published"
    if size.value is None:
        low = size.low if size.low is not None else math.nan
        return low, f"n = {number(low)}, the lower end of what is printed ({figure_text(size)})"
    if size.qualifier in UPPER_BOUNDS:
        return math.nan, f"n is known only as {figure_text(size)}"
    word = "as published" if size.status == "published" else size.status
    if size.qualifier in LOWER_BOUNDS:
        return size.value, f"n = {number(size.value)} ({figure_text(size)}, {word})"
    if size.qualifier == "about":
        return size.value, f"n = {number(size.value)} (about, {word})"
    return size.value, f"n = {number(size.value)} {word}"


def kind_of_sample(study: Study) -> str:
    """What the way of finding respondents means for an interval; "" for a probability sample."""
    return KINDS.get(study.sample.kind, "")
