"""What changed between two studies of one question besides opinion."""

from __future__ import annotations

from collections.abc import Iterator

from survey.definitions.comparable import differences
from survey.definitions.comparing.base import base_text, same_base
from survey.definitions.comparing.match import difference_texts
from survey.definitions.comparing.side import Side
from survey.definitions.comparing.stated import STATED, bare
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


def changes_between(one: Side, two: Side) -> list[tuple[str, Text]]:
    """What is known to differ between two studies, whatever lies between them: the kind of thing, and words."""
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


def wording_step(one: Side, two: Side) -> str:
    """same | differs | translation (the translations differ) | unknown."""
    first, second = known_text(one), known_text(two)
    common = sorted(set(first) & set(second))
    if not common:
        return "unknown"
    if any(bare(first[language]) == bare(second[language]) for language in common):
        return "same"
    told = ("translation", "paraphrase")
    if any(not {one.asked.wording_in(language), two.asked.wording_in(language)} & set(told) for language in common):
        return "differs"
    return "translation"


def known_text(side: Side) -> Text:
    """The words that are known of this very study."""
    if side.own.text is None and side.own.wording == "unknown":
        return {}  # the shared question's words are shown, but this study's are not known
    return side.asked.text or {}


def _labels(one: Side, two: Side) -> Iterator[Text]:
    """Answers in other words, and, where it was forced, names that stand for two things."""
    if one.said is not None and two.said is not None:
        yield from difference_texts(differences(one.said, two.said), two.asked)


def _wording(one: Side, two: Side) -> Text | None:
    return message("trends.wording_change") if wording_step(one, two) == "differs" else None


def _options(one: Side, two: Side) -> Text | None:
    if one.summed != two.summed:
        return message("trends.answers_change", start=_answers(one), end=_answers(two))
    if one.asked is two.asked:
        return None  # thousands of polls of one table
    kinds = [set(_missing(side)) for side in (one, two)]
    if one.microdata or two.microdata:  # an empty cell is no answer as much as a code is
        kinds = [kind - {"no_answer"} for kind in kinds]
    if kinds[0] == kinds[1]:
        return None
    labels = [_missing(side) for side in (one, two)]
    names = [joined(own.values(), ", ", once=True) if own else message("trends.nothing") for own in labels]
    return message("trends.missing_change", start=names[0], end=names[1])


def _answers(side: Side) -> str | Text:
    count = str(len(side.asked.substantive))
    return message("trends.added_up", count=count) if side.summed else count


def _missing(side: Side) -> dict[str, Text]:
    """The labels of each kind of missing that the question names."""
    found: dict[str, list[Text]] = {}
    for name, option in side.asked.options.items():
        if option.missing not in (None, "not_asked"):
            found.setdefault(str(option.missing), []).append(side.asked.label(name))
    return {kind: joined(labels, ", ", once=True) for kind, labels in found.items()}


def _population(one: Side, two: Side) -> Text | None:
    first, second = one.study.population or {}, two.study.population or {}
    if first is second:
        return None
    common = sorted(set(first) & set(second))
    if not common or any(bare(first[language]) == bare(second[language]) for language in common):
        return None
    return message("trends.population_change", start=first, end=second)


def _base(one: Side, two: Side) -> Text | None:
    """Shares of everybody next to shares of those who gave an answer, or of those who heard of it."""
    if same_base(one, two) is not False:
        return None
    texts = [base_text(side) or message("general.unstated") for side in (one, two)]
    return message("trends.base_change", start=texts[0], end=texts[1])
