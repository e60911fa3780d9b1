"""Probabilities of pairs of respondents in a file of their own, as a definition names it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from survey.cells.samples.joint_probabilities import joint_probabilities
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.errors import DesignError

WHERE = "design.pps"


def with_pairs(sample: SampleData, library: Library) -> SampleData:
    """The sample with the joint inclusion probabilities that ``design: {pps: {joint: FILE, …}}`` names, if it does.

    ``FILE`` is looked for beside the definition, else in the library's folder: CSV without or with a line of heads, one
    row and one column a respondent, in the order of the data. Raises ``DesignError`` for a file that is not there or
    no such matrix, for a method beside it, and for neither of the two."""
    said = sample.study.design.pps if sample.study is not None else None
    if said is None or (said.method is not None and said.joint is None):
        return sample
    if said.method is not None or said.squares is not None:
        raise DesignError("joint stands in place of method and squares", where=WHERE, fix="Leave one of them out.")
    if said.joint is None:
        raise DesignError("names neither a method nor a file", where=WHERE, fix="Write pps: brewer, or joint: FILE.")
    return joint_probabilities(sample, _matrix(_place(sample, said.joint, library)), said.variance)


def _place(sample: SampleData, name: str, library: Library) -> Path:
    definition = library.files.get(f"study/{sample.name}")
    folders = [folder for folder in (definition.parent if definition else None, library.folder) if folder]
    found = next((folder / name for folder in folders if (folder / name).exists()), None)
    if found is None:
        raise DesignError(f"no file '{name}' beside the definition", where=f"{WHERE}.joint")
    return found


def _matrix(place: Path) -> np.ndarray:
    for heads in (0, 1):
        try:
            return np.loadtxt(place, delimiter=",", skiprows=heads, ndmin=2, encoding="utf-8")
        except (ValueError, UnicodeDecodeError) as error:
            why = str(error)
    raise DesignError(f"is no table of numbers: {why}", where=place.name, fix="Write CSV, one row a respondent.")
