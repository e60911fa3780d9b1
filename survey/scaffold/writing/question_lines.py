"""The lines of one question, and of a grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from survey.scaffold.guessing.as_written import as_written
from survey.scaffold.proposal import Proposal
from survey.scaffold.writing.scalars import comment, flow, key, scalar

WIDTH = 120  # of a line; a text of one line may be longer


def question_lines(question: Proposal, *, repeat: bool = True) -> Iterator[str]:
    """A question with how its type was guessed and what is unsure; what fits on a line stands on one."""
    yield from _remarks(question)
    keys = as_written(question, repeat=repeat)
    yield f"  {question.name}:"
    yield f"    type: {keys.pop('type')}" + (f"  # guessed: {comment(question.guess)}" if question.guess else "")
    for name, value in keys.items():
        yield from _key(name, value)


def grid_lines(items: Sequence[Proposal], *, repeat: bool = True) -> Iterator[str]:
    """Items of one scale: the first with the options, the others repeat them, each on a line of its own."""
    first, *others = items
    yield f"  # Grid {first.grid}: {len(items)} items of one scale ({items[0].name} to {items[-1].name})"
    options = as_written(first, repeat=repeat).get("options")
    for line in question_lines(first, repeat=repeat):
        yield (
            line.replace("    options:", f"    options: &{first.grid}", 1) if line.startswith("    options:") else line
        )
    for item in others:
        yield from _remarks(item)
        keys = as_written(item, repeat=repeat)
        keys.pop("options", None)
        shared = f", options: *{first.grid}" if options else ""
        yield f"  {item.name}: {{{flow(keys)[1:-1]}{shared}}}"


def _remarks(question: Proposal) -> Iterator[str]:
    for remark in question.remarks:
        yield f"  # {question.name}: {comment(remark)}"


def _key(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, (dict, list)):
        yield f"    {name}: {scalar(value)}".rstrip()
        return
    line = f"    {name}: {flow(value)}"
    if len(line) <= WIDTH or isinstance(value, list):
        yield line
        return
    yield f"    {name}:"
    for part, inner in value.items():
        yield f"      {key(str(part))}: {flow(inner)}".rstrip()
