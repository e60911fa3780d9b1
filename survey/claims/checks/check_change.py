"""Claims of a change between waves: against the two waves named, or against every pair of dated waves of the series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations, pairwise

from survey.claims.answers.verdict import FAILING, Verdict
from survey.claims.figures.printing import sentence
from survey.claims.figures.stated import options_of
from survey.claims.judging.case import Case
from survey.claims.judging.change_fit import FIT_WORDS, PairFit, change_text, error_text, fit_pair, stated_range
from survey.claims.judging.compare import FIDELITY_WORDS
from survey.claims.judging.pair_list import pairs_sentence, pairs_verdict, without_n
from survey.claims.judging.unchecked import cannot_check
from survey.claims.judging.waves import Wave, shared_text, waves_of
from survey.definitions.records.claims import Claim
from survey.definitions.records.library import Library


def check_change(case: Case) -> Verdict:
    """A stated rise or fall in points; the rule for one pair of waves is that of ``change_fit.fit_pair``.

    With two waves named, that pair decides. Without, nobody said which pair is meant: what all pairs say is the
    verdict, and where they differ it *cannot be checked*; the sentence names those that fit, the details list all.
    """
    claim, library, level = case.claim, case.library, case.level
    if claim.question is None:
        return cannot_check(claim, "the claim names no question, so there is nothing to compare")
    says = claim.says.change
    assert says is not None
    decimals = says.digits if claim.decimals is None else claim.decimals
    stated = change_text(says.points, says.direction, decimals)
    options = options_of(claim)
    if not options:
        return Verdict(claim.id, "cannot_be_checked", "The claim does not say which answer changed.", stated=stated)
    named = [library.study(name) for name in (says.start, says.end) if name is not None]
    series = _series(claim, library)
    if series is None and len(named) < 2:
        text = "Neither two waves nor a series is named, so there is nothing to compare."
        return Verdict(claim.id, "cannot_be_checked", text, stated=stated)
    studies = {study.study: study for study in (*(library.series(series) if series else ()), *named)}
    line, left = waves_of(case, list(studies.values()), options)
    pairs = [
        (one, two)
        for one, two in combinations(line, 2)
        if says.start in (None, one.study.study) and says.end in (None, two.study.study)
    ]
    if not pairs:
        text = f"No two dated waves have a figure for {' + '.join(options)}"
        text += f"; left out: {', '.join(left)}" if left else ""
        return Verdict(claim.id, "cannot_be_checked", sentence(text), stated=stated)
    wanted, sign = stated_range(says.points, decimals), -1.0 if says.direction == "down" else 1.0
    fits = [fit_pair(one, two, line, wanted, sign, level) for one, two in pairs]
    if len(named) == 2:
        return _one_pair(claim, fits[0], stated, level)
    return _all_pairs(claim, fits, line, left, stated, level)


def _series(claim: Claim, library: Library) -> str | None:
    """The series that the claim names, or to which the studies that it names all belong."""
    if claim.series is not None:
        return claim.series
    says = claim.says.change
    names = [name for name in (claim.study, says.start if says else None, says.end if says else None) if name]
    found = {library.study(name).series for name in names}
    return found.pop() if len(found) == 1 else None


def _one_pair(claim: Claim, pair: PairFit, stated: str, level: float) -> Verdict:
    one, two = pair.one, pair.two
    start, end = one.share().text, two.share().text
    head = f"{FIDELITY_WORDS[pair.fit]}: " if pair.fit in FAILING else ""
    text = f"{head}{stated} is stated; {one.evidence[0].label(one.options)} went from {start}% ({one.name}) to {end}% "
    text += f"({two.name})"
    text += f": {pair.words}" if pair.unlike else f", {pair.change} points: {pair.words}; {error_text(pair, level)}"
    for extra in (*pair.breaks, pair.note):
        text += f"; {extra}" if extra else ""
    figures = {"estimate": pair.estimate, "std_error": pair.std_error}
    if pair.interval is not None:
        figures |= {"conf_low": pair.interval.low, "conf_high": pair.interval.high}
    return Verdict(
        claim.id,
        pair.fit,
        sentence(text),
        inference=pair.inferred.kind,
        deff_flips=pair.inferred.deff_flips,
        stated=stated,
        found=f"{start} → {end}",
        assumptions=_assumptions([one, two]),
        details=(pair.row(),),
        sources=_sources([one, two]),
        figures={key: value for key, value in figures.items() if not math.isnan(value)},
    )


def _all_pairs(
    claim: Claim, fits: list[PairFit], line: list[Wave], left: list[str], stated: str, level: float
) -> Verdict:
    known, unknown = without_n(fits, line, level)
    text = pairs_sentence(fits, line, stated)
    text += f". {known}" if known else ""
    text += f"; without date or figure: {', '.join(left)}" if left else ""
    count = {kind: float(sum(pair.fit == kind for pair in fits)) for kind in (*FIT_WORDS, *FAILING)}
    wrong = sum(count[kind] for kind in FAILING)
    return Verdict(
        claim.id,
        pairs_verdict(fits),
        sentence(text),
        stated=stated,
        found=f"fits {count['reproduced']:.0f} of {len(fits)} pairs",
        assumptions=(*_assumptions(line), *unknown),
        details=tuple(pair.row() for pair in fits),
        sources=_sources(line),
        figures={"pairs": float(len(fits)), "fit": count["reproduced"], "do_not_fit": wrong},
    )


def _assumptions(waves: Sequence[Wave]) -> tuple[str, ...]:
    if any(wave.evidence[0].recomputed for wave in waves):
        said = dict.fromkeys(text for one, two in pairwise(waves) if (text := shared_text(one, two)))
        known = "; ".join(said) or "the samples are taken as independent"
        deff = f"{known}; the study's design where there are data, else design effect 1"
    else:
        deff = "independent samples, design effect 1 (none is published; 1.5 makes standard errors 1.22 times as large)"
    sizes = tuple(f"{wave.name}: {wave.evidence[0].n_text}" for wave in waves) if len(waves) == 2 else ()
    return (*sizes, deff, "the stated points and the figures are taken with the rounding of their last digit")


def _sources(waves: Sequence[Wave]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for wave in waves for source in wave.evidence[0].sources))
