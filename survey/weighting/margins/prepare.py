"""Sample and targets brought together, with everything that does not fit said before the first iteration."""

from __future__ import annotations

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.targets import Margin
from survey.errors import WeightingWarning, warn
from survey.weighting.margins.agreement import agree_on_totals, contradictions, reconcile
from survey.weighting.margins.answers import Answers, answers_of, carried, chosen_margins
from survey.weighting.margins.assembled import assembled
from survey.weighting.margins.fit import fit
from survey.weighting.margins.margin_figures import ROUNDING, Figures, fill_free, merge_cells, read_figures
from survey.weighting.margins.misfits import failed
from survey.weighting.margins.missing import with_classes
from survey.weighting.margins.possible import impossible
from survey.weighting.margins.prepared import Asked, Gathered, Prepared
from survey.weighting.margins.recode import side
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.words import say

COUNTS = "{'counts': {…}}"  # how counts of people are written


def prepare(sample: SampleData, asked: Asked) -> Prepared:
    """The cell table and targets that are asked for, or one ``WeightingError`` with every misfit.

    Checked: a margin or variable that does not exist; a recode that leaves options out; a target level that is no
    option; a target level without respondents; respondents in a level without a target; respondents without an answer;
    shares that do not make 1 or 100; margins with different totals; margins that imply different figures for a variable
    they share; margins that no weights can meet together; negative figures. Warned: margin cells of fewer than 5
    respondents."""
    found = gather(sample, asked)
    if found.prepared is None:
        raise failed(asked.targets, found.problems)
    for note in found.warnings:
        warn(WeightingWarning, f"{asked.targets.targets}: {say(note)}")
    return found.prepared


def gather(sample: SampleData, asked: Asked) -> Gathered:
    """What ``prepare`` gives, and what is known where it would raise an error."""
    made = Gathered()
    chosen = chosen_margins(asked, made)
    answers = answers_of(sample, asked, chosen, made)
    if answers is None:
        made.problems += [] if made.problems else [message("data.no_margins")]
        return made
    cells = made.cells = answers.sample.engine.collapse(answers.keys(asked), weight=asked.base)
    made.carried = carried(answers, cells, made)
    for name, margin in chosen.items():
        _read(name, margin, answers, asked, made, cells)
    agree_on_totals(made, asked.targets)
    for figures in made.figures:
        _fit(figures, answers, made)
    made.problems += contradictions(made.figures)
    if made.problems:
        return made
    reconcile(made)
    made.prepared = assembled(answers, asked, made, cells, _total(asked, made, cells))
    if asked.positive:
        _must_be_possible(made, made.prepared)
    return made


def _read(name: str, margin: Margin, answers: Answers, asked: Asked, made: Gathered, cells: CellTable) -> None:
    """A margin's figures over the levels of the sample."""
    sides, broken = [], False
    for variable in margin.variables:
        encoding = answers.sample.engine.encoding(answers.questions[variable])
        one, wrong = side(variable, encoding, margin, asked.targets.recode_of(margin, variable))
        made.problems += [message("data.recode", margin=name, fault=fault) for fault in wrong]
        broken |= bool(wrong)
        sides.append(one)
        if one.recode:
            made.said.append(message("data.recoded", margin=name, variable=variable, how=one.recode))
    if broken:
        return
    figures, faults = read_figures(name, margin, sides, cells, ~made.carried)
    made.problems += faults
    made.figures.append(figures)


def _fit(figures: Figures, answers: Answers, made: Gathered) -> None:
    """One margin held against the respondents, and its figures made shares of 1."""
    made.problems += fill_free(figures)
    merge_cells(figures)
    faults, notes = fit(figures, answers.rules)
    made.problems += faults
    made.warnings += notes
    _check_whole(figures, made)
    sum_ = float(figures.figure.sum())
    figures.share = figures.figure / sum_ if sum_ > 0 else figures.figure
    if sum_ > 0 and any(answers.rules[one.variable].kind == "class" for one in figures.sides):
        _classes(figures, answers, made)


def _check_whole(figures: Figures, made: Gathered) -> None:
    """Shares must make 1 or 100; of the figures as they stand, as one that is no option is told elsewhere."""
    guessed = figures.margin._guessed
    whole = formatted(figures.whole)
    if figures.margin.shares is not None and not figures.margin.has_free:
        if abs(figures.whole - 1) > ROUNDING and abs(figures.whole - 100) > 100 * ROUNDING:
            counts = message("data.or_counts", counts=COUNTS) if guessed else ""
            made.problems.append(message("data.shares_add", margin=figures.name, whole=whole, counts=counts))
        elif min(abs(figures.whole - 1), abs(figures.whole / 100 - 1)) > 1e-6:
            made.warnings.append(message("data.shares_scaled", margin=figures.name, whole=whole))
    if guessed:
        made.said.append(message("data.as_percents", margin=figures.name, whole=whole, counts=COUNTS))


def _classes(figures: Figures, answers: Answers, made: Gathered) -> None:
    """Classes for missing answers among the shares of a margin."""
    lost = [
        levels if answers.rules[one.variable].kind == "class" else np.zeros(len(levels), dtype=bool)
        for one, levels in zip(figures.sides, figures.lost, strict=True)
    ]
    base = figures.base.reshape(figures.shape)
    for axis, (one, levels) in enumerate(zip(figures.sides, lost, strict=True)):
        inside = np.moveaxis(figures.weighing.reshape(figures.shape), axis, 0)[levels]
        key = f"class {one.variable}"
        if inside.sum() and key not in made.counts:
            count = made.counts[key] = int(inside.sum())
            part = formatted(float(np.moveaxis(base, axis, 0)[levels].sum() / base.sum()), ".2%")
            made.said.append(message("data.own_class", count=count, variable=one.variable, part=part))
    figures.share = with_classes(figures.share.reshape(figures.shape), base, lost).ravel()


def _total(asked: Asked, made: Gathered, cells: CellTable) -> float:
    """What the weights will add to."""
    respondents = float(cells.respondents.sum())
    whole = float(asked.targets.total) if asked.targets.total else respondents
    if whole < respondents:
        of, n = formatted(whole, ",.10g"), formatted(respondents, ",.0f")
        made.said.append(message("data.small_population", whole=of, respondents=n))
    return whole


def _must_be_possible(made: Gathered, ready: Prepared) -> None:
    labels = [[" × ".join(options) for options in one] for one in ready.labels]
    found = impossible(ready.names, labels, ready.index, ready.wanted, ready.cells.sum_w, ready.cells.respondents)
    if found:
        made.problems += found
        made.prepared = None
