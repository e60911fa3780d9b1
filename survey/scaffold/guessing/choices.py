"""Options from the labels and the answers of a column."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping

from survey.cells.meanings.missing_kind import missing_kind
from survey.cells.table.encoding import SEVERAL, as_number, option_of, printed
from survey.definitions.records.question import Option, Question
from survey.scaffold.guessing.columns import Column
from survey.scaffold.guessing.names import free_name, name_of, option_name
from survey.scaffold.guessing.told import as_code
from survey.scaffold.proposal import Choice

LONG = 40  # letters of a code that is the option's name too


def labelled_choices(column: Column) -> dict[str, Choice]:
    """An option for each code that the file labels, in the order of the codes, kinds of missing last; with them codes
    without a label that it declares to be missing and that occur."""
    bare = {key: (value, "") for key, (value, _) in column.answers.items() if key in column.declared}
    codes = {**bare, **column.labels}
    made: dict[str, Choice] = {}
    for key in sorted(codes, key=_order):
        value, text = codes[key]
        kind = missing_kind(text) or ("no_answer" if key in column.declared else None)
        code = as_code(value)
        name = printed(value)
        if as_number(value) is None and (len(name) > LONG or name.startswith("_") or " + " in name):
            name = free_name(name_of(text or name), made, "option")
        made[name] = Choice((code,), {"und": text} if text else {}, kind, told=bool(text))
    return missing_last(made)


def number_choices(column: Column, keys: Iterable[Hashable]) -> dict[str, Choice]:
    """An option without a label for each number among ``keys`` that at least ``SEVERAL`` gave."""
    often = [key for key in sorted(keys, key=_order) if column.count(key) >= SEVERAL]
    return {printed(column.answers[key][0]): Choice((as_code(column.answers[key][0]),)) for key in often}


def text_choices(texts: Mapping[str, int]) -> dict[str, Choice]:
    """An option for each text, the most frequent first (ranges of numbers in
    their order), kinds of missing last. Its name is made of the text, which data
    recognise; a code is written for all where the names alone would mislead."""
    made: dict[str, Choice] = {}
    alike: dict[str, list[str]] = {}
    ranges = all(_first_number(text) is not None for text in texts if missing_kind(text) is None)
    for text in sorted(texts, key=lambda one: ((_first_number(one) or 0.0) if ranges else -texts[one], one)):
        alike.setdefault(" ".join(text.casefold().split()), []).append(text)
    for same in alike.values():
        label, codes = same[0], tuple(same) if len(same) > 1 else ()
        made[option_name(label, made)] = Choice(codes, {"und": label}, missing_kind(label))
    made = missing_last(made)
    if all(option_of(text, _question(made)) == name for text, name in _named(texts, alike, made)):
        return made
    return {
        name: Choice(tuple(alike[" ".join(choice.label["und"].casefold().split())]), choice.label, choice.missing)
        for name, choice in made.items()
    }


def _named(
    texts: Iterable[str], alike: Mapping[str, list[str]], made: Mapping[str, Choice]
) -> Iterable[tuple[str, str]]:
    names = {" ".join(choice.label["und"].casefold().split()): name for name, choice in made.items()}
    for key, same in alike.items():
        for text in same:
            yield text, names.get(key, "")


def _question(choices: Mapping[str, Choice]) -> Question:
    options = {
        name: Option.model_construct(
            id=name, code=choice.codes or None, range=None, label=dict(choice.label), missing=choice.missing
        )
        for name, choice in choices.items()
    }
    return Question.model_construct(question="q", type="single", options=options, nets={}, decimal=None)


def _first_number(text: str) -> float | None:
    match = re.match(
        r"[^\w]*(?:(?:under|over|less than|more than|до|от|менее|более|da|od|do)\s+)?[$€£]?(\d[\d,. ]*)", text.lower()
    )
    return float(re.sub(r"\D", "", match[1])) if match else None


def missing_last(choices: Mapping[str, Choice]) -> dict[str, Choice]:
    """Answers first, then the kinds of missing, each in their order."""
    return dict(sorted(choices.items(), key=lambda pair: pair[1].missing is not None))


def _order(key: Hashable) -> tuple[bool, float, str]:
    number = as_number(key)
    return number is None, number if number is not None else 0.0, str(key)
