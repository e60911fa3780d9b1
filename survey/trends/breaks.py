"""What changed between two waves besides opinion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from survey.trends.phrases import joined, mode_text, said
from survey.trends.series import Break
from survey.trends.waves import Wave
from survey.words import Text


def breaks_of(line: Sequence[Wave]) -> list[Break]:
    """The breaks of one line, whose dated waves stand in order.

    Wording, options and population are compared wave by wave. A mode that is not stated is no change by itself: a known
    mode is compared with the next known one, and where waves without a stated mode lie between them the break is
    somewhere between the two and the waves inside join neither side.
    """
    found = []
    for one, two in zip(line, line[1:], strict=False):
        changes = [
            (what, text)
            for what, text in (
                ("mode", _mode(one, two)),
                ("wording", _wording(one, two)),
                ("options", _options(one, two)),
                ("population", _population(one, two)),
                ("population", _base(one, two)),
            )
            if text is not None
        ]
        if changes:
            what = tuple(dict.fromkeys(what for what, _ in changes))
            found.append(_break(one, two, what, joined((text for _, text in changes), "; ")))
    known = [place for place, wave in enumerate(line) if wave.study.mode != "unknown"]
    for start, end in zip(known, known[1:], strict=False):
        text = _mode(line[start], line[end])
        if text is not None and end - start > 1:
            found.append(_break(line[start], line[end], ("mode",), text))
    return sorted(found, key=lambda one: (one.date, one.after))


def between_lines(one: Wave, two: Wave) -> Break:
    """The step from the last wave of one line to the first of the next."""
    text = said("series_change", start=one.line, end=two.line)
    return Break(one.name, two.name, _middle(one.day, two.day), ("series",), text)


def translated(line: Sequence[Wave]) -> list[tuple[Wave, Wave]]:
    """Neighbours known in translations that differ: whether the question changed cannot be seen."""
    return [(one, two) for one, two in zip(line, line[1:], strict=False) if wording_step(one, two) == "translation"]


def wording_step(one: Wave, two: Wave) -> str:
    """same | differs | translation (the translations differ) | unknown."""
    first, second = _text(one), _text(two)
    common = sorted(set(first) & set(second))
    if not common:
        return "unknown"
    if any(_bare(first[language]) == _bare(second[language]) for language in common):
        return "same"
    told = ("translation", "paraphrase")
    if any(not {one.asked.wording_in(language), two.asked.wording_in(language)} & set(told) for language in common):
        return "differs"
    return "translation"


def knows_wording(wave: Wave) -> bool:
    """True where the words of this very wave are known."""
    return bool(_text(wave))


def _text(wave: Wave) -> Text:
    if wave.own.text is None and wave.own.wording == "unknown":
        return {}  # the shared question's words are shown, but this wave's are not known
    return wave.asked.text or {}


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _mode(one: Wave, two: Wave) -> Text | None:
    start, end = one.study.mode, two.study.mode
    if start == end or "unknown" in (start, end):
        return None
    return said("mode_change", start=mode_text(start), end=mode_text(end))


def _wording(one: Wave, two: Wave) -> Text | None:
    return said("wording_change") if wording_step(one, two) == "differs" else None


def _options(one: Wave, two: Wave) -> Text | None:
    if one.match.summed != two.match.summed:
        return said("answers_change", start=_answers(one), end=_answers(two))
    first, second = _missing(one), _missing(two)
    if set(first) == set(second):
        return None
    names = [joined(labels.values()) if labels else said("nothing") for labels in (first, second)]
    return said("missing_change", start=names[0], end=names[1])


def _answers(wave: Wave) -> str | Text:
    count = str(len(wave.asked.substantive))
    return said("added_up", count=count) if wave.match.summed else count


def _missing(wave: Wave) -> dict[str, Text]:
    return {
        name: wave.asked.label(name)
        for name, option in wave.asked.options.items()
        if option.missing not in (None, "not_asked")
    }


def _population(one: Wave, two: Wave) -> Text | None:
    first, second = one.study.population or {}, two.study.population or {}
    common = sorted(set(first) & set(second))
    if not common or any(_bare(first[language]) == _bare(second[language]) for language in common):
        return None
    return said("population_change", start=first, end=second)


def _base(one: Wave, two: Wave) -> Text | None:
    """Answers of everybody next to answers of those who gave one; ``all`` and ``asked`` are taken as one."""
    first, second = base_text(one), base_text(two)
    if first is None or second is None or _kind(one) == _kind(two):
        return None
    return said("base_change", start=first, end=second)


def _kind(wave: Wave) -> object:
    nested = wave.own.nested
    return (nested.question, nested.options) if nested else wave.own.base == "valid"


def base_text(wave: Wave) -> Text | None:
    """Whom the percentages of a wave are of; None where it is not stated."""
    if wave.own.nested is not None:
        return said("of_nested", names=", ".join(wave.own.nested.options))
    base = wave.own.base
    if base is None and wave.points and wave.points[0].status == "microdata":
        base = "asked"
    return said(f"of_{base}") if base else None


def _break(one: Wave, two: Wave, what: tuple[str, ...], text: Text) -> Break:
    return Break(one.name, two.name, _middle(one.day, two.day), what, text)


def _middle(first: date | None, second: date | None) -> str:
    if first is None or second is None:
        return ""
    return (first + (second - first) / 2).isoformat()
