"""Items of one question whose answers are texts: the list of answers is that of all items together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from survey.cells.table.encoding import SEVERAL, printed
from survey.definitions.records.question import POINTS
from survey.scaffold.guessing.choices import text_choices
from survey.scaffold.guessing.columns import Column
from survey.scaffold.proposal import Choice


def item_choices(columns: Sequence[Column]) -> dict[str, Choice]:
    """The options that neighbouring columns of one stem share; none where they are no items of one list.

    An answer that few gave to one item is no one's own where at least ``SEVERAL`` gave it to another, or twice as many
    to all together."""
    if any(column.holds not in ("texts", "nothing") or column.labels for column in columns):
        return {}
    counts: list[Counter[str]] = []
    for column in columns:
        counts.append(Counter())
        for value, count in column.answers.values():
            counts[-1][printed(value)] += count
    every = sum(counts, Counter[str]())
    safe = {text: n for text, n in every.items() if n >= 2 * SEVERAL or max(one[text] for one in counts) >= SEVERAL}
    of_one_list = all(2 * len(one) >= len(every) for one in counts if one)
    if not 2 <= len(every) <= POINTS or not of_one_list or len(safe) < len(every):
        return {}
    return text_choices(every)
