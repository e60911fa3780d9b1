"""Targets given in a call, as a mapping, made into those that a file would hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from survey.cells.encoding import as_number
from survey.definitions.targets import Margin, Targets
from survey.errors import WeightingError


def as_targets(targets: Targets | Mapping[str, Any], name: str = "targets") -> Targets:
    """``Targets``, or a mapping ``{variable: {option: figure}}`` made into them.

    Figures of a mapping that make about 1 or 100 are shares; others are counts, and the weights then sum to their
    total. A key that is a tuple of variables takes nested figures or tuples of options. Raises ``WeightingError``.
    """
    if isinstance(targets, Targets):
        return targets
    if not isinstance(targets, Mapping):
        raise WeightingError(
            f"targets are {type(targets).__name__}, not a mapping",
            where=name,
            fix="Write {'sex': {'man': 46, 'woman': 54}}.",
        )
    problems: list[str] = []
    margins: dict[str, Any] = {}
    total = None
    for key, figures in targets.items():
        variables = (key,) if isinstance(key, str) else tuple(str(part) for part in key)
        margin = "_by_".join(variables)
        flat = _flat(margin, figures, len(variables), problems)
        made = sum(flat.values())
        # figures near 1 or 100 are meant as shares; whether they add up is told with all else that does not fit
        kind = "shares" if abs(made - 1) < 0.05 or abs(made - 100) < 5 else "counts"
        if kind == "counts":
            total = made if total is None else total
        margins[margin] = Margin.model_construct(
            variables=variables,
            counts=flat if kind == "counts" else None,
            shares=flat if kind == "shares" else None,
            status="published",
            how=None,
            sources=(),
            note=None,
        )
    if problems:
        raise WeightingError("\n".join(problems), where=name, fix="Give every cell of a margin one number.")
    return Targets.model_construct(
        targets=name,
        population={"und": "given in the call"},
        total=total,
        title=None,
        date=None,
        note=None,
        sources=(),
        margins=margins,
    )


def _flat(margin: str, figures: Any, depth: int, problems: list[str]) -> dict[tuple[str, ...], float]:
    """``{options: figure}`` of nested or tuple-keyed figures; what cannot be read is added to ``problems``."""
    found: dict[tuple[str, ...], float] = {}

    def walk(part: Any, above: tuple[str, ...]) -> None:
        if isinstance(part, Mapping):
            for cell, inner in part.items():
                walk(inner, (*above, *(str(one) for one in (cell if isinstance(cell, tuple) else (cell,)))))
            return
        where = f"margin '{margin}'{f', ' if above else ''}{' × '.join(above)}"
        number = as_number(part)
        if number is None or not math.isfinite(number):
            problems.append(f"{where}: {part!r} is not a number")
        elif len(above) != depth:
            problems.append(f"{where}: {len(above)} option(s) named for {depth} variable(s)")
        else:
            found[above] = number

    walk(figures, ())
    return found
