"""``survey disclose``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.shared.grouped import Grouped
from survey.cli.shared.ids import STUDY
from survey.cli.shared.opening import find_study
from survey.cli.shared.options import data_options
from survey.cli.shared.output import put
from survey.cli.shared.output_options import output_options
from survey.cli.shared.settings import data_settings


@click.command(cls=Grouped)
@click.argument("study", type=STUDY)
@data_options
@output_options
def disclose(
    study: str, questionnaires: Path | None, lang: str, form: str | None, out: Path | None, quiet: bool, **options: Any
) -> None:
    """Print how a study was made, and what is not known.

    The items are those of the disclosure standards of AAPOR (Code of April 2021, III.A), which its Transparency
    Initiative asks for: sponsor, wording, population, sample, mode, dates, sizes and precision, weighting, quality,
    limitations. They come from the definition ('disclosed:' holds what has no other key) and from the data, where
    there are any.
    """
    from survey.studies.public.disclosed_study import disclosed_study

    found, library = find_study(study, questionnaires)
    made = disclosed_study(found, library, data_settings(options))
    put(made, form=form, lang=lang, out=out, quiet=quiet)
