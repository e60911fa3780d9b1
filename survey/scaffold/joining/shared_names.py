"""Questions that could not be called like their columns, as other studies share a question of that name."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from survey.scaffold.guessing.names import name_of
from survey.scaffold.guessing.told import shown
from survey.scaffold.proposal import Scaffold


def with_shared_told(scaffold: Scaffold, taken: Collection[str]) -> Scaffold:
    """``scaffold`` with a remark on the questions that have a number after their name because ``taken`` has it."""
    found = {
        one.name: match[1]
        for one in scaffold.questions
        if name_of(one.column or "") != one.name
        and (match := re.fullmatch(r"(.+)_\d+", one.name))
        and match[1] in taken
    }
    if not found:
        return scaffold
    own, theirs = shown(found), shown(dict.fromkeys(found.values()))
    said = f"{own}: called so because studies share the questions {theirs}; where one is the same question, write "
    said += f"'{next(iter(found.values()))}: {{}}' in its place"
    return replace(scaffold, remarks=(*scaffold.remarks, said))
