"""An answer that no option names, as far as a message may show it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey.cells.table.encoding import SEVERAL, clipped, is_code
from survey.inside import tells_answers

_QUOTED = re.compile(r"""'[^']*'|"[^"]*"|`[^`]*`""")


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
