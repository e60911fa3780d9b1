"""Columns that are no questions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Left:
    """A column that no table is made of, and why."""

    column: str
    why: str
    text: str = ""


@dataclass(frozen=True)
class Role:
    """A column of the design, of respondents' numbers or of dates. ``sure``: it is written to be used; else it stands
    in a comment with ``why``; ``asked``: it may be a question, and is one; ``members``: the columns that ``column``,
    the beginning of their names, stands for."""

    column: str
    what: str
    why: str
    sure: bool = True
    asked: bool = False
    members: tuple[str, ...] = ()
