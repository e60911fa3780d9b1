"""Which kind of missing answer a label names."""

from __future__ import annotations

import re
from functools import cache

from survey.cells.meanings.missing_words import ASIDE, LINES
from survey.cells.table.encoding import plain_text
from survey.words import MissingKind

_BETWEEN = re.compile(r"\s*(?:/|,|;|\||\bor\b|\band\b|\bили\b|\bабо\b|\bчи\b|\blub\b)\s*")
_CODE = re.compile(r"^[\[(]?-?\d+[\])]?\s*[.:=\-–—)]?\s*(?=\D)")


def missing_kind(label: str) -> MissingKind | None:
    """The kind that ``label`` names; None for an answer. The whole label must be such a phrase, or several of them
    ("Don't know / Refused": the first counts), so that "No answer is right" stays an answer."""
    kinds = _kinds(label)
    return kinds[0] if kinds else None


def several_kinds(label: str) -> bool:
    """Whether a label joins kinds that the definition would keep apart."""
    return len(set(_kinds(label))) > 1


def _kinds(label: str) -> list[MissingKind]:
    text = _bare(label)
    known = _table()
    if text in known:
        return [known[text]]
    parts = [part.rstrip(" .") for part in _BETWEEN.split(text) if part]
    found = [known[part] for part in parts if part in known]
    return found if found and len(found) == len(parts) else []


def _bare(label: str) -> str:
    """Without a code before it, remarks in brackets, stars and stops around it."""
    text = plain_text(label).replace("ё", "е").replace("‐", "-")
    text = re.sub(r"\((?!s\))[^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>", " ", text) if _BRACKET.search(text) else text
    for words in ASIDE:
        text = text.replace(words, " ")
    text = _CODE.sub("", text.strip())
    return " ".join(text.strip(" .,:;!*_-–—\"'«»()[]").split())


_BRACKET = re.compile(r"\S.*[(\[{<]")


@cache
def _table() -> dict[str, MissingKind]:
    return {phrase: kind for kind, _, _, phrases in LINES for phrase in phrases}
