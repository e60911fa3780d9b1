"""The record of a weighting as a definition, and done again."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.targets import Targets
from survey.definitions.records.weighting import VERBS, Weighting, WeightingStep
from survey.errors import WeightingError
from survey.weighting.plan.weigh import weigh
from survey.weighting.record.step import Step


def plan_of(steps: Sequence[Step]) -> Weighting:
    """The steps of a record as the definition that repeats them: the same arguments, columns and order.

    Raises ``WeightingError`` for a step that needs other data than the sample's (waves combined, a panel's first wave).
    """
    return Weighting(steps=tuple(WeightingStep.model_validate(_written(step)) for step in steps))


def plan_text(steps: Sequence[Step]) -> str:
    """``plan_of`` as YAML, to stand in the file of a study or beside the weighted data."""
    from ruamel.yaml import YAML

    made = io.StringIO()
    yaml: Any = YAML(typ="safe")
    yaml.default_flow_style = None
    yaml.allow_unicode = True
    yaml.width = 110
    yaml.sort_base_mapping_type_on_output = False
    yaml.dump({"weighting": {"steps": [_written(step) for step in steps]}}, made)
    return made.getvalue()


def replay(
    sample: SampleData, steps: Sequence[Step] | Weighting, targets: Targets | Callable[[str], Targets] | None = None
) -> SampleData:
    """``sample`` with the steps of a record done again: the same weights, to the last bit, from the same data.

    ``targets``: where the record names targets by their id, a function from it to them. Raises ``WeightingError``.
    """
    plan = steps if isinstance(steps, Weighting) else plan_of(steps)
    return weigh(sample, plan, targets if targets is not None else without_targets)


def without_targets(name: str) -> Targets:
    """The answer of those who have no targets: ``WeightingError``."""
    raise WeightingError(f"the steps name the targets '{name}'", where="targets", fix="Hand them over as well.")


def _written(step: Step) -> dict[str, Any]:
    if step.step not in VERBS:
        raise WeightingError(
            f"the step '{step.step}' cannot be repeated from one data file",
            where=f"weight '{step.weight}'",
            fix="Repeat it in Python, with all of its samples.",
        )
    options = {key: _plain(value) for key, value in step.options.items() if value is not None and key != "base_weight"}
    if step.step == "trim":
        options["unit"] = "weight"  # a record has the limits as they were, whatever the mean was
    start = {} if step.base_weight is None else {"base_weight": step.base_weight}
    return {step.step: options, **start, "name": step.weight}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value.item() if hasattr(value, "item") else value
