"""The answers to a question without options, as far as they may be told."""

from __future__ import annotations

from survey.cells.table.encoding import Encoding
from survey.cells.table.own_words import may_show
from survey.inside import tells_answers


def known_answers(encoding: Encoding) -> list[str]:
    """The answers to a question that may be shown: all options, or of a column without any those that may be told."""
    levels = encoding.levels[:-2]
    if encoding.question.options:
        return list(levels)
    counts = encoding.counts or (1,) * len(levels)
    return [level for level, count in zip(levels, counts, strict=False) if may_show(level, count)]


def own_words(encoding: Encoding) -> dict[str, str]:
    """Of a question without options the levels that are not told, each with a name that has nothing of it; none where
    answers are told (``survey.inside``)."""
    if encoding.question.options or tells_answers():
        return {}
    told = {*known_answers(encoding)}
    hidden = [level for level in encoding.levels[:-2] if level not in told]
    return {level: f"_few_{number}" for number, level in enumerate(hidden, start=1)}
