"""The change between two waves, and whether a stated change fits it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from survey.claims.answers.inference import NOT_ASKED, Inferred, infer, inference_words, ratio_of
from survey.claims.answers.verdict import Fidelity
from survey.claims.figures.printing import percent, signed
from survey.claims.figures.share import Share
from survey.claims.judging.compare import FIDELITY_WORDS
from survey.claims.judging.waves import ModeKind, Wave, change_error, mode_between, other_breaks, unlike
from survey.maths.published import Range, change_range, normal_quantile

FIT_WORDS: dict[Fidelity, str] = {
    "reproduced": "it fits",
    "overstated": "overstated",
    "understated": "understated",
    "not_reproduced": "not reproduced, as it went the other way",
    "cannot_be_checked": "it cannot be decided, as printing leaves {possible} points open",
}


@dataclass(frozen=True)
class PairFit:
    """Two waves: the change with its error, whether the stated one fits, and what else changed in between."""

    one: Wave
    two: Wave
    fit: Fidelity
    estimate: float  # NaN where one figure is only a limit
    std_error: float
    interval: Range | None
    possible: Range  # what the printing of both figures leaves open
    mode: ModeKind
    breaks: tuple[str, ...]
    note: str = ""  # another source by which it is otherwise
    inferred: Inferred = NOT_ASKED  # has anything changed?
    unlike: str = ""  # why the two figures are not subtracted

    @property
    def words(self) -> str:
        """Whether the stated change fits, in words."""
        if self.unlike:
            return f"it cannot be checked, as {self.unlike}"
        return FIT_WORDS[self.fit].format(possible=self.left)

    @property
    def left(self) -> str:
        """The least and the greatest change that printing leaves: "+3 to +5"."""
        return f"{signed(self.possible.low)} to {signed(self.possible.high)}"

    @property
    def change(self) -> str:
        """The change in points, as printed: "−14.5", "at most −19.5", "about −10.5"."""
        if not math.isnan(self.estimate):
            exact = self.one.share().exact and self.two.share().exact
            return ("" if exact else "about ") + signed(self.estimate)
        if self.possible.high - self.possible.low < 0.1:
            return f"{signed(self.possible.low)} to {signed(self.possible.high)}"
        if self.one.share().bound in ("more than", "at least") and self.two.share().known:
            return f"at most {signed(self.possible.high)}"
        if self.two.share().bound in ("more than", "at least") and self.one.share().known:
            return f"at least {signed(self.possible.low)}"
        return f"between {signed(self.possible.low)} and {signed(self.possible.high)}"

    @property
    def name(self) -> str:
        """The waves with the change: "Sep 2020 → 5-8 Nov 2020 (−11.6)"."""
        return f"{self.one.name} → {self.two.name} ({self.change})"

    def row(self) -> dict[str, Any]:
        """The pair as one record of the details."""
        low, high = self.interval if self.interval is not None else (math.nan, math.nan)
        return {
            "start": self.one.study.study,
            "end": self.two.study.study,
            "start_figure": self.one.share().text,
            "end_figure": self.two.share().text,
            "estimate": self.estimate,
            "std_error": self.std_error,
            "conf_low": low,
            "conf_high": high,
            "at_least": self.possible.low,
            "at_most": self.possible.high,
            "fits": self.fit,
            "inference": self.inferred.kind,
            "mode": self.mode,
            "breaks": "; ".join(self.breaks),
            "note": self.unlike or self.note,
        }


def fit_pair(one: Wave, two: Wave, line: Sequence[Wave], wanted: Range, sign: float, level: float) -> PairFit:
    """The change from ``one`` to ``two`` against a stated one of ``wanted`` (shares, a fall where ``sign`` is -1).

    Fidelity is that of ``fidelity_of_change``. Inference: the least change that printing leaves, against its error
    (``survey.claims.judging.waves.change_error``). Figures that are not of one question, or not of the same people
    (``survey.claims.judging.waves.unlike``), are not subtracted: it *cannot be checked*.
    """
    start, end, apart = one.share(), two.share(), unlike(one, two)
    error = change_error(one, 0, two, 0)
    half = normal_quantile(level) * error
    known = start.known and end.known and not apart
    estimate = end.value - start.value if known else math.nan
    mode, text = mode_between(one, two, line)
    breaks = [] if mode == "same" else [f"mode: {text}" if mode == "changed" else text]
    fit, possible = fidelity_of_change(start, end, wanted, sign), change_range(start.allowed, end.allowed)
    fit = "cannot_be_checked" if apart else fit
    return PairFit(
        one=one,
        two=two,
        fit=fit,
        estimate=estimate,
        std_error=math.nan if apart else error,
        interval=None if math.isnan(half) or not known else Range(estimate - half, estimate + half),
        possible=possible,
        mode=mode,
        breaks=(*breaks, *other_breaks(one, two)),
        note="" if apart else "; ".join(_other_readings(one, two, fit, wanted, sign)),
        inferred=infer(ratio_of(possible, half), _variance(one, two)) if known else NOT_ASKED,
        unlike=apart,
    )


def fidelity_of_change(start: Share, end: Share, wanted: Range, sign: float) -> Fidelity:
    """*Reproduced*: the difference of the figures is a stated one. *Cannot be checked*: it is not, but the digits or
    limits that they are printed with leave it open. Else *overstated* or *understated*; *not reproduced* where it went
    the other way."""
    left = change_range(start.allowed, end.allowed)
    ends = (sign * left.low, sign * left.high)
    possible = Range(min(ends), max(ends))
    if start.known and end.known:
        change = sign * (end.value - start.value)
        if wanted.holds(change):
            return "reproduced"
    elif wanted.low <= possible.low + 1e-9 and possible.high <= wanted.high + 1e-9:
        return "reproduced"
    else:
        change = possible.high if possible.high < wanted.low else possible.low
    if wanted.meets(possible, slack=-1e-9):
        return "cannot_be_checked"
    if change < -1e-9:
        return "not_reproduced"
    return "overstated" if change < wanted.low else "understated"


def _variance(one: Wave, two: Wave) -> Range:
    """What the variance of a change may be multiplied by: as that of the less known of its ends."""
    both = (one.evidence[0].variance, two.evidence[0].variance)
    return Range(min(each.low for each in both), max(each.high for each in both))


def _other_readings(one: Wave, two: Wave, fit: Fidelity, wanted: Range, sign: float) -> list[str]:
    places = [(one, at, 0) for at in range(1, len(one.evidence))] + [(two, 0, at) for at in range(1, len(two.evidence))]
    found = []
    for wave, at, then in places:
        share = wave.share(at or then)
        other = fidelity_of_change(one.share(at), two.share(then), wanted, sign)
        if not share.in_words and other != fit:
            name = wave.evidence[at or then].name.removeprefix("printed by ")
            found.append(f"by {share.text}% for {wave.name}, as {name} has it, it would be {FIDELITY_WORDS[other]}")
    return found


def stated_range(points: tuple[float, float], decimals: int) -> Range:
    """The stated points as shares, widened by half a unit of their last digit."""
    half = 0.5 * 10.0**-decimals / 100
    return Range(min(points) / 100 - half, max(points) / 100 + half)


def change_text(points: tuple[float, float], direction: str, decimals: int = 0) -> str:
    """The statement in words: "a fall of 10-15 points"."""
    low, high = (f"{value:.{decimals}f}" for value in points)
    size = low if low == high else f"{low}-{high}"
    return f"a {'fall' if direction == 'down' else 'rise'} of {size} {'point' if size == '1' else 'points'}"


def error_text(pair: PairFit, level: float) -> str:
    """The error of a change in words."""
    if pair.interval is None:
        unknown = [wave.name for wave in (pair.one, pair.two) if not wave.n > 0]
        if unknown:
            return f"n is not published for {' and '.join(unknown)}, so there is no interval"
        return "a figure is only a limit, so there is no interval"
    low, high = pair.interval
    said = inference_words(pair.inferred)
    if pair.inferred.kind == "within_error":
        said = "not beyond sampling error"
        if not pair.interval.holds(0.0):
            said = f"not certain, as rounding leaves {pair.left}"
    return (
        f"standard error {percent(pair.std_error, 2)}, {percent(level)}% interval {signed(low)} to {signed(high)} "
        f"(n = {pair.one.n:.0f} and {pair.two.n:.0f}), {said}"
    )
