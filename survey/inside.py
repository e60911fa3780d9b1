"""Whom an output is for: who works with the data, or readers.

Answers in somebody's own words are told from Python; commands tell them only with ``--internal``: what a command prints
ends up in the logs of others. What is written into a file, a run and a report are made to leave the house
(``leaving_house``); what stands on the screen or in a notebook of who holds the data is not, and what ``--internal``
marks does not leave it either."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_told: ContextVar[bool] = ContextVar("told", default=True)
_released: ContextVar[bool] = ContextVar("released", default=True)
_leaving: ContextVar[bool] = ContextVar("leaving", default=False)


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
    token = _released.set(False)
    try:
        with telling_answers(True):
            yield
    finally:
        _released.reset(token)


def is_for_release() -> bool:
    """Whether what is made now may leave the room."""
    return _released.get()


@contextmanager
def leaving_house() -> Iterator[None]:
    """Inside the block what is made leaves the house: a study that states no policy of disclosure has the default."""
    token = _leaving.set(True)
    try:
        yield
    finally:
        _leaving.reset(token)


def leaves_house() -> bool:
    """Whether what is made now is a file, a run or a report."""
    return _leaving.get()


@contextmanager
def inside_command() -> Iterator[None]:
    """Inside the block nothing is asked for yet, whatever an earlier command of the process was: answers are counted,
    and what is made stays in the house."""
    before = [(one, one.set(value)) for one, value in ((_released, True), (_leaving, False))]
    try:
        with telling_answers(False):
            yield
    finally:
        for one, token in before:
            one.reset(token)
