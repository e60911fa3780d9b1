"""How a sample was weighted and drawn, in a note."""

from __future__ import annotations

from survey.cells.samples.design_weights import NAME as DESIGN_WEIGHT
from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.definitions.records.targets import Margin
from survey.tables.notes import listed, source_text
from survey.tables.table import Note
from survey.weighting.record.calibration import Calibration
from survey.wording.figures import number, whole
from survey.wording.message import message
from survey.wording.worded import Part, joined
from survey.words import Text


def weighting_note(sample: SampleData) -> Note:
    """How the weights in use were made."""
    made = sample.calibration
    if made is not None:
        text = _calibrated(sample, made)
    elif sample.weight is None:
        text = message("tables.unweighted")
    elif sample.weight == DESIGN_WEIGHT:
        text = message("tables.weight_design")
    else:
        text = message("tables.weight_column", column=sample.weight)
    if made is None and not sample.steps and sample.study is not None and sample.study.weighting.is_given:
        text = joined([text, message("tables.not_weighted")], "; ")
    if sample.study is not None and sample.study.weighting.stated:
        text = joined([text, message("tables.weighting_stated", stated=sample.study.weighting.stated)], ". ")
    if made is not None and (derived := _derived(sample, made)):
        text = joined([text, message("tables.derived_margins", list=listed(derived))], "; ")
    if made is not None and made.notes:
        text = joined([text, *made.notes], "; ")
    return Note("weighting", text)


def _crossed(sample: SampleData, made: Calibration, margin: Margin) -> Text:
    return joined([(made.variables.get(name) or sample.question(name)).heading for name in margin.variables], " × ")


def _derived(sample: SampleData, made: Calibration) -> list[Part]:
    """Margins whose figures nobody published as they stand."""
    return [_crossed(sample, made, margin) for margin in made.margins.values() if margin.status == "derived"]


def _calibrated(sample: SampleData, made: Calibration) -> Text:
    margins = [_crossed(sample, made, margin) for margin in made.margins.values()]
    margins += [message("tables.total_of", name=question.heading) for question in made.numbers]
    cut: Part = ""
    if made.trim:
        limits = [
            message(f"tables.{side}", value=number(limit))
            for side, limit in zip(("below", "above"), made.trim, strict=True)
            if limit is not None
        ]
        cut = message("tables.trimmed", limits=listed(list(limits)), count=whole(made.diagnostics.trimmed))
    titles = [source_text(name, sample.sources) for name in made.sources]
    sources = f": {'; '.join(titles)}" if titles else ""
    of = made.diagnostics
    return message(
        "tables.calibrated",
        how=message(f"tables.{made.method}", margins=listed(list(margins))),
        targets=joined([made.targets or message("tables.targets_given"), sources]),
        start=message("tables.from_column", column=made.base_weight)
        if made.base_weight
        else message("tables.from_equal"),
        trim=cut,
        least=number(of.minimum / of.mean, 2),
        most=number(of.maximum / of.mean, 2),
        deff=number(of.deff, 2),
        residuals=message("tables.weighted_anew" if made.residuals == "replicates" else f"tables.{made.residuals}"),
    )


def design_note(sample: SampleData) -> Note:
    """Strata, clusters, finite populations, or the replicate weights that stand for them."""
    if sample.replicates is not None:
        return Note("design", _replicates(sample.replicates))
    design = sample.design
    strata: Text | str = (
        message("tables.strata", columns=", ".join(design.stratum_columns)) if design.stratum_columns else ""
    )
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
