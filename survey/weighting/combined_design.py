"""The design of several independent samples: each is a group of strata of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.encoding import plain_question
from survey.cells.sample import SampleData
from survey.design import SurveyDesign
from survey.errors import WeightingError

NONE_TAKEN = np.inf  # the population of a sample without finite population correction


def combined_design(
    parts: Mapping[str, SampleData], question: str, taken: Sequence[str]
) -> tuple[SurveyDesign, dict[str, NDArray[Any]]]:
    """The design with the sample, ``question``, as part of the stratum, and the columns that it needs.

    ``taken``: columns of the data, none of which is overwritten. Strata, PSUs and finite populations are copied under
    names of their own, so that samples may call them differently or lack them: one without PSUs has its rows as PSUs,
    one without a finite population correction an infinite population, one with fewer stages takes whole units at the
    last. Raises ``WeightingError`` for rules of lonely PSUs that differ."""
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
