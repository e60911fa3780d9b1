"""Claims of what was asked: the wording that a publication prints against the wording as fielded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.judging.case import Case
from survey.claims.judging.compared import headed
from survey.claims.judging.unchecked import cannot_check
from survey.definitions.records.question import Question
from survey.wording.message import message
from survey.wording.sentences import clause, sentence
from survey.wording.worded import Part, joined, same
from survey.words import Text


def check_wording(case: Case) -> Verdict:
    """Equal, apart from case and punctuation, is *reproduced*; different from an exact wording is *not reproduced*.

    Where the wording is known only in another language, as a translation or a paraphrase, other words prove nothing,
    and equal ones only that somebody else put them so: *cannot be checked*, with both texts for a reader to judge.
    """
    claim, question = case.claim, _question(case)
    if question is None:
        return cannot_check(claim, message("claims.no_wording", question=claim.question or ""))
    stated, texts = claim.says.wording or "", dict(question.text or {})
    same_in = [language for language, text in texts.items() if _plain(text) == _plain(stated)]
    kind, text = _equal(question, same_in[0]) if same_in else _other_words(question, texts, claim.language)
    sentences: list[Part] = [headed(kind, text)]
    if claim.note and not same_in:
        sentences.append(message("claims.noted_with_claim", note=clause(claim.note)))
    found = texts.get(claim.language, next(iter(texts.values()), None))
    return Verdict(
        claim.id,
        kind,
        sentence(joined(sentences, ". ")),
        stated=same(stated),
        found=None if found is None else same(found),
        sources=question.sources,
    )


def _equal(question: Question, language: str) -> tuple[Fidelity, Text]:
    sure = question.wording_in(language)
    text = message(
        "claims.words_exact" if sure == "exact" else "claims.words_same",
        question=question.question,
        language=language,
        kind=message(f"claims.wording_{sure}"),
    )
    return "reproduced" if sure == "exact" else "cannot_be_checked", text


def _other_words(question: Question, texts: Mapping[str, str], language: str) -> tuple[Fidelity, Text]:
    if not texts:
        return "cannot_be_checked", message("claims.no_wording", question=question.question)
    if language in texts and question.wording_in(language) == "exact":
        return "not_reproduced", message("claims.words_other", words=texts[language])
    kinds = {key: message(f"claims.wording_{question.wording_in(key)}") for key in texts}
    known = (message("claims.known_words", words=words, language=key, kind=kinds[key]) for key, words in texts.items())
    return "cannot_be_checked", message("claims.words_unlike", known=joined(known, "; "))


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
