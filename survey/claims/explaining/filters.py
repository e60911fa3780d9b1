"""The groups of respondents that a published table may be of."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import Encoding
from survey.claims.explaining.blocks import Slices
from survey.definitions.records.question import Question

MOST_LEVELS = 30  # options of a question whose groups are tried


def filter_slices(sample: SampleData) -> Iterator[tuple[int, Slices]]:
    """Every group of every declared question, and everybody outside it, each a filter by itself (1); then groups of two
    banner questions together (2)."""
    banner = [name for part in (sample.study.banner if sample.study else ()) for name in part.split(">")]
    names = [name for name, question in sample.questions.items() if 1 < len(question.options) <= MOST_LEVELS]
    names = [name for name in names if sample.questions[name].type != "multiple"]
    for name in dict.fromkeys((*(one for one in banner if one in names), *names)):
        key, encoding = _key(sample, name)
        found, groups = [], list(_groups(encoding))
        for option, held, others in groups:
            found.append((f"{name} == {_quoted(option)}", held))
            if len(groups) > 2:  # else it is the other group
                found.append((f"{name} != {_quoted(option)}", others))
        if found:
            yield 1, Slices((key,), np.array([mask for _, mask in found]).T, tuple(text for text, _ in found))
    for one, other in itertools.combinations([name for name in dict.fromkeys(banner) if name in names], 2):
        keys = [_key(sample, name) for name in (one, other)]
        texts, masks = [], []
        for (a, first, _), (b, second, _) in itertools.product(*(list(_groups(encoding)) for _, encoding in keys)):
            texts.append(f"{one} == {_quoted(a)} and {other} == {_quoted(b)}")
            masks.append(np.outer(first, second).reshape(-1))
        if texts:
            yield 2, Slices(tuple(key for key, _ in keys), np.array(masks).T, tuple(texts))


def _key(sample: SampleData, name: str) -> tuple[Question, Encoding]:
    question = sample.question(name)
    key = question.model_copy(update={"question": f"{name} as filter", "column": question.column or name})
    return key, sample.engine.encoding(key)


def _groups(encoding: Encoding) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Each answer that somebody gave, and all others who gave one."""
    given = np.array([not kind for kind in encoding.kinds], dtype=float) * (np.array(encoding.counts) > 0)
    for at in np.flatnonzero(given):
        mask = np.zeros(len(given))
        mask[at] = 1.0
        yield encoding.levels[at], mask, given - mask


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
