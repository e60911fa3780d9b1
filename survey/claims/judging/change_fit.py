"""The change between two waves, and whether a stated change fits it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from survey.claims.answers.inference import NOT_ASKED, Inferred, infer, inference_words, ratio_of
from survey.claims.answers.verdict import Fidelity
from survey.claims.evidence.evidence import less_known
from survey.claims.figures.printing import percent, points_of
from survey.claims.figures.share import Share
from survey.claims.judging.between import ModeKind, mode_between, other_breaks, unlike
from survey.claims.judging.waves import Wave, change_error
from survey.maths.published import Range, change_range, normal_quantile
from survey.wording.figures import number, step
from survey.wording.lists import listed
from survey.wording.message import Message, message
from survey.wording.spans import between, dashed
from survey.wording.worded import Part, joined
from survey.words import Text


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
    modes: Text | None  # the ways of interviewing, where they are not known to be the same
    others: tuple[Message, ...] = ()  # what else changed
    note: Text | None = None  # another source by which it is otherwise
    inferred: Inferred = NOT_ASKED  # has anything changed?
    unlike: Text | None = None  # why the two figures are not subtracted
    moved: bool = False  # no change is stated, and there is one

    @property
    def said(self) -> Message:
        """Whether the stated change fits, in words."""
        if self.unlike is not None:
            return message("claims.pair_unlike", why=self.unlike)
        if self.fit == "cannot_be_checked":
            return message("claims.pair_open", possible=self.left)
        return message("claims.pair_changed" if self.moved else f"claims.pair_{self.fit}")

    @property
    def left(self) -> Text:
        """The least and the greatest change that printing leaves: "+3 to +5"."""
        return between(step(self.possible.low), step(self.possible.high))

    @property
    def change(self) -> Text:
        """The change in points, as printed: "−14.5", "at most −19.5", "about −10.5"."""
        start, end, possible = self.one.share(), self.two.share(), self.possible
        if not math.isnan(self.estimate):
            change = step(self.estimate)
            return change if start.exact and end.exact else message("claims.limit_about", figure=change)
        if possible.high - possible.low < 0.1:
            return self.left
        if start.bound in ("more than", "at least") and end.known:
            return message("claims.change_at_most", change=step(possible.high))
        if end.bound in ("more than", "at least") and start.known:
            return message("claims.change_at_least", change=step(possible.low))
        return message("claims.change_between", low=step(possible.low), high=step(possible.high))

    @property
    def breaks(self) -> tuple[Text, ...]:
        """What else changed between the two waves."""
        if self.modes is None:
            return self.others
        return (message("claims.mode", modes=self.modes) if self.mode == "changed" else self.modes, *self.others)

    @property
    def name(self) -> Message:
        """The waves with the change: "Sep 2020 → 5-8 Nov 2020 (−11.6)"."""
        return message("claims.pair", one=self.one.name, two=self.two.name, change=self.change)

    @property
    def name_with_modes(self) -> Message:
        """The same with the ways of interviewing."""
        if self.modes is None:
            return self.name
        return message(
            "claims.pair_with_modes", one=self.one.name, two=self.two.name, change=self.change, modes=self.modes
        )

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
            "breaks": joined(self.breaks, "; "),
            "note": self.unlike or self.note or "",
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
    mode, modes = mode_between(one, two, line)
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
        modes=modes,
        others=tuple(other_breaks(one, two)),
        note=None if apart else _other_readings(one, two, fit, wanted, sign),
        inferred=infer(ratio_of(possible, half), less_known(one.evidence[0], two.evidence[0])) if known else NOT_ASKED,
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


def _other_readings(one: Wave, two: Wave, fit: Fidelity, wanted: Range, sign: float) -> Text | None:
    """What it would be by another source's figures: of both waves where it prints both."""
    places = [{one.origin: at for at, one in enumerate(wave.evidence) if at} for wave in (one, two)]
    found = []
    for source in dict.fromkeys((*places[0], *places[1])):
        at, then = (each.get(source, 0) for each in places)
        start, end = one.share(at), two.share(then)
        other = fidelity_of_change(start, end, wanted, sign)
        words = [share.in_words for share, place in ((start, at), (end, then)) if place]
        if not any(words) and other != fit:
            found.append(_by_source(one, two, (at, then), other))
    return joined(found, "; ") if found else None


def _by_source(one: Wave, two: Wave, places: tuple[int, int], other: Fidelity) -> Message:
    at, then = places
    wave, share = (one, one.share(at)) if at else (two, two.share(then))
    known: dict[str, Part] = {"who": wave.evidence[at or then].who}
    key = "claims.pair_by_both" if at and then else "claims.pair_by"
    known |= {"start": one.share(at).text, "end": two.share(then).text} if at and then else {}
    known |= {} if at and then else {"found": share.text, "wave": wave.name}
    if other == "cannot_be_checked":
        return message(f"{key}_open", **known)
    return message(key, **known, fidelity=message(f"claims.fidelity_{other}"))


def stated_range(points: tuple[float, float], decimals: int) -> Range:
    """The stated points as shares, widened by half a unit of their last digit."""
    half = 0.5 * 10.0**-decimals / 100
    return Range(min(points) / 100 - half, max(points) / 100 + half)


def change_text(points: tuple[float, float], direction: str, decimals: int = 0) -> Message:
    """The statement in words: "a fall of 10-15 points"."""
    low, high = points
    one = round(low, decimals) == round(high, decimals)
    size: Part = number(low, decimals) if one else dashed(number(low, decimals), number(high, decimals))
    count = None if decimals or (not one and round(high) == 1) else round(high)
    return message("claims.fall" if direction == "down" else "claims.rise", points=points_of(size, count))


def error_text(pair: PairFit, level: float) -> Message:
    """The error of a change in words."""
    if pair.interval is None:
        unknown = [wave.name for wave in (pair.one, pair.two) if not wave.n > 0]
        if unknown:
            return message("claims.pair_no_n", waves=listed(unknown))
        return message("claims.pair_no_interval")
    return message(
        "claims.pair_error",
        error=percent(pair.std_error, 2),
        level=percent(level),
        interval=between(step(pair.interval.low), step(pair.interval.high)),
        one=number(pair.one.n, 0),
        two=number(pair.two.n, 0),
        inference=_inference(pair, pair.interval),
    )


def _inference(pair: PairFit, interval: Range) -> Message:
    words = inference_words(pair.inferred)
    if words is not None and pair.inferred.kind != "within_error":
        return words
    if not interval.holds(0.0):
        return message("claims.rounding_leaves", possible=pair.left)
    return message("claims.not_beyond_error")
