"""Under which conditions a sample is planned."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypedDict

from survey.errors import CallError
from survey.maths.normal import normal_quantile


class Conditions(TypedDict, total=False):
    """Options of all functions that plan a sample; their defaults are those of ``Planned``."""

    level: float
    power: float
    sides: int
    deff: float
    response: float
    domain: float
    population: float | None
    correlation: float


@dataclass(frozen=True)
class Planned:
    """``level``: of the interval, or 1 minus the level of the test; ``power``: the chance of finding a difference that
    is there; ``sides``: of the test, 2 or 1; ``deff``: the design effect expected; ``response``: the part of those
    approached who answer; ``domain``: the part of respondents who belong to the domain that the figure is of;
    ``population``: the size of that domain, for the finite population correction; ``correlation``: between the answers
    of two waves, 0 for other people. Raises ``CallError``."""

    level: float = 0.95
    power: float = 0.8
    sides: int = 2
    deff: float = 1.0
    response: float = 1.0
    domain: float = 1.0
    population: float | None = None
    correlation: float = 0.0

    def __post_init__(self) -> None:
        for part in ("level", "power"):
            if not 0 < getattr(self, part) < 1:
                raise wrong(part, f"must lie between 0 and 1, not {getattr(self, part):g}", f"Write {part}=0.95.")
        for part in ("response", "domain"):
            if not 0 < getattr(self, part) <= 1:
                raise wrong(part, f"must be above 0 and at most 1, not {getattr(self, part):g}", "Write a proportion.")
        if not self.deff > 0 or math.isinf(self.deff):
            raise wrong("deff", f"must be above 0, not {self.deff:g}", "Write 1 for a simple random sample.")
        if self.sides not in (1, 2):
            raise wrong("sides", f"a test has 1 or 2 sides, not {self.sides}", "Write 2.")
        if self.population is not None and not self.population >= 2:
            raise wrong("population", f"of {self.population:g} is none", "Leave it out for a large one.")
        if not self.power > (1 - self.level) / self.sides:
            said = f"{self.power:g} is not above {(1 - self.level) / self.sides:g}, the chance without any difference"
            raise wrong("power", said, "Write 0.8.")
        if not -1 < self.correlation < 1:
            raise wrong("correlation", "must lie between -1 and 1", "Write 0 for other people.")

    @property
    def width(self) -> float:
        """z of half the interval."""
        return normal_quantile(self.level)

    @property
    def reach(self) -> float:
        """z of the test plus z of the power."""
        return normal_quantile(1 - 2 * (1 - self.level) / self.sides) + normal_quantile(2 * self.power - 1)

    @property
    def used(self) -> float:
        """How many effective respondents of the figure one respondent is."""
        return self.domain / self.deff

    def moe(self, respondents: float, v: float) -> float:
        """Half the interval of the figure of so many respondents, ``v`` the variance of one answer; 0 of all people.
        Raises ``CallError`` for less than one respondent and for more than there are people."""
        if not respondents >= 1:
            raise wrong("n", f"must be 1 respondent or more, not {respondents:g}", "Write the size of the sample.")
        effective = respondents * self.used
        if self.population is None:
            return self.width * math.sqrt(v / effective)
        self.check_people(respondents, "n")
        everybody = respondents * self.domain >= self.population * (1 - 1e-9)
        left = 0.0 if everybody else max(self.population - effective, 0.0) / (self.population - 1)
        return self.width * math.sqrt(v / effective * left)

    def approached(self, respondents: float) -> int:
        """How many people are asked for so many ``respondents``, the next whole number. Raises ``CallError`` for more
        than there are."""
        count = max(math.ceil(respondents / self.response * (1 - 1e-9)), 1)
        self.check_people(count, "response" if self.response < 1 else "n")
        return count

    def check_people(self, count: float, where: str) -> None:
        """Raise ``CallError`` where ``count``, and part ``domain`` of it, are more people than the population has."""
        if self.population is not None and count > math.ceil(self.population / self.domain * (1 - 1e-9)):
            most = math.ceil(self.population / self.domain * (1 - 1e-9))
            raise wrong(where, f"{count:,.0f} are asked for, and there are {most:,} people", "Ask for less.")


def variance_of(share: float, sd: float | None) -> float:
    """Of one answer: ``p (1 - p)``, or the square of a standard deviation. Raises ``CallError``."""
    if sd is not None:
        if not sd > 0 or math.isinf(sd):
            raise wrong("sd", f"must be above 0, not {sd:g}", "Write the standard deviation of the answers.")
        return sd**2
    if not 0 < share < 1:
        raise wrong("share", f"must lie between 0 and 1, not {share:g}", "Write 0.5, where the error is largest.")
    return share * (1 - share)


def wrong(where: str, said: str, fix: str) -> CallError:
    """An option that cannot be."""
    return CallError(said, where=where, fix=fix)
