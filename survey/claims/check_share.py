"""Claims of one share, of a share in words, and of several shares at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from survey.claims.compare import Compared, Stated, compare, stated_figure, stated_phrase
from survey.claims.evidence import Evidence
from survey.claims.phrases import read_phrase
from survey.claims.printing import figure_text, listed, percent
from survey.claims.published_evidence import is_words
from survey.claims.verdict import Verdict, VerdictKind
from survey.definitions.claims import Claim

WORST: tuple[VerdictKind, ...] = ("not_reproduced", "cannot_check", "consistent", "reproduced")


def check_share(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """A stated share or phrase against the share of the claim's option (or of several joined)."""
    options = claim.options or ((claim.option,) if claim.option else ())
    if claim.says.phrase is not None:
        phrase = read_phrase(claim.says.phrase)
        if phrase is None:
            sentence = f"'{claim.says.phrase}' names no share that the rules for phrases know, so there is nothing to compare."
            return Verdict(claim.id, "cannot_check", sentence, stated=claim.says.phrase)
        stated = stated_phrase(phrase)
    else:
        assert claim.says.share is not None
        stated = stated_figure(claim.says.share, claim.decimals)
    if not options:
        return Verdict(claim.id, "cannot_check", "The claim does not say which option it is about.", stated=stated.text)
    if claim.kind == "outcome":
        return _outcome(claim, stated, evidence[0], options)
    return try_readings(claim, stated.text, evidence, lambda one: compare(stated, one, options))


def check_shares(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Several stated shares: the worst of their verdicts, and what the statement leaves out."""
    shares = claim.says.shares or {}
    first = evidence[0]
    found = {option: compare(stated_figure(figure, claim.decimals), first, option) for option, figure in shares.items()}
    verdict = next(kind for kind in WORST if any(one.verdict == kind for one in found.values()))
    if verdict == "reproduced":
        text = listed([f"{first.label(option)} {found[option].found}" for option in found])
        sentence = f"{text} {'as recomputed' if first.recomputed else 'as published'}: all equal under the printed rounding"
    else:
        sentence = "; ".join(one.clause for one in found.values())
    left = [
        f"{first.label(option)} {first.shares[option].text}"
        for option in first.options
        if option in first.shares and option not in shares and option not in first.missing
    ]
    if left:
        sentence += f"; left out of the statement: {listed(left)}"
    if first.unprinted and not first.recomputed and first.unaccounted > 0.005 and not first.of_whom:
        names = ", ".join(first.label(option) for option in first.unprinted)
        sentence += f"; {percent(first.unaccounted)} points of 100 are not accounted for ({names}: no figures)"
    details = tuple(
        {
            "option": option,
            "stated": figure_text(shares[option]),
            "found": one.found,
            "verdict": one.verdict,
            **{key: value for key, value in one.figures.items() if key != "stated"},
        }
        for option, one in found.items()
    )
    return Verdict(
        claim.id,
        verdict,
        sentence[0].upper() + sentence[1:] + ".",
        stated=", ".join(f"{option} {figure_text(figure)}" for option, figure in shares.items()),
        found=", ".join(f"{option} {one.found}" for option, one in found.items()),
        assumptions=first.assumptions,
        details=details,
        sources=first.sources,
    )


def try_readings(
    claim: Claim, stated: str, evidence: Sequence[Evidence], judge: Callable[[Evidence], Compared]
) -> Verdict:
    """The verdict on the study's own figures, and what the readings of other sources make of the same statement.

    A statement that only another source's figure reproduces is *consistent*. Where no source was chosen, sources that
    lead to different verdicts leave the claim unchecked.
    """
    judged = [(one, judge(one)) for one in evidence]
    first, main = judged[0]
    others = [(one, result) for one, result in judged[1:] if result.verdict != "cannot_check"]
    verdict, sentence = main.verdict, main.clause
    if first.origin not in ("published", "recomputed"):
        verdict, sentence = _undecided(judged)
    else:
        for one, result in others:
            if _only_words(one, claim):
                sentence += f"; {one.origin} repeats the words and gives no figure of its own"
            elif result.found == main.found:
                continue
            elif result.verdict == main.verdict:
                sentence += f"; the reading of {one.origin}, {result.found}, leads to the same verdict"
            else:
                sentence += f"; by the reading of {one.origin}, {result.found}, it would be {plain(result.verdict)}"
                if verdict == "not_reproduced" and result.verdict == "reproduced":
                    verdict = "consistent"
    details = tuple(
        {"source": one.origin, "found": result.found, "verdict": result.verdict, **result.figures} for one, result in judged
    )
    return Verdict(
        claim.id,
        verdict,
        sentence[0].upper() + sentence[1:] + ".",
        stated=stated,
        found=main.found,
        assumptions=first.assumptions if main.verdict != "cannot_check" else (),
        details=details if len(details) > 1 else (),
        sources=tuple(dict.fromkeys(source for one in evidence for source in one.sources)),
        figures=main.figures,
    )


def plain(verdict: VerdictKind) -> str:
    """A verdict as words in a sentence."""
    return {"cannot_check": "uncheckable", "not_reproduced": "not reproduced"}.get(verdict, verdict)


def _undecided(judged: Sequence[tuple[Evidence, Compared]]) -> tuple[VerdictKind, str]:
    verdicts = {result.verdict for _, result in judged}
    each = "; ".join(f"by {one.origin}: {result.clause}" for one, result in judged)
    if len(verdicts) == 1:
        return verdicts.pop(), f"sources disagree on the figures, yet all lead to one verdict: {each}"
    return "cannot_check", f"sources disagree and none was chosen, so the verdict depends on which is right: {each}"


def _only_words(one: Evidence, claim: Claim) -> bool:
    options = claim.options or ((claim.option,) if claim.option else ())
    return any(option in one.shares and is_words(one.shares[option]) for option in options)


def _outcome(claim: Claim, stated: Stated, one: Evidence, options: Sequence[str]) -> Verdict:
    """A count (a vote) against a survey's interval: a survey can only be consistent with it or not."""
    share, interval = one.share(options), one.interval(options)
    if share is None or interval is None:
        sentence = f"The survey gives no interval for {one.label(options)}, so the count of {stated.text}% cannot be held to it."
        return Verdict(claim.id, "cannot_check", sentence, stated=stated.text)
    result = compare(replace(stated, open_ended=False), one, options)
    inside = interval.holds(stated.nominal)
    whom = f" {one.of_whom}" if one.of_whom else ""
    known = f"{share.text} ({percent(one.level)}% interval {percent(interval.low)}-{percent(interval.high)})"
    gap = abs(share.value - stated.nominal)
    sentence = (
        f"A poll against an outcome: {known} {'in the survey' if one.recomputed else 'published'} for "
        f"{one.label(options)}{whom}, {stated.text} in the count: "
        + ("the interval holds the count" if inside else f"the count is {percent(gap)} points away and outside the interval")
    )
    figures = dict(result.figures)
    if not inside and "deff_needed" in figures:
        sentence += f"; the variance would have to be {figures['deff_needed']:.1f} times as large to reach it"
    sentence += "; undecided voters, turnout and change before the vote are not sampling error."
    return Verdict(
        claim.id,
        "consistent" if inside else "not_reproduced",
        sentence,
        stated=stated.text,
        found=share.text,
        assumptions=one.assumptions,
        sources=one.sources,
        figures=figures,
    )
