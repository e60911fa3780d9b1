"""Sample and targets brought together, with everything that does not fit said before the first iteration."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.celltable import CellTable
from survey.cells.encoding import Encoding, plain_question
from survey.cells.sample import SampleData
from survey.definitions.question import Question
from survey.definitions.targets import Margin, Targets
from survey.errors import SurveyError, WeightingError, WeightingWarning, warn
from survey.words import BLANK, UNKNOWN, nearest

TINY = 5  # a margin cell of fewer respondents gets a warning: its few weights carry a whole part of the population
ROUNDING = 0.005  # margins may differ by this part of the total before they are said to disagree
GAVE = "respondent(s) gave"  # how problems begin that are answers missing, not targets


@dataclass(frozen=True)
class Prepared:
    """What raking needs. ``cells``: base totals per crossing of all margin variables (and of the base weight itself
    when weights will be trimmed); ``index[m]``: place of each cell in margin ``m``; ``wanted[m]``: its targets."""

    keys: tuple[Question, ...]
    cells: CellTable
    names: tuple[str, ...]
    margins: dict[str, Margin]
    variables: dict[str, Question]
    index: tuple[NDArray[np.int64], ...]
    wanted: tuple[NDArray[np.float64], ...]
    total: float
    notes: tuple[str, ...]

    def levels(self, name: str) -> list[tuple[str, ...]]:
        """Option ids of each place of margin ``name``."""
        at = [self.cells.keys.index(variable) for variable in self.margins[name].variables]
        return list(itertools.product(*([str(level) for level in self.cells.levels[k]] for k in at)))


def prepare(
    sample: SampleData,
    targets: Targets,
    margins: Sequence[str],
    base: str | None,
    keep_base: bool,
    also: Sequence[Question] = (),
) -> Prepared:
    """The cell table and targets of ``margins`` (all of them if empty), or one ``WeightingError`` with every misfit.

    Checked: a margin or variable that does not exist; a target level that is no option; a target level without
    respondents; respondents in a level without a target; respondents without an answer; shares that do not make
    1 or 100; margins with different totals; margins that imply different figures for a variable they share;
    negative figures. Warned: margin cells of fewer than 5 respondents. ``also``: further keys of the cells."""
    problems: list[str] = []
    notes: list[str] = []
    names = tuple(margins) or tuple(targets.margins)
    chosen: dict[str, Margin] = {}
    for name in names:
        if name in targets.margins:
            chosen[name] = targets.margins[name]
        else:
            problems.append(f"margin '{name}' is not among the targets. {nearest(name, targets.margins)}".rstrip())
    variables: dict[str, Question] = {}
    for name, margin in list(chosen.items()):
        for variable in margin.variables:
            try:
                question = sample.question(variable)
                sample.engine.encoding(question)
                variables[variable] = question
            except SurveyError as error:
                problems.append(f"margin '{name}' needs '{variable}': {error}")
                chosen.pop(name, None)
    if not chosen:
        raise _failed(targets, problems or ["there are no margins to weight to"])
    keys = [*variables.values(), *also]
    if base is not None and keep_base:
        keys.append(plain_question(base))
    cells = sample.engine.collapse(keys, weight=base)
    encodings = {variable: sample.engine.encoding(question) for variable, question in variables.items()}
    index: list[NDArray[np.int64]] = []
    shares: list[NDArray[np.float64]] = []
    sums: dict[str, float] = {}
    for name, margin in chosen.items():
        place = cells.flat(margin.variables)
        parts = [encodings[variable] for variable in margin.variables]
        wanted, faults = _wanted(name, margin, parts)
        problems += faults
        size = int(np.prod([len(part.levels) for part in parts]))
        n = np.bincount(place, cells.n, minlength=size).astype(float)
        base_sum = np.bincount(place, cells.sum_w, minlength=size).astype(float)
        weighing = np.bincount(place, cells.respondents, minlength=size).astype(float)
        faults, found = _fit(name, parts, wanted, n, weighing, base_sum)
        problems += faults
        notes += found
        index.append(place)
        figure = float(wanted.sum())
        sums[name] = figure
        if margin.shares is not None and abs(figure - 1) > ROUNDING and abs(figure - 100) > 100 * ROUNDING:
            problems.append(f"margin '{name}': shares add to {figure:g}; they must make 1 or 100")
        elif margin.shares is not None and min(abs(figure - 1), abs(figure / 100 - 1)) > 1e-6:
            notes.append(f"margin '{name}': shares add to {figure:g}; scaled")
        shares.append(wanted / figure if figure > 0 else wanted)
    counted = {name: value for name, value in sums.items() if chosen[name].counts is not None}
    if counted:
        low, high = min(counted, key=counted.__getitem__), max(counted, key=counted.__getitem__)
        if counted[high] - counted[low] > ROUNDING * counted[high]:
            problems.append(
                f"margins disagree about the total: '{low}' adds to {counted[low]:,.10g}, "
                f"'{high}' to {counted[high]:,.10g}"
            )
        elif counted[high] - counted[low] > 1e-9 * counted[high]:
            notes.append(
                f"margins '{low}' and '{high}' differ by {counted[high] / counted[low] - 1:.2%} in their totals; scaled"
            )
    problems += _contradictions(chosen, encodings, shares)
    if problems:
        raise _failed(targets, problems)
    for note in notes:
        warn(WeightingWarning, f"{targets.targets}: {note}", stacklevel=5)
    total = float(targets.total) if targets.total else float(cells.respondents.sum())
    return Prepared(
        tuple(keys),
        cells,
        tuple(chosen),
        chosen,
        variables,
        tuple(index),
        tuple(share * total for share in shares),
        total,
        tuple(notes),
    )


def _failed(targets: Targets, problems: list[str]) -> WeightingError:
    head = "the sample and the targets do not fit each other:\n" if len(problems) > 1 else ""
    fix = ""
    if any(GAVE in problem for problem in problems):
        fix = "Who has no answer that the margin knows needs one, or a base weight of 0. "
    return WeightingError(
        head + "\n".join(f"  {problem}" if head else problem for problem in problems),
        where=f"targets {targets.targets}",
        fix=f"{fix}Recode or merge the options named, correct the targets, or leave the margin out.",
    )


def _wanted(name: str, margin: Margin, parts: list[Encoding]) -> tuple[NDArray[np.float64], list[str]]:
    """Targets in the places of the margin's crossing, and the levels that are no options."""
    figures = margin.counts if margin.counts is not None else margin.shares or {}
    wanted = np.zeros([len(part.levels) for part in parts])
    faults = []
    for options, value in figures.items():
        if not value >= 0:
            faults.append(f"margin '{name}': {' × '.join(options)} is {value:g}; a target is 0 or more")
        place = []
        for option, part in zip(options, parts, strict=True):
            if option in part.levels[:-2]:
                place.append(part.levels.index(option))
            elif value > 0 or part.question.options:
                known = nearest(option, part.levels[:-2])
                said = f"margin '{name}': '{option}' is no option of '{part.question.question}' in the sample. {known}"
                if said not in faults:
                    faults.append(said)
        if len(place) == len(parts):
            wanted[tuple(place)] += value
    return wanted.ravel(), faults


