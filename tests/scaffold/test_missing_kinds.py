"""Kinds of missing answers by their label, in five languages."""

from __future__ import annotations

import pytest

from survey.cells.meanings.missing_kind import missing_kind, several_kinds
from survey.cells.meanings.missing_words import LINES
from survey.words import MISSING_KINDS

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Don’t know", "dont_know"),
        ("(DO NOT READ) Don't know", "dont_know"),
        ("99. Refused (VOL.)", "refused"),
        ("Затрудняюсь ответить (НЕ ЗАЧИТЫВАТЬ)", "dont_know"),
        ("ОТКАЗ ОТ ОТВЕТА", "refused"),
        ("Цяжка адказаць", "dont_know"),
        ("Адмова ад адказу", "refused"),
        ("Важко сказати", "dont_know"),
        ("Відмова від відповіді", "refused"),
        ("Trudno powiedzieć", "dont_know"),
        ("Odmowa odpowiedzi", "refused"),
        ("Nie dotyczy", "not_asked"),
        ("Not applicable", "not_asked"),
        ("Нет ответа", "no_answer"),
        ("DK/NA", "dont_know"),
        ("N.S.", "dont_know"),
        ("N.C.", "no_answer"),
        ("N.S./N.C.", "dont_know"),
        ("No recuerda/N.S.", "dont_know"),
        ("(NO LEER) No procede", "not_asked"),
        ("-6. No post-election interview", "not_asked"),
        ("N.S.W.", None),
        ("NC", None),
        ("No answer is right", None),
        ("None of these", None),
        ("Other", None),
        ("Знаю", None),
        ("I know of the refusal", None),
    ],
)
def test_a_label_names_a_kind_of_missing_or_an_answer(label: str, kind: str | None) -> None:
    assert missing_kind(label) == kind


def test_a_label_of_several_kinds_is_told() -> None:
    assert several_kinds("Don't know / Refused") and not several_kinds("Refused")


@pytest.mark.parametrize("language", ["en", "ru", "be", "uk", "pl"])
def test_every_language_says_every_kind_with_its_source(language: str) -> None:
    assert {kind for kind, own, _, _ in LINES if own == language} == set(MISSING_KINDS)


def test_every_phrase_of_the_table_is_recognised_as_its_kind() -> None:
    found = {phrase: missing_kind(phrase.upper()) for _, _, _, phrases in LINES for phrase in phrases}
    assert found == {phrase: kind for kind, _, _, phrases in LINES for phrase in phrases}
