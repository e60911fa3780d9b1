"""A stated share against one that is known: fidelity and inference, each by its own rule, then the words for both."""

from __future__ import annotations

import math
from collections.abc import Sequence

from survey.claims.answers.fidelity import Reason, fidelity_of
from survey.claims.answers.inference import NOT_ASKED, Inferred, infer, inference_words, within_reach
from survey.claims.answers.verdict import FAILING
from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.rebase import base_that_fits
from survey.claims.figures.printing import percent, points, share_span
from survey.claims.figures.share import Share
from survey.claims.figures.stated import Stated
from survey.claims.judging.compared import Compared
from survey.maths.published import Range, share_std_error, variance_to_reach
from survey.wording.figures import Number, number, rough
from survey.wording.message import Message, message
from survey.wording.spans import dashed
from survey.wording.worded import joined
from survey.words import Text


def compare(stated: Stated, one: Evidence, options: str | Sequence[str]) -> Compared:
    """``stated`` against the share of ``options``: the rules are those of ``fidelity_of`` and ``infer_share``.

    A figure that the data of the study do not make is *not reproduced*; against a printed figure it is over- or
    understated, and so are words ("a majority") from either source.
    """
    share, label = one.share(options), one.label(options)
    if share is None:
        text = message("claims.no_figure", stated=stated.said, label=label, name=one.name)
        return Compared("cannot_be_checked", text)
    if one.single is False and len(one.parts(options)) > 1:
        text = message("claims.no_people", stated=stated.said, label=label, found=share.text)
        return Compared("cannot_be_checked", text)
    fidelity, reason = fidelity_of(stated, share)
    if one.recomputed and fidelity in FAILING and not (stated.in_words or stated.open_ended):
        fidelity = "not_reproduced"  # a figure that the data do not make
    inferred = infer_share(stated, one, options)
    figures = {"stated_share": stated.nominal, "estimate": share.value, "std_error": one.std_error(options), "n": one.n}
    interval = one.interval(options)
    if interval is not None:
        figures |= {"conf_low": interval.low, "conf_high": interval.high}
    figures = {key: value for key, value in figures.items() if not math.isnan(value)}
    why = [_why(stated, share, reason), *_otherwise(stated, share)]
    if fidelity in FAILING and (other := base_that_fits(stated, one, options)):
        why.append(other)
    clause = message(
        "claims.compared",
        stated=stated.said,
        found=share.text,
        name=one.name,
        label=one.whose(options),
        why=joined((*why, _population(stated, share, one, options, inferred)), "; "),
    )
    assumed = _assumed(one, options)
    return Compared(
        fidelity,
        clause,
        share.text,
        figures,
        assumed,
        inferred=inferred,
        key=share.printed,
        allowed=stated.allowed,
        names_whom=True,
    )


def infer_share(stated: Stated, one: Evidence, options: str | Sequence[str]) -> Inferred:
    """The least distance of the known share, as far as rounding leaves it, to what the statement turns on, against the
    share's own interval.

    A limit ("a majority", "more than 60") always turns on the limit. A figure or a fraction does where the poll has
    another one; where it has that one, nothing is asked.
    """
    share = one.share(options)
    if share is None or not share.known or not one.has_error:
        return NOT_ASKED
    if not stated.limit and stated.holds(share.value):
        return NOT_ASKED
    target = stated.target(share.value)
    nearest = min(max(target, share.allowed.low), share.allowed.high) if share.exact and stated.limit else share.value
    if abs(target - nearest) < 1e-9:
        return infer(0.0, one.variance)
    error = one.std_error(options)
    if nearest != share.value and 0 < share.value < 1:
        error *= math.sqrt(nearest * (1 - nearest) / (share.value * (1 - share.value)))
    return infer(variance_to_reach(nearest, error, target, one.quantile), one.variance)


