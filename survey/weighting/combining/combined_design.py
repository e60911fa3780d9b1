"""The design of several samples: each is a group of strata of its own, except where they share persons or PSUs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.shared.linked import Drawn
from survey.cells.shared.ties import linked_in_time, sampling_fractions
from survey.cells.table.encoding import plain_question
from survey.design import SurveyDesign
from survey.errors import WeightingError

NONE_TAKEN = np.inf  # the population of a sample without finite population correction


def combined_design(
    parts: Mapping[str, SampleData], question: str, taken: Sequence[str], *, shared: bool = False
) -> tuple[SurveyDesign, dict[str, NDArray[Any]]]:
    """The design with the sample, ``question``, as part of the stratum, and the columns that it needs.

    ``taken``: columns of the data, none of which is overwritten. Strata, PSUs and finite populations are copied under
    names of their own, so that samples may call them differently or lack them: one without PSUs has its rows as PSUs,
    one without a finite population correction an infinite population, one with fewer stages takes whole units at the
    last. Raises ``WeightingError`` for rules of lonely PSUs that differ.

    ``shared``: samples of which some have persons or PSUs in common. Then the PSU is the outermost unit that is shared
    (``survey.cells.shared.linked``), under a number of its own, in the stratum where it was first drawn; strata
    without a shared unit stay each sample's own; the sampling fraction is the least of the samples', and later stages,
    which are inside the unit, are not met."""
    if shared:
        return _shared_design(parts, question, taken)
    designs = [part.design for part in parts.values()]
    rules = {(one.lonely_psu, one.lonely_in_domain) for one in designs}
    if len(rules) > 1:
        said = "; ".join(f"{key}: {part.design.lonely_psu}" for key, part in parts.items())
        raise WeightingError(f"the samples treat lonely PSUs differently ({said})", where="combine", fix="Choose one.")
    rule, in_domain = rules.pop()
    fpc = max(len(one.fpc_columns) for one in designs)
    stages = max([min(len(one.psu_columns), max(fpc, 1)) for one in designs])
    columns: dict[str, list[Any]] = {}

    def put(name: str, of: Any) -> str:
        free = f"{name}_of_{question}"
        while free.casefold() in {one.casefold() for one in taken}:
            free = f"_{free}"
        columns[free] = [of(key, part) for key, part in parts.items()]
        return free

    strata = any(one.stratum_columns for one in designs)
    stratum = [question]
    if strata:
        stratum.append(put("stratum", lambda key, part: _texts(part, part.design.stratum_columns)))
    psu = [put(f"psu_{k + 1}", lambda key, part, k=k: _unit(part, k)) for k in range(stages)]
    sizes = [put(f"fpc_{k + 1}", lambda key, part, k=k: _size(part, k)) for k in range(fpc)]
    design = SurveyDesign(tuple(stratum), tuple(psu), tuple(sizes), None, True, rule, in_domain)
    return design, {name: np.concatenate(found) for name, found in columns.items()}


def _shared_design(
    parts: Mapping[str, SampleData], question: str, taken: Sequence[str]
) -> tuple[SurveyDesign, dict[str, NDArray[Any]]]:
    drawn = []
    for key, part in parts.items():
        design = part.design
        person = design.person if design.persons == "same" else None
        psu = design.psu_columns[:1]
        drawn.append(
            Drawn(
                name=key,
                stratum=_texts(part, design.stratum_columns),
                psu=_texts(part, psu) if psu and psu != (person,) else None,
                person=None if person is None else _texts(part, (person,)),
                stratified=bool(design.stratum_columns),
                shared=design.psus == "shared",
                fraction=sampling_fractions(part),
            )
        )
    linked = linked_in_time(list(parts.values()), drawn)
    unit = np.concatenate(linked.unit)
    stratum = linked.stratum[unit]
    names = {}
    for name in ("stratum", "psu_1", "fpc_1"):
        names[name] = f"{name}_of_{question}"
        while names[name].casefold() in {one.casefold() for one in taken}:
            names[name] = f"_{names[name]}"
    columns: dict[str, NDArray[Any]] = {
        names["stratum"]: np.array(linked.names, dtype=object)[stratum],
        names["psu_1"]: unit + 1,
    }
    if linked.fraction.any():
        columns[names["fpc_1"]] = np.where(linked.fraction > 0, linked.fraction, NONE_TAKEN)[stratum]
    rule = next(iter(parts.values())).design
    fpc = names["fpc_1"] if linked.fraction.any() else None
    return SurveyDesign(names["stratum"], names["psu_1"], fpc, None, True, rule.lonely_psu), columns


def combined_persons(
    parts: Mapping[str, SampleData], question: str, taken: Sequence[str]
) -> tuple[str | None, dict[str, NDArray[Any]]]:
    """The column of persons in the combined sample, so that they are found in further samples; None where not all
    samples number theirs. A column that all call alike stays as it is."""
    names = [part.design.person for part in parts.values() if part.design.persons == "same"]
    if len(names) < len(parts) or any(name is None for name in names):
        return None, {}
    first = str(names[0])
    if len(set(names)) == 1 and first in taken:
        return first, {}
    free = f"person_of_{question}"
    while free.casefold() in {one.casefold() for one in taken}:
        free = f"_{free}"
    texts = [_texts(part, (str(name),)) for part, name in zip(parts.values(), names, strict=True)]
    return free, {free: np.concatenate(texts)}


def _unit(part: SampleData, stage: int) -> NDArray[Any]:
    """Names of the units of a stage; rows where the sample has no such stage."""
    names = part.design.psu_columns
    if stage >= len(names):
        return np.array([f"row {row}" for row in range(part.n)], dtype=object)
    return _texts(part, names[stage : stage + 1])


def _size(part: SampleData, stage: int) -> NDArray[np.float64]:
    names = part.design.fpc_columns
    if stage < len(names):
        question = plain_question(names[stage])
        return np.array(part.engine.encoding(question).numbers)[part.engine.codes(question)]
    return np.full(part.n, NONE_TAKEN if stage == 0 or not names else 1.0)


def _texts(part: SampleData, columns: Sequence[str]) -> NDArray[Any]:
    """The crossing of columns as texts."""
    found = np.full(part.n, "", dtype=object)
    for k, column in enumerate(columns):
        question = plain_question(column)
        levels = np.array(part.engine.encoding(question).levels, dtype=object)
        found = found + (" × " if k else "") + levels[part.engine.codes(question)]
    return found
