"""Claims of one share, of a share in words, and of several shares at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.claims.answers.verdict import FAILING, Verdict, worst
from survey.claims.checks.check_outcome import against_outcome
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import figure_text, listed, percent
from survey.claims.figures.stated import Stated, options_of, stated_figure, stated_share
from survey.claims.judging.compare import Compared, compare
from survey.claims.judging.readings import over_readings
from survey.definitions.records.claims import Claim


def check_share(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """A stated share or phrase against the share of the claim's option (or of several joined)."""
    options, stated = options_of(claim), stated_share(claim)
    if stated is None:
        text = f"'{claim.says.phrase}' names no share that the rules for phrases know, so there is nothing to compare."
        return Verdict(claim.id, "cannot_be_checked", text, stated=claim.says.phrase or "")
    if not options:
        text = "The claim does not say which answer it is about, so there is nothing to compare."
        return Verdict(claim.id, "cannot_be_checked", text, stated=stated.text)
    judge = against_outcome if claim.kind == "outcome" else compare
    found = over_readings(claim, stated.text, evidence, lambda one: judge(stated, one, options))
    figure = claim.says.share
    if figure is None or not figure.note:
        return found
    return replace(found, assumptions=(f"{stated.text}% is {figure.status}: {figure.note}", *found.assumptions))


def check_shares(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Several stated shares: the worst of their verdicts, and what the statement leaves out."""
    shares = claim.says.shares or {}
    stated = {option: stated_figure(figure, claim.decimals) for option, figure in shares.items()}
    text = ", ".join(f"{evidence[0].label(option)} {figure_text(figure)}" for option, figure in shares.items())
    return over_readings(claim, text, evidence, lambda one: _several(claim, stated, one))


def _several(claim: Claim, stated: dict[str, Stated], one: Evidence) -> Compared:
    judge = against_outcome if claim.kind == "outcome" else compare
    found = {option: judge(figure, one, option) for option, figure in stated.items()}
    fidelity = worst(result.fidelity for result in found.values())
    if fidelity == "reproduced":
        figures = listed(f"{one.label(option)} {result.found}%" for option, result in found.items())
        text = f"{figures} are {one.name}: all equal under the printed rounding ({one.basis})"
    else:  # what is wrong comes first
        results = sorted(found.values(), key=lambda result: result.fidelity not in FAILING)
        text = "; ".join(result.clause for result in results)
    rows: tuple[dict[str, object], ...] = tuple(
        {"option": option, "stated": stated[option].text, "found": result.found, "fidelity": result.fidelity}
        | {**result.figures}
        for option, result in found.items()
    )
    printed = ", ".join(f"{one.label(option)} {result.found}" for option, result in found.items() if result.found)
    return replace(Compared(fidelity, text + _left_out(one, stated), printed), details=rows)


def _left_out(one: Evidence, stated: dict[str, Stated]) -> str:
    """What the statement does not mention, and what was not published at all."""
    text = ""
    left = [
        f"{one.label(option)} {one.shares[option].text}%"
        for option in one.options
        if option in one.shares and option not in stated and option not in one.missing
    ]
    if left:
        text += f"; the statement leaves out {listed(left)}"
    if one.unprinted and one.unaccounted > 0.005 and one.single is not False:
        names = listed(one.label(option) for option in one.unprinted)
        text += f"; {percent(one.unaccounted)} points of 100 are unaccounted for, as no figures are known for {names}"
    return text
