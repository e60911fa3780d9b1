"""Answers as small integers: how the values of a column fall on the options of a question.

Matching works on the distinct values of a column, so it costs the same for a thousand rows and for a
table in a database. A value is looked up, in this order, as a code, as an option's id, as a label in any
language (at last without the difference of ё and е and of letters that look the same), and as a number
inside an option's range.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from survey.definitions.records.question import Option, Question
from survey.words import BLANK, UNKNOWN, closest

SEVERAL = 5  # respondents whose common answer tells nothing of one of them
_CODE = re.compile(r"[-+]?\d{1,5}([.,]\d{1,3})?|\.[a-z]")  # no telephone, no day of birth
SHOWN = 20  # answers without an option that are looked at one by one
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'", "′": "'"})
# ё is often written е, and Latin letters stand for Cyrillic ones that look the same (i for і on a Russian keyboard)
_ALIKE = str.maketrans("ёaceiopxy", "еасеіорху")


@dataclass(frozen=True)
class Encoding:
    """The levels of a column. ``levels``: option ids in the definition's order, then ``_blank`` (empty
    cells) and ``_unknown`` (values that no option names). ``kinds``: "" for an answer, else the kind of
    missing. ``numbers``: the scale value of each level, NaN where it has none. ``unknown``: the values
    that no option names, as printed, with how often each occurs. ``counts``: rows in each level. ``sets``: of
    a question of several answers, the options that each level stands for (``survey.cells.table.sets``).
    """

    question: Question
    column: str
    levels: tuple[str, ...]
    kinds: tuple[str, ...]
    numbers: tuple[float, ...]
    unknown: Mapping[str, int] = field(default_factory=dict)
    counts: tuple[int, ...] = ()
    sets: tuple[frozenset[str], ...] = ()

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What was worked out of the levels already, which every table asks for again: by what it is."""
        return {}


@lru_cache(maxsize=1024)  # asked for again by every table, and compared by identity first
def plain_question(column: str) -> Question:
    """A question for a column that no definition describes: its distinct values are its options."""
    return Question.model_construct(
        {"question"},
        **{
            key: info.get_default(call_default_factory=True)
            for key, info in Question.model_fields.items()
            if key != "question"
        },
        question=column,
    )


def number_question(question: Question) -> Question:
    """The question with its numbers as levels: ranges are taken away, kinds of missing and codes stay.

    It has a name of its own, as the ranges may be a domain or a margin in the same work."""
    if not any(option.range for option in question.options.values()):
        return question
    options = {key: option for key, option in question.options.items() if option.range is None}
    update = {"question": f"{question.question} as a number", "options": options, "nets": {}}
    return question.model_copy(update={**update, "column": question.column or question.question})


def plain_text(value: str) -> str:
    """A text made comparable: Unicode composed, one kind of apostrophe, single blanks, no case."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", value).translate(_APOSTROPHES)).strip().casefold()


def alike_text(value: str) -> str:
    """A text made comparable, also where letters that look the same stand for each other."""
    return plain_text(value).translate(_ALIKE)


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


def takes_numbers(question: Question) -> bool:
    """Whether answers are numbers by themselves: those of a number, of ranges, of a scale."""
    return question.type in ("number", "scale") or any(option.range for option in question.options.values())


def number_in(value: Any, question: Question) -> float | None:
    """The number that an answer to ``question`` stands for; with a decimal comma where the question has that."""
    number = as_number(value)
    if number is not None or question.decimal != "," or not isinstance(value, str) or not takes_numbers(question):
        return number
    text = value.strip()
    return float(text.replace(",", ".")) if re.fullmatch(r"[-+]?\d+,\d+", text) else None


def printed(value: Any) -> str:
    """A value as a level name: whole numbers without ``.0``."""
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))  # all digits of an id of 64 bits
    number = None if isinstance(value, str) else as_number(value)
    if number is not None and math.isfinite(number):
        return str(int(number)) if number == int(number) else repr(number)
    text = str(value).strip()
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text)


def is_code(text: str) -> bool:
    """Whether a text is a short number or a tag, as options have them."""
    return _CODE.fullmatch(text.strip()) is not None


def clipped(text: str) -> str:
    """An answer on one line, in at most 40 letters."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


class Options:
    """The lookup tables of one question."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.exact: dict[str, str] = {}
        self.numeric: dict[float, str] = {}
        self.ids: dict[str, str] = {}
        self.labels: dict[str, str | None] = {}
        self.alike: dict[str, str | None] = {}
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
                for table, name in ((self.labels, key), (self.alike, key.translate(_ALIKE))):
                    # one text for two options decides nothing
                    table[name] = option.id if table.get(name, option.id) == option.id else None
            if option.range:
                low, high = option.range
                self.ranges.append((-math.inf if low is None else low, math.inf if high is None else high, option.id))

    def find(self, value: Any) -> str | None:
        if isinstance(value, str):
            if value.strip() in self.exact:
                return self.exact[value.strip()]
        number = number_in(value, self.question)
        if number is not None:
            if number in self.numeric:
                return self.numeric[number]
            text = printed(value)
            if text in self.exact:
                return self.exact[text]
        key = plain_text(printed(value))
        if key in self.ids:
            return self.ids[key]
        label = self.labels.get(key) or self.alike.get(key.translate(_ALIKE))
        if label:
            return label
        if number is not None:
            for low, high, option in self.ranges:
                if low <= number <= high:
                    return option
        return None


def option_of(value: Any, question: Question) -> str | None:
    """The option that ``value`` stands for: by code, id, label or range; None where there is none."""
    return None if is_blank(value) else _options_of(_Same(question)).find(value)


class _Same:
    """A question as a key: itself and no other, without a look at what it says."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __hash__(self) -> int:
        return id(self.question)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.question is self.question


