"""A printed margin of error against the number of respondents and, where there are data, their weights."""

from __future__ import annotations

import math
from dataclasses import dataclass

from survey.claims.answers.inference import MOST_DEFF
from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.checks.check_n import group_text, groups_of, published_size
from survey.claims.evidence.counted import counted
from survey.claims.evidence.sample_size import kind_of_sample, size_of, spread_of, study_sources
from survey.claims.figures.printing import number, percent, sentence
from survey.claims.judging.case import Case
from survey.claims.judging.unchecked import cannot_check
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import LOWER_BOUNDS, Figure, Moe
from survey.maths.published import Range, normal_quantile

_NO_COST = 1.15  # a printed margin that leaves less room than this counts nothing for weighting


@dataclass(frozen=True)
class Known:
    """What a margin is held against. ``deff``: of the weights in the data; NaN where none is known."""

    n: float
    n_text: str
    spread: Range = Range(1.0, 1.0)  # of n
    at_least: bool = False  # n is a lower limit
    deff: float = math.nan
    clustered: bool = False


def check_moe(case: Case) -> Verdict:
    """A stated margin, of the claim's group where it names one."""
    claim, study = case.claim, case.study
    if study is None:
        return cannot_check(claim, "no study is named, so there is nothing to compare with")
    assert claim.says.moe is not None
    sample, whom = case.sample(study), group_text(claim)
    if sample is None:
        known = published(published_size(claim, study), whom)
    else:
        base = study.questions.get(claim.question or "", StudyQuestion()).base or "asked"
        found = counted(sample, claim.question, groups_of(claim), base)
        clustered = bool(sample.design.psu)
        known = Known(found.n, f"n = {found.n:.0f} in the data{whom}", deff=found.kish, clustered=clustered)
    return judge_moe(claim.id, claim.says.moe, known, study, case.level)


def published(size: Figure | None, whom: str = "") -> Known:
    """What is published of the number of respondents."""
    n, text = size_of(size)
    return Known(n, f"{text}{whom}", spread_of(size), size is not None and size.qualifier in LOWER_BOUNDS)


def judge_moe(claim: str, moe: Moe, known: Known, study: Study, level: float) -> Verdict:
    """``z √(deff p (1-p) / n)`` for the share ``p`` that the margin is of (one half, unless it says otherwise).

    With weights in the data ``deff`` is theirs: equal under the printed digits is *reproduced*, else *not reproduced*.
    Without: equal at design effect 1 is *reproduced*, and so is a larger margin that a design effect up to 2 explains,
    which the sentence names; one that would take more *cannot be checked*; a smaller one is *not reproduced*, with the
    share that it would be right for.
    """
    common = {"study": study.study, "stated": moe.text, "sources": study_sources(study)}
    share = moe.share / 100
    spread, z = share * (1 - share), normal_quantile(level)
    if not known.n > 0 or spread <= 0 or moe.value <= 0:
        needed = (100 * z / moe.value) ** 2 * spread if moe.value > 0 else math.nan
        text = f"{moe.text} points would go with about {number(needed)} respondents (design effect 1)"
        text += f", but {known.n_text}"
        text = text if not known.n > 0 else f"{moe.text} points of a share of {moe.share:g}% is no margin"
        kind: Fidelity = "cannot_be_checked" if not known.n > 0 else "not_reproduced"
        return Verdict(claim, kind, sentence(text), assumptions=(known.n_text,), **common)  # type: ignore[arg-type]
    simple = z * math.sqrt(spread / known.n)
    expected = simple if math.isnan(known.deff) else simple * math.sqrt(known.deff)
    kind, said = _judge(moe, known, simple, expected, z)
    head = "not reproduced: " if kind == "not_reproduced" else ""
    text = f"{head}{moe.text} points are printed; {said} (a share of {moe.share:g}%, {percent(level)}%)"
    figures = {"moe": expected, "stated_moe": moe.value / 100, "n": known.n}
    figures["deff_implied"] = (moe.value / 100 / simple) ** 2
    deff = "design effect 1" if math.isnan(known.deff) else f"Kish's design effect {known.deff:.2f} of the weights"
    assumed = (known.n_text, f"a share of {moe.share:g}%, {deff}", kind_of_sample(study))
    return Verdict(
        claim,
        kind,
        sentence(text),
        found=f"±{100 * expected:.2f}",
        assumptions=tuple(item for item in assumed if item),
        figures=figures,
        **common,  # type: ignore[arg-type]
    )


def _judge(moe: Moe, known: Known, simple: float, expected: float, z: float) -> tuple[Fidelity, str]:
    half = 0.5 * 10.0**-moe.digits
    least, most = ((moe.value + side * half) / 100 for side in (-1, 1))
    ends = [expected / math.sqrt(part) for part in known.spread]
    equal = min(ends) <= most + 1e-12 and max(ends) >= least - 1e-12
    if not math.isnan(known.deff):
        return _by_weights(moe, known, simple, expected, equal, least)
    text = f"{known.n_text} gives ±{100 * simple:.2f} at design effect 1"
    if equal:
        room = (most / simple) ** 2
        if room < _NO_COST:
            more = "so the cost of weighting is not counted in it"
        else:
            more = f"which leaves room for a design effect of up to {number(room)}"
        return "reproduced", f"{text}, equal under the printed rounding, {more}"
    if moe.value / 100 < expected:
        if known.at_least:
            return "cannot_be_checked", f"{text}, and n is a lower limit: more respondents would make it smaller"
        return "not_reproduced", f"{text}, so it is too small for this number of respondents{_right_for(moe, known, z)}"
    implied, needed = number((moe.value / 100 / simple) ** 2), (least / simple) ** 2 * known.spread.low
    unknown = f"a design effect of {implied}, which is not published"
    if needed <= MOST_DEFF:
        return "reproduced", f"{text}: the larger printed margin implies {unknown}"
    return "cannot_be_checked", f"{text}: it would take {unknown}"


def _by_weights(
    moe: Moe, known: Known, simple: float, expected: float, equal: bool, least: float
) -> tuple[Fidelity, str]:
    text = f"{known.n_text} and the weights (Kish's design effect {known.deff:.2f}) give "
    text += f"±{100 * expected:.{max(moe.digits, 1)}f}"
    if equal:
        return "reproduced", f"{text}, equal under the printed rounding"
    if abs(100 * simple - moe.value) <= 0.5 * 10.0**-moe.digits + 1e-9:
        return "not_reproduced", f"{text}; it is the margin of as many respondents without weights"
    if known.clustered and least > expected:
        more = number((least / expected) ** 2)
        return "cannot_be_checked", f"{text}; clusters would have to make the variance {more} times as large"
    return "not_reproduced", text


def _right_for(moe: Moe, known: Known, z: float) -> str:
    """The share that would have this margin: ``p (1-p) = n (moe / z)²``."""
    spread = known.n * (moe.value / 100 / z) ** 2
    if spread >= 0.25:
        return ""
    share = (1 - math.sqrt(1 - 4 * spread)) / 2
    return f"; it would be right for shares near {percent(share, 0)}% or {percent(1 - share, 0)}%"
