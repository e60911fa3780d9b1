"""What a printed cell holds: a number with its digits, a limit, a mark, or words."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

_NUMBER = re.compile(
    r"[(\[]?\s*(?P<sign>[<>≤≥±~≈])?\s*"
    r"(?P<number>[-−+]?(?:\d{1,3}(?:[ \u00a0\u2009\u202f,'’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+))"
    r"\s*(?P<percent>%)?\s*[)\]]?\s*[*†‡°#]{0,3}(?:\s*[A-Z](?:[ ,/]?[A-Z]){0,15})?"
)
_THOUSANDS = re.compile(r"[-−+]?\d{1,3}([ \u00a0\u2009\u202f,'’])\d{3}")
_DASHES = re.compile(r"[-‐‑–—−]+")
NO_ANSWER = frozenset({"n/a", "na", "n.a.", "..", "...", "…", "нет", "н/д", "н/з"})
_LIMITS: dict[str, Literal["less", "more"]] = {"<": "less", "≤": "less", ">": "more", "≥": "more"}
EXACT = 1e-9  # the last bit of a share decides no limit: 1.0 is not below 1
MOST_LETTERS = 3  # of a mark


@dataclass(frozen=True)
class CellFigure:
    """``kind``: a number; a limit ("<1", ">99"); a blank or a mark, as ``mark``; words, which are no figure.
    ``decimals``: digits behind the point as printed; ``edge``: how far a limit reaches past its figure, above zero
    where that is inside itself ("≤1")."""

    kind: Literal["number", "less", "more", "mark", "words"]
    value: float = math.nan
    decimals: int = 0
    percent: bool = False
    mark: str = ""
    edge: float = -EXACT


def cell_figure(text: str) -> CellFigure:
    """What ``text`` holds. Marks of small bases and letters of column tests behind a number say nothing of it."""
    text = text.strip()
    if not text or _DASHES.fullmatch(text) or text.casefold() in NO_ANSWER:
        return CellFigure("mark", mark="–" if _DASHES.fullmatch(text or "x") else text.casefold())
    found = _NUMBER.fullmatch(text)
    if found is None:
        short = len(text) <= MOST_LETTERS and not any(sign.isalnum() for sign in text)
        return CellFigure("mark", mark=text) if short else CellFigure("words")
    written = found["number"].replace("−", "-")
    grouped = _THOUSANDS.match(written)
    if grouped:
        written = written.replace(grouped[1], "", written.count(grouped[1]))
    written = written.replace(",", ".")
    decimals = len(written.partition(".")[2])
    kind: Literal["number", "less", "more"] = _LIMITS.get(found["sign"] or "", "number")
    edge = EXACT if found["sign"] in ("≤", "≥") else -EXACT
    return CellFigure(kind, float(written), decimals, bool(found["percent"]), edge=edge)


def is_figure(text: str) -> bool:
    """Whether a cell holds a number or a limit."""
    return cell_figure(text).kind in ("number", "less", "more")
