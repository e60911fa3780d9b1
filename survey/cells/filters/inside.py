"""Who of a sample is inside its domain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import Encoding


def domain_rows(sample: SampleData) -> NDArray[np.bool_] | None:
    """Of each respondent whether the filter holds; None without one."""
    if sample.domain is None:
        return None
    cell = np.zeros(sample.n, dtype=np.int64)
    for key in sample.domain.keys:
        cell = cell * len(sample.engine.encoding(key).levels) + sample.engine.codes(key)
    return np.asarray(sample.domain.inside[cell])


def encoding_inside(sample: SampleData, name: str) -> Encoding:
    """The levels of question ``name``, with respondents inside the sample's domain only in ``counts``."""
    question = sample.question(name)
    encoding = sample.engine.encoding(question)
    if sample.domain is None:
        return encoding
    keys = [question, *sample.domain.keys]
    table = sample.engine.collapse(keys, weight=sample.weight)
    inside = sample.domain.inside[table.flat([key.question for key in sample.domain.keys])]
    counts = np.bincount(table.key(question.question)[inside], table.n[inside], minlength=len(encoding.levels))
    return replace(encoding, counts=tuple(int(count) for count in counts))
