"""Claims of what was asked: the wording that a publication prints against the wording as fielded."""

from __future__ import annotations

import re

from survey.claims.printing import sentence
from survey.claims.verdict import Verdict, VerdictKind
from survey.definitions.claims import Claim
from survey.definitions.question import Question


def check_wording(claim: Claim, question: Question) -> Verdict:
    """Equal, apart from case and punctuation, is *reproduced*; different from an exact wording is *not reproduced*.

    Where the wording is known only in another language, as a translation or a paraphrase, other words prove nothing:
    *cannot be checked*, with both texts for a reader to judge.
    """
    stated, texts = claim.says.wording or "", dict(question.text or {})
    kinds = {language: question.wording_in(language) for language in texts}
    same = [language for language, text in texts.items() if _plain(text) == _plain(stated)]
    kind: VerdictKind = "cannot_check"
    if same:
        kind = "reproduced" if kinds[same[0]] == "exact" else "consistent"
        text = f"the printed words are those known for {question.question} ({same[0]}, {kinds[same[0]]})"
    elif not texts:
        text = f"no wording of {question.question} is known to compare with"
    elif kinds.get(claim.language) == "exact":
        kind = "not_reproduced"
        text = f"the printed words are not those that were asked: '{texts[claim.language]}' (exact wording)"
    else:
        known = "; ".join(f"'{words}' ({language}, {kinds[language]})" for language, words in texts.items())
        text = f"the printed words are not those known, which are {known}; in the publication's language it is "
        text += "not known exactly, so whether both ask the same is for a reader to judge"
    if claim.note and not same:
        text += f". Noted with the claim: {claim.note.strip()}"
    found = texts.get(claim.language, next(iter(texts.values()), ""))
    return Verdict(claim.id, kind, sentence(text), stated=stated, found=found, sources=question.sources)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))
