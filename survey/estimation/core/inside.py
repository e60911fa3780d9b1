"""Which answers of a question belong to a base, and where each stands among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Index
from survey.cells.table.encoding import Encoding
from survey.cells.table.named import named
from survey.definitions.records.question import Question
from survey.errors import EstimationError
from survey.words import BASES


def check_base(question: Question, base: str) -> None:
    """``EstimationError`` for a base that does not exist, or that the question cannot have."""
    if base not in BASES:
        raise EstimationError(f"unknown base '{base}'", where=question.question, fix=f"Use one of {', '.join(BASES)}.")
    if base == "answers" and question.type != "multiple":
        raise EstimationError(
            "shares of the answers marked are for questions of type multiple; to others one respondent gives one",
            where=question.question,
            fix="Use base='valid'.",
        )


@dataclass(frozen=True)
class Inside:
    """``names`` of the rows that belong to a base, and their ``kinds`` of missing. ``places``: of each level of the
    question its places among them, -1 where it has none (further), a row for each answer that a level may hold.
    ``counts``: respondents of the levels outside."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    places: Index
    counts: dict[str, int]


def levels_inside(encoding: Encoding, base: str) -> Inside:
    """What of a question belongs to ``base``; not to be changed, as every table of the data is given the same."""
    key = f"inside {base}"
    if key not in encoding.kept:
        encoding.kept[key] = (_sets_inside if encoding.sets else _answers_inside)(encoding, base)
    found: Inside = encoding.kept[key]
    return found


def _answers_inside(encoding: Encoding, base: str) -> Inside:
    """``levels_inside`` where a level is an answer."""
    n = encoding.counts
    kept, counts = [], {}
    for i, (level, kind) in enumerate(zip(encoding.levels, encoding.kinds, strict=True)):
        if _inside(kind, base) and (not kind or n[i] > 0):
            kept.append(i)
        elif n[i] > 0:
            counts[level] = n[i]
    places = np.full((1, len(n)), -1, dtype=np.int64)
    places[0, kept] = np.arange(len(kept))
    return Inside(tuple(encoding.levels[i] for i in kept), tuple(encoding.kinds[i] for i in kept), places, counts)


def _sets_inside(encoding: Encoding, base: str) -> Inside:
    """``levels_inside`` where a level is a set of answers: who gave a substantive one, whatever else they marked, is in
    every base."""
    n, of = np.array(encoding.counts), named(encoding)
    given = np.array([bool(marks) for marks in encoding.sets])
    inside = np.array([_inside(kind, base) for kind in encoding.kinds]) & (given | (base != "answers"))
    counts: dict[str, int] = {}
    for i in np.flatnonzero(~inside & (n > 0)):
        counts[of.reason[i]] = counts.get(of.reason[i], 0) + int(n[i])
    there = (of.holds[:, inside] @ n[inside]) > 0
    kept = [
        i
        for i, (name, kind) in enumerate(zip(of.names, of.kinds, strict=True))
        if _inside(kind, base) and (there[i] or (not kind and name in encoding.question.options))
    ]
    names, kinds = tuple(of.names[i] for i in kept), tuple(of.kinds[i] for i in kept)
    return Inside(names, kinds, _slots(of.holds[kept] & inside), counts)


def options_inside(question: str, encoding: Encoding, base: str) -> Inside:
    """``levels_inside`` of a question that shares are of; ``EstimationError`` where nobody belongs to the base."""
    if sum(encoding.counts) == 0:
        raise EstimationError("there are no respondents", where=question)
    found = levels_inside(encoding, base)
    if not found.names:
        raise EstimationError(
            f"nobody gave an answer that belongs to the base '{base}'", where=question, fix="Use base='all'."
        )
    return found


def _slots(holds: NDArray[np.bool_]) -> Index:
    """Of each column of ``holds`` (rows, columns) the rows that are true, one below the other, then -1."""
    most = max(int(holds.sum(axis=0).max(initial=0)), 1)
    found = np.full((most, holds.shape[1]), -1, dtype=np.int64)
    row, column = np.nonzero(holds)
    found[(np.cumsum(holds, axis=0) - 1)[row, column], column] = row
    return found


def _inside(kind: str, base: str) -> bool:
    """Whether an answer of this kind of missing ("" for none) belongs to the base."""
    return not kind or base == "all" or (base == "asked" and kind != "not_asked")
