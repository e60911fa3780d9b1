"""Which sampling units several samples share: the same persons, or the same PSUs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Index
from survey.errors import DataError, DesignError, Problem

Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Drawn:
    """What is known of the rows (or units) of one sample: texts of each one's stratum, first-stage PSU and person.

    ``psu`` is None in a design without PSUs, ``person`` where no numbers are declared or they are declared to be of
    other people. ``shared``: PSUs of the same name in other samples are the same. ``fraction``: sampling fractions of
    the strata that have one."""

    name: str
    stratum: Texts
    psu: Texts | None
    person: Texts | None
    stratified: bool
    shared: bool
    fraction: Mapping[str, float]


@dataclass(frozen=True)
class Linked:
    """Units over all samples. ``unit``: of each row of each sample; ``stratum``: of each unit; ``fraction``: of each
    stratum. ``same``: persons who are in more than one sample; ``persons``: of each sample (None without numbers);
    ``same_psus``, ``psus`` likewise; ``moved``: persons whose stratum or PSU is another later."""

    unit: tuple[Index, ...]
    stratum: Index
    fraction: NDArray[np.float64]
    names: tuple[str, ...]
    same: int
    persons: tuple[int | None, ...]
    same_psus: int
    psus: tuple[int | None, ...]
    moved: int
    units: int
    any: bool

    @property
    def sizes(self) -> NDArray[np.float64]:
        """Units of each stratum."""
        return np.bincount(self.stratum, minlength=len(self.fraction)).astype(float)


def link(samples: Sequence[Drawn]) -> Linked:
    """The outermost units that ``samples``, in order of time, share.

    A person's unit is the PSU, or without PSUs the person, in the stratum where the person was first drawn: who moved
    later is still of that unit. PSUs of the same name are one unit where both samples say so (``shared``) or where a
    person is in both samples in that PSU. Strata of the same name are one stratum where a unit in them is shared, and
    strata of each sample's own elsewhere, so that samples without a common unit are independent.

    Raises ``DesignError`` where more than half of the persons in several samples have other strata or PSUs: then these
    are numbered anew, and what they were says nothing; ``DataError`` where numbers differ in leading zeros only."""
    import pandas as pd

    of = np.repeat(np.arange(len(samples)), [len(one.stratum) for one in samples])
    person, known = _persons(samples)
    stratum, names = pd.factorize(np.concatenate([one.stratum for one in samples]))
    has_psu = np.repeat([one.psu is not None for one in samples], [len(one.stratum) for one in samples])
    psus = [np.full(len(one.stratum), "", dtype=object) if one.psu is None else one.psu for one in samples]
    place = _crossed(stratum, pd.factorize(np.concatenate(psus))[0])
    stratified = np.repeat([one.stratified for one in samples], [len(one.stratum) for one in samples])
    person, first = _first_drawn(person, has_psu, stratified)
    home = first[person]
    several = _several(person, of, len(first), len(samples)) & known[first]
    moved = _moved(samples, of, home, stratum, place) & several[person]
    moving, same = len(np.unique(person[moved])), int(several.sum())
    if 2 * moving > same:
        raise DesignError(
            f"{moving} of {same} persons who are in both samples have another stratum or PSU in the second",
            where=", ".join(one.name for one in samples),
            fix="Number strata and PSUs alike in all samples, by where a person was first drawn.",
        )
    joined = np.zeros(int(place.max(initial=-1)) + 1, dtype=bool)
    stays = several[person] & has_psu & (place == place[home])
    joined[place[_repeated_in(person, of, stays, len(samples))]] = True
    declared = np.repeat([one.shared for one in samples], [len(one.stratum) for one in samples])
    joined[_places_of_several(place[declared & has_psu], of[declared & has_psu], len(samples))] = True
    at = place[home]
    own = np.where(joined[at], len(samples), of[home])
    key = np.where(has_psu[home], at * (len(samples) + 1) + own, -1 - person)
    _, start, unit = np.unique(key, return_index=True, return_inverse=True)
    unit = unit.reshape(-1)
    shared = _several(unit, of, len(start), len(samples))
    in_stratum = stratum[home[start]]
    together = np.zeros(len(names), dtype=bool)
    together[in_stratum[shared]] = True
    wave = np.where(together[in_stratum], len(samples), of[start])
    found, code = np.unique(in_stratum * (len(samples) + 1) + wave, return_inverse=True)
    ends = np.cumsum([len(one.stratum) for one in samples])[:-1]
    fraction = [_fraction(samples, names[k // (len(samples) + 1)], int(k % (len(samples) + 1))) for k in found]
    return Linked(
        unit=tuple(np.split(unit, ends)),
        stratum=code.reshape(-1),
        fraction=np.array(fraction, dtype=float),
        names=tuple(_stratum(samples, str(names[k // (len(samples) + 1)]), int(k % (len(samples) + 1))) for k in found),
        same=same,
        persons=tuple(None if one.person is None else len(np.unique(person[of == k])) for k, one in enumerate(samples)),
        same_psus=int((shared & has_psu[home[start]]).sum()),
        psus=tuple(None if one.psu is None else len(np.unique(place[of == k])) for k, one in enumerate(samples)),
        moved=moving,
        units=len(start),
        any=bool(shared.any()),
    )


def _persons(samples: Sequence[Drawn]) -> tuple[Index, NDArray[np.bool_]]:
    """A number for each row's person over all samples, and whether it is known: else each row is somebody."""
    import pandas as pd

    sizes = [len(one.stratum) for one in samples]
    known = np.repeat([one.person is not None for one in samples], sizes)
    person = np.arange(len(known)) + len(known)
    texts = [one.person for one in samples if one.person is not None]
    if texts:
        person[known] = pd.factorize(np.concatenate(texts))[0]
        _check_zeros([one for one in samples if one.person is not None])
    return person, known


