"""Columns of what tells who a respondent is: addresses, numbers of telephones, names. No question is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from survey.cells.table.encoding import as_number, printed

_FORMS = {
    "e-mail addresses": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+"),
    "addresses of computers": re.compile(r"\d{1,3}(\.\d{1,3}){3}"),
    "numbers as of telephones": re.compile(r"\+?(?=(\D*\d){9,15}\D*$)[\d(][\d\s()\-]*"),
}
_NAMES = re.compile(
    r"((respondent|recipient|contact|first|last|full|sur|middle|family)_?)*name"
    r"|((respondent|recipient|contact|home|work|mobile|cell)_?)*(tel|(tele)?phone|mobile|e_?mail|passport|ip_?address)"
    r"(_?(no|nr|number|address))?\d?|((home|street|postal)_?)?address|location_?(latitude|longitude)"
    r"|fio|familia|imya|фио|ф_и_о_?|имя|фамилия|отчество|імя|прозвішча|прізвище|(моб_)?(телефон|тэлефон)"
    r"|номер_(телефона|тэлефона)"
    r"|адрес|адрас|адреса|паспорт|пашпарт|imię|nazwisko|telefon|adres"
)
_INTERVIEWERS = re.compile(
    r"(int(erviewer|vwr|er)?|enumerator|surveyor|supervisor|operator|moderator)(_?s)?(_?(full_?)?name)?"
    r"|name_of_(the_)?(interviewer|enumerator)"
    r"|(фио_|имя_)?(интервьюер|анкетер|супервайзер|оператор|бригадир)а?(_фио|_имя)?"
    r"|(прозвішча_|імя_)?(інтэрв.?юер|анкецер)а?|(прізвище_|ім.?я_)?інтерв.?юера?|(nazwisko_)?ankieter(a|ka)?"
)
_MANY = 5  # different values from which a name tells: fewer are answers ("Phone: landline, mobile")


def personal(name: str, values: Iterable[Any], labels: Mapping[Any, Any]) -> str | None:
    """What of respondents a column without labels holds: by the form of half of its different ``values``, or by its
    ``name`` where they are many; names of interviewers also where these are the labels. None for a question."""
    texts = [_written(value) for value in values]
    called = re.sub(r"[\s.\-]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())).casefold().replace("ё", "е")
    said = [str(text) for text in labels.values()] if labels else texts
    if len(said) > 1 and _INTERVIEWERS.fullmatch(called) and 2 * sum(map(_is_code, said)) < len(said):
        return "names of interviewers"
    if labels:
        return None
    for what, form in _FORMS.items():
        if texts and 2 * sum(form.fullmatch(text) is not None for text in texts) > len(texts):
            return what
    words = any(as_number(text) is None for text in texts)
    return "personal data, by its name" if len(texts) >= _MANY and words and _NAMES.fullmatch(called) else None


def _is_code(text: str) -> bool:
    """Whether a text is no name: a number, or one word that says yes or no."""
    return as_number(text) is not None or len(text) < 4


def _written(value: Any) -> str:
    """Whole numbers without a point or an exponent; decimals are no telephones."""
    number = None if isinstance(value, str) else as_number(value)
    return str(int(number)) if number is not None and number == int(number) else printed(value).strip()
