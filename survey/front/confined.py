"""Functions of a sample that may be of a part of it: ``where=`` names whom."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from inspect import Parameter
from typing import Any, TypeVar

TOLD = """

    ``where``: a filter such as ``"age >= 18 and region in [minsk, brest]"``, to whom the figures are confined;
    everybody else stays in the design (R: ``subset(design, …)``, Stata: ``svy, subpop()``)."""


R = TypeVar("R")


def confinable(work: Callable[..., R]) -> Callable[..., R]:
    """``work`` with the option ``where``, for ``survey.front.called.checked``, which confines the samples."""

    @wraps(work)
    def described(*args: Any, **options: Any) -> R:
        return work(*args, **options)

    signature = inspect.signature(work)
    parameters = list(signature.parameters.values())
    open_end = [one for one in parameters if one.kind is Parameter.VAR_KEYWORD]
    given = [one for one in parameters if one.kind is not Parameter.VAR_KEYWORD]
    added = Parameter("where", Parameter.KEYWORD_ONLY, default=None, annotation="str | None")
    described.__signature__ = signature.replace(parameters=[*given, added, *open_end])  # type: ignore[attr-defined]
    described.__annotations__ = {**work.__annotations__, "where": "str | None"}
    described.__doc__ = (work.__doc__ or "").rstrip() + TOLD
    described.confines = work  # type: ignore[attr-defined]
    return described
