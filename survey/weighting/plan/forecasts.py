"""What a weighting would meet and cost, step by step, without any weights being made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.study import Weighting
from survey.definitions.records.targets import Targets
from survey.definitions.records.weighting import WeightingStep
from survey.errors import WeightingError
from survey.weighting.plan.forecast import Forecast, forecast
from survey.weighting.plan.weigh import CALIBRATING, Lookup, choose_margins, run_steps


def forecasts(sample: SampleData, weighting: Weighting, targets: Targets | Lookup) -> tuple[Forecast, ...]:
    """For each step that weights to targets what it would meet and cost (``survey.weighting.plan.forecast``), on the
    weights of the steps before it. Ends with the first that is not possible."""
    found: list[Forecast] = []
    wanted = sum(step.verb in CALIBRATING for step in weighting.plan)

    def look(before: SampleData, step: WeightingStep, given: Mapping[str, Any], base: str | None) -> bool:
        if step.verb in CALIBRATING:
            arguments, said, none = dict(given), None, None
            if step.verb == "rake" and weighting.choose is not None:
                try:
                    said = choose_margins(before, weighting, arguments, base)
                except WeightingError as error:  # all that does not fit is told first, of every margin
                    none = error
            single = arguments.get("margin")
            names = (single,) if single else arguments.get("margins", ())
            missing = arguments.get("missing", "stop")
            made = forecast(before, arguments["targets"], names, base_weight=base, missing=missing)
            if none is not None and made.possible:
                raise none
            found.append(made if said is None else replace(made, notes=(said, *made.notes)))
        return len(found) < wanted and (not found or found[-1].possible)

    run_steps(sample, weighting, targets, None, look)
    return tuple(found)
