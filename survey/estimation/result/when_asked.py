"""A field of a result that is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable

from survey.arrays import Array


class WhenAsked:
    """A field of a dataclass, given as an array or as a function that makes it: called once, and only if the field is
    read."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, one: object, owner: type | None = None) -> Array:
        if one is None:
            raise AttributeError(self.name)  # the field has no default
        found = one.__dict__[self.name]
        if callable(found):
            found = one.__dict__[self.name] = found()
        made: Array = found
        return made

    def __set__(self, one: object, value: Array | Callable[[], Array]) -> None:
        one.__dict__[self.name] = value
