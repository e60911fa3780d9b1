"""The change between two waves, and whether a stated change fits it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from survey.claims.printing import percent, signed
from survey.claims.waves import ModeKind, Wave, mode_between, other_breaks
from survey.maths.published import Range, change_range, normal_quantile

Fit = Literal["yes", "within error", "undecided", "no"]
FIT_WORDS: dict[Fit, str] = {
    "yes": "fits",
    "within error": "fits within sampling error only",
    "undecided": "cannot be decided",
    "no": "does not fit",
}


@dataclass(frozen=True)
class PairFit:
    """Two waves: the change with its error, whether the stated one fits, and what else changed in between."""

    one: Wave
    two: Wave
    fit: Fit
    estimate: float  # NaN where one figure is only a limit
    std_error: float
    interval: Range | None
    possible: Range  # what the printing of both figures leaves open
    mode: ModeKind
    breaks: tuple[str, ...]
    note: str = ""  # another source by which it is otherwise

    @property
    def beyond(self) -> bool | None:
        """True where the interval of the change leaves out zero; None without an interval."""
        return None if self.interval is None else not self.interval.holds(0.0)

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
            "beyond": {True: "yes", False: "no", None: ""}[self.beyond],
            "mode": self.mode,
            "breaks": "; ".join(self.breaks),
            "note": self.note,
        }


def fit_pair(one: Wave, two: Wave, line: Sequence[Wave], wanted: Range, sign: float, level: float) -> PairFit:
    """Whether a change of ``wanted`` (shares, a fall where ``sign`` is -1) fits the change from ``one`` to ``two``.

    It *fits* when the change between the figures lies in the range; *within error* when only the confidence interval
    of the change reaches it (independent samples: ``se² = se1² + se2²``); *undecided* when a figure is a limit that
    allows both.
    """
    start, end = one.share(), two.share()
    error = math.hypot(one.std_error(), two.std_error())
    known = start.known and end.known
    estimate = end.value - start.value if known else math.nan
    mode, text = mode_between(one, two, line)
    breaks = [] if mode == "same" else [f"mode: {text}" if mode == "changed" else text]
    fit, interval = _fit(one, 0, two, 0, wanted, sign, level)
    return PairFit(
        one=one,
        two=two,
        fit=fit,
        estimate=estimate,
        std_error=error,
        interval=interval,
        possible=change_range(start.allowed, end.allowed),
        mode=mode,
        breaks=(*breaks, *other_breaks(one, two)),
        note="; ".join(_other_readings(one, two, fit, wanted, sign, level)),
    )


def _fit(
    one: Wave, at: int, two: Wave, then: int, wanted: Range, sign: float, level: float
) -> tuple[Fit, Range | None]:
    start, end = one.share(at), two.share(then)
    ends = (sign * (end.allowed.low - start.allowed.high), sign * (end.allowed.high - start.allowed.low))
    possible = Range(min(ends), max(ends))
    if not (start.known and end.known):
        if wanted.low <= possible.low + 1e-9 and possible.high <= wanted.high + 1e-9:
            return "yes", None
        return ("undecided" if wanted.meets(possible, slack=-1e-9) else "no"), None
    change = end.value - start.value
    half = normal_quantile(level) * math.hypot(one.std_error(at), two.std_error(then))
    interval = None if math.isnan(half) else Range(change - half, change + half)
    if wanted.holds(sign * change):
        return "yes", interval
    if interval is not None and wanted.meets(Range(sign * change - half, sign * change + half)):
        return "within error", interval
    if not (start.exact and end.exact) and wanted.meets(possible, slack=-1e-9):
        return "undecided", interval
    return "no", interval


def _other_readings(one: Wave, two: Wave, fit: Fit, wanted: Range, sign: float, level: float) -> list[str]:
    places = [(one, at, 0) for at in range(1, len(one.evidence))] + [(two, 0, at) for at in range(1, len(two.evidence))]
    found = []
    for wave, at, then in places:
        share = wave.share(at or then)
        other = _fit(one, at, two, then, wanted, sign, level)[0]
        if not share.in_words and other != fit:
            name = wave.evidence[at or then].name.removeprefix("printed by ")
            found.append(f"by {share.text}% for {wave.name}, as {name} has it, it {FIT_WORDS[other]}")
    return found


def stated_range(points: tuple[float, float], decimals: int) -> Range:
    """The stated points as shares, widened by half a unit of their last digit."""
    half = 0.5 * 10.0**-decimals / 100
    return Range(min(points) / 100 - half, max(points) / 100 + half)


def change_text(points: tuple[float, float], direction: str) -> str:
    """The statement in words: "a fall of 10-15 points"."""
    low, high = points
    size = f"{low:g}" if low == high else f"{low:g}-{high:g}"
    return f"a {'fall' if direction == 'down' else 'rise'} of {size} {'point' if size == '1' else 'points'}"


def error_text(pair: PairFit, level: float) -> str:
    """The error of a change in words."""
    if pair.interval is None:
        unknown = [wave.name for wave in (pair.one, pair.two) if not wave.n > 0]
        if unknown:
            return f"n is not published for {' and '.join(unknown)}, so there is no interval"
        return "a figure is only a limit, so there is no interval"
    low, high = pair.interval
    inside = "beyond" if pair.beyond else "not beyond"
    return (
        f"standard error {percent(pair.std_error, 2)}, {percent(level)}% interval {signed(low)} to {signed(high)} "
        f"(n = {pair.one.n:.0f} and {pair.two.n:.0f}), {inside} sampling error"
    )
