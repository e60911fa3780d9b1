"""The weights that a table may have been made with: columns of the data, none, cut, and the study's own weighting."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import plain_question
from survey.design import SurveyDesign
from survey.errors import SurveyError
from survey.weighting.plan.weigh import weigh

NONE = "none"
STUDY = "weighting of the study"
LIMITS = (2.0, 3.0, 5.0)  # times the mean weight
MOST = 500_000  # rows up to which weights are cut, which takes a look at each
_NAMED = re.compile(r"w(eigh)?t|weight|^w\d*$|^pond|вес|ваг", re.IGNORECASE)


def weighted_by(sample: SampleData, column: str | None) -> SampleData:
    """``sample`` weighted by a column as it is, in a design that says nothing else: for figures without errors."""
    return sample.changed(design=SurveyDesign(weight=column), calibration=None, replicates=None, joint=None)


def candidate_weights(sample: SampleData) -> dict[str, SampleData]:
    """By name the sample under every weight but its own."""
    found: dict[str, SampleData] = {}
    if sample.weight is not None:
        found[NONE] = weighted_by(sample, None)
    for column in _columns(sample):
        if column != sample.weight:
            found[column] = weighted_by(sample, column)
    study, library = sample.study, sample.library
    if study is not None and library is not None and study.weighting.is_given and sample.calibration is None:
        try:
            bare = sample.changed(design=SurveyDesign(weight=study.design.weight), replicates=None)
            found[STUDY] = weigh(bare, study.weighting, library.target)
        except SurveyError:  # margins that these data cannot meet
            pass
    for name, one in [("", sample), *found.items()]:
        found |= dict(_cut(one, name))
    return found


def _columns(sample: SampleData) -> Iterator[str]:
    """Columns that may be weights: numbers from 0 on that differ, and that are called so or have broken numbers."""
    own = sample.study.data.id if sample.study is not None and sample.study.data is not None else None
    taken = {question.column or name for name, question in sample.questions.items() if question.options}
    for column in sample.engine.columns:
        if column in taken or column == own:
            continue
        try:
            seen = sample.engine.summary(column)
        except SurveyError:  # a column of words
            continue
        fits = seen.usable == seen.rows and not seen.negative and seen.maximum > seen.minimum
        if fits and (_NAMED.search(column) or seen.total != round(seen.total)):
            yield column


def _cut(sample: SampleData, name: str) -> Iterator[tuple[str, SampleData]]:
    """The weights of ``sample`` cut at ``LIMITS``, where some are above."""
    column = sample.weight
    if column is None or sample.n > MOST:
        return
    key = plain_question(column)
    cells = sample.engine.collapse([key])
    values = np.array([float(str(level)) if _number(level) else np.nan for level in cells.levels[0]])
    mine: NDArray[np.float64] = values[cells.codes[:, 0]]
    mean = float(np.average(mine, weights=cells.n)) if np.isfinite(mine).all() else np.nan
    for limit in LIMITS:
        if not mean > 0 or not mine.max() > limit * mean:
            continue
        factors = np.divide(np.minimum(mine, limit * mean), mine, out=np.zeros_like(mine), where=mine > 0)
        made = f"{name or column} ≤ {limit:g}"
        engine = sample.engine.attach([key], cells, factors, made, column)
        yield made, weighted_by(sample.changed(engine=engine), made)


def _number(level: object) -> bool:
    try:
        float(str(level))
    except ValueError:
        return False
    return True
