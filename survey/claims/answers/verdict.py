"""What is said of a published figure: two answers to two questions, and the sentence that puts them in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from survey.maths.published import Range
from survey.shown import Shown
from survey.words import Text

# Is the poll quoted rightly? Printed rounding counts, sampling error never.
# reproduced: the stated figure is the published (or recomputed) one; overstated, understated: it is larger, smaller;
# not_reproduced: it is another in a way that has no direction; impossible: no poll can have it;
# cannot_be_checked: what would be needed is missing, and the sentence says what
Fidelity = Literal["reproduced", "overstated", "understated", "not_reproduced", "impossible", "cannot_be_checked"]
# Does the population follow? The distance to what the statement turns on (the stated figure where the poll has another,
# the limit, a tie, no change) against sampling error. Never rescues a wrong figure.
Inference = Literal["beyond_error", "within_error", "depends_on_the_design_effect", "not_asked"]

FAILING: frozenset[Fidelity] = frozenset({"overstated", "understated", "not_reproduced", "impossible"})
_WORST: tuple[Fidelity, ...] = ("impossible", "not_reproduced")


def worst(kinds: Iterable[Fidelity]) -> Fidelity:
    """The fidelity of a statement of several parts; parts that are wrong in two directions have none together."""
    found = set(kinds)
    for kind in _WORST:
        if kind in found:
            return kind
    wrong = found & FAILING
    if wrong:
        return wrong.pop() if len(wrong) == 1 else "not_reproduced"
    return "cannot_be_checked" if "cannot_be_checked" in found else "reproduced"


@dataclass(frozen=True, repr=False)
class Verdict(Shown):
    """One statement: both answers, what was compared with what, under which assumption; the words come last."""

    claim: str  # id of the claim, or a name made for a check of the study itself
    fidelity: Fidelity
    sentence: Text
    inference: Inference = "not_asked"
    deff_flips: float = math.nan  # the design effect at which the inference would be the other
    about: Literal["poll", "population"] = "poll"  # population: the statement asserts certainty
    quote: Text | None = None
    study: str = ""
    question: str = ""
    option: str = ""
    stated: Text | None = None  # what the publication says, as printed
    found: Text | None = None  # what we compare it with, as printed
    assumptions: tuple[Text, ...] = ()  # "n = 1000 as published", "design effect 1; at 1.5 the interval is …"
    details: tuple[dict[str, Any], ...] = ()  # one row per pair of waves, per option, …
    sources: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)  # estimate, conf_low, conf_high, std_error, n, …
    plain: Text | None = None  # the verdict in one plain sentence
    brief: Text | None = None  # the sentence without what the details list
    title: Text | None = None  # what the claim is called where its id is not printed
    called: Mapping[str, Text] = field(default_factory=dict)  # what ids are called, by <kind>/<id>: source, study, …
    allowed: Range | None = None  # what the statement may stand for, in the unit of the estimate

    @property
    def uncertain(self) -> bool:
        """True where certainty is asserted that the poll doesn't give."""
        return self.about == "population" and self.inference != "beyond_error"

    @property
    def fails(self) -> bool:
        """True where ``survey verify`` ends with exit code 3."""
        return self.fidelity in FAILING or (self.uncertain and self.fidelity != "cannot_be_checked")


class Verdicts(Shown, tuple[Verdict, ...]):
    """Verdicts in their order: a tuple that shows itself as ``survey verify`` prints it."""

    __slots__ = ()
