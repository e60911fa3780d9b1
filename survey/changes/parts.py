"""The parts of a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from survey.words import Text


@dataclass(frozen=True)
class Parted:
    """The change of an option from ``start`` to ``end`` in parts: by name (``change``, ``make_up``, ``opinion``) the
    estimate, its standard error and interval, and whether it is beyond sampling error."""

    start: str
    end: str
    option: str
    label: Text
    parts: Mapping[str, tuple[float, float, float, float, bool]]

    def records(self, question: str) -> list[dict[str, Any]]:
        """A long row a part."""
        first = {"study": f"{self.start}:{self.end}", "question": question, "option": self.option}
        names = ("estimate", "std_error", "conf_low", "conf_high", "beyond")
        return [{**first, **dict(zip(names, row, strict=True)), "part": part} for part, row in self.parts.items()]
