"""Which waves are subtracted from which."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Literal, get_args

from survey.errors import EstimationError
from survey.words import nearest

Pairs = Literal["successive", "first", "ends", "all"]
PAIRS: tuple[str, ...] = get_args(Pairs)


def pairs_of(names: Sequence[str], which: str) -> list[tuple[str, str]]:
    """``successive``: each with the one before; ``first``: each with the first; ``ends``: the last with the first;
    ``all``: every two. ``EstimationError`` for less than two waves and an unknown word."""
    if len(names) < 2:
        raise EstimationError("a change needs two waves", where=", ".join(names), fix="Name two or more.")
    if which not in PAIRS:
        raise EstimationError(f"unknown pairs '{which}'", where="pairs", fix=nearest(which, PAIRS))
    if which == "successive":
        return list(pairwise(names))
    if which == "ends":
        return [(names[0], names[-1])]
    return [(names[0], name) for name in names[1:]] if which == "first" else list(combinations(names, 2))
