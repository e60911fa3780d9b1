"""The crossing of a question with its domains: which cells belong to which row of a result."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Index
from survey.cells.filters.inside import encoding_inside
from survey.cells.samples.domain import Domain
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import Encoding
from survey.definitions.records.question import Question
from survey.errors import EstimationError
from survey.estimation.core.gather import gather
from survey.estimation.core.inside import Inside, check_base, levels_inside, options_inside
from survey.maths.places import distinct, sums_at


@dataclass(frozen=True)
class Crossing:
    """``option`` and ``domain``: of each cell of the crossing its places among the kept options and domains, -1 where
    it is left out; a row for each answer that one respondent may have given, so one row where that is one. Domains are
    combinations of the levels of ``by``, the last varying fastest. ``known``: the cells that there are, where several
    answers make too many to lay out all of them."""

    keys: tuple[Question, ...]
    encoding: Encoding
    options: tuple[str, ...]
    kinds: tuple[str, ...]  # of the options: the kind of missing, "" for an answer
    places: Index
    names: tuple[str, ...]
    domains: tuple[tuple[str, ...], ...]
    domain_places: Index
    counts: dict[str, int]  # respondents outside the base, by reason
    known: Index | None = None
    within: NDArray[np.bool_] | None = None  # of each cell whether it is inside the sample's own domain, if it has one

    @property
    def option(self) -> Index:
        """Of each cell the place of its one answer."""
        return self.places[0]

    @property
    def domain(self) -> Index:
        """Of each cell the place of its one domain."""
        return self.domain_places[0]

    @property
    def inside(self) -> NDArray[np.bool_]:
        """The cells that belong to the base and to a domain."""
        return np.asarray((self.places[0] >= 0) & (self.domain_places[0] >= 0))

    @property
    def several(self) -> bool:
        """Whether one respondent may have several answers to the question."""
        return bool(self.encoding.sets)

    @property
    def overlapping(self) -> bool:
        """Whether one respondent may be in several domains."""
        return any(key.type == "multiple" for key in self.keys[1:])

    @property
    def size(self) -> int:
        return self.places.shape[1]

    @property
    def placed(self) -> list[Index]:
        """Of each cell of the base its domains, one list for each that it may be in."""
        return [np.where(self.inside, place, -1) for place in self.domain_places]

    def members(self, domain: int) -> NDArray[np.bool_]:
        """The cells of the base that are in a domain."""
        return np.asarray(self.inside & (self.domain_places == domain).any(axis=0))

    def domain_sums(self, cells: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums over the cells of the base in each domain."""
        return sums_at(self.placed, cells, len(self.domains))


def crossing(
    sample: SampleData,
    question: str,
    by: str | Sequence[str],
    base: str,
    *,
    across: bool = False,
    several: bool = False,
) -> Crossing:
    """The crossing of ``question`` with the domains ``by`` on ``base``.

    ``base``: ``all`` keeps everybody (those who were not asked and empty cells are rows of their own);
    ``asked`` leaves out those who were not asked; ``valid`` keeps substantive answers only, as does ``answers``, which
    is for questions of several answers and leaves out who gave none. Levels that the definition names are kept even
    when nobody is in them; kinds of missing, ``_none``, ``_blank`` and ``_unknown`` only where somebody is.
    ``across``: percentages run across the domains, so ``base`` holds for their answers too; counts of those it leaves
    out are named ``"sex: _blank"``. ``several``: whether the statistic can take respondents in several rows and
    domains. Raises ``EstimationError``."""
    names = (by,) if isinstance(by, str) else tuple(by)
    asked = _asked(sample, question, names, base)
    if not several:
        for item in asked:
            check_one_answer(item)
    gather(sample, [asked])
    return crossed(sample, question, names, base, across=across)


