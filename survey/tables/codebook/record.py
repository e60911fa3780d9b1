"""A codebook: what each question of a study is, where it stands in the data, and how often each answer was given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.definitions.records.values import Code
from survey.tables.table import RowKind
from survey.words import MissingKind, Text


@dataclass(frozen=True)
class CodebookRow:
    """An answer. ``codes``: as it stands in the data, none for an empty cell, a net or a mean. ``n``: unweighted;
    ``share``: weighted, of all respondents (of a mean: the mean); NaN where there are no data or none may be shown."""

    id: str
    label: Text
    kind: RowKind = "option"
    codes: tuple[Code, ...] = ()
    missing: MissingKind | None = None
    n: float = np.nan
    share: float = np.nan


@dataclass(frozen=True)
class CodebookItem:
    """A question. ``columns``: its columns in the data; ``n``: respondents in the data, NaN without; ``left_out``: why
    it has no counts although there are data."""

    question: Question
    columns: tuple[str, ...]
    rows: tuple[CodebookRow, ...]
    n: float = np.nan
    suppressed: int = 0
    left_out: str = ""


@dataclass(frozen=True)
class Codebook:
    """``weight``: the column or the scheme that shares are weighted by, "" for none. ``rule``: of presentation."""

    study: Study
    title: Text
    items: tuple[CodebookItem, ...]
    weight: str = ""
    rule: str = ""
    counted: bool = False
    synthetic: bool = False
