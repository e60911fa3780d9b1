"""Calibrations of several samples as one record: each sample's margins concern its own respondents only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import number_question, plain_question
from survey.definitions.records.targets import Margin
from survey.weighting.margins.missing import HELPING
from survey.weighting.record.calibration import Calibration
from survey.words import LANGUAGES, Text, say

LOST = "the samples were calibrated, and their weights are taken as given in the variance"
Columns = dict[str, NDArray[Any]]


def combined_calibration(
    parts: Mapping[str, SampleData], weight: str, *, constant: bool, taken: Sequence[str]
) -> tuple[Calibration | None, Columns, str]:
    """The record for the weight column ``weight`` of the combined sample, the columns that it needs, and a warning
    where the calibrations cannot be carried over.

    Each margin of each sample becomes one column: its cell for the sample's respondents, empty for the others. The
    regression on all of them is that of each sample alone as long as every sample is calibrated, since then a sample's
    margins hold its intercept, and ``constant``: the new weight is the old one times one figure a sample.
    """
    records = [part.calibration for part in parts.values()]
    if all(record is None for record in records):
        return None, {}, ""
    if any(record is None for record in records):
        return None, {}, f"{LOST}, since not all were"
    if not constant:
        return None, {}, f"{LOST}, since their factors differ between domains"
    chains: list[tuple[Calibration, ...]] = [record.steps for record in records]
    if len({len(chain) for chain in chains}) > 1 or len({one.residuals for chain in chains for one in chain}) > 1:
        return None, {}, f"{LOST}, since they were calibrated in different ways"
    if any(one.within or one.target_covariance is not None for chain in chains for one in chain):
        return None, {}, f"{LOST}, since some have one weight a unit, or estimated targets"
    columns: Columns = {}

    def put(name: str, values: NDArray[Any]) -> str:
        free = f"{HELPING}{name}"
        while free.casefold() in {one.casefold() for one in (*taken, *columns)}:
            free = f"{free}'"
        columns[free] = values
        return free

    before: Calibration | None = None
    for depth in range(len(chains[0])):
        steps = {key: chain[depth] for key, chain in zip(parts, chains, strict=True)}
        last = depth == len(chains[0]) - 1
        base = np.concatenate([_weights(parts[key], step.base_weight) for key, step in steps.items()])
        after = np.concatenate([_weights(parts[key], step.weight) for key, step in steps.items()])
        met = np.concatenate([_weights(parts[key], step.calibrated) for key, step in steps.items()])
        trimmed = any(step.met is not None for step in steps.values())
        margins, variables, numbers, totals, gaps = {}, {}, [], [], []
        for key, step in steps.items():
            for name, margin in step.margins.items():
                label = f"{name} ({key})"
                column = put(f"{name} ({key})", _cells(parts, key, step, margin))
                called = f"{' × '.join(margin.variables)} ({key})"
                stands = {"question": called, "column": column, "title": _title(step, margin, key)}
                margins[label] = margin.model_copy(update={"variables": (called,)})
                variables[called] = plain_question(column).model_copy(update=stands)
                gaps += [replace(gap, margin=label) for gap in step.gaps if gap.margin == name]
            for question, total in zip(step.numbers, step.totals, strict=True):
                label = f"{question.column or question.question} ({key})"
                numbers.append(plain_question(put(label, _numbers(parts, key, question))))
                totals.append(total)
        before = Calibration(
            method=steps[next(iter(parts))].method,
            targets=", ".join(dict.fromkeys(step.targets for step in steps.values() if step.targets)),
            sources=tuple(dict.fromkeys(source for step in steps.values() for source in step.sources)),
            margins=margins,
            variables=variables,
            base_weight=put("before", base),
            weight=weight if last else put("between", after),
            gaps=tuple(gaps),
            diagnostics=next(iter(steps.values())).diagnostics,
            residuals=next(iter(steps.values())).residuals,
            notes=tuple(f"{key}: {note}" for key, step in steps.items() for note in step.notes),
            numbers=tuple(numbers),
            totals=tuple(totals),
            before=before,
            met=put("met", met) if trimmed else None,
        )
    return before, columns, ""


def _title(step: Calibration, margin: Margin, key: str) -> Text:
    """The headings of a margin's variables, and of which sample it is."""
    heads = [step.variables[variable].heading for variable in margin.variables]
    return {language: f"{' × '.join(say(head, language) for head in heads)} ({key})" for language in LANGUAGES}


def _weights(part: SampleData, column: str | None) -> NDArray[np.float64]:
    return np.ones(part.n) if column is None else np.asarray(part.engine.values(column), dtype=float)


def _cells(parts: Mapping[str, SampleData], mine: str, step: Calibration, margin: Margin) -> NDArray[Any]:
    """The margin's cell of each respondent of the sample ``mine``; None for the others."""
    found = []
    for key, part in parts.items():
        if key != mine:
            found.append(np.full(part.n, None, dtype=object))
            continue
        text = np.full(part.n, "", dtype=object)
        for k, variable in enumerate(margin.variables):
            question = step.variables[variable]
            levels = np.array(part.engine.encoding(question).levels, dtype=object)
            text = text + (" × " if k else "") + levels[part.engine.codes(question)]
        found.append(text)
    return np.concatenate(found)


def _numbers(parts: Mapping[str, SampleData], mine: str, question: Any) -> NDArray[np.float64]:
    """The number of each respondent of the sample ``mine``; 0 for the others."""
    counted = number_question(question)
    return np.concatenate(
        [
            (
                np.array(part.engine.encoding(counted).numbers)[part.engine.codes(counted)]
                if key == mine
                else np.zeros(part.n)
            )
            for key, part in parts.items()
        ]
    )
