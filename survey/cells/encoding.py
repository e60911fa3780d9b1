"""Answers as small integers: how the values of a column fall on the options of a question.

Matching works on the distinct values of a column, so it costs the same for a thousand rows and for a
table in a database. A value is looked up, in this order, as a code, as an option's id, as a label in any
language, and as a number inside an option's range.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.definitions.question import Question
from survey.words import BLANK, UNKNOWN

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'"})


@dataclass(frozen=True)
class Encoding:
    """The levels of a column. ``levels``: option ids in the definition's order, then ``_blank`` (empty
    cells) and ``_unknown`` (values that no option names). ``kinds``: "" for an answer, else the kind of
    missing. ``numbers``: the scale value of each level, NaN where it has none. ``unknown``: the values
    that no option names, as printed, with how often each occurs.
    """

    question: Question
    column: str
    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    numbers: tuple[float, ...]
    unknown: Mapping[str, int] = field(default_factory=dict)


def plain_question(column: str) -> Question:
    """A question for a column that no definition describes: its distinct values are its options."""
    return Question.model_construct(
        **{
            key: info.get_default(call_default_factory=True)
            for key, info in Question.model_fields.items()
            if key != "question"
        },
        question=column,
    )


def plain_text(value: str) -> str:
    """A text made comparable: Unicode composed, one kind of apostrophe, single blanks, no case."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", value).translate(_APOSTROPHES)).strip().casefold()


def is_blank(value: Any) -> bool:
    """True for an empty cell: null, NaN, or a text of blanks. ``"NA"`` and ``"None"`` are answers."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    try:
        return bool(value != value)
    except (TypeError, ValueError):  # pandas.NA refuses to be compared
        return True


def as_number(value: Any) -> float | None:
    """The number a value stands for (``2``, ``2.0``, ``"2"``, ``"2.0"``), or None."""
    if isinstance(value, (bool, np.bool_)):
        return float(value)
    if isinstance(value, (int, float, np.integer, np.floating)):
        return float(value)
    if isinstance(value, str) and re.fullmatch(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*", value):
        return float(value)
    try:
        return None if isinstance(value, str) else float(value)  # Decimal
    except (TypeError, ValueError):
        return None


def printed(value: Any) -> str:
    """A value as a level name: whole numbers without ``.0``."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    number = None if isinstance(value, str) else as_number(value)
    if number is not None and math.isfinite(number):
        return str(int(number)) if number == int(number) else repr(number)
    text = str(value).strip()
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text)


class _Options:
    """The lookup tables of one question."""

    def __init__(self, question: Question) -> None:
        self.exact: dict[str, str] = {}
        self.numeric: dict[float, str] = {}
        self.ids: dict[str, str] = {}
        self.labels: dict[str, str | None] = {}
        self.ranges: list[tuple[float, float, str]] = []
        for option in question.options.values():
            for code in option.codes:
                if isinstance(code, str):
                    self.exact.setdefault(code.strip(), option.id)
                else:
                    self.numeric.setdefault(float(code), option.id)
            self.ids.setdefault(plain_text(option.id), option.id)
            for text in (option.label or {}).values():
                key = plain_text(text)
                # one text for two options decides nothing
                self.labels[key] = option.id if self.labels.get(key, option.id) == option.id else None
            if option.range:
                low, high = option.range
                self.ranges.append((-math.inf if low is None else low, math.inf if high is None else high, option.id))

    def find(self, value: Any) -> str | None:
        if isinstance(value, str):
            if value.strip() in self.exact:
                return self.exact[value.strip()]
        number = as_number(value)
        if number is not None:
            if number in self.numeric:
                return self.numeric[number]
            text = printed(value)
            if text in self.exact:
                return self.exact[text]
        key = plain_text(printed(value))
        if key in self.ids:
            return self.ids[key]
        if self.labels.get(key):
            return self.labels[key]
        if number is not None:
            for low, high, option in self.ranges:
                if low <= number <= high:
                    return option
        return None