def _fit(
    name: str,
    parts: list[Encoding],
    wanted: NDArray[np.float64],
    n: NDArray[np.float64],
    weighing: NDArray[np.float64],
    base: NDArray[np.float64],
) -> tuple[list[str], list[str]]:
    faults, notes = [], []
    blank: dict[str, int] = {}
    for place, options in enumerate(itertools.product(*(part.levels for part in parts))):
        cell = " × ".join(options)
        gone = [part for part, option in zip(parts, options, strict=True) if part.kinds[part.levels.index(option)]]
        if wanted[place] == 0 and weighing[place] > 0:
            if gone:
                for part, option in zip(parts, options, strict=True):
                    if part.kinds[part.levels.index(option)]:
                        said = {BLANK: "no answer", UNKNOWN: "a code that no option names"}.get(option, f"'{option}'")
                        asked = part.question.question
                        key = f"{said} to '{asked}'{f' (column {part.column})' if part.column != asked else ''}"
                        blank[key] = blank.get(key, 0) + int(weighing[place])
                        break
            else:
                faults.append(
                    f"margin '{name}': {int(weighing[place])} respondent(s) are '{cell}', for which there is no target"
                )
        elif wanted[place] > 0 and n[place] == 0:
            faults.append(f"margin '{name}': nobody in the sample is '{cell}' (target {wanted[place]:,.6g})")
        elif wanted[place] > 0 and base[place] <= 0:
            faults.append(f"margin '{name}': all {int(n[place])} respondents in '{cell}' have a base weight of 0")
        elif wanted[place] > 0 and weighing[place] < TINY:
            notes.append(f"margin '{name}': only {int(weighing[place])} respondent(s) are '{cell}'")
    faults += [f"margin '{name}': {count} {GAVE} {what}" for what, count in blank.items()]
    return faults, notes


def _contradictions(
    chosen: dict[str, Margin], encodings: dict[str, Encoding], shares: list[NDArray[np.float64]]
) -> list[str]:
    """Margins that imply different figures for variables they share can never all be met."""
    faults = []
    for (first, a), (second, b) in itertools.combinations(zip(chosen, shares, strict=True), 2):
        common = [variable for variable in chosen[first].variables if variable in chosen[second].variables]
        if not common:
            continue
        sides = []
        for name, share in ((first, a), (second, b)):
            variables = chosen[name].variables
            cube = share.reshape([len(encodings[variable].levels) for variable in variables])
            others = tuple(k for k, variable in enumerate(variables) if variable not in common)
            have = [variable for variable in variables if variable in common]
            sides.append(np.transpose(cube.sum(axis=others), [have.index(variable) for variable in common]))
        gap = np.abs(sides[0] - sides[1])
        if gap.max() > ROUNDING:
            at = np.unravel_index(int(gap.argmax()), gap.shape)
            cell = " × ".join(encodings[variable].levels[i] for variable, i in zip(common, at, strict=True))
            faults.append(
                f"margins '{first}' and '{second}' disagree about '{cell}': "
                f"{sides[0][at]:.1%} against {sides[1][at]:.1%}"
            )
    return faults
