"""Words of questions of several answers, in five languages: marks, order of mentions, "none of these";
marks in five more, in which survey programs write them."""

from __future__ import annotations

import re

from survey.cells.meanings.flag_marks import NO_MARKS
from survey.cells.table.encoding import plain_text

_YES = {"yes", "selected", "mentioned", "chosen", "checked", "true", "1", "y", "ticked", "marked"}
_YES |= {"да", "выбрано", "отмечено", "названо", "упомянуто", "так", "адзначана", "выбрана", "названа"}
_YES |= {"oui", "sí", "si", "ja", "sim", "sì", "coché", "marcado", "ausgewählt", "genannt", "mencionado"}
_YES |= {"обрано", "відмічено", "згадано", "tak", "wskazano", "zaznaczono", "wybrano"}
_NO = NO_MARKS | {"n", "not marked", "не упомянуто", "ні", "не обрано", "не відмічено", "не згадано"}
_NO |= {"nie", "nie wskazano", "nie zaznaczono"}
_NONE = r"none( of (these|them|the above|those))?|nothing"
_NONE += r"|ничего из перечисленного|ни(чего|один|какой|что)( из .*)?|никакие|нет таких"
_NONE += r"|нічога( з .*)?|ніводзін( з .*)?|нічого( з .*)?|жоден( з .*)?|żad(ne|en|na)( z .*)?|nic( z .*)?"
_MENTION = re.compile(
    r"\b((1st|2nd|3rd|first|second|third) (mention|answer|choice|response)|mention (no )?\d|(answer|response) \d"
    r"|\d[-–]?(й|е|ый|ое) (ответ|упоминание)|(перв|втор|трет)\w+ (ответ|упоминание)|ответ \d|(перш|друг|трэц)\w+ адказ"
    r"|(перш|друг|трет)\w+ (відповідь|згадка)|відповідь \d|odpowiedź \d|(pierwsz|drug|trzeci)\w* (odpowiedź|wskazanie))"
)


def says_yes(label: str) -> bool:
    """Whether a label of a code, or a text, is a mark."""
    return plain_text(label) in _YES


def says_no(label: str) -> bool:
    """Whether it says that there is no mark."""
    return plain_text(label) in _NO


def says_none(label: str) -> bool:
    """Whether an option says that no other holds."""
    return bool(re.fullmatch(_NONE, plain_text(label).strip(" .,*()")))


def says_mention(label: str) -> bool:
    """Whether a column's label counts the answers: "second mention"."""
    return bool(_MENTION.search(plain_text(label)))
