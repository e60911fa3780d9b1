"""What is settled before tables are made: which can be, and the cells behind many of them in as few scans as the engine
allows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from survey.cells.filters.inside import encoding_inside
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import number_question
from survey.cells.table.kept_tables import MOST_CELLS
from survey.definitions.records.question import Question
from survey.errors import EstimationError, SurveyError
from survey.estimation.core.gather import gather
from survey.estimation.core.inside import check_base, options_inside
from survey.tables.numeric import check_few_answers, has_mean, is_loose, tabulated_as
from survey.tables.shape.nested import levels_of
from survey.words import Base

UNKNOWN = 20  # levels that a question without options is taken to have, before they are known


def table_fault(sample: SampleData, name: str, base: Base) -> EstimationError | None:
    """Why question ``name`` has no table on ``base``; None where it has. Asked before the tables of all questions are
    made, and by ``survey check``."""
    try:
        shown = tabulated_as(sample, name)
        check_base(shown.question(name), base)
        options_inside(name, encoding_inside(shown, name), base)
    except EstimationError as fault:
        return fault
    return None


def check_banner(sample: SampleData, by: str) -> None:
    """``EstimationError`` for a question that cannot be a banner."""
    question = sample.question(by)
    if is_loose(question):
        fix = "Give it options with range: [from, to]."
        raise EstimationError("a number needs ranges to be a banner", where=by, fix=fix)
    check_few_answers(sample, question)


def gathered(sample: SampleData, questions: Sequence[str], banner: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
    """``questions`` some at a time; when some are given out, the engine has the cells of their tables by ``banner``.

    As many at a time as have ``MOST_CELLS / 2`` cells at most, so that memory is bounded by cells however many tables
    are asked for. A question that cannot be tabulated is given out too: its table says why.
    """
    wanted = {name: _tables(sample, name, banner) for name in questions}
    units = _units(sample) if len(questions) > 1 else 1
    block: list[str] = []
    cells = 0
    for name in questions:
        mine = units * sum(math.prod(_levels(sample, question) for question in table) for table in wanted[name])
        if block and cells + mine > MOST_CELLS // 2:
            yield _made(sample, block, wanted)
            block, cells = [], 0
        block.append(name)
        cells += mine
    if block:
        yield _made(sample, block, wanted)


def _made(sample: SampleData, block: list[str], wanted: dict[str, list[tuple[Question, ...]]]) -> tuple[str, ...]:
    gather(sample, [table for name in block for table in wanted[name]])
    return tuple(block)


def _tables(sample: SampleData, name: str, banner: Sequence[str]) -> list[tuple[Question, ...]]:
    """The crossings that the table of a question takes; none where it cannot be made."""
    try:
        question = sample.question(name)
        shown = tabulated_as(sample, name).question(name)
        domains: list[tuple[Question, ...]] = [(), *_crossed(sample, name, banner)]
    except SurveyError:
        return []
    made = [(shown, *by) for by in domains]
    if has_mean(question):
        counted = number_question(question) if question.type == "number" else question
        made += [(counted, *by) for by in domains if counted is not shown]
    return made


def _crossed(sample: SampleData, name: str, banner: Sequence[str]) -> Iterator[tuple[Question, ...]]:
    for by in banner:
        names = levels_of(sample, by)
        if name not in names:
            yield tuple(sample.question(one) for one in names)


def _levels(sample: SampleData, question: Question) -> int:
    if question.type == "multiple":  # sets of options, of which there are no more than respondents
        return min(2 ** min(len(question.options), 32), sample.n)
    return len(question.options) or UNKNOWN


def _units(sample: SampleData) -> int:
    """Combinations of strata and PSUs that each cell is split into."""
    design = sample.design
    if sample.replicates is not None or not design.psu_columns:
        return 1
    keys = [sample.design_key(column) for column in (*design.stratum_columns, design.psu_columns[0])]
    return len(sample.engine.collapse(keys))
