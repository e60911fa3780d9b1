"""Whether a study asked the same question: only then may its answers stand on the same line."""

from __future__ import annotations

from dataclasses import dataclass, field

from survey.definitions.question import Question
from survey.trends.phrases import joined, said
from survey.words import Text


@dataclass(frozen=True)
class Match:
    """How the options of a study meet those of the shared question; ``summed`` are options that are nets there."""

    joins: bool
    summed: tuple[str, ...] = ()
    reason: Text = field(default_factory=dict)


def comparable(shared: Question, asked: Question) -> Match:
    """Compare the answers that could be given; kinds of missing and labels do not count.

    The same answers join. So do finer ones (definitely, rather) whose nets are the shared options and leave nothing
    over; that is a break of its own. Any other set of answers makes another question.
    """
    if (shared.type == "multiple") != (asked.type == "multiple"):
        return Match(False, reason=said("other_type"))
    wanted, given = set(shared.substantive), set(asked.substantive)
    if wanted == given:
        return Match(True)
    summed = tuple(option for option in shared.substantive if option not in given and option in asked.nets)
    covered = {part for option in summed for part in asked.nets[option].options}
    if summed and wanted <= given | set(summed) and given <= wanted | covered:
        return Match(True, summed)
    more = [asked.label(option) for option in asked.substantive if option not in wanted]
    less = [shared.label(option) for option in shared.substantive if option not in given]
    parts = [said("answers_more", names=joined(more))] if more else []
    parts += [said("answers_less", names=joined(less))] if less else []
    return Match(False, reason=said("other_answers", what=joined(parts, "; ")))
