"""Questions of one answer that may be of several: what is too little to be taken for it, and is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from survey.scaffold.proposal import Proposal

_MARKS = (";", "|", "\n", ",", "/")


def perhaps_several(texts: Iterable[str]) -> tuple[str, ...]:
    """A remark where answers are made of others: "bus;train" beside "bus"."""
    whole = [text.strip() for text in texts]
    for mark in _MARKS:
        parts = {text: [part.strip() for part in text.split(mark) if part.strip()] for text in whole}
        joined = [text for text, found in parts.items() if len(found) > 1]
        others = [part for text, found in parts.items() for part in set(found)]
        if joined and all(any(others.count(part) > 1 for part in parts[text]) for text in joined):
            shown = repr(mark)[1:-1]
            return (f"perhaps several answers between '{shown}': then type: multiple, delimiter: '{shown}'",)
    return ()


def with_flags_told(questions: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """``questions`` with a remark on the first of three or more neighbours that hold 1 and 2 without labels, as marks
    do."""
    found: list[Proposal] = []
    for alike, run in groupby(questions, key=lambda one: _codes(one.options) == {1, 2}):
        members = list(run)
        if alike and len(members) >= 3:
            names = f"{members[0].column} to {members[-1].column}"
            said = f"{names} hold 1 and 2 without labels: perhaps one question, type: multiple, marked: 1"
            members[0] = replace(members[0], remarks=(*members[0].remarks, said))
        found += members
    return tuple(found)


def _codes(options: Mapping[str, object]) -> set[object]:
    return {code for one in options.values() for code in getattr(one, "codes", ()) if not getattr(one, "label", None)}
