"""Tables in Python stand under the rule of presentation of their study, as those of the commands do."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from inspect import Parameter
from typing import Any, ParamSpec

from survey.tables.rules.rule_of import rule_of, ruled
from survey.tables.shape.grid import grid_items, grid_of
from survey.tables.table import Table
from survey.words import PresentationRule

P = ParamSpec("P")
TOLD = """

    ``rule``: of presentation, by which small or imprecise figures are not shown, or marked: ``nchs``, ``n30``,
    ``n100``, ``rse30`` or ``none``; without a name that of the study's definition. It knows this table alone: what
    several show together, only a command for all of them looks at (``survey crosstab --all``)."""


def presentable(work: Callable[P, Table]) -> Callable[P, Table]:
    """``work``, which makes a table of one question, with the option ``rule``."""

    @wraps(work)
    def call(*args: Any, rule: PresentationRule | None = None, **options: Any) -> Table:
        rule_of(args[0].study, rule)  # an unknown name is refused before any work
        return ruled(args[0].study, [work(*args, **options)], rule)[0]

    return _with_rule(call, work, TOLD)


def presentable_grid(work: Callable[P, Table]) -> Callable[P, Table]:
    """``work``, which makes a grid of several questions, with the option ``rule``."""

    @wraps(work)
    def call(*args: Any, rule: PresentationRule | None = None, **options: Any) -> Table:
        rule_of(args[0].study, rule)
        return grid_of(ruled(args[0].study, grid_items(*args, **options), rule))

    return _with_rule(call, work, TOLD)


def _with_rule(call: Callable[..., Table], work: Callable[..., Table], told: str) -> Callable[P, Table]:
    signature = inspect.signature(work)
    parameters = list(signature.parameters.values())
    place = next((k for k, one in enumerate(parameters) if one.kind is Parameter.VAR_KEYWORD), len(parameters))
    rule = Parameter("rule", Parameter.KEYWORD_ONLY, default=None, annotation="PresentationRule | None")
    parameters.insert(place, rule)
    call.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {**work.__annotations__, "rule": PresentationRule | None}
    call.__doc__ = (work.__doc__ or "").rstrip() + told
    return call
