"""How figures are written in each language."""

from __future__ import annotations

from survey.wording import figures


def number(value: float, language: str, decimals: int) -> str:
    """``value`` with ``decimals`` and the language's decimal mark; no figure is a dash."""
    return figures.number(value, decimals)[language]


def points(value: float, language: str) -> str:
    """A difference of proportions in percentage points, one decimal, with its sign."""
    return figures.points(value)[language]


def percent(share: float, language: str, decimals: int) -> str:
    """A proportion in percent without the sign; a share that is small but not 0 never prints as 0."""
    return figures.percent(share, decimals)[language]
