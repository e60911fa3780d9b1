"""Claims of a change between waves: against the two waves named, or against every pair of dated waves of the series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from survey.claims.answers.verdict import FAILING, Verdict
from survey.claims.figures.stated import options_of
from survey.claims.judging.case import Case
from survey.claims.judging.change_fit import PairFit, change_text, error_text, fit_pair, stated_range
from survey.claims.judging.compared import headed
from survey.claims.judging.pair_list import pairs_sentences, pairs_verdict, without_n
from survey.claims.judging.unchecked import cannot_check
from survey.claims.judging.waves import Wave, shared_text, waves_of
from survey.definitions.records.claims import Claim
from survey.definitions.records.library import Library
from survey.maths.published import Range
from survey.wording.message import Message, message, plural
from survey.wording.sentences import sentence
from survey.wording.worded import Part, joined
from survey.words import Text


def check_change(case: Case) -> Verdict:
    """A stated rise or fall in points; the rule for one pair of waves is that of ``change_fit.fit_pair``.

    With two waves named, that pair decides. Without, nobody said which pair is meant: what all pairs say is the
    verdict, and where they differ it *cannot be checked*; the sentence names those that fit, the details list all.
    """
    claim, library, level = case.claim, case.library, case.level
    wanted, sign, stated = _wanted(claim)
    says = claim.says.change or claim.says.unchanged
    assert says is not None
    options = options_of(claim)
    if not options:
        return cannot_check(claim, message("claims.no_answer_changed"), stated=stated)
    named = [library.study(name) for name in (says.start, says.end) if name is not None]
    series = _series(claim, library)
    if series is None and len(named) < 2:
        return cannot_check(claim, message("claims.no_waves"), stated=stated)
    studies = {study.study: study for study in (*(library.series(series) if series else ()), *named)}
    line, left = waves_of(case, list(studies.values()), options)
    pairs = [
        (one, two)
        for one, two in combinations(line, 2)
        if says.start in (None, one.study.study) and says.end in (None, two.study.study)
    ]
    if not pairs:
        both = {says.start, says.end} <= {wave.study.study for wave in line}
        missing = message("claims.no_two_waves", options=" + ".join(options))
        text: list[Part] = [message("claims.waves_reversed") if both else missing]
        text += [message("claims.left_out", studies=joined(left, ", "))] if left else []
        return cannot_check(claim, joined(text, "; "), stated=stated)
    fits = [fit_pair(one, two, line, wanted, sign, level) for one, two in pairs]
    if claim.says.change is None:  # what is not unchanged has changed, in whichever direction
        fits = [replace(pair, fit="not_reproduced", moved=True) if pair.fit in FAILING else pair for pair in fits]
    if len(named) == 2:
        ends = sorted(sign * end for end in wanted)
        return replace(_one_pair(claim, fits[0], stated, level), allowed=Range(*ends))
    return _all_pairs(claim, fits, line, left, stated, level)


def _wanted(claim: Claim) -> tuple[Range, float, Message]:
    """The changes that may be stated so, the sign that makes them positive, and the statement in words."""
    change, level = claim.says.change, claim.says.unchanged
    if change is None:
        assert level is not None
        return Range(-level.within / 100, level.within / 100), 1.0, message("claims.unchanged")
    decimals = change.digits if claim.decimals is None else claim.decimals
    stated = change_text(change.points, change.direction, decimals)
    return stated_range(change.points, decimals), -1.0 if change.direction == "down" else 1.0, stated


def _series(claim: Claim, library: Library) -> str | None:
    """The series that the claim names, or to which the studies that it names all belong."""
    if claim.series is not None:
        return claim.series
    found = {library.study(name).series for name in claim.studies}
    return found.pop() if len(found) == 1 else None


def _one_pair(claim: Claim, pair: PairFit, stated: Message, level: float) -> Verdict:
    one, two = pair.one, pair.two
    start, end = one.share().text, two.share().text
    label = one.evidence[0].whose(one.options)
    went = message("claims.went", label=label, start=start, one=one.name, end=end, two=two.name)
    clauses: list[Part] = []
    if pair.unlike is not None:
        clauses.append(message("claims.stated_and_went", stated=stated, went=went, said=pair.said))
    else:
        change, said = pair.change, pair.said
        clauses.append(message("claims.stated_and_went_by", stated=stated, went=went, change=change, said=said))
        clauses.append(error_text(pair, level))
    clauses += [*pair.breaks, pair.note] if pair.note is not None else pair.breaks
    figures = {"estimate": pair.estimate, "std_error": pair.std_error}
    if pair.interval is not None:
        figures |= {"conf_low": pair.interval.low, "conf_high": pair.interval.high}
    return Verdict(
        claim.id,
        pair.fit,
        sentence(headed(pair.fit, joined(clauses, "; "))),
        inference=pair.inferred.kind,
        deff_flips=pair.inferred.deff_flips,
        stated=stated,
        found=joined((start, end), " → "),
        assumptions=_assumptions([one, two]),
        details=(pair.row(),),
        sources=_sources([one, two]),
        figures={key: value for key, value in figures.items() if not math.isnan(value)},
    )


def _all_pairs(
    claim: Claim, fits: list[PairFit], line: list[Wave], left: list[Message], stated: Message, level: float
) -> Verdict:
    known, unknown = without_n(fits, line, level)
    text: list[Part] = [joined((*pairs_sentences(fits, line, stated), known), ". ")]
    text += [message("claims.without_date", studies=joined(left, ", "))] if left else []
    fit = sum(pair.fit == "reproduced" for pair in fits)
    wrong = sum(pair.fit in FAILING for pair in fits)
    short = pairs_sentences(fits, line, stated)[0]
    return Verdict(
        claim.id,
        pairs_verdict(fits),
        sentence(joined(text, "; ")),
        stated=stated,
        found=plural("claims.fits_pairs", len(fits), fit=fit, pairs=len(fits)),
        assumptions=(*_assumptions(line), *unknown),
        details=tuple(pair.row() for pair in fits),
        sources=_sources(line),
        figures={"pairs": float(len(fits)), "fit": float(fit), "do_not_fit": float(wrong)},
        brief=sentence(joined((short, known), ". ")),
    )


def _assumptions(waves: Sequence[Wave]) -> tuple[Text, ...]:
    if any(wave.evidence[0].recomputed for wave in waves):
        said = [text for one, two in pairwise(waves) if (text := shared_text(one, two)) is not None]
        known = joined(said, "; ", once=True) if said else message("claims.independent")
        deff = message("claims.design_where_data", known=known)
    else:
        deff = message("claims.independent_deff")
    sizes: tuple[Text, ...] = ()
    if len(waves) == 2:
        sizes = tuple(joined((wave.name, wave.evidence[0].n_text), ": ") for wave in waves)
    return (*sizes, deff, message("claims.last_digit"))


def _sources(waves: Sequence[Wave]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for wave in waves for source in wave.evidence[0].sources))
