"""What weights are to meet, what is known of it before the first iteration, and what raking needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin, Targets
from survey.weighting.margins.margin_figures import Figures
from survey.weighting.margins.missing import Missing
from survey.wording.message import Message


@dataclass(frozen=True)
class Asked:
    """``margins`` of ``targets`` (all of them if empty), from the weight ``base``. ``keep_base``: cells are crossed
    with it, as weights will be cut; ``also``: further keys of the cells. ``missing``: what is done about missing
    answers, see ``rules_of``; ``positive``: no weight may be below 0."""

    targets: Targets
    margins: Sequence[str] = ()
    base: str | None = None
    keep_base: bool = False
    also: Sequence[Question] = ()
    missing: Missing = "stop"
    positive: bool = True


@dataclass(frozen=True)
class Prepared:
    """What raking needs. ``sample``: the sample, with a column for each margin that does not stand on answers as they
    are (recoded, merged, with free cells, imputed). ``cells``: base totals per crossing of all variables (and of the
    base weight itself when weights will be trimmed); ``index[m]``: place of each cell in margin ``m``; ``wanted[m]``:
    its targets. ``labels[m]``: option ids of each place, one for each variable of ``margins[m]``. ``counts``:
    respondents without an answer, by what is done about them. ``covariance``: of all targets in one row, where they
    were estimated."""

    keys: tuple[Question, ...]
    cells: CellTable
    names: tuple[str, ...]
    margins: dict[str, Margin]
    variables: dict[str, Question]
    index: tuple[NDArray[np.int64], ...]
    wanted: tuple[Array, ...]
    total: float
    notes: tuple[Message, ...]
    sample: SampleData
    labels: tuple[tuple[tuple[str, ...], ...], ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    covariance: Array | None = None

    def levels(self, name: str) -> list[tuple[str, ...]]:
        """Option ids of each place of margin ``name``."""
        return list(self.labels[self.names.index(name)])


@dataclass
class Gathered:
    """Everything known before the first iteration. ``problems``: why there can be no weights, by the key of the message
    and its parts; ``warnings`` and ``said``: notes, of which the first should be read. ``figures``: each margin that
    could be read; ``carried``: cells that are weighted to none; ``counts``: as those of ``Prepared``. ``prepared``:
    what raking needs; None with problems."""

    problems: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)
    figures: list[Figures] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    cells: CellTable | None = None
    carried: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    prepared: Prepared | None = None
