"""The formula of a model: which questions it names, and that it holds nothing but questions and arithmetic."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survey.errors import EstimationError
from survey.words import nearest

NUMERIC = ("log", "log2", "log10", "log1p", "exp", "sqrt", "abs", "minimum", "maximum")  # of numpy
TERMS, CROSSED = 200, 12  # of a formula, which patsy reads by a function that calls itself; 12 crossed make 4 096
CODING = ("C", "Q", "I", "center", "standardize", "bs", "cr", "Treatment", "Sum", "Diff", "Helmert", "Poly")  # of patsy
_LITERAL = re.compile(r"('[^']*'|\"[^\"]*\")")
_ALLOWED = (
    *(ast.Expression, ast.Load, ast.Constant, ast.List, ast.Tuple, ast.keyword, ast.BinOp, ast.UnaryOp, ast.Compare),
    *(ast.operator, ast.unaryop, ast.cmpop, ast.Name, ast.Call),
)


@dataclass(frozen=True)
class Formula:
    """A formula as patsy has read it. ``names``: column of the model's data -> question; ``options``: those columns
    among them that hold options although the question has numbers (``C(question)``)."""

    text: str
    description: Any  # patsy.ModelDesc
    names: Mapping[str, str]
    options: frozenset[str]
    offset: str = ""  # the name of the term whose coefficient is 1

    def shown(self, label: str) -> str:
        """A name that patsy has made, as the user wrote it: ``sex[female]`` for ``sex[T.female]``."""
        for column in sorted(self.names, key=len, reverse=True):
            if column != self.names[column]:
                name = self.names[column].replace("\\", r"\\")
                label = re.sub(rf"\b{re.escape(column)}\b", name, label)
        return re.sub(r"\[(?:T|S|D|H)\.", "[", label).replace("Intercept", "(Intercept)")


def read_formula(text: str, questions: Collection[str], with_options: Collection[str], family: str) -> Formula:
    """Read ``answer ~ terms``. ``questions``: names that may occur; ``with_options``: those of them that have options.

    Names with a point or another sign that Python has none of are understood as they stand. ``C(question)`` takes the
    options of a question that also has numbers; so does the answer of a multinomial or ordinal model. Raises
    ``EstimationError`` for a formula that cannot be read, names nothing known, or calls anything but ``NUMERIC`` and
    ``CODING``: a formula runs no other code.
    """
    import patsy

    where = f"formula '{text}'"
    if text.count("~") != 1:
        raise EstimationError(
            "a formula has an answer, a ~ and what it depends on", where=where, fix="For example: trust ~ sex + age."
        )
    if family.startswith(("multinomial", "ordinal")):
        text = re.sub(r"^\s*([^\s~()'\"=<>]+)\s*~", r"C(\1) ~", text)
    columns: dict[str, str] = {}
    written = "".join(
        part if _LITERAL.fullmatch(part) else _as_columns(part, questions, with_options, columns)
        for part in _LITERAL.split(text)
    )
    if len(re.findall(r"[-+*/:]", written)) > TERMS or written.count("*") > CROSSED:
        said = f"has more than {TERMS} terms, or crosses more than {CROSSED}"
        raise EstimationError(said, where=f"formula '{text[:40]}…'", fix="Take terms out.")
    try:
        description = patsy.ModelDesc.from_formula(written)
    except (patsy.PatsyError, AssertionError) as error:  # the parser of patsy asserts what it should refuse
        why = str(error).splitlines() or ["its signs do not fit together"]
        raise EstimationError(f"cannot be read: {why[0]}", where=where) from None
    answer = description.lhs_termlist
    if len(answer) != 1 or len(answer[0].factors) != 1:
        raise EstimationError("one answer must stand before the ~", where=where)
    known = {name: name for name in questions} | columns
    used: dict[str, str] = {}
    for term in (*answer, *description.rhs_termlist):
        for factor in term.factors:
            for name in _names(factor.code, known, where):
                used[name] = known[name]
    options = frozenset(name for name in used if name.startswith("options_of_") and name in columns)
    return Formula(text, description, used, options)


def _as_columns(part: str, questions: Collection[str], with_options: Collection[str], columns: dict[str, str]) -> str:
    """``part`` with names that patsy can read; ``columns`` learns what they stand for."""
    for name in sorted(questions, key=len, reverse=True):
        if name not in part:
            continue
        if name in with_options:
            part = _replaced(part, rf"(?<=\bC\()\s*{re.escape(name)}(?![\w.])", "options_of_", name, columns)
        if not name.isidentifier():
            part = _replaced(part, rf"(?<![\w.]){re.escape(name)}(?![\w.])", "", name, columns)
    return part


def _replaced(part: str, pattern: str, before: str, name: str, columns: dict[str, str]) -> str:
    column = before + re.sub(r"\W", "_", name if name[0].isalpha() or before else f"_{name}")
    made, count = re.subn(pattern, column, part)
    if count:
        columns[column] = name
    return made


def _names(code: str, known: Mapping[str, str], where: str) -> Iterator[str]:
    """The questions of one factor; an error for anything that is not allowed in it."""
    try:
        tree = ast.parse(code.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        raise EstimationError(f"cannot be read: {code}", where=where) from None
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    functions = {node.id for node in calls if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED) or isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
            raise EstimationError(
                f"not allowed in a formula: {ast.unparse(node)}",
                where=where,
                fix=f"Use questions, arithmetic, comparisons and {', '.join((*CODING, *NUMERIC))}.",
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Q":
            name = ", ".join(str(item.value) for item in node.args if isinstance(item, ast.Constant))
            if name not in known:
                raise EstimationError(f"no question or column '{name}'", where=where, fix=nearest(name, known))
            yield name
        if isinstance(node, ast.Name) and node.id not in (*CODING, *NUMERIC):
            if node.id not in known:
                raise EstimationError(
                    f"no {'function' if node.id in functions else 'question or column'} '{node.id}'",
                    where=where,
                    fix=nearest(node.id, (*CODING, *NUMERIC) if node.id in functions else known),
                )
            yield node.id
