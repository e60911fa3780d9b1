"""Targets given in a call, as a mapping, made into those that a file would hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from survey.cells.table.encoding import as_number
from survey.definitions.records.targets import FREE, Cell, Margin, Targets, known_sum
from survey.errors import WeightingError

# figures whose sum lies here are meant as shares; whether they add up is told with all else that does not fit
_SHARES = ((0.5, 1.5), (50.0, 150.0))
_FIGURES = ("shares", "counts", "nested")


def as_targets(targets: Targets | Mapping[Any, Any], name: str = "targets") -> Targets:
    """``Targets``, or a mapping ``{variable: {option: figure}}`` made into them.

    Figures of a mapping that make about 1 or 100 (from half of it to one and a half) are shares; others are counts, and
    the weights then sum to their total; that figures were taken as percents by their sum alone is said in the notes. A
    key that is a tuple of variables takes nested figures or tuples of options. What a margin in a file may have, a
    margin here may have too: ``{"religion": {"shares": {"muslim": 3, "other": "free"}, "of": 100}}``. Raises
    ``WeightingError``.
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
    margins: dict[str, Margin] = {}
    total = None
    for key, given in targets.items():
        variables = (key,) if isinstance(key, str) else tuple(str(part) for part in key)
        margin = "_by_".join(variables)
        read = _long if _is_long(given) else _short
        made = read(margin, variables, given, problems)
        margins[margin] = made
        if made.counts is not None and made.whole is not None and total is None:
            total = made.whole
    if problems:
        raise WeightingError("\n".join(problems), where=name, fix="Give every cell of a margin one number.")
    return made_targets(name, margins, total=total)


def made_targets(name: str, margins: Mapping[str, Margin], **parts: Any) -> Targets:
    """``Targets`` of margins that are checked elsewhere."""
    return constructed(
        Targets, **{"targets": name, "population": {"und": "given in the call"}, "margins": dict(margins), **parts}
    )


def constructed(kind: Any, **parts: Any) -> Any:
    """A record without validation, with the default of every part that is not given."""
    fields = {
        key: field.get_default(call_default_factory=True)
        for key, field in kind.model_fields.items()
        if not field.is_required()
    }
    return kind.model_construct(**{**fields, **parts})


def _is_long(given: Any) -> bool:
    """Whether the keys are those of a margin in a file."""
    return (
        isinstance(given, Mapping)
        and all(key in Margin.model_fields for key in given)
        and any(isinstance(given.get(key), Mapping) for key in _FIGURES)
    )


def _long(margin: str, variables: tuple[str, ...], given: Mapping[str, Any], problems: list[str]) -> Margin:
    said = len(problems)
    parts: dict[str, Any] = {**given, "variables": variables}
    for key in (*_FIGURES, "std_error"):
        if isinstance(parts.get(key), Mapping):
            parts[key] = _flat(margin, parts[key], len(variables), problems, free=key != "std_error")
    if isinstance(parts.get("sizes"), Mapping):
        parts["sizes"] = {cell[0]: one for cell, one in _flat(margin, parts["sizes"], 1, problems).items()}
    if len(problems) == said:
        try:
            # names of variables are checked against the data
            names = {"variables": tuple(f"v{k}" for k in range(len(variables)))}
            made = Margin.model_validate({**parts, **names, **_named(parts, variables)})
            recode = {variables[int(key[1:])]: levels for key, levels in made.recode.items()}
            return made.model_copy(update={"variables": variables, "recode": recode})
        except ValidationError as error:
            problems += [f"margin '{margin}': {fault['msg']}" for fault in error.errors(include_url=False)]
    return constructed(Margin, variables=variables)


def _named(parts: Mapping[str, Any], variables: tuple[str, ...]) -> dict[str, Any]:
    """The recode under the names that a file would have: a column may be called in any way."""
    recode = parts.get("recode")
    if not isinstance(recode, Mapping):
        return {}
    place = {variable: f"v{k}" for k, variable in enumerate(variables)}
    return {"recode": {place.get(key, str(key)): levels for key, levels in recode.items()}}


def _short(margin: str, variables: tuple[str, ...], given: Any, problems: list[str]) -> Margin:
    flat = _flat(margin, given, len(variables), problems, free=True)
    made = known_sum(flat.values())
    if any(value != value for value in flat.values()):
        problems.append(
            f"margin '{margin}': with free cells say what the figures are: "
            "{'shares': {…}, 'of': 100} or {'counts': {…}, 'of': …}"
        )
    shares = any(low <= made <= high for low, high in _SHARES)
    read = constructed(Margin, variables=variables, **{"shares" if shares else "counts": flat})
    read._guessed = shares and made > _SHARES[0][1]  # a hundred people would look the same
    return read


def _flat(margin: str, figures: Any, depth: int, problems: list[str], free: bool = False) -> dict[Cell, float]:
    """``{options: figure}`` of nested or tuple-keyed figures, NaN for a free one; what cannot be read is added to
    ``problems``."""
    found: dict[Cell, float] = {}

    def walk(part: Any, above: Cell) -> None:
        if not isinstance(part, Mapping) and hasattr(part, "to_dict"):
            part = part.to_dict()  # a pandas series
        if isinstance(part, Mapping):
            for cell, inner in part.items():
                walk(inner, (*above, *(str(one) for one in (cell if isinstance(cell, tuple) else (cell,)))))
            return
        where = f"margin '{margin}'{f', ' if above else ''}{' × '.join(above)}"
        number = math.nan if free and isinstance(part, str) and part == FREE else as_number(part)
        if number is None or (not math.isfinite(number) and not isinstance(part, str)):
            problems.append(f"{where}: {part!r} is not a number")
        elif len(above) != depth:
            problems.append(f"{where}: {len(above)} option(s) named for {depth} variable(s)")
        else:
            found[above] = number

    walk(figures, ())
    return found


def plain_targets(targets: Targets) -> dict[str, Any]:
    """Targets as plain values that a file may hold and ``Targets.model_validate`` reads back."""
    margins = {}
    for name, margin in targets.margins.items():
        plain: dict[str, Any] = {"variables": list(margin.variables)}
        if margin.nested is not None and margin.sizes is not None:
            plain |= {"sizes": dict(margin.sizes), "nested": _tree(margin.nested)}
            if any(value != value for value in margin.nested.values()):
                plain["of"] = 1
        else:
            plain["counts" if margin.counts is not None else "shares"] = _tree(margin.figures)
            if margin.of is not None:
                plain["of"] = margin.of
        if margin.recode:
            plain["recode"] = _lists(margin.recode)
        if margin.merge:
            plain["merge"] = [[list(cell) for cell in group] for group in margin.merge]
        if margin.std_error is not None:
            plain["std_error"] = _tree(margin.std_error)
        if margin.covariance is not None:
            plain["covariance"] = [list(row) for row in margin.covariance]
        margins[name] = plain
    made: dict[str, Any] = {"targets": targets.targets, "population": dict(targets.population), "margins": margins}
    if targets.total is not None:
        made["total"] = targets.total
    if targets.recode:
        made["recode"] = _lists(targets.recode)
    if targets.covariance is not None:
        made["covariance"] = [list(row) for row in targets.covariance]
    return made


def _tree(figures: Mapping[Cell, float]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for cell, value in figures.items():
        at = made
        for option in cell[:-1]:
            at = at.setdefault(option, {})
        at[cell[-1]] = value if value == value else FREE
    return made


def _lists(recode: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        variable: {level: list(options) for level, options in levels.items()} for variable, levels in recode.items()
    }
