"""What is said around a picture in few words: of whom and when, the question, of how many, how exact, from whom."""

from __future__ import annotations

from collections.abc import Sequence

from survey.definitions.asked_text import AskedText
from survey.tables.table import Note
from survey.wording.lines import clean
from survey.wording.message import Message, message, word
from survey.wording.worded import Joined, said_in
from survey.words import Text, say

SHORT_MOE = {
    "tables.moe": "moe_short",
    "tables.moe_model": "moe_short_model",
    "tables.moe_published": "moe_short_one",
    "tables.moe_published_model": "moe_short_random",
}
UNSTATED = "general.unstated"
NO_WORDING = ("tables.no_wording", "trends.wording_unknown", "trends.wording_translated")


def facts(notes: Sequence[Note], language: str) -> tuple[str, ...]:
    """n, margin of error and source, each as short as its note allows; what is not known is left out here and said in
    the whole note."""
    found = []
    for key, short in (("n", _n), ("moe", _moe), ("pollster", _source)):
        texts = [short(note.text, language) for note in notes if note.key == key]
        found += [text for text in texts[:1] if text]
    if not any(note.key == "pollster" and _source(note.text, language) for note in notes):
        found += [say(note.text, language) for note in notes if note.key == "study"][:1]
    return tuple(text.rstrip(".") for text in found)


def asked(notes: Sequence[Note], title: str, language: str) -> tuple[str, ...]:
    """The question in the words of its note (of several wordings the last one); nothing where the title has them."""
    said = [note.text for note in notes if note.key == "wording" and getattr(note.text, "key", "") not in NO_WORDING]
    text = say(said[-1], language).rstrip() if said else ""
    return (text,) if text and title not in text else ()


def whom(notes: Sequence[Note], language: str) -> str:
    """Of whom the figures are, and when; "" where neither is known."""
    texts = [
        short(note.text, language)
        for key, short in (("population", _population), ("fieldwork", _dates))
        for note in notes
        if note.key == key
    ]
    found = ", ".join(text.rstrip(".") for text in texts if text)
    return found[:1].upper() + found[1:]


def heard(notes: Sequence[Note], language: str) -> tuple[str, str]:
    """The question in the words that respondents heard, and how sure these are; nothing where it is not known so well
    in ``language``, and where there are several."""
    texts = [note.text for note in notes if note.key == "wording"]
    if len(texts) != 1 or not isinstance(texts[0], AskedText) or not texts[0].heard(language):
        return "", ""
    return clean(texts[0].heard(language)), texts[0].sure(language)


def _population(text: Text, language: str) -> str:
    found = text.parts.get("whom", text) if isinstance(text, Message) else text
    return "" if isinstance(found, Message) and found.key == UNSTATED else said_in(found, language)


def _n(text: Text, language: str) -> str:
    if isinstance(text, Message) and text.key == "tables.n":
        return f"n = {said_in(text.parts['n'], language)}"
    if isinstance(text, Message) and text.key == "trends.n":
        moe = word("plots.points", language, value=f"±{said_in(text.parts['moe'], language)}")
        return f"n = {said_in(text.parts['n'], language)} · {moe}"
    if isinstance(text, Message):
        return ""  # whose n is not known
    return said_in(text.parts[0] if isinstance(text, Joined) else text, language)


def _dates(text: Text, language: str) -> str:
    if isinstance(text, Message) and text.key == "trends.period":
        return f"{said_in(text.parts['first'], language)} – {said_in(text.parts['last'], language)}"
    found = text.parts.get("when", text) if isinstance(text, Message) else text
    return "" if isinstance(found, Message) and found.key == UNSTATED else said_in(found, language)


def _moe(text: Text, language: str) -> str:
    first = text.parts[0] if isinstance(text, Joined) and text.parts else text
    if not isinstance(first, Message):
        return said_in(text, language)
    if first.key not in SHORT_MOE:
        return ""
    parts = {name: part for name, part in first.parts.items() if name in ("level", "moe")}
    return message(f"plots.{SHORT_MOE[first.key]}", **parts)[language]


def _source(text: Text, language: str) -> str:
    name = text.parts.get("name", "") if isinstance(text, Message) else text
    if isinstance(name, Message) and name.key == UNSTATED:
        return ""
    said = said_in(name, language)
    return word("plots.source", language, name=said) if said else ""
