"""Where the targets of a margin and the respondents do not meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from survey.weighting.margins.margin_figures import Figures
from survey.weighting.margins.missing import HELPING, Rule
from survey.wording.formatted import formatted
from survey.wording.message import Message, message
from survey.words import BLANK, UNKNOWN

SHOWN = 8  # cells without a target that are told one by one
TINY = 5  # a margin cell of fewer respondents gets a warning: its few weights carry a whole part of the population


def fit(made: Figures, rules: Mapping[str, Rule]) -> tuple[list[Message], list[Message]]:
    """Faults, and notes on cells of few respondents. ``rules``: what is done about missing answers to each variable."""
    faults, notes, others = [], [], _Others(made, rules)
    for group in _groups(made):
        wanted = float(made.figure[group].sum())
        n, weighing, base = (values[group].sum() for values in (made.n, made.weighing, made.base))
        name, cell = made.name, _called(made, group)
        if wanted == 0 and weighing > 0:
            others.add(group, int(weighing))
        elif wanted > 0 and n == 0:
            faults.append(message("data.nobody", margin=name, cell=cell, target=formatted(wanted, ",.6g")))
        elif wanted > 0 and base <= 0:
            faults.append(message("data.no_base", margin=name, cell=cell, count=int(n)))
        elif wanted > 0 and weighing < TINY:
            notes.append(message("data.few", margin=name, cell=cell, count=int(weighing)))
    return [*faults, *others.faults()], notes


def _groups(made: Figures) -> Iterator[list[int]]:
    """Flat places, those that are one together."""
    grouped = {place: group for group in made.groups for place in group}
    for place in range(len(made.figure)):
        group = grouped.get(place, [place])
        if place == group[0]:
            yield group


def _called(made: Figures, group: Sequence[int]) -> str:
    return " + ".join(" × ".join(made.levels[place]) for place in group)


@dataclass
class _Others:
    """Respondents in cells that no target is for. ``blank``: those without an answer, by what stands in its place and
    the side of the margin; ``without``: the cells of the others, with their number."""

    margin: Figures
    rules: Mapping[str, Rule]
    blank: dict[tuple[str, int], int] = field(default_factory=dict)
    without: list[tuple[str, int]] = field(default_factory=list)

    def add(self, group: Sequence[int], count: int) -> None:
        made = self.margin
        options = made.levels[group[0]]
        for k, (side, option, gone) in enumerate(zip(made.sides, options, made.lost, strict=True)):
            if gone[side.names.index(option)] or option == UNKNOWN:
                if option == UNKNOWN or self.rules[side.variable].kind != "class":
                    self.blank[option, k] = self.blank.get((option, k), 0) + count
                return
        self.without.append((_called(made, group), count))

    def faults(self) -> list[Message]:
        name = self.margin.name
        found = [message("data.no_target", margin=name, count=count, cell=cell) for cell, count in self.without[:SHOWN]]
        if rest := self.without[SHOWN:]:
            count = sum(count for _, count in rest)
            found.append(message("data.no_target_more", margin=name, count=count, cells=len(rest)))
        return [*found, *(self._unanswered(option, k, count) for (option, k), count in self.blank.items())]

    def _unanswered(self, option: str, axis: int, count: int) -> Message:
        side = self.margin.sides[axis]
        own = side.column.removeprefix(HELPING)  # of imputed answers: the column they came from
        column = message("data.in_column", column=own) if own != side.variable else ""
        margin, of = self.margin.name, side.variable
        if option == BLANK:
            return message("data.gave_no_answer", margin=margin, count=count, variable=of, column=column)
        if option == UNKNOWN:
            return message("data.gave_unknown_code", margin=margin, count=count, variable=of, column=column)
        return message("data.gave_option", margin=margin, count=count, option=option, variable=of, column=column)
