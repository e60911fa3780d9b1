"""A panel's weights carried to its next wave, with those who left made up for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import plain_question
from survey.definitions.records.weighting import SMALLEST
from survey.errors import WeightingError, WeightingWarning, warn
from survey.weighting.before.dispositions import Options, dispositions, listed, responded_of
from survey.weighting.before.nonresponse import nonresponse
from survey.weighting.before.propensity import Predictor, propensity
from survey.weighting.combining.carried import carried_over
from survey.weighting.combining.panel import Panel, people_of
from survey.weighting.record.diagnose import diagnose_summary
from survey.weighting.record.step import Step
from survey.weighting.record.weight_column import free_name
from survey.wording.worded import joined

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
    smallest: int = SMALLEST,
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
    people = people_of(first, second, names, _interviewed(second, names[1], response, responded))
    adjusted = _adjusted(
        people.mark(first, names[0]),
        people,
        {"predictors": predictors, "numbers": numbers, "strata": strata},
        {"classes": classes, "smallest": smallest, "collapse": collapse},
        missing,
    )
    column = free_name(name, second.engine.columns)
    carried = carried_over(adjusted, second, names, people, column, left)
    unweighted = people.counts["without weight in the first wave"]
    if people.fresh or unweighted:
        said = f"{people.fresh} person(s) of the second wave are not in the first, and {unweighted} had no weight there"
        warn(WeightingWarning, f"attrition: {said}; their weight is 0")
    step = Step(
        step="attrition",
        base_weight=first.weight,
        weight=column,
        said=joined([people.said, adjusted.steps[-1].said], "; "),
        options={
            **{key: value for key, value in adjusted.steps[-1].options.items() if key not in ("response", "responded")},
            "number": [*names],
            "response": response,
            "responded": None if responded is None else [str(option) for option in listed(responded)],
            "left": left,
        },
        counts=people.counts,
        diagnostics=diagnose_summary(carried.engine.summary(column)),
        details=adjusted.steps[-1].details,
    )
    return second.changed(
        engine=carried.engine,
        design=replace(carried.design, weight=column),
        calibration=None,
        replicates=carried.replicates,
        joint=None,
        opened=second.opened if left == "absent" else None,
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


def _interviewed(second: SampleData, number: str, response: str | None, responded: Options | None) -> set[int] | None:
    """The codes of the numbers of those who were interviewed in the second wave; None where all were."""
    if response is None:
        return None
    question, key = second.question(response), plain_question(number)
    cells = second.engine.collapse([key, question])
    groups = {"responded": responded_of(second, question, responded), "not responded": ()}
    kind = dispositions(second, question, cells, groups, others="not responded")
    return set(cells.key(number)[kind == 0].tolist())


def _adjusted(
    marked: SampleData, people: Panel, by_model: Mapping[str, Any], by_class: Mapping[str, Any], missing: str
) -> SampleData:
    """The first wave with the weights of those who left given to those who stayed."""
    if listed(by_model["predictors"]) and not people.all_stayed:  # else there is nothing to model
        return propensity(marked, people.stayed, responded="1", missing=missing, **by_model)
    return nonresponse(marked, people.stayed, responded="1", missing=missing, **by_class)
