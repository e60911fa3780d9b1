"""Columns of a banner: an answer to one question each, or inside it the answers to another."""

from __future__ import annotations

from collections.abc import Sequence

from survey.cells.samples.sample import SampleData
from survey.cells.table.named import kinds_of
from survey.definitions.records.presenting.banner import INSIDE, levels
from survey.estimation.core.bases import Bases
from survey.tables.small_base import is_small
from survey.tables.stub import label_of
from survey.tables.table import Column
from survey.wording.worded import Part, joined
from survey.words import Text


def levels_of(sample: SampleData, by: str) -> tuple[str, ...]:
    """The questions that a part of a banner names, outermost first: one, or several as ``region>settlement``. A name
    that the data have as it stands is one."""
    if INSIDE not in by or by in sample.questions or by in sample.engine.columns:
        return (by,)
    return levels(by)


def flat(sample: SampleData, banner: Sequence[str]) -> tuple[str, ...]:
    """The questions of a banner, each once."""
    return tuple(dict.fromkeys(name for by in banner for name in levels_of(sample, by)))


def heading_of(sample: SampleData, by: str) -> Text:
    """What a part of a banner is called."""
    return joined([sample.question(name).heading for name in levels_of(sample, by)], f" {INSIDE} ")


def banner_columns(sample: SampleData, by: str, found: Bases) -> tuple[list[Column], int]:
    """The columns of a part of a banner; and how many combinations of answers nobody gave (a city has no villages),
    which have none. A kind of missing has a column only where somebody is in it."""
    names = levels_of(sample, by)
    if len(names) > 1:
        return _nested(sample, by, found)
    question = sample.question(by)
    kinds = kinds_of(sample.engine.encoding(question))
    sizes = zip(found.n.tolist(), found.n_weighted.tolist(), found.n_kish.tolist(), strict=True)
    return [
        Column(
            level,
            label_of(question, level),
            group=by,
            group_label=question.heading,
            n=n,
            n_weighted=weighted,
            n_kish=n_kish,
            small=is_small(n, n_kish),
        )
        for (level,), (n, weighted, n_kish) in zip(found.domains, sizes, strict=True)
        if n > 0 or not kinds[level]
    ], 0


def _nested(sample: SampleData, by: str, found: Bases) -> tuple[list[Column], int]:
    """A column a combination that somebody is in, under a head that names the outer answers."""
    questions = [sample.question(name) for name in levels_of(sample, by)]
    kinds = [kinds_of(sample.engine.encoding(question)) for question in questions]
    columns, empty = [], 0
    for i, answers in enumerate(found.domains):
        n, n_kish = float(found.n[i]), float(found.n_kish[i])
        if not n > 0:
            empty += not any(kind[level] for kind, level in zip(kinds, answers, strict=True))
            continue
        labels = [label_of(question, level) for question, level in zip(questions, answers, strict=True)]
        outer: list[Part] = [
            joined([question.heading, ": ", label]) for question, label in zip(questions[:-1], labels[:-1], strict=True)
        ]
        columns.append(
            Column(
                INSIDE.join(answers),
                labels[-1],
                group=by,
                group_label=joined(outer, ", "),
                n=n,
                n_weighted=float(found.n_weighted[i]),
                n_kish=n_kish,
                small=is_small(n, n_kish),
                levels=answers,
                level_labels=tuple(labels),
            )
        )
    return columns, empty
