"""The number that each respondent answered, without a level for each number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.engine import Engine
from survey.cells.table.encoding import as_number, option_of
from survey.definitions.records.question import Option, Question
from survey.words import BLANK


@dataclass(frozen=True)
class RowNumbers:
    """``numbers`` (n,): NaN for those without a substantive answer, whom ``outside`` counts by level. ``without``:
    answers that stand for no number, which have to be refused."""

    numbers: NDArray[np.float64]
    outside: dict[str, int]
    outside_of: NDArray[np.int64]  # place of each such respondent's level in ``outside``, -1 for the others
    without: tuple[str, ...]


def row_numbers(engine: Engine, question: Question) -> RowNumbers:
    """The numbers of ``question`` in the order of the data, as its encoding has them (``engine.encoding``).

    A column of numbers is read as it is: of a hundred thousand incomes each would else become a level. Only numbers
    that an option may stand for (98: refused) are looked up.
    """
    values = engine.values(question.column or question.question) if _free(question) else None
    if values is not None and values.dtype.kind in "iuf":
        return _read(values.astype(float), question)
    encoding = engine.encoding(question)
    codes = engine.codes(question).astype(np.int64)
    kinds = np.array([bool(kind) for kind in encoding.kinds])
    numbers = np.where(kinds, np.nan, np.array(encoding.numbers, dtype=float))
    names = [level for level, gone, n in zip(encoding.levels, kinds, encoding.counts, strict=True) if gone and n]
    place = np.array([names.index(level) if level in names else -1 for level in encoding.levels], dtype=np.int64)
    place = np.where(kinds, place, -1)
    without = [
        level for level, gone, x in zip(encoding.levels, kinds, numbers, strict=True) if not gone and not np.isfinite(x)
    ]
    counts = dict(zip(encoding.levels, encoding.counts, strict=True))
    return RowNumbers(numbers[codes], {name: counts[name] for name in names}, place[codes], tuple(without))


def _free(question: Question) -> bool:
    """Whether any number is an answer."""
    ranged = any(option.range for option in question.options.values())
    return not question.options or (question.type == "number" and not ranged)


def _read(values: NDArray[np.float64], question: Question) -> RowNumbers:
    infinite = "inf" if np.isposinf(values).any() else "-inf" if np.isneginf(values).any() else ""
    numbers, names = values.copy(), [BLANK]
    place = np.where(np.isnan(values), 0, -1)
    without = [infinite] if infinite else []
    for option in question.options.values():
        if not option.missing and _value(option) is None:
            without.append(option.id)
    for number in _special(question):
        at = values == number
        found = option_of(number, question) if at.any() else None
        if found is None:
            continue
        option = question.options[found]
        if option.missing:
            if found not in names:
                names.append(found)
            place[at] = names.index(found)
            numbers[at] = np.nan
        else:
            value = _value(option)
            numbers[at] = np.nan if value is None else value
    sizes = np.bincount(place[place >= 0], minlength=len(names))
    outside = {name: int(size) for name, size in zip(names, sizes, strict=True) if size}
    moved = np.cumsum(sizes > 0) - 1
    return RowNumbers(numbers, outside, np.where(place >= 0, moved[place], -1), tuple(without))


def _value(option: Option) -> float | None:
    """What the option counts as: its value, else the code that is a number."""
    if option.value is not None:
        return option.value
    return next((float(code) for code in option.codes if not isinstance(code, str)), None)


def _special(question: Question) -> list[float]:
    """The numbers that an option may stand for: by a code, its id or a label."""
    texts: list[object] = []
    for option in question.options.values():
        texts += [*option.codes, option.id, *(option.label or {}).values()]
    return sorted({number for number in map(as_number, texts) if number is not None})
