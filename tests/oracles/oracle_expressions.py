"""Row conditions of an oracle file, such as ``stype == 'H' and comp.imp == 'Yes'``, without running code.

A name is a column; ``comp.imp`` is one name. A bare name that is no column is a text where it is compared
(``stype == H``). Allowed: comparison, ``in``, ``and or not``, R's ``&& || !``, arithmetic, ``isna(x)``, numbers, texts
and lists of them. Everything else is refused.
"""

from __future__ import annotations

import ast
import operator
import re
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
    found = _value(ast.parse(_of_r(text), mode="eval").body, frame, used)
    result = pd.Series(found, index=frame.index).astype(float)
    empty = frame[sorted(used)].isna().any(axis=1) if used else pd.Series(False, index=frame.index)
    return result.mask(empty, np.nan)


def _of_r(text: str) -> str:
    """R's signs as Python's, outside of quotes."""
    parts = re.split(r"('[^']*'|\"[^\"]*\")", text.strip())
    for at in range(0, len(parts), 2):
        part = re.sub(r"\|+", " or ", re.sub(r"&+", " and ", parts[at]))  # which bind as loosely in R
        part = part.replace("%in%", " in ").replace("is.na(", "isna(")
        part = re.sub(r"\bc\(", "(", re.sub(r"!(?!=)", " not ", part))
        parts[at] = re.sub(r"\bTRUE\b", "True", re.sub(r"\bFALSE\b", "False", part))
    return "".join(parts).strip()


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
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isna":
        (column,) = node.args
        return frame[_name(column)].isna()
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        texts = {text for side in sides for text in _columns(side, frame) for text in frame[text].dropna().unique()}
        found, left = None, _side(node.left, frame, used, texts)
        for sign, item in zip(node.ops, node.comparators, strict=True):
            right = _side(item, frame, used, texts)
            one = _compare(sign, left, right)
            found, left = one if found is None else found & one, right
        return found
    raise ValueError(f"not allowed in a condition: {ast.unparse(node)}")


def _columns(node: ast.expr, frame: pd.DataFrame) -> list[str]:
    """The column that one side of a comparison is, where it is one."""
    named = isinstance(node, (ast.Name, ast.Attribute)) and _name(node) in frame.columns
    return [_name(node)] if named else []


def _side(node: ast.expr, frame: pd.DataFrame, used: set[str], texts: set[Any]) -> Any:
    """What is compared: a bare name that is no column is the text itself, if the other side has such a text."""
    if isinstance(node, (ast.Name, ast.Attribute)) and _name(node) not in frame.columns and _name(node) in texts:
        return _name(node)
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_side(item, frame, used, texts) for item in node.elts]
    return _value(node, frame, used)


def _alike(value: Any, other: Any) -> Any:
    """A constant of the kind of the column it is compared with: ``trust == '5'`` of numbers, ``code == 5`` of texts."""
    if isinstance(value, list):
        return [_alike(item, other) for item in value]
    if not isinstance(other, pd.Series) or isinstance(value, pd.Series):
        return value
    if pd.api.types.is_numeric_dtype(other):
        return float(value) if isinstance(value, str) and re.fullmatch(r"-?[0-9.]+", value) else value
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _compare(sign: ast.cmpop, left: Any, right: Any) -> Any:
    left, right = _alike(left, right), _alike(right, left)
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
