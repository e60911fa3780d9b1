"""Every rule near the stated ones, and how many cells of a published table each makes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.claims.explaining.blocks import Block, Counts, Slices, blocks_of
from survey.claims.explaining.candidates import Joined, base_changes, joined_changes, small_changes
from survey.claims.explaining.change import Change, Kind
from survey.claims.explaining.filters import filter_slices
from survey.claims.explaining.scores import Asked, Scores
from survey.claims.published.check import PublishedCheck
from survey.progress import steps

MOST_CHANGES = 2
WHOLE = Slices((), np.ones((1, 1)), ("",))


@dataclass
class Tried:
    """All rules that were tried: of each set of kinds how many cells every rule made, and those that made ``least``
    cells or more. ``cells``: how many the search counts; ``too_large``: tables of counts left out."""

    cells: int
    least: int
    counts: dict[tuple[Kind, ...], list[NDArray[np.float64]]] = field(default_factory=dict)
    found: list[tuple[int, tuple[Change, ...]]] = field(default_factory=list)
    too_large: int = 0

    @property
    def number(self) -> int:
        """How many rules were tried."""
        return sum(len(part) for parts in self.counts.values() for part in parts)

    def note(self, changes: Sequence[Sequence[Change]], made: NDArray[np.float64]) -> None:
        """Keep what rules made: ``changes`` of each, all of the same kinds."""
        kinds = tuple(one.kind for one in changes[0])
        self.counts.setdefault(kinds, []).append(made)
        for at in np.flatnonzero(made >= self.least).tolist():
            self.found.append((int(made[at]), tuple(changes[at])))


def search(check: PublishedCheck, weights: dict[str, SampleData]) -> Tried:
    """Try each change of the stated rules, and each pair of changes of two kinds (two filters of two banner questions
    together are such a pair). Figures come from counts by (answer, column, group), made once for a weight and a
    question that filters."""
    blocks = blocks_of(check)
    asked = [Asked.of(check, block) for block in blocks]
    plain = _scores(check, blocks, asked, check.sample, WHOLE)
    stated = int(plain.made(())[0]) if plain is not None else 0
    tried = Tried(sum(len(block.at) for block in blocks), stated)
    extras: list[Change | Joined] = [*base_changes(blocks), *small_changes(check, blocks)]
    joined = joined_changes(check, blocks)
    extras += joined
    slices = [(0, WHOLE), *filter_slices(check.sample)] if check.sample.domain is None else [(0, WHOLE)]
    for name, sample in steps("rules", [("", check.sample), *weights.items()]):
        for cost, cut in slices:
            room = MOST_CHANGES - cost - bool(name)
            if room < 0:
                continue
            scores = plain if not name and not cost else _scores(check, blocks, asked, sample, cut)
            if scores is None:
                tried.too_large += 1
                continue
            first = (Change("weight", name),) if name else ()
            for extra in _combinations(extras, room):
                if first or cost or extra:
                    ways = [_rule(first, text, extra, cost) for text in cut.written]
                    tried.note(ways, scores.made(extra))
    _pairs_of_rows(tried, plain, joined, stated)
    return tried


def _pairs_of_rows(tried: Tried, plain: Scores | None, joined: Sequence[Joined], stated: int) -> None:
    """Two rows at once that are other answers, of those that gain something each: their cells are others."""
    gains = [(one, int(plain.made((one,))[0]) - stated) for one in joined] if plain is not None else []
    better = [(one, gain) for one, gain in gains if gain > 0]
    for (one, gain), (other, more) in itertools.combinations(better, 2):
        if (one.change.question, one.change.name) != (other.change.question, other.change.name):
            tried.note([(one.change, other.change)], np.array([float(stated + gain + more)]))


def _combinations(extras: Sequence[Change | Joined], room: int) -> Iterator[tuple[Change | Joined, ...]]:
    """Up to ``room`` changes of different kinds."""
    yield ()
    if room > 0:
        for one in extras:
            yield (one,)
    if room > 1:
        for one, other in itertools.combinations(extras, 2):
            if _change(one).kind != _change(other).kind:
                yield one, other


def _change(one: Change | Joined) -> Change:
    return one.change if isinstance(one, Joined) else one


def _rule(first: tuple[Change, ...], text: str, extra: Sequence[Change | Joined], cost: int) -> tuple[Change, ...]:
    filtered = (Change("filter", text, cost=cost),) if text else ()
    return (*first, *filtered, *(_change(one) for one in extra))


def _scores(
    check: PublishedCheck, blocks: Sequence[Block], asked: Sequence[Asked], sample: SampleData, cut: Slices
) -> Scores | None:
    counts: list[Counts] = []
    for block in blocks:
        made = block.counted(sample, cut)
        if made is None:
            return None
        counts.append(made)
    return Scores(check, blocks, asked, counts)
