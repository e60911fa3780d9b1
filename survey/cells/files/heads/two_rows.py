"""Headings in two rows, as SurveyMonkey exports them: a question over its first column, answers below each column."""

from __future__ import annotations

from collections.abc import Sequence

from survey.cells.table.encoding import as_number

_OPEN = {"response", "open-ended response"}  # what stands below a question of one column
_FIRST = {"respondent id", "respondent_id", "collector id", "collector_id"}


def is_two_rows(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether each column is named by one of the rows, those without a question by an answer, and SurveyMonkey's own
    words stand in them: a number of the respondent or collector above, or "Response" below."""
    gaps = [place for place, cell in enumerate(first) if not cell]
    own = any(cell.casefold() in _FIRST for cell in first) or any(cell.casefold() in _OPEN for cell in second)
    pairs = list(zip(first, second, strict=True))
    named = all(above or below for above, below in pairs)
    answers = any(above and as_number(below) is not None for above, below in pairs)  # of a respondent, not headings
    sound = own and named and not answers and bool(first and first[0]) and any(second)
    return sound and (bool(gaps) or _all_open(first, second))


def _all_open(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether no question has several columns, and what stands below is "Response" alone."""
    return all(not below or below.casefold() in _OPEN for below in second) and any(second) and all(first)


def two_rows(first: Sequence[str], second: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """One name for each column, ``question [answer]`` where a question has several, and how many of these there are."""
    names: list[str] = []
    question = ""
    for place, (above, below) in enumerate(zip(first, second, strict=True)):
        question = above or question
        alone = bool(above) and (place + 1 == len(first) or bool(first[place + 1]))
        plain = alone and (not below or below.casefold() in _OPEN)
        names.append(question if plain or not below else f"{question} [{below}]")
    return tuple(names), sum(name.endswith("]") for name in names)
