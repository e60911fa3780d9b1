"""The crossing of a question with its domains: which cells belong to which row of a result."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from survey.cells.filters.inside import encoding_inside
from survey.cells.samples.domain import Domain
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import Encoding
from survey.definitions.records.question import Question
from survey.errors import EstimationError
from survey.estimation.core.gather import gather
from survey.words import BASES

Index = NDArray[np.int64]


@dataclass(frozen=True)
class Crossing:
    """``option[c]`` and ``domain[c]``: of each cell of the crossing its place among the kept options and domains, -1
    where it is left out. Domains are combinations of the levels of ``by``, the last varying fastest."""

    keys: tuple[Question, ...]
    encoding: Encoding
    options: tuple[str, ...]
    option: Index
    names: tuple[str, ...]
    domains: tuple[tuple[str, ...], ...]
    domain: Index
    counts: dict[str, int]  # respondents outside the base, by reason
    within: NDArray[np.bool_] | None = None  # of each cell whether it is inside the sample's own domain, if it has one

    @property
    def size(self) -> int:
        return len(self.option)


def crossing(
    sample: SampleData, question: str, by: str | Sequence[str], base: str, *, across: bool = False
) -> Crossing:
    """The crossing of ``question`` with the domains ``by`` on ``base``.

    ``base``: ``all`` keeps everybody (those who were not asked and empty cells are rows of their own);
    ``asked`` leaves out those who were not asked; ``valid`` keeps substantive answers only. Levels that the
    definition names are kept even when nobody is in them; kinds of missing, ``_blank`` and ``_unknown`` only
    where somebody is. ``across``: percentages run across the domains, so ``base`` holds for their answers too; counts
    of those it leaves out are named ``"sex: _blank"``. Raises ``EstimationError``."""
    if base not in BASES:
        raise EstimationError(f"unknown base '{base}'", where=question, fix=f"Use one of {', '.join(BASES)}.")
    names = (by,) if isinstance(by, str) else tuple(by)
    if question in names or len(set(names)) < len(names):
        raise EstimationError(
            "a question cannot be a domain of itself, nor a domain stand twice",
            where=f"{question} by {', '.join(names)}",
        )
    asked = [sample.question(name) for name in (question, *names)]
    check_one_answer(asked[0])
    gather(sample, [(question, *names)])
    encodings = [encoding_inside(sample, name) for name in (question, *names)]
    kept, counts = options_inside(question, encodings[0], base)
    option_of = _placed(encodings[0], kept)
    domain_levels, domain_of = [], []
    for name, encoding in zip(names, encodings[1:], strict=True):
        seen = encoding.counts
        there = [i for i, kind in enumerate(encoding.kinds) if not kind or seen[i] > 0]
        keep = [i for i in there if not across or _inside(encoding.kinds[i], base)]
        counts |= {f"{name}: {encoding.levels[i]}": seen[i] for i in there if i not in keep}
        domain_levels.append([encoding.levels[i] for i in keep])
        domain_of.append(_placed(encoding, keep))
    cells = _cells(tuple(len(encoding.levels) for encoding in encodings))
    domain = np.zeros(cells.shape[1], dtype=np.int64)
    for k, (levels, place) in enumerate(zip(domain_levels, domain_of, strict=True), start=1):
        mine = place[cells[k]]
        domain = np.where((domain < 0) | (mine < 0), -1, domain * len(levels) + mine)
    made = Crossing(
        tuple(asked),
        encodings[0],
        tuple(encodings[0].levels[i] for i in kept),
        option_of[cells[0]],
        names,
        tuple(itertools.product(*domain_levels)),
        domain,
        counts,
    )
    return _confined(made, sample.domain)


def _confined(cross: Crossing, domain: Domain | None) -> Crossing:
    """``cross`` with each cell split by the keys of ``domain``, and those outside it left out."""
    if domain is None:
        return cross
    inside = np.tile(domain.inside, cross.size)
    return replace(
        cross,
        keys=(*cross.keys, *domain.keys),
        option=np.where(inside, np.repeat(cross.option, len(domain.inside)), -1),
        domain=np.where(inside, np.repeat(cross.domain, len(domain.inside)), -1),
        within=inside,
    )


def check_one_answer(question: Question) -> None:
    """``EstimationError`` for a question that one respondent gives several answers to."""
    if question.type == "multiple":
        raise EstimationError(
            "answers of a multiple-response question cannot be tabulated from data yet",
            where=question.question,
            fix="Define each of its columns as a question of its own, or leave it out of 'tables:' in the study.",
        )


def options_inside(question: str, encoding: Encoding, base: str) -> tuple[list[int], dict[str, int]]:
    """Places of the options that belong to ``base``, and how many respondents the others have. ``EstimationError``
    where nobody belongs to it."""
    n = encoding.counts
    if sum(n) == 0:
        raise EstimationError("there are no respondents", where=question)
    kept, counts = [], {}
    for i, (level, kind) in enumerate(zip(encoding.levels, encoding.kinds, strict=True)):
        if _inside(kind, base) and (not kind or n[i] > 0):
            kept.append(i)
        elif n[i] > 0:
            counts[level] = n[i]
    if not kept:
        raise EstimationError(
            f"nobody gave an answer that belongs to the base '{base}'", where=question, fix="Use base='all'."
        )
    return kept, counts


def _placed(encoding: Encoding, kept: list[int]) -> Index:
    """Of each level its place among ``kept``, -1 where it is left out."""
    place = np.full(len(encoding.levels), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    return place


@lru_cache(maxsize=256)
def _cells(shape: tuple[int, ...]) -> Index:
    """(keys, cells): the level of each key in every cell of a crossing, the last varying fastest. Not to be changed:
    the same crossing is laid out for shares, bases and means."""
    cells = np.indices(shape).reshape(len(shape), -1)
    cells.flags.writeable = False
    return cells


def _inside(kind: str, base: str) -> bool:
    """Whether an answer of this kind of missing ("" for none) belongs to the base."""
    return not kind or base == "all" or (base == "asked" and kind != "not_asked")
