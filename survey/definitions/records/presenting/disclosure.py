"""A study's policy of disclosure: how few respondents may stand behind a figure that leaves the room."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from survey.definitions.records.values import Record

THRESHOLD = 10  # of ACRO and of the Safe Data Access Professionals' handbook


class Disclosure(Record):
    """``preset``: ``acro``, the threshold of ten of ACRO and the SDAP handbook, or ``none``, with the ``reason`` why
    anybody may see these answers (a file released for public use). ``minimum``: a threshold of one's own."""

    preset: Literal["acro", "none"] | None = None
    minimum: int | None = Field(default=None, ge=2, le=10_000)
    reason: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        return {"preset": data} if isinstance(data, str) else data

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
        return self.minimum or (THRESHOLD if self.preset == "acro" else 0)
