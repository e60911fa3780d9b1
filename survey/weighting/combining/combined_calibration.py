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
from survey.wording.message import Message, message
from survey.wording.worded import joined
from survey.words import LANGUAGES, Text, say

Columns = dict[str, NDArray[Any]]


def combined_calibration(
    parts: Mapping[str, SampleData], weight: str, *, constant: bool, taken: Sequence[str]
) -> tuple[Calibration | None, Columns, Message | None]:
    """The record for the weight column ``weight`` of the combined sample, the columns that it needs, and a warning
    where the calibrations cannot be carried over.

    Each margin of each sample becomes one column: its cell for the sample's respondents, empty for the others. The
    regression on all of them is that of each sample alone as long as every sample is calibrated, since then a sample's
    margins hold its intercept, and ``constant``: the new weight is the old one times one figure a sample.
    """
    records = [part.calibration for part in parts.values()]
    if all(record is None for record in records):
        return None, {}, None
    chains: list[tuple[Calibration, ...]] = [() if record is None else record.steps for record in records]
    why = _lost(chains, constant)
    if why is not None:
        return None, {}, message("data.calibrations_lost", why=why)
    columns = _Columns(taken)
    before: Calibration | None = None
    for depth in range(len(chains[0])):
        steps = {key: chain[depth] for key, chain in zip(parts, chains, strict=True)}
        before = _one_step(parts, steps, columns, before, weight if depth == len(chains[0]) - 1 else None)
    return before, columns.made, None


def _lost(chains: Sequence[Sequence[Calibration]], constant: bool) -> Message | None:
    """Why the calibrations of the samples cannot be one record."""
    if not all(chains):
        return message("data.not_all_calibrated")
    if not constant:
        return message("data.factors_by_domain")
    if len({len(chain) for chain in chains}) > 1 or len({one.residuals for chain in chains for one in chain}) > 1:
        return message("data.calibrated_differently")
    if any(
        one.within or one.stage or one.spread or one.target_covariance is not None for chain in chains for one in chain
    ):
        return message("data.calibrated_by_unit")
    return None


class _Columns:
    """Columns under names that no other has."""

    def __init__(self, taken: Sequence[str]) -> None:
        self.taken, self.made = taken, Columns()

    def put(self, name: str, values: NDArray[Any]) -> str:
        free = f"{HELPING}{name}"
        while free.casefold() in {one.casefold() for one in (*self.taken, *self.made)}:
            free = f"{free}'"
        self.made[free] = values
        return free


def _one_step(
    parts: Mapping[str, SampleData],
    steps: Mapping[str, Calibration],
    columns: _Columns,
    before: Calibration | None,
    last: str | None,
) -> Calibration:
    """The record of one calibration of each sample; ``last``: the weight in use, where it is the last one."""
    base, after, met = (
        np.concatenate([_weights(parts[key], column) for key, column in one])
        for one in (
            [(key, step.base_weight) for key, step in steps.items()],
            [(key, step.weight) for key, step in steps.items()],
            [(key, step.calibrated) for key, step in steps.items()],
        )
    )
    margins, variables, numbers, totals, gaps = {}, {}, [], [], []
    for key, step in steps.items():
        for name, margin in step.margins.items():
            label, called = f"{name} ({key})", f"{' × '.join(margin.variables)} ({key})"
            column = columns.put(label, _cells(parts, key, step, margin))
            stands = {"question": called, "column": column, "title": _title(step, margin, key)}
            margins[label] = margin.model_copy(update={"variables": (called,)})
            variables[called] = plain_question(column).model_copy(update=stands)
            gaps += [replace(gap, margin=label) for gap in step.gaps if gap.margin == name]
        for question, total in zip(step.numbers, step.totals, strict=True):
            label = f"{question.column or question.question} ({key})"
            numbers.append(plain_question(columns.put(label, _numbers(parts, key, question))))
            totals.append(total)
    first = next(iter(steps.values()))
    return Calibration(
        method=first.method,
        targets=", ".join(dict.fromkeys(step.targets for step in steps.values() if step.targets)),
        title=joined([step.named for step in {step.targets: step for step in steps.values()}.values()], ", "),
        sources=tuple(dict.fromkeys(source for step in steps.values() for source in step.sources)),
        margins=margins,
        variables=variables,
        base_weight=columns.put("before", base),
        weight=last if last is not None else columns.put("between", after),
        gaps=tuple(gaps),
        diagnostics=first.diagnostics,
        residuals=first.residuals,
        notes=tuple(joined([key, ": ", note]) for key, step in steps.items() for note in step.notes),
        numbers=tuple(numbers),
        totals=tuple(totals),
        before=before,
        met=columns.put("met", met) if any(step.met is not None for step in steps.values()) else None,
    )


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
