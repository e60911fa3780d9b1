"""``survey estimate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.common import (
    base_option,
    data_options,
    data_settings,
    find_study,
    level_option,
    names_of,
    output_options,
    put,
    put_picture,
    questionnaires_option,
)
from survey.words import INTERVALS

STATISTICS = (
    *("share", "mean", "total", "quantile", "median", "variance", "deviation", "ratio", "correlation", "test", "model"),
)
PAIRS = ("ratio", "correlation")  # of two questions
FAMILIES = ("gaussian", "binomial", "poisson", "multinomial", "ordinal")
VARIANTS = ("F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint")
PARTS = ("coefficients", "effects", "ratios", "predictions")
# option -> the statistics it belongs to
ONLY = {
    "base": ("share", "total", "test"),
    "interval": ("share",),
    "at": ("quantile", "model"),
    "rule": ("quantile", "median"),
    "variant": ("test",),
    "family": ("model",),
    "show": ("model",),
    "predict": ("model",),
    "plot": ("model",),
}


@click.command()
@click.argument("study")
@click.argument("statistic", type=click.Choice(STATISTICS))
@click.argument("asked", nargs=-1, required=True, metavar="QUESTION…|FORMULA")
@click.option("--by", metavar="QUESTION,…", help="Domains to estimate in; for a test, the question to test against.")
@click.option("--interval", type=click.Choice(INTERVALS), help="Kind of interval of a share. [default: logit]")
@click.option("--at", metavar="NUMBER,…", help="Probabilities of quantiles; values of a number that --predict sets.")
@click.option("--rule", metavar="NAME", help="What a quantile is. [default: math]")
@click.option("--variant", type=click.Choice(VARIANTS), help="Kind of test. [default: F]")
@click.option("--family", type=click.Choice(FAMILIES), help="Kind of model. [default: gaussian]")
@click.option("--show", type=click.Choice(PARTS), help="What of a model to print. [default: coefficients]")
@click.option("--predict", metavar="QUESTION", help="Print what a model expects if everybody had given each answer.")
@click.option(
    "--plot", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Also draw a model: .svg or .png."
)
@questionnaires_option
@data_options
@base_option
@level_option
@output_options
def estimate(
    study: str,
    statistic: str,
    asked: tuple[str, ...],
    by: str | None,
    plot: Path | None,
    questionnaires: Path | None,
    level: float,
    lang: str,
    form: str | None,
    out: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Print one statistic: a mean, a ratio, a test, a model, …

    Needs microdata: those of the study, or --data. A ratio and a correlation take two questions, a test --by, a model
    one formula: survey estimate STUDY model "vote == 'red' ~ sex + age" --family binomial.
    """
    from survey.reports.study_estimate import study_estimate

    settings = data_settings(options)
    given = {name: value for name, value in options.items() if value is not None}
    _check(statistic, asked, by, given | ({"plot": plot} if plot else {}))
    found, library = find_study(study, questionnaires)
    made = study_estimate(
        found, library, statistic, asked, names_of(by), settings=settings, **_options(statistic, given, level)
    )
    if plot is not None:
        from survey.plots.forest import forest

        put_picture(forest(made[0], language=lang), plot, quiet)
    put(made, form=form, lang=lang, out=out, quiet=quiet)


def _check(statistic: str, asked: tuple[str, ...], by: str | None, given: dict[str, Any]) -> None:
    """Misuse is said before the work."""
    for name in given:
        if name in ONLY and statistic not in ONLY[name]:
            raise click.UsageError(f"--{name} belongs to {', '.join(ONLY[name])}, not to {statistic}")
    if statistic in PAIRS and len(asked) != 2:
        raise click.UsageError(f"a {statistic} wants two questions")
    if statistic == "model" and len(asked) != 1:
        raise click.UsageError('a model wants one formula, in quotes: "trust ~ sex + age"')
    if statistic == "test" and not by:
        raise click.UsageError("a test wants --by QUESTION")
    if given.get("show") == "predictions" and "predict" not in given:
        raise click.UsageError("--show predictions wants --predict QUESTION")
    if "predict" in given and given.get("show", "predictions") != "predictions":
        raise click.UsageError(f"--predict and --show {given['show']} exclude each other")


def _options(statistic: str, given: dict[str, Any], level: float) -> dict[str, Any]:
    """The statistic's own options by the names that it has for them."""
    made: dict[str, Any] = {
        name: given[name] for name in ("base", "interval", "rule", "variant", "family", "predict") if name in given
    }
    if statistic != "test":
        made["level"] = level
    if statistic == "model":
        made["part"] = "predictions" if "predict" in given else given.get("show", "coefficients")
    if "at" in given:
        made["probabilities" if statistic == "quantile" else "at"] = _numbers(given["at"])
    return made


def _numbers(text: str) -> tuple[float | str, ...]:
    found: list[float | str] = []
    for part in names_of(text):
        try:
            found.append(float(part))
        except ValueError:
            raise click.UsageError(f"--at wants numbers, '{part}' is none") from None
    return tuple(found)