@lru_cache(maxsize=64)  # which holds the questions, so that no number of one is another's
def _options_of(same: _Same) -> Options:
    """The look-up tables of a question, made once for all its values."""
    return Options(same.question)


def match(distinct: Iterable[Any], question: Question) -> tuple[list[int], Encoding]:
    """Places of ``distinct`` values (no nulls) among the levels of ``question``, and the encoding without counts.

    An option's value on a scale is its ``value``, else its code where that is a number. A question of type
    ``number`` without ranges, and a question without options, take every other distinct value as a level of
    its own, numbers in order before texts; a text is no answer to a number.
    """
    found = list(distinct)
    if not question.options and all(isinstance(value, (int, np.integer)) for value in found):
        if not any(isinstance(value, bool) for value in found):
            return _match_whole([int(value) for value in found], question)
    options = Options(question)
    levels, kinds = list(question.options), [option.missing or "" for option in question.options.values()]
    numbers = [_value(option) for option in question.options.values()]
    named: list[str | None] = [None if is_blank(value) else options.find(value) for value in found]
    if not question.options or (question.type == "number" and not options.ranges):
        loose, named = _loose(found, named, question)
        order = sorted(loose, key=lambda text: (loose[text] is None, loose[text] or 0.0, text))
        # a level that is called like an option of the definition keeps a name of its own
        levels[:0] = order
        kinds[:0] = [""] * len(order)
        numbers[:0] = [math.nan if loose[text] is None else float(loose[text] or 0.0) for text in order]
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


def _value(option: Option) -> float:
    """An option's value on a scale."""
    if option.value is not None:
        return option.value
    return next((float(code) for code in option.codes if not isinstance(code, str)), math.nan)


def _loose(
    found: Sequence[Any], named: Sequence[str | None], question: Question
) -> tuple[dict[str, float | None], list[str | None]]:
    """Values that are levels of their own, with the number that each is, and the level of every value."""
    numeric, wordless = takes_numbers(question), bool(question.options) or question.type == "number"

    def called(value: Any) -> str:
        number = number_in(value, question) if numeric and isinstance(value, str) else None
        return printed(value if number is None else number)  # 30,5 and 30.50 are one number

    loose = {
        called(value): number_in(value, question)
        for value, name in zip(found, named, strict=True)
        if name is None and not is_blank(value) and not (wordless and number_in(value, question) is None)
    }
    return loose, [
        name if name is not None or is_blank(value) or called(value) not in loose else called(value)
        for value, name in zip(found, named, strict=True)
    ]


def _match_whole(found: list[int], question: Question) -> tuple[list[int], Encoding]:
    """``match`` of whole numbers to a question without options, such as ids, of which there may be many: each is a
    level by itself, without a look at each as a text."""
    texts, numbers = [str(number) for number in found], np.array(found, dtype=float)
    order = np.lexsort((np.array(texts), numbers)) if (np.diff(numbers) <= 0).any() else np.arange(len(found))
    codes = np.empty(len(found), dtype=np.int64)
    codes[order] = np.arange(len(found))
    return codes.tolist(), Encoding(
        question=question,
        column=question.column or question.question,
        levels=(*(texts[k] for k in order), BLANK, UNKNOWN),
        kinds=(*[""] * len(found), question.blank, "no_answer"),
        numbers=(*numbers[order].tolist(), math.nan, math.nan),
    )


def publishable(encoding: Encoding) -> dict[str, int]:
    """The answers that no option names, as far as they may stand in results, most frequent first; ``…`` counts the
    rest. Shown are short numbers and tags, texts that several respondents gave, and slips of an option's name or
    label: an answer in somebody's own words may tell who gave it."""
    options = encoding.question.options.values()
    known = [name for option in options for name in (option.id, *(option.label or {}).values())]
    shown: dict[str, int] = {}
    for text, count in sorted(encoding.unknown.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN]:
        code = re.fullmatch(r"-?[\d.,]{1,4}|\.[a-z]", text)
        if code or (len(text) <= 40 and (count >= SEVERAL or closest(text, known))):
            shown[text] = count
    rest = sum(encoding.unknown.values()) - sum(shown.values())
    return {**shown, "…": rest} if rest else shown


def counted(
    encoding: Encoding, distinct: Iterable[Any], codes: Sequence[int], often: Iterable[int], rows: int
) -> Encoding:
    """The encoding with the number of rows in each level. ``often[i]``: rows with value ``distinct[i]``, whose level
    is ``codes[i]``; what is missing to ``rows`` is blank."""
    often = list(often)
    sizes = np.bincount(np.asarray(codes, dtype=np.int64), often or None, minlength=len(encoding.levels))
    sizes[-2] += rows - sizes.sum()
    unknown: dict[str, int] = {}
    for value, code, count in zip(distinct, codes, often, strict=True):
        if code == len(encoding.levels) - 1:
            unknown[printed(value)] = unknown.get(printed(value), 0) + int(count)
    return replace(encoding, unknown=unknown, counts=tuple(int(size) for size in sizes))
