"""Claims of numbers that a question's answers stand for, and of sums: mean, median, total, sum of printed figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from survey.claims.answers.verdict import Verdict
from survey.claims.checks.on_figures import of_figures, on_studies
from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.recomputed_evidence import whom_of
from survey.claims.evidence.scale_values import mean_range, median_range, values_of
from survey.claims.figures.amounts import StatedAmount, stated_amount
from survey.claims.figures.stated import options_of
from survey.claims.judging.case import Case
from survey.claims.judging.compared import Compared, of_whom
from survey.claims.judging.quantity import Quantity, compare_quantity
from survey.claims.judging.readings import over_readings
from survey.claims.judging.recomputed_number import recomputed_number
from survey.definitions.records.claims import ANSWERED, Claim
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import Figure
from survey.maths.published import Range
from survey.wording.message import message
from survey.wording.sentences import sentence

MADE = {"mean": mean_range, "median": median_range}


def _number(case: Case, study: Study) -> Verdict:
    claim = case.claim
    ((what, figure, _),) = claim.says.given
    stated = stated_amount(figure, "count" if what == "total" else "number", claim.decimals)
    sample = case.sample(study)
    if sample is not None and claim.question in sample.questions:
        made = compare_quantity(stated, recomputed_number(case, study, sample, what))
        whom = whom_of(sample, claim.base or {}, claim.domain or {}, claim.question or "")
        return _verdict(claim, stated, replace(made, clause=of_whom(made.clause, whom)), study)
    own = study.questions.get(claim.question or "", StudyQuestion())
    printed = _printed(claim, own, what)
    if printed is not None:
        found = stated_amount(printed, "number")
        value = math.nan if found.limit or printed.value is None else found.nominal
        known = Quantity(message(f"claims.of_{what}"), message("claims.published"), "number", value, found.allowed)
        return _verdict(claim, stated, compare_quantity(stated, known), study)
    return of_figures(
        case,
        study,
        lambda claim, evidence: over_readings(
            claim, stated.text, evidence, lambda one: _published(case, study, one, what, stated)
        ),
    )


def _printed(claim: Claim, own: StudyQuestion, what: str) -> Figure | None:
    """The printed number of the claim's group, where it is of the base that the claim is of: of those who answered."""
    nested = {own.nested.question: own.nested.options} if own.nested is not None else None
    if claim.base != nested and not (nested is None and claim.base == {claim.question: ANSWERED}):
        return None
    found = own.group(claim.domain) if claim.domain else own
    known: dict[Any, Figure] = {} if found is None else dict(found.published)
    known.update({} if found is None else found.numbers)
    return known.get(what)


def _sum(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    figure = claim.says.sum
    assert figure is not None
    stated = stated_amount(figure, "percent", claim.decimals)

    def judge(one: Evidence) -> Compared:
        share = one.share(options_of(claim))
        if share is None:
            return Compared("cannot_be_checked", message("claims.no_figure_for", label=one.label(options_of(claim))))
        value = share.value if share.known else math.nan
        what = message("claims.of_sum", label=one.label(options_of(claim)))
        known = Quantity(what, one.name, "percent", value, share.allowed, recomputed=one.recomputed)
        return compare_quantity(stated, known)

    return over_readings(claim, stated.text, evidence, judge)


check_number = on_studies(_number)
check_sum_of = on_studies(lambda case, study: of_figures(case, study, _sum))


def _published(case: Case, study: Study, one: Evidence, what: str, stated: StatedAmount) -> Compared:
    if what == "total":
        return _respondents(case.claim, one, stated)
    values = values_of(case.library.question(study, one.question))
    shares = [one.shares[option] for option in values if option in one.shares]
    if len(shares) < len(values) or len(values) < 2 or not all(share.known for share in shares):
        text = message("claims.no_distribution", what=message(f"claims.of_{what}"), study=study.heading)
        return Compared("cannot_be_checked", text)
    value, possible = MADE[what](list(values.values()), shares)
    name = message("claims.from_shares", name=one.name)
    return compare_quantity(stated, Quantity(message(f"claims.of_{what}"), name, "number", value, possible))


def _respondents(claim: Claim, one: Evidence, stated: StatedAmount) -> Compared:
    """People with an answer, as the share of those asked."""
    share = one.share(options_of(claim)) if options_of(claim) else None
    if share is None or not one.n > 0:
        return Compared("cannot_be_checked", message("claims.no_total", n_text=one.n_text))
    low, high = one.n * one.n_spread.low, one.n * one.n_spread.high
    possible = Range(share.allowed.low * low, share.allowed.high * high)
    value = share.value * one.n if share.known else math.nan
    what = message("claims.of_people", label=one.label(options_of(claim)))
    name = message("claims.share_of_n", name=one.name, n_text=one.n_text)
    return compare_quantity(stated, Quantity(what, name, "count", value, possible))


def _verdict(claim: Claim, stated: StatedAmount, made: Compared, study: Study) -> Verdict:
    own = study.questions.get(claim.question or "", StudyQuestion())
    return Verdict(
        claim.id,
        made.fidelity,
        sentence(made.said),
        inference=made.inferred.kind,
        deff_flips=made.inferred.deff_flips,
        stated=stated.text,
        found=made.found,
        assumptions=made.assumptions,
        sources=own.sources or study.sources,
        figures=made.figures,
        allowed=made.allowed,
    )
