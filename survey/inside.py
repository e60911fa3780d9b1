"""Whom an output is for: who works with the data, or readers.

Answers in somebody's own words are told from Python; commands tell them only with ``--internal``: what a command prints
ends up in the logs of others. What ``--internal`` marks is not for release; ``survey.leaving`` says what else stays in
the house."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ADVICE = "--internal shows it to who works with the data."  # with what is refused or left out for readers
_told: ContextVar[bool] = ContextVar("told", default=True)
RELEASED: ContextVar[bool] = ContextVar("released", default=True)


@contextmanager
def telling_answers(told: bool) -> Iterator[None]:
    """Inside the block answers that no option names are told, or counted only."""
    token = _told.set(told)
    try:
        yield
    finally:
        _told.reset(token)


def tells_answers() -> bool:
    """Whether they may be told now."""
    return _told.get()


@contextmanager
def kept_inside() -> Iterator[None]:
    """Inside the block answers are told, and a study's policy of disclosure does not hold: nothing is for release."""
    token = RELEASED.set(False)
    try:
        with telling_answers(True):
            yield
    finally:
        RELEASED.reset(token)


def is_for_release() -> bool:
    """Whether what is made now may leave the room."""
    return RELEASED.get()
