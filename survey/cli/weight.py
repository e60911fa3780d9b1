"""``survey weight``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from survey.cli.shared.apart import apart
from survey.cli.shared.colour import tell
from survey.cli.shared.grouped import Grouped, grouped, together
from survey.cli.shared.ids import STUDY, TARGETS
from survey.cli.shared.opening import find_study
from survey.cli.shared.options import (
    data_option,
    design_options,
    margins_option,
    names_of,
    questionnaires_option,
    sheet_options,
)
from survey.cli.shared.output import form_of, put, wrote
from survey.cli.shared.output_options import OutPath, lang_option, overwrite_option, quiet_option
from survey.cli.shared.settings import data_settings
from survey.words import REPLICATE_METHODS, TEXT_FORMS, say

if TYPE_CHECKING:
    from survey.cells.samples.sample import SampleData
    from survey.definitions.records.library import Library
    from survey.definitions.records.study import Study

FILE, DATA = OutPath(), OutPath(microdata=True)
MADE_HERE = tuple(name for name in REPLICATE_METHODS if name not in ("JK2", "ACS", "other"))
PICTURES = ("weights", "lorenz", "love", "gaps")


def _known_form(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    if path is not None:
        form_of(path, "--report")
    return path


@click.command(cls=Grouped)
@click.argument("study", type=STUDY)
@data_option
@grouped(
    "--out",
    type=DATA,
    metavar="FILE",
    help="The data with the weight column added; same format as the data file.",
    group="Output",
)
@together(
    click.option(
        "--name", default="weight", show_default=True, metavar="COLUMN", help="Name of the new weight column."
    ),
    click.option("--base-weight", metavar="COLUMN", help="Weights to start from, instead of the study's."),
    click.option("--targets", type=TARGETS, help="Rake to these targets, instead of what the study says."),
    margins_option,
    click.option(
        "--missing",
        type=click.Choice(("stop", "class", "impute", "carry")),
        help="What to do about empty answers to weighting variables. [default: as the study says, else stop]",
    ),
    click.option("--choose", type=click.Choice(("anes",)), help="Rake only to margins that the sample is far from."),
    group="Weighting",
)
@together(
    click.option(
        "--replicates",
        type=click.Choice(MADE_HERE),
        help="Also write replicate weights, each weighted like the whole, and FILE.R that reads them.",
    ),
    click.option(
        "--count", type=click.IntRange(min=2), metavar="N", help="Replicates of a bootstrap, BRR, Fay or SDR."
    ),
    click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Of the bootstrap."),
    click.option("--rho", type=click.FloatRange(0, 1, max_open=True), help="Of Fay's method."),
    group="Design",
)
@click.option("--forecast", is_flag=True, help="Print what weighting would meet and cost; make and write nothing.")
@together(
    click.option("--report", type=FILE, metavar="FILE", callback=_known_form, help="Also write the report here."),
    click.option("--statement", type=FILE, metavar="FILE", help="Also write a statement for readers here, as text."),
    click.option(
        "--plots",
        type=OutPath(folder=True),
        metavar="FOLDER",
        help="Also draw weights, their concentration and the margins before and after.",
    ),
    click.option("--record", type=DATA, metavar="FILE", help="Also write the steps here, as YAML that repeats them."),
    group="Output",
)
@questionnaires_option
@sheet_options
@design_options
@lang_option
@grouped("--format", "form", type=click.Choice(TEXT_FORMS), help="Form of the report. [default: text]", group="Output")
@overwrite_option
@quiet_option
def weight(
    study: str,
    out: Path | None,
    name: str,
    report: Path | None,
    statement: Path | None,
    plots: Path | None,
    record: Path | None,
    replicates: str | None,
    forecast: bool,
    questionnaires: Path | None,
    lang: str,
    form: str | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Weight a data file to the study's population targets.

    Prints the report: margins before and after, smallest and largest weight, design effect, effective base, margin of
    error. Writes the data back with the weight column added; labels and all other columns stay as they are.
    Weights that cannot be made (an option missing from the sample or from the targets, margins that disagree) are an
    error that names what does not fit, with advice, and nothing is written.
    """
    from survey.reports.files.write_weighting import write_weighting
    from survey.studies.study_weighting import study_weighting, weighting_statement
    from survey.weighting.plan.study_sample import opened_sample

    if out is None and not forecast:
        raise click.UsageError("Missing option '--out' (or --forecast, which writes nothing).")
    found, library = find_study(study, questionnaires)
    found = _planned(found, library, options)
    made = {key: options.pop(key) for key in ("count", "seed", "rho")}
    if replicates != "bootstrap":
        made["seed"] = None
    if replicates is None and (made["count"] is not None or made["rho"] is not None):
        raise click.UsageError("--count and --rho go with --replicates")
    sample = opened_sample(found, library, **data_settings(options))
    if forecast or out is None:
        _foretell(sample, found, library, form, lang)
        return
    outputs = {"--out": out, "--report": report, "--statement": statement, "--record": record}
    apart({option: path for option, path in outputs.items() if path is not None})
    if replicates is not None:
        from survey.studies.study_sample import replicated

        sample = replicated(sample, replicates, **made)
    sample = _weighted(sample, found, library, name)
    told = study_weighting(sample, library)
    texts: dict[Path, str | bytes] = {}
    if report is not None:
        from survey.reports.files.way_back import with_way_back
        from survey.reports.printing.render import rendered

        kind = form_of(report, "--report")
        texts[report] = rendered(with_way_back(told, kind, report), kind, lang)
    if statement is not None:
        texts[statement] = weighting_statement(sample, library, lang) + "\n"
    if record is not None:
        from survey.weighting.plan.replay import plan_text

        texts[record] = plan_text(sample.steps)
    figures = _pictures(sample, told, plots, lang) if plots is not None else {}
    both = replicates is not None
    for path in write_weighting(sample, out, replicates=both, texts=texts, figures=figures):
        wrote(path, quiet)
    put(told, form=form, lang=lang, out=None)


