"""The record of a questionnaire form: what XLSForm, LimeSurvey, Qualtrics, Triple-S, DDI and others say alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class FormOption:
    """One answer. ``code``: as it stands in the data; ``label``: by language, "" where it is unknown; ``missing``: kind
    of missing answer, where the form says so; ``exclusive``: of several answers it goes with no other."""

    code: str | int | float
    label: Mapping[str, str]
    missing: str | None = None
    exclusive: bool = False


@dataclass(frozen=True)
class FormQuestion:
    """One question. ``columns``: those of the data, where it has several; ``delimiter``: between the answers in one
    cell; ``group``: the grid or section that it stands in; ``relevant``: who is asked, as the form writes it."""

    name: str
    text: Mapping[str, str]
    kind: Literal["single", "multiple", "scale", "number", "text", "date", "id"]
    options: tuple[FormOption, ...] = ()
    columns: tuple[str, ...] = ()
    delimiter: str | None = None
    group: str | None = None
    relevant: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Form:
    """A form. ``source``: its file; ``languages``: codes, "" for one that is unknown; ``notes``: what the form has and
    the record cannot hold, each counted."""

    title: Mapping[str, str]
    questions: tuple[FormQuestion, ...]
    source: str
    languages: tuple[str, ...]
    notes: tuple[str, ...] = ()
