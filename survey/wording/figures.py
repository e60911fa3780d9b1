"""How numbers are written in each language. Every figure that a person reads is written here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from survey.wording.rounding import fixed
from survey.wording.worded import Worded
from survey.words import DASH

Kind = Literal["number", "short", "signed", "whole", "points", "percent", "end", "probability"]
LEAST_P = 0.001  # a smaller p-value is printed as smaller than this


@dataclass(frozen=True, eq=False)
class Number(Worded):
    """A value and how it is written.

    * number: with ``decimals``, or as short as it can be; signed: the same with its sign;
    * short: with at most ``decimals``, no zeros at the end; whole: a count, its thousands set apart;
    * percent: a proportion times 100 without the sign, never 0 or 100 where it is only near;
    * end: a proportion times 100 as an end of an interval, which may be 0 or 100;
    * points: a difference of proportions times 100, with its sign;
    * probability: a p-value, never 0.

    ``before``: a sign that belongs to it (> of a limit); ``after``: a mark behind it (* of a small base); ``brief``: as
    sentences have it, no lone zero after the point and zero as 0.
    """

    value: float
    kind: Kind = "number"
    decimals: int | None = None
    before: str = ""
    after: str = ""
    brief: bool = False

    @property
    def known(self) -> bool:
        """Whether there is a figure; without one a dash is printed."""
        return math.isfinite(self.value)

    @property
    def places(self) -> int:
        """How many digits are written behind the decimal mark."""
        if self.kind in ("percent", "end"):
            return 1 if self.decimals is None else self.decimals
        return len(self._written("en").partition(".")[2])

    @property
    def is_near(self) -> bool:
        """Whether only what it is near to is written: <0.1, >99.9."""
        if self.kind == "percent":
            return bool(_near(self.value, 1 if self.decimals is None else self.decimals))
        return self.kind == "probability" and self.value < LEAST_P

    def words(self, language: str) -> str:
        if not self.known:
            return DASH
        return f"{self.before}{self._written(language)}{self.after}"

    def _written(self, language: str) -> str:
        if self.kind == "whole":
            apart = "," if language == "en" else "\u00a0"
            return f"{int(fixed(self.value, 0)):,}".replace(",", apart).replace("-", "−")
        decimals = 1 if self.decimals is None else self.decimals
        if self.kind == "percent":
            return _percent(self.value, language, decimals)
        if self.kind == "end":
            return in_figures(self._digits(100 * self.value, decimals), language)
        if self.kind in ("points", "signed"):
            scale = 100 if self.kind == "points" else 1
            written = in_figures(self._digits(scale * self.value, decimals), language)
            return written if written.startswith("−") or not written.strip("0.,") else f"+{written}"
        if self.kind == "short" and decimals:
            return in_figures(fixed(self.value, decimals).rstrip("0").rstrip("."), language)
        if self.kind == "probability":
            least = f"<{in_figures(f'{LEAST_P:.3f}', language)}"
            return least if self.value < LEAST_P else in_figures(fixed(self.value, 3), language)
        written = f"{self.value:.10g}" if self.decimals is None else self._digits(self.value, decimals)
        return in_figures(written, language)

    def _digits(self, value: float, decimals: int) -> str:
        written = fixed(value, decimals)
        if not self.brief:
            return written
        return "0" if float(written) == 0 else written[:-2] if decimals == 1 and written[-2:] == ".0" else written


def in_figures(number: str, language: str) -> str:
    """A number as Python writes it, with the decimal mark of ``language`` and a true minus, which no zero has."""
    if float(number) == 0:
        number = number.lstrip("-")
    return (number if language == "en" else number.replace(".", ",")).replace("-", "−")


def number(value: float, decimals: int | None = None) -> Number:
    """``value`` with ``decimals``; without, as short as it can be written."""
    return Number(value, "number", decimals)


def short(value: float, decimals: int = 1) -> Number:
    """``value`` with at most ``decimals``: 61.8, 29."""
    return Number(value, "short", decimals)


def brief(value: float, decimals: int = 1) -> Number:
    """``value`` as sentences have it: 61.8, but 62 for 62.0; digits of a figure that was printed with more stay."""
    return Number(value, "number", decimals, brief=True)


def rough(value: float) -> Number:
    """A count or a ratio of which the size matters: whole from ten on, with one digit below."""
    return Number(value, "number", 0 if value >= 10 else 1)


def times_by(value: float) -> int:
    """The number that "times" goes by after a ``rough`` value: itself, or the few for a fraction ("в 1,3 раза")."""
    return round(value) if value >= 10 else 2


def step(share: float) -> Number:
    """A difference of proportions in points, with its sign, as sentences have it: +2.1, −14."""
    return Number(share, "points", 1, brief=True)


def whole(value: float) -> Number:
    """A count; an unknown one is a dash."""
    return Number(value, "whole")


def points(value: float, decimals: int = 1) -> Number:
    """A difference of proportions in percentage points."""
    return Number(value, "points", decimals)


def percent(share: float, decimals: int = 1) -> Number:
    """A proportion in percent without the sign."""
    return Number(share, "percent", decimals)


def percent_end(share: float, decimals: int = 1) -> Number:
    """An end of an interval of proportions, in percent without the sign."""
    return Number(share, "end", decimals)


def signed(value: float, decimals: int) -> Number:
    """A number with its sign: a difference in its own unit."""
    return Number(value, "signed", decimals)


def probability(p: float) -> Number:
    """A p-value with three decimals; one below 0.001 is written as that."""
    return Number(p, "probability")


def _percent(share: float, language: str, decimals: int) -> str:
    near = _near(share, decimals)
    if not near:
        return in_figures(fixed(100 * share, decimals), language)
    least = 10.0**-decimals
    return near + in_figures(f"{least if near == '<' else 100 - least:.{decimals}f}", language)


def _near(share: float, decimals: int) -> str:
    """The sign of a proportion that is near 0 or 1 and would be written as that; "" for others."""
    if 0.01 < share < 0.99 and decimals >= 0:  # most, and a book has a hundred thousand
        return ""
    written = float(fixed(100 * share, decimals)) if math.isfinite(share) else math.nan
    if share > 0 and written == 0:
        return "<"
    return ">" if share < 1 and written == 100 else ""
