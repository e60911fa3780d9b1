"""The answers of an invented wave: published shares, spread over the groups of the population."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array, Index
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import as_number
from survey.definitions.records.presenting.banner import levels
from survey.definitions.records.question import Option, Question
from survey.definitions.records.study import Group, Nested, Study, StudyQuestion, group_of
from survey.definitions.records.values import Figure
from survey.errors import WeightingWarning, warn
from survey.maths.weights.raking import rake_cells
from survey.rehearsal.simulated_population import Population

TILT = 0.35  # standard deviation of the log odds by which groups differ in their answers
LEAN = 0.7  # the same for the part that goes with how readily a group responds: what makes raw shares wrong
OPEN_END = 15  # years and the like that a range without an end is taken to have
SLACK = 0.02  # published shares may miss 1 by as much, which rounding explains


class World:
    """The population with its answers; every question has random numbers of its own."""

    def __init__(
        self,
        study: Study,
        questions: Mapping[str, Question],
        population: Population,
        seed: int,
        model: SampleData | None,
        bias: float,
    ) -> None:
        self.study, self.questions, self.population = study, questions, population
        self.seed, self.model = seed, model
        rng = self.stream("respondents")
        self.log_rate = np.zeros(len(population.share))
        for k, named in enumerate(population.levels):
            self.log_rate += rng.normal(0, bias, len(named))[population.places[:, k]]

    def stream(self, name: str) -> np.random.Generator:
        """Random numbers that do not depend on what else the study asks."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode("utf-8"))])

    def respondents(self, n: int) -> Index:
        """The combination that each respondent belongs to, drawn by population and response rate."""
        chance = self.population.share * np.exp(self.log_rate)
        rng = self.stream("drawn")
        return np.asarray(rng.choice(len(chance), size=n, p=chance / chance.sum()), dtype=np.int64)

    def answers(self, name: str, drawn: Index, given: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        """The option of each respondent; None for those who were not asked."""
        question, own = self.questions[name], self.study.questions.get(name, StudyQuestion())
        rng = self.stream(name)
        if not question.options:
            return np.full(len(drawn), None, dtype=object)
        if question.several is True:
            return self._several(question, own, drawn, rng)
        options, shares = self._shares(name, question, own)
        table = self._by_group(name, options, shares, own, rng)
        edge = table.cumsum(axis=1)
        place = (rng.random(len(drawn))[:, None] * edge[drawn, -1:] > edge[drawn]).sum(axis=1)
        found = np.array(options, dtype=object)[np.minimum(place, len(options) - 1)]
        if own.nested is not None and own.nested.question in given:
            asked = np.isin(given[own.nested.question].astype(str), list(self._parts(own.nested)))
            not_asked = next((key for key, option in question.options.items() if option.missing == "not_asked"), None)
            found = np.where(asked, found, not_asked)
        return found

    def _parts(self, nested: Nested) -> Iterator[str]:
        nets = self.questions[nested.question].nets
        for option in nested.options:
            yield from nets[option].options if option in nets else (option,)

    def _several(self, question: Question, own: StudyQuestion, drawn: Index, rng: np.random.Generator) -> NDArray[Any]:
        """Sets of options, each chosen by itself."""
        found = np.empty(len(drawn), dtype=object)
        shares = {key: _value(figure) for key, figure in own.published.items() if key in question.options}
        chosen = {key: rng.random(len(drawn)) < share for key, share in shares.items()}
        for i in range(len(drawn)):
            found[i] = frozenset(key for key, yes in chosen.items() if yes[i])
        return found

    def _shares(self, name: str, question: Question, own: StudyQuestion) -> tuple[list[str], Array]:
        options = list(question.options)
        known = {key: _value(figure) for key, figure in own.published.items() if key in question.options}
        if not known and self.model is not None:
            known = _model_shares(self.model, name, options)
        if not known:
            answers = list(question.substantive) or options
            said = f"{name}: nothing was published of it; every option is equally likely"
            warn(WeightingWarning, said)
            return answers, np.full(len(answers), 1 / len(answers))
        left = 1 - sum(known.values())
        if left < -SLACK:
            said = f"{name}: published shares make {100 - 100 * left:.1f}%; all are scaled to 100%"
            warn(WeightingWarning, said)
        if left > 0:
            kinds = {key: question.options[key].missing for key in options if key not in known}
            rest = [key for key, kind in kinds.items() if kind not in (None, "not_asked")]
            rest = rest or [key for key, kind in kinds.items() if kind is None]
            if rest:
                known |= {key: left / len(rest) for key in rest}
            elif left > SLACK:
                said = f"{name}: {100 * left:.1f} points were not published and all options were; scaled to 100%"
                warn(WeightingWarning, said)
        kept = [key for key in options if known.get(key, 0) > 0]
        shares = np.array([known[key] for key in kept])
        return kept, shares / shares.sum()

    def _by_group(
        self, name: str, options: list[str], shares: Array, own: StudyQuestion, rng: np.random.Generator
    ) -> Array:
        """Shares of the options in each combination, (combinations, options)."""
        people = self.population
        log_odds = np.outer(self._readiness(), rng.normal(0, LEAN, len(options)))
        for k, named in enumerate(people.levels):
            log_odds += rng.normal(0, TILT, (len(named), len(options)))[people.places[:, k]]
        table = people.share[:, None] * shares * np.exp(log_odds)
        cell, option = (axis.reshape(-1) for axis in np.indices(table.shape))
        index, wanted = [cell, option], [people.share, shares]
        for domain, groups in own.by.items():
            if unknown := [one for one in levels(domain) if one not in people.variables]:
                said = f"{name}: figures by {domain} are not used, as the wave knows no shares of {unknown[0]}"
                warn(WeightingWarning, said)
                continue
            at, share = self._domain(domain, groups, options, table.shape, shares)
            index.append(at)
            wanted.append(share)
        made = rake_cells(table.reshape(-1), index, wanted, tolerance=1e-9, rounds=1000)
        if not made.converged and len(index) > 2:
            warn(WeightingWarning, f"{name}: figures of groups do not fit those of everybody; not used")
            made = rake_cells(table.reshape(-1), index[:2], wanted[:2], tolerance=1e-9, rounds=1000)
        return (table.reshape(-1) * made.factor).reshape(table.shape)

    def _readiness(self) -> Array:
        """Log response rates with mean 0 and standard deviation 1 in the population; 0 where all are equal."""
        share = self.population.share
        centred = self.log_rate - share @ self.log_rate
        spread = float(np.sqrt(share @ centred**2))
        return centred / spread if spread > 0 else centred

    def _domain(
        self, domain: str, groups: Mapping[str, Group], options: list[str], shape: tuple[int, ...], shares: Array
    ) -> tuple[Index, Array]:
        """Cells of (group, option) with a figure of their own; the last one is all else."""
        people = self.population
        level = [people.levels_of(one) for one in levels(domain)]
        at = np.full(shape, -1, dtype=np.int64)
        wanted: list[float] = []
        for group, figures in groups.items():
            pairs = zip(level, group_of(domain, group).values(), strict=True)
            inside = np.all([of == answer for of, answer in pairs], axis=0)
            size = float(people.share[inside].sum())
            for key, figure in figures.published.items():
                if key in options and size > 0:
                    at[inside, options.index(key)] = len(wanted)
                    wanted.append(size * _value(figure))
        at[at < 0] = len(wanted)
        return at.reshape(-1), np.array([*wanted, max(1 - sum(wanted), 0.0)])


def _value(figure: Figure) -> float:
    """A published percentage as a share; the middle of a range, a limit by its value."""
    if figure.value is not None:
        return figure.value / 100
    ends = [end for end in (figure.low, figure.high) if end is not None]
    return sum(ends) / len(ends) / 100


def _model_shares(model: SampleData, name: str, options: Sequence[str]) -> dict[str, float]:
    """The shares of the options in data."""
    cells = model.engine.collapse([model.question(name)], weight=None)
    counts = {str(level): 0.0 for level in cells.levels[0]}
    for place, n in zip(cells.key(name), cells.n, strict=True):
        counts[str(cells.levels[0][place])] += float(n)
    known = {option: counts.get(option, 0.0) for option in options}
    total = sum(known.values())
    return {option: count / total for option, count in known.items()} if total else {}


def written(question: Question, options: NDArray[Any], rng: np.random.Generator) -> dict[str, Any]:
    """Columns of a question as they stand in a file: codes, or numbers inside the ranges."""
    column = question.column or question.question
    if question.several is True:
        return _several(question, column, options)
    if not question.options:
        return {column: np.full(len(options), np.nan)}
    values = np.empty(len(options), dtype=object)
    for key, option in question.options.items():
        at = np.flatnonzero(options == key)
        values[at] = _codes(option, len(at), rng)
    numbers = [None if value is None else as_number(value) for value in values]
    texts = any(isinstance(value, str) for value in values if value is not None)
    if texts:
        return {column: np.array([None if value is None else str(value) for value in values], dtype=object)}
    return {column: np.array([np.nan if number is None else number for number in numbers])}


def _several(question: Question, column: str, options: NDArray[Any]) -> dict[str, Any]:
    """Columns of flags, of codes in the order of the options, or one of several answers, as the definition says; empty
    where nobody was asked (None)."""
    asked = np.array([chosen is not None for chosen in options], dtype=bool)
    sets = [frozenset() if chosen is None else chosen for chosen in options]
    if question.columns and isinstance(question.columns, dict) or not (question.columns or question.delimiter):
        columns = question.columns or {key: f"{column}_{key}" for key in question.options}
        assert isinstance(columns, dict)
        marks = question.marked if isinstance(question.marked, tuple) else (question.marked,)
        if isinstance(marks[0], str):
            texts = {key: [marks[0] if key in chosen else None for chosen in sets] for key in columns}
            return {name: np.array(texts[key], dtype=object) for key, name in columns.items()}
        mark = 1.0 if marks[0] is None else float(marks[0])
        flags = {key: np.array([mark * (key in chosen) for chosen in sets], dtype=float) for key in columns}
        return {name: np.where(asked, flags[key], np.nan) for key, name in columns.items()}
    codes = [[option.codes[0] for key, option in question.options.items() if key in chosen] for chosen in sets]
    if question.delimiter:
        told = [question.delimiter.join(map(str, row)) for row in codes]
        return {column: np.where(asked, np.array(told, dtype=object), np.array(None, dtype=object))}
    return {
        name: np.array([row[k] if k < len(row) else None for row in codes], dtype=object)
        for k, name in enumerate(question.columns)
    }


def _codes(option: Option, count: int, rng: np.random.Generator) -> NDArray[Any]:
    if option.range is None or option.code is not None:
        return np.array([option.codes[0]] * count, dtype=object)
    low, high = option.range
    step = 1.0 if all(end is None or float(end).is_integer() for end in (low, high)) else 1e-5
    width = OPEN_END if step == 1.0 else 1.0
    low = (high - width if high is not None else 0.0) if low is None else low
    high = low + width if high is None else high
    places = rng.integers(0, round((high - low) / step) + 1, count)
    return np.array([round(low + step * place, 5) for place in places], dtype=object)
