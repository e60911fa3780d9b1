"""A proposal as a definition writes it, and whether the data can be read so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from survey.cells.meanings.file_parts import FilePart
from survey.cells.meanings.meaning import meaning, several_meaning
from survey.cells.table.encoding import printed
from survey.definitions.records.question import Question
from survey.errors import Problem
from survey.scaffold.proposal import Choice, Proposal
from survey.words import Text

MANY = 40  # labels of the file that a definition does not repeat: countries, occupations


def as_written(proposal: Proposal, *, repeat: bool = True) -> dict[str, Any]:
    """The keys of the question in their order. Without ``repeat`` what the data file says by itself (its texts,
    and options that are its labels) is left out (``written_options``)."""
    keys: dict[str, Any] = {"type": proposal.kind}
    if proposal.title:
        keys["title"] = _plain(proposal.title)
    if proposal.text and (repeat or not proposal.said):
        keys["text"] = _plain(proposal.text)
    if proposal.column not in (None, proposal.name):
        keys["column"] = proposal.column
    for key in ("delimiter", "marked"):
        if getattr(proposal, key) is not None:
            keys[key] = getattr(proposal, key)
    if proposal.asked:
        routed = proposal.asked
        keys["asked"] = routed if isinstance(routed, str) else {name: [*codes] for name, codes in routed.items()}
    if proposal.blank is not None:
        keys["blank"] = proposal.blank
    if proposal.columns:
        columns = proposal.columns
        keys["columns"] = dict(columns) if isinstance(columns, Mapping) else list(columns)
    flags = isinstance(proposal.columns, Mapping) and bool(proposal.columns)
    options = written_options(proposal.options, repeat=repeat or flags)
    if options:
        keys["options"] = options
    return keys


def written_options(options: Mapping[str, Choice], *, repeat: bool = True) -> dict[str, Any]:
    """The options, each in its shortest form. Without ``repeat``, and where they are ``MANY``, those that are the
    file's own labels are left to it: a definition that names kinds of missing only is completed by them."""
    told = [choice for choice in options.values() if choice.told and choice.missing is None and not choice.exclusive]
    answers = [choice for choice in options.values() if choice.missing is None]
    left = len(told) == len(answers) and (not repeat or len(told) > MANY)
    return {name: _option(name, one) for name, one in options.items() if not left or one.missing is not None}


def faults(
    proposal: Proposal, parts: Sequence[FilePart], others: Mapping[str, Question] | None = None
) -> tuple[Problem, ...]:
    """Why the data cannot be read as ``proposal`` says; nothing where they can. ``others``: the questions by which it
    may say who was asked."""
    written = as_written(proposal)
    question = Question.model_validate({"question": proposal.name, **written})
    if proposal.kind == "multiple":
        return several_meaning(question, parts, others or {}).problems
    return meaning(question, parts).problems


def _plain(text: Text) -> str | dict[str, str]:
    return text["und"] if set(text) == {"und"} else dict(text)


def _option(name: str, choice: Choice) -> Any:
    keys: dict[str, Any] = {}
    codes = choice.codes
    if len(codes) > 1:
        keys["code"] = list(codes)
    elif codes and printed(codes[0]) != name:
        keys["code"] = codes[0]
    label = _plain(choice.label) if choice.label else None
    if label is not None:
        keys["label"] = label
    if choice.missing is not None:
        keys["missing"] = choice.missing
    if choice.exclusive:
        keys["exclusive"] = True
    return label if not set(keys) - {"label"} else keys
