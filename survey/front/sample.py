"""A sample whose methods are the toolkit's functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from inspect import unwrap
from typing import Any, Unpack

from survey.cells.files.open import Opened, open_data
from survey.cells.files.unused import refuse_unused
from survey.cells.meanings.kinds import StudyKinds
from survey.cells.meanings.meaning import meanings, raise_problems
from survey.cells.opening.persons import with_persons
from survey.cells.samples.collapsed_strata import with_collapsed_strata
from survey.cells.samples.design_weights import with_design_weights
from survey.cells.samples.own_weight import unused_weight
from survey.cells.samples.sample import SampleData
from survey.cells.samples.sized_weights import with_sized_weights
from survey.definitions.reading.given import given_record
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.design import DesignColumns, SurveyDesign
from survey.errors import CallError, DesignError
from survey.estimation.models.model import model
from survey.estimation.statistics.correlation import correlation
from survey.estimation.statistics.matrix import covariance
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.quantile import median, quantile
from survey.estimation.statistics.ratio import ratio
from survey.estimation.statistics.share import share
from survey.estimation.statistics.together import together
from survey.estimation.statistics.total import total
from survey.estimation.statistics.variance import deviation, variance
from survey.estimation.tests.chisquare import chisquare
from survey.estimation.tests.goodness import goodness
from survey.estimation.tests.rank_test import rank_test
from survey.estimation.tests.t_test import t_test
from survey.estimation.tests.trend_test import trend_test
from survey.front.called import checked, spelled_out
from survey.front.confined import confinable
from survey.front.diagnosed import diagnose
from survey.front.ruled import presentable, presentable_grid
from survey.tables.crosstab import crosstab
from survey.tables.shape.asked import Shape
from survey.tables.shape.grid import grid
from survey.tables.topline import topline
from survey.tables.weighting_note import weighting_note
from survey.words import Text, nearest, say


class Sample(SampleData):
    """Answers, design and questions, with the toolkit's functions as methods.

    ``frame``: a path, several paths, a pandas, Polars or Arrow frame, a Polars scan, a DuckDB relation, or a frame of
    Spark. ``design``: a ``SurveyDesign``, in whose place its parts may be named here: ``weight``, ``stratum``, ``psu``,
    ``fpc``, … ``questions``: name -> what stands in a definition of it (``type``, ``options``, ``nets``, ``missing``,
    …); other columns are questions as they are. ``study``: the study that the data are of. ``engine``,
    ``memory_limit``, ``master``: see ``survey.cells.files.open.open_data``.

    Raises ``DataError`` for a file that cannot be read and columns that are not what a question says,
    ``DefinitionError`` for questions, and ``DesignError`` for columns of the design that the data do not have. R:
    ``svydesign``.

    >>> sample = Sample(frame, weight="pw", stratum="stype")
    >>> sample.share("stype", by="sch_wide").to_frame()
    """

    @checked
    def __init__(
        self,
        frame: Any,
        design: SurveyDesign | None = None,
        questions: Mapping[str, Question | Mapping[str, Any]] | None = None,
        *,
        study: Study | None = None,
        engine: str = "auto",
        memory_limit: str | None = None,
        master: str | None = None,
        **columns: Unpack[DesignColumns],
    ) -> None:
        if design is not None and columns:
            said = f"the design and {', '.join(columns)} are both given"
            raise CallError(said, where="Sample", fix="Name the columns in SurveyDesign(…), or each by itself.")
        design = design or SurveyDesign(**columns)
        made = {name: _question(name, item) for name, item in (questions or {}).items()}
        data = frame
        if not isinstance(frame, Opened):
            data = open_data(frame, engine=engine, memory_limit=memory_limit, master=master)
            refuse_unused(data, memory_limit=memory_limit, master=master)
        self._take(_opened_sample(data, design, made, study))

    @classmethod
    def of(cls, data: SampleData) -> Sample:
        """The same sample with methods."""
        made = cls.__new__(cls)
        made._take(data)
        return made

    def _take(self, data: SampleData) -> None:
        for item in fields(SampleData):
            object.__setattr__(self, item.name, getattr(data, item.name))

    def __repr__(self) -> str:
        """One line: the study, the number of respondents, and how they are weighted."""
        name = f"{self.name}: " if self.name else ""
        return f"<Sample {name}n = {self.n}. {say(weighting_note(self).text, 'en')}>"

    # figures with their standard errors
    share = checked(confinable(share))
    mean = checked(confinable(mean))
    total = checked(confinable(total))
    ratio = checked(confinable(ratio))
    quantile = checked(confinable(quantile))
    median = checked(confinable(median), like=(quantile,))
    variance = checked(confinable(variance))
    deviation = checked(confinable(deviation))
    correlation = checked(confinable(correlation))
    covariance = checked(confinable(covariance))
    together = checked(confinable(together), like=(share, total))
    # tests and models
    test = checked(confinable(chisquare))
    goodness = checked(confinable(goodness))
    t_test = checked(confinable(t_test))
    rank_test = checked(confinable(rank_test))
    trend_test = checked(confinable(trend_test))
    model = checked(confinable(model))
    # tables
    topline = checked(confinable(presentable(topline)), like=(Shape,))
    crosstab = checked(confinable(presentable(crosstab)), like=(Shape,))
    grid = checked(confinable(presentable_grid(grid)), like=(Shape,))
    # weights
    diagnose = checked(diagnose)


# what help() and editors show for Sample(…): the parts of the design one by one
Sample.__init__.__signature__ = spelled_out(unwrap(Sample.__init__), (SurveyDesign,))  # type: ignore[attr-defined]


def _question(name: str, item: Any) -> Question:
    if isinstance(item, Question):
        return item
    if not isinstance(item, Mapping):
        fix = f"Write {{'{name}': {{'type': 'scale', 'options': {{1: 'low', 2: 'high'}}}}}}."
        raise CallError(f"must be a mapping or a Question, not {item!r:.60}", where=f"questions: {name}", fix=fix)
    return given_record(Question, {"question": name, **item}, f"questions: {name}")


def _opened_sample(
    opened: Opened, design: SurveyDesign, questions: Mapping[str, Question], study: Study | None
) -> SampleData:
    for column in dict.fromkeys((*design.columns, *((design.person,) if design.person else ()))):
        if column not in opened.engine.columns:
            fix = nearest(column, opened.engine.columns)
            raise DesignError(f"no column '{column}' in the data", where="design", fix=fix)
    kinds = StudyKinds({}, bare=study is None and not questions)
    found, problems = meanings(questions, opened, opened.engine, kinds)
    raise_problems(problems)
    said: tuple[str | Text, ...] = (*opened.layout.said, *unused_weight(opened.name, opened.layout, design, study))
    given = SampleData(
        opened.engine,
        design,
        found.questions,
        study=study,
        notes=said,
        synthetic=opened.layout.synthetic,
        opened=opened,
        question_notes=found.notes,
        refused=found.refused,
    )
    return with_collapsed_strata(with_persons(with_sized_weights(with_design_weights(given))))
