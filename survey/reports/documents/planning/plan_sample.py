"""A sample planned before it is drawn: what a command asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survey.maths.planning.allocation import allocate
from survey.maths.planning.conditions import Planned, variance_of
from survey.maths.planning.sizes import detectable_difference, sample_size, sample_size_difference
from survey.reports.documents.document import Document
from survey.reports.documents.planning.plan import plan_document


def plan_sample(
    asked: str,
    value: tuple[float, ...],
    *,
    share: float = 0.5,
    sd: float | None = None,
    conditions: Mapping[str, Any],
    strata: Mapping[str, Any] | None = None,
) -> Document:
    """``asked``: ``moe`` or ``difference``, of ``value``, or what ``n`` respondents (of one sample or two) can show.
    ``conditions``: parts of ``survey.maths.planning.conditions.Planned``; ``strata``: arguments of ``allocate`` but the
    number. Raises ``CallError``."""
    planned = Planned(**conditions)
    if asked == "n":
        first, second = value[0], value[-1]
        approached, _ = planned.approached(first), planned.approached(second)
        figures = {
            "respondents": first,
            **({"approached": float(approached)} if planned.response < 1 else {}),
            "effective": first * planned.used,
            "moe": planned.moe(first, variance_of(share, sd)),
            "detectable": detectable_difference(first, second, share, sd=sd, **conditions),
        }
    else:
        work = sample_size if asked == "moe" else sample_size_difference
        made = work(value[0], share, sd=sd, **conditions)
        figures = {name: float(getattr(made, name)) for name in made.__dataclass_fields__}
    found = allocate(int(figures["respondents"]), **strata) if strata else {}
    return plan_document(figures, planned, found, sd is None)
