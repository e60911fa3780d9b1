"""Claims of how far apart two answers or two groups are: a difference, a lead, a multiple."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from survey.claims.answers.verdict import Verdict
from survey.claims.checks.on_figures import of_figures, on_studies
from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.sides import Sides, of_answers, of_groups
from survey.claims.figures.amounts import StatedAmount, Unit, amounts, stated_amount
from survey.claims.figures.share import Share
from survey.claims.figures.stated import options_of
from survey.claims.judging.case import Case
from survey.claims.judging.compared import Compared
from survey.claims.judging.limits import hidden
from survey.claims.judging.quantity import Quantity, compare_quantity
from survey.claims.judging.readings import over_readings
from survey.claims.judging.rivals import rivals_of
from survey.claims.judging.unchecked import cannot_check
from survey.definitions.records.claims import Claim
from survey.definitions.records.statements import Against
from survey.definitions.records.study import Study
from survey.maths.published import Range, change_range
from survey.phrases.times import read_multiple
from survey.wording.message import message
from survey.wording.worded import joined, same


def _difference(case: Case, study: Study) -> Verdict:
    says = case.claim.says.difference
    assert says is not None
    stated = stated_amount(says.points, "points", case.claim.decimals)
    return _versus(case, study, says.against, stated, "points")


def _ratio(case: Case, study: Study) -> Verdict:
    says = case.claim.says.ratio
    assert says is not None and says.against is not None
    stated = stated_times(case)
    if stated is None:
        phrase = says.phrase or ""
        return cannot_check(case.claim, message("claims.unknown_phrase", phrase=phrase), stated=same(phrase))
    return _versus(case, study, says.against, stated, "times")


check_difference = on_studies(_difference)
check_ratio = on_studies(_ratio)


def check_lead(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """An option stated to be so many points ahead of the runner-up; behind it, it is no lead."""
    says = claim.says.lead
    assert says is not None
    stated = stated_amount(says.points, "points", claim.decimals)

    def judge(one: Evidence) -> Compared:
        found = rivals_of(one, says.option)
        if one.share(says.option) is None or not found:
            return Compared("cannot_be_checked", message("claims.no_figure_for", label=one.label(says.option)))
        sides = of_answers(one, says.option, found[0])
        assert sides is not None  # rivals have figures
        known = quantity_of(sides, "points")
        return compare_quantity(stated, _over_limits(known, sides, hidden(one, found[0], found[1:])))

    return over_readings(claim, stated.text, evidence, judge)


def _over_limits(known: Quantity, sides: Sides, unclear: Sequence[str]) -> Quantity:
    """A lead over the runner-up where answers that are known as limits may be larger than that."""
    if not unclear:
        return known
    limits = [(name, share) for name in unclear if (share := sides.one.share(name)) is not None]
    behind = [change_range(share.allowed, sides.first.allowed).low for _, share in limits]
    named = (sides.one.in_percent(name, share.text) for name, share in limits)
    return replace(
        known,
        value=math.nan,
        std_error=math.nan,
        possible=Range(min(known.possible.low, *behind), known.possible.high),
        against=joined((known.against or "", *named), ", "),
    )


def stated_times(case: Case) -> StatedAmount | None:
    """A multiple in figures or in words; None for words that are not known."""
    says = case.claim.says.ratio
    assert says is not None
    if says.times is not None:
        return stated_amount(says.times, "times", case.claim.decimals)
    return _read_times(says.phrase or "")


def quantity_of(sides: Sides, unit: Unit) -> Quantity:
    """The difference of two shares, or the first as a multiple ``m`` of the second.

    The standard error of a multiple is that of ``first - m · second``, over the second (delta method). That it is none
    is asked of ``first - second``."""
    one, high, low = sides.one, sides.first, sides.second
    known = high.known and low.known
    value, possible, times = math.nan, change_range(low.allowed, high.allowed), 1.0
    apart = (possible, sides.error(1.0)) if unit == "times" and known else None
    if unit == "times":
        possible = multiples(high, low)
        value = high.value / low.value if known and low.value > 0 else math.nan
        times = value if math.isfinite(value) else 1.0
    elif known:
        value = high.value - low.value
    error = sides.error(times) if known else math.nan
    if unit == "times" and low.known and low.value > 0:
        error /= low.value
    first, second = (
        message("claims.in_percent", label=name, figure=share.text)
        for name, share in zip(sides.names, (high, low), strict=True)
    )
    return Quantity(
        what=message(
            "claims.times_what" if unit == "times" else "claims.difference_what",
            first=sides.names[0],
            second=sides.names[1],
        ),
        name=one.name,
        unit=unit,
        value=value,
        possible=possible,
        std_error=error,
        quantile=one.quantile,
        level=one.level,
        basis=sides.basis,
        variance=sides.variance,
        recomputed=one.recomputed,
        assumptions=sides.assumptions,
        against=message("claims.against", first=first, second=second),
        apart=apart,
    )


def multiples(high: Share, low: Share) -> Range:
    """What printing leaves open of ``high`` as a multiple of ``low``."""
    least = high.allowed.low / low.allowed.high if low.allowed.high > 0 else math.inf
    return Range(least, high.allowed.high / low.allowed.low if low.allowed.low > 0 else math.inf)


def _versus(case: Case, study: Study, against: Against, stated: StatedAmount, unit: Unit) -> Verdict:
    claim = case.claim
    if not isinstance(against, dict):
        second = (against,) if isinstance(against, str) else against
        return of_figures(
            case,
            study,
            lambda claim, evidence: over_readings(
                claim,
                stated.text,
                evidence,
                lambda one: _judge(of_answers(one, options_of(claim), second), stated, unit),
            ),
        )
    other = case.of(domain=dict(against)).evidence(study)
    if not other:
        return cannot_check(claim, message("claims.no_figure_of_group", group=", ".join(against.values())))
    domains = (dict(claim.domain or {}), dict(against))
    return of_figures(
        case,
        study,
        lambda claim, evidence: over_readings(
            claim,
            stated.text,
            evidence[:1],
            lambda one: replace(
                _judge(of_groups((one, other[0]), options_of(claim), domains, claim.base or {}), stated, unit),
                names_whom=True,
            ),
        ),
    )


def _judge(sides: Sides | None, stated: StatedAmount, unit: Unit) -> Compared:
    if sides is None:
        return Compared("cannot_be_checked", message("claims.no_figure_known"))
    return compare_quantity(stated, quantity_of(sides, unit))


def _read_times(text: str) -> StatedAmount | None:
    """The multiple that the words name; None where they are not known."""
    found = read_multiple(text)
    if found is None:
        return None
    said = message("claims.said_multiple", phrase=text, span=amounts(found.allowed, "times"))
    return StatedAmount(said, found.nominal, found.allowed, found.limit, in_words=True)
