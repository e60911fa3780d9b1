"""Verdicts in every language: no foreign words but quotations and names, the figures as the language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from survey.claims.answers.verdict import Verdict
from survey.claims.study_checks import check_published
from survey.claims.verify import verify_claims
from survey.definitions.records.library import Library
from survey.wording.message import plural
from survey.wording.worded import Worded
from survey.words import say

pytestmark = pytest.mark.contract

STUDIES = ("baw_2022_03", "baw_2022_05", "baw_2022_09", "baw_2020_11", "chatham_house_2022_01", "chatham_house_2022_08")
LATIN = re.compile(r"[A-Za-z]{2,}")
QUOTED = re.compile(r"«[^«»]*»|“[^”]*”|'[^']*'")


def texts(verdict: Verdict) -> Iterator[Worded]:
    """Every text of a verdict that is ours; the quotation, what it states, and dates are a source's own words."""
    cells = (cell for row in verdict.details for key, cell in row.items() if key != "fieldwork")
    ours = [verdict.sentence, *verdict.assumptions, *cells]
    yield from (text for text in ours if isinstance(text, Worded))


def foreign(text: Worded, language: str, known: set[str]) -> list[str]:
    """Words in Latin letters outside quotation marks that are no ids."""
    said = QUOTED.sub("", QUOTED.sub("", text[language]))
    return [word for word in re.findall(r"\w+", said) if LATIN.search(word) and word not in known]


def ids(library: Library) -> set[str]:
    found = {*library.studies, *library.questions, "en", "ru", "be"}
    for study in library.studies.values():
        found |= {study.series or "", *study.questions}
        for name in study.questions:
            found |= {*library.question(study, name).options}
    return found


@pytest.fixture(scope="module")
def verdicts(library: Library) -> list[Verdict]:
    """Of every shipped claim without data, and of the published figures of some studies."""
    found = [one for name in library.claims for one in verify_claims(library.claim_set(name), library)]
    return found + [one for name in STUDIES for one in check_published(library.study(name), library)]


@pytest.mark.parametrize("language", ["ru", "be"])
def test_a_verdict_has_no_foreign_words_but_quotations_and_names(
    verdicts: list[Verdict], library: Library, language: str
) -> None:
    known = ids(library)
    for verdict in verdicts:
        for text in texts(verdict):
            assert not foreign(text, language, known), text[language]
            assert text[language] != text["en"] or not re.search(r"[a-z]{3}", text["en"]), text["en"]


@pytest.mark.parametrize("language", ["ru", "be"])
def test_figures_of_a_verdict_have_the_decimal_mark_of_the_language(verdicts: list[Verdict], language: str) -> None:
    for verdict in verdicts:
        for text in texts(verdict):
            english = re.findall(r"\d+\.\d+", QUOTED.sub("", text["en"]))
            said = QUOTED.sub("", text[language])
            assert not re.search(r"\d\.\d", said), said
            assert len(re.findall(r"\d+,\d+", said)) == len(english) or "«" in text[language], said


@pytest.mark.parametrize(
    ("claim", "language", "sentence"),
    [
        ("troops_11", "en", "11% is stated, 11.1% published for Positive: equal under the printed rounding; 95% "
         "interval 9.3-13.2% (n = 1000, design effect 1). 'one in ten' (7.5-12.5%) is stated, 11.1% published "
         "for Positive: it fits; 95% interval 9.3-13.2% (n = 1000, design effect 1)."),
        ("troops_11", "ru", "Заявлено 11%, по опубликованным данным 11,1% («Положительно»): совпадает с учётом "
         "округления; 95%-ный интервал 9,3–13,2% (n = 1000, дизайн-эффект 1). Заявлено «one in ten» (7,5–12,5%), "
         "по опубликованным данным 11,1% («Положительно»): подходит; 95%-ный интервал 9,3–13,2% "
         "(n = 1000, дизайн-эффект 1)."),
        ("troops_11", "be", "Заяўлена 11%, паводле апублікаваных даных 11,1% («Станоўча»): супадае з улікам "
         "акруглення; 95%-ны інтэрвал 9,3–13,2% (n = 1000, дызайн-эфект 1). Заяўлена «one in ten» (7,5–12,5%), паводле "
         "апублікаваных даных 11,1% («Станоўча»): падыходзіць; 95%-ны інтэрвал 9,3–13,2% "
         "(n = 1000, дызайн-эфект 1)."),
    ],
)  # fmt: skip
def test_a_sentence_reads_in_each_language(verdicts: list[Verdict], claim: str, language: str, sentence: str) -> None:
    (found,) = (one for one in verdicts if one.claim == claim)
    assert say(found.sentence, language) == sentence


@pytest.mark.parametrize(
    ("n", "ru", "be"),
    [
        (1, "1 респондент", "1 рэспандэнт"),
        (22, "22 респондента", "22 рэспандэнты"),
        (511, "511 респондентов", "511 рэспандэнтаў"),
    ],
)
def test_nouns_go_by_their_number(n: int, ru: str, be: str) -> None:
    text = plural("claims.n_in_data", n, printed="1000", found=n)
    assert text["en"] == f"n = 1000 is published, and the data have {n} respondents"
    assert text["ru"].endswith(ru) and text["be"].endswith(be)
