"""The dated waves of a series with a figure for an answer, and what else changed between two of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Literal

import numpy as np

from survey.cells.shared.tie_text import tie_text
from survey.cells.shared.ties import Tie, tie
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.share import Share
from survey.definitions.records.study import Study
from survey.definitions.records.when import middle_of, when
from survey.estimation.statistics.linked import joint
from survey.words import say

EvidenceOf = Callable[[Study], tuple[Evidence, ...]]
ModeKind = Literal["same", "changed", "unknown"]
MODES = {
    "face_to_face": "face-to-face",
    "phone": "telephone",
    "online": "online",
    "mail": "mail",
    "mixed": "mixed modes",
    "messenger": "messenger",
}


@dataclass(frozen=True)
class Wave:
    """One dated wave with a figure: its share by the study's own figures, and what other sources print."""

    study: Study
    date: Date
    name: str
    evidence: tuple[Evidence, ...]
    options: tuple[str, ...]

    @property
    def n(self) -> float:
        """Respondents of the study's own figure; NaN where not known."""
        return self.evidence[0].n

    @property
    def joined(self) -> bool:
        """True where the figure is of a net, while other waves may have an option."""
        return any(option in self.evidence[0].nets for option in self.options)

    def share(self, place: int = 0) -> Share:
        """The share by the study's own figures, or by another reading."""
        found = self.evidence[place].share(self.options)
        assert found is not None  # waves_of keeps evidence with a figure only
        return found

    def std_error(self, place: int = 0) -> float:
        """Its standard error; NaN where n is not known."""
        return self.evidence[place].std_error(self.options)


def change_error(one: Wave, at: int, two: Wave, then: int) -> float:
    """Standard error of the change between readings ``at`` and ``then`` of two waves; NaN where it is not known.

    ``se² = se1² + se2²``; where both are from data in which the same persons or PSUs are, that of both samples as one
    design (``survey.estimation.statistics.linked``)."""
    first, second = one.evidence[at], two.evidence[then]
    apart = math.hypot(one.std_error(at), two.std_error(then))
    shared = _tied(first, second)
    if shared is None or not shared.shared or math.isnan(apart) or first.again is None or second.again is None:
        return apart
    scored = [again(sample) for again, sample in zip((first.again, second.again), shared.samples, strict=True)]
    covariance, _ = joint(shared, scored)
    names = [(first.parts(one.options), -1.0), (second.parts(two.options), 1.0)]
    side = np.concatenate(
        [[sign * (name in mine) for name in made.order] for made, (mine, sign) in zip(scored, names, strict=True)]
    )
    variance = float(side @ covariance @ side)
    return math.sqrt(variance) if variance > 1e-14 * apart**2 else 0.0


def shared_text(one: Wave, two: Wave) -> str:
    """What the data of two waves share, in a sentence; "" where one has none."""
    made = _tied(one.evidence[0], two.evidence[0])
    return "" if made is None else say(tie_text(made)).rstrip(".")


def _tied(first: Evidence, second: Evidence) -> Tie | None:
    if first.sample is None or second.sample is None:
        return None
    return tie([first.sample, second.sample])


def waves_of(
    studies: Sequence[Study], question: str, options: tuple[str, ...], evidence_of: EvidenceOf
) -> tuple[list[Wave], list[str]]:
    """Waves in the order of their dates, and those left out with the reason."""
    found, left = [], []
    for study in studies:
        if question not in study.questions:
            continue
        day = middle_of(study.fieldwork)
        evidence = tuple(one for one in evidence_of(study) if one.share(options) is not None)
        if day is None or not evidence:
            left.append(f"{study.study} ({'no date' if day is None else 'no figure'})")
            continue
        found.append(Wave(study, day, when(study.fieldwork), evidence, options))
    return sorted(found, key=lambda wave: (wave.date, wave.study.study)), left


def mode_between(one: Wave, two: Wave, line: Sequence[Wave]) -> tuple[ModeKind, str]:
    """Whether the way of interviewing is the same in both waves, in words where it is not.

    Where a wave does not state it, the waves of the series in between count: two known modes among them are a change.
    """
    ends = (one.study.mode, two.study.mode)
    if "unknown" not in ends:
        first, last = (MODES[mode] for mode in ends)
        return ("same", f"{first} in both") if first == last else ("changed", f"{first} → {last}")
    between = [wave.study.mode for wave in line if one.date <= wave.date <= two.date]
    known = list(dict.fromkeys(MODES[mode] for mode in between if mode != "unknown"))
    if len(known) > 1:
        return "changed", f"{' → '.join(known)} in between"
    unstated = [wave.name for wave in (one, two) if wave.study.mode == "unknown"]
    return "unknown", f"the mode of {' and '.join(unstated)} is not stated"


def other_breaks(one: Wave, two: Wave) -> list[str]:
    """What else makes the figures of two waves less comparable."""
    return ["options: several joined in one of the two"] if one.joined != two.joined else []
