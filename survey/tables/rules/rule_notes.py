"""What is said below a table under a rule of presentation."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from survey.maths.rules.presentation import Rule
from survey.tables.notes import listed
from survey.tables.rules.interval_notes import exceptions, widest
from survey.tables.table import Note, Table
from survey.wording.figures import number, whole
from survey.wording.message import Message, message
from survey.wording.worded import Part, joined
from survey.words import Text

OF_CELLS = ("fallback", "fixed", "no_interval")  # notes that count cells
SUPPRESSED = message("presentation.sign")  # printed in place of a figure that is not shown
TIMES_100 = ("width", "relative_width", "complement")  # reasons whose limit is a proportion


def ruled_notes(table: Table, rule: Rule) -> tuple[Note, ...]:
    """The notes of ``table``, and one on ``rule``; those on intervals are of the cells that are shown."""
    figures = {name: getattr(table, name) for name in ("estimate", "std_error", "conf_low", "conf_high")}
    by_row = table.percent == "row"
    counted = {note.key: note for note in exceptions(table.stub, table.columns, figures, by_row)}
    half = widest(table.stub, figures, by_row)
    found: list[Note] = []
    for note in table.notes:
        if note.key in OF_CELLS:
            found += [counted[note.key]] if note.key in counted else []
        elif note.key == "moe" and isinstance(note.text, Message) and "moe" in note.text.parts:
            found.append(replace(note, text=_widest(note.text, half)))
        else:
            found.append(note)
    return (*found, Note("presentation", _told(table, rule)))


def _widest(text: Message, half: float) -> Text:
    if np.isnan(half):
        return message("tables.no_moe")
    return message(text.key, **{**text.parts, "moe": number(100 * half, 1)})


def _told(table: Table, rule: Rule) -> Text:
    """Which rule, how many cells are not shown and how many marked, and why."""
    made = table.presentation
    assert made is not None
    name = message(f"presentation.rule_{rule.name}")
    parts: list[Part] = [message("presentation.rule", rule=joined([name, _limits(rule)]))]
    for what in ("suppress", "flag"):
        why = Counter(
            reason
            for does, reasons in zip(made.does, made.reason, strict=True)
            for done, reason in zip(does, reasons, strict=True)
            if done == what
        )
        if why:
            listing: dict[str, Part] = {"count": whole(why.total()), "list": _reasons(rule, what, why)}
            if what == "suppress":
                listing["sign"] = SUPPRESSED
            parts.append(message(f"presentation.{what}", **listing))
    if len(parts) == 1:
        parts.append(message("presentation.nothing"))
    return joined(parts, " ")


def _limits(rule: Rule) -> Part:
    """What a pollster's own rule is; those that have a name are told by it."""
    if rule.name != "own":
        return ""
    said = []
    for what in ("suppress", "flag"):
        limits = listed([_reason(rule, what, test.reason) for test in rule.tests if test.does == what])
        if limits["en"]:
            said.append(message(f"presentation.limits_{what}", list=limits))
    return joined([" (", joined(said, "; "), ")"])


def _reasons(rule: Rule, what: str, why: Counter[str]) -> Text:
    return listed([joined([_reason(rule, what, reason), " – ", whole(count)]) for reason, count in why.most_common()])


def _reason(rule: Rule, what: str, reason: str) -> Text:
    limit = rule.limit(what, reason)
    limit = limit if np.isfinite(limit) else rule.limit("suppress", reason)  # a mean that is flagged all the same
    if not np.isfinite(limit):
        return message(f"presentation.because_{reason}")
    shown = 100 * limit if reason in TIMES_100 else limit
    return message(f"presentation.because_{reason}", limit=number(shown, 0 if reason in TIMES_100 else None))
