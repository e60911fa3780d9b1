"""What is said of a published figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

# reproduced: recomputed (or read off the published table) and equal under the printed rounding
# consistent: not the same number, but not contradicted (inside the interval, or a possible pair of waves)
# not_reproduced: contradicted
# cannot_check: what would be needed is missing, and the sentence says what
VerdictKind = Literal["reproduced", "consistent", "not_reproduced", "cannot_check"]


@dataclass(frozen=True)
class Verdict:
    """One sentence on one statement: what was compared, with what, under which assumption."""

    claim: str  # id of the claim, or a name made for a check of the study itself
    verdict: VerdictKind
    sentence: str
    quote: str = ""
    study: str = ""
    question: str = ""
    option: str = ""
    stated: str = ""  # what the publication says, as printed
    found: str = ""  # what we compare it with, as printed
    assumptions: tuple[str, ...] = ()  # "n = 1000 as published", "design effect 1; at 1.5 the interval is …"
    details: tuple[dict[str, Any], ...] = ()  # one row per pair of waves, per option, …
    sources: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)  # estimate, conf_low, conf_high, std_error, n, …
