"""What changed between two waves besides opinion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from survey.definitions.comparing.changed import changes_between, known_text, wording_step
from survey.definitions.comparing.stated import STATED
from survey.trends.series import Break
from survey.trends.waves import Wave
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


def breaks_of(line: Sequence[Wave]) -> list[Break]:
    """The breaks of one line, whose dated waves stand in order.

    Wording, options, population and base are compared wave by wave. A mode that is not stated is no change by itself: a
    known mode is compared with the next known one, and where waves without a stated mode lie between them the break is
    somewhere between the two and the waves inside join neither side. So are the pollster, the kind of sample, the
    weighting and what was asked before.
    """
    found = []
    for one, two in zip(line, line[1:], strict=False):
        changes = changes_between(one, two)
        if changes:
            what = tuple(dict.fromkeys(what for what, _ in changes))
            found.append(_break(one, two, what, joined((text for _, text in changes), "; ", once=True)))
    for thing, (known, change) in STATED.items():
        places = [place for place, wave in enumerate(line) if known(wave)]
        for start, end in zip(places, places[1:], strict=False):
            text = change(line[start], line[end])
            if text is not None and end - start > 1:
                found.append(_break(line[start], line[end], (thing,), text))
    return sorted(found, key=lambda one: (one.date, one.after))


def between_lines(one: Wave, two: Wave) -> Break:
    """The step from the last wave of one line to the first of the next."""
    text = message("trends.series_change", start=one.line, end=two.line)
    return Break(one.name, two.name, _middle(one.day, two.day), ("series",), text)


def translated(line: Sequence[Wave]) -> list[tuple[Wave, Wave]]:
    """Neighbours known in translations that differ: whether the question changed cannot be seen."""
    return [(one, two) for one, two in zip(line, line[1:], strict=False) if wording_step(one, two) == "translation"]


def knows_wording(wave: Wave) -> bool:
    """True where the words of this very wave are known."""
    return bool(known_text(wave))


def _break(one: Wave, two: Wave, what: tuple[str, ...], text: Text) -> Break:
    return Break(one.name, two.name, _middle(one.day, two.day), what, text)


def _middle(first: date | None, second: date | None) -> str:
    if first is None or second is None:
        return ""
    return (first + (second - first) / 2).isoformat()
