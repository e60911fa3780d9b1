"""What is proposed of a file before anybody has looked at it: questions, columns of the design, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.definitions.records.question import QuestionType
from survey.scaffold.beside import Left, Role
from survey.words import MissingKind, Text

Codes = tuple[int | float | str, ...]


@dataclass(frozen=True)
class Choice:
    """One option. ``codes``: as they stand in the data; ``label``: by language, empty for none; ``told``: the label is
    the file's own, so that a definition need not repeat it."""

    codes: Codes
    label: Text = field(default_factory=dict)
    missing: MissingKind | None = None
    exclusive: bool = False
    told: bool = False


@dataclass(frozen=True)
class Proposal:
    """One question. ``columns``: by option for flags, a tuple for columns of codes; ``grid``: the name shared by the
    items of one scale; ``said``: the text is the file's own label; ``guess``: how the type was found; ``remarks``: what
    is unsure, each a line."""

    name: str
    column: str | None
    kind: QuestionType
    text: Text = field(default_factory=dict)
    title: Text = field(default_factory=dict)
    options: Mapping[str, Choice] = field(default_factory=dict)
    columns: Mapping[str, str] | tuple[str, ...] = ()
    delimiter: str | None = None
    marked: int | float | str | None = None
    asked: Mapping[str, Codes] | str | None = None
    blank: MissingKind | None = None
    grid: str = ""
    guess: str = ""
    said: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scaffold:
    """All that is proposed of a study. ``remarks`` are about the whole of it; ``rows``: None without data; ``doubles``:
    how many of them are equal to an earlier one in every column."""

    questions: tuple[Proposal, ...]
    roles: tuple[Role, ...] = ()
    left: tuple[Left, ...] = ()
    remarks: tuple[str, ...] = ()
    banner: tuple[str, ...] = ()
    banner_guess: str = ""
    title: Text = field(default_factory=dict)
    rows: int | None = None
    doubles: int = 0
    synthetic: bool = False
