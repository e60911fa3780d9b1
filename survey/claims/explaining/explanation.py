"""The smallest departures from the stated rules with which a published table is consistent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.claims.explaining.change import Change, Samples, under
from survey.claims.explaining.search import Tried, search
from survey.claims.explaining.weights import candidate_weights
from survey.claims.published.check import PublishedCheck
from survey.errors import SurveyError
from survey.shown import Shown
from survey.weighting.plan.study_sample import study_sample

SHOWN, PARTLY = 12, 5  # rules that are reported: of those that explain all, else of those that explain more
MOST_WAVES = 12


@dataclass(frozen=True)
class Explained:
    """A rule: its ``changes``, the cells that it reproduces of all that are judged, and by ``chance`` (mean and most)
    how many the other rules of its kinds do, of which ``others`` were tried."""

    changes: tuple[Change, ...]
    reproduced: int
    judged: int
    chance: float
    most: int
    others: int

    @property
    def size(self) -> int:
        """How many changes it is."""
        return _size(self.changes)

    @property
    def whole(self) -> bool:
        """Whether it explains every cell."""
        return self.reproduced == self.judged


@dataclass(frozen=True, repr=False)
class Explanation(Shown):
    """Rules that reproduce at least as many cells of ``check`` as the stated ones, fewest changes first. ``more``:
    others as good that are not shown; ``tried``: how many were tried, on ``seen`` cells."""

    check: PublishedCheck
    found: tuple[Explained, ...]
    more: int
    tried: int
    seen: int
    too_large: int = 0  # filters left out, as their tables of counts are

    @property
    def study(self) -> str:
        """The id of the study."""
        return self.check.study

    @property
    def synthetic(self) -> bool:
        """Whether the data are invented."""
        return self.check.synthetic

    @property
    def whole(self) -> tuple[Explained, ...]:
        """The rules that explain every cell."""
        return tuple(one for one in self.found if one.whole)


def explain_table(check: PublishedCheck) -> Explanation:
    """Search near the stated rules for those that make the table: another weight (each column that may be one, none,
    cut, the study's own weighting), base (who is missing, and how), filter (each group and everybody else, pairs of
    banner groups), percentages, answers joined, nets and rounding, wave of the series; and pairs of these.

    A rule is reported where it reproduces at least as many cells as the stated ones do; of rules of which a part does
    the same only the part is. Every figure of the report was made again by the ordinary way under the rule. That a
    table is consistent with a rule does not say that it was made by it.
    """
    samples = Samples(candidate_weights(check.sample), other_waves(check.sample))
    tried = search(check, samples.weights, samples.waves)
    stated = check.reproduced
    smallest = _smallest(tried, tried.least)
    best = max((count for count, _ in smallest), default=0)
    whole = [one for one in smallest if one[0] == best and best == tried.cells]
    chosen = whole[:SHOWN] if whole else smallest[:PARTLY]
    found = []
    for count, changes in chosen:
        explained = _confirmed(check, changes, samples, tried, count)
        if explained is not None and explained.reproduced >= stated:
            found.append(explained)
    found.sort(key=lambda one: (not one.whole, one.size, -one.reproduced))
    more = len(whole or smallest) - len(chosen)
    return Explanation(check, tuple(found), more, tried.number, tried.cells, tried.too_large)


def _smallest(tried: Tried, stated: int) -> list[tuple[int, tuple[Change, ...]]]:
    """Rules that make at least as many cells as the stated ones, and more than each part of theirs; most cells and
    fewest changes first."""
    alone: dict[Change, int] = {}
    for count, changes in tried.found:
        if len(changes) == 1:
            alone[changes[0]] = count
    kept = []
    for count, changes in tried.found:
        parts = max((alone.get(one, 0) for one in changes), default=0)
        if count >= stated if len(changes) == 1 else count > max(parts, stated):
            kept.append((count, changes))
    full = [one for one in kept if one[0] == tried.cells]
    rest = [one for one in kept if one[0] < tried.cells]
    return sorted(full, key=lambda one: _size(one[1])) + sorted(rest, key=lambda one: (-one[0], _size(one[1])))


def _size(changes: Sequence[Change]) -> int:
    return sum(one.cost for one in changes)


def _confirmed(
    check: PublishedCheck, changes: tuple[Change, ...], samples: Samples, tried: Tried, count: int
) -> Explained | None:
    """The rule by the ordinary way; None where the data do not allow it."""
    try:
        cells = under(check, changes, samples)
    except SurveyError:
        return None
    judged = [cell for cell in cells if cell.status != "not judged"]
    lost = sum(
        new.status == "not judged" and old.status != "not judged" for new, old in zip(cells, check.cells, strict=True)
    )
    made = np.concatenate(tried.counts[tuple(one.kind for one in changes)])
    others = made[made < count]
    mean, most = (float(others.mean()), int(others.max())) if len(others) else (float("nan"), 0)
    reproduced = sum(cell.status == "reproduced" for cell in judged)
    return Explained(changes, reproduced, len(judged) + lost, mean, most, len(others))


def other_waves(sample: SampleData) -> dict[str, SampleData]:
    """The other waves of the study's series that have data, those nearest in time first."""
    study, library = sample.study, sample.library
    if study is None or library is None or study.series is None:
        return {}
    every: Sequence[str] = [one.study for one in library.series(study.series) if one.data is not None]
    here = every.index(study.study) if study.study in every else 0
    near = sorted((name for name in every if name != study.study), key=lambda name: abs(every.index(name) - here))
    found = {}
    for name in near[:MOST_WAVES]:
        try:
            found[name] = study_sample(library.study(name), library)
        except SurveyError:  # a file that is not at hand
            continue
    return found
