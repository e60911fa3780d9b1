"""A figure inside a sentence, written as a format of Python says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from survey.wording.rounding import fixed
from survey.wording.worded import Worded

_FIXED = re.compile(r",?\.(\d+)[f%]")  # specs with a fixed number of decimals


@dataclass(frozen=True, eq=False)
class Formatted(Worded):
    """``value`` as ``format`` writes it in English, by ``spec`` (",.6g", ".1%"); elsewhere with a decimal comma,
    thousands set apart by a space that does not break, and a true minus."""

    value: float
    spec: str

    def words(self, language: str) -> str:
        digits = _FIXED.fullmatch(self.spec)
        times, sign = (100, "%") if self.spec.endswith("%") else (1, "")
        value = float(fixed(times * self.value, int(digits[1]))) if digits else self.value
        text = format(value, f"{self.spec[:-1]}f" if digits else self.spec) + (sign if digits else "")
        return text if language == "en" else text.translate({ord(","): "\u00a0", ord("."): ",", ord("-"): "−"})


def formatted(value: float, spec: str = "g") -> Formatted:
    """``value`` by ``spec``; "g" writes it as short as it can be."""
    return Formatted(value, spec)
