"""How a sample was weighted and drawn, in a note."""

from __future__ import annotations

from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.tables.table import Note
from survey.weighting.told.line import weighting_line
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import Part, joined
from survey.words import Text


def weighting_note(sample: SampleData) -> Note:
    """How the weights in use were made."""
    return Note("weighting", weighting_line(sample))


def design_note(sample: SampleData) -> Note:
    """Strata, clusters, finite populations, or the replicate weights that stand for them."""
    if sample.replicates is not None:
        return Note("design", _replicates(sample.replicates))
    design = sample.design
    strata: Text | str = (
        message("tables.strata", columns=", ".join(design.stratum_columns)) if design.stratum_columns else ""
    )
    if design.unequal is not None:
        strata = joined([strata, message("tables.pps", method=design.unequal.method)])
    if design.fpc_columns:
        strata = joined([strata, message("tables.fpc", columns=", ".join(design.fpc_columns))])
    if not design.psu_columns:
        return Note("design", message("tables.elements", strata=strata))
    return Note("design", message("tables.clusters", psu=", ".join(design.psu_columns), strata=strata))


def _replicates(made: Replicates) -> Text:
    least, most = made.scale * float(made.rscales.min()), made.scale * float(made.rscales.max())
    scale: list[Part] = [number(float(f"{least:.4g}"))]
    if most > least * (1 + 1e-9):
        scale += ["–", number(float(f"{most:.4g}"))]
    more: list[Part] = [] if made.rho is None else [" ρ = ", number(made.rho)]
    if made.seed is not None:
        more.append(message("tables.seed", seed=str(made.seed)))
    return message(
        "tables.replicated",
        count=whole(made.count),
        method=made.method,
        more=joined(more),
        scale=joined(scale),
        centre=message("tables.of_full" if made.mse else "tables.of_mean"),
    )
