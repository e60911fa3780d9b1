"""A panel's weights carried to its next wave, with those who left made up for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.engine import Engine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import plain_question
from survey.design import SurveyDesign
from survey.errors import WeightingError, WeightingWarning, warn
from survey.weighting.before.dispositions import Options, dispositions, listed, responded_of
from survey.weighting.before.nonresponse import nonresponse
from survey.weighting.before.propensity import Predictor, propensity
from survey.weighting.calibrating.rake import free_name
from survey.weighting.record.diagnose import diagnose_summary
from survey.weighting.record.step import Step
from survey.words import BLANK, UNKNOWN

Array = NDArray[np.float64]
Index = NDArray[np.int64]
STAYED = "_stayed"
LEFT = ("absent", "zero")


def attrition(
    first: SampleData,
    second: SampleData,
    number: str | tuple[str, str],
    *,
    classes: str | Sequence[str] = (),
    predictors: Predictor | Sequence[Predictor] = (),
    numbers: str | Sequence[str] = (),
    strata: int | None = None,
    response: str | None = None,
    responded: Options | None = None,
    left: Literal["absent", "zero"] = "absent",
    smallest: int = 20,
    collapse: bool = False,
    missing: str = "stop",
    name: str | None = None,
) -> SampleData:
    """``second`` with the weights of ``first``, adjusted so that those who are in both stand for those who left.

    ``number``: the column of each person's number, in both waves or (first, second). ``classes``: the adjustment of
    ``nonresponse`` in classes of answers to the first wave; ``predictors``, ``numbers``, ``strata``: that of
    ``propensity``; one or the other (Lepkowski 1989, in Panel Surveys, 348-374). ``response``, ``responded``: a
    question of the second wave that says who was interviewed, where its file has others too.

    Those of the second wave who are not in the first (a refreshment), or had no weight in it, have weight 0; a
    ``WeightingWarning`` counts them. Those who left are absent, or, with ``left="zero"``, rows with weight 0 and no
    answers, so that strata and PSUs keep their size (the data are then held in memory, and cannot be written into the
    file of the second wave). The design is that of the second wave if it has strata or PSUs; else that of the first,
    whose columns are joined by number where the second wave lacks them. Replicates of the first wave are carried over,
    each adjusted anew. The calibration of the first wave ends: weight to margins again.

    Raises ``WeightingError``: numbers that are empty or occur twice, nobody in both, and what the adjustment raises.
    """
    names = (number, number) if isinstance(number, str) else number
    _check(classes, predictors, strata, left, second, response)
    cells1, cells2 = (_people(wave, column) for wave, column in zip((first, second), names, strict=True))
    who1, who2 = (_numbers(cells) for cells in (cells1, cells2))
    interviewed = _interviewed(second, names[1], cells2, response, responded)
    place = {who: k for k, who in enumerate(who1)}
    at1 = np.array([place.get(who, -1) for who in who2], dtype=np.int64)  # of each person of wave 2 the place in wave 1
    stays = np.zeros(len(who1))
    stays[at1[(at1 >= 0) & interviewed]] = 1.0
    live1 = cells1.respondents > 0
    if not stays[live1].any():
        raise WeightingError(
            "nobody of the first wave is in the second",
            where=f"{names[0]} and {names[1]}",
            fix="Name the columns of the persons' numbers, which must be written alike.",
        )
    how = (classes, predictors, numbers, strata, smallest, collapse, missing)
    adjusted = _adjusted(first, names[0], cells1, stays, *how)
    whole1, rows1 = adjusted.weights, _rows(adjusted, names[0], who1)
    value1 = np.zeros(len(who1))
    value1[rows1] = whole1
    value2 = np.where((at1 >= 0) & interviewed, value1[np.maximum(at1, 0)], 0.0)
    column = free_name(name, second.engine.columns)
    engine: Engine = second.engine.attach([plain_question(names[1])], cells2, value2, column)
    person2 = _rows(second.changed(engine=engine), names[1], who2)
    row_of_1 = np.argsort(rows1)  # of each person of wave 1 the row
    row1 = np.where(at1[person2] >= 0, row_of_1[np.maximum(at1[person2], 0)], -1)
    row1 = np.where(interviewed[person2], row1, -1)
    gone = np.flatnonzero((stays == 0) & live1)
    design, lacking = _design(first, second, engine)
    opened = second.opened
    _check_design(first, design, lacking, int((at1 < 0).sum()), left)
    if lacking or left == "zero":
        rows = row_of_1[gone] if left == "zero" else row1[:0]
        engine = _joined(first, engine, names, design, lacking, row1, rows, column)
        opened = opened if left == "absent" else None
    if left == "zero":
        row1 = np.concatenate([row1, row_of_1[gone]])
    replicates = adjusted.replicates
    if replicates is not None:
        carried = np.where((row1 >= 0)[:, None], replicates.weights[np.maximum(row1, 0)], 0.0)
        replicates = replicates.with_weights(carried)
    done = adjusted.steps[-1]
    fresh, unweighted = int((at1 < 0).sum()), int((~live1[np.maximum(at1, 0)] & (at1 >= 0)).sum())
    stayed = int(((stays > 0) & live1).sum())
    if fresh or unweighted:
        said = f"{fresh} person(s) of the second wave are not in the first, and {unweighted} had no weight there"
        warn(WeightingWarning, f"attrition: {said}; their weight is 0")
    text = f"panel weights carried over from the first wave: {stayed:,} stayed, {len(gone):,} left"
    text += f", {fresh:,} are new and have weight 0" if fresh else ""
    step = Step(
        step="attrition",
        base_weight=first.weight,
        weight=column,
        text=f"{text}; {done.text}",
        options={
            **{key: value for key, value in done.options.items() if key not in ("response", "responded")},
            "number": [*names],
            "response": response,
            "responded": None if responded is None else [str(option) for option in listed(responded)],
            "left": left,
        },
        counts={
            "stayed": stayed,
            "left": len(gone),
            "not in the first wave": fresh,
            "without weight in the first wave": unweighted,
            "not interviewed in the second wave": int((~interviewed).sum()),
        },
        diagnostics=diagnose_summary(engine.summary(column)),
        details=done.details,
    )
    return second.changed(
        engine=engine,
        design=replace(design, weight=column),
        calibration=None,
        replicates=replicates,
        joint=None,
        opened=opened,
        synthetic=first.synthetic or second.synthetic,
        steps=(*first.steps, step),
    )


def _check(
    classes: Any, predictors: Any, strata: int | None, left: str, second: SampleData, response: str | None
) -> None:
    problems = []
    if listed(classes) and listed(predictors):
        problems.append("classes and predictors are two ways of the same; name one")
    if strata is not None and not listed(predictors):
        problems.append("strata of propensity need predictors")
    if left not in LEFT:
        problems.append(f"unknown rule '{left}' for those who left; known: {', '.join(LEFT)}")
    if second.replicates is not None:
        problems.append("the second wave has replicate weights of its own; leave them out, those of the first are used")
    if problems:
        raise WeightingError("\n".join(problems), where="attrition", fix="Correct these arguments.")


def _people(wave: SampleData, column: str) -> CellTable:
    """One cell a person, or the errors of their numbers."""
    cells = wave.engine.collapse([plain_question(column)], weight=wave.weight)
    levels = cells.levels[0]
    problems = []
    for level, what in ((BLANK, "have no number"), (UNKNOWN, "have a number that cannot be read")):
        count = int(cells.n[cells.codes[:, 0] == levels.index(level)].sum())
        if count:
            problems.append(f"{count} respondent(s) {what}")
    twice = [str(levels[code]) for code, n in zip(cells.codes[:, 0], cells.n, strict=True) if n > 1]
    twice = [one for one in twice if one not in (BLANK, UNKNOWN)]
    if twice:
        shown = ", ".join(twice[:5]) + (", …" if len(twice) > 5 else "")
        problems.append(f"{len(twice)} number(s) occur more than once: {shown}")
    if problems:
        raise WeightingError(
            "\n".join(problems),
            where=f"{wave.name or 'data'}, column '{column}'",
            fix="Every person of a panel needs one number of their own.",
        )
    return cells


def _numbers(cells: CellTable) -> list[str]:
    return [str(cells.levels[0][code]) for code in cells.codes[:, 0]]


def _rows(wave: SampleData, column: str, who: Sequence[str]) -> Index:
    """For each row the place of its person in ``who``."""
    question = plain_question(column)
    levels = wave.engine.encoding(question).levels
    place = {name: k for k, name in enumerate(who)}
    of_level = np.array([place.get(level, -1) for level in levels], dtype=np.int64)
    return np.asarray(of_level[wave.engine.codes(question)])


def _interviewed(
    second: SampleData, number: str, people: CellTable, response: str | None, responded: Options | None
) -> NDArray[np.bool_]:
    """Of each person of the second wave whether they were interviewed in it."""
    if response is None:
        return np.ones(len(people), dtype=bool)
    question, key = second.question(response), plain_question(number)
    cells = second.engine.collapse([key, question])
    groups = {"responded": responded_of(second, question, responded), "not responded": ()}
    kind = dispositions(second, question, cells, groups, others="not responded")
    yes = set(cells.key(number)[kind == 0].tolist())
    return np.array([code in yes for code in people.codes[:, 0].tolist()])


def _adjusted(
    first: SampleData,
    number: str,
    people: CellTable,
    stays: Array,
    classes: Any,
    predictors: Any,
    numbers: Any,
    strata: int | None,
    smallest: int,
    collapse: bool,
    missing: str,
) -> SampleData:
    """The first wave with the weights of those who left given to those who stayed."""
    stayed = STAYED
    while stayed in first.engine.columns or stayed in first.questions:
        stayed = f"_{stayed}"
    marked = first.changed(engine=first.engine.attach([plain_question(number)], people, stays, stayed))
    if (stays[people.respondents > 0] == 1).all():
        predictors = ()  # nobody left, so there is nothing to model
    if listed(predictors):
        return propensity(marked, stayed, predictors, responded="1", numbers=numbers, strata=strata, missing=missing)
    return nonresponse(
        marked, stayed, classes=classes, responded="1", smallest=smallest, collapse=collapse, missing=missing
    )


def _design(first: SampleData, second: SampleData, engine: Engine) -> tuple[SurveyDesign, tuple[str, ...]]:
    """The design of the second wave, and those of its columns that only the first wave has."""
    own = second.design
    if own.stratum_columns or own.psu_columns:
        return own, ()
    design = replace(first.design, weight=None, person=own.person, persons=own.persons, rows=own.rows)
    return design, tuple(column for column in design.columns if column not in engine.columns)


def _check_design(first: SampleData, design: SurveyDesign, lacking: Sequence[str], fresh: int, left: str) -> None:
    """Raise ``WeightingError`` where somebody would be left without a stratum or PSU."""
    if lacking and fresh:
        raise WeightingError(
            f"{fresh} person(s) of the second wave are not in the first, so have no {', '.join(lacking)}",
            where="design",
            fix="Add these columns to the data of the second wave, or leave these persons out of them.",
        )
    unknown = [column for column in design.columns if column not in first.engine.columns]
    if left == "zero" and unknown:
        raise WeightingError(
            f"those who left have no {', '.join(unknown)}, which the design of the second wave names",
            where="design",
            fix="Add these columns to the data of the first wave, or use left='absent'.",
        )


def _joined(
    first: SampleData,
    engine: Engine,
    numbers: tuple[str, str],
    design: SurveyDesign,
    lacking: Sequence[str],
    row1: Index,
    gone: Index,
    weight: str,
) -> Engine:
    """The second wave with columns of the first, and with rows for those who left."""
    import pandas as pd

    frame, before = engine.frame(), first.engine.frame()
    joined = frame.assign(
        **{column: before[column].take(np.maximum(row1, 0)).where(row1 >= 0).to_numpy() for column in lacking}
    )
    if not len(gone):
        return MemoryEngine(joined)
    carried = {numbers[1]: before[numbers[0]], weight: None}
    carried |= {column: before[column] for column in design.columns}
    rows = pd.DataFrame(
        {
            column: (np.zeros(len(gone)) if values is None else values.take(gone).to_numpy())
            for column, values in carried.items()
        }
    )
    rows = rows.reindex(columns=joined.columns)
    return MemoryEngine(pd.DataFrame({column: _stack(joined[column], rows[column]) for column in joined.columns}))


def _stack(above: Any, below: Any) -> Any:
    """Two columns one above the other; numbers stay numbers."""
    top, bottom = above.to_numpy(), below.to_numpy()
    if top.dtype.kind in "iufb" and bottom.dtype.kind in "iufb":
        return np.concatenate([top, bottom])
    if top.dtype.kind in "iufb" and below.isna().all():
        return np.concatenate([top.astype(float), np.full(len(bottom), np.nan)])
    return np.concatenate([top.astype(object), below.astype(object).where(below.notna(), None).to_numpy()])
