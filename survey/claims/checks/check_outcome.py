"""A count (a vote) against a survey's interval."""

from __future__ import annotations

import math
from collections.abc import Sequence

from survey.claims.answers.inference import infer
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import points
from survey.claims.figures.stated import Stated
from survey.claims.judging.compare import interval_text
from survey.claims.judging.compared import Compared
from survey.maths.published import variance_to_reach
from survey.wording.figures import rough, times_by
from survey.wording.message import message, plural
from survey.wording.worded import joined


def against_outcome(stated: Stated, one: Evidence, options: str | Sequence[str]) -> Compared:
    """A count quotes no poll, so that its fidelity *cannot be checked*; inference: is it outside the poll's interval?

    The count has no error of its own. Without an interval there is nothing to hold it against.
    """
    share, interval, shown = one.share(options), one.interval(options), interval_text(one, options)
    label, whom = one.label(options), joined((" ", one.of_whom)) if one.of_whom is not None else ""
    if share is None or interval is None or shown is None:
        why = message("claims.no_figure_known") if share is None or not share.known else one.n_text
        text = message("claims.count_alone", label=label, count=stated.text, why=why, whom=whom)
        return Compared("cannot_be_checked", text)
    error = one.std_error(options)
    needed = variance_to_reach(share.value, error, stated.nominal, one.quantile)
    inferred = infer(0.0 if abs(share.value - stated.nominal) < 1e-9 else needed, one.variance)
    inside = interval.holds(stated.nominal)
    counted = message(
        "claims.count_inside" if inside else "claims.count_outside",
        label=label,
        count=stated.text,
        found=share.text,
        name=one.name,
        whom=whom,
        gap=points(abs(share.value - stated.nominal)),
        interval=shown,
    )
    clauses = [counted]
    figures = {"stated_share": stated.nominal, "estimate": share.value, "std_error": error, "n": one.n}
    figures |= {"conf_low": interval.low, "conf_high": interval.high}
    if not inside and not math.isnan(needed):
        figures["deff_needed"] = needed
        clauses.append(plural("claims.variance_needed", times_by(needed), times=rough(needed)))
    text = message("claims.no_quotation", text=joined((*clauses, message("claims.no_sampling_error")), "; "))
    return Compared(
        "cannot_be_checked", text, share.text, figures, inferred=inferred, key=share.printed, names_whom=True
    )
