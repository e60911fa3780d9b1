"""A study's rule of presentation: which figures are not shown, which are shown with a mark."""

from __future__ import annotations

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from survey.definitions.records.values import Record, short_form
from survey.words import PresentationRule


class Limits(Record):
    """Limits on the precision of a figure; the first that it does not meet is the reason."""

    n: float | None = Field(default=None, gt=0)  # respondents in the base, fewer than
    count: float | None = Field(default=None, gt=0)  # respondents in the cell, fewer than; shares only
    n_eff: float | None = Field(default=None, gt=0)  # effective respondents in the base, fewer than
    moe: float | None = Field(default=None, gt=0)  # half of the interval in points, more than; shares only
    rse: float | None = Field(default=None, gt=0)  # standard error in per cent of the figure, at least

    @property
    def given(self) -> dict[str, float]:
        """Those that are given, in their order."""
        return {name: value for name, value in self if value is not None}


class Presentation(Record):
    """A rule by its name, or limits of the pollster's own."""

    rule: PresentationRule | None = None
    suppress: Limits = Field(default_factory=Limits)
    flag: Limits = Field(default_factory=Limits)

    _short_form = short_form("rule", str)

    @model_validator(mode="after")
    def _one_rule(self) -> Presentation:
        own = {**self.suppress.given, **self.flag.given}
        if self.rule is None and not own:
            raise PydanticCustomError("presentation_empty", "Neither a rule nor limits")
        if self.rule is not None and own:
            raise PydanticCustomError("presentation_two", "A rule by its name and limits of one's own")
        for name, limit in self.suppress.given.items():
            marked = self.flag.given.get(name)
            least = name in ("n", "count", "n_eff")
            if marked is not None and (marked <= limit if least else marked >= limit):
                raise PydanticCustomError(
                    "presentation_flag",
                    "Marks no figure: what does not reach {name} {marked} is suppressed at {name} {limit} already",
                    {"name": name, "marked": f"{marked:g}", "limit": f"{limit:g}"},
                )
        return self
