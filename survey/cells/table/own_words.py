"""An answer that no option names, as far as a message may show it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey.cells.table.encoding import SEVERAL, Encoding, clipped
from survey.inside import tells_answers

_QUOTED = re.compile(r"""'[^']*'|"[^"]*"|`[^`]*`""")
_CODE = re.compile(r"[-+]?\d{1,5}([.,]\d{1,3})?|\.[a-z]")  # no telephone, no day of birth


def is_code(text: str) -> bool:
    """Whether a text is a short number or a tag, as options have them."""
    return _CODE.fullmatch(text.strip()) is not None


def may_show(text: str, count: int = 1) -> bool:
    """Whether an answer of ``count`` respondents may be shown: a short number, a tag, what several gave, or everything
    where answers are told (``survey.inside``). A name or a telephone number is none of them."""
    return tells_answers() or count >= SEVERAL or is_code(text)


def as_shown(text: str, count: int = 1) -> str:
    """The answer on one line, or ``…`` in its place."""
    return clipped(text) if may_show(text, count) else "…"


def quoted_apart(said: str) -> str:
    """What a reader of a format or an engine said, whose quotations may be answers, with ``…`` for each of them."""
    return said if tells_answers() else _QUOTED.sub("'…'", said)


def shown_only(answers: Mapping[str, int]) -> dict[str, int]:
    """The answers that may be shown; ``…`` counts the others."""
    shown = {text: count for text, count in answers.items() if may_show(text, count)}
    rest = sum(answers.values()) - sum(shown.values())
    return {**shown, "…": rest} if rest else shown


def known_answers(encoding: Encoding) -> list[str]:
    """The answers to a question that may be shown: all options, or of a column without any those that may be told."""
    levels = encoding.levels[:-2]
    if encoding.question.options:
        return list(levels)
    counts = encoding.counts or (1,) * len(levels)
    return [level for level, count in zip(levels, counts, strict=False) if may_show(level, count)]


def own_words(encoding: Encoding) -> dict[str, str]:
    """Of a question without options the levels that are not told, each with a name that has nothing of it; none where
    answers are told (``survey.inside``)."""
    told = {*known_answers(encoding)}
    hidden = [level for level in encoding.levels[:-2] if level not in told]
    return {level: f"_few_{number}" for number, level in enumerate(hidden, start=1)}
