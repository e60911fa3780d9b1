"""What changed between two waves besides opinion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from survey.definitions.comparable import differences
from survey.trends.base import base_text, same_base
from survey.trends.comparable import difference_texts
from survey.trends.series import Break
from survey.trends.stated import STATED, bare
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


def changes_between(one: Wave, two: Wave) -> list[tuple[str, Text]]:
    """What is known to differ between two waves, whatever lies between them: the kind of thing, and words."""
    stated = {what: change(one, two) for what, (_, change) in STATED.items()}
    differing: dict[str, list[Text | None]] = {
        "mode": [stated.pop("mode")],
        "wording": [_wording(one, two)],
        "options": [_options(one, two)],
        "labels": list(_labels(one, two)),
        "population": [_population(one, two)],
        "base": [_base(one, two)],
        **{what: [text] for what, text in stated.items()},
    }
    return [(what, text) for what, texts in differing.items() for text in texts if text is not None]


def between_lines(one: Wave, two: Wave) -> Break:
    """The step from the last wave of one line to the first of the next."""
    text = message("trends.series_change", start=one.line, end=two.line)
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
    if any(bare(first[language]) == bare(second[language]) for language in common):
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


def _labels(one: Wave, two: Wave) -> Iterator[Text]:
    """Answers in other words, and, where it was forced, names that stand for two things."""
    if one.said is not None and two.said is not None:
        yield from difference_texts(differences(one.said, two.said), two.asked)


def _wording(one: Wave, two: Wave) -> Text | None:
    return message("trends.wording_change") if wording_step(one, two) == "differs" else None


def _options(one: Wave, two: Wave) -> Text | None:
    if one.match.summed != two.match.summed:
        return message("trends.answers_change", start=_answers(one), end=_answers(two))
    kinds = [set(_missing(wave)) for wave in (one, two)]
    if one.microdata or two.microdata:  # an empty cell is no answer as much as a code is
        kinds = [kind - {"no_answer"} for kind in kinds]
    if kinds[0] == kinds[1]:
        return None
    labels = [_missing(wave) for wave in (one, two)]
    names = [joined(own.values(), ", ", once=True) if own else message("trends.nothing") for own in labels]
    return message("trends.missing_change", start=names[0], end=names[1])


def _answers(wave: Wave) -> str | Text:
    count = str(len(wave.asked.substantive))
    return message("trends.added_up", count=count) if wave.match.summed else count


def _missing(wave: Wave) -> dict[str, Text]:
    """The labels of each kind of missing that the question names."""
    found: dict[str, list[Text]] = {}
    for name, option in wave.asked.options.items():
        if option.missing not in (None, "not_asked"):
            found.setdefault(str(option.missing), []).append(wave.asked.label(name))
    return {kind: joined(labels, ", ", once=True) for kind, labels in found.items()}


def _population(one: Wave, two: Wave) -> Text | None:
    first, second = one.study.population or {}, two.study.population or {}
    common = sorted(set(first) & set(second))
    if not common or any(bare(first[language]) == bare(second[language]) for language in common):
        return None
    return message("trends.population_change", start=first, end=second)


def _base(one: Wave, two: Wave) -> Text | None:
    """Shares of everybody next to shares of those who gave an answer, or of those who heard of it."""
    if same_base(one, two) is not False:
        return None
    texts = [base_text(wave) or message("general.unstated") for wave in (one, two)]
    return message("trends.base_change", start=texts[0], end=texts[1])


def _break(one: Wave, two: Wave, what: tuple[str, ...], text: Text) -> Break:
    return Break(one.name, two.name, _middle(one.day, two.day), what, text)


def _middle(first: date | None, second: date | None) -> str:
    if first is None or second is None:
        return ""
    return (first + (second - first) / 2).isoformat()
