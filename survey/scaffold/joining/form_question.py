"""A question of a form as a proposal, and the columns of the data that it may stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from survey.cells.meanings.missing_kind import missing_kind
from survey.cells.table.encoding import plain_text, printed
from survey.scaffold.form import FormOption, FormQuestion
from survey.scaffold.guessing.names import option_name
from survey.scaffold.guessing.set_words import says_none
from survey.scaffold.proposal import Choice, Proposal
from survey.words import MISSING_KINDS, MissingKind, Text

KINDS = {"single": "single", "multiple": "multiple", "scale": "scale", "number": "number"}


def from_form(question: FormQuestion, name: str, columns: Sequence[str]) -> Proposal | None:
    """The question called ``name``, whose answers stand in ``columns`` (none where there are no data); None for texts,
    dates and numbers of respondents, of which there are no tables."""
    if question.kind not in KINDS:
        return None
    remarks = (question.note,) if question.note else ()
    made = Proposal(
        name,
        columns[0] if len(columns) == 1 else None,
        question.kind,  # type: ignore[arg-type]
        text_by_language(question.text),
        guess="as the form says",
        blank="not_asked" if question.relevant else None,
        remarks=(*remarks, *((f"asked where {question.relevant}",) if question.relevant else ())),
    )
    if question.kind == "multiple":
        return _several(made, question, columns)
    options: dict[str, Choice] = {}
    for option in question.options:
        options[_name(option, options)] = replace(_choice(option), exclusive=False)  # of one answer each is
    return replace(made, options=options)


def text_by_language(text: Mapping[str, str]) -> Text:
    """A form's text as a definition's: languages by their code, one that is unknown as ``und``."""
    found = {language if re.fullmatch("[a-z]{2,3}", language) else "und": one for language, one in text.items() if one}
    return {language: " ".join(one.split()) for language, one in found.items()}


def places(question: FormQuestion, names: Sequence[str]) -> tuple[str, ...]:
    """The columns among ``names`` that hold the answers: that of its name (also within a group, ``group/name``), or
    headed by its text; of several answers those of its options, where there are at least two."""
    if question.kind == "multiple":
        flags = _flags(question, names)
        if len(flags) > 1:
            return flags
    known = {name.casefold(): name for name in reversed(names)}
    last = {re.split(r"[/.:]", name)[-1].casefold(): name for name in reversed(names)}
    texts = {plain_text(name): name for name in reversed(names)}
    for table, key in ((known, question.name.casefold()), (last, question.name.casefold())):
        if key in table:
            return (table[key],)
    headed = [texts[plain_text(text)] for text in question.text.values() if plain_text(text) in texts]
    return tuple(headed[:1])


def _flags(question: FormQuestion, names: Sequence[str]) -> tuple[str, ...]:
    given = tuple(name for name in question.columns if name in names)
    if len(given) > 1:
        return given
    folded = {re.sub(r"[/.:\[\]_\- ]+", "/", name).strip("/").casefold(): name for name in names}
    found = []
    for option in question.options:
        for ending in (printed(option.code), *option.label.values()):
            wanted = re.sub(r"[/.:\[\]_\- ]+", "/", f"{question.name}/{ending}").strip("/").casefold()
            match = folded.get(wanted) or next((one for key, one in folded.items() if key.endswith(f"/{wanted}")), None)
            if match is not None:
                found.append(match)
                break
    return tuple(dict.fromkeys(found))


def _several(made: Proposal, question: FormQuestion, columns: Sequence[str]) -> Proposal:
    """Flags where each option has its column, else columns of codes, else one column with a delimiter."""
    options: dict[str, Choice] = {}
    flags: dict[str, str] = {}
    by_option = _by_option(question, columns)
    for option in question.options:
        code = printed(option.code)
        name = option_name(code if not re.fullmatch(r"[\d.-]+", code) else _first(option.label) or f"o{code}", options)
        if by_option and option.code not in by_option:
            continue
        options[name] = _choice(option)
        flags[name] = by_option.get(option.code, "")
    if by_option:
        return replace(made, column=None, options=options, columns=flags)
    if len(columns) > 1:
        return replace(made, column=None, options=options, columns=tuple(columns))
    return replace(made, options=options, delimiter=question.delimiter or " ")


def _by_option(question: FormQuestion, columns: Sequence[str]) -> dict[str | int | float, str]:
    if len(columns) < 2:
        return {}
    if len(columns) == len(question.options) and tuple(columns) == tuple(question.columns):
        return {option.code: column for option, column in zip(question.options, columns, strict=True)}
    found = {}
    for option in question.options:
        one = _flags(replace(question, options=(option,), columns=()), columns)
        if one:
            found[option.code] = one[0]
    return found


def _name(option: FormOption, taken: Mapping[str, Choice]) -> str:
    code = printed(option.code)
    plain = bool(re.fullmatch(r"-?\d+|[A-Za-z0-9]\w{0,39}", code)) and code not in taken
    return code if plain else option_name(_first(option.label) or code, list(taken))


def _first(label: Mapping[str, str]) -> str:
    return label.get("en") or next((text for text in label.values() if text), "")


def _choice(option: FormOption) -> Choice:
    kind: MissingKind | None = option.missing if option.missing in MISSING_KINDS else None  # type: ignore[assignment]
    named = [missing_kind(text) for text in option.label.values()]
    exclusive = option.exclusive or any(map(says_none, option.label.values()))
    label = text_by_language(option.label)
    return Choice((option.code,), label, kind or next(filter(None, named), None), exclusive)
