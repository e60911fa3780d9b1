"""Printed figures that no whole number of the respondents gives: only weights can have made them, or they are wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.figures.printed import figure_text
from survey.claims.judging.case import Case
from survey.claims.judging.compared import headed
from survey.definitions.base_size import question_size
from survey.definitions.records.claims import Claim
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study, StudyQuestion
from survey.definitions.records.values import Figure
from survey.maths.granularity.reachable import reachable, rounded_up
from survey.maths.rounded_sums import coarse_step
from survey.wording.figures import number
from survey.wording.lists import either, listed
from survey.wording.message import Message, message, plural
from survey.wording.sentences import sentence
from survey.wording.worded import joined
from survey.words import say

UNWEIGHTED = "none"  # weighting: {stated: none}


def granular_check(study: Study, name: str, library: Library) -> list[Verdict]:
    """The published figures of a question that its number of respondents cannot give, under any rounding.

    *Impossible* where the study says that nothing was weighted and no other rounding gives them (to fives, to halves,
    to make 100); else *cannot be checked*, as the weights would be needed. Nothing where every figure can be had, or
    where *n* or the base is not exact."""
    own = study.questions[name]
    n = _respondents(study, own)
    found = unreachable(own.published, n, own.decimals)
    if not found or n is None:
        return []
    others = _other_rounding(found, own.published, n, own.decimals)
    sure = say(study.weighting.stated) == UNWEIGHTED and not others
    kind: Fidelity = "impossible" if sure else "cannot_be_checked"
    labels = library.question(study, name)
    named = listed(
        message("claims.in_percent", label=message("claims.quoted", text=labels.label(key)), figure=figure_text(figure))
        for key, figure in found.items()
    )
    text = _said(kind, named, n, others)
    printed = listed(figure_text(figure) for figure in found.values())
    return [
        Verdict(
            f"{name}.granularity",
            kind,
            sentence(headed(kind, text)),
            title=message("claims.head_granularity"),
            question=name,
            stated=printed,
            sources=own.sources or study.sources,
            figures={"n": float(n)},
        )
    ]


def with_granularity(verdict: Verdict, case: Case) -> Verdict:
    """The verdict, and what is to be said of stated figures that the stated or published number of respondents cannot
    give. It never turns a verdict: weights can make any share."""
    claim = case.claim
    n = claim.says.n if claim.says.n is not None else _published(claim, case.study)
    figures = dict(claim.says.shares or {}) | ({"": claim.says.share} if claim.says.share is not None else {})
    found = unreachable(figures, n, claim.decimals)
    if not found or n is None or claim.base is not None or claim.kind == "outcome":
        return verdict
    named = listed(message("claims.percentage", figure=figure_text(figure)) for figure in found.values())
    others = _other_rounding(found, figures, n, claim.decimals)
    text = sentence(_said("cannot_be_checked", named, n, others))
    return replace(verdict, sentence=joined((verdict.sentence, text), " "))


def unreachable(figures: Mapping[str, Figure], n: int | None, decimals: int | None) -> dict[str, Figure]:
    """Exact printed percentages that are no whole number of ``n``, by whatever rounding."""
    exact = {
        key: figure
        for key, figure in figures.items()
        if figure.value is not None and figure.qualifier == "exact" and figure.status == "published"
    }
    if n is None or not exact:
        return {}
    digits = max(figure.digits for figure in exact.values()) if decimals is None else decimals
    texts = [f"{figure.value:.{max(digits, figure.digits)}f}" for figure in exact.values()]
    can = [bool(reachable([text], n, percent=True, rounding="any")[0]) for text in texts]
    return {key: figure for (key, figure), one in zip(exact.items(), can, strict=True) if not one}


def _other_rounding(
    found: Mapping[str, Figure], figures: Mapping[str, Figure], n: int, decimals: int | None
) -> list[Message]:
    """Roundings by which all of ``found`` can be had: to a coarser step than the digits of the table, or each up or
    down so that the table makes 100."""
    exact = [figure for figure in figures.values() if figure.value is not None and figure.qualifier == "exact"]
    values = [figure.value or 0.0 for figure in exact]
    digits = max([decimals or 0, *(figure.digits for figure in exact)])
    step = coarse_step(values, digits)
    made = [message("claims.granular_steps", step=number(step))] if step is not None else []
    up = all(rounded_up(f"{figure.value:.{digits}f}", n) for figure in found.values())
    if up and (len(values) == 1 or abs(sum(values) - 100) < 1e-9):
        made.append(message("claims.granular_to_100"))
    return made


def _said(kind: Fidelity, figures: object, n: int, others: Sequence[Message]) -> Message:
    said: dict[str, Any] = {"figures": figures, "n": number(n, 0)}
    if kind == "impossible":
        return plural("claims.granular_impossible", n, **said)
    if not others:
        return plural("claims.granular_weights", n, **said)
    return plural("claims.granular_others", n, ways=either(others), **said)


def _published(claim: Claim, study: Study | None) -> int | None:
    if study is None or claim.domain or claim.question not in study.questions:
        return None
    return _respondents(study, study.questions[claim.question])


def _respondents(study: Study, own: StudyQuestion) -> int | None:
    """Of how many respondents the shares are, where that is known: not where it is the sample's size and some of the
    sample are outside the base."""
    part = own.size is None and (own.base == "valid" or own.asked is not None)
    return None if own.nested is not None or own.base == "answers" or part else _exact(question_size(study, own))


def _exact(size: Figure | None) -> int | None:
    if size is None or size.value is None or size.qualifier != "exact" or size.status != "published":
        return None
    return int(size.value)
