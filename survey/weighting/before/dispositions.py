"""What became of those who were drawn: which options of a question mean an interview, a refusal, …"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.samples.told_answers import known_answers
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import option_of, printed
from survey.cells.table.own_words import as_shown
from survey.definitions.records.question import Question
from survey.errors import WeightingError
from survey.words import BLANK, UNKNOWN, nearest

Options = str | int | bool | Sequence[Any]
_PAIRS = ({"0": False, "1": True}, {"false": False, "true": True}, {"no": False, "yes": True})


def dispositions(
    sample: SampleData, question: Question, cells: CellTable, groups: Mapping[str, Options], others: str | None = None
) -> NDArray[np.int64]:
    """For each of ``cells`` the place in ``groups`` of its answer to ``question``; ``others`` names the group that all
    options not named belong to. Cells in which nobody counts have -1.

    Raises one ``WeightingError`` with every option that is named twice or is none, and with how many respondents have
    no answer or one in no group.
    """
    encoding = sample.engine.encoding(question)
    names = list(groups)
    group = np.full(len(encoding.levels), -1 if others is None else names.index(others))
    group[-2:] = -1  # no answer, and a code that no option names
    problems: list[str] = []
    taken: dict[str, str] = {}
    for name, options in groups.items():
        for option in listed(options):
            level = option_of(option, question) if question.options else printed(option)
            if level is None or level not in encoding.levels[:-2]:
                known = nearest(str(option), known_answers(encoding))
                problems.append(f"{name}: there is no '{option}'. {known}".rstrip())
                continue
            if taken.setdefault(level, name) != name:
                problems.append(f"'{level}' is named as {taken[level]} and as {name}")
            group[encoding.levels.index(level)] = names.index(name)
    place = cells.key(question.question)
    live = cells.respondents > 0
    for level in np.unique(place[live & (group[place] < 0)]):
        count = int(cells.respondents[live & (place == level)].sum())
        called = {BLANK: "have no answer", UNKNOWN: "have a code that no option names"}
        what = called.get(
            encoding.levels[level], f"are '{as_shown(encoding.levels[level], count)}', which is in no group"
        )
        problems.append(f"{count} respondent(s) {what}")
    if problems:
        raise WeightingError(
            "\n".join(problems),
            where=question.question,
            fix="Name every option that occurs once, or give a base weight of 0 to those who should not count.",
        )
    return np.where(live, group[place], -1)


def responded_of(sample: SampleData, question: Question, responded: Options | None) -> tuple[str, ...]:
    """The options that mean an answer: those named, else the one that says so (1 of 0 and 1, true, yes).

    Raises ``WeightingError`` where nothing says so."""
    if responded is not None:
        return tuple(str(option) for option in listed(responded))
    encoding = sample.engine.encoding(question)
    levels = [level for level, count in zip(encoding.levels[:-2], encoding.counts, strict=False) if count]
    for pair in _PAIRS:
        if {level.lower() for level in levels} <= set(pair):
            return tuple(level for level in levels if pair[level.lower()])
    known = known_answers(encoding)
    raise WeightingError(
        f"which of {', '.join(known[:8])}{', …' if len(levels) > len(known[:8]) else ''} have responded?",
        where=question.question,
        fix="Name the options of those who did: responded=('complete', 'partial').",
    )


def listed(options: Options) -> tuple[Any, ...]:
    """One option or several, as several."""
    return tuple(options) if isinstance(options, Iterable) and not isinstance(options, str) else (options,)
