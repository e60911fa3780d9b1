"""A sample confined to a part of the population, for its figures: a domain of the design, never a cut of the data."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np

from survey.cells.engines.engine import Engine
from survey.cells.filters.answers import NO, OPEN, YES, Meant, State, meant, states
from survey.cells.filters.expression import Compared, Condition, read_condition
from survey.cells.filters.pieces import cut_question
from survey.cells.filters.words import condition_words
from survey.cells.samples.domain import Domain
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.errors import SurveyError

MOST = 100_000  # combinations of answers that a filter may tell apart


def within(sample: SampleData, where: str | None) -> SampleData:
    """``sample`` with its figures confined to those for whom the filter ``where`` holds; as it is without one.

    Everybody else keeps PSU and stratum, so that errors are those of a domain (R: ``subset(design)``; Stata:
    ``svy, subpop()``). ``where``: see ``survey.cells.filters.expression.read_condition``; an option may be named by id,
    label or code, a net by its name. A comparison with an answer that is missing holds for nobody, ``not`` of it
    neither; the notes count those outside for lack of an answer. Raises ``SurveyError`` for questions and options
    that do not exist, for comparisons that say nothing, and where nobody is inside.
    """
    if where is None:
        return sample
    if sample.domain is not None:
        raise SurveyError("the sample has a filter already", where=f"where: {where}", fix="Join both by 'and'.")
    condition = read_condition(where)
    found = {one: meant(one, sample.question(one.name), sample.engine) for one in _comparisons(condition)}
    keys, at = _keys(list(found.values()))
    encodings = [sample.engine.encoding(key) for key in keys]
    shape = tuple(len(encoding.levels) for encoding in encodings)
    if math.prod(shape) > MOST:
        said = f"the filter tells {math.prod(shape):,} combinations of answers apart; {MOST:,} is the most"
        raise SurveyError(said, where=f"where: {where:.80}", fix="Compare fewer questions.")

    def state(one: Compared) -> State:
        place = at[one]
        mine = states(found[one], encodings[place])
        return mine.reshape([-1 if k == place else 1 for k in range(len(shape))])

    held = np.broadcast_to(_state(condition, state), shape).reshape(-1)
    n, outside, unanswered = _counts(sample.engine, keys, held, sample.weight)
    if not n:
        fix = f"{unanswered:,} respondents lack an answer it needs." if unanswered else ""
        raise SurveyError("nobody is inside the filter", where=f"where: {where:.80}", fix=fix)
    words = condition_words(condition, found)
    names = tuple(dict.fromkeys(one.question.question for one in found.values()))
    return sample.changed(domain=Domain(where, tuple(keys), held == YES, names, words, n, outside, unanswered))


def _comparisons(condition: Condition) -> list[Compared]:
    if isinstance(condition, Compared):
        return [condition]
    return list(dict.fromkeys(one for part in condition.parts for one in _comparisons(part)))


def _keys(found: Sequence[Meant]) -> tuple[list[Question], dict[Compared, int]]:
    """A key for each question that is compared as options, one for each that is compared as numbers, and the place of
    the key of each comparison."""
    keys: dict[tuple[str, bool], Question] = {}
    for one in found:
        name = one.question.question
        if (name, one.cut) in keys:
            continue
        if one.cut:
            at = [number for other in found if other.question is one.question for number in other.numbers]
            keys[name, True] = cut_question(one.question, at)
        else:
            update = {"question": f"{name} as filter", "column": one.question.column or name}
            keys[name, False] = one.question.model_copy(update=update)
    places = {key: place for place, key in enumerate(keys)}
    return list(keys.values()), {one.compared: places[one.question.question, one.cut] for one in found}


def _state(condition: Condition, state: Callable[[Compared], State]) -> State:
    """Kleene's logic: what is open stays open unless the other parts decide it."""
    if isinstance(condition, Compared):
        return state(condition)
    parts = [_state(part, state) for part in condition.parts]
    if condition.how == "not":
        return 1 - parts[0]
    return reduce(np.minimum if condition.how == "and" else np.maximum, parts)


def _counts(engine: Engine, keys: Sequence[Question], held: State, weight: str | None) -> tuple[int, int, int]:
    """Respondents inside, outside, and without an answer that decides."""
    table = engine.collapse(list(keys), weight=weight)
    mine = held[table.flat([key.question for key in keys])]
    inside, outside, unanswered = (int(table.respondents[mine == value].sum()) for value in (YES, NO, OPEN))
    return inside, outside, unanswered
