"""``offset(…)`` in a formula: a term whose coefficient is 1."""

from __future__ import annotations

import re

from survey.errors import EstimationError


def split_offset(text: str) -> tuple[str, str]:
    """The formula with its offset as a last term of arithmetic, and the offset itself; "" where there is none.

    ``deaths ~ age + offset(log(persons))`` (R: the same; Stata: ``exposure()``, ``offset()``). Raises
    ``EstimationError`` for two of them, for brackets that do not close, and for one that is taken off or
    crossed with other terms."""
    where = f"formula '{text}'"
    found = [match for match in re.finditer(r"\+?\s*\boffset\s*\(", text)]
    if not found:
        return text, ""
    if len(found) > 1:
        raise EstimationError("a model has one offset", where=where, fix="Add them up inside offset(…).")
    depth, end = 1, found[0].end()
    while end < len(text) and depth:
        depth += (text[end] == "(") - (text[end] == ")")
        end += 1
    inner = text[found[0].end() : end - 1].strip()
    before, after = text[: found[0].start()], text[end:].lstrip()
    added = found[0].group().startswith("+") or before.rstrip().endswith("~")
    inside = before.count("(") - before.count(")")
    if "~" not in before or not added or inside or after[:1] not in ("", "+", "-"):
        said = "offset(…) is a term of its own, added to the others"
        raise EstimationError(said, where=where, fix="Write + offset(log(persons)), outside of brackets.")
    if depth or not inner:
        said = "offset(…) does not end, or holds nothing"
        raise EstimationError(said, where=where, fix="Write offset(log(persons)).")
    left = (before + text[end:]).strip()
    left = re.sub(r"~\s*\+", "~ ", left)
    return (f"{left} 1" if left.endswith("~") else left) + f" + I(({inner}))", inner  # no other term has that name
