"""The dated waves of a series with a figure for an answer, and what else changed between two of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

import numpy as np

from survey.cells.shared.asked import asked_in_wave
from survey.cells.shared.tie_text import tie_text
from survey.cells.shared.ties import Tie, tie
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printed import dated
from survey.claims.figures.share import Share
from survey.claims.judging.case import Case
from survey.definitions.comparable import Asked
from survey.definitions.published_base import published_base
from survey.definitions.records.study import Study
from survey.definitions.records.when import middle_of
from survey.estimation.statistics.linked import joint
from survey.wording.message import Message, message
from survey.wording.sentences import Clause, clause
from survey.wording.worded import same
from survey.words import Text


@dataclass(frozen=True)
class Wave:
    """One dated wave with a figure: its share by the study's own figures, and what other sources print."""

    study: Study
    date: Date
    name: Text
    evidence: tuple[Evidence, ...]
    options: tuple[str, ...]
    asked: Asked  # the question as it was asked, for the difference to another wave's
    base: str = ""  # whom the figures are of (all, asked, valid), "" where it is not known or the claim names it
    answered: float = math.nan  # the part of the base that gave an answer

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


def shared_text(one: Wave, two: Wave) -> Clause | None:
    """What the data of two waves share; None where one has none."""
    made = _tied(one.evidence[0], two.evidence[0])
    return None if made is None else clause(tie_text(made))


def _tied(first: Evidence, second: Evidence) -> Tie | None:
    if first.sample is None or second.sample is None:
        return None
    return tie([first.sample, second.sample])


def waves_of(case: Case, studies: Sequence[Study], options: tuple[str, ...]) -> tuple[list[Wave], list[Message]]:
    """Waves in the order of their dates, and those left out with the reason."""
    question = case.claim.question or ""
    found, left = [], []
    for study in studies:
        if question not in study.questions:
            continue
        day = middle_of(study.fieldwork)
        evidence = tuple(one for one in case.evidence(study) if one.share(options) is not None)
        if day is None or not evidence:
            left.append(message("claims.no_date" if day is None else "claims.without_figure", study=study.heading))
            continue
        asked = asked_in_wave(study, question, case.library, evidence[0].sample)
        base, answered = ("", math.nan) if case.claim.base is not None else _base(study, asked, evidence[0])
        name = dated(study.fieldwork) or same(study.study)
        found.append(Wave(study, day, name, evidence, options, asked, base, answered))
    return sorted(found, key=lambda wave: (wave.date, wave.study.study)), left


def _base(study: Study, asked: Asked, one: Evidence) -> tuple[str, float]:
    """Whom the figures are of, and the part of them that gave an answer."""
    own = study.questions[asked.question.question]
    if not one.recomputed:
        known = published_base(asked.question, own)
        return known.base, known.answered
    options = asked.question.options
    unasked = any(options[key].missing == "not_asked" and one.shares[key].value > 0 for key in one.missing)
    base = "all" if own.base == "all" and unasked else own.base if own.base in ("valid", "answers") else "asked"
    if one.single is False:  # who did not know may have given an answer beside
        return base, math.nan
    return base, 1 - sum(one.shares[key].value for key in one.missing)
