"""A printed margin of error against the number of respondents and, where there are data, their weights."""

from __future__ import annotations

import math
from dataclasses import dataclass

from survey.claims.answers.inference import MOST_DEFF
from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.checks.check_n import group_text, published_size
from survey.claims.evidence.counted import counted
from survey.claims.evidence.sample_size import kind_of_sample, size_of, spread_of, study_sources
from survey.claims.figures.printing import percent
from survey.claims.judging.case import Case, groups_of
from survey.claims.judging.compared import headed
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import LOWER_BOUNDS, Figure, Moe
from survey.maths.published import Range, normal_quantile
from survey.wording.figures import number, rough, times_by
from survey.wording.message import Message, message, plural
from survey.wording.sentences import sentence
from survey.wording.worded import Part, joined
from survey.words import Text

_NO_COST = 1.15  # a printed margin that leaves less room than this counts nothing for weighting


@dataclass(frozen=True)
class Known:
    """What a margin is held against. ``deff``: of the weights in the data; NaN where none is known."""

    n: float
    n_text: Text
    spread: Range = Range(1.0, 1.0)  # of n
    at_least: bool = False  # n is a lower limit
    deff: float = math.nan
    clustered: bool = False


def check_moe(case: Case) -> Verdict:
    """A stated margin, of the claim's group where it names one."""
    claim, study = case.claim, case.study
    assert claim.says.moe is not None and study is not None
    sample, whom = case.sample(study), group_text(case, study)
    if sample is None:
        known = published(published_size(claim, study), whom)
    else:
        base = study.questions.get(claim.question or "", StudyQuestion()).base or "asked"
        found = counted(sample, claim.question, groups_of(claim), base)
        clustered = bool(sample.design.psu)
        n_text = joined((message("claims.n_data", n=number(found.n, 0)), whom))
        known = Known(found.n, n_text, deff=found.kish, clustered=clustered)
    return judge_moe(claim.id, claim.says.moe, known, study, case.level)


def published(size: Figure | None, whom: Part = "") -> Known:
    """What is published of the number of respondents."""
    n, text = size_of(size)
    return Known(n, joined((text, whom)), spread_of(size), size is not None and size.qualifier in LOWER_BOUNDS)


def judge_moe(claim: str, moe: Moe, known: Known, study: Study, level: float) -> Verdict:
    """``z √(deff p (1-p) / n)`` for the share ``p`` that the margin is of (one half, unless it says otherwise).

    With weights in the data ``deff`` is theirs: equal under the printed digits is *reproduced*, else *not reproduced*.
    Without: equal at design effect 1 is *reproduced*, and so is a larger margin that a design effect up to 2 explains,
    which the sentence names; one that would take more *cannot be checked*; a smaller one is *not reproduced*, with the
    share that it would be right for.
    """
    printed = message("claims.margin", moe=number(moe.value, moe.digits))
    common = {"study": study.study, "stated": printed, "sources": study_sources(study)}
    share = moe.share / 100
    spread, z = share * (1 - share), normal_quantile(level)
    if not known.n > 0 or spread <= 0 or moe.value <= 0:
        kind, text = _no_margin(moe, known, printed, (100 * z) ** 2 * spread)
        return Verdict(claim, kind, sentence(text), assumptions=(known.n_text,), **common)  # type: ignore[arg-type]
    simple = z * math.sqrt(spread / known.n)
    expected = simple if math.isnan(known.deff) else simple * math.sqrt(known.deff)
    kind, said = _judge(moe, known, simple, expected, z)
    of = number(moe.share)
    text = message("claims.moe", moe=printed, said=said, share=of, level=percent(level))
    figures = {"moe": expected, "stated_moe": moe.value / 100, "n": known.n}
    figures["deff_implied"] = (moe.value / 100 / simple) ** 2
    if math.isnan(known.deff):
        assumed = message("claims.moe_assumed", share=of)
    else:
        assumed = message("claims.moe_assumed_kish", share=of, deff=number(known.deff, 2))
    assumptions = (known.n_text, assumed, kind_of_sample(study))
    return Verdict(
        claim,
        kind,
        sentence(headed(kind, text)),
        found=_margin(expected),
        assumptions=tuple(item for item in assumptions if item is not None),
        figures=figures,
        **common,  # type: ignore[arg-type]
    )


def _margin(value: float, digits: int = 2) -> Message:
    return message("claims.margin", moe=number(100 * value, digits))


def _no_margin(moe: Moe, known: Known, printed: Text, needed: float) -> tuple[Fidelity, Message]:
    if known.n > 0:
        return "not_reproduced", message("claims.moe_of_none", moe=printed, share=number(moe.share))
    if moe.value <= 0:
        return "cannot_be_checked", message("claims.moe_of_none", moe=printed, share=number(moe.share))
    n = needed / moe.value**2
    return "cannot_be_checked", plural("claims.moe_needs", round(n), moe=printed, n=rough(n), n_text=known.n_text)


def _judge(moe: Moe, known: Known, simple: float, expected: float, z: float) -> tuple[Fidelity, Text]:
    half = 0.5 * 10.0**-moe.digits
    least, most = ((moe.value + side * half) / 100 for side in (-1, 1))
    ends = [expected / math.sqrt(part) for part in known.spread]
    equal = min(ends) <= most + 1e-12 and max(ends) >= least - 1e-12
    if not math.isnan(known.deff):
        return _by_weights(moe, known, simple, expected, equal, least)
    gives = message("claims.moe_gives", n_text=known.n_text, moe=_margin(simple))
    if equal:
        room = (most / simple) ** 2
        if room < _NO_COST:
            return "reproduced", message("claims.moe_no_cost", gives=gives)
        return "reproduced", message("claims.moe_room", gives=gives, deff=rough(room))
    if moe.value / 100 < expected:
        if known.at_least:
            return "cannot_be_checked", message("claims.moe_lower_limit", gives=gives)
        too_small = message("claims.moe_too_small", gives=gives)
        return "not_reproduced", joined((too_small, *_right_for(moe, known, z)), "; ")
    implied, needed = rough((moe.value / 100 / simple) ** 2), (least / simple) ** 2 * known.spread.low
    if needed <= MOST_DEFF:
        return "reproduced", message("claims.moe_implies", gives=gives, deff=implied)
    return "cannot_be_checked", message("claims.moe_would_take", gives=gives, deff=implied)


def _by_weights(
    moe: Moe, known: Known, simple: float, expected: float, equal: bool, least: float
) -> tuple[Fidelity, Text]:
    margin = _margin(expected, max(moe.digits, 1))
    gives = message("claims.moe_weights", n_text=known.n_text, deff=number(known.deff, 2), moe=margin)
    if equal:
        return "reproduced", message("claims.moe_equal", gives=gives)
    if abs(100 * simple - moe.value) <= 0.5 * 10.0**-moe.digits + 1e-9:
        return "not_reproduced", message("claims.moe_unweighted", gives=gives)
    if known.clustered and least > expected:
        times = (least / expected) ** 2
        text = plural("claims.moe_clusters", times_by(times), gives=gives, times=rough(times))
        return "cannot_be_checked", text
    return "not_reproduced", gives


def _right_for(moe: Moe, known: Known, z: float) -> tuple[Message, ...]:
    """The share that would have this margin: ``p (1-p) = n (moe / z)²``."""
    spread = known.n * (moe.value / 100 / z) ** 2
    if spread >= 0.25:
        return ()
    share = (1 - math.sqrt(1 - 4 * spread)) / 2
    return (message("claims.moe_right_for", small=percent(share, 0), large=percent(1 - share, 0)),)
