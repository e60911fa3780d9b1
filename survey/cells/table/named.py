"""What the levels of a question are called in a result: an answer each, or the options of several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.cells.table.encoding import Encoding


@dataclass(frozen=True)
class Named:
    """``names``: of the rows or columns that the levels of a question have in a result. ``kinds``: "" for an answer,
    else the kind of missing. ``holds`` (names, levels): which levels each is of; where several answers can be given, a
    level is the set of those that were, and is of each. ``reason``: of each level the name by which those whom a base
    leaves out are counted."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    holds: NDArray[np.bool_]
    reason: tuple[str, ...]

    @property
    def kind_of(self) -> dict[str, str]:
        return dict(zip(self.names, self.kinds, strict=True))


def named(encoding: Encoding) -> Named:
    """The options of a question of several answers in the definition's order, then the levels of those who marked none;
    of other questions the levels themselves."""
    if not encoding.sets:
        return Named(encoding.levels, encoding.kinds, np.eye(len(encoding.levels), dtype=bool), encoding.levels)
    options = encoding.question.options
    # a level without an option stands for itself: nothing marked, not asked, an empty cell, an unknown code
    alone = [i for i, marks in enumerate(encoding.sets) if not marks]
    holds = np.zeros((len(options) + len(alone), len(encoding.levels)), dtype=bool)
    place = {option: row for row, option in enumerate(options)}
    for level, marks in enumerate(encoding.sets):
        holds[[place[option] for option in marks], level] = True
    holds[np.arange(len(options), len(holds)), alone] = True
    kinds = [option.missing or "" for option in options.values()]
    return Named(
        (*options, *(encoding.levels[i] for i in alone)),
        (*kinds, *(encoding.kinds[i] for i in alone)),
        holds,
        tuple(
            next((option for option in options if option in marks and options[option].missing == kind), level)
            for level, kind, marks in zip(encoding.levels, encoding.kinds, encoding.sets, strict=True)
        ),
    )


def kinds_of(encoding: Encoding) -> dict[str, str]:
    """The kind of missing of each name that the levels have in a result, "" for an answer."""
    return named(encoding).kind_of if encoding.sets else dict(zip(encoding.levels, encoding.kinds, strict=True))
