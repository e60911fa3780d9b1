"""The arguments of a step as its record keeps them, so that it can be done again."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from survey.definitions.records.study import Trim
from survey.definitions.records.targets import Targets
from survey.weighting.margins.given_targets import plain_targets


def unlike_default(function: Callable[..., Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Of the arguments ``given`` those that are not the default of ``function``, which done again has it anyway."""
    known = inspect.signature(function).parameters
    return {key: value for key, value in given.items() if value != known[key].default}


def replayable(targets: Targets, options: Mapping[str, Any], trim: Trim | None = None) -> dict[str, Any]:
    """The arguments of a step as plain values; those that say nothing are left out. Targets of a file are their id."""
    found: dict[str, Any] = {"targets": _plain_targets(targets)}
    if trim is not None:
        found["trim"] = trim.model_dump(exclude_defaults=True, mode="json")
    for key, value in options.items():
        if value is not None and value != () and value != {}:
            found[key] = list(value) if isinstance(value, tuple) else value
    return found


def _plain_targets(targets: Targets) -> Any:
    if targets.as_filed and (targets.sources or targets.population != {"und": "given in the call"}):
        return targets.targets
    return plain_targets(targets)
