"""Row conditions of an oracle file, such as ``stype == 'H' and comp.imp == 'Yes'``, without running code.

A name is a column; ``comp.imp`` is one name. Allowed: comparison, ``in``, ``and or not``, arithmetic, numbers, texts
and lists of them. Everything else is refused.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARITHMETIC: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_LOGIC: dict[type[Any], Callable[[Any, Any], Any]] = {
    ast.And: operator.and_,
    ast.Or: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
}


def evaluate(text: str, frame: pd.DataFrame) -> pd.Series:
    """The value of ``text`` for each row: 1 and 0 for true and false, NaN where a column it uses is empty."""
    used: set[str] = set()
    found = _value(ast.parse(text.strip(), mode="eval").body, frame, used)
    result = pd.Series(found, index=frame.index).astype(float)
    empty = frame[sorted(used)].isna().any(axis=1) if used else pd.Series(False, index=frame.index)
    return result.mask(empty, np.nan)


def holds(text: str, frame: pd.DataFrame) -> pd.Series:
    """True for each row where ``text`` is true; a row with an empty column is not (R: ``subset``)."""
    return evaluate(text, frame).fillna(0.0).astype(bool)


def _value(node: ast.expr, frame: pd.DataFrame, used: set[str]) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, str)):
        return node.value
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_value(item, frame, used) for item in node.elts]
    if isinstance(node, (ast.Name, ast.Attribute)):
        name = _name(node)
        if name not in frame.columns:
            raise ValueError(f"no column {name!r}")
        used.add(name)
        return frame[name]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        inner = _value(node.operand, frame, used)
        return ~inner if isinstance(node.op, ast.Not) else -inner
    if isinstance(node, ast.BoolOp):
        parts = [_value(item, frame, used) for item in node.values]
        found = parts[0]
        for part in parts[1:]:
            found = _LOGIC[type(node.op)](found, part)
        return found
    if isinstance(node, ast.BinOp) and type(node.op) in {**_ARITHMETIC, **_LOGIC}:
        work = {**_ARITHMETIC, **_LOGIC}[type(node.op)]
        return work(_value(node.left, frame, used), _value(node.right, frame, used))
    if isinstance(node, ast.Compare):
        found, left = None, _value(node.left, frame, used)
        for sign, item in zip(node.ops, node.comparators, strict=True):
            right = _value(item, frame, used)
            one = _compare(sign, left, right)
            found, left = one if found is None else found & one, right
        return found
    raise ValueError(f"not allowed in a condition: {ast.unparse(node)}")


def _compare(sign: ast.cmpop, left: Any, right: Any) -> Any:
    if isinstance(sign, (ast.In, ast.NotIn)):
        inside = left.isin(right)
        return ~inside if isinstance(sign, ast.NotIn) else inside
    return _COMPARE[type(sign)](left, right)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    if isinstance(node, ast.Name):
        return node.id
    raise ValueError(f"not a column: {ast.unparse(node)}")
