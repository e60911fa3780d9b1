"""Whom an output is for: who works with the data, or readers.

Answers in somebody's own words are told from Python; commands tell them only with ``--internal``: what a command prints
ends up in the logs of others. What ``--internal`` marks is not for release; ``survey.leaving`` says what else stays in
the house."""

from __future__ import annotations

from contextvars import ContextVar

from survey.held import Held

ADVICE = "--internal shows it to who works with the data."  # with what is refused or left out for readers
_told: ContextVar[bool] = ContextVar("told", default=True)
RELEASED: ContextVar[bool] = ContextVar("released", default=True)


def telling_answers(told: bool) -> Held:
    """Inside the block answers that no option names are told, or counted only."""
    return Held((_told, told))


def tells_answers() -> bool:
    """Whether they may be told now."""
    return _told.get()


def kept_inside() -> Held:
    """Inside the block answers are told, and a study's policy of disclosure does not hold: nothing is for release."""
    return Held((RELEASED, False), (_told, True))


def is_for_release() -> bool:
    """Whether what is made now may leave the room."""
    return RELEASED.get()
