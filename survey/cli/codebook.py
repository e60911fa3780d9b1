"""``survey codebook``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.shared.grouped import Grouped, grouped
from survey.cli.shared.ids import STUDY
from survey.cli.shared.opening import find_study
from survey.cli.shared.options import data_options, rule_option
from survey.cli.shared.output import wrote
from survey.cli.shared.output_options import OutPath, lang_option, overwrite_option, quiet_option, rounding_option
from survey.cli.shared.settings import data_settings

DOCUMENTS = (".html", ".xlsx", ".json")  # forms of every result
OUTS = (*DOCUMENTS, ".xml", ".sss")


def _ending(context: click.Context, option: click.Parameter, path: Path) -> Path:
    if path.suffix.lower() not in OUTS:  # misuse is said before the work
        raise click.UsageError(f"--out {path.name}: end the name in {', '.join(OUTS)}")
    return path


@click.command(cls=Grouped)
@click.argument("study", type=STUDY)
@grouped(
    "--out",
    type=OutPath(),
    required=True,
    metavar="FILE",
    callback=_ending,
    help="The codebook: .html, .xlsx or .json; .xml is DDI-Codebook 2.5, .sss Triple-S.",
    group="Output",
)
@data_options
@rule_option
@lang_option
@rounding_option
@overwrite_option
@quiet_option
def codebook(study: str, out: Path, questionnaires: Path | None, lang: str, quiet: bool, **options: Any) -> None:
    """Write what each question is, and how often each answer was given.

    Counts are of everybody in the data, unweighted; percents are weighted where the study is. Without data it is the
    definition alone. --lang: of headings, and of texts where the form has one language only.
    """
    from survey.studies.codebook.study_codebook import study_codebook

    found, library = find_study(study, questionnaires)
    rule = options.pop("rule")
    made = study_codebook(found, library, settings=data_settings(options), rule=rule)
    _write(made, out, lang)
    wrote(out, quiet)


def _write(made: Any, out: Path, lang: str) -> None:
    from survey.reports.files.write_weighting import write_together

    ending = out.suffix.lower()
    text: str | bytes
    if ending == ".sss":
        from survey.reports.codebook.sss import render_sss

        text = render_sss(made, lang)
    elif ending == ".xml":
        from survey.reports.codebook.ddi import render_ddi

        text = render_ddi(made, lang)
    else:
        from survey.reports.codebook.codebook_document import codebook_document
        from survey.reports.files.way_back import with_way_back
        from survey.reports.printing.render import rendered

        text = rendered(with_way_back(codebook_document(made), ending[1:], out), ending[1:], lang)
    write_together({out: text}, {})
