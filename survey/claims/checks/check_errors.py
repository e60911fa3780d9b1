"""Claims of precision: a standard error, an interval, a design effect, each of the claim's option and group."""

from __future__ import annotations

import math
from collections.abc import Sequence

from survey.cells.samples.sample import SampleData
from survey.claims.answers.inference import MOST_DEFF
from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.checks.check_n import published_size
from survey.claims.checks.on_figures import on_figures
from survey.claims.evidence.counted import counted
from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.recomputed_evidence import whom_of
from survey.claims.evidence.sample_size import size_of, study_sources
from survey.claims.figures.amounts import StatedAmount, stated_amount
from survey.claims.figures.printing import percent, points_of, share_span
from survey.claims.figures.stated import options_of
from survey.claims.judging.case import Case, groups_of
from survey.claims.judging.compared import Compared, headed, of_whom
from survey.claims.judging.readings import over_readings
from survey.claims.judging.unchecked import cannot_check
from survey.definitions.records.claims import Claim
from survey.definitions.records.study import Study, StudyQuestion
from survey.maths.intervals import share_interval
from survey.maths.published import Range, normal_quantile
from survey.wording.figures import number, rough
from survey.wording.message import message
from survey.wording.sentences import sentence
from survey.wording.spans import dashed
from survey.words import Text

COARSE = 0.1  # a margin of error whose rounding leaves more of the design effect open cannot tell
METHODS = ("logit", "wald", "wilson", "korn_graubard")  # that intervals of shares are printed by


