"""How near the sample is to the population, before and after weighting, also in what the weighting did not use."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import Encoding, number_question
from survey.cells.table.named import named
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin, Targets
from survey.errors import SurveyError
from survey.weighting.record.calibration import Calibration
from survey.wording.worded import joined, same
from survey.words import Text

MANY = 30  # a number of more distinct values is shown by its mean


@dataclass(frozen=True)
class LevelBalance:
    """One cell of a margin (``options``, one for each variable), or the mean of a number (no options).

    ``target`` (NaN: none is known), ``before`` and ``after``: shares, 0-1, or means. ``spread``: the standard
    deviation by which differences are measured. ``n``: respondents in the cell.
    """

    options: tuple[str, ...]
    target: float
    before: float
    after: float
    n: int
    spread: float = math.nan

    @property
    def gap(self) -> float:
        """What is left between sample and target after weighting."""
        return self.after - self.target

    @property
    def asmd_before(self) -> float:
        """``|before - target| / spread``; see ``asmd``."""
        return asmd(self.before, self.target, self.spread)

    @property
    def asmd_after(self) -> float:
        """``|after - target| / spread``; see ``asmd``."""
        return asmd(self.after, self.target, self.spread)


@dataclass(frozen=True)
class MarginBalance:
    """The cells of one margin. ``used``: weights were brought to it. ``missing``: respondents who are in no cell of it
    and in none of its shares, as they gave no answer or one that the target does not know."""

    margin: str
    questions: tuple[Question, ...]
    levels: tuple[LevelBalance, ...]
    used: bool
    is_mean: bool = False
    missing: int = 0
    figures: Margin | None = None  # the target, for its source and its status

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the questions."""
        return tuple(question.question for question in self.questions)

    @property
    def has_target(self) -> bool:
        """Whether the population's figures are known."""
        return any(math.isfinite(level.target) for level in self.levels)

    @property
    def asmd_before(self) -> float:
        """Mean over the cells before weighting."""
        return _mean(level.asmd_before for level in self.levels)

    @property
    def asmd_after(self) -> float:
        """Mean over the cells after weighting."""
        return _mean(level.asmd_after for level in self.levels)


@dataclass(frozen=True)
class Balance:
    """Margins that the weighting used, then others. ``left_out``: margins of the targets that could not be held
    against the sample, each with what the sample does not know: a variable, or levels of one. ``withheld``: margins
    with a cell of fewer than ``least`` respondents, of which a policy of disclosure tells nothing. ``called``: what
    margins are called that are not shown."""

    margins: tuple[MarginBalance, ...]
    left_out: Mapping[str, Text] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    least: int = 0
    called: Mapping[str, Text] = field(default_factory=dict)

    @property
    def asmd_before(self) -> float:
        """Mean over the margins with a target before weighting, each counted once."""
        return _mean(margin.asmd_before for margin in self.margins)

    @property
    def asmd_after(self) -> float:
        """Mean over the margins with a target after weighting."""
        return _mean(margin.asmd_after for margin in self.margins)


def asmd(value: float, target: float, spread: float) -> float:
    """Absolute standardised mean difference ``|value - target| / spread``, of a share by ``√(p (1 - p))`` of the
    target.

    As in balance (Sarig, Galili & Eilat 2023, arXiv:2307.06024: ``asmd``, ``std_type="target"``), which divides by the
    standard deviation of a sample, larger by ``√(N / (N - 1))`` for a population of ``N``. NaN where a target is
    missing, or is 0 or 1 and so has no spread.
    """
    return abs(value - target) / spread if spread > 0 else math.nan


def balance(
    sample: SampleData,
    targets: Targets | Sequence[Targets] | None = None,
    variables: Sequence[str] = (),
    questions: Mapping[str, Question] | None = None,
) -> Balance:
    """The margins that ``sample`` was weighted to, the margins of ``targets`` on other variables, and ``variables``
    that have no target, before and after weighting (of a question of several answers each of its options).

    Before: with the weights that the first calibration started from, or, without a calibration, those before the first
    step. A margin of ``targets`` whose variables are all in a used one is left to it. Everybody without an answer is
    left out of the shares of an unused variable and counted. Numbers without ranges are shown by their mean, and
    measured by their standard deviation before weighting. ``questions`` have the names of what the sample
    does not have. Works on cells, not on respondents.
    """
    chain = sample.calibration.steps if sample.calibration is not None else ()
    before = _before(sample, chain)
    found: list[MarginBalance] = []
    for made in chain:
        found += used_balance(made) if made is sample.calibration else _earlier(sample, made, before)
        for question, total in zip(made.numbers, made.totals, strict=True):
            number = number_question(question)
            people = float(sample.engine.collapse([number], weight=made.calibrated).sum_w.sum())
            found.append(_number(sample, number, before, total / people, used=True))
    others = () if targets is None else (targets,) if isinstance(targets, Targets) else tuple(targets)
    held = [*(set(margin.variables) for margin in found), *_held(chain, others)]
    left_out: dict[str, Text] = {}
    called: dict[str, Text] = {}
    for item in others:
        for name, margin in item.margins.items():
            if any(set(margin.variables) <= names for names in held):
                continue
            goal = _Goal.of(margin, item)
            absent = goal.absent(sample)
            if absent:
                left_out[name] = joined([_absent(*one, questions or {}) for one in absent], ", ")
                called[name] = margin.title or joined(
                    [_absent(one, "", questions or {}) for one in margin.variables], " × "
                )
            else:
                found.append(_shares(sample, name, [sample.question(one) for one in margin.variables], goal, before))
    known = {name for names in (*held, *(set(margin.variables) for margin in found)) for name in names}
    for name in dict.fromkeys(variables):
        if name not in known:
            found.append(_without_target(sample, name, before))
    return Balance(tuple(found), left_out, called=called)


