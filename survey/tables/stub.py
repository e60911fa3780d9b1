"""Heads of rows and columns: what an option, a net or a kind of missing is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from survey.definitions.records.question import Question
from survey.tables.table import Column, StubRow
from survey.wording.message import message
from survey.words import BLANK, MISSING_KINDS, NO_WEIGHT, NONE, NOT_ASKED, TOTAL, UNKNOWN, Text

MEAN = "mean"
ANSWERED = "answered"  # one row for all answers of a question whose numbers are not cut into ranges


def label_of(question: Question, option: str) -> Text:
    """The label of an option or a net, the name of a kind of missing, else the id."""
    found = question.options.get(option) or question.nets.get(option)
    if option == NOT_ASKED:
        return message("tables.not_asked")
    named = option in (BLANK, NONE, NO_WEIGHT, UNKNOWN) or (option in MISSING_KINDS and option in question.options)
    return message(f"tables.{option}") if named and not (found is not None and found.label) else question.label(option)


def stub_of(question: Question, options: Iterable[str], kinds: Mapping[str, str], *, mean: bool) -> tuple[StubRow, ...]:
    """Rows of a table: answers in the order of the definition, then kinds of missing, then nets, then the mean.

    ``options``: options and nets that have figures; ``kinds``: the kind of missing of an option, "" for answers.
    """
    given = list(options)
    nets = [option for option in given if option not in kinds]
    answers = [option for option in given if option in kinds and not kinds[option]]
    missing = [option for option in given if kinds.get(option)]
    rows = [StubRow(option, label_of(question, option)) for option in answers]
    rows += [StubRow(option, label_of(question, option), "missing") for option in missing]
    rows += [StubRow(net, label_of(question, net), "net", parts=question.nets[net].options) for net in nets]
    if mean:
        rows.append(StubRow(MEAN, message("tables.mean"), "mean"))
    return tuple(rows)


def total_column(n: float, n_weighted: float, n_kish: float, small: bool) -> Column:
    """The column of everybody in the base."""
    return Column(TOTAL, message("tables.total"), n=n, n_weighted=n_weighted, n_kish=n_kish, small=small)
