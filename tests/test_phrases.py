"""The table of phrases: every row reads, in every form, as its own words and as what it says it means."""

from __future__ import annotations

import pytest

from survey.phrases.meaning import of_means
from survey.phrases.read import made_of, nearest_phrase, read_phrase
from survey.phrases.spelling import in_latin, plain
from survey.phrases.table import LANGUAGES, table
from survey.phrases.times import read_multiple
from survey.phrases.words import languages

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_sixty_phrases_each_with_its_reason_and_every_form_reads(language: str) -> None:
    rows = [row for row in table() if row.language == language and row.kind == "phrase"]
    assert len({row.phrase for row in rows}) >= 60
    own = next(words for words in languages() if words.language == language)
    for row in rows:
        assert row.why and row.means
        meant = of_means(row.phrase, row.means)
        for form in row.forms:
            found = read_phrase(form)
            assert found is not None and found.allowed == pytest.approx(meant.allowed), form
            assert (found.limit, found.strict, found.names_side) == (meant.limit, meant.strict, meant.names_side), form
        made = made_of(row.phrase, plain(row.phrase), own)  # where the grammar reads it as well, it agrees
        assert made is None or made.allowed == pytest.approx(meant.allowed), row.phrase


def test_no_form_means_two_things() -> None:
    seen: dict[str, str] = {}
    for row in table():
        for form in row.forms if row.kind == "phrase" else ():
            meant = str(of_means("", row.means).allowed)
            assert seen.setdefault(form, meant) == meant, form


NESTED = [
    ("a bare majority", "a slim majority", "a majority"), ("a solid majority", "a majority"),
    ("a strong majority", "a majority"), ("an overwhelming majority", "a strong majority"), ("almost all", "the bulk"),
    ("a small minority", "a minority"), ("a sizeable minority", "a minority"), ("almost nobody", "a small minority"),
    ("nearly half", "less than half"), ("just over half", "more than half"), ("почти половина", "менее половины"),
    ("подавляющее большинство", "большинство"), ("чуть больше половины", "более половины"),
    ("нязначная большасць", "большасць"), ("пераважная большасць", "большасць"), ("nieznaczna większość", "większość"),
    ("zdecydowana większość", "większość"), ("незначна більшість", "більшість"), ("майже половина", "менше половини"),
]  # fmt: skip


@pytest.mark.parametrize("narrow_to_wide", NESTED, ids=lambda names: str(names[0]))
def test_a_narrower_phrase_lies_inside_a_wider_one(narrow_to_wide: tuple[str, ...]) -> None:
    ranges = [read_phrase(one) for one in narrow_to_wide]
    for inner, outer in zip(ranges, ranges[1:], strict=False):
        assert inner is not None and outer is not None
        assert outer.allowed.low <= inner.allowed.low and inner.allowed.high <= outer.allowed.high


PRESS = {  # as newspapers write them: inflected, hedged, with what they are of
    "две трети опрошенных": 2 / 3, "двух третей россиян": 2 / 3, "почти трети жителей": 1 / 3, "каждого пятого": 1 / 5,
    "каждую третью": 1 / 3, "чуть более половины респондентов": 1 / 2, "порядка 40 %": 0.4, "до 40%": 0.4,
    "свыше 60 процентов": 0.6, "трое из четырёх": 3 / 4, "четверти опрошенных": 1 / 4, "половиной": 1 / 2,
    "трэцяя частка": 1 / 3, "больш за траціну беларусаў": 1 / 3, "кожнага пятага": 1 / 5, "дзвюх трацін": 2 / 3,
    "амаль палову": 1 / 2, "каля 40 працэнтаў": 0.4, "да 40%": 0.4, "чвэрці апытаных": 1 / 4, "дзьве траціны": 2 / 3,
    "bolš za pałovu": 1 / 2, "kožny treci": 1 / 3, "dzvie traciny": 2 / 3, "amal pałova biełarusaŭ": 1 / 2,
    "tracina": 1 / 3, "kala 40 pracentaŭ": 0.4, "čverć": 1 / 4,
    "co trzeci Polak": 1 / 3, "dwie trzecie badanych": 2 / 3, "dwóch trzecich": 2 / 3, "ponad połowę": 1 / 2,
    "blisko co piąty": 1 / 5, "trzy czwarte ankietowanych": 3 / 4, "prawie 40 proc.": 0.4, "do 40 proc.": 0.4,
    "jednej trzeciej": 1 / 3, "połowę": 1 / 2, "trzech na czterech": 3 / 4,
    "майже половина українців": 1 / 2, "кожен третій": 1 / 3, "кожного п'ятого": 1 / 5, "двох третин": 2 / 3,
    "понад 60% опитаних": 0.6, "близько третини": 1 / 3, "до 40%": 0.4, "три чверті громадян": 3 / 4,
    "кожна п’ята": 1 / 5, "half of voters": 1 / 2, "three people in four": 3 / 4, "north of 60%": 0.6, "up to 40%": 0.4,
    "nearly two-fifths": 2 / 5, "one in every five adults": 1 / 5,
}  # fmt: skip