def _first_drawn(person: Index, has_psu: NDArray[np.bool_], stratified: NDArray[np.bool_]) -> tuple[Index, Index]:
    """Persons numbered from 0, and of each the row that says where it was drawn: the first with a PSU, else the first
    with a stratum, else the first."""
    order = np.lexsort((np.arange(len(person)), ~stratified, ~has_psu))
    _, first, again = np.unique(person[order], return_index=True, return_inverse=True)
    number = np.empty(len(person), dtype=np.int64)
    number[order] = again.reshape(-1)
    return number, order[first]


def _check_zeros(samples: Sequence[Drawn]) -> None:
    """Raise where more persons would be the same if numbers were written without leading zeros."""
    texts = [one.person.tolist() for one in samples if one.person is not None]
    if not any(text[:1] == "0" for one in texts for text in one):
        return
    exact = [set(one) for one in texts]
    plain = [{text.lstrip("0") for text in texts} for texts in exact]
    for k in range(1, len(exact)):
        same, alike = len(exact[0] & exact[k]), len(plain[0] & plain[k])
        if alike > same:
            said = f"{alike - same} more person(s) would be the same as in {samples[0].name} without leading zeros"
            fix = "Write the numbers alike in both: as texts with the zeros, or as numbers."
            raise DataError([Problem(samples[k].name, 0, "data.id", said, fix)])


def _crossed(one: Index, other: Index) -> Index:
    both = one.astype(np.int64) * (int(other.max(initial=0)) + 1) + other
    return np.asarray(np.unique(both, return_inverse=True)[1].reshape(-1), dtype=np.int64)


def _several(member: Index, of: Index, members: int, samples: int) -> NDArray[np.bool_]:
    """Which members are in more than one sample."""
    pairs = np.unique(member * samples + of)
    return np.asarray(np.bincount(pairs // samples, minlength=members) > 1)


def _repeated_in(person: Index, of: Index, rows: NDArray[np.bool_], samples: int) -> Index:
    """The rows among ``rows`` whose person has such rows in more than one sample."""
    at = np.flatnonzero(rows)
    if not len(at):
        return at
    return np.asarray(at[_several(person[at], of[at], int(person.max()) + 1, samples)[person[at]]])


def _places_of_several(place: Index, of: Index, samples: int) -> Index:
    return np.flatnonzero(_several(place, of, int(place.max(initial=-1)) + 1, samples))


def _moved(samples: Sequence[Drawn], of: Index, home: Index, stratum: Index, place: Index) -> NDArray[np.bool_]:
    """Rows that lie elsewhere than where their person was first drawn, as far as both samples say where."""
    strata = np.array([one.stratified for one in samples])
    psus = np.array([one.psu is not None for one in samples])
    in_strata = strata[of] & strata[of[home]] & (stratum != stratum[home])
    in_psus = psus[of] & psus[of[home]] & (place != place[home]) & ~(strata[of] ^ strata[of[home]])
    return np.asarray(in_strata | in_psus)


def _stratum(samples: Sequence[Drawn], name: str, wave: int) -> str:
    """The name of a stratum, with its sample where it is that of one sample only."""
    parts = [] if wave == len(samples) else [samples[wave].name]
    return ": ".join([*parts, *([name] if name else [])]) or "all"


def _fraction(samples: Sequence[Drawn], name: str, wave: int) -> float:
    """The least sampling fraction that the samples of a stratum have: the variance is not made too small."""
    of = samples if wave == len(samples) else samples[wave : wave + 1]
    return min(one.fraction.get(name, 0.0) for one in of)
