"""``survey release``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.shared.apart import apart
from survey.cli.shared.grouped import Grouped, together
from survey.cli.shared.ids import STUDY
from survey.cli.shared.opening import find_study
from survey.cli.shared.options import data_options, names_of
from survey.cli.shared.output import form_of, put, wrote
from survey.cli.shared.output_options import OutPath, lang_option, overwrite_option, quiet_option
from survey.cli.shared.settings import data_settings
from survey.words import TEXT_FORMS


class Ends(click.ParamType):
    """``age=80,income=5000``."""

    name = "ends"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, float]:
        found = {}
        for part in str(value).split(","):
            name, _, end = part.partition("=")
            try:
                found[name.strip()] = float(end)
            except ValueError:
                self.fail(f"'{part}' is not QUESTION=NUMBER, such as age=80", param, ctx)
        return found


class Cuts(click.ParamType):
    """``age=30/45/60``."""

    name = "cuts"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, list[float]]:
        name, _, cuts = str(value).partition("=")
        try:
            return name.strip(), [float(cut) for cut in cuts.split("/")]
        except ValueError:
            self.fail(f"'{value}' is not QUESTION=NUMBER/NUMBER…, such as age=30/45/60", param, ctx)


@click.command(cls=Grouped)
@click.argument("study", type=STUDY)
@together(
    click.option("--out", type=OutPath(), required=True, metavar="FILE", help="The data: .sav, .dta, .csv, …"),
    click.option("--report", type=OutPath(), metavar="FILE", help="Also write the report here."),
    click.option("--format", "form", type=click.Choice(TEXT_FORMS), help="Form of the report. [default: text]"),
    group="Output",
)
@click.option("--keys", metavar="Q,…", help="Questions by which somebody could be known, what matters most first.")
@click.option("--k", type=click.IntRange(2, 1000), help="So many respondents share each combination. [default: 3]")
@click.option("--recode", type=Cuts(), multiple=True, metavar="Q=N/N…", help="Cut numbers into bands; may be repeated.")
@click.option("--top", type=Ends(), metavar="Q=N,…", help="Greater numbers become this one.")
@click.option("--bottom", type=Ends(), metavar="Q=N,…", help="Smaller numbers become this one.")
@click.option("--drop", metavar="Q,…", help="Questions that stay inside.")
@click.option("--keep", metavar="COLUMN,…", help="Columns that go out although they would stay inside.")
@click.option("--weights", metavar="keep|drop|N", help="Keep, drop, or round them to N decimals. [default: keep]")
@click.option("--population", type=float, help="People whom the sample stands for, where the weights do not add up.")
@data_options
@lang_option
@overwrite_option
@quiet_option
def release(
    study: str,
    out: Path,
    report: Path | None,
    questionnaires: Path | None,
    lang: str,
    form: str | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Write answers that may be given away, and say how risky that is.

    Out go the columns of the study's questions and the weight. Numbers of respondents, what tells somebody by its form
    or name, days and hours, answers in own words, strata and clusters stay inside. Values of the keys are taken away
    until K respondents share each combination. Prints the risk before and after; FILE.json has what was done. What the
    definition says under 'release:' holds where no option says otherwise. A new FILE is for its owner alone.
    """
    from survey.reports.files.data.write_released import write_released
    from survey.reports.files.way_back import with_way_back
    from survey.reports.printing.render import rendered
    from survey.studies.public.release_study import release_study

    texts = {} if report is None else {report: form_of(report, "--report")}
    apart({"--out": out, "--report": report} if report is not None else {"--out": out})
    found, library = find_study(study, questionnaires)
    asked = _asked(found, options)
    made = release_study(found, library, asked, data_settings(options))
    pages = {path: rendered(with_way_back(made, kind, path), kind, lang) for path, kind in texts.items()}
    for path in write_released(made, out, asked.model_dump(mode="json", exclude_defaults=True), pages):
        wrote(path, quiet)
    if made.told:
        said = f"the weight gives back {made.told} of the values that were taken away: --weights drop, or round it"
        click.echo(f"Warning: {said}", err=True)
    put(made, form=form, lang=lang, out=None)


def _asked(study: Any, options: dict[str, Any]) -> Any:
    """The release that the definition and the options describe."""
    from pydantic import ValidationError

    from survey.errors import SurveyError
    from survey.studies.public.release_study import release_of

    names = ("k", "top", "bottom", "population", "weights")
    asked = {name: value for name in names if (value := options.pop(name)) is not None}
    asked |= {name: value for name in ("keys", "drop", "keep") if (value := names_of(options.pop(name)))}
    if cuts := options.pop("recode"):
        asked["recode"] = dict(cuts)
    if str(asked.get("weights", "")).isdecimal():
        asked["weights"] = int(asked["weights"])
    try:
        return release_of(study, asked)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = "--" + ".".join(str(part) for part in first["loc"][:1])
        raise SurveyError(str(first["msg"]), where=where, fix="See survey release --help.") from None
