"""The rows of a document as data: figures with twelve digits, texts in one language."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from survey.wording.worded import Worded

DIGITS = 12  # what every machine agrees on; the last digits of a double depend on the order of additions
NOISE = 1e-13  # what is left of a zero after such additions; a p-value may be as small
P_VALUES = ("p_value", "p_adjusted")
COUNTS = ("n", "n_start", "n_end")


def plain(name: str, value: Any, language: str = "en") -> Any:
    """``value`` as JSON has it: a rounded number, a text, a truth value, a list, an object; None where there is no
    figure."""
    if value is None or isinstance(value, str):
        return value
    if hasattr(value, "item"):
        value = value.item()  # a number of numpy
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        value = 0.0 if abs(value) < NOISE and name not in P_VALUES else float(f"{value:.{DIGITS}g}")
        return int(value) if name in COUNTS and value.is_integer() else value
    if isinstance(value, Worded):
        return value[language]
    if isinstance(value, Mapping):
        return {key: plain(key, item, language) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(name, item, language) for item in value]
    return value
