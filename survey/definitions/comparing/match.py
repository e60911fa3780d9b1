"""Whether a study asked the same question: only then may its answers stand on the same line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from survey.definitions.comparable import Asked, Difference, differences
from survey.definitions.records.question import Question
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


@dataclass(frozen=True)
class Match:
    """How the options of a study meet those of the shared question; ``summed`` are options that are nets there.

    ``against``: names that stand for two things."""

    joins: bool
    summed: tuple[str, ...] = ()
    reason: Text = field(default_factory=dict)
    against: tuple[Difference, ...] = ()


def comparable(shared: Asked, asked: Asked) -> Match:
    """Compare the answers that could be given (``definitions.comparable``); kinds of missing do not count.

    The same answers join. So do finer ones (definitely, rather) whose nets are the shared options and leave nothing
    over; that is a break of its own. Any other set of answers makes another question.
    """
    found = differences(shared, asked)
    against = tuple(item for item in found if item.contradicts)
    kinds = {item.kind for item in found}
    if "type" in kinds:
        return Match(False, reason=message("trends.other_type"))
    if "options" not in kinds:
        return Match(True, against=against)
    one, two = shared.question, asked.question
    summed = added_up(one, two)
    if summed:
        return Match(True, summed, against=against)
    more = [two.label(option) for option in two.substantive if option not in one.substantive]
    less = [one.label(option) for option in one.substantive if option not in two.substantive]
    parts = [message("trends.answers_more", names=joined(more, ", ", once=True))] if more else []
    parts += [message("trends.answers_less", names=joined(less, ", ", once=True))] if less else []
    return Match(False, reason=message("trends.other_answers", what=joined(parts, "; ", once=True)))


def added_up(shared: Question, asked: Question) -> tuple[str, ...]:
    """The options of ``shared`` that are nets of a finer question, where these and its other options leave nothing
    over; () where they do."""
    wanted, given = set(shared.substantive), set(asked.substantive)
    summed = tuple(option for option in shared.substantive if option not in given and option in asked.nets)
    parts = [part for option in summed for part in asked.nets[option].options]
    whole = wanted <= given | set(summed) and given <= wanted | set(parts)
    once = len(parts) == len(set(parts)) and set(parts) <= given - wanted  # each answer in one row only
    return summed if summed and whole and once else ()


def difference_texts(found: Sequence[Difference], asked: Question) -> list[Text]:
    """Differences other than in the set of answers, in words: "“Support” → “Strongly oppose”"."""
    texts: list[Text] = []
    for item in found:
        if item.kind in ("labels", "reworded"):
            key = "label_change" if item.kind == "reworded" else "other_label"
            texts.append(message(f"trends.{key}", start=item.one, end=item.two))
        elif item.kind in ("scale", "ranges", "nets", "numbers"):
            of = asked.label(item.name) if item.name else message("trends.whole_scale")
            texts.append(message("trends.meaning_change", option=of, start=item.one, end=item.two))
    return texts
