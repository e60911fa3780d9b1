"""Neighbouring questions of one list of answers: items of a grid, and the list where it is told by texts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from survey.cells.table.encoding import SEVERAL, printed
from survey.definitions.records.question import POINTS
from survey.scaffold.guessing.choices import text_choices
from survey.scaffold.guessing.columns import Column
from survey.scaffold.guessing.names import free_name, name_of
from survey.scaffold.guessing.stems import common_text, stem_of
from survey.scaffold.proposal import Choice, Proposal


def with_grids(questions: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """``questions`` with the name of a grid for those that follow each other and have the same options, and with what
    each label has of its own as the title. One scale for all: that of the first item."""
    found: list[Proposal] = []
    runs: list[list[Proposal]] = []
    for question in questions:
        if runs and _together(runs[-1][-1], question):
            runs[-1].append(question)
        else:
            runs.append([question])
    names: set[str] = set()
    for run in runs:
        found += _grid(run, names) if len(run) > 1 else run
    return tuple(found)


def _together(first: Proposal, second: Proposal) -> bool:
    if "multiple" in (first.kind, second.kind) or "number" in (first.kind, second.kind) or not first.options:
        return False
    same = _key(first) == _key(second)
    several = sum(choice.missing is None for choice in first.options.values())
    one_stem = stem_of(first.column or "")[0] == stem_of(second.column or "")[0] != ""
    labelled = any(choice.label for choice in first.options.values())  # codes alone are no one's scale
    return same and ((several > 2 and labelled) or one_stem)


def _key(question: Proposal) -> dict[str, Choice]:
    return {name: replace(choice, told=False) for name, choice in question.options.items()}


def _grid(run: list[Proposal], names: set[str]) -> list[Proposal]:
    stems = {stem_of(one.column or "")[0] for one in run}
    wanted = name_of(next(iter(stems))) if len(stems) == 1 and "" not in stems else run[0].name
    name = free_name(wanted, names, "grid")
    names.add(name)
    texts = [one.text.get("und", "") for one in run]
    _, items = common_text(texts)
    titled = items != texts
    kind = run[0].kind
    return [
        replace(one, grid=name, kind=kind, guess=run[0].guess, title={"und": item} if titled else {})
        for one, item in zip(run, items, strict=True)
    ]


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
