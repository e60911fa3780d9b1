"""Claims of one share, of a share in words, and of several shares at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.claims.answers.inference import NOT_ASKED, least_certain
from survey.claims.answers.verdict import FAILING, Verdict, worst
from survey.claims.checks.check_outcome import against_outcome
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printed import figure_text
from survey.claims.figures.printing import points
from survey.claims.figures.stated import Stated, options_of, stated_figure, stated_share
from survey.claims.judging.compare import compare
from survey.claims.judging.compared import Compared
from survey.claims.judging.readings import over_readings
from survey.claims.judging.unchecked import cannot_check
from survey.definitions.records.claims import Claim
from survey.wording.lists import listed
from survey.wording.message import Message, message
from survey.wording.worded import joined, same
from survey.words import Text


def check_share(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """A stated share or phrase against the share of the claim's option (or of several joined)."""
    options, stated = options_of(claim), stated_share(claim)
    if stated is None:
        phrase = claim.says.phrase or ""
        return cannot_check(claim, message("claims.unknown_phrase", phrase=phrase), stated=same(phrase))
    if not options:
        return cannot_check(claim, message("claims.no_answer_named"), stated=stated.text)
    judge = against_outcome if claim.kind == "outcome" else compare
    found = over_readings(claim, stated.text, evidence, lambda one: judge(stated, one, options))
    figure = claim.says.share
    if figure is None or not figure.note:
        return found
    status = message(f"claims.status_{figure.status}")
    noted = message("claims.stated_status", figure=stated.text, status=status, note=figure.note)
    return replace(found, assumptions=(noted, *found.assumptions))


def check_shares(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Several stated shares: the worst of their verdicts, and what the statement leaves out. Inference: the least
    certain of those shares of which it is asked."""
    shares = claim.says.shares or {}
    stated = {option: stated_figure(figure, claim.decimals) for option, figure in shares.items()}
    text = joined((evidence[0].named(option, figure_text(figure)) for option, figure in shares.items()), ", ")
    return over_readings(claim, text, evidence, lambda one: _several(claim, stated, one))


def _several(claim: Claim, stated: dict[str, Stated], one: Evidence) -> Compared:
    judge = against_outcome if claim.kind == "outcome" else compare
    found = {option: judge(figure, one, option) for option, figure in stated.items()}
    fidelity = worst(result.fidelity for result in found.values())
    known = [(option, result) for option, result in found.items() if result.found]
    clauses: list[Text]
    if fidelity == "reproduced":
        figures = listed(one.in_percent(option, result.found or same("")) for option, result in known)
        clauses = [message("claims.all_equal", figures=figures, name=one.name, basis=one.basis)]
    else:  # what is wrong comes first
        results = sorted(found.values(), key=lambda result: result.fidelity not in FAILING)
        clauses = [result.said for result in results]
    rows: tuple[dict[str, object], ...] = tuple(
        {"option": option, "stated": stated[option].text, "found": result.found or "", "fidelity": result.fidelity}
        | {**result.figures}
        for option, result in found.items()
    )
    return Compared(
        fidelity,
        joined((*clauses, *_left_out(one, stated)), "; "),
        joined((one.named(option, result.found or same("")) for option, result in known), ", ") if known else None,
        details=rows,
        inferred=least_certain([result.inferred for result in found.values() if result.inferred != NOT_ASKED]),
        key=tuple((option, result.key) for option, result in known),
        names_whom=fidelity != "reproduced",
        headed=False,
    )


def _left_out(one: Evidence, stated: dict[str, Stated]) -> list[Message]:
    """What the statement does not mention, and what was not published at all."""
    found = []
    left = [
        one.in_percent(option, one.shares[option].text)
        for option in one.options
        if option in one.shares and option not in stated and option not in one.missing
    ]
    if left:
        found.append(message("claims.leaves_out", answers=listed(left)))
    if one.unprinted and one.unaccounted > 0.005 and one.single is not False:
        names = listed(one.label(option) for option in one.unprinted)
        found.append(message("claims.unaccounted", points=points(one.unaccounted), answers=names))
    return found
