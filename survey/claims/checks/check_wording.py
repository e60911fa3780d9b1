"""Claims of what was asked: the wording that a publication prints against the wording as fielded."""

from __future__ import annotations

import re

from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.figures.printing import sentence
from survey.claims.judging.case import Case
from survey.claims.judging.unchecked import cannot_check
from survey.definitions.records.question import Question


def check_wording(case: Case) -> Verdict:
    """Equal, apart from case and punctuation, is *reproduced*; different from an exact wording is *not reproduced*.

    Where the wording is known only in another language, as a translation or a paraphrase, other words prove nothing,
    and equal ones only that somebody else put them so: *cannot be checked*, with both texts for a reader to judge.
    """
    claim, question = case.claim, _question(case)
    if claim.question is None:
        return cannot_check(claim, "the claim names no question, so there is nothing to compare")
    if question is None:
        return cannot_check(claim, f"no wording of {claim.question} is known to compare with")
    stated, texts = claim.says.wording or "", dict(question.text or {})
    kinds = {language: question.wording_in(language) for language in texts}
    same = [language for language, text in texts.items() if _plain(text) == _plain(stated)]
    kind: Fidelity = "cannot_be_checked"
    if same:
        text = f"the printed words are those known for {question.question} ({same[0]}, {kinds[same[0]]})"
        if kinds[same[0]] == "exact":
            kind = "reproduced"
        else:
            text += ", but not as exact wording, so whether they were asked so is not known"
    elif not texts:
        text = f"no wording of {question.question} is known to compare with"
    elif kinds.get(claim.language) == "exact":
        kind = "not_reproduced"
        text = "not reproduced: the printed words are not those that were asked: "
        text += f"'{texts[claim.language]}' (exact wording)"
    else:
        known = "; ".join(f"'{words}' ({language}, {kinds[language]})" for language, words in texts.items())
        text = f"the printed words are not those known, which are {known}; in the publication's language it is "
        text += "not known exactly, so whether both ask the same is for a reader to judge"
    if claim.note and not same:
        text += f". Noted with the claim: {claim.note.strip()}"
    found = texts.get(claim.language, next(iter(texts.values()), ""))
    return Verdict(claim.id, kind, sentence(text), stated=stated, found=found, sources=question.sources)


def _question(case: Case) -> Question | None:
    """As the study named asked it, else the shared one, else as the series' latest wave that asked."""
    name, study = case.claim.question or "", case.study
    if study is not None:
        return case.library.question(study, name)
    if name in case.library.questions:
        return case.library.questions[name]
    return case.library.question(case.waves[-1], name) if case.waves else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))
