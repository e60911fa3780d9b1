"""A record from a mapping that Python gives, with the faults that a file would have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from survey.definitions.reading.problems import explain
from survey.definitions.reading.read_record import plain
from survey.definitions.records.read_yaml import Document, Keys
from survey.errors import DefinitionError

Record = TypeVar("Record", bound=BaseModel)


def given_record(kind: type[Record], values: Mapping[str, Any], where: str) -> Record:
    """``values`` as a record of ``kind``, whose keys are those of a file. ``where``: what it is called in errors.

    Raises ``DefinitionError`` with every fault, each with its key and a fix."""
    try:
        return kind.model_validate(plain(dict(values)))
    except ValidationError as error:
        document = Document(where, values, dict.fromkeys(((), *_places(values, ())), 0))
        raise DefinitionError(explain(error, document, kind)) from None


def _places(values: Any, at: Keys) -> Iterator[Keys]:
    """The path of every key; there are no lines in Python."""
    for name, value in values.items() if isinstance(values, Mapping) else ():
        path = (*at, str(name))
        yield path
        yield from _places(value, path)
