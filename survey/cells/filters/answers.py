"""What a comparison of a filter says of the answers to its question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.engine import Engine
from survey.cells.filters.expression import Compared
from survey.cells.samples.told_answers import known_answers
from survey.cells.table.encoding import Encoding, option_of, plain_text, printed, takes_numbers
from survey.cells.table.set_question import SetQuestion
from survey.definitions.records.question import Question
from survey.errors import SurveyError
from survey.words import nearest

State = NDArray[np.float64]
YES, NO, OPEN = 1.0, 0.0, 0.5  # OPEN: there is no answer to compare


@dataclass(frozen=True)
class Meant:
    """A comparison with its question. ``numbers``: what the answers are compared with as numbers; ``options``: else, as
    options of the question."""

    compared: Compared
    question: Question
    options: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()

    @property
    def cut(self) -> bool:
        """Whether the answers are cut where they are compared; those of a scale are few."""
        return bool(self.numbers) and (self.question.type != "scale" or not self.question.options)


def meant(compared: Compared, question: Question, engine: Engine) -> Meant:
    """The comparison of ``question``; ``SurveyError`` for an option that it does not have, and for numbers where its
    answers are none."""
    where = f"where: {compared.name}"
    if question.type == "multiple" and not isinstance(question, SetQuestion):
        said = "how several answers to the question stand in the data is not said"
        raise SurveyError(said, where=where, fix="Filter by one of its columns.")
    values = compared.values
    ordered = compared.sign not in ("==", "!=")
    numbers = tuple(value for value in values if isinstance(value, float))
    if len(numbers) == len(values) and (ordered or _counts(question, engine)):
        if not _counts(question, engine):
            said = f"its answers have no order, so that '{compared.sign}' says nothing of them"
            raise SurveyError(said, where=where, fix="Name options: in [..., ...].")
        if question.type != "scale" or ordered or not question.options:
            return Meant(compared, question, numbers=numbers)
    options: dict[str, None] = {}
    for value in values:
        options |= dict.fromkeys(_options(value, question, engine, where))
    return Meant(compared, question, options=tuple(options))


def _counts(question: Question, engine: Engine) -> bool:
    """Whether the answers are numbers by themselves."""
    if takes_numbers(question):
        return True
    if question.options or question.type == "open":
        return False
    encoding = engine.encoding(question)
    numbers = [number for number, kind in zip(encoding.numbers, encoding.kinds, strict=True) if not kind]
    return bool(numbers) and all(math.isfinite(number) for number in numbers)


def _options(value: str | float, question: Question, engine: Engine, where: str) -> tuple[str, ...]:
    """The options that a value names: one, or those of a net."""
    text = printed(value)
    if not question.options:
        encoding = engine.encoding(question)
        same = tuple(level for level in encoding.levels[:-2] if plain_text(level) == plain_text(text))
        if not same:
            raise SurveyError(f"nobody answered '{text}'", where=where, fix=nearest(text, known_answers(encoding)))
        return same
    if text in question.nets:
        return question.nets[text].options
    bare = {key: option.model_copy(update={"range": None}) for key, option in question.options.items()}
    found = text if text in bare else option_of(value, question.model_copy(update={"options": bare}))
    if isinstance(value, float):
        return _by_number(value, found, question, where)
    labels = {key: map(plain_text, (net.label or {}).values()) for key, net in question.nets.items()}
    nets = [question.nets[key].options for key, texts in labels.items() if plain_text(text) in texts]
    if found is None and not nets:
        raise SurveyError(f"no option '{text}'", where=where, fix=nearest(text, _names(question)))
    return (found,) if found is not None else nets[0]


def _by_number(value: float, found: str | None, question: Question, where: str) -> tuple[str, ...]:
    """The option whose code or value is a number; ``found``: by code. ``SurveyError`` where the two are different."""
    valued = [key for key, option in question.options.items() if option.value == value]
    own = question.options[found].value if found is not None else None
    if found is not None and (own not in (None, value) or [key for key in valued if key != found]):
        said = f"{value:g} is the code of one option and the value of another"
        raise SurveyError(said, where=where, fix=f"Name the option: '{found}'.")
    if found is None and not valued:
        raise SurveyError(f"no option {value:g}", where=where, fix=nearest(printed(value), _names(question)))
    return (found,) if found is not None else tuple(valued)


def _names(question: Question) -> list[str]:
    labels = [text for option in question.options.values() for text in (option.label or {}).values()]
    return [*question.options, *question.nets, *labels]


def states(one: Meant, encoding: Encoding) -> State:
    """Of each level of ``encoding``: whether the comparison holds.

    A kind of missing is no answer, unless the comparison names one: then every option is an answer to it. Several
    answers are one of an option where it is among them, so that ``!=`` holds for those who gave none of the named."""
    levels, compared = encoding.levels, one.compared
    names_missing = any(one.question.options[name].missing for name in one.options if name in one.question.options)
    if encoding.sets:
        named = np.array([not options.isdisjoint(one.options) for options in encoding.sets], dtype=float)
        given = zip(encoding.kinds, encoding.sets, strict=True)
        none = [bool(kind) and not (names_missing and options) for kind, options in given]
        return np.where(none, OPEN, named if compared.sign == "==" else 1 - named)
    kinds = np.array([bool(kind) for kind in encoding.kinds])
    if one.numbers:
        answers = np.array(encoding.numbers, dtype=float)
        with np.errstate(invalid="ignore"):
            held = _held(answers, compared.sign, one.numbers)
        return np.where(kinds | np.isnan(answers), OPEN, held)
    held = np.isin(np.array(levels, dtype=object), list(one.options)).astype(float)
    if names_missing:
        kinds = np.arange(len(levels)) >= len(levels) - 2
    return np.where(kinds, OPEN, held if compared.sign == "==" else 1 - held)


def _held(answers: State, sign: str, numbers: Sequence[float]) -> State:
    first = numbers[0]
    found = {
        "==": lambda: np.isin(answers, numbers),
        "!=": lambda: ~np.isin(answers, numbers),
        "<": lambda: answers < first,
        "<=": lambda: answers <= first,
        ">": lambda: answers > first,
        ">=": lambda: answers >= first,
    }[sign]()
    return np.asarray(found, dtype=float)
