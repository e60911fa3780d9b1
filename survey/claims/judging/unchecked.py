"""What is said of claims that nothing can be compared with: what is missing, and what can be said all the same."""

from __future__ import annotations

from survey.claims.answers.verdict import Verdict
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import figure_text, percent, sentence
from survey.claims.figures.stated import stated_share
from survey.claims.judging.case import Case
from survey.definitions.records.claims import Claim
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.maths.published import normal_quantile, share_std_error
from survey.words import say

N_EXAMPLE = 1000  # respondents of the usual national poll, for an example where n is not known


def cannot_check(claim: Claim, text: str, **more: object) -> Verdict:
    """A verdict that only says why."""
    return Verdict(claim.id, "cannot_be_checked", sentence(text), **more)  # type: ignore[arg-type]


def check_qualitative(case: Case) -> Verdict:
    """A statement without a figure."""
    return cannot_check(case.claim, f"no figure to check: {case.claim.says.qualitative}")


def nothing_published(claim: Claim, study: Study) -> Verdict:
    """The study has neither figures nor data on the question."""
    group = " for " + ", ".join(f"{key} {value}" for key, value in claim.domain.items()) if claim.domain else ""
    text = f"{study.study} has no published figures of {claim.question}{group} and no data to compare with"
    note = study.questions[claim.question].note if claim.question in study.questions else None
    return cannot_check(claim, f"{text}. {note.strip()}" if note else text)


def other_base(claim: Claim, study: Study, one: Evidence, library: Library) -> Verdict:
    """The claim is of one base, the published figures of another, and the one does not follow from the other."""
    whom = f"those who answered {base_text(claim, library)}" if claim.base else "everybody"
    text = f"the statement is of {whom}, the figures of {study.study} are "
    text += f"{one.of_whom or 'of the whole base'} ({one.n_text}): "
    text += "the answers of that base, or the data, would be needed"
    return cannot_check(claim, text, sources=one.sources)


def no_study(claim: Claim, library: Library, level: float) -> Verdict:
    """No study is named: what would be needed, whether the figures agree among themselves, what a sample would give."""
    shares = claim.says.shares or {}
    text = "no study is named and n is unknown, so there is nothing to compare with"
    values = [figure.value for figure in shares.values() if figure.value is not None]
    if len(values) > 1 and len(values) == len(shares):
        text += f"; among themselves the figures make {sum(values):g}" + ("" if sum(values) == 100 else " of 100")
    needed = "the pollster, the dates, the number of respondents and the table"
    if claim.base:
        text += f"; they are of a nested base, those who answered {base_text(claim, library)}"
        needed += ", and how many respondents are in that base,"
    text += f"; {needed} would be needed. {_example(claim, library, level)}"
    others = _asked_the_same(claim, library)
    text += f". Studies here that asked the same, none of which the claim names: {', '.join(others)}" if others else ""
    printed = ", ".join(f"{option} {figure_text(figure)}" for option, figure in shares.items())
    stated = stated_share(claim)
    return cannot_check(claim, text, stated=printed or (stated.text if stated else claim.says.phrase or ""))


def base_text(claim: Claim, library: Library) -> str:
    """The nested base in words: "'Religious' to religious"."""
    return " and ".join(
        " or ".join(f"'{_label(library, key, option)}'" for option in options) + f" to {key}"
        for key, options in (claim.base or {}).items()
    )


def _label(library: Library, question: str, option: str) -> str:
    return say(library.questions[question].label(option)) if question in library.questions else option


def _example(claim: Claim, library: Library, level: float) -> str:
    """What the interval would be if this were a poll of the usual size."""
    shares, stated = claim.says.shares or {}, stated_share(claim)
    values = [figure.value for figure in shares.values() if figure.value is not None]
    share = max(values) / 100 if values else stated.nominal if stated else 0.0
    part = _outer_share(claim, library) if claim.base else 1.0
    if not 0 < share < 1 or part is None:
        return ""
    half = normal_quantile(level) * share_std_error(share, part * N_EXAMPLE)
    interval = f"{percent(share)}% would have an interval of about ±{percent(half)} points (design effect 1)"
    if not claim.base:
        return f"With n = {N_EXAMPLE}, {interval}"
    return (
        f"If the base is {percent(part)}% of a sample of {N_EXAMPLE}, it has {part * N_EXAMPLE:.0f} respondents, and "
        f"{interval}; {percent(share)}% of {percent(part)}% is {percent(part * share)}% of everybody"
    )


def _outer_share(claim: Claim, library: Library) -> float | None:
    """The share of the nested base that the library's studies print, where they all agree."""
    if not claim.base or len(claim.base) != 1:
        return None
    ((question, options),) = claim.base.items()
    found = set()
    for study in library.studies.values():
        own = study.questions.get(question)
        values = [own.published[option].value for option in options if option in own.published] if own else []
        known = [value for value in values if value is not None]
        if known and len(known) == len(options):
            found.add(sum(known) / 100)
    return found.pop() if len(found) == 1 else None


def _asked_the_same(claim: Claim, library: Library) -> list[str]:
    return sorted(
        study.study
        for study in library.studies.values()
        if claim.question in study.questions and study.questions[claim.question].published
    )
