"""What raking needs, from margins that fit the sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin
from survey.weighting.margins.answers import Answers
from survey.weighting.margins.derived import derived
from survey.weighting.margins.margin_figures import Figures
from survey.weighting.margins.named import with_names
from survey.weighting.margins.prepared import Asked, Gathered, Prepared
from survey.weighting.margins.recode import PLAIN
from survey.weighting.margins.target_errors import target_covariance
from survey.words import BLANK, UNKNOWN

CARRIED = "base weight kept"  # the level of those who are not weighted to a margin


@dataclass(frozen=True)
class _Standing:
    """A margin on the questions that it stands on. ``place``: of each cell; ``goals``: shares of the places, called
    ``names``; ``into``: the place of each flat one (-1: none). ``plain``: they are the answers as they were given."""

    questions: list[Question]
    place: Index
    names: Sequence[tuple[str, ...]]
    goals: Array
    into: Index
    plain: bool


def assembled(answers: Answers, asked: Asked, made: Gathered, cells: CellTable, total: float) -> Prepared:
    """What raking to the margins of ``made`` needs; ``total``: what the weights will add to."""
    sample, keys = answers.sample, answers.keys(asked)
    kept = float(cells.sum_w[made.carried].sum() / cells.sum_w.sum()) if made.carried.any() else 0.0
    standing_on = {question.question for question in answers.questions.values()}
    own = [question for question in keys if question.question in standing_on]
    table = cells if len(own) == len(keys) else sample.engine.collapse(own)
    standing: list[_Standing] = []
    margins: dict[str, Margin] = {}
    for one in made.figures:
        share = one.share * (1 - kept)
        if not one.groups and not made.carried.any() and all(side.own for side in one.sides):
            questions = [answers.questions[side.variable] for side in one.sides]
            stands = _Standing(questions, one.place, one.levels, share, np.arange(len(share)), True)
        else:
            sample, stands = _derived(sample, answers, one, _places(one, share, made.carried, kept), own, table, cells)
        imputed = any(side.key != side.variable for side in one.sides)
        margins[one.name] = one.margin
        if not stands.plain or made.counts or imputed:
            margins[one.name] = _used(one, stands)
        standing.append(stands)
    wanted = tuple(one.goals * total for one in standing)
    places, sizes = [one.into for one in standing], [len(goals) for goals in wanted]
    return Prepared(
        keys=tuple(keys),
        cells=cells,
        names=tuple(margins),
        margins=margins,
        variables={question.question: question for one in standing for question in one.questions},
        index=tuple(one.place for one in standing),
        wanted=wanted,
        total=total,
        notes=(*made.said, *made.warnings),
        sample=sample,
        labels=tuple(tuple(one.names) for one in standing),
        counts=dict(made.counts),
        covariance=target_covariance(asked.targets, made.figures, places, sizes, total * (1 - kept)),
    )


def _derived(
    sample: SampleData,
    answers: Answers,
    one: Figures,
    places: tuple[Index, list[str], Array, Index],
    own: Sequence[Question],
    table: CellTable,
    cells: CellTable,
) -> tuple[SampleData, _Standing]:
    """The margin on a column made for it, and the sample with that column. ``table``: the collapse by ``own``."""
    place, texts, goals, into = places
    row = np.searchsorted(table.flat(table.keys), cells.flat([question.question for question in own]))
    by_table = np.zeros(len(table), dtype=np.int64)
    by_table[row] = place
    sample, question = derived(sample, one.name, own, table, by_table, texts)
    question = with_names(question, [answers.questions[side.variable] for side in one.sides])
    names = [(text,) for text in (*texts, BLANK, UNKNOWN)]
    return sample, _Standing([question], place, names, np.concatenate([goals, [0.0, 0.0]]), into, False)


def _used(one: Figures, stands: _Standing) -> Margin:
    """The margin as it was used: its questions, and figures that are no longer those of the file."""
    whole = one.whole if one.whole > 0 else 1.0
    used = {options: float(goal * whole) for options, goal in zip(stands.names, stands.goals, strict=True) if goal > 0}
    kind = "counts" if one.margin.counts is not None else "shares"
    plain: dict[str, Any] = {"nested": None, "sizes": None, "recode": {}, "merge": ()}
    exact = {"std_error": None, "covariance": None}
    variables = tuple(question.question for question in stands.questions)
    return one.margin.model_copy(update={"variables": variables, kind: used, **plain, **exact})


def _places(
    one: Figures, share: Array, carried: NDArray[np.bool_], kept: float
) -> tuple[Index, list[str], Array, Index]:
    """The margin on a level of its own for each group of places: the level of each cell, their names, their shares, and
    the level of each flat place (-1: none)."""
    into = np.full(len(share), -1, dtype=np.int64)
    grouped = {place: group for group in one.groups for place in group}
    texts: list[str] = []
    goals: list[float] = []
    here = np.zeros(len(share), dtype=bool)
    here[one.place] = True
    for place in range(len(share)):
        if into[place] >= 0 or not (here[place] or share[place] > 0):
            continue
        group = grouped.get(place, [place])
        into[group] = len(texts)
        texts.append(" + ".join(" × ".join(PLAIN.get(part, part) for part in one.levels[item]) for item in group))
        goals.append(float(share[group].sum()))
    of_cells = into[one.place]
    if carried.any():
        of_cells = np.where(carried, len(texts), of_cells)
        texts.append(CARRIED)
        goals.append(kept)
    return of_cells, texts, np.array(goals), into
