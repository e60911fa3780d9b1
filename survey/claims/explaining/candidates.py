"""The departures from the stated rules that are tried: bases, percentages, rounding, answers joined."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from survey.claims.explaining.blocks import MARKED, Block
from survey.claims.explaining.change import Change
from survey.claims.published.check import PublishedCheck
from survey.words import BASES, MISSING_KINDS, NONE

ROUNDINGS = ("half_up", "half_even", "cut")
PERCENTS = ("column", "row", "cell")


def base_changes(blocks: Sequence[Block]) -> list[Change]:
    """Every set of the kinds of missing that occur outside the base; those that have a name by their name. Of questions
    of several answers also those who gave none of them."""
    kinds = {
        kind
        for block in blocks
        for kind, count in zip(block.encodings[0].kinds, block.encodings[0].counts, strict=True)
        if kind and count
    }
    there = [kind for kind in MISSING_KINDS if kind in kinds]
    named = {frozenset[str](): "all", frozenset(kinds) & {"not_asked"}: "asked", frozenset(there): "valid"}
    found: dict[str, None] = {}
    for size in range(len(there) + 1):
        for out in itertools.combinations(there, size):
            found[named.get(frozenset(out), "+".join(out))] = None
    if any(NONE in encoding.levels for encoding in (block.encodings[0] for block in blocks)):
        found[MARKED] = None
    stated = {block.base for block in blocks}
    return [Change("base", name) for name in found if stated != {name} and (name in BASES or name)]


@dataclass(frozen=True)
class Joined:
    """A change of the answers of one row, with the cells of each block that it is about."""

    change: Change
    parts: tuple[tuple[int, tuple[int, ...]], ...]  # place of the block, places of its cells


def joined_changes(check: PublishedCheck, blocks: Sequence[Block]) -> list[Joined]:
    """Each row with one more answer that no row has, and each net with an answer less or more."""
    rows: dict[tuple[str, str], tuple[str, ...]] = {}
    for block in blocks:
        for cell in block.cells:
            if cell.kind == "share":
                rows[cell.question, cell.cell.row] = cell.options
    found = []
    for (question, row), options in rows.items():
        asked = check.sample.question(question)
        printed = {own[0] for (name, _), own in rows.items() if name == question and len(own) == 1}
        free = [option for option in asked.options if option not in options]
        if len(options) == 1:
            free = [option for option in free if option not in printed]
        ways = [(*options, option) for option in free]
        if len(options) > 1:
            ways += [tuple(other for other in options if other != option) for option in options]
        for way in ways:
            parts = []
            for place, block in enumerate(blocks):
                at = [i for i, cell in enumerate(block.cells) if (cell.question, cell.cell.row) == (question, row)]
                if at:
                    parts.append((place, tuple(at)))
            found.append(Joined(Change("joined", row, question, tuple(way)), tuple(parts)))
    return found


def small_changes(check: PublishedCheck, blocks: Sequence[Block]) -> list[Change]:
    """Percentages of something else, other rounding, nets of rounded shares."""
    rules = check.rules
    found = [Change("percent", percent) for percent in PERCENTS if percent != rules.percent]
    found += [Change("rounding", rule) for rule in ROUNDINGS if rule != rules.rounding]
    if rules.nets == "exact" and any(len(cell.options) > 1 for block in blocks for cell in block.cells):
        found.append(Change("nets", "rounded"))
    return found
