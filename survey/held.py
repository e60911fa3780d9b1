"""Values of context variables inside a block."""

from __future__ import annotations

from contextlib import AbstractContextManager
from contextvars import ContextVar, Token
from typing import Any


class Held(AbstractContextManager[None]):
    """Inside the block each of the variables has the value beside it.

    No generator: a command that is refused while its options are read leaves blocks without an end, and a generator
    would be ended by chance, later and in another context.
    """

    def __init__(self, *values: tuple[ContextVar[Any], Any]) -> None:
        self._values = values

    def __enter__(self) -> None:
        self._tokens: list[tuple[ContextVar[Any], Token[Any]]] = [(one, one.set(value)) for one, value in self._values]

    def __exit__(self, *error: object) -> None:
        for one, token in reversed(self._tokens):
            one.reset(token)
