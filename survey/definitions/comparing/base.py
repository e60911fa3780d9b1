"""Whom the shares of a wave are of, and whether those of two waves are of the same people."""

from __future__ import annotations

from survey.definitions.comparing.side import Side
from survey.definitions.published_base import one_base
from survey.wording.message import message
from survey.words import Text


def same_base(one: Side, two: Side) -> bool | None:
    """Whether the shares of two waves are of the same people; None where one does not say.

    ``all`` and ``asked`` are one where everybody was asked; else as ``definitions.published_base.one_base`` has it.
    """
    nested = [(wave.own.nested.question, wave.own.nested.options) if wave.own.nested else None for wave in (one, two)]
    if nested[0] != nested[1]:
        return False
    if one.base and one.base == two.base:
        return True
    return one_base((_kind(one), _kind(two)), (one.answered, two.answered))


def _kind(wave: Side) -> str:
    return "asked" if wave.base == "all" and not (wave.microdata and wave.unasked) else wave.base


def base_text(wave: Side) -> Text | None:
    """Whom the percentages of a wave are of; None where it is not known."""
    if wave.own.nested is not None:
        return message("trends.of_nested", names=", ".join(wave.own.nested.options))
    if wave.microdata or not wave.base:
        return message(f"trends.of_{wave.base}") if wave.base else None
    stated = wave.own.base
    if stated is not None and (stated == "valid") == (wave.base == "valid"):
        return message(f"trends.of_{stated}")
    return message(f"trends.of_{wave.base}" if wave.rebased else f"trends.of_{wave.base}_by_sum")
