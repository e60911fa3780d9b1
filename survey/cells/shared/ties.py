"""Samples that share persons or PSUs: what they share, found on any engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Index
from survey.cells.samples.sample import SampleData
from survey.cells.shared.linked import Drawn, Linked, link
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import plain_question
from survey.definitions.records.when import middle_of
from survey.design import SurveyDesign
from survey.errors import EstimationError
from survey.words import LonelyPsu

MOST = 5_000_000  # rows of samples whose persons are looked for in each other


@dataclass(frozen=True)
class Tie:
    """What samples share. ``linked`` is None where they are independent: ``known`` says why they are taken so.

    ``known``: ``same`` (persons or PSUs are shared), ``apart`` (numbers are declared and nobody is in both),
    ``declared`` (numbers are declared to be of other people) or ``assumed`` (nothing is declared)."""

    known: str
    samples: tuple[SampleData, ...] = ()
    number: tuple[Index, ...] = ()
    linked: Linked | None = None
    lonely: LonelyPsu = "fail"  # the samples' rule for lonely PSUs
    numbered: bool = False  # the numbers of persons are 1, 2, 3, … in every sample, as if they counted rows

    @property
    def facts(self) -> dict[str, object]:
        """What is shared, for records: ``independence`` and counts."""
        if self.linked is None:
            return {"independence": self.known}
        of = {"persons": self.linked.persons, "psus": self.linked.psus}
        return {
            "independence": "same",
            "same_persons": self.linked.same,
            "same_psus": self.linked.same_psus,
            "moved": self.linked.moved,
            **{name: list(counts) for name, counts in of.items()},
        }

    @property
    def shared(self) -> bool:
        """Whether some unit is in more than one sample."""
        return self.linked is not None


def tie(samples: Sequence[SampleData], names: Sequence[str] = ()) -> Tie:
    """What ``samples`` share, by their designs' ``person`` and ``psus``; the earliest by fieldwork says where a person
    was drawn. ``names``: those of the samples in messages, their studies' by default.

    The numbers of persons are met in sums by stratum, PSU and person, on any engine, and are never shown. Raises
    ``EstimationError`` where samples that share units cannot be taken together: rows without a number, more than
    ``MOST`` rows, joint inclusion probabilities, replicate weights of different structure, different rules for lonely
    PSUs; and what ``survey.cells.shared.linked.link`` raises."""
    declared = [one.design.person is not None for one in samples]
    alike = sum(one.design.person is not None and one.design.persons == "same" for one in samples) > 1
    psus = sum(one.design.psus == "shared" and bool(one.design.psu_columns) for one in samples) > 1
    if not alike and not psus:
        apart = any(one.design.persons == "independent" and one.design.person for one in samples)
        return Tie("declared" if apart else "assumed")
    rows = sum(one.n for one in samples)
    if rows > MOST:
        raise EstimationError(
            f"{rows:,} rows are too many to look for the same persons in ({MOST:,} at most)",
            where="data.id",
            fix="Leave out data.id where the persons differ, or say 'persons: independent'.",
        )
    scored = tuple(_scored(one) for one in samples)
    called = names or [""] * len(samples)
    found = [_drawn(samples[k], scored[k], k, alike, called[k]) for k in range(len(samples))]
    linked = linked_in_time(samples, [drawn for drawn, _ in found])
    if not linked.any:
        return Tie("apart" if alike and all(declared) else "assumed")
    _check(samples)
    numbered = alike and all(_counts_rows(drawn.person) for drawn, _ in found)
    return Tie("same", scored, tuple(number for _, number in found), linked, samples[0].design.lonely_psu, numbered)


def linked_in_time(samples: Sequence[SampleData], drawn: Sequence[Drawn]) -> Linked:
    """``survey.cells.shared.linked.link`` with the samples in the order of their fieldwork; the result in that
    given."""
    order = sorted(range(len(samples)), key=lambda k: (_day(samples[k]), k))
    return _in_order(link([drawn[k] for k in order]), order)


def _counts_rows(person: NDArray[np.object_] | None) -> bool:
    """Whether the numbers of persons are 1, 2, 3, … without a gap."""
    if person is None or not len(person):
        return False
    texts = set(person.tolist())
    return all(str(k) in texts for k in range(1, len(texts) + 1))


def _day(sample: SampleData) -> str:
    """When a sample was asked; samples without a date come last."""
    day = middle_of(sample.study.fieldwork) if sample.study is not None else None
    return day.isoformat() if day else "9999"


def _in_order(linked: Linked, order: Sequence[int]) -> Linked:
    """What was found of samples in ``order``, for the samples as they were given."""
    at = [order.index(k) for k in range(len(order))]
    return replace(
        linked,
        unit=tuple(linked.unit[k] for k in at),
        persons=tuple(linked.persons[k] for k in at),
        psus=tuple(linked.psus[k] for k in at),
    )


def sampling_fractions(sample: SampleData) -> dict[str, float]:
    """Sampling fractions of the strata by name, of a design with one stage. Those of several stages are left out, as
    the units below the first are not met here: the variance is then as with replacement, so rather too large."""
    design = sample.design
    if len(design.fpc_columns) != 1:
        return {}
    strata = [plain_question(column) for column in design.stratum_columns]
    units = [plain_question(column) for column in design.psu_columns[:1]]
    size = plain_question(design.fpc_columns[0])
    keys = {question.question: question for question in (*strata, *units, size)}
    table = sample.engine.collapse(list(keys.values()))
    numbers = np.array(sample.engine.encoding(size).numbers)[table.key(size.question)]
    count: dict[str, float] = {}
    whole: dict[str, float] = {}
    for row, name in enumerate(_names(table, design.stratum_columns)):
        count[name] = count.get(name, 0.0) + (1.0 if units else float(table.n[row]))
        whole[name] = float(numbers[row])
    return {name: whole[name] if whole[name] <= 1 else min(n / whole[name], 1.0) for name, n in count.items()}


def _names(table: CellTable, columns: Sequence[str]) -> NDArray[np.object_]:
    """The crossing of ``columns`` in each cell, as a text."""
    found = np.full(len(table), "", dtype=object)
    for i, column in enumerate(columns):
        levels = np.array(table.levels[table.keys.index(column)], dtype=object)
        found = found + (" × " if i else "") + levels[table.key(column)].astype(str)
    return found


def _check(samples: Sequence[SampleData]) -> None:
    problems = []
    if any(one.joint is not None or one.design.pps is not None for one in samples):
        problems.append("samples that share persons cannot have joint inclusion probabilities")
    if len({(one.design.lonely_psu, one.design.lonely_in_domain) for one in samples}) > 1:
        problems.append("samples that share persons must treat lonely PSUs alike")
    if any(one.design.lonely_in_domain for one in samples):
        problems.append("lonely_in_domain is not known for samples that share persons")
    made = [one.replicates for one in samples]
    kinds = {
        None if one is None else (one.method, one.count, float(one.scale), tuple(np.ravel(one.rscales)), one.mse)
        for one in made
    }
    if len(kinds) > 1:
        problems.append("samples that share persons must have replicate weights of one structure, or none")
    if problems:
        raise EstimationError("; ".join(problems), where="data.id", fix="Bring the designs into line.")


def _scored(sample: SampleData) -> SampleData:
    """The sample with the finest units that can be shared: a person in its PSU and stratum, or the PSU."""
    design = sample.design
    psu = design.psu_columns[:1]
    person = design.person if design.persons == "same" else None
    inner = (person,) if person is not None else psu if psu else ()
    outer = (*design.stratum_columns, *(psu if person is not None and psu != (person,) else ()))
    made = SurveyDesign(outer, inner, None, design.weight, True, "remove")
    return sample.changed(design=made, scored=True)


def _drawn(sample: SampleData, scored: SampleData, k: int, alike: bool, name: str) -> tuple[Drawn, Index]:
    """What is known of the finest units of a sample, and their numbers in the crossing of the columns."""
    design, made = sample.design, scored.design
    columns = [*made.stratum_columns, *made.psu_columns]
    questions = [plain_question(column) for column in dict.fromkeys(columns)]
    called = name or sample.name or f"sample {k + 1}"
    if not made.psu_columns:  # neither persons nor PSUs: it has nothing to share
        none = np.zeros(0, dtype=object)
        return Drawn(called, none, None, None, False, False, {}), np.zeros(0, dtype=np.int64)
    table = sample.engine.collapse(questions, weight=sample.weight)
    texts = {name: np.array(table.levels[i], dtype=object)[table.codes[:, i]] for i, name in enumerate(table.keys)}
    person = design.person if design.persons == "same" and alike else None
    psu = design.psu_columns[:1]
    own = None if not psu or psu == (person,) else texts[psu[0]]
    if person is not None:
        blank = int(table.n[texts[person] == table.levels[table.keys.index(person)][-2]].sum())
        if blank:
            raise EstimationError(
                f"{blank} row(s) have no number of the respondent, so it is not known who of them is in both samples",
                where=called,
                fix="Number these rows, or say 'persons: independent' where all persons differ.",
            )
    drawn = Drawn(
        name=called,
        stratum=_names(table, design.stratum_columns),
        psu=None if own is None else own.astype(str),
        person=None if person is None else texts[person].astype(str),
        stratified=bool(design.stratum_columns),
        shared=design.psus == "shared",
        fraction=sampling_fractions(sample),
    )
    return drawn, table.flat(columns)
