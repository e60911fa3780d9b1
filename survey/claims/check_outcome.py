"""A count (a vote) against a survey's interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

from survey.claims.compare import Compared
from survey.claims.evidence import Evidence
from survey.claims.printing import number, percent, points, span
from survey.claims.stated import Stated
from survey.maths.published import variance_to_reach

NOT_SAMPLING = "people who were undecided or did not vote, and change before the vote, are no sampling error"


def against_outcome(stated: Stated, one: Evidence, options: str | Sequence[str]) -> Compared:
    """A survey can only be *consistent* with a count, or not: inside its interval or outside it.

    The count has no error of its own. Without an interval there is nothing to hold it against.
    """
    share, interval = one.share(options), one.interval(options)
    label, whom = one.label(options), f" {one.of_whom}" if one.of_whom else ""
    if share is None or interval is None:
        why = "no figure is known" if share is None or not share.known else one.n_text
        return Compared("cannot_check", f"{label} was {stated.text}% in the count, but for the survey {why}{whom}")
    inside = interval.holds(stated.nominal)
    gap = points(abs(share.value - stated.nominal))
    shown = f"{percent(one.level)}% interval {span(*interval)}% ({one.basis})"
    text = f"{label} was {stated.text}% in the count and {share.text}% {one.name}{whom}, {gap} apart: the count is "
    text += f"{'inside' if inside else 'outside'} the {shown}"
    error = one.std_error(options)
    figures = {"stated_share": stated.nominal, "estimate": share.value, "std_error": error, "n": one.n}
    figures |= {"conf_low": interval.low, "conf_high": interval.high}
    needed = variance_to_reach(share.value, error, stated.nominal, one.quantile)
    if not inside and not math.isnan(needed):
        figures["deff_needed"] = needed
        text += f"; the variance would have to be {number(needed)} times as large to reach it"
    return Compared("consistent" if inside else "not_reproduced", f"{text}; {NOT_SAMPLING}", share.text, figures)
