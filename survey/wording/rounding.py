"""The rule by which printed figures are rounded: one for a page, and the only place where it is carried out."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextvars import ContextVar
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import wraps
from typing import ParamSpec, TypeVar

from survey.held import Held
from survey.words import Rounding

P = ParamSpec("P")
R = TypeVar("R")
DEFAULT: Rounding = "half_up"
DIGITS = 15  # that a spreadsheet, SPSS and a reader have of a number: 2.675, not the binary 2.67499999999999982
_RULES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}
_asked: ContextVar[Rounding | None] = ContextVar("rounding", default=None)


def rounding() -> Rounding:
    """The rule in force."""
    return _asked.get() or DEFAULT


def rounded(rule: Rounding | None, *, first: bool = False) -> Held:
    """Figures are written by ``rule`` inside; None changes nothing, nor does a rule where one is in force already,
    unless it goes ``first``."""
    return Held((_asked, rule if rule is not None and (first or _asked.get() is None) else _asked.get()))


def by_own_rule(draw: Callable[P, R]) -> Callable[P, R]:
    """``draw``, whose first argument says by which rule its figures are rounded."""

    @wraps(draw)
    def call(*args: P.args, **options: P.kwargs) -> R:
        with rounded(getattr(args[0], "rounding", None) if args else None):
            return draw(*args, **options)

    return call


def fixed(value: float, decimals: int) -> str:
    """``value`` with ``decimals`` digits behind the point: 0.25 is 0.3 ``half_up`` (away from zero, as SPSS and
    spreadsheets print it) and 0.2 ``half_even``."""
    scaled = abs(value) * 10.0**decimals
    if not math.isfinite(scaled) or abs(scaled % 1 - 0.5) > 1e-9 * max(scaled, 1.0) or scaled > 1e15:
        return f"{value:.{decimals}f}"
    exact = Decimal(f"{value:.{DIGITS}g}").quantize(Decimal(1).scaleb(-decimals), _RULES[rounding()])
    return f"{exact:f}"
