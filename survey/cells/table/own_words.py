"""An answer that no option names, as far as a message may show it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey.cells.table.encoding import SEVERAL, clipped
from survey.inside import tells_answers

_CODE = re.compile(r"[-+]?\d{1,5}([.,]\d{1,3})?|\.[a-z]")  # no telephone, no day of birth


def may_show(text: str, count: int = 1) -> bool:
    """Whether an answer of ``count`` respondents may be shown: a short number, a tag, what several gave, or everything
    where answers are told (``survey.inside``). A name or a telephone number is none of them."""
    return tells_answers() or count >= SEVERAL or _CODE.fullmatch(text.strip()) is not None


def as_shown(text: str, count: int = 1) -> str:
    """The answer on one line, or ``…`` in its place."""
    return clipped(text) if may_show(text, count) else "…"


def shown_only(answers: Mapping[str, int]) -> dict[str, int]:
    """The answers that may be shown; ``…`` counts the others."""
    shown = {text: count for text, count in answers.items() if may_show(text, count)}
    rest = sum(answers.values()) - sum(shown.values())
    return {**shown, "…": rest} if rest else shown