def _why(stated: Stated, share: Share, reason: Reason) -> Message:
    if reason == "equal":
        return message("claims.equal" if share.known else "claims.same_limit")
    if reason == "fits":
        return message("claims.fits")
    if reason == "only_limit":
        return message("claims.only_limit")
    if reason == "other_side":
        return message("claims.other_side")
    if reason == "coarse":
        ends = (number(100 * end, share.decimals + 1) for end in share.allowed)
        return message("claims.coarse", span=dashed(*ends))
    value = share.value if share.known else share.nominal
    if stated.strict and abs(value - stated.nominal) < 1e-9:
        return message("claims.limit_itself")
    if not stated.open_ended and not stated.in_words:
        return _too_far(value - stated.nominal)
    least, most = stated.allowed
    if value < least:
        return message("claims.below", limit=percent(least))
    return message("claims.above", limit=percent(most))


def _otherwise(stated: Stated, share: Share) -> tuple[Message, ...]:
    """That words or a limit, held against the figure as it is printed, may be otherwise by what it was rounded from."""
    if not (share.known and share.exact and (stated.in_words or stated.open_ended)):
        return ()
    (low, high), (least, most) = stated.allowed, share.allowed
    if stated.holds(share.value):
        turns = least < low - 1e-9 or most > high + 1e-9
    else:
        turns = share.allowed.meets(stated.allowed, slack=-1e-9)
    if not turns:
        return ()
    span = dashed(*(number(100 * end, share.decimals + 1) for end in share.allowed))
    return (message("claims.otherwise_unrounded", span=message("claims.percentage", figure=span)),)


def _too_far(lacking: float) -> Message:
    """By how much a figure is too small where ``lacking`` is positive, else too large."""
    gap = points(abs(lacking))
    return message("claims.too_few", points=gap) if lacking >= 0 else message("claims.too_many", points=gap)


def interval_text(one: Evidence, options: str | Sequence[str]) -> Message | None:
    """ "95% interval 58.7-64.8% (n = 1000, design effect 1)"; None where there is none."""
    interval = one.interval(options)
    if interval is None:
        return None
    return message("claims.interval", level=percent(one.level), span=share_span(interval), basis=one.basis)


def _population(stated: Stated, share: Share, one: Evidence, options: str | Sequence[str], inferred: Inferred) -> Text:
    """What the interval says, after what the figures say."""
    shown = interval_text(one, options)
    if shown is None:
        if not share.known:
            return one.n_text
        none = message("claims.no_interval", n_text=one.n_text)
        needed = _n_needed(stated, share, one)
        return none if needed is None else joined((none, needed), "; ")
    words = inference_words(inferred)
    if words is None:
        return shown
    target = percent(stated.target(share.value), max(stated.decimals, 1))
    if inferred.kind == "depends_on_the_design_effect":
        return message("claims.distance_depends", interval=shown, target=target, inference=words)
    if inferred.kind == "within_error":
        return _inside(stated, share, one.interval(options), target, shown)
    if not within_reach(inferred):
        return message("claims.target_outside", target=target, interval=shown)
    return message("claims.target_outside_up_to", target=target, interval=shown, deff=rough(inferred.deff_flips))


def _inside(stated: Stated, share: Share, interval: Range | None, target: Number, shown: Message) -> Text:
    """That the interval holds the target, or that it does not and rounding leaves a share whose interval does."""
    if interval is None or interval.holds(stated.target(share.value)):
        return message("claims.target_inside", target=target, interval=shown)
    outside = message("claims.target_outside", target=target, interval=shown)
    left = dashed(*(number(100 * end, share.decimals + 1) for end in share.allowed))
    return joined((outside, message("claims.rounding_leaves", possible=left)), ", ")


def _n_needed(stated: Stated, share: Share, one: Evidence) -> Message | None:
    target = stated.target(share.value)
    if stated.holds(share.value) and not stated.limit:
        return None
    if not 0 < share.value < 1 or abs(target - share.value) < 1e-9:
        return None
    each = variance_to_reach(share.value, share_std_error(share.value, 1.0), target, one.quantile)
    if not each > 0:
        return None
    return message("claims.n_needed", target=percent(target), n=rough(1 / each))


def _assumed(one: Evidence, options: str | Sequence[str]) -> tuple[Text, ...]:
    if one.recomputed:
        return ()
    joint = one.single is None and len(one.parts(options)) > 1
    several = (message("claims.counted_twice"),) if joint else ()
    wider = one.interval(options, deff=1.5)
    return several if wider is None else (*several, message("claims.interval_wider", span=share_span(wider)))
