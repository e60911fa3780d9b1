"""Kinds of missing that stand apart from the options they belong to: ``missing: {9: no_answer}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from survey.definitions.records.laid_over import same_code
from survey.wording.message import message
from survey.words import MissingKind

if TYPE_CHECKING:
    from survey.definitions.records.question import Option

Part = TypeVar("Part", bound="Option")


def with_missing(options: Mapping[str, Part], missing: Mapping[str, MissingKind], make: type[Part]) -> dict[str, Part]:
    """``options`` with the kinds of missing of the codes or labels ``missing``; a number that none has is one more."""
    made = dict(options)
    for said, kind in missing.items():
        key = said_by(said, made)
        if key is not None:
            made[key] = made[key].model_copy(update={"missing": kind})
        elif isinstance(same_code(said), float):
            number = float(said)
            code = int(number) if number == int(number) else number
            made[str(code)] = make(id=str(code), code=code, label=kind_label(kind), missing=kind)
    return made


def said_by(said: str, options: Mapping[str, Part]) -> str | None:
    """The option that ``said`` names by id, code or label."""
    if said in options:
        return said
    for key, option in options.items():
        if same_code(said) in map(same_code, option.codes) or said in (option.label or {}).values():
            return key
    return None


def kind_label(kind: MissingKind) -> dict[str, str]:
    """What a kind of missing is called where nothing else says it."""
    return dict(message(f"tables.{kind}"))