def test_forms_that_the_press_uses_are_found() -> None:
    for text, share in PRESS.items():
        found = read_phrase(text)
        assert found is not None and found.nominal == pytest.approx(share), text


@pytest.mark.parametrize(
    "text",
    ["все больше людей", "с 10 до 15 %", "third-largest", "a goodly number", "many", "many a man", "wielu Polaków",
     "багато хто", "шмат хто", "немало", "one in ten thousand", "from half to a third"],
)  # fmt: skip
def test_what_is_not_known_is_refused(text: str) -> None:
    assert read_phrase(text) is None


def test_the_nearest_phrase_is_named() -> None:
    assert nearest_phrase("an overwelming majority") == "an overwhelming majority"
    assert nearest_phrase("кажды трэці") == "кожны трэці" and nearest_phrase("wiekszość") == "większość"
    assert nearest_phrase("xyzzy") == ""


def test_mid_60s_and_a_plurality() -> None:
    mid, plurality = read_phrase("the mid-60s"), read_phrase("a plurality")
    assert mid is not None and mid.allowed == pytest.approx((0.635, 0.665))
    assert plurality is not None and plurality.leads and plurality.allowed == pytest.approx((0, 0.5))


TIMES = {
    "twice as many": (1.8, 2.2), "nearly tripled": (2.4, 3.0), "more than doubled": (2.0, 3.0),
    "fell by a quarter": (0.725, 0.775), "rose by 20 percent": (1.195, 1.205), "nearly halved": (0.5, 0.6),
    "more than halved": (1 / 3, 0.5), "2.5 times as many": (2.25, 2.75), "half as many": (0.45, 0.55),
    "вдвое больше": (1.8, 2.2), "почти втрое больше": (2.4, 3.0), "в 2,5 раза больше": (2.25, 2.75),
    "снизилась на четверть": (0.725, 0.775), "сократилась вдвое": (0.45, 0.55), "в полтора раза больше": (1.35, 1.65),
    "удвая больш": (1.8, 2.2), "знізілася на траціну": (1 - 1 / 3 - 0.025, 1 - 1 / 3 + 0.025),
    "у 4 разы больш": (3.6, 4.4), "dwa razy więcej": (1.8, 2.2), "spadła o jedną czwartą": (0.725, 0.775),
    "podwoiła się": (1.8, 2.2), "удвічі більше": (1.8, 2.2), "знизилася на чверть": (0.725, 0.775),
    "udvaja bolš": (1.8, 2.2),
}  # fmt: skip


def test_multiples_in_words() -> None:
    for text, ends in TIMES.items():
        found = read_multiple(text)
        assert found is not None and tuple(found.allowed) == pytest.approx(ends, abs=1e-6), text
    for text in ("fell by 5 points", "снизилась на 5 п.п.", "oodles of times", "as many as 40"):
        assert read_multiple(text) is None, text


def test_belarusian_in_latin_letters() -> None:
    attested = {
        "больш за палову": "bolš za pałovu", "кожны трэці": "kožny treci", "большасць": "bolšasc", "пяць": "piac",
        "яўная": "jaŭnaja", "чвэрці": "čverci", "люд": "lud", "ёсць": "josc", "бальшыня": "balšynia",
    }  # fmt: skip
    assert {text: in_latin(text) for text in attested} == attested


def test_every_third_after_almost_is_nearly_a_third_and_not_almost_everybody() -> None:
    for text, ordinal in {
        "почти каждый третий": 3, "практически каждый второй": 2, "амаль кожны пяты": 5, "amal kožny treci": 3,
        "майже кожен третій": 3, "almost every third": 3, "prawie co piąty": 5,
    }.items():  # fmt: skip
        found = read_phrase(text)
        assert found is not None and found.nominal == pytest.approx(1 / ordinal) and found.strict, text
    everybody = read_phrase("почти каждый россиянин")
    assert everybody is not None and everybody.allowed.low == 0.9


def test_a_part_of_something_else_is_no_share() -> None:
    for text in (
        "a third of one percent", "half of 1%", "1 in 5,000", "1 in 5 000", "a quarter more", "20% higher",
        "20% больше",
        "половина процента", "треть процентного пункта", "траціна працэнта", "третина відсотка", "połowa procenta",
        "more than a third but less than 40%", "больше трети, но меньше 40%", "от четверти до двух третей",
    ):  # fmt: skip
        assert read_phrase(text) is None, text
    for text in ("a third of voters", "half, or 50%", "1 in 5 adults", "one in five 18-24-year-olds", "20% of voters"):
        assert read_phrase(text) is not None, text
