"""Whether a value is of the kind that a signature asks for, and how that kind is called.

Names of closed lists (``Literal``) are held against texts only: which of them exist is said by the function itself,
which knows the nearest."""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from numbers import Integral, Real
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.estimation.result.estimates import Estimates

MANY = (Sequence, Iterable, Collection, list, tuple)
WORDS = {
    str: "a text",
    float: "a number",
    int: "a whole number",
    bool: "True or False",
    Path: "a path",
    SampleData: "a sample",
    Estimates: "estimates of a sample",
    type(None): "None",
}
LONGEST = 60  # letters of a wrong value that are shown


def fits(value: Any, hint: Any) -> bool:
    """Whether ``value`` may stand where ``hint`` is asked for; True where that cannot be told."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return any(fits(value, one) for one in inside)
    if origin is Literal:
        return any(isinstance(value, type(one)) for one in inside)
    if hint is tuple or origin is tuple and inside and inside[-1] is not Ellipsis:
        return isinstance(value, (tuple, list)) and (not inside or _each(value, inside))
    if origin in MANY or hint in MANY:
        one = isinstance(value, (str, bytes, Mapping)) or hasattr(value, "columns")  # a frame is no list of its columns
        many = isinstance(value, Iterable) and not one
        known = isinstance(value, (tuple, list)) and bool(inside)
        return many and (not known or all(fits(one, inside[0]) for one in value))
    if origin is Mapping or hint is Mapping or origin is dict:
        if not isinstance(value, Mapping):
            return hasattr(value, "items") and not hasattr(value, "columns")  # a pandas Series is one, a frame is none
        return not inside or all(fits(one, inside[1]) for one in value.values())
    if origin is Callable or hint is Callable:
        return callable(value)
    return _is_one(value, hint)


def _each(values: Sequence[Any], hints: Sequence[Any]) -> bool:
    return len(values) == len(hints) and all(fits(one, hint) for one, hint in zip(values, hints, strict=True))


def _is_one(value: Any, hint: Any) -> bool:
    truth = isinstance(value, (bool, np.bool_))
    if hint is bool:
        return truth
    if hint is float:
        return isinstance(value, Real) and not truth
    if hint is int:
        return isinstance(value, Integral) and not truth
    return isinstance(value, hint) if isinstance(hint, type) and hint not in (object, Any) else True


def kind(hint: Any) -> str:
    """What ``hint`` asks for, in words: "a text or a list of texts"."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(kind(one) for one in inside if one is not type(None)))
    if origin is Literal:
        return f"one of {', '.join(repr(one) for one in inside)}"
    if origin is tuple and inside and inside[-1] is not Ellipsis:
        return f"{len(inside)} values ({', '.join(dict.fromkeys(kind(one) for one in inside))} each)"
    if origin in MANY or hint in MANY:
        return f"a list ({kind(inside[0])} each)" if inside else "a list"
    if origin is Mapping or hint is Mapping or origin is dict:
        of = kind(inside[1]) if inside and inside[1] is not Any else ""
        return f"a mapping (name: {of})" if of else "a mapping"
    if origin is Callable or hint is Callable:
        return "a function"
    return WORDS.get(hint, f"a {hint.__name__}" if isinstance(hint, type) else "another value")


def shown(value: Any) -> str:
    """A wrong value, short: what it is where it is long."""
    text = repr(value) if isinstance(value, (str, int, float, bool, tuple, list, dict, type(None))) else ""
    return text if 0 < len(text) <= LONGEST else f"a {type(value).__name__}"
