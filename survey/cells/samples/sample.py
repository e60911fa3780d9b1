"""Data, design and questions together: what every statistic starts from."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.engine import Engine
from survey.cells.samples.domain import Domain
from survey.cells.samples.replicates import Replicates
from survey.cells.table.encoding import plain_question
from survey.definitions.records.question import Question
from survey.definitions.records.sources import Source
from survey.definitions.records.study import Study
from survey.design import SurveyDesign
from survey.errors import DataError, Problem, SurveyError
from survey.wording.worded import said_in
from survey.words import Text, nearest

if TYPE_CHECKING:
    from survey.cells.files.open import Opened
    from survey.cells.samples.joint_probabilities import JointProbabilities
    from survey.definitions.records.library import Library

Said = str | Text  # a text the same in every language, or by language


@dataclass(frozen=True)
class SampleData:
    """The answers of a sample, how it was drawn, and how it was weighted.

    ``questions`` names the columns that have a definition; any other column may be used by its own name,
    with its distinct values as options. ``calibration`` is the record of the weighting
    (``survey.weighting.record.calibration.Calibration``), which standard errors need. ``opened`` is the file
    the data came from, for writing it back. ``sources`` are those that the study's definition names, by id.
    ``question_notes`` has what belongs under the tables of one question, ``notes`` what belongs under all. ``refused``:
    columns that the files of the data contradict each other on, and why; to use one is an error.
    ``replicates`` take the place of the design and the calibration in every variance, ``joint`` inclusion probabilities
    that of the design. ``steps`` (``survey.weighting.record.step.Step``) says how the weights came about, in order.
    ``scored``: estimates keep the scores of their units (``survey.estimation.statistics.linked`` asks for them).
    ``library`` is the one that the study was read from, for naming the line of a definition. ``domain``: whom figures
    are confined to (``survey.cells.filters.within``); everybody else stays in the design.
    """

    engine: Engine
    design: SurveyDesign = field(default_factory=SurveyDesign)
    questions: Mapping[str, Question] = field(default_factory=dict)
    study: Study | None = None
    calibration: Any = None
    notes: tuple[Said, ...] = ()
    synthetic: bool = False
    opened: Opened | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    replicates: Replicates | None = None
    joint: JointProbabilities | None = None
    steps: tuple[Any, ...] = ()
    scored: bool = False
    library: Library | None = None
    question_notes: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    refused: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    domain: Domain | None = None

    def changed(self, **parts: Any) -> SampleData:
        """The same with ``parts`` in place of its own; without the methods of ``survey.Sample``, if it had them."""
        return SampleData(**{item.name: getattr(self, item.name) for item in fields(SampleData)} | parts)

    def with_question(self, name: str, question: Question) -> SampleData:
        """The same in which ``name`` stands for ``question``; the others are not looked at."""
        return self.changed(questions=ChainMap({name: question}, cast("dict[str, Question]", self.questions)))

    @property
    def n(self) -> int:
        """Number of respondents in the data."""
        return self.engine.n

    @property
    def weight(self) -> str | None:
        """The weight column in use; None weighs every respondent 1."""
        return self.calibration.weight if self.calibration is not None else self.design.weight

    @property
    def weights(self) -> NDArray[np.float64]:
        """The weight of each respondent, in the order of the data."""
        if self.weight is None:
            return np.ones(self.n)
        return np.asarray(self.engine.values(self.weight), dtype=float)

    @property
    def name(self) -> str:
        """Id of the study; "" for data without a definition."""
        return self.study.study if self.study is not None else ""

    def design_key(self, column: str) -> Question:
        """A column of the design as a key of its own: a question of that name may stand in another column, or join
        several of its codes, and neither is a stratum or a PSU."""
        plain = plain_question(column)
        named = self.questions.get(column, plain)
        if named is plain or named == plain:
            return plain
        return plain.model_copy(update={"question": f"column {column}", "column": column})

    def question(self, name: str) -> Question:
        """The question called ``name``, or the plain column of that name; else an error with the nearest."""
        if name in self.questions:
            return self.questions[name]
        if name in self.refused:
            raise DataError(self.refused[name])
        if name in self.engine.columns:
            return plain_question(name)
        raise SurveyError(
            f"no question or column '{name}'",
            where=self.name or "data",
            fix=nearest(name, [*self.questions, *self.engine.columns]),
        )

    def notes_on(self, *names: str) -> tuple[Said, ...]:
        """What a reader of figures of the questions ``names`` should know of the data."""
        own = (note for name in dict.fromkeys(names) for note in self.question_notes.get(name, ()))
        return tuple({said_in(note, "en"): note for note in (*self.notes, *own)}.values())
