"""A count (a vote) against a survey's interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

from survey.claims.answers.inference import infer
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import number, percent, points, span
from survey.claims.figures.stated import Stated
from survey.claims.judging.compare import Compared
from survey.maths.published import variance_to_reach

NOT_SAMPLING = "people who were undecided or did not vote, and change before the vote, are no sampling error"


def against_outcome(stated: Stated, one: Evidence, options: str | Sequence[str]) -> Compared:
    """A count quotes no poll, so that its fidelity *cannot be checked*; inference: is it outside the poll's interval?

    The count has no error of its own. Without an interval there is nothing to hold it against.
    """
    share, interval = one.share(options), one.interval(options)
    label, whom = one.label(options), f" {one.of_whom}" if one.of_whom else ""
    if share is None or interval is None:
        why = "no figure is known" if share is None or not share.known else one.n_text
        text = f"{label} was {stated.text}% in the count, but for the survey {why}{whom}"
        return Compared("cannot_be_checked", text)
    error = one.std_error(options)
    needed = variance_to_reach(share.value, error, stated.nominal, one.quantile)
    inferred = infer(0.0 if abs(share.value - stated.nominal) < 1e-9 else needed, one.variance)
    inside = interval.holds(stated.nominal)
    gap = points(abs(share.value - stated.nominal))
    shown = f"{percent(one.level)}% interval {span(*interval)}% ({one.basis})"
    text = f"{label} was {stated.text}% in the count and {share.text}% {one.name}{whom}, {gap} apart: the count is "
    text += f"{'inside' if inside else 'outside'} the {shown}"
    figures = {"stated_share": stated.nominal, "estimate": share.value, "std_error": error, "n": one.n}
    figures |= {"conf_low": interval.low, "conf_high": interval.high}
    if not inside and not math.isnan(needed):
        figures["deff_needed"] = needed
        text += f"; the variance would have to be {number(needed)} times as large to reach it"
    text = f"a count quotes no poll, so there is no quotation to check: {text}; {NOT_SAMPLING}"
    return Compared("cannot_be_checked", text, share.text, figures, inferred=inferred)