def _std_error(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """As printed: that of the design from data; from a printed *n* that of design effect 1, or of one up to 2 that
    makes the larger figure (named), as for a margin of error."""
    figure = claim.says.std_error
    assert figure is not None
    stated = stated_amount(figure, "points", claim.decimals)

    def judge(one: Evidence) -> Compared:
        error = one.std_error(options_of(claim))
        if not error > 0:
            return Compared("cannot_be_checked", message("claims.no_error", n_text=one.n_text))
        shown = points_of(number(100 * error, max(figure.digits, 2)), None)
        fidelity, deff = _by_deff(stated.allowed, error, one)
        clause = message(
            "claims.std_error", stated=stated.text, found=shown, basis=one.basis, why=_deff_text(fidelity, deff)
        )
        return Compared(fidelity, clause, shown, {"std_error": error, "n": one.n}, key=(error,))

    return over_readings(claim, stated.text, evidence, judge)


def _interval(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Both ends as printed, by one of the usual methods; from a printed *n* at a design effect from 1 to 2 (named)."""
    ends = claim.says.interval
    assert ends is not None
    digits = ends.digits
    low, high = ends.low or 0.0, 100.0 if ends.high is None else ends.high
    stated = message("claims.span", ends=dashed(number(low, digits), number(high, digits)))

    def judge(one: Evidence) -> Compared:
        options = options_of(claim)
        interval, share = one.interval(options), one.share(options)
        if interval is None or share is None:
            return Compared("cannot_be_checked", message("claims.no_error", n_text=one.n_text))
        method, deff = _method((low, high), digits, one, share.allowed, one.std_error(options))
        fidelity = _fidelity(deff)
        shown = message("claims.span", ends=share_span(interval))
        why = (
            message("claims.by_method", method=method, why=_deff_text(fidelity, deff))
            if method
            else _deff_text(fidelity, deff)
        )
        clause = message(
            "claims.interval_stated", stated=stated, found=shown, level=percent(one.level), basis=one.basis, why=why
        )
        figures = {"conf_low": interval.low, "conf_high": interval.high, "n": one.n}
        return Compared(fidelity, clause, shown, figures, key=tuple(interval))

    return over_readings(claim, stated, evidence, judge)


check_std_error = on_figures(_std_error)
check_interval = on_figures(_interval)


def check_deff(case: Case) -> Verdict:
    """From data: Kish's of the weights, or that of the claim's option by the design. From publications: what the
    printed margin of error implies at the printed *n*; without both it cannot be checked."""
    claim, study = case.claim, case.study
    assert claim.says.deff is not None and study is not None
    stated = stated_amount(claim.says.deff, "number", claim.decimals)
    sample = case.sample(study)
    return _deff_printed(case, study, stated) if sample is None else _deff_counted(case, study, sample, stated)


def _deff_counted(case: Case, study: Study, sample: SampleData, stated: StatedAmount) -> Verdict:
    claim = case.claim
    base = study.questions.get(claim.question or "", StudyQuestion()).base or "asked"
    group = counted(sample, claim.question, groups_of(claim), base)
    found = [("claims.deff_kish", 1.0 if math.isnan(group.kish) else group.kish)]
    if claim.question in sample.questions and options_of(claim):
        (one,) = case.evidence(study)
        share, error = one.share(options_of(claim)), one.std_error(options_of(claim))
        if share is not None and 0 < share.value < 1:
            found.append(("claims.deff_design", one.n * error**2 / (share.value * (1 - share.value))))
    fits = [pair for pair in found if stated.allowed.holds(pair[1])]
    key, value = (fits or found[::-1])[0]
    fidelity: Fidelity = "reproduced" if fits else "not_reproduced"
    whom = whom_of(sample, claim.base or {}, claim.domain or {}, claim.question or "")
    text = of_whom(message(key, stated=stated.text, found=number(value, 2)), whom)
    return _deff_verdict(claim, study, fidelity, text, stated, number(value, 2))


def _deff_printed(case: Case, study: Study, stated: StatedAmount) -> Verdict:
    claim, moe = case.claim, study.moe
    n, n_text = size_of(published_size(claim, study))
    if moe is None or not n > 0 or groups_of(claim):
        return cannot_check(claim, message("claims.no_deff", n_text=n_text), stated=stated.text)
    half, spread = 0.5 * 10.0**-moe.digits, moe.share / 100 * (1 - moe.share / 100)
    ends = ((moe.value + side * half) / 100 / normal_quantile(case.level) for side in (-1, 1))
    low, high = (n * end**2 / spread for end in ends)
    implied = dashed(number(low, 2), number(high, 2))
    fidelity: Fidelity = "not_reproduced"
    if Range(low, high).meets(stated.allowed):
        fidelity = "reproduced" if high - low < COARSE else "cannot_be_checked"
    text = message("claims.deff_implied", stated=stated.text, moe=moe.text, n_text=n_text, found=implied)
    return _deff_verdict(claim, study, fidelity, text, stated, implied)


def _deff_verdict(
    claim: Claim, study: Study, fidelity: Fidelity, text: Text, stated: StatedAmount, found: Text
) -> Verdict:
    said = sentence(headed(fidelity, text))
    sources = study_sources(study)
    return Verdict(claim.id, fidelity, said, stated=stated.text, found=found, sources=sources)


def _by_deff(allowed: Range, error: float, one: Evidence) -> tuple[Fidelity, float]:
    """The verdict on a printed error, and the least design effect that makes it; NaN where none is needed or does."""
    if allowed.holds(error):
        return "reproduced", math.nan
    least = (allowed.low / error) ** 2
    if one.recomputed or allowed.high < error:
        return "not_reproduced", math.nan
    return _fidelity(least), least


def _fidelity(deff: float) -> Fidelity:
    """``deff``: 1 or, for what is published, one that makes the figure; NaN: none does."""
    if math.isnan(deff):
        return "not_reproduced"
    return "reproduced" if deff <= MOST_DEFF else "cannot_be_checked"


def _deff_text(fidelity: Fidelity, deff: float) -> Text:
    if fidelity == "not_reproduced":
        return message("claims.not_that")
    if math.isnan(deff) or abs(deff - 1) < 1e-9:
        return message("claims.equal")
    return message("claims.at_deff", deff=rough(deff))


def _method(ends: tuple[float, float], digits: int, one: Evidence, allowed: Range, error: float) -> tuple[str, float]:
    """The first method by which both ends are those printed, at the least design effect; ("", NaN) where none is."""
    half = 0.5 * 10.0**-digits + 1e-7
    tries = [1.0] if one.recomputed else [1 + step / 50 for step in range(151)]
    for deff in tries:
        for method in METHODS:
            for share in {allowed.low, (allowed.low + allowed.high) / 2, allowed.high}:
                if not 0 < share < 1:
                    continue
                low, high = share_interval(method, share, error * math.sqrt(deff), one.n / deff, one.df, one.level)
                if abs(100 * float(low) - ends[0]) <= half and abs(100 * float(high) - ends[1]) <= half:
                    return method, deff
    return "", math.nan
