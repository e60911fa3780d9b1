"""Whether the figures of two studies may stand in one line: one answer for check, trend, compare, combine, verify."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from survey.definitions.comparable import Difference, differences
from survey.definitions.comparing.base import base_text, same_base
from survey.definitions.comparing.changed import changes_between
from survey.definitions.comparing.crosswalk import crosswalk
from survey.definitions.comparing.match import difference_texts
from survey.definitions.comparing.side import Side
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

Outcome = Literal["comparable", "breaks", "not_comparable"]


@dataclass(frozen=True)
class Comparability:
    """``answers``: why the sets of answers do not meet, empty where they do; ``against``: names that stand for two
    things; ``bases``: whom the shares of each are of, where these are not the same people. ``breaks``: what else
    changed beside the opinion, the kind of thing and words."""

    answers: Text = field(default_factory=dict)
    against: tuple[Difference, ...] = ()
    against_texts: tuple[Text, ...] = ()
    bases: tuple[Text, Text] | None = None
    breaks: tuple[tuple[str, Text], ...] = ()

    @property
    def outcome(self) -> Outcome:
        """comparable | breaks | not_comparable."""
        if self.answers or self.against or self.bases is not None:
            return "not_comparable"
        return "breaks" if self.breaks else "comparable"

    @property
    def reasons(self) -> tuple[Text, ...]:
        """Why the figures are not comparable, one text a reason."""
        found = [self.answers] if self.answers else []
        found += self.against_texts
        if self.bases is not None:
            found.append(message("trends.base_change", start=self.bases[0], end=self.bases[1]))
        return tuple(found)

    @property
    def text(self) -> Text:
        """The outcome in words, with each break or reason."""
        if self.outcome == "not_comparable":
            return message("data.not_comparable", why=joined(self.reasons, "; ", once=True))
        if self.outcome == "breaks":
            return message("data.comparable_breaks", breaks=joined((text for _, text in self.breaks), "; ", once=True))
        return message("data.comparable")


def comparability(one: Side, two: Side, found: Sequence[Difference] | None = None) -> Comparability:
    """What stands between the figures of two studies that asked a question of one name.

    *Not comparable*: other answers that no nets join (``crosswalk``), one name for two things
    (``definitions.comparable``), or shares of other people (``one_base``). *Comparable with breaks*: another mode,
    wording, label, kind of missing, population, pollster, sample, weighting or order, each named. Else *comparable*.
    ``found``: the differences, where data were looked at too.
    """
    if one.said is None or two.said is None:
        return Comparability(breaks=tuple(changes_between(one, two)))
    every = tuple(differences(one.said, two.said) if found is None else found)
    against = tuple(item for item in every if item.contradicts)
    answers: Text = {}
    if not (one.summed and two.summed):  # both stand for one question that is the same
        answers = crosswalk(one.said, two.said).reason
    bases = None
    if same_base(one, two) is False:
        unstated = message("general.unstated")
        bases = base_text(one) or unstated, base_text(two) or unstated
    told = {"base"} if bases is not None else set()
    told |= {"options"} if answers else set()
    refused = [dict(text) for text in difference_texts(against, two.asked)]
    breaks = [
        (what, text)
        for what, text in changes_between(one, two)
        if what not in told and not (what == "labels" and dict(text) in refused)
    ]
    return Comparability(answers, against, tuple(difference_texts(against, two.asked)), bases, tuple(breaks))
