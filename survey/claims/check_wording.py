"""Claims of what was asked: the wording that a publication prints against the wording as fielded."""

from __future__ import annotations

import re

from survey.claims.verdict import Verdict, VerdictKind
from survey.definitions.claims import Claim
from survey.definitions.question import Question


def check_wording(claim: Claim, question: Question, study: str = "") -> Verdict:
    """Equal, apart from case and punctuation, is *reproduced*; different from an exact wording is *not reproduced*.

    Where the wording is known only in another language, a translation or a paraphrase, different words prove nothing:
    *cannot check*, with both texts for a reader to judge.
    """
    stated = claim.says.wording or ""
    texts = dict(question.text or {})
    kinds = {language: question.wording_in(language) for language in texts}
    same = [language for language, text in texts.items() if _plain(text) == _plain(stated)]
    verdict: VerdictKind
    if same:
        kind = kinds[same[0]]
        verdict = "reproduced" if kind == "exact" else "consistent"
        sentence = f"The printed words are those known for {question.question} ({same[0]}: {kind})."
    elif not texts:
        verdict, sentence = "cannot_check", f"No wording of {question.question} is known to compare with."
    elif kinds.get(claim.language) == "exact":
        verdict = "not_reproduced"
        sentence = f"The printed words are not those that were asked: '{texts[claim.language]}' (exact wording)."
    else:
        verdict = "cannot_check"
        known = "; ".join(f"{language}, {kinds[language]}: '{text}'" for language, text in texts.items())
        sentence = (
            f"The printed words are not the wording known ({known}), which is not known exactly in the language of the "
            "publication: whether they ask the same is for a reader to judge."
        )
    if claim.note and not same:
        sentence += f" Noted with the claim: {claim.note.strip()}"
    return Verdict(claim.id, verdict, sentence, stated=stated, found=texts.get(claim.language, next(iter(texts.values()), "")),
                   sources=question.sources)  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower().replace("ё", "е")))
