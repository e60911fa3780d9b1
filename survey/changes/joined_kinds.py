"""Figures of waves under two weightings, those without an answer joined by kind as in a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.cells.shared.unanswered import column_of, common_form, counts_nobody, kinds_in
from survey.estimation.statistics.reweighted import Reweighted
from survey.tables.stub import label_of
from survey.wording.message import message
from survey.words import MISSING_KINDS, Text


def joined_kinds(
    made: Mapping[str, Reweighted], samples: Mapping[str, SampleData], question: str
) -> tuple[dict[str, Reweighted], dict[str, Text]]:
    """The shares of each wave by the columns that all have (``cells.shared.unanswered``), and what these are called.

    Codes of one kind of missing are one column whatever they are called; a column that a wave offered and nobody took
    is a 0 there. What a wave did not offer is left out of it."""
    form = common_form(list(samples.values()), question)
    columns = {name: option.missing or "" for name, option in form.options.items()}
    homes = {}
    for name, sample in samples.items():
        kinds = kinds_in(sample, question)
        homes[name] = [
            column_of(option, kind, columns) if (kind := kinds.get(option, "")) else option
            for option in made[name].options
        ]
    every = tuple(dict.fromkeys(home for found in homes.values() for home in found))
    joined = {}
    for name, one in made.items():
        asked = samples[name].question(question)
        wanted = [home for home in every if home in homes[name] or counts_nobody(home, asked)]
        joined[name] = _summed(one, homes[name], wanted)
    called = _called(homes, made)
    joined = {name: replace(one, options=tuple(called.get(o, o) for o in one.options)) for name, one in joined.items()}
    return joined, {called.get(home, home): _label(called.get(home, home), samples, question) for home in every}


def _called(homes: Mapping[str, Sequence[str]], made: Mapping[str, Reweighted]) -> dict[str, str]:
    """Of columns named by a kind the name in the results, where all have the same (``_blank``)."""
    names: dict[str, set[str]] = {}
    for name, found in homes.items():
        for home, option in zip(found, made[name].options, strict=True):
            names.setdefault(home, set()).add(option)
    return {home: next(iter(own)) for home, own in names.items() if home.startswith("_") and len(own) == 1}


def _summed(one: Reweighted, homes: list[str], wanted: list[str]) -> Reweighted:
    """The figures of ``one`` added up in ``homes``; 0 for those of ``wanted`` that have none."""
    adds = np.array([[float(home == column) for column in wanted] for home in homes]).reshape(len(homes), len(wanted))
    return replace(
        one,
        options=tuple(wanted),
        own=one.own @ adds,
        new=one.new @ adds,
        scores_own=one.scores_own @ adds,
        scores_new=one.scores_new @ adds,
    )


def _label(home: str, samples: Mapping[str, SampleData], question: str) -> Text:
    asked = [sample.question(question) for sample in samples.values()]
    for one in asked:
        if home in one.options or home in one.nets:
            return label_of(one, home)
    if home.startswith("_") and home[1:] in MISSING_KINDS:
        return message(f"trends.column{home}")
    return label_of(asked[0], home)
