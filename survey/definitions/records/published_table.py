"""A whole published table: where it stands, by which rules it was made, and what its labels mean where they differ."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from survey.definitions.records.values import Record, short_form
from survey.words import Base, Percent

CellMeaning = Literal["suppressed", "nobody", "below_half", "zero", "skip"]
PublishedRounding = Literal["any", "half_up", "half_even", "cut"]
NetRounding = Literal["exact", "rounded"]
RowMeaning = str | tuple[str, ...]


class PublishedTable(Record):
    """``published:`` of a study, or a mapping given beside a file.

    ``questions``, ``rows``, ``columns`` and ``groups``: what is printed -> question, option (several: joined),
    ``{question: option}`` and question, only for what does not match by itself; ``rows`` may hold a question with rows
    of its own. A row may also be ``_n``, ``_n_weighted``, ``_mean``, ``_moe``, ``_sum`` or ``_skip``, a column
    ``_total``, ``_n``, ``_moe`` or ``_skip``. ``cells``: what blanks and marks mean. ``minimum_base``: fewer
    respondents than this are not shown. ``rounding``: ``any`` takes a half that was rounded up or down. ``nets``: added
    up before rounding (``exact``) or after.
    """

    file: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    layout: Literal["wide", "long"] | None = None
    transposed: bool = False  # options are the columns
    unit: Literal["percent", "proportion"] | None = None
    questions: dict[str, str] = Field(default_factory=dict)
    rows: dict[str, RowMeaning | dict[str, RowMeaning]] = Field(default_factory=dict)
    columns: dict[str, str | dict[str, str]] = Field(default_factory=dict)
    groups: dict[str, str] = Field(default_factory=dict)
    percent: Percent = "column"
    base: Base | None = None
    bases: dict[str, Base] = Field(default_factory=dict)  # of single questions
    weight: str | None = None  # a column, or none
    decimals: int | None = Field(default=None, ge=0, le=9)
    rounding: PublishedRounding = "any"
    nets: NetRounding = "exact"
    cells: dict[str, CellMeaning] = Field(default_factory=dict)
    minimum_base: int | None = Field(default=None, ge=0)

    _short_form = short_form("file", str)

    @field_validator("questions", "rows", "columns", "groups", "cells", mode="before")
    @classmethod
    def _texts(cls, data: Any) -> Any:
        """Codes and numbers as the texts that they are in a table."""
        if isinstance(data, dict):
            return {str(key): cls._texts(value) for key, value in data.items()}
        if isinstance(data, (list, tuple)):
            if not data:
                raise PydanticCustomError("published_nothing", "An empty list, which names no option")
            return tuple(str(one) for one in data)
        return str(data) if isinstance(data, (int, float)) and not isinstance(data, bool) else data
