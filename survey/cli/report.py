"""``survey report``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.shared.grouped import Grouped, grouped
from survey.cli.shared.ids import QUESTIONS, STUDY_OR_SERIES
from survey.cli.shared.opening import find_study, open_library
from survey.cli.shared.options import base_option, data_options, interval_option, level_option, names_of, rule_option
from survey.cli.shared.output import wrote
from survey.cli.shared.output_options import OutPath, lang_option, overwrite_option, quiet_option, rounding_option
from survey.cli.shared.settings import data_settings, figure_settings


def _page(context: click.Context, option: click.Parameter, path: Path) -> Path:
    if path.suffix.lower() not in (".html", ".htm"):  # misuse is said before the work
        raise click.UsageError(f"--out {path.name}: a report is a page: end the name in .html")
    return path


@click.command(cls=Grouped)
@click.argument("study", type=STUDY_OR_SERIES)
@grouped(
    "--out", type=OutPath(), required=True, metavar="FILE", callback=_page, help="The report: .html.", group="Output"
)
@click.option("--banner", type=QUESTIONS, help="Questions to break by. [default: those of the study]")
@click.option(
    "--filters/--no-filters",
    default=True,
    show_default=True,
    help="Whether banner questions are also crossed with each other, so that one can filter the other.",
)
@data_options
@base_option
@level_option
@interval_option
@rule_option
@lang_option
@rounding_option
@overwrite_option
@quiet_option
def report(
    study: str,
    out: Path,
    banner: str | None,
    filters: bool,
    questionnaires: Path | None,
    lang: str,
    quiet: bool,
    **options: Any,
) -> None:
    """Write one page in which a reader chooses what to see.

    Question, banner, filter, weighting and waves.
    It holds estimates with their intervals and bases, never respondents, and asks nothing of the network. SERIES: all
    studies of a series that have figures.
    """
    from survey.reports.files.way_back import pages_above
    from survey.reports.files.write_weighting import write_together
    from survey.reports.interactive.report_page import report_page
    from survey.studies.interactive.report_of import series_report, study_report

    settings = data_settings(options)
    how = {"banner": names_of(banner), "filters": filters, "rule": options.pop("rule"), **figure_settings(options)}
    library = open_library(questionnaires)
    if study not in library.studies and study in {one.series for one in library.studies.values()}:
        unused = [name for name, value in settings.items() if value is not None]
        if unused:
            raise click.UsageError(f"--{unused[0].replace('_', '-')} is about one study; {study} is a series")
        made = series_report(study, library, **how)
    else:
        found, library = find_study(study, questionnaires)
        made = study_report(found, library, settings=settings, **how)
    write_together({out: report_page(made, lang, pages_above(out))}, {})
    wrote(out, quiet)
