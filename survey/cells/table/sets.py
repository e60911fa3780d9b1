"""Questions of several answers: a raw value tells all answers of a respondent, a level is one set of them.

The raw value joins the texts of all columns that say something of the question (``joined_name``), so that an engine
groups, keeps and joins by it as by any other column. What a text means was settled when the data were opened
(``survey.cells.meanings.set_meaning``) and stands in the ``SetPart`` of its column.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from survey.cells.table.encoding import Encoding
from survey.cells.table.joined import raw_of
from survey.cells.table.set_question import SetQuestion
from survey.cells.table.set_reader import Answers, SetReader
from survey.words import BLANK, NONE, NOT_ASKED, UNKNOWN

_PLUS = " + "  # between the options in the name of a set


def match_sets(distinct: Iterable[Any], question: SetQuestion) -> tuple[list[int], Encoding]:
    """Places of ``distinct`` joined texts among the sets that occur, and the encoding without counts.

    Sets stand in the order of their options in the definition, whatever the order of rows and columns.
    """
    reader, found = SetReader(question), [raw_of(value) for value in distinct]
    order = {option: k for k, option in enumerate(question.options)}
    read = [reader.read(raw) for raw in found]
    sets = {answers.options for answers in read if answers.asked and answers.options}
    patterns = sorted(sets, key=lambda options: sorted(order[option] for option in options))
    names = [_level(answers) for answers in read]
    extra = [level for level in (NONE, NOT_ASKED) if level in names]
    named = [_PLUS.join(sorted(options, key=order.__getitem__)) for options in patterns]
    levels = (*named, *extra, BLANK, UNKNOWN)
    place: dict[Any, int] = {options: k for k, options in enumerate(patterns)}
    place |= {level: len(patterns) + k for k, level in enumerate((*extra, BLANK, UNKNOWN))}
    missing = {option.id: option.missing or "" for option in question.options.values()}

    def kind(options: frozenset[str]) -> str:
        kinds = [missing[option] for option in sorted(options, key=order.__getitem__)]
        return "" if "" in kinds else kinds[0]

    special = {NONE: "", NOT_ASKED: "not_asked"}
    codes = [place[name or answers.options] for name, answers in zip(names, read, strict=True)]
    return codes, Encoding(
        question=question,
        column=question.shown,
        levels=levels,
        kinds=(*map(kind, patterns), *(special[level] for level in extra), question.blank, "no_answer"),
        numbers=(math.nan,) * len(levels),
        sets=(*patterns, *(frozenset[str]() for _ in range(len(extra) + 2))),
    )


def _level(answers: Answers) -> str:
    """The level that is no set of options; "" for one."""
    if not answers.asked:
        return NOT_ASKED
    if answers.options:
        return ""
    return UNKNOWN if answers.other else NONE if answers.given else BLANK


def counted_sets(encoding: Encoding, distinct: Iterable[Any], codes: Sequence[int], often: Iterable[int]) -> Encoding:
    """The encoding with the number of rows in each level, and the answers that no option names: also those beside
    others that one names."""
    assert isinstance(encoding.question, SetQuestion)
    reader, unknown = SetReader(encoding.question), Counter[str]()
    often = [int(count) for count in often]
    for value, count in zip(distinct, often, strict=True):
        answers = reader.read(raw_of(value))
        for text in set(answers.other) if answers.asked else ():
            unknown[text] += count
    sizes = np.bincount(np.asarray(codes, dtype=np.int64), often or None, minlength=len(encoding.levels))
    return replace(encoding, unknown=dict(unknown), counts=tuple(int(size) for size in sizes))