def crossed(sample: SampleData, question: str, names: tuple[str, ...], base: str, *, across: bool = False) -> Crossing:
    """``crossing`` of cells that the engine has been asked for already, of a statistic that takes several answers."""
    asked = _asked(sample, question, names, base)
    encodings = [encoding_inside(sample, name) for name in (question, *names)]
    kept = options_inside(question, encodings[0], base)
    counts = dict(kept.counts)
    domains = []
    for name, encoding in zip(names, encodings[1:], strict=True):
        # answers marked are a base of the question's; the domains' own are then of those who gave a substantive one
        domains.append(levels_inside(encoding, ("valid" if base == "answers" else base) if across else "all"))
        counts |= {f"{name}: {level}": n for level, n in domains[-1].counts.items()}
    shape = tuple(len(encoding.levels) for encoding in encodings)
    known = _known(sample, asked) if any(encoding.sets for encoding in encodings) else None
    cells = _cells(shape) if known is None else np.stack(np.unravel_index(known, shape))
    made = Crossing(
        tuple(asked),
        encodings[0],
        kept.names,
        kept.kinds,
        kept.places[:, cells[0]],
        names,
        tuple(itertools.product(*(one.names for one in domains))),
        _combined(domains, cells),
        counts,
        known,
    )
    return _confined(made, sample.domain)


def _asked(sample: SampleData, question: str, names: tuple[str, ...], base: str) -> list[Question]:
    """The keys of a crossing; ``EstimationError`` where there is none."""
    check_base(sample.question(question), base)
    if question in names or len(set(names)) < len(names):
        raise EstimationError(
            "a question cannot be a domain of itself, nor a domain stand twice",
            where=f"{question} by {', '.join(names)}",
        )
    return [sample.question(name) for name in (question, *names)]


def _confined(cross: Crossing, domain: Domain | None) -> Crossing:
    """``cross`` with each cell split by the keys of ``domain``, and those outside it left out."""
    if domain is None:
        return cross
    each = len(domain.inside)
    inside = np.tile(domain.inside, cross.size)
    known = cross.known
    return replace(
        cross,
        keys=(*cross.keys, *domain.keys),
        places=np.where(inside, np.repeat(cross.places, each, axis=1), -1),
        domain_places=np.where(inside, np.repeat(cross.domain_places, each, axis=1), -1),
        known=None if known is None else (known[:, None] * each + np.arange(each)).reshape(-1),
        within=inside,
    )


def _combined(domains: Sequence[Inside], cells: Index) -> Index:
    """Of each cell its places among the combinations of the domains' levels."""
    if not domains:
        return np.zeros((1, cells.shape[1]), dtype=np.int64)
    made = domains[0].places[:, cells[1]]
    for k, one in enumerate(domains[1:], start=2):
        above, own = made[:, None, :], one.places[:, cells[k]][None, :, :]
        both = np.where((above < 0) | (own < 0), -1, above * len(one.names) + own)
        made = _first(both.reshape(-1, cells.shape[1]))
    return made


def check_one_answer(question: Question) -> None:
    """``EstimationError`` for a question that one respondent gives several answers to."""
    if question.type == "multiple":
        raise EstimationError(
            "several answers can be given to the question, and this needs one answer of each respondent",
            where=question.question,
            fix="Ask for shares or totals of it, or define one of its options as a question of its own.",
        )


def _first(places: Index) -> Index:
    """The columns of ``places`` with what is not -1 first, and no row that is -1 everywhere but the first."""
    if len(places) == 1:
        return places
    order = np.argsort(places < 0, axis=0, kind="stable")
    found = np.take_along_axis(places, order, axis=0)
    return found[: max(int((found >= 0).any(axis=1).sum()), 1)]


def _known(sample: SampleData, keys: Sequence[Question]) -> Index:
    """The numbers of the cells that there are, ascending."""
    table = sample.engine.collapse(list(keys), weight=sample.weight)
    return distinct(table.flat([key.question for key in keys]))


@lru_cache(maxsize=256)
def _cells(shape: tuple[int, ...]) -> Index:
    """(keys, cells): the level of each key in every cell of a crossing, the last varying fastest. Not to be changed:
    the same crossing is laid out for shares, bases and means."""
    cells = np.indices(shape).reshape(len(shape), -1)
    cells.flags.writeable = False
    return cells
