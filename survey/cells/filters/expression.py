"""A filter as it is written, ``age >= 18 and region in [minsk, brest]``, read into parts. Nothing of it is ever run."""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from typing import Literal

from survey.errors import SurveyError

_Sign = Literal["==", "!=", "<", "<=", ">", ">="]
_LONGEST = 10_000  # characters of a filter
_LARGEST = 1e300  # number that anything is compared with
_DEEPEST = 100  # brackets, "not", … inside each other
_SIGNS: dict[type[ast.cmpop], _Sign] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "==",
    ast.NotIn: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_TURNED: dict[_Sign, _Sign] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_EXAMPLE = 'Write it like "age >= 18 and region in [minsk, brest]", names with blanks or signs in quotes.'


@dataclass(frozen=True)
class Compared:
    """An answer against values: equal to one of them (``==``), to none (``!=``), or against one number."""

    name: str
    sign: _Sign
    values: tuple[str | float, ...]


@dataclass(frozen=True)
class Combined:
    """``and``, ``or`` of several parts, or ``not`` of one."""

    how: Literal["and", "or", "not"]
    parts: tuple[Condition, ...]


Condition = Compared | Combined


def read_condition(text: str) -> Condition:
    """The filter that ``text`` says: comparisons (``==``, ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``in``, ``not in``) of
    a question with options, by id or label, or with numbers; joined by ``and``, ``or``, ``not`` and round brackets.

    A single ``=`` stands for ``==``. Raises ``SurveyError`` for anything else.
    """
    if not text.strip():
        raise _wrong("is empty", text)
    if len(text) > _LONGEST:
        raise _wrong(f"is longer than {_LONGEST:,} characters", text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Python's own grammar: "18and"
            tree = ast.parse(_doubled(text.strip()), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _wrong("cannot be read", text) from None
    return _condition(tree.body, text, 0)


def _doubled(text: str) -> str:
    """``=`` as ``==``, outside of quotes."""
    made, quote = [], ""
    for place, sign in enumerate(text):
        quote = "" if sign == quote else quote or (sign if sign in "'\"" else "")
        before, behind = text[place - 1 : place], text[place + 1 : place + 2]
        single = sign == "=" and before not in ("=", "!", "<", ">") and behind != "="
        made.append("==" if single and not quote else sign if quote or sign not in "\n\r\t" else " ")
    return "".join(made)


def _condition(node: ast.expr, text: str, depth: int) -> Condition:
    if depth > _DEEPEST:
        raise _wrong("has too many parts inside each other", text)
    if isinstance(node, ast.BoolOp):
        parts = tuple(_condition(part, text, depth + 1) for part in node.values)
        return Combined("and" if isinstance(node.op, ast.And) else "or", parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return Combined("not", (_condition(node.operand, text, depth + 1),))
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        pairs = zip(sides, node.ops, sides[1:], strict=False)
        found = [_compared(left, op, right, text) for left, op, right in pairs]
        return found[0] if len(found) == 1 else Combined("and", tuple(found))
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        raise _wrong("joins conditions by & or |", text, "Write 'and' or 'or'.")
    raise _wrong(f"has a part that compares nothing: {_source(node)}", text)


def _compared(left: ast.expr, op: ast.cmpop, right: ast.expr, text: str) -> Compared:
    if type(op) not in _SIGNS:
        raise _wrong("compares by 'is'", text, "Write == or !=.")
    sign = _SIGNS[type(op)]
    if isinstance(op, (ast.In, ast.NotIn)):
        if not isinstance(right, (ast.List, ast.Tuple, ast.Set)) or not right.elts:
            raise _wrong(f"wants a list behind 'in', not {_source(right)}", text, "Write [minsk, brest].")
        return Compared(_name(left, text), sign, tuple(_value(one, text) for one in right.elts))
    if isinstance(_value(left, text), float):  # 18 <= age
        left, right, sign = right, left, _TURNED[sign]
    value = _value(right, text)
    if sign not in ("==", "!=") and isinstance(value, str):
        raise _wrong(f"compares with '{value}' by {sign}, which numbers only can be", text)
    return Compared(_name(left, text), sign, (value,))


def _name(node: ast.expr, text: str) -> str:
    value = _value(node, text)
    if isinstance(value, float):
        raise _wrong(f"compares a number, {_source(node)}, with something that is no question", text)
    return value


def _value(node: ast.expr, text: str) -> str | float:
    """A name, a text in quotes, or a number."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):  # a column like api.stu
        inner = _value(node.value, text)
        if isinstance(inner, str):
            return f"{inner}.{node.attr}"
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float, str)):
        if isinstance(node.value, (bool, str)):
            return str(node.value)
        if abs(node.value) < _LARGEST:
            return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        number = _value(node.operand, text)
        if isinstance(number, float):
            return -number if isinstance(node.op, ast.USub) else number
    raise _wrong(f"has {_source(node)}, which is neither a name nor a number", text)


def _source(node: ast.expr) -> str:
    return f"'{ast.unparse(node):.60}'"


def _wrong(said: str, text: str, fix: str = _EXAMPLE) -> SurveyError:
    return SurveyError(f"the filter {said}", where=f"where: {' '.join(text.split()):.80}", fix=fix)
