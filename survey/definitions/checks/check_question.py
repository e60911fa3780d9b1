"""What a question must hold once it is joined from the shared question and a study's refinements."""

from __future__ import annotations

import math
from typing import Any

from survey.definitions.checks.check_sets import check_set
from survey.definitions.checks.checking import Check
from survey.definitions.records.laid_over import FILE
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import Keys
from survey.words import nearest


def check_options(question: Question, at: Keys, check: Check) -> None:
    """Codes and ranges do not overlap, nets and columns name options: also after options were refined by a study."""
    seen: dict[str, tuple[str, Any]] = {}
    for option in question.options.values():
        path = (*at, "options", option.id)
        if option.id.startswith("_"):
            check.add(
                path, f"option '{option.id}' begins with '_', which is kept for the program", "Begin with a letter."
            )
        if isinstance(option.code, tuple) and not option.code:
            check.add((*path, "code"), f"option '{option.id}' has an empty list of codes", "Write its code.")
        for code in option.codes:
            name = str(int(code)) if isinstance(code, float) and code == int(code) else str(code)
            if name in seen:
                first, other = seen[name]
                if type(other) is type(code):
                    said = f"options '{first}' and '{option.id}' share the code {code!r}"
                else:
                    said = f"the code {code!r} cannot be told from {other!r} of option '{first}'"
                check.add(path, said, "Give each option a code of its own.")
            seen.setdefault(name, (option.id, code))
    _ranges(question, at, check)
    if question.options_of is not None and question.options_of != FILE and at == ():
        check.add(("options_of",), "a shared question writes its options itself", f"Or write 'options_of: {FILE}'.")
    for name, net in question.nets.items() if question.lists_options else ():
        for i, part in enumerate(net.options):
            if part not in question.options:
                said = f"net '{name}' names '{part}', which is no option of '{question.question}'"
                path = (*at, "nets", name, str(i))
                if path not in check.document.lines and (*at, "nets", name) not in check.document.lines:
                    path = (*at, "options")
                check.add(path, said, nearest(part, question.options))
    check_set(question, at, check)
    if question.options and isinstance(question.columns, dict):
        check.options((*at, "columns"), question.columns, question, listed=False)


def _ranges(question: Question, at: Keys, check: Check) -> None:
    ranges: list[tuple[str, float, float]] = []
    for option in question.options.values():
        if option.range is None:
            continue
        low, high = (
            (-math.inf if option.range[0] is None else option.range[0]),
            (math.inf if option.range[1] is None else option.range[1]),
        )
        if low > high:
            check.add(
                (*at, "options", option.id, "range"), f"the range runs from {low:g} down to {high:g}", "Turn it round."
            )
        for other, other_low, other_high in ranges:
            if max(low, other_low) <= min(high, other_high):
                shared = max(low, other_low)
                said = f"the ranges of '{other}' and '{option.id}' both hold {shared:g}"
                check.add((*at, "options", option.id, "range"), said, "Both ends of a range belong to it.")
        ranges.append((option.id, low, high))
