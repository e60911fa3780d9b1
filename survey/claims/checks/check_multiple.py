"""Claims of a multiple: of one answer or group over another, or of an answer over itself in an earlier wave."""

from __future__ import annotations

import math

from survey.claims.answers.verdict import Verdict
from survey.claims.checks.check_versus import check_ratio, multiples, stated_times
from survey.claims.evidence.evidence import less_known
from survey.claims.figures.amounts import StatedAmount
from survey.claims.figures.stated import options_of
from survey.claims.judging.between import mode_between, other_breaks, unlike
from survey.claims.judging.case import Case
from survey.claims.judging.compared import Compared
from survey.claims.judging.quantity import Quantity, compare_quantity
from survey.claims.judging.unchecked import cannot_check
from survey.claims.judging.waves import Wave, change_error, waves_of
from survey.maths.published import change_range
from survey.wording.message import message
from survey.wording.sentences import sentence
from survey.wording.worded import joined, same


def check_multiple(case: Case) -> Verdict:
    """With ``against`` within a wave; else between the two waves named."""
    says, claim = case.claim.says.ratio, case.claim
    assert says is not None
    if says.against is not None:
        return check_ratio(case)
    stated = stated_times(case)
    if stated is None:
        phrase = says.phrase or ""
        return cannot_check(claim, message("claims.unknown_phrase", phrase=phrase), stated=same(phrase))
    if says.start is None or says.end is None:
        return cannot_check(claim, message("claims.no_waves"), stated=stated.text)
    options = options_of(claim)
    line, left = waves_of(case, [case.library.study(says.start), case.library.study(says.end)], options)
    if len(line) < 2:
        text = message("claims.left_out", studies=joined(left, ", "))
        return cannot_check(claim, text, stated=stated.text)
    one, two = line
    if one.study.study != says.start:
        return cannot_check(claim, message("claims.waves_reversed"), stated=stated.text)
    made = _compared(one, two, stated) if (why := unlike(one, two)) is None else None
    if made is None:
        return cannot_check(claim, message("claims.pair_unlike", why=why or ""), stated=stated.text)
    mode, modes = mode_between(one, two, line)
    breaks = [message("claims.mode", modes=modes) if mode == "changed" else modes] if modes is not None else []
    return Verdict(
        claim.id,
        made.fidelity,
        sentence(joined((made.said, *breaks, *other_breaks(one, two)), "; ")),
        inference=made.inferred.kind,
        deff_flips=made.inferred.deff_flips,
        stated=stated.text,
        found=made.found,
        assumptions=tuple(joined((wave.name, wave.evidence[0].n_text), ": ") for wave in line),
        sources=tuple(dict.fromkeys(source for wave in line for source in wave.evidence[0].sources)),
        figures=made.figures,
        allowed=made.allowed,
    )


def _compared(one: Wave, two: Wave, stated: StatedAmount) -> Compared:
    """The later share as a multiple of the earlier. Its error by the delta method, of independent samples; none where
    the same persons are in both."""
    low, high = one.share(), two.share()
    known = low.known and high.known and low.value > 0
    value = high.value / low.value if known else math.nan
    first, second = one.std_error(), two.std_error()
    of_change = change_error(one, 0, two, 0)
    independent = math.isclose(of_change, math.hypot(first, second), rel_tol=1e-9)
    error = math.hypot(second, value * first) / low.value if known and independent else math.nan
    label = one.evidence[0].whose(one.options)
    went = message("claims.went", label=label, start=low.text, one=one.name, end=high.text, two=two.name)
    end = two.evidence[0]
    return compare_quantity(
        stated,
        Quantity(
            what=message("claims.over_time", label=label),
            name=end.name,
            unit="times",
            value=value,
            possible=multiples(high, low),
            std_error=error,
            quantile=end.quantile,
            level=end.level,
            basis=message("claims.basis_two", one=one.evidence[0].basis, two=end.basis),
            variance=less_known(one.evidence[0], two.evidence[0]),
            recomputed=end.recomputed and one.evidence[0].recomputed,
            against=went,
            apart=(change_range(low.allowed, high.allowed), of_change) if known else None,
        ),
    )
