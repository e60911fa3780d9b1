"""Predictors of a response as a model matrix."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.arrays import Array, Index
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import number_question
from survey.definitions.records.question import Question
from survey.errors import WeightingError
from survey.weighting.margins.one_answer import one_answer


def model_keys(
    sample: SampleData, terms: Sequence[Sequence[str]], numbers: Sequence[str]
) -> tuple[dict[str, Question], set[str]]:
    """The questions of the model, and which of them are straight lines, without ranges."""
    names = list(dict.fromkeys(part for term in terms for part in term))
    stray = [number for number in numbers if number not in names]
    if stray:
        said = f"{', '.join(stray)} named in numbers, but not among the predictors"
        raise WeightingError(said, where="numbers", fix="Name them there too.")
    found, lines = {}, set()
    for name in names:
        question = one_answer(sample, name)
        ranges = any(option.range for option in question.options.values())
        if name in numbers or (question.type == "number" and not ranges):
            lines.add(name)
            question = number_question(question)
        found[name] = question
    crossed = sorted(lines & {part for term in terms if len(term) > 1 for part in term})
    if crossed:
        said = f"numbers cannot be crossed with other predictors: {', '.join(crossed)}"
        raise WeightingError(said, where="predictors", fix="Cut them into ranges, or name them alone.")
    return found, lines


def model_matrix(
    sample: SampleData, terms: Sequence[Sequence[str]], keys: dict[str, Question], lines: set[str], cells: CellTable
) -> tuple[Array, Index]:
    """(profiles, columns) with an intercept, and the profile of each cell."""
    at = {name: cells.keys.index(question.question) for name, question in keys.items()}
    codes, profile = np.unique(cells.codes[:, list(at.values())], axis=0, return_inverse=True)
    place = {name: codes[:, k] for k, name in enumerate(at)}
    columns = [np.ones((len(codes), 1))]
    for term in terms:
        if term[0] in lines:
            columns.append(_line(sample, term[0], keys[term[0]], place[term[0]], cells)[:, None])
            continue
        flat = np.zeros(len(codes), dtype=np.int64)
        for part in term:
            flat = flat * len(cells.levels[at[part]]) + place[part]
        levels = np.unique(flat)
        columns.append((flat[:, None] == levels[None, 1:]).astype(float))
    return np.concatenate(columns, axis=1), np.asarray(profile).reshape(-1)


def _line(sample: SampleData, name: str, question: Question, place: Index, cells: CellTable) -> Array:
    """A number in standard units, which makes the same propensities and an easier fit."""
    numbers = np.array(sample.engine.encoding(question).numbers)
    value = numbers[place]
    mine = numbers[cells.key(question.question)]
    without = int(cells.respondents[~np.isfinite(mine)].sum())
    if without:
        raise WeightingError(f"{without} respondent(s) gave no number", where=name, fix="Impute, or cut into ranges.")
    known = np.isfinite(value)
    spread = float(value[known].std())
    return np.where(known, (value - value[known].mean()) / (spread if spread > 0 else 1.0), 0.0)
