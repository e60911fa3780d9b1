"""A stated share against one that is known: equal under rounding, inside the sampling error, or neither."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from survey.claims.evidence import Evidence
from survey.claims.printing import number, percent, span
from survey.claims.share import Share
from survey.claims.stated import Stated
from survey.claims.verdict import VerdictKind
from survey.maths.published import Range, share_std_error, variance_to_reach


@dataclass(frozen=True)
class Compared:
    """The outcome of one comparison, with the clause that says it."""

    verdict: VerdictKind
    clause: str
    found: str = ""
    figures: dict[str, float] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    details: tuple[dict[str, object], ...] = ()


def compare(stated: Stated, one: Evidence, options: str | Sequence[str]) -> Compared:
    """Whether ``stated`` fits the share of ``options``.

    *Reproduced*: the known share may be stated so (equal under the printed rounding; inside the range of the phrase),
    and for a limit ("a majority") its interval is on the same side. *Consistent*: it may not, but the stated share is
    inside the confidence interval, or the known figure is itself a limit or too coarse to tell. *Not reproduced*:
    neither.
    """
    share = one.share(options)
    if share is None:
        return Compared("cannot_check", f"{stated.said} is stated; no figure for {one.label(options)} is {one.name}")
    if one.single is False and len(one.parts(options)) > 1:
        why = f"several answers were possible, so {share.text}% do not add up to people"
        return Compared("cannot_check", f"{stated.said} is stated of {one.label(options)}; {why}")
    head = f"{stated.said} is stated, {share.text}% {one.name} for {one.label(options)}"
    head += f" {one.of_whom}" if one.of_whom else ""
    interval = one.interval(options)
    verdict, clause, needed = _judge(stated, share, one, options, interval)
    figures = {"stated_share": stated.nominal, "estimate": share.value, "std_error": one.std_error(options), "n": one.n}
    if interval is not None:
        figures |= {"conf_low": interval.low, "conf_high": interval.high}
    if not math.isnan(needed):
        figures["deff_needed"] = needed
    figures = {key: value for key, value in figures.items() if not math.isnan(value)}
    return Compared(verdict, f"{head}: {clause}", share.text, figures, _assumed(one, options))


def _judge(
    stated: Stated, share: Share, one: Evidence, options: str | Sequence[str], interval: Range | None
) -> tuple[VerdictKind, str, float]:
    """Verdict, clause, and the factor on the variance (the design effect) at which the verdict would be another."""
    if not share.known:
        return *_against_limit(stated, share, one), math.nan
    if interval is None:
        return *_without_interval(stated, share, one), math.nan
    target = stated.target(share.value)
    needed = variance_to_reach(share.value, one.std_error(options), target, one.quantile)
    shown = f"{percent(one.level)}% interval {span(*interval)}% ({one.basis})"
    if stated.holds(share.value):
        if not stated.open_ended:
            how = "it fits" if stated.in_words else "equal under the printed rounding"
            return "reproduced", f"{how}; {shown}", math.nan
        if _inside(interval, stated.allowed):
            return "reproduced", f"it fits, and so does all of its {shown}", math.nan
        return "consistent", f"the figure fits, but its {shown} reaches beyond that limit", math.nan
    if _too_coarse(stated, share):
        return "consistent", f"the figures are printed too coarsely to differ; {shown}", math.nan
    if interval.holds(target):
        return "consistent", f"not that figure, but {percent(target)}% is inside its {shown}", math.nan
    word = "overstated" if share.value < target else "understated"
    clause = f"{word}, {percent(target)}% lies outside its {shown}"
    if not math.isnan(needed):
        what = "variance {} times as large" if one.recomputed else "design effect above {}"
        clause += f"; only a {what.format(number(needed))} would bring it inside"
    return "not_reproduced", clause, needed


def _against_limit(stated: Stated, share: Share, one: Evidence) -> tuple[VerdictKind, str]:
    if share.text == stated.text:
        return "reproduced", f"the same limit ({one.n_text})"
    if share.allowed.meets(stated.allowed, slack=-1e-9):
        return "consistent", f"possible, as only a limit is known ({one.n_text})"
    return "not_reproduced", f"outside that limit ({one.n_text})"


def _without_interval(stated: Stated, share: Share, one: Evidence) -> tuple[VerdictKind, str]:
    if stated.holds(share.value):
        how = "it fits" if stated.in_words or stated.open_ended else "equal under the printed rounding"
        return "reproduced", f"{how}; {one.n_text}, so there is no interval"
    if _too_coarse(stated, share):
        return "consistent", f"the figures are printed too coarsely to differ; {one.n_text}, so there is no interval"
    target = stated.target(share.value)
    clause = f"{'overstated' if share.value < target else 'understated'}; {one.n_text}, so there is no interval"
    if 0 < share.value < 1:
        per_respondent = variance_to_reach(share.value, share_std_error(share.value, 1.0), target, one.quantile)
        if per_respondent > 0:
            most = number(1 / per_respondent)
            clause += f", and one would reach {percent(target)}% only with an effective n below {most}"
    return "not_reproduced", clause


def _too_coarse(stated: Stated, share: Share) -> bool:
    """The two printed figures may stand for the same share though neither is inside the other's rounding."""
    return share.allowed.meets(stated.allowed, slack=-1e-9) and not (
        stated.strict and abs(share.value - stated.nominal) < 1e-9
    )


def _inside(interval: Range, allowed: Range) -> bool:
    return allowed.low <= interval.low and interval.high <= allowed.high


def _assumed(one: Evidence, options: str | Sequence[str]) -> tuple[str, ...]:
    if one.recomputed:
        return ()
    joined = one.single is None and len(one.parts(options)) > 1
    several = ("if several answers could be given, their sum counts some respondents twice",) if joined else ()
    wider = one.interval(options, deff=1.5)
    return several if wider is None else (*several, f"at a design effect of 1.5 the interval would be {span(*wider)}%")
