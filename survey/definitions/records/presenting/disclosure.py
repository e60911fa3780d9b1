"""A study's policy of disclosure: how few respondents may stand behind a figure that leaves the house."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from survey.definitions.records.values import Record, short_form

THRESHOLD = 10  # of ACRO and of the Safe Data Access Professionals' handbook


class Dominance(Record):
    """Of a mean or total of a number: the ``n`` largest contributions make more than ``k`` percent of it (the
    (n,k)-rule), or the largest can be worked out by the second largest to within ``p`` percent (the p%-rule). The
    limits are those of ACRO; Hundepool et al. (2012), Statistical Disclosure Control, 4.2.2."""

    n: int = Field(default=2, ge=1, le=10)
    k: float = Field(default=90, gt=0, lt=100)
    p: float = Field(default=10, gt=0, lt=100)


class Round(Record):
    """``counts``: printed numbers of respondents are multiples of it (to the nearest, each by itself: plain rounding);
    ``percents``: shares are multiples of so many points."""

    counts: int = Field(default=1, ge=1, le=1000)
    percents: float = Field(default=0.1, ge=0.1, le=10)

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        return {"counts": data} if isinstance(data, int) and not isinstance(data, bool) else data


class Disclosure(Record):
    """``preset``: ``acro``, the threshold of ten of ACRO and the SDAP handbook; ``nchs``, the same threshold (which
    NCHS has for counts) with its standards for the presentation of proportions; ``none``, with the ``reason`` why
    anybody may see these answers (a file released for public use). ``minimum``: a threshold of one's own.
    ``complementary``: whether further cells go with those, so that no difference tells them. ``dominance``: limits for
    means and totals of numbers, ``none`` for no limits. ``round``: to what figures are rounded."""

    preset: Literal["acro", "nchs", "none"] | None = None
    minimum: int | None = Field(default=None, ge=2, le=10_000)
    complementary: bool = True
    dominance: Dominance | Literal["none"] = Field(default_factory=Dominance)
    round: Round = Field(default_factory=Round)
    reason: str | None = None

    _short_form = short_form("preset", str)

    @model_validator(mode="after")
    def _one_policy(self) -> Disclosure:
        if (self.preset is None) == (self.minimum is None):
            raise PydanticCustomError("disclosure_one", "Neither a preset nor a minimum, or both of them")
        if (self.preset == "none") != bool((self.reason or "").strip()):
            raise PydanticCustomError("disclosure_reason", "A reason belongs to 'none', and only to it")
        return self

    @property
    def least(self) -> int:
        """Respondents that stand behind a published figure at least; 0 where none need to."""
        return self.minimum or (0 if self.preset == "none" else THRESHOLD)

    @property
    def limits(self) -> Dominance | None:
        """What no few answers may make of a mean or a total; None where they may."""
        return None if isinstance(self.dominance, str) or not self.least else self.dominance
