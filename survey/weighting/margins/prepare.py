"""Sample and targets brought together, with everything that does not fit said before the first iteration."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import plain_question
from survey.cells.table.grouping import Grouping, unique_keys
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin, Targets
from survey.errors import SurveyError, WeightingError, WeightingWarning, warn
from survey.weighting.margins.margin_figures import (
    GAVE,
    ROUNDING,
    TINY,
    Figures,
    fill_free,
    fit,
    merge_cells,
    read_figures,
    whole_of,
)
from survey.weighting.margins.missing import Missing, Rule, derived, gone, imputed, rules_of, with_classes
from survey.weighting.margins.named import with_names
from survey.weighting.margins.possible import impossible
from survey.weighting.margins.recode import PLAIN, side
from survey.weighting.margins.target_errors import target_covariance
from survey.words import BLANK, UNKNOWN, nearest

__all__ = ["GAVE", "ROUNDING", "TINY", "Gathered", "Prepared", "gather", "prepare"]

CARRIED = "base weight kept"  # the level of those who are not weighted to a margin
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Prepared:
    """What raking needs. ``sample``: the sample, with a column for each margin that does not stand on answers as they
    are (recoded, merged, with free cells, imputed). ``cells``: base totals per crossing of all variables (and of the
    base weight itself when weights will be trimmed); ``index[m]``: place of each cell in margin ``m``; ``wanted[m]``:
    its targets. ``labels[m]``: option ids of each place, one for each variable of ``margins[m]``. ``counts``:
    respondents without an answer, by what is done about them. ``covariance``: of all targets in one row, where they
    were estimated."""

    keys: tuple[Question, ...]
    cells: CellTable
    names: tuple[str, ...]
    margins: dict[str, Margin]
    variables: dict[str, Question]
    index: tuple[NDArray[np.int64], ...]
    wanted: tuple[Array, ...]
    total: float
    notes: tuple[str, ...]
    sample: SampleData
    labels: tuple[tuple[tuple[str, ...], ...], ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    covariance: Array | None = None

    def levels(self, name: str) -> list[tuple[str, ...]]:
        """Option ids of each place of margin ``name``."""
        return list(self.labels[self.names.index(name)])


@dataclass
class Gathered:
    """Everything known before the first iteration. ``problems``: why there can be no weights; ``warnings`` and
    ``said``: notes, of which the first should be read. ``figures``: each margin that could be read; ``carried``: cells
    that are weighted to none. ``prepared``: what raking needs; None with problems."""

    problems: list[str]
    warnings: list[str]
    said: list[str]
    figures: list[Figures]
    cells: CellTable | None = None
    carried: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    prepared: Prepared | None = None


def prepare(
    sample: SampleData,
    targets: Targets,
    margins: Sequence[str],
    base: str | None,
    keep_base: bool,
    also: Sequence[Question] = (),
    *,
    missing: Missing = "stop",
    positive: bool = True,
) -> Prepared:
    """The cell table and targets of ``margins`` (all of them if empty), or one ``WeightingError`` with every misfit.

    Checked: a margin or variable that does not exist; a recode that leaves options out; a target level that is no
    option; a target level without respondents; respondents in a level without a target; respondents without an answer
    (``missing``, see ``rules_of``); shares that do not make 1 or 100; margins with different totals; margins that imply
    different figures for a variable they share; margins that no weights can meet together (``positive``: none below
    0); negative figures. Warned: margin cells of fewer than 5 respondents. ``also``: further keys of the cells."""
    found = gather(sample, targets, margins, base, keep_base, also, missing=missing, positive=positive)
    if found.prepared is None:
        raise failed(targets, found.problems)
    for note in found.warnings:
        warn(WeightingWarning, f"{targets.targets}: {note}", stacklevel=5)
    return found.prepared


def gather(
    sample: SampleData,
    targets: Targets,
    margins: Sequence[str],
    base: str | None,
    keep_base: bool,
    also: Sequence[Question] = (),
    *,
    missing: Missing = "stop",
    positive: bool = True,
) -> Gathered:
    """What ``prepare`` gives, and what is known where it would raise an error."""
    made = Gathered([], [], [], [])
    problems = made.problems
    chosen: dict[str, Margin] = {}
    for name in tuple(margins) or tuple(targets.margins):
        if name in targets.margins:
            chosen[name] = targets.margins[name]
        else:
            problems.append(f"margin '{name}' is not among the targets. {nearest(name, targets.margins)}".rstrip())
    asked: dict[str, Question] = {}
    _ahead(sample, chosen, base if not keep_base else None, also)
    for name, margin in list(chosen.items()):
        for variable in margin.variables:
            try:
                question = sample.question(variable)
                sample.engine.encoding(question)
                asked[variable] = question
            except SurveyError as error:
                problems.append(f"margin '{name}' needs '{variable}': {error}")
                chosen.pop(name, None)
    if not chosen:
        problems += [] if problems else ["there are no margins to weight to"]
        return made
    asked = {name: asked[name] for margin in chosen.values() for name in margin.variables}
    rules, faults = rules_of(missing, list(asked))
    problems += faults
    counts: dict[str, int] = {}
    named = {
        name: {level for margin in chosen.values() if name in margin.variables for level in margin.levels(name)}
        for name in asked
    }
    sample = _impute(sample, asked, rules, named, base, made, counts)
    keys = [*asked.values(), *also]
    if base is not None and keep_base:
        keys.append(plain_question(base))
    cells = made.cells = sample.engine.collapse(keys, weight=base)
    carried = made.carried = _carried(sample, asked, rules, named, cells, counts, made.said)
    for name, margin in chosen.items():
        sides = []
        broken = False
        for variable in margin.variables:
            encoding = sample.engine.encoding(asked[variable])
            one, faults = side(variable, encoding, margin, targets.recode_of(margin, variable))
            problems += [f"margin '{name}': {fault}" for fault in faults]
            broken |= bool(faults)
            sides.append(one)
            if one.recode:
                made.said.append(f"margin '{name}': '{variable}' recoded: {one.recode}")
        if broken:
            continue
        figures, faults = read_figures(name, margin, sides, cells, ~carried)
        problems += faults
        made.figures.append(figures)
    _totals(made, targets)
    for figures in made.figures:
        problems += fill_free(figures)
        merge_cells(figures)
        faults, found = fit(figures, rules)
        problems += faults
        made.warnings += found
        sum_ = float(figures.figure.sum())
        in_people = "{'counts': {…}}" if figures.margin._guessed else ""
        if figures.margin.shares is not None and not figures.margin.has_free:
            # of the figures as they stand: one that is no option is missed above
            if abs(figures.whole - 1) > ROUNDING and abs(figures.whole - 100) > 100 * ROUNDING:
                or_counts = f" (counts of people are written {in_people})" if in_people else ""
                problems.append(
                    f"margin '{figures.name}': shares add to {figures.whole:g}; they must make 1 or 100{or_counts}"
                )
            elif min(abs(figures.whole - 1), abs(figures.whole / 100 - 1)) > 1e-6:
                made.warnings.append(f"margin '{figures.name}': shares add to {figures.whole:g}; scaled")
        if in_people:
            made.said.append(
                f"margin '{figures.name}': figures that add to {figures.whole:g} are taken as percents "
                f"(counts of people are written {in_people})"
            )
        figures.share = figures.figure / sum_ if sum_ > 0 else figures.figure
        if sum_ > 0 and any(rules[one.variable].kind == "class" for one in figures.sides):
            _classes(figures, rules, counts, made.said)
    problems += _contradictions(made.figures)
    if problems:
        return made
    _reconcile(made)
    respondents = float(cells.respondents.sum())
    whole = float(targets.total) if targets.total else respondents
    if whole < respondents:
        made.said.append(
            f"the population of {whole:,.10g} is smaller than the sample of {respondents:,.0f}; weights add to it"
        )
    made.prepared = _assembled(sample, targets, made, asked, keys, cells, carried, whole, counts)
    if positive:
        ready = made.prepared
        labels = [[" × ".join(options) for options in one] for one in ready.labels]
        problems += impossible(ready.names, labels, ready.index, ready.wanted, cells.sum_w, cells.respondents)
        if problems:
            made.prepared = None
    return made


def _ahead(sample: SampleData, chosen: Mapping[str, Margin], base: str | None, also: Sequence[Question]) -> None:
    """The cells of all margins in one scan, from which an engine also knows what each variable's answers are. What is
    wrong with the variables or the base weight is told later, with all else."""
    with suppress(SurveyError):
        names = dict.fromkeys(variable for margin in chosen.values() for variable in margin.variables)
        keys = unique_keys([*(sample.question(name) for name in names), *also])
        sample.engine.gather([Grouping(keys, base)])


def failed(targets: Targets, problems: Sequence[str]) -> WeightingError:
    """One error with all problems, and what to do about their kinds."""
    fixes = []
    if any(GAVE in problem and PLAIN[UNKNOWN] in problem for problem in problems):
        fixes.append(
            "Give the code an option in the question's definition, with 'missing: no_answer' where it is no answer."
        )
    if any(GAVE in problem and PLAIN[UNKNOWN] not in problem for problem in problems):
        fixes.append(
            "A respondent without an answer needs one, or a base weight of 0 to be left out; missing: class, impute or "
            "carry does it by rule."
        )
    if any(" cannot " in problem or "only be met with" in problem for problem in problems):
        fixes.append("Merge options that stand in each other's way, or leave a margin out.")
    if any(not (GAVE in problem or " cannot " in problem or "only be met with" in problem) for problem in problems):
        fixes.append("Merge options, correct the targets, or leave the margin out.")
    return WeightingError("\n".join(problems), where=f"targets {targets.targets}", fix=" ".join(fixes))


def _impute(
    sample: SampleData,
    asked: dict[str, Question],
    rules: Mapping[str, Rule],
    named: Mapping[str, set[str]],
    base: str | None,
    made: Gathered,
    counts: dict[str, int],
) -> SampleData:
    """The sample with imputed columns; ``asked`` then has the questions that stand on them."""
    for variable, rule in rules.items():
        if rule.kind != "impute":
            continue
        try:
            for name in rule.within:
                sample.engine.encoding(sample.question(name))
        except SurveyError as error:
            made.problems.append(f"missing: '{variable}' is to be imputed within '{name}': {error}")
            continue
        if variable in rule.within:
            made.problems.append(f"missing: '{variable}' cannot be imputed within itself")
            continue
        others = [question for name, question in asked.items() if name != variable]
        targeted = sorted(named[variable])
        sample, question, count, said = imputed(sample, asked[variable], rule, targeted, base, others)
        asked[variable] = with_names(question, [asked[variable]]) if count else question
        if count:
            counts[f"imputed {variable}"] = count
            made.said.append(said)
    return sample


def _carried(
    sample: SampleData,
    asked: Mapping[str, Question],
    rules: Mapping[str, Rule],
    named: Mapping[str, set[str]],
    cells: CellTable,
    counts: dict[str, int],
    said: list[str],
) -> NDArray[np.bool_]:
    """Cells whose respondents keep their base weight."""
    found = np.zeros(len(cells), dtype=bool)
    for variable, rule in rules.items():
        if rule.kind == "carry":
            question = asked[variable]
            lost = gone(sample.engine.encoding(question), sorted(named[variable]))[cells.key(question.question)]
            if lost.any():
                counts[f"carried {variable}"] = int(cells.respondents[lost].sum())
            found |= lost
    if found.any():
        counts["carried"] = int(cells.respondents[found].sum())
        count = counts["carried"]
        said.append(f"{count} respondent(s) without an answer keep their base weight, times one number for all")
    return found


def _totals(made: Gathered, targets: Targets) -> None:
    """What the cells of each margin make; faults where margins do not agree on how many people there are."""
    sums = {
        one.name: one.margin.whole
        for one in made.figures
        if one.margin.counts is not None and one.margin.whole is not None
    }
    otherwise = float(targets.total) if targets.total else next(iter(sums.values()), None)
    for one in made.figures:
        made.problems += whole_of(one, otherwise)
    if sums:
        low, high = min(sums, key=sums.__getitem__), max(sums, key=sums.__getitem__)
        if sums[high] - sums[low] > ROUNDING * sums[high]:
            made.problems.append(
                f"margins disagree about the total: '{low}' adds to {sums[low]:,.10g}, '{high}' to {sums[high]:,.10g}"
            )
        elif sums[high] - sums[low] > 1e-9 * sums[high]:
            made.warnings.append(
                f"margins '{low}' and '{high}' differ by {sums[high] / sums[low] - 1:.2%} in their totals; scaled"
            )


def _classes(figures: Figures, rules: Mapping[str, Rule], counts: dict[str, int], said: list[str]) -> None:
    """Classes for missing answers among the shares of a margin."""
    lost = [
        levels if rules[one.variable].kind == "class" else np.zeros(len(levels), dtype=bool)
        for one, levels in zip(figures.sides, figures.lost, strict=True)
    ]
    base = figures.base.reshape(figures.shape)
    for axis, (one, levels) in enumerate(zip(figures.sides, lost, strict=True)):
        inside = np.moveaxis(figures.weighing.reshape(figures.shape), axis, 0)[levels]
        key = f"class {one.variable}"
        if inside.sum() and key not in counts:
            counts[key] = int(inside.sum())
            part = np.moveaxis(base, axis, 0)[levels].sum() / base.sum()
            said.append(
                f"{counts[key]} respondent(s) without an answer to '{one.variable}' are a class of their own with "
                f"{part:.2%} of the weights, as before"
            )
    figures.share = with_classes(figures.share.reshape(figures.shape), base, lost).ravel()


def _common(first: Figures, second: Figures) -> list[tuple[int, int]]:
    """Pairs of axes of two margins that are one variable with the same levels."""
    pairs = []
    for i, one in enumerate(first.sides):
        for j, other in enumerate(second.sides):
            if one.variable == other.variable and one.names == other.names:
                pairs.append((i, j))
    return pairs


def _shared(figures: Figures, axes: Sequence[int]) -> Array:
    """Shares of the variables on ``axes``, in their order."""
    cube = figures.share.reshape(figures.shape)
    rest = tuple(k for k in range(cube.ndim) if k not in axes)
    kept = [k for k in range(cube.ndim) if k in axes]
    return np.transpose(cube.sum(axis=rest), [kept.index(axis) for axis in axes])


def _overlaps(found: Sequence[Figures]) -> list[tuple[Figures, Figures, list[int], list[int]]]:
    pairs = []
    for first, second in itertools.combinations(found, 2):
        common = _common(first, second)
        if common and not (first.margin.has_free or second.margin.has_free):
            pairs.append((first, second, [i for i, _ in common], [j for _, j in common]))
    return pairs


def _contradictions(found: Sequence[Figures]) -> list[str]:
    """Margins that imply different figures for variables they share can never all be met."""
    faults = []
    for first, second, left, right in _overlaps(found):
        sides = _shared(first, left), _shared(second, right)
        gap = np.abs(sides[0] - sides[1])
        if gap.max() > ROUNDING:
            at = np.unravel_index(int(gap.argmax()), gap.shape)
            cell = " × ".join(first.sides[axis].names[i] for axis, i in zip(left, at, strict=True))
            faults.append(
                f"margins '{first.name}' and '{second.name}' disagree about '{cell}': "
                f"{sides[0][at]:.1%} against {sides[1][at]:.1%}"
            )
    return faults


def _reconcile(made: Gathered) -> None:
    """Margins that differ by rounding are made one: of two the crossing of more variables gives way, else the later."""
    for _ in range(200):
        worst = 0.0
        for first, second, left, right in _overlaps(made.figures):
            if len(first.sides) > len(second.sides):
                first, second, left, right = second, first, right, left
            leads, follows = _shared(first, left), _shared(second, right)
            gap = float(np.abs(leads - follows).max())
            worst = max(worst, gap)
            said = f"margins '{first.name}' and '{second.name}' differ by up to {{}} points; '{second.name}' gives way"
            if gap > 1e-6 and not any(note.startswith(said.split("{")[0]) for note in made.warnings):
                made.warnings.append(said.format(f"{100 * gap:.2g}"))
            ratio = np.divide(leads, follows, out=np.zeros_like(leads), where=follows > 0)
            order = sorted(right)
            spread = np.transpose(ratio, [right.index(axis) for axis in order])
            shape = [length if axis in order else 1 for axis, length in enumerate(second.shape)]
            second.share = (second.share.reshape(second.shape) * spread.reshape(shape)).ravel()
        if worst < 1e-14:
            return


def _assembled(
    sample: SampleData,
    targets: Targets,
    made: Gathered,
    asked: Mapping[str, Question],
    keys: Sequence[Question],
    cells: CellTable,
    carried: NDArray[np.bool_],
    total: float,
    counts: Mapping[str, int],
) -> Prepared:
    margins: dict[str, Margin] = {}
    variables: dict[str, Question] = {}
    index: list[NDArray[np.int64]] = []
    wanted: list[Array] = []
    labels: list[tuple[tuple[str, ...], ...]] = []
    places: list[NDArray[np.int64]] = []
    kept = float(cells.sum_w[carried].sum() / cells.sum_w.sum()) if carried.any() else 0.0
    own = [question for question in keys if question.question in {one.question for one in asked.values()}]
    table = cells if len(own) == len(keys) else sample.engine.collapse(own)
    for one in made.figures:
        share = one.share * (1 - kept)
        plain = not one.groups and not carried.any() and all(item.own for item in one.sides)
        if plain:
            place, names, goals = one.place, one.levels, share
            standing = [asked[item.variable] for item in one.sides]
            into = np.arange(len(share))
        else:
            place, texts, goals, into = _places(one, share, carried, kept)
            names = [(text,) for text in (*texts, BLANK, UNKNOWN)]
            goals = np.concatenate([goals, [0.0, 0.0]])
            at = table.flat(table.keys)
            row = np.searchsorted(at, cells.flat([question.question for question in own]))
            by_table = np.zeros(len(table), dtype=np.int64)
            by_table[row] = place
            sample, question = derived(sample, one.name, own, table, by_table, texts)
            standing = [with_names(question, [asked[item.variable] for item in one.sides])]
            question = standing[0]
        used = {
            options: float(goal * (one.whole if one.whole > 0 else 1.0))
            for options, goal in zip(names, goals, strict=True)
            if goal > 0
        }
        kind = "counts" if one.margin.counts is not None else "shares"
        changed = not plain or counts or any(item.key != item.variable for item in one.sides)
        margins[one.name] = (
            one.margin.model_copy(
                update={
                    **{"variables": tuple(question.question for question in standing), kind: used},
                    **{"nested": None, "sizes": None, "recode": {}, "merge": (), "std_error": None, "covariance": None},
                }
            )
            if changed
            else one.margin
        )
        variables |= {question.question: question for question in standing}
        index.append(place)
        wanted.append(goals * total)
        labels.append(tuple(names))
        places.append(into)
    return Prepared(
        tuple(keys),
        cells,
        tuple(margins),
        margins,
        variables,
        tuple(index),
        tuple(wanted),
        total,
        tuple([*made.said, *made.warnings]),
        sample,
        tuple(labels),
        dict(counts),
        target_covariance(targets, made.figures, places, [len(one) for one in wanted], total * (1 - kept)),
    )


def _places(
    one: Figures, share: Array, carried: NDArray[np.bool_], kept: float
) -> tuple[NDArray[np.int64], list[str], Array, NDArray[np.int64]]:
    """The margin on a level of its own for each group of places: the level of each cell, their names, their shares, and
    the level of each flat place (-1: none)."""
    into = np.full(len(share), -1, dtype=np.int64)
    grouped = {place: group for group in one.groups for place in group}
    texts: list[str] = []
    goals: list[float] = []
    here = np.zeros(len(share), dtype=bool)
    here[one.place] = True
    for place, options in enumerate(one.levels):
        if into[place] >= 0 or not (here[place] or share[place] > 0):
            continue
        group = grouped.get(place, [place])
        into[group] = len(texts)
        texts.append(" + ".join(" × ".join(PLAIN.get(part, part) for part in one.levels[item]) for item in group))
        goals.append(float(share[group].sum()))
    of_cells = into[one.place]
    if carried.any():
        of_cells = np.where(carried, len(texts), of_cells)
        texts.append(CARRIED)
        goals.append(kept)
    return of_cells, texts, np.array(goals), into
