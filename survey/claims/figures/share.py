"""One share as it is known: a number, or only a limit, with what its printing leaves open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from survey.claims.figures.printed import Printed, figure_text, made_text
from survey.claims.figures.printing import percent
from survey.definitions.records.values import UPPER_BOUNDS, Figure
from survey.maths.published import Range, printed_range
from survey.phrases.read import read_phrase
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


@dataclass(frozen=True)
class Share:
    """One share (0-1). ``value`` is NaN where only a limit is known; ``allowed`` is what the printing leaves open."""

    value: float
    allowed: Range
    printed: tuple[Printed, ...]  # as printed, without the percent sign; several that are added up
    bound: str = ""  # qualifier of a figure that is only a limit
    status: str = "published"  # published | derived | inferred | microdata
    exact: bool = True  # False for "about"
    said: str = ""  # the source's own words, where it gives words
    decimals: int = 1
    part: float = 1.0  # a limit that is meant of a part of the base only

    @property
    def text(self) -> Text:
        """As printed: "61.8", "more than 60", "22 + 19"."""
        added = joined(self.printed, " + ")
        return added if self.part == 1 else message("claims.limit_of_part", figure=added, part=percent(self.part))

    @property
    def known(self) -> bool:
        """True where there is a number and not only a limit."""
        return not math.isnan(self.value)

    @property
    def nominal(self) -> float:
        """The number, or the number that a limit names (the lower end of a range)."""
        if self.known:
            return self.value
        return self.allowed.high if self.bound in UPPER_BOUNDS else self.allowed.low

    @property
    def in_words(self) -> bool:
        """True where a source repeats words ("two-thirds") and has no figure of its own."""
        return bool(self.said) and read_phrase(self.said) is not None


def printed_share(figure: Figure, decimals: int | None = None) -> Share:
    """A printed percentage as a share; ``decimals`` are the digits of its table, where they are known."""
    said, printed = figure.said or "", (figure_text(figure),)
    if figure.value is None:
        low, high = (figure.low or 0.0) / 100, (100.0 if figure.high is None else figure.high) / 100
        return Share(math.nan, Range(low, high), printed, "between", figure.status, False, said)
    own = figure.digits
    digits = own if decimals is None or figure.qualifier != "exact" else max(own, decimals)
    allowed = printed_range(figure.value, digits, figure.qualifier)
    value = math.nan if figure.is_bound else figure.value / 100
    bound = figure.qualifier if figure.is_bound else ""
    return Share(value, allowed, printed, bound, figure.status, figure.qualifier == "exact", said, digits)


def summed(shares: Sequence[Share]) -> Share:
    """Several options joined: a number where all are numbers; what each leaves open adds up."""
    statuses = {share.status for share in shares}
    return Share(
        value=float(sum(share.value for share in shares)),
        allowed=Range(
            min(sum(share.allowed.low for share in shares), 1.0), min(sum(share.allowed.high for share in shares), 1.0)
        ),
        printed=tuple(one for share in shares for one in share.printed),
        bound=next((share.bound for share in shares if share.bound), ""),
        status=statuses.pop() if len(statuses) == 1 else "derived",
        exact=all(share.exact for share in shares),
        decimals=max(share.decimals for share in shares),
    )


def derived_share(value: float, allowed: Range) -> Share:
    """A share worked out from printed ones, and what their rounding leaves of it."""
    return Share(value, allowed, (made_text(100 * value),), status="derived", decimals=1)
