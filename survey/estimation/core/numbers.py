"""The numbers behind a question that has them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.apart import labelled_apart, unnamed_apart
from survey.cells.table.encoding import number_question, printed
from survey.errors import EstimationError
from survey.estimation.core.domains import Crossing


def counted_as(sample: SampleData, name: str) -> tuple[SampleData, str]:
    """The sample with the question that holds the numbers of ``name``, and what that question is called.

    The mean or total of a number cut into ranges is that of the numbers, not of the ranges. Raises what
    ``check_apart`` raises.
    """
    question = sample.question(name)
    check_apart(sample, name)
    counted = number_question(question) if question.type == "number" else question
    if counted is question:
        return sample, name
    return sample.with_question(counted.question, counted), counted.question


def check_counted(sample: SampleData, name: str) -> None:
    """``EstimationError`` for a question whose codes only name its answers: of type single, or a column that a file
    labels, without a ``value`` for each of them. A column without options, whose answers are numbers, is one."""
    question = sample.question(name)
    without = [key for key in question.substantive if question.options[key].value is None]
    if question.type in ("scale", "number") or not without:
        return
    raise EstimationError(
        f"a question of type {question.type} has no mean, total or other statistic of numbers: its codes only name "
        f"the answers ({', '.join(without[:5])}{', …' if len(without) > 5 else ''}); expected is type scale or number, "
        "or a value of each option",
        where=name,
        fix="Write 'type: scale' or 'value:' for each option, or ask for shares.",
    )


def check_apart(sample: SampleData, name: str) -> None:
    """``EstimationError`` for codes that stand apart from all other numbers, whether nothing names them
    (``unnamed_apart``) or words that are known as no kind of missing do (``labelled_apart``): a mean over 99 for
    "refused" is none, and one without it is of other people."""
    question = sample.question(name)
    counted = number_question(question) if question.type == "number" else question
    encoding = sample.engine.encoding(counted)
    found = unnamed_apart(encoding)
    if not found:
        _check_labelled(name, labelled_apart(encoding))
        return
    shown = ", ".join(f"{printed(code)}: {rows:,} rows" for code, rows in found.items())
    missing = ", ".join(f"{printed(code)}: no_answer" for code in found)
    said = f"numbers without a label that stand apart from all others are perhaps codes for no answer ({shown})"
    fix = f"Write 'missing: {{{missing}}}' under the question, or 'missing: {{}}' if they are answers."
    if sample.library is not None and sample.library.bare:
        fix = f"Write a definition with survey new, and there: {fix[6:]}"
    raise EstimationError(said, where=name, fix=fix)


def _check_labelled(name: str, found: Mapping[float, str]) -> None:
    if not found:
        return
    shown = ", ".join(f"{printed(code)} “{text}”" for code, text in found.items())
    missing = ", ".join(f"{printed(code)}: no_answer" for code in found)
    raise EstimationError(
        f"labelled codes that stand apart from all other numbers are perhaps no points of a scale ({shown})",
        where=name,
        fix=f"Write 'missing: {{{missing}}}' under the question (or 'dont_know', 'refused', 'not_asked'), or "
        "'missing: {}' if they are answers of that size.",
    )


def option_numbers(cross: Crossing, question: str) -> NDArray[np.float64]:
    """The number that each kept option stands for; ``EstimationError`` when one has none."""
    number = dict(zip(cross.encoding.levels, cross.encoding.numbers, strict=True))
    without = [option for option in cross.options if not np.isfinite(number[option])]
    if without:
        raise EstimationError(
            f"options without a value: {', '.join(without[:5])}{' …' if len(without) > 5 else ''}",
            where=question,
            fix="Give each option a value, or mark it as missing.",
        )
    return np.array([number[option] for option in cross.options])
