"""An invented wave of a study: answers nobody gave, drawn so that published figures and population targets fit them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.memory import MemoryEngine
from survey.cells.files.layout import SYNTHETIC, Layout
from survey.cells.files.open import Opened
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.targets import Targets
from survey.design import SurveyDesign
from survey.errors import SurveyError
from survey.rehearsal.simulated_answers import World, written
from survey.rehearsal.simulated_population import chosen_margins, population_of
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.words import say

MARK = "synthetic"  # the column that says so where a format has no other place
BIAS = 0.25  # standard deviation of the log response rates of groups
STRONGEST = 10.0  # at which the rates of groups differ by a factor of ten thousand and more
LARGEST = 10_000_000  # respondents that memory has room for


def simulate(
    study: Study,
    library: Library,
    n: int = 1000,
    seed: int = 1,
    *,
    targets: Targets | None = None,
    margins: Sequence[str] = (),
    bias: float = BIAS,
    model: SampleData | None = None,
) -> SampleData:
    """``n`` invented respondents of ``study``, for rehearsal and teaching; never for results.

    The population: every combination of the variables of ``margins`` of ``targets`` (those of the study's weighting by
    default, else each margin that brings new variables), raked to them from equal shares. Groups respond at
    rates that differ by ``bias`` (standard deviation of the log rates, for each variable) and answer differently: by
    random log odds, some of which go with the response rate, raked so that the population gives the published shares,
    and in groups with figures of their own (``by``) those. So the raw file misses the targets and its shares are off;
    weights bring back both, but for sampling error. What was
    published as a limit counts as its value; what was not published goes to kinds of missing, else to options without a
    figure.

    Where a question has no published shares, those in ``model`` (the study's data) are used, else every option is
    equally likely, with a warning. Codes and columns are those of the definition; the column ``synthetic`` marks every
    row. The same ``seed`` and versions of the libraries give the same wave. Raises ``SurveyError`` for a study that has
    neither published shares nor data, and ``WeightingWarning`` for everything that could not be drawn as published.
    """
    if not 2 <= n <= LARGEST:
        few = "are no sample" if n < 2 else f"are too many: {LARGEST:,} at most"
        raise SurveyError(f"{n} respondents {few}", where="n", fix="Write 1000, say.")
    if not 0 <= bias <= STRONGEST:
        said = "is below 0" if bias < 0 else f"is not between 0 and {STRONGEST:g}"
        raise SurveyError(f"bias {bias:g} {said}", where="bias", fix="0 makes a simple random sample.")
    if study.design.replicates is not None:
        said, fix = "its replicate weights come with the data and cannot be invented", "Leave 'replicates:' out."
        raise SurveyError(said, where=f"{study.study}: design", fix=fix)
    population = population_of(chosen_margins(study, targets, margins, library), targets)
    variables = population.variables
    questions = _questions(study, library, variables)
    if not any(own.published for own in study.questions.values()) and model is None:
        raise SurveyError(
            "publishes no figures and has no data, so that there is nothing to draw answers from",
            where=study.study,
            fix="Write 'published:' under its questions, or choose another study.",
        )
    world = World(study, questions, population, seed, model, bias)
    drawn = world.respondents(n)
    columns: dict[str, Any] = {}
    options: dict[str, NDArray[Any]] = {}
    for name in variables:
        options[name] = population.levels_of(name)[drawn]
    for name in _in_order(study, questions):
        if name not in options:
            options[name] = world.answers(name, drawn, options)
    made = {name: written(questions[name], options[name], world.stream(f"{name} code")) for name in questions}
    taken: dict[str, Any] = {}
    for name in (*variables, *questions):  # where two questions share a column, a weighting variable makes it
        taken = {**made[name], **taken}
    columns |= {column: taken[column] for name in questions for column in made[name]}
    columns |= _design_columns(study, n, columns)
    import pandas as pd

    frame = pd.DataFrame({**columns, MARK: [SYNTHETIC] * n})
    return _sample(study, library, frame, questions, (n, seed, bias))


def _questions(study: Study, library: Library, variables: Sequence[str]) -> dict[str, Question]:
    """Everything that a file of the study holds, weighting variables and banner last."""
    names = dict.fromkeys((*study.questions, *variables, *study.across, *study.tables))
    return {
        name: library.question(study, name) for name in names if name in study.questions or name in library.questions
    }


def _in_order(study: Study, questions: Mapping[str, Question]) -> list[str]:
    """Names such that those which others depend on come first."""
    found: list[str] = []

    def visit(name: str, above: tuple[str, ...] = ()) -> None:
        own = study.questions.get(name, StudyQuestion())
        if name in found or name in above or name not in questions:
            return
        if own.nested is not None:
            visit(own.nested.question, (*above, name))
        found.append(name)

    for name in questions:
        visit(name)
    return found


def _design_columns(study: Study, n: int, there: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that the definition needs besides the answers: invented strata and units, weights of 1."""
    design, found = study.design, dict[str, Any]()
    if study.data is not None:
        found |= {column: [value] * n for column, value in study.data.where.items()}
        if study.data.id is not None:
            found[study.data.id] = np.arange(1, n + 1)
    row = np.arange(n)
    for made, values in (
        (SurveyDesign(stratum=design.stratum).stratum_columns, row * 4 // n + 1),
        (SurveyDesign(psu=design.psu).psu_columns, row // 5 + 1),
        (SurveyDesign(fpc=design.fpc).fpc_columns if design.psu else (), np.full(n, 1e6)),
        ((design.weight, study.weighting.base_weight), np.ones(n)),
    ):
        found |= {column: values for column in made if column is not None and column not in there}
    return {column: values for column, values in found.items() if column not in there}


def _sample(
    study: Study, library: Library, frame: Any, questions: Mapping[str, Question], made: tuple[int, int, float]
) -> SampleData:
    """The wave with labels for files. Who opens it by the definition reads the same."""
    labels = {MARK: "Nobody gave these answers"}
    for question in questions.values():
        if say(question.heading):
            labels.setdefault(question.column or question.question, say(question.heading))
    note = f"{SYNTHETIC}: {made[0]} invented respondents of {study.study}, seed {made[1]}, bias {made[2]:g}"
    title = f"{SYNTHETIC} {say(study.title) or study.study}"
    layout = Layout("frame", labels=labels, title=title, notes=(note,))
    engine = MemoryEngine(frame)
    return SampleData(
        engine,
        SurveyDesign(),
        dict(questions),
        study=study,
        notes=(message("data.invented", count=made[0], study=study.study, seed=made[1], bias=formatted(made[2])),),
        synthetic=True,
        opened=Opened(engine, layout, name=f"{study.study} ({SYNTHETIC})"),
        sources=library.sources,
    )
