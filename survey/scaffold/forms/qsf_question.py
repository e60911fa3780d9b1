"""One question of Qualtrics: its choices, its rows, its columns in the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from survey.scaffold.form import FormOption, FormQuestion
from survey.scaffold.forms.languages import language_code
from survey.scaffold.forms.words import Kind, code_of, plain

Json = dict[str, Any]
_SEVERAL = ("MAVR", "MAHR", "MACOL", "MSB", "MultipleAnswer")
_WRITTEN: dict[str, Kind] = {"ValidNumber": "number", "ValidDate": "date"}
_LEFT = {
    "DB": "texts that are shown only (DB), which were left out",
    "Timing": "timers, which were left out",
    "Captcha": "captchas, which were left out",
    "Meta": "questions about the browser (Meta), which were left out",
    "FileUpload": "uploads of files, which were left out",
}


def qsf_questions(asked: Json, own: str, block: str, left: Counter[str]) -> Iterator[FormQuestion]:
    """The question, or one a row of a matrix. Columns of several answers are named by the values that choices are
    recoded to, as Qualtrics exports them."""
    kind, selector = str(asked.get("QuestionType")), str(asked.get("Selector"))
    name = str(asked.get("DataExportTag") or asked.get("QuestionID") or "")
    words = _words(asked, own, "QuestionText", asked.get("QuestionText"))
    common: Json = {"group": block or None, "relevant": _shown_where(asked.get("DisplayLogic"))}
    if kind in _LEFT:
        left[_LEFT[kind]] += 1
    elif kind == "MC" and selector in _SEVERAL:
        options = _options(asked, own, "Choices")
        columns = tuple(f"{name}_{option.code}" for option in options)
        yield FormQuestion(name, words, "multiple", options, columns, delimiter=",", **common)
    elif kind == "MC":
        yield FormQuestion(name, words, "single", _options(asked, own, "Choices"), **common)
    elif kind == "Matrix" and selector in ("Likert", "Bipolar", "MaxDiff", "Profile", "RO"):
        yield from _rows(asked, own, name, words, common)
    elif kind in ("Slider", "CS", "RO", "Matrix", "SBS") or (kind == "TE" and selector == "FORM"):
        each: Kind = "number" if kind in ("Slider", "CS", "RO") else "text"
        for tag, row in _tags(asked, own, name):
            yield FormQuestion(tag, row, each, **{**common, "group": _first(words) or block or None})
        left["matrices of texts or side by side, of which columns were not told apart"] += kind in ("Matrix", "SBS")
    elif kind == "TE":
        numeric = (asked.get("Validation") or {}).get("Settings", {}) or {}
        content = numeric.get("ContentType") if isinstance(numeric, dict) else None
        written = _WRITTEN.get(str(content), "text")
        yield FormQuestion(name, words, written, **common)
    else:
        left[f"questions of the type {kind}, of which the text alone was kept"] += 1
        yield FormQuestion(name, words, "text", **common)
    left["texts to be written beside a choice, which were left out"] += sum(
        isinstance(one, dict) and one.get("TextEntry") is not None for one in _each(asked.get("Choices")).values()
    )


def _rows(asked: Json, own: str, name: str, words: dict[str, str], common: Json) -> Iterator[FormQuestion]:
    """The rows of a matrix: choices are its rows, answers its columns."""
    options = _options(asked, own, "Answers")
    several = asked.get("SubSelector") in _SEVERAL
    for tag, row in _tags(asked, own, name):
        columns = tuple(f"{tag}_{option.code}" for option in options) if several else ()
        grid = {**common, "group": _first(words) or common["group"]}
        if several:
            yield FormQuestion(tag, row, "multiple", options, columns, ",", **grid)
        else:
            yield FormQuestion(tag, row, "single", options, **grid)


def _tags(asked: Json, own: str, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The name and the words of each row."""
    tags = _each(asked.get("ChoiceDataExportTags"))
    for key, one in _ordered(asked, "Choices"):
        yield str(tags.get(key) or f"{name}_{key}"), _words(asked, own, ("Choices", key), _display(one))


def _options(asked: Json, own: str, part: str) -> tuple[FormOption, ...]:
    recoded = _each(asked.get("RecodeValues"))
    return tuple(
        FormOption(
            code_of(recoded.get(key, key)),
            _words(asked, own, (part, key), _display(one)),
            exclusive=bool(isinstance(one, dict) and one.get("ExclusiveAnswer")),
        )
        for key, one in _ordered(asked, part)
    )


def _ordered(asked: Json, part: str) -> list[tuple[str, Any]]:
    every = _each(asked.get(part))
    order = asked.get("ChoiceOrder" if part == "Choices" else "AnswerOrder")
    keys = [str(key) for key in (order.values() if isinstance(order, dict) else order or [])]
    return [(key, every[key]) for key in dict.fromkeys((*keys, *every)) if key in every]


def _each(value: Any) -> Json:
    """A list of PHP, which has lost its keys where they were 0, 1, …, as what it was."""
    if isinstance(value, list):
        return {str(place): one for place, one in enumerate(value)}
    return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}


def _display(one: Any) -> Any:
    return one.get("Display") if isinstance(one, dict) else one


def _words(asked: Json, own: str, key: str | tuple[str, str], text: Any) -> dict[str, str]:
    """The text in the survey's language, and in those it was translated to."""
    found = {own: plain(text)}
    for language, translated in _each(asked.get("Language")).items():
        if not isinstance(translated, dict):
            continue
        other = translated.get(key) if isinstance(key, str) else _each(translated.get(key[0])).get(key[1])
        shown = plain(_display(other))
        if shown:
            found.setdefault(language_code(language), shown)
    return {language: shown for language, shown in found.items() if shown}


def _first(words: dict[str, str]) -> str:
    return next(iter(words.values()), "")


def _shown_where(logic: Any) -> str | None:
    """Who is asked, as Qualtrics describes it; None where everybody is."""
    parts = [text for text in _described(logic, 0) if text]
    return " ".join(parts) or None


def _described(part: Any, depth: int) -> Iterator[str]:
    if not isinstance(part, dict) or depth > 6:
        return
    if "Description" in part and "LogicType" in part:
        said = plain(part["Description"]).removeprefix("If ").removeprefix("If")
        joined = str(part.get("Conjuction") or part.get("Conjunction") or "")
        yield f"{joined.lower()} {said}".strip()
        return
    for key, inner in part.items():
        if key.isdecimal() or key == "BooleanExpression":
            yield from _described(inner, depth + 1)
