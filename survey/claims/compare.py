"""A stated share against one that is known: equal under rounding, inside the sampling error, or neither."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from scipy.special import logit

from survey.claims.evidence import Evidence, Share
from survey.claims.phrases import Phrase
from survey.claims.printing import figure_text, number, open_span, percent, span
from survey.claims.verdict import VerdictKind
from survey.definitions.values import LOWER_BOUNDS, UPPER_BOUNDS, Figure
from survey.maths.published import Range, deff_to_reach, printed_decimals, printed_range


@dataclass(frozen=True)
class Stated:
    """What a publication says of a share: the words, the share named, and the shares that they may stand for."""

    text: str
    nominal: float
    allowed: Range
    open_ended: bool = False  # a limit or a range: any share inside agrees
    strict: bool = False  # the limit itself does not agree ("more than half")
    in_words: bool = False
    decimals: int = 0

    def holds(self, share: float) -> bool:
        """True when ``share`` may be stated so."""
        return self.allowed.holds(share) and not (self.strict and abs(share - self.nominal) < 1e-9)


@dataclass(frozen=True)
class Compared:
    """The outcome of one comparison, with the clause that says it."""

    verdict: VerdictKind
    clause: str
    found: str = ""
    figures: dict[str, float] = field(default_factory=dict)


def stated_figure(figure: Figure, decimals: int | None = None) -> Stated:
    """A stated percentage; ``decimals`` are its printed digits, read from the number where they are not given."""
    if figure.value is None:
        low, high = (figure.low or 0.0) / 100, (100.0 if figure.high is None else figure.high) / 100
        return Stated(figure_text(figure), (low + high) / 2, Range(low, high), open_ended=True)
    digits = printed_decimals(figure.value) if decimals is None else decimals
    allowed = printed_range(figure.value, digits, figure.qualifier)
    open_ended = figure.qualifier in LOWER_BOUNDS | UPPER_BOUNDS
    strict = open_ended and figure.qualifier not in ("at least", "at most")
    return Stated(figure_text(figure), figure.value / 100, allowed, open_ended, strict, decimals=digits)


def stated_phrase(phrase: Phrase) -> Stated:
    """A phrase as a stated share."""
    return Stated(phrase.text, phrase.nominal, phrase.allowed, phrase.open_ended, phrase.strict, in_words=True)


def compare(stated: Stated, evidence: Evidence, options: str | Sequence[str]) -> Compared:
    """Whether ``stated`` fits the share of ``options``.

    *Reproduced*: the known share may be stated so (equal under the printed rounding; inside the range of the phrase),
    and for a limit ("a majority") its interval is on the same side. *Consistent*: it may not, but the stated share is
    inside the confidence interval, or the known figure is itself a limit or too coarse to tell. *Not reproduced*: neither.
    """
    share = evidence.share(options)
    label = evidence.label(options)
    if share is None:
        return Compared("cannot_check", f"no figure for {label} is known")
    interval, error = evidence.interval(options), evidence.std_error(options)
    said = f"'{stated.text}'" + (f" (stands for {open_span(stated.allowed)})" if stated.in_words else "")
    origin = "recomputed" if evidence.recomputed else "published"
    known = f"{share.text} {origin} for {label}"
    figures = _figures(share, error, interval, evidence, stated)
    error_text = "" if interval is None else f"its {percent(evidence.level)}% interval {span(*interval)} ({evidence.basis})"
    if not share.known:
        return _against_limit(stated, share, said, known, figures)
    fits = stated.holds(share.value)
    if fits and stated.open_ended and interval is not None and not _inside(interval, stated.allowed):
        clause = f"{said} against {known}: the figure agrees, but {error_text} does not lie on that side wholly"
        return Compared("consistent", clause, share.text, figures)
    if fits:
        how = "agrees" if stated.in_words or stated.open_ended else "equal under the printed rounding"
        clause = f"{said} against {known}: {how}" + (f"; {error_text}" if error_text else "")
        return Compared("reproduced", clause, share.text, figures)
    if share.allowed.meets(stated.allowed) and not (stated.strict and abs(share.value - stated.nominal) < 1e-9):
        what = "the printed digits are too few to tell them apart" if share.exact else "agrees with what 'about' leaves open"
        return Compared("consistent", f"{said} against {known}: {what}", share.text, figures)
    where = "above" if share.value < stated.nominal else "below"
    if interval is None:
        return Compared("not_reproduced", f"{said} against {known}: {_without_n(stated, share, where)}", share.text, figures)
    reached = stated.allowed.meets(interval) if stated.open_ended else interval.holds(stated.nominal)
    if reached:
        clause = f"{said} against {known}: not that figure, but inside {error_text}"
        return Compared("consistent", clause, share.text, figures)
    target = _target(stated, share.value)
    needed = _needed(evidence, share.value, error, target)
    figures["deff_needed"] = needed
    word = "overstates" if where == "above" else "understates"
    clause = f"{said} against {known}: {word} it, {percent(target)} is outside {error_text}"
    if not math.isnan(needed):
        means = "the variance would have to be" if evidence.recomputed else "a design effect above"
        end = "times as large for it to reach that far" if evidence.recomputed else "would be needed for it to reach that far"
        clause += f"; {means} {number(needed)} {end}"
    return Compared("not_reproduced", clause, share.text, figures)


def _against_limit(stated: Stated, share: Share, said: str, known: str, figures: dict[str, float]) -> Compared:
    if share.text == stated.text:
        return Compared("reproduced", f"{said} against {known}: the same limit", share.text, figures)
    if share.allowed.meets(stated.allowed, slack=-1e-9):
        return Compared("consistent", f"{said} against {known}: possible, only a limit is known", share.text, figures)
    return Compared("not_reproduced", f"{said} against {known}: outside the limit", share.text, figures)


def _without_n(stated: Stated, share: Share, where: str) -> str:
    text = f"different, the statement is {where} it, and without n there is no interval"
    per_respondent = deff_to_reach(share.value, 1.0, _target(stated, share.value))
    if math.isnan(per_respondent) or per_respondent == 0:
        return text
    return f"{text}; it would be inside one only if the effective n were below {number(1 / per_respondent)}"


def _inside(interval: Range, allowed: Range) -> bool:
    return allowed.low <= interval.low and interval.high <= allowed.high


def _target(stated: Stated, share: float) -> float:
    if not stated.open_ended:
        return stated.nominal
    return stated.allowed.low if share < stated.allowed.low else stated.allowed.high


def _needed(evidence: Evidence, share: float, error: float, target: float) -> float:
    if not (0 < share < 1 and 0 < target < 1) or not error > 0:
        return math.nan
    if not evidence.recomputed:
        return deff_to_reach(share, evidence.n, target, evidence.level)
    return float((logit(target) - logit(share)) * share * (1 - share) / (evidence.quantile * error)) ** 2


def _figures(share: Share, error: float, interval: Range | None, evidence: Evidence, stated: Stated) -> dict[str, float]:
    found = {"stated": stated.nominal, "estimate": share.value, "std_error": error, "n": evidence.n}
    if interval is not None:
        found.update(conf_low=interval.low, conf_high=interval.high)
    return {key: value for key, value in found.items() if not math.isnan(value)}
