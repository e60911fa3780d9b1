"""What of a study's answers may be given away, and how they are made coarser first."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from survey.definitions.records.values import Code, Record, short_form

MOST_KEYS = 12  # combinations of them are gone through
Groups = dict[str, tuple[Code, ...]]  # of answers: the name of each and what is in it


class Release(Record):
    """``keys``: questions by which a neighbour could know somebody, those that matter most first; each combination of
    them is that of ``k`` respondents at least. ``recode``: question -> where its numbers are cut (``[30, 45, 60]``), or
    groups of its answers (``{west: [brest, hrodna]}``). ``top``, ``bottom``: question -> the number that greater, or
    smaller ones become. ``drop``: questions that stay inside; ``keep``: columns that would. ``weights``: kept, dropped,
    or rounded to so many decimals. ``population``: people whom the sample stands for."""

    keys: tuple[str, ...] = Field(default=(), max_length=MOST_KEYS)
    k: int = Field(default=3, ge=2, le=1000)
    recode: dict[str, tuple[float, ...] | Groups] = Field(default_factory=dict)
    top: dict[str, float] = Field(default_factory=dict)
    bottom: dict[str, float] = Field(default_factory=dict)
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    weights: Literal["keep", "drop"] | int = "keep"
    population: float | None = Field(default=None, gt=0)

    _short_form = short_form("keys", list, tuple)

    @field_validator("weights")
    @classmethod
    def _decimals(cls, value: str | int) -> str | int:
        if isinstance(value, int) and not 0 <= value <= 6:
            raise PydanticCustomError("release_weights", "Weights are rounded to 0 to 6 decimals")
        return value

    @field_validator("recode")
    @classmethod
    def _rising(cls, value: dict[str, Any]) -> dict[str, Any]:
        for cuts in value.values():
            if isinstance(cuts, tuple) and (not cuts or list(cuts) != sorted(set(cuts))):
                raise PydanticCustomError("release_cuts", "The numbers where a question is cut rise")
        return value
