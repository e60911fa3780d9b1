"""How many respondents a figure is of, and how they were found, in numbers and in words."""

from __future__ import annotations

import math

from survey.claims.figures.printed import figure_text
from survey.definitions.base_size import usable_size
from survey.definitions.records.study import Study
from survey.definitions.records.values import LOWER_BOUNDS, Figure
from survey.maths.published import Range
from survey.wording.figures import rough
from survey.wording.message import Message, message

ABOUT = 0.05  # what "about" leaves open of a number of respondents, as a part of it
KINDS = ("quota", "opt_in", "unknown")  # ways of finding respondents that are no probability sample


def size_of(size: Figure | None) -> tuple[float, Message]:
    """Number of respondents to compute with, and how it is known. An upper limit alone gives none (NaN)."""
    n = usable_size(size)
    if size is None:
        return n, message("claims.n_unknown")
    if math.isnan(n):
        return n, message("claims.n_limit", figure=figure_text(size))
    if size.value is None:
        return n, message("claims.n_lower_end", n=rough(n), figure=figure_text(size))
    if size.qualifier in LOWER_BOUNDS:
        status = message(f"claims.status_{size.status}")
        return n, message("claims.n_at_least", n=rough(n), figure=figure_text(size), status=status)
    how = message(f"claims.known_{size.status}")
    return n, message("claims.n_about" if size.qualifier == "about" else "claims.n_known", n=rough(n), how=how)


def spread_of(size: Figure | None) -> Range:
    """The least and the greatest number that a printed size leaves, as parts of the number computed with: 5 percent on
    both sides of "about", the ends of a range; a lower limit counts as the number it names."""
    n = usable_size(size)
    if size is None or math.isnan(n):
        return Range(1.0, 1.0)
    if size.value is None:
        return Range(1.0, 1.0 if size.high is None else size.high / n)
    if size.status == "derived" and size.qualifier == "exact" and size.low is not None and size.high is not None:
        return Range(size.low / n, size.high / n)
    return Range(1 - ABOUT, 1 + ABOUT) if size.qualifier == "about" else Range(1.0, 1.0)


def study_sources(study: Study) -> tuple[str, ...]:
    """The sources of a study, or, where they are named beside its figures only, those of all its questions."""
    asked = (source for own in study.questions.values() for source in own.sources)
    return study.sources or tuple(dict.fromkeys(asked))


def kind_of_sample(study: Study) -> Message | None:
    """What the way of finding respondents means for an interval; None for a probability sample."""
    return message(f"claims.sample_{study.sample.kind}") if study.sample.kind in KINDS else None
