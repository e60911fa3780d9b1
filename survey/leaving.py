"""What leaves the house: what is written into a file, a run and a report.

What stands on the screen or in a notebook of who holds the data does not, nor does what ``--internal`` marks
(``survey.inside``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from survey.held import Held
from survey.inside import RELEASED, telling_answers

_leaving: ContextVar[bool] = ContextVar("leaving", default=False)


def leaving_house() -> Held:
    """Inside the block what is made leaves the house: a study that states no policy of disclosure has the default."""
    return Held((_leaving, True))


def leaves_house() -> bool:
    """Whether what is made now is a file, a run or a report."""
    return _leaving.get()


@contextmanager
def inside_command() -> Iterator[None]:
    """Inside the block nothing is asked for yet, whatever an earlier command of the process was: answers are counted,
    and what is made stays in the house."""
    before = [(one, one.set(value)) for one, value in ((RELEASED, True), (_leaving, False))]
    try:
        with telling_answers(False):
            yield
    finally:
        for one, token in before:
            one.reset(token)
