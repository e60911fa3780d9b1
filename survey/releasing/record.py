"""What became of a study's answers on their way out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from survey.cells.files.layout import Layout
from survey.words import Rounding

# why a column stays inside: it is no question of the study, the respondent's number, personal by its answers, a day or
# an hour, answers in own words, asked to be left out, of the sampling design, a different value for nearly everybody
Why = Literal["other", "id", "personal", "date", "open", "asked", "design", "own", "weight"]
# what a column went through: groups of answers, top or bottom coding, words that no option names taken away, values
# taken away to reach k, rounded, renumbered
How = Literal["recoded", "top", "bottom", "words", "suppressed", "rounded", "renumbered"]


@dataclass(frozen=True)
class LeftOut:
    """A column that stays inside."""

    column: str
    why: Why


@dataclass(frozen=True)
class Changed:
    """A column that is not as it came: in ``count`` rows. ``value``: the number it was coded to, or rounded to."""

    column: str
    how: How
    count: int
    value: float | None = None


@dataclass(frozen=True)
class Measures:
    """How easily a respondent is told by the keys. ``combinations``: of the keys' values, of which the rarest is that
    of ``smallest`` respondents; ``below``: respondents whose combination fewer than 2, 3, 5, … have. ``expected``: how
    many of them somebody would tell who looked for each in the population, ``highest``: the greatest chance of one;
    None where it is not known how many people a respondent stands for."""

    n: int
    combinations: int
    smallest: int
    below: Mapping[int, int]
    expected: float | None
    highest: float | None


@dataclass(frozen=True)
class Released:
    """Answers to be given away. ``alone``: combinations of keys -> respondents alone with theirs, before and after.
    ``told``: values taken away that the weight gives back. ``population``: whom the weights add up to, None where that
    is not known."""

    study: str
    keys: tuple[str, ...]
    k: int
    frame: Any
    layout: Layout
    left_out: tuple[LeftOut, ...]
    changed: tuple[Changed, ...]
    before: Measures
    after: Measures
    alone: Mapping[tuple[str, ...], tuple[int, int]]
    weight: str = ""
    told: int = 0
    population: float | None = None
    synthetic: bool = False
    rounding: Rounding | None = None

    def record(self) -> dict[str, Any]:
        """Everything that was done, for the record beside the file: counts and names, no answers."""
        return {
            "study": self.study,
            "synthetic": self.synthetic,
            "keys": list(self.keys),
            "k": self.k,
            "population": self.population,
            "weight": self.weight or None,
            "weight_tells": self.told,
            "columns": [str(name) for name in self.frame.columns],
            "left_out": [asdict(one) for one in self.left_out],
            "changed": [asdict(one) for one in self.changed],
            "before": asdict(self.before),
            "after": asdict(self.after),
        }
