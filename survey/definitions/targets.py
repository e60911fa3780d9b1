"""Population targets: margins to weight to, with their source."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from survey.definitions.values import Id, Record, Text


def _flatten(tree: Any, depth: int, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], float]:
    """Nested ``{male: {18-24: 4.06}}`` to ``{("male", "18-24"): 4.06}``."""
    if depth == 0:
        if isinstance(tree, bool) or not isinstance(tree, (int, float)):
            raise PydanticCustomError(
                "margin_number",
                "Margin cell {cell} holds {got}, not a number",
                {"cell": " × ".join(path), "got": repr(tree)},
            )
        return {path: float(tree)}
    if not isinstance(tree, dict):
        raise PydanticCustomError(
            "margin_shape", "Margin cell {cell} needs one more level of options", {"cell": " × ".join(path) or "(top)"}
        )
    flat: dict[tuple[str, ...], float] = {}
    for key, branch in tree.items():
        flat.update(_flatten(branch, depth - 1, (*path, str(key))))
    return flat


class Margin(Record):
    """Figures of one variable or one crossing. ``shares`` are proportions or percents and must make 1 or 100."""

    variables: tuple[Id, ...]
    counts: dict[tuple[str, ...], float] | None = None
    shares: dict[tuple[str, ...], float] | None = None
    status: Literal["published", "derived"] = "published"
    how: str | None = None  # needed when derived
    sources: tuple[Id, ...] = ()
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _flat(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        data = dict(data)
        variables = data.get("variables")
        depth = len(variables) if isinstance(variables, (list, tuple)) else 1  # pydantic says what is wrong with others
        if isinstance(variables, str):
            data["variables"] = (variables,)
        for key in ("counts", "shares"):
            if isinstance(data.get(key), dict):
                data[key] = _flatten(data[key], depth)
        return data

    @model_validator(mode="after")
    def _figures(self) -> Margin:
        if (self.counts is None) == (self.shares is None):
            raise PydanticCustomError("margin_figures", "A margin needs either counts or shares, not both")
        figures = self.counts or self.shares or {}
        for cell, value in figures.items():
            if value < 0:
                raise PydanticCustomError(
                    "margin_negative",
                    "Margin cell {cell} is negative ({got})",
                    {"cell": " × ".join(cell), "got": value},
                )
        total = sum(figures.values())
        if self.shares is not None and not (abs(total - 1) < 0.0051 or abs(total - 100) < 0.51):
            raise PydanticCustomError(
                "margin_total", "Shares add to {total}; they must make 1 or 100", {"total": f"{total:g}"}
            )
        if total == 0:
            raise PydanticCustomError("margin_total", "All cells of the margin are 0")
        if self.status == "derived" and not self.how:
            raise PydanticCustomError("margin_how", "A derived margin must say how it was derived (how:)")
        return self


class Targets(Record):
    """Population margins of one population at one date."""

    targets: Id
    title: Text | None = None
    population: Text
    date: str | None = None
    total: float | None = None  # population size; weights then sum to it instead of to n
    margins: dict[Id, Margin] = Field(default_factory=dict)
    sources: tuple[Id, ...] = ()
    note: str | None = None

    @field_validator("total")
    @classmethod
    def _people(cls, total: float | None) -> float | None:
        if total is not None and not total > 0:
            raise PydanticCustomError("targets_total", "A population of {total} is none", {"total": f"{total:g}"})
        return total
