"""Whether two labels name the same answer: the same words, the same answer in other words, or another answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

Sameness = Literal["same", "reworded", "other"]
_RANK: dict[Sameness, int] = {"same": 0, "reworded": 1, "other": 2}
# words that turn an answer into another one: negations, degrees, alternatives
_TURNING = frozenset(
    "not no none never nor neither without except against un non or and other both only "
    "very fairly quite rather somewhat slightly strongly strong definitely probably completely totally fully mostly "
    "partly tend extremely absolutely much little more less most least hardly always often sometimes rarely likely "
    "не нет ни никогда без кроме против или и другое другой оба только очень довольно вполне скорее полностью совсем "
    "определенно безусловно отчасти частично абсолютно категорически более менее больше меньше часто иногда редко "
    "всегда "
    "ня не няма ні ніколі без акрамя супраць або ці і іншае іншы абодва толькі вельмі даволі цалкам хутчэй зусім пэўна "
    "безумоўна часткова абсалютна катэгарычна больш менш часта часам рэдка заўсёды".split()
)
_EMPTY = frozenset("a an the of to in on for with by at is are в на с со к у о об з са да па".split())
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_STEM, _KEPT = 4, 0.7  # words are forms of one where they begin alike: in 4 letters and 0.7 of the longer one


def label_sameness(one: Mapping[str, str], two: Mapping[str, str]) -> Sameness | None:
    """How two labels are related, by the language in which they are nearest; None where they have none in common.

    A text whose language was not said is compared with texts in its alphabet. *same*: the same words, whatever the
    case, punctuation and spacing. *reworded*: the same words in another order or form ("Supports" for "Support"), or
    more words on one side, none of which negates, grades or joins ("Russia" for "Union with Russia"). Anything else is
    an *other* answer: "Strongly oppose" for "Support", "Rather agree" for "Agree", "18-29" for "18-34".
    """
    found: list[Sameness] = [
        text_sameness(text, other)
        for language, text in one.items()
        for known, other in two.items()
        if language == known or ("und" in (language, known) and _alphabet(text) == _alphabet(other))
    ]
    return next((kind for kind in _RANK if kind in found), None)


@lru_cache(maxsize=4096)
def text_sameness(one: str, two: str) -> Sameness:
    """How two texts of one language are related; see ``label_sameness``. What stands in brackets is a remark."""
    first, second = _words(one), _words(two)
    if first == second:
        return "same"
    mine, yours = [_words(_BRACKETS.sub(" ", text)) or words for text, words in ((one, first), (two, second))]
    mine, yours = [[word for word in words if word not in _EMPTY] for words in (mine, yours)]
    common = 0
    for word in list(mine):
        pair = next((other for other in yours if _forms(word, other)), None)
        if pair is not None:
            mine.remove(word)
            yours.remove(pair)
            common += 1
    if (mine and yours) or not common:
        return "other"
    turned = any(word in _TURNING or any(sign.isdigit() for sign in word) for word in mine + yours)
    return "other" if turned else "reworded"


def worse(one: Sameness | None, two: Sameness | None) -> Sameness | None:
    """The one that is further from the same."""
    return max((item for item in (one, two) if item), key=lambda kind: _RANK[kind], default=None)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold().replace("ё", "е"))


def _forms(one: str, two: str) -> bool:
    if one == two:
        return True
    alike = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return alike >= max(_STEM, _KEPT * max(len(one), len(two))) and not any(sign.isdigit() for sign in one + two)


def _alphabet(text: str) -> str:
    letters = [sign for sign in text if sign.isalpha()]
    return unicodedata.name(letters[0], "").split(" ")[0] if letters else ""