def match(distinct: Iterable[Any], question: Question) -> tuple[list[int], Encoding]:
    """Places of ``distinct`` values (no nulls) among the levels of ``question``, and the encoding without counts.

    An option's value on a scale is its ``value``, else its code where that is a number. A question of type
    ``number`` without ranges, and a question without options, take every other distinct value as a level of
    its own, numbers in order before texts.
    """
    found = list(distinct)
    options = _Options(question)
    free = not question.options or (question.type == "number" and not options.ranges)
    levels = list(question.options)
    kinds = [option.missing or "" for option in question.options.values()]
    numbers = [
        (
            option.value
            if option.value is not None
            else next((float(code) for code in option.codes if not isinstance(code, str)), math.nan)
        )
        for option in question.options.values()
    ]
    named: list[str | None] = [None if is_blank(value) else options.find(value) for value in found]
    if free:
        loose = {
            printed(value): as_number(value)
            for value, name in zip(found, named, strict=True)
            if name is None and not is_blank(value) and not (question.options and as_number(value) is None)
        }
        order = sorted(loose, key=lambda text: (loose[text] is None, loose[text] or 0.0, text))
        # a level that is called like an option of the definition keeps a name of its own
        levels[:0] = order
        kinds[:0] = [""] * len(order)
        numbers[:0] = [math.nan if loose[text] is None else float(loose[text] or 0.0) for text in order]
        named = [
            name if name is not None or is_blank(value) or printed(value) not in loose else printed(value)
            for value, name in zip(found, named, strict=True)
        ]
    place = {level: i for i, level in reversed(list(enumerate(levels)))}
    blank, unknown = len(levels), len(levels) + 1
    codes = [
        blank if is_blank(value) else unknown if name is None else place[name]
        for value, name in zip(found, named, strict=True)
    ]
    return codes, Encoding(
        question=question,
        column=question.column or question.question,
        levels=(*levels, BLANK, UNKNOWN),
        kinds=(*kinds, question.blank, "no_answer"),
        numbers=(*numbers, math.nan, math.nan),
    )


def encode(values: Any, question: Question) -> tuple[NDArray[Any], Encoding]:
    """Level codes of a column in row order, and how they were found.

    ``values``: a pandas Series or an array, (n,). Codes are the smallest integers that hold the levels.
    """
    import pandas as pd

    series = values if isinstance(values, pd.Series) else pd.Series(values)
    places, distinct = _factorize(series)
    codes, encoding = match(distinct, question)
    blank = len(encoding.levels) - 2
    table = np.array([*codes, blank], dtype=_small(len(encoding.levels)))  # place -1 (null) is the last
    coded = table[places]
    strange = [i for i, code in enumerate(codes) if code == blank + 1]
    if strange:
        counts = np.bincount(places[places >= 0], minlength=len(distinct))
        unknown = {printed(distinct[i]): int(counts[i]) for i in strange}
        encoding = Encoding(
            encoding.question, encoding.column, encoding.levels, encoding.kinds, encoding.numbers, unknown
        )
    return coded, encoding


def _small(levels: int) -> Any:
    return np.int8 if levels < 128 else np.int16 if levels < 32768 else np.int32


def _factorize(series: Any) -> tuple[NDArray[np.int64], list[Any]]:
    """Places and distinct values; whole numbers of a narrow span by counting, which is several times faster."""
    import pandas as pd

    array = series.to_numpy() if isinstance(series.dtype, np.dtype) else None
    if array is not None and array.dtype.kind in "iuf" and len(array):
        filled = array
        gone = None
        if array.dtype.kind == "f":
            gone = np.isnan(array)
            # any value that occurs will do: the places of empty cells are overwritten below
            filled = np.where(gone, array[np.argmin(gone)], array) if gone.any() else array
            if not np.isfinite(filled).all():
                filled = None  # type: ignore[assignment]
        if filled is not None:
            low, high = filled.min(), filled.max()
            if high - low < 65_536 and abs(float(low)) < 2**52:
                whole = filled.astype(np.int64)
                if array.dtype.kind != "f" or bool((whole == filled).all()):
                    whole -= int(low)
                    present = np.flatnonzero(np.bincount(whole, minlength=1))
                    table = np.zeros(int(high - low) + 1, dtype=np.int64)
                    table[present] = np.arange(len(present))
                    places = table[whole]
                    if gone is not None and gone.any():
                        places = np.where(gone, -1, places)
                    return places, [int(value) + int(low) for value in present]
    places, distinct = pd.factorize(series, use_na_sentinel=True)
    return np.asarray(places, dtype=np.int64), list(distinct)
