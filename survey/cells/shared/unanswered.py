"""Those without an answer, where samples write them in other ways: one rule for a trend, a change and a combination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from survey.cells.samples.sample import SampleData
from survey.cells.table.named import kinds_of
from survey.definitions.records.question import Question
from survey.words import NONE, UNKNOWN

OF_NO_ANSWER = "_no_answer"


def kinds_in(sample: SampleData, name: str) -> dict[str, str]:
    """The kind of missing of each row that the question ``name`` has in a result, empty for an answer."""
    return kinds_of(sample.engine.encoding(sample.question(name)))


def common_form(samples: Sequence[SampleData], name: str) -> Question:
    """The question whose kinds of missing the others join: the shared one of the library that all are of, if it has
    options, else the first sample's."""
    libraries = {id(sample.library): sample.library for sample in samples}
    library = next(iter(libraries.values()))
    if len(libraries) == 1 and library is not None and name in library.questions:
        shared = library.questions[name]
        if shared.options:
            return shared
    return samples[0].question(name)


def column_of(level: str, kind: str, columns: Mapping[str, str]) -> str:
    """The column that a kind of missing is counted in: its own, that of the same kind, or one called by the kind.

    ``columns``: the columns of the common form, each with its kind ("" for answers and nets). So -9 in one wave and an
    empty cell in another are one column; a code that no option names is ``_unknown`` in all."""
    if level in columns or level == UNKNOWN:
        return level
    alike = [name for name, of in columns.items() if of == kind]
    return alike[0] if len(alike) == 1 else f"_{kind}"


def counts_nobody(column: str, question: Question) -> bool:
    """Whether a wave of ``question`` that has nobody in ``column`` has a 0 there: anybody can leave out an answer, and
    what was offered could be taken; a kind of missing that was not offered is no 0."""
    return column in (OF_NO_ANSWER, NONE, UNKNOWN) or column in question.options
