"""A question of several answers as its data have it: what the text of each of its columns means."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Literal

from survey.cells.table.encoding import as_number, plain_text, printed
from survey.definitions.records.question import Question


@dataclass(frozen=True)
class SetPart:
    """What the texts of one column mean. ``flag``: whether ``option`` was named: by one of ``marked``; one of ``empty``
    says as little as an empty cell. ``code``: an answer to ``question``. ``cell``: several of them, ``delimiter``
    between. ``asked``: who was asked: those whose answer to ``question`` is one of ``allowed``.
    """

    kind: Literal["flag", "code", "cell", "asked"]
    column: str
    question: Question | None = None
    option: str = ""
    marked: frozenset[Hashable] = frozenset()
    empty: frozenset[Hashable] = frozenset()
    delimiter: str = ""
    allowed: frozenset[str] = frozenset()


class SetQuestion(Question):
    """A question of several answers as its data have it: ``column`` is the joined one."""

    parts: tuple[SetPart, ...] = ()

    @property
    def shown(self) -> str:
        """The columns of its answers, for messages."""
        return ", ".join(part.column for part in self.parts if part.kind != "asked")


def shown_column(question: Question) -> str:
    """The column of a question, or the columns of its answers, for messages."""
    return question.shown if isinstance(question, SetQuestion) else question.column or question.question


def text_key(text: Any) -> Hashable:
    """A text or a value as a key: ``1``, ``1.0``, ``true`` and ``"1"`` are one, and so are ``Yes`` and ``yes``."""
    plain = plain_text(printed(text))
    number = {"true": 1.0, "false": 0.0}.get(plain, as_number(plain))
    return plain if number is None else number
