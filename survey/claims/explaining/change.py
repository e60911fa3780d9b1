"""One departure from the stated rules of a published table, and the table's cells under some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.claims.explaining.blocks import MARKED
from survey.claims.published.check import PublishedCheck
from survey.claims.published.judged import JudgedCell, judge
from survey.claims.published.placing import Placed
from survey.claims.published.recompute import recompute
from survey.definitions.records.published_table import PublishedTable
from survey.words import BASES

Kind = Literal["wave", "weight", "base", "filter", "percent", "joined", "nets", "rounding"]
ORDER: tuple[Kind, ...] = ("wave", "weight", "base", "filter", "percent", "joined", "nets", "rounding")


@dataclass(frozen=True)
class Change:
    """``name``: the weight, the base (``asked``, ``marked`` or the kinds of missing that are outside:
    ``dont_know+refused``), the filter as it is written, …; of joined answers the row, ``question`` and the ``options``
    that it is taken for."""

    kind: Kind
    name: str
    question: str = ""
    options: tuple[str, ...] = ()
    cost: int = 1  # changes that it is: two for a filter of two questions


@dataclass(frozen=True)
class Samples:
    """The data under each candidate weight and wave, by name."""

    weights: Mapping[str, SampleData]
    waves: Mapping[str, SampleData]


def under(check: PublishedCheck, changes: Sequence[Change], samples: Samples) -> list[JudgedCell]:
    """The cells of ``check`` by the ordinary way, under ``changes``. Raises ``SurveyError`` where the data do not allow
    one: a filter that nobody is inside."""
    sample, rules, placed = check.sample, check.rules, [cell.placed for cell in check.cells]
    for one in sorted(changes, key=lambda change: ORDER.index(change.kind)):
        sample, rules, placed = _changed(one, sample, rules, placed, samples)
    found = recompute(sample, placed, rules)
    return [
        judge(new, old.figure, old.decimals, data, rules)
        for new, old, data in zip(placed, check.cells, found, strict=True)
    ]


def _changed(
    one: Change, sample: SampleData, rules: PublishedTable, placed: list[Placed], samples: Samples
) -> tuple[SampleData, PublishedTable, list[Placed]]:
    if one.kind == "wave":
        sample = samples.waves[one.name]
    elif one.kind == "weight":
        sample = samples.weights[one.name]
    elif one.kind == "filter":
        sample = within(sample, one.name)
    elif one.kind == "base":
        names = {cell.question for cell in placed if not cell.reason}
        base = one.name if one.name in BASES else "asked"
        rules = rules.model_copy(update={"base": base, "bases": {}})
        if one.name == MARKED:
            sample = _of_marked(sample, names)
        elif one.name not in BASES:
            sample = _outside(sample, names, frozenset(one.name.split("+")))
    elif one.kind == "joined":
        row = (one.question, one.name)
        placed = [
            replace(cell, options=one.options, net=True) if (cell.question, cell.cell.row) == row else cell
            for cell in placed
        ]
    else:
        rules = rules.model_copy(update={one.kind: one.name})
    return sample, rules, placed


def _of_marked(sample: SampleData, questions: set[str]) -> SampleData:
    """``sample`` in which only those who gave one of several answers were asked for them."""
    for name in sorted(questions):
        question = sample.question(name)
        if question.type == "multiple":
            sample = sample.with_question(name, question.model_copy(update={"asked": MARKED}))
    return sample


def _outside(sample: SampleData, questions: set[str], kinds: frozenset[str]) -> SampleData:
    """``sample`` in which the missing answers of ``kinds`` are outside the base ``asked`` and all others inside."""
    for name in sorted(questions):
        question = sample.question(name)

        def kind(own: str | None) -> str | None:
            return own and ("not_asked" if own in kinds else "no_answer" if own == "not_asked" else own)

        options = {
            key: option.model_copy(update={"missing": kind(option.missing)}) for key, option in question.options.items()
        }
        update = {"options": options, "blank": kind(question.blank) or question.blank}
        sample = sample.with_question(name, question.model_copy(update=update))
    return sample
