"""How much each note of a result is needed: by a reader of the figure, of the method, or by who checks both."""

from __future__ import annotations

from typing import Literal

# figure: what a figure can't be read without; method: how all figures came about, once a page; rest: on request
Level = Literal["figure", "method", "rest"]

METHOD = frozenset(
    ("study", "pollster", "fieldwork", "mode", "population", "sample", "weighting", "design", "lonely_psu")
    + ("method", "deff", "model", "data", "about", "sources")
)
BY_FIGURE = frozenset(("sources",))  # said of each figure, unless all say the same
REST = frozenset(("said", "groups"))


def level_of(key: str) -> Level:
    """How much a note called ``key`` is needed. A kind of note that is not known here belongs to the figure, and so is
    left out nowhere."""
    return "method" if key in METHOD else "rest" if key in REST else "figure"
