"""How polls look: the pollster by colour, the mode by the form of the mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from survey.plots.sheet.palettes import GREY, LINES
from survey.plots.sheet.style import MUTED, PAPER
from survey.wording.message import message, word
from survey.wording.modes import mode_words
from survey.words import say

FORMS = {"face_to_face": "o", "phone": "s", "online": "D", "mail": "^", "mixed": "v", "messenger": "P"}
UNKNOWN = "X"
MOST = 2 * len(LINES)  # pollsters with a look of their own: filled marks, then open ones
SIZE = 3.0


@dataclass(frozen=True)
class Look:
    """A name in the key and the style of a mark."""

    name: str
    how: dict[str, Any]


def pollster_looks(polls: Counter[str], language: str) -> tuple[dict[str, dict[str, Any]], tuple[Look, ...]]:
    """The colour of each pollster, by the number of its polls, and the key."""
    order = [name for name, _ in sorted(polls.items(), key=lambda item: (-item[1], item[0]))]
    shown = order if len(order) <= MOST else order[: MOST - 1]
    other = {"color": GREY, "markeredgecolor": GREY}
    colours = {name: _colour(at) if at < len(shown) else other for at, name in enumerate(order)}
    key = [Look(name, {**colours[name], "marker": "o", "markersize": 4.0, "markeredgewidth": 0.9}) for name in shown]
    if len(order) > len(shown):
        told = word("line.others", language, count=str(len(order) - len(shown)))
        key.append(Look(told, {**other, "marker": "o", "markersize": 4.0}))
    return colours, tuple(key)


def mode_looks(used: Collection[str], language: str) -> list[tuple[str, dict[str, Any]]]:
    """What the forms of marks mean, where there are several."""
    if len(used) < 2:
        return []
    how = {"color": MUTED, "markersize": 4.0}
    found = []
    for mode in (*FORMS, "unknown"):
        if mode in used:
            name = say(mode_words(mode) or message("reports.mode_unknown"), language)
            found.append((name, {**how, "marker": FORMS.get(mode, UNKNOWN)}))
    return found


def _colour(at: int) -> dict[str, Any]:
    colour = LINES[at % len(LINES)]
    return {"color": colour if at < len(LINES) else PAPER, "markeredgecolor": colour}


def mode_mark(mode: str) -> dict[str, Any]:
    """The form of a mark; as in the key of pollsters where no mode is given, since there is only one."""
    return {"marker": FORMS.get(mode, UNKNOWN) if mode else "o", "markersize": SIZE, "markeredgewidth": 0.8}
