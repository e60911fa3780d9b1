"""Population targets: margins to weight to, with their source."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field, PrivateAttr, field_validator, model_validator
from pydantic_core import PydanticCustomError

from survey.definitions.records.values import Id, PartialDate, Record, Text

FREE = "free"  # written in place of a figure that is not known
Cell = tuple[str, ...]  # option ids, one for each variable of a margin
Recode = dict[str, tuple[str, ...]]  # level of the targets -> options of the question
_NEAR = 0.0051  # shares may miss their sum by this part, which rounding explains


def _flatten(tree: Any, depth: int, path: Cell = (), free: bool = True) -> dict[Cell, float]:
    """Nested ``{male: {18-24: 4.06}}`` to ``{("male", "18-24"): 4.06}``; ``free`` becomes NaN."""
    if depth == 0:
        if free and tree == FREE:
            return {path: math.nan}
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
    flat: dict[Cell, float] = {}
    for key, branch in tree.items():
        flat.update(_flatten(branch, depth - 1, (*path, str(key)), free))
    return flat


def is_whole(total: float, free: bool = False) -> float | None:
    """1 or 100, of which figures with this sum are shares; None for neither. With ``free`` ones left out, a sum from 1
    to 100 is one of percents, and a smaller one tells nothing."""
    if free:
        return 100.0 if 1 + _NEAR < total < 100 + 100 * _NEAR else None
    return next((whole for whole in (1.0, 100.0) if abs(total - whole) < whole * _NEAR), None)


def known_sum(figures: Iterable[float]) -> float:
    """The sum of the figures that are known."""
    return math.fsum(value for value in figures if value == value)


def _recode(data: Any) -> Any:
    """``{variable: {level: option}}`` with every option in a list."""
    if not isinstance(data, dict):
        return data
    return {
        variable: (
            {
                str(level): tuple(map(str, options)) if isinstance(options, (list, tuple)) else (str(options),)
                for level, options in levels.items()
            }
            if isinstance(levels, dict)
            else levels
        )
        for variable, levels in data.items()
    }


class Margin(Record):
    """Figures of one variable or one crossing. ``shares`` are proportions or percents and must make 1 or 100.

    A cell may be ``free`` (here NaN): nothing is known of it, and the free cells together get what is left ``of`` the
    whole. ``nested`` holds shares inside each option of the first variable, ``sizes`` those options' own shares or
    counts; both are multiplied out into ``shares`` or ``counts`` of the crossing when the margin is read.
    """

    variables: tuple[Id, ...]
    counts: dict[Cell, float] | None = None
    shares: dict[Cell, float] | None = None
    nested: dict[Cell, float] | None = None
    sizes: dict[str, float] | None = None
    of: float | None = None  # what all cells make, the free ones too
    recode: dict[Id, Recode] = Field(default_factory=dict)  # variable -> level here -> options of the question
    merge: tuple[tuple[Cell, ...], ...] = ()  # cells that become one: figures and respondents added
    std_error: dict[Cell, float] | None = None  # of estimated figures, in their unit
    covariance: tuple[tuple[float, ...], ...] | None = None  # the same, all pairs, in the order of the figures
    title: Text | None = None  # what it is called where another margin is of the same variables
    status: Literal["published", "derived"] = "published"
    how: Text | None = None  # needed when derived
    sources: tuple[Id, ...] = ()
    note: Text | None = None
    _guessed: bool = PrivateAttr(False)  # given in a call without saying that the figures are percents

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
        for key in ("counts", "shares", "nested", "std_error"):
            if isinstance(data.get(key), dict) and not _is_flat(data[key]):
                data[key] = _flatten(data[key], depth, free=key != "std_error")
        if isinstance(data.get("merge"), (list, tuple)):
            data["merge"] = tuple(
                (
                    tuple((str(cell),) if isinstance(cell, (str, int)) else cell for cell in group)
                    if isinstance(group, (list, tuple))
                    else group
                )
                for group in data["merge"]
            )
        data["recode"] = _recode(data.get("recode") or {})
        nested, sizes = data.get("nested"), data.get("sizes")
        if isinstance(nested, dict) and isinstance(sizes, dict) and not (data.get("shares") or data.get("counts")):
            sizes = {cell[0]: value for cell, value in _flatten(sizes, 1, free=False).items()}
            kind, figures, inside = _multiplied(nested, sizes, data.get("of"))
            data["sizes"], data["nested"], data[kind] = sizes, inside, figures
            data["of"] = known_sum(sizes.values())
        return data

    @model_validator(mode="after")
    def _figures(self) -> Margin:
        if (self.nested is None) != (self.sizes is None):
            raise PydanticCustomError("margin_nested", "'nested' and 'sizes' go together")
        if (self.counts is None) == (self.shares is None):
            raise PydanticCustomError("margin_figures", "A margin needs either counts or shares, not both")
        figures = self.figures
        for cell, value in figures.items():
            if value < 0:
                raise PydanticCustomError(
                    "margin_negative",
                    "Margin cell {cell} is negative ({got})",
                    {"cell": " × ".join(cell), "got": value},
                )
        self._check_total()
        self._check_cells()
        if self.status == "derived" and not self.how:
            raise PydanticCustomError("margin_how", "A derived margin must say how it was derived (how:)")
        return self

    def _check_total(self) -> None:
        total, free = known_sum(self.figures.values()), self.has_free
        if self.shares is not None and not free and is_whole(total) is None:
            raise PydanticCustomError(
                "margin_total", "Shares add to {total}; they must make 1 or 100", {"total": f"{total:g}"}
            )
        if self.shares is not None and free and self.whole is None:
            raise PydanticCustomError(
                "margin_of",
                "Known shares add to {total}: with free cells it must be said of what (of: 1 or of: 100)",
                {"total": f"{total:g}"},
            )
        whole = self.whole
        if whole is not None and (total > whole * (1 + _NEAR) or (not free and total < whole * (1 - _NEAR))):
            raise PydanticCustomError(
                "margin_of", "Figures add to {total} of {whole}", {"total": f"{total:g}", "whole": f"{whole:g}"}
            )
        if total == 0 and not free:
            raise PydanticCustomError("margin_total", "All cells of the margin are 0")

    def _check_cells(self) -> None:
        """What is said of cells is said of cells that there are, once."""
        seen: set[Cell] = set()
        for cell in (cell for group in self.merge for cell in group):
            if cell not in self.figures or cell in seen:
                said = "stands twice in 'merge'" if cell in seen else "of 'merge' has no figure"
                raise PydanticCustomError(
                    "margin_cell", "Margin cell {cell} {said}", {"cell": " × ".join(cell), "said": said}
                )
            seen.add(cell)
        if self.std_error is not None and self.covariance is not None:
            raise PydanticCustomError("margin_error", "A margin has either std_error or covariance, not both")
        for cell in self.std_error or {}:
            if cell not in self.figures or not (self.std_error or {})[cell] >= 0:
                said = "of 'std_error' has no figure" if cell not in self.figures else "has a negative standard error"
                raise PydanticCustomError(
                    "margin_cell", "Margin cell {cell} {said}", {"cell": " × ".join(cell), "said": said}
                )
        size = len(self.figures)
        if self.covariance is not None and [len(row) for row in self.covariance] != [size] * size:
            raise PydanticCustomError(
                "margin_error", "'covariance' needs {size} rows of {size} numbers, one for each figure", {"size": size}
            )
        for variable in self.recode:
            if variable not in self.variables:
                raise PydanticCustomError(
                    "margin_recode", "'recode' names '{name}', which is no variable of the margin", {"name": variable}
                )

    @property
    def figures(self) -> dict[Cell, float]:
        """Counts or shares, whichever there are; NaN for a free cell."""
        return self.counts if self.counts is not None else self.shares or {}

    @property
    def has_free(self) -> bool:
        """Whether some cell has no figure of its own."""
        return any(value != value for value in self.figures.values())

    @property
    def whole(self) -> float | None:
        """What all cells make, as far as the margin itself says so."""
        if self.of is not None:
            return self.of
        if self.shares is not None:
            return is_whole(known_sum(self.shares.values()), self.has_free)
        return None if self.has_free else known_sum(self.figures.values())

    def levels(self, variable: str) -> tuple[str, ...]:
        """The options of one variable that the figures name, in their order."""
        k = self.variables.index(variable)
        return tuple(dict.fromkeys(cell[k] for cell in self.figures))


def _is_flat(figures: Mapping[Any, Any]) -> bool:
    return bool(figures) and all(isinstance(cell, tuple) for cell in figures)


def _multiplied(
    nested: Mapping[Cell, float], sizes: Mapping[str, float], of: Any
) -> tuple[str, dict[Cell, float], dict[Cell, float]]:
    """``shares`` or ``counts``; the figures of the crossing: size of the part times the share inside it; and the shares
    inside as proportions."""
    total = known_sum(sizes.values())
    whole = is_whole(total)
    if whole is None and (0.5 < total < 1.5 or 50 < total < 150):
        raise PydanticCustomError("margin_total", "Sizes add to {total}; shares make 1 or 100", {"total": f"{total:g}"})
    inside: dict[str, dict[Cell, float]] = {part: {} for part in sizes}
    for cell, share in nested.items():
        if cell[0] not in sizes:
            raise PydanticCustomError("margin_nested", "'{part}' of 'nested' has no size", {"part": cell[0]})
        inside[cell[0]][cell] = share
    figures: dict[Cell, float] = {}
    proportions: dict[Cell, float] = {}
    for part, shares in inside.items():
        known = known_sum(shares.values())
        free = [cell for cell, share in shares.items() if share != share]
        made = of if free and of in (1, 100) else is_whole(known, bool(free))
        if not shares or made is None or known > made * (1 + _NEAR):
            said = "has no shares inside" if not shares else f"has shares that add to {known:g}"
            raise PydanticCustomError(
                "margin_nested", "'{part}' of 'nested' {said}; they must make 1 or 100", {"part": part, "said": said}
            )
        unit = made if free else known  # what rounding leaves is spread inside the part
        proportions |= {cell: share / unit for cell, share in shares.items()}
        figures |= {cell: sizes[part] * share / unit for cell, share in shares.items()}
        if len(free) == 1:
            figures[free[0]] = sizes[part] * max(1 - known / unit, 0.0)
    return ("shares" if whole else "counts"), figures, proportions


class Targets(Record):
    """Population margins of one population at one date."""

    targets: Id
    title: Text | None = None
    population: Text
    date: PartialDate = None
    total: float | None = None  # population size; weights then sum to it instead of to n
    recode: dict[Id, Recode] = Field(default_factory=dict)  # for every margin with the variable
    margins: dict[Id, Margin] = Field(default_factory=dict)
    # of the figures of all margins, in their order, where one survey gave them all
    covariance: tuple[tuple[float, ...], ...] | None = None
    sources: tuple[Id, ...] = ()
    note: Text | None = None
    _changed: bool = PrivateAttr(default=False)

    @field_validator("recode", mode="before")
    @classmethod
    def _lists(cls, data: Any) -> Any:
        return _recode(data)

    @field_validator("total")
    @classmethod
    def _people(cls, total: float | None) -> float | None:
        if total is not None and not total > 0:
            raise PydanticCustomError("targets_total", "A population of {total} is none", {"total": f"{total:g}"})
        return total

    @model_validator(mode="after")
    def _square(self) -> Targets:
        size = sum(len(margin.figures) for margin in self.margins.values())
        if self.covariance is not None and [len(row) for row in self.covariance] != [size] * size:
            raise PydanticCustomError(
                "margin_error", "'covariance' needs {size} rows of {size} numbers, one for each figure", {"size": size}
            )
        return self

    @property
    def as_filed(self) -> bool:
        """Whether these are the targets that their id names, and not a changed copy."""
        return not self._changed

    def changed(self, **parts: Any) -> Targets:
        """A copy with ``parts`` in place of its own, which its id does not stand for any more."""
        made = self.model_copy(update=parts)
        made._changed = True
        return made

    def recode_of(self, margin: Margin, variable: str) -> Recode | None:
        """How options of ``variable`` become levels of ``margin``; None where they are the same."""
        return margin.recode.get(variable) or self.recode.get(variable)
