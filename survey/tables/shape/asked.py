"""In which order, with which rows and which figures a table is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, get_args

from survey.errors import EstimationError
from survey.words import Measure, RowOrder, RowStatistic, TotalPlace, nearest


class Shaping(TypedDict, total=False):
    """The options of ``Shape`` that every table has."""

    sort: RowOrder | None
    boxes: int
    statistics: Sequence[RowStatistic]
    show: Sequence[Measure]


@dataclass(frozen=True)
class Shape:
    """``sort``: options by ``size`` in the total column, "other" and kinds of missing last; None as the study says,
    else in the definition's order. ``boxes``: so many options at either end of a scale as nets, with their difference.
    ``statistics``: rows below the shares. ``show``: the figures of a cell. ``total``: where the column of everybody
    stands. Raises ``EstimationError`` for what does not exist."""

    sort: RowOrder | None = None
    boxes: int = 0
    statistics: Sequence[RowStatistic] = ("mean",)
    show: Sequence[Measure] = ()
    total: TotalPlace = "first"

    def __post_init__(self) -> None:
        asked = {
            "sort": ((self.sort,) if self.sort else (), get_args(RowOrder)),
            "statistics": (self.statistics, get_args(RowStatistic)),
            "show": (self.show, get_args(Measure)),
            "total": ((self.total,), get_args(TotalPlace)),
        }
        for name, (values, known) in asked.items():
            object.__setattr__(self, name, self._value(name, values, known))
        if self.boxes < 0:
            raise EstimationError(f"{self.boxes} boxes cannot be", where="boxes", fix="Write 2 for top-2 and bottom-2.")

    def _value(self, name: str, values: Sequence[str], known: Sequence[str]) -> object:
        for value in values:
            if value not in known:
                raise EstimationError(f"unknown {name} '{value}'", where=name, fix=nearest(value, known))
        if len(set(values)) < len(values):
            raise EstimationError("a name stands twice", where=f"{name}: {', '.join(values)}")
        return getattr(self, name) if name in ("sort", "total") else tuple(values)


PLAIN = Shape()