def used_balance(made: Calibration) -> list[MarginBalance]:
    """The margins of one weighting as its record has them."""
    found = []
    for name, gaps in itertools.groupby(made.gaps, key=lambda gap: gap.margin):
        margin = made.margins[name]
        levels = [LevelBalance(g.options, g.target, g.before, g.after, g.n, _spread(g.target)) for g in gaps]
        questions = tuple(made.variables[variable] for variable in margin.variables)
        found.append(MarginBalance(name, questions, tuple(levels), True, figures=margin))
    return found


def _before(sample: SampleData, chain: Sequence[Calibration]) -> str | None:
    if chain:
        return chain[0].base_weight
    return sample.steps[0].base_weight if sample.steps else None


def _held(chain: Sequence[Calibration], others: Sequence[Targets]) -> Iterator[set[str]]:
    """Variables of the margins used, by the names that the targets have for them: where answers were imputed or levels
    merged, the record has questions of its own."""
    for made in chain:
        for item in others:
            if item.targets == made.targets:
                yield from (set(item.margins[name].variables) for name in made.margins if name in item.margins)


def _earlier(sample: SampleData, made: Calibration, before: str | None) -> Iterator[MarginBalance]:
    """Margins of a weighting that others followed, with the weights as they are now."""
    for name, margin in made.margins.items():
        questions = [made.variables[variable] for variable in margin.variables]
        yield _shares(sample, name, questions, _Goal.of(margin), before, used=True)


@dataclass(frozen=True)
class _Goal:
    """A margin as it is held against the sample: ``figures`` (NaN: free) and what they make together."""

    margin: Margin
    figures: Mapping[tuple[str, ...], float]
    whole: float
    recode: Mapping[str, Mapping[str, Sequence[str]]]  # variable -> level of the target -> options

    @classmethod
    def of(cls, margin: Margin, targets: Targets | None = None) -> _Goal:
        whole = margin.whole
        if whole is None and not margin.has_free:
            whole = sum(margin.figures.values())
        if whole is None:
            whole = 1.0 if margin.counts is None else targets.total if targets is not None else None
        recode = {}
        for variable in margin.variables:
            found = targets.recode_of(margin, variable) if targets is not None else margin.recode.get(variable)
            recode[variable] = found or {}
        return cls(margin, margin.figures, math.nan if whole is None else whole, recode)

    def levels(self, encoding: Encoding, variable: str) -> dict[str, str]:
        """For each level of the sample its level in the target."""
        named = {option: level for level, options in self.recode[variable].items() for option in options}
        return {level: named.get(level, level) for level in encoding.levels}

    def absent(self, sample: SampleData) -> list[tuple[str, str]]:
        """Variables of the margin, and levels with a figure behind theirs, that the sample does not know."""
        found: list[tuple[str, str]] = []
        for place, variable in enumerate(self.margin.variables):
            try:
                encoding = sample.engine.encoding(sample.question(variable))
            except SurveyError:
                found.append((variable, ""))
                continue
            known = set(self.levels(encoding, variable).values())
            asked = dict.fromkeys(cell[place] for cell, value in self.figures.items() if value != 0)
            found += [(variable, option) for option in asked if option not in known]
        return found


def _absent(variable: str, option: str, questions: Mapping[str, Question]) -> Text:
    """What a variable, or an option of it, is called; its id where nobody knows it."""
    question = questions.get(variable)
    head = same(variable) if question is None else question.heading
    if not option:
        return head
    return joined((same(option) if question is None else question.label(option), " (", head, ")"))