def _planned(study: Study, library: Library, options: dict[str, Any]) -> Study:
    """The study with its weighting as the options say it."""
    targets, margins = options.pop("targets"), names_of(options.pop("margins"))
    missing, choose, base = options.pop("missing"), options.pop("choose"), options.pop("base_weight")
    plan = study.weighting
    changes: dict[str, Any] = {}
    if targets is not None:
        library.target(targets)
        changes |= {"method": "rake", "steps": (), "targets": targets, "margins": ()}
    if margins and targets is None and plan.steps:
        raise click.UsageError("--margins goes with --targets where the study says its weighting step by step")
    if margins:
        changes["margins"] = margins
    if missing is not None:
        changes["missing"] = missing if missing != "impute" else {"*": {"impute": []}}
    if choose is not None:
        from survey.definitions.records.weighting import Choice

        changes["choose"] = Choice(rule=choose)
    if base is not None:
        changes["base_weight"] = base
    return study.model_copy(update={"weighting": plan.model_copy(update=changes)}) if changes else study


def _foretell(sample: SampleData, study: Study, library: Library, form: str | None, lang: str) -> None:
    from survey.errors import WeightingError
    from survey.weighting.plan.study_sample import weighting_forecasts
    from survey.wording.message import message

    told = weighting_forecasts(sample, study, library)
    if told and form not in (None, "text"):
        put(told, form=form, lang=lang, out=None)
    else:
        lines = [line for one in told for line in one.said] or [message("data.nothing_to_foretell")]
        click.echo("\n".join(say(line, lang) for line in lines))
    if not told:
        return
    if not told[-1].possible:
        raise WeightingError("weights cannot be made as asked", where=study.study, fix="See the problems above.")


def _weighted(sample: SampleData, study: Study, library: Library, name: str) -> SampleData:
    """The weights; where they cannot be made, advice before the error."""
    from survey.errors import SurveyError, WeightingError
    from survey.weighting.plan.study_sample import weighted, weighting_forecasts

    try:
        return weighted(sample, study, library, name=name)
    except WeightingError:
        try:
            told = weighting_forecasts(sample, study, library)
        except SurveyError:
            told = ()
        for one in told[-1].advice if told else ():
            tell("Advice", f"{one.text}.", "cyan")
        raise


def _pictures(sample: SampleData, told: Any, folder: Path, lang: str) -> dict[Path, Any]:
    from survey.studies import study_figures as draw

    found = {"weights": draw.weights_figure(sample, lang), "lorenz": draw.lorenz_figure(sample, lang)}
    found |= draw.margin_figures(sample, told, lang)
    return {folder.joinpath(f"{name}.svg"): found[name] for name in PICTURES if name in found}