def _shares(
    sample: SampleData,
    name: str,
    questions: Sequence[Question],
    goal: _Goal | None,
    before: str | None,
    *,
    used: bool = False,
) -> MarginBalance:
    """The cells of a margin, or of a question without a target; options are recoded to the levels of the target."""
    encodings = [sample.engine.encoding(question) for question in questions]
    figures = goal.figures if goal is not None else {}
    variables = goal.margin.variables if goal is not None else ()
    codes = [goal.levels(part, variable) for part, variable in zip(encodings, variables)] if goal is not None else []
    codes = codes or [{level: level for level in encoding.levels} for encoding in encodings]
    was, now = _tables(sample, questions, before)
    kinds = [dict(zip(encoding.levels, encoding.kinds, strict=True)) for encoding in encodings]
    cells: dict[tuple[str, ...], Array] = {}
    missing = 0
    for answers, sums in _cells(was, now).items():
        cell = tuple(code[option] for code, option in zip(codes, answers, strict=True))
        answered = not any(kind[option] for kind, option in zip(kinds, answers, strict=True))
        if cell in figures if figures else answered:
            cells[cell] = cells.get(cell, np.zeros(3)) + sums
        else:
            missing += int(sums[0])
    listed = itertools.product(*(dict.fromkeys(code.values()) for code in codes))
    kept = [cell for cell in listed if cell in cells or figures.get(cell, 0) > 0]
    table = np.array([cells.get(cell, np.zeros(3)) for cell in kept]).reshape(len(kept), 3)
    shares = table / np.where(table.sum(axis=0) > 0, table.sum(axis=0), np.nan)
    levels = []
    for place, cell in enumerate(kept):
        target = figures[cell] / goal.whole if goal is not None else math.nan
        n, base, weight = int(table[place, 0]), float(shares[place, 1]), float(shares[place, 2])
        levels.append(LevelBalance(cell, target, base, weight, n, _spread(target)))
    margin = goal.margin if goal is not None else None
    return MarginBalance(name, tuple(questions), tuple(levels), used, missing=missing, figures=margin)


def _without_target(sample: SampleData, name: str, before: str | None) -> MarginBalance:
    question = sample.question(name)
    encoding = sample.engine.encoding(question)
    if encoding.sets:
        return _options(sample, question, encoding, before)
    loose = question.type == "number" and not any(option.range for option in question.options.values())
    numeric = np.isfinite([number for number, kind in zip(encoding.numbers, encoding.kinds, strict=True) if not kind])
    if loose or (not question.options and len(numeric) > MANY and numeric.all()):
        return _number(sample, question, before, math.nan, used=False)
    return _shares(sample, name, [question], None, before)


def _options(sample: SampleData, question: Question, encoding: Encoding, before: str | None) -> MarginBalance:
    """Of a question of several answers the share of each option, of those who answered; they do not add to 1."""
    known = named(encoding)
    was, now = _tables(sample, [question], before)
    sums = np.column_stack([now.respondents, was.sum_w, now.sum_w])
    at = now.key(question.question)
    answers = np.array([not kind for kind in known.kinds])
    held = known.holds[:, at] @ sums
    inside = known.holds[answers][:, at].any(axis=0)
    whole = sums[inside].sum(axis=0)
    shares = held / np.where(whole > 0, whole, np.nan)
    levels = [
        LevelBalance((name,), math.nan, float(shares[row, 1]), float(shares[row, 2]), int(held[row, 0]))
        for row, name in enumerate(known.names)
        if answers[row] and (held[row, 0] > 0 or name in question.options)
    ]
    return MarginBalance(question.question, (question,), tuple(levels), False, missing=int(sums[~inside, 0].sum()))


def _number(sample: SampleData, question: Question, before: str | None, target: float, *, used: bool) -> MarginBalance:
    """The mean of a number; ``target``: that in the population."""
    was, now = _tables(sample, [question], before)
    value = np.array(sample.engine.encoding(question).numbers)
    (first, spread), (last, _) = (_moments(table, value[table.key(question.question)]) for table in (was, now))
    without = ~np.isfinite(value[now.key(question.question)])
    n, missing = (int(now.respondents[rows].sum()) for rows in (~without, without))
    level = LevelBalance((), target, first, last, n, spread)
    return MarginBalance(question.column or question.question, (question,), (level,), used, True, missing)


def _moments(table: CellTable, number: Array) -> tuple[float, float]:
    """Weighted mean and standard deviation of the numbers that there are."""
    there = np.isfinite(number)
    weight, number = table.sum_w[there], number[there]
    if not weight.sum() > 0:
        return math.nan, math.nan
    mean = float(weight @ number / weight.sum())
    return mean, math.sqrt(float(weight @ (number - mean) ** 2 / weight.sum()))


def _tables(sample: SampleData, questions: Sequence[Question], before: str | None) -> tuple[CellTable, CellTable]:
    now = sample.engine.collapse(list(questions), weight=sample.weight)
    return sample.engine.collapse(list(questions), weight=before), now


def _cells(was: CellTable, now: CellTable) -> dict[tuple[str, ...], Array]:
    """Respondents who count now, their weight before and now, by cell. Both tables have the same cells."""
    sums = np.column_stack([now.respondents, was.sum_w, now.sum_w])
    return {
        tuple(str(level[code]) for level, code in zip(now.levels, codes, strict=True)): row
        for codes, row in zip(now.codes, sums, strict=True)
    }


def _spread(target: float) -> float:
    return math.sqrt(target * (1 - target)) if 0 <= target <= 1 else math.nan


def _mean(values: Iterable[float]) -> float:
    found = [value for value in values if math.isfinite(value)]
    return sum(found) / len(found) if found else math.nan
