"""``survey estimate``."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

from survey.cli.shared.grouped import Grouped, together
from survey.cli.shared.ids import OPTION, OPTIONS, QUESTION, QUESTIONS, STUDY
from survey.cli.shared.opening import find_study
from survey.cli.shared.options import base_option, data_options, level_option, names_of, where_option
from survey.cli.shared.output import put
from survey.cli.shared.output_options import OutPath, noted_options
from survey.cli.shared.settings import data_settings, output_settings
from survey.words import INTERVALS

STATISTICS = (
    *("share", "mean", "total", "quantile", "median", "variance", "deviation", "ratio", "correlation", "covariance"),
    *("test", "model"),
)
DEFFS = ("with", "without")
DFS = ("domain", "design")
ALTERNATIVES = ("two-sided", "less", "greater")
PAIRS = ("ratio", "correlation")  # of two questions
FAMILIES = (
    *("gaussian", "binomial", "poisson", "gamma", "negative_binomial", "multinomial", "ordinal"),
    *("binomial(probit)", "binomial(cloglog)", "gamma(log)", "ordinal(probit)", "ordinal(cloglog)"),
)
# kind of test -> its variants, the first by default
KINDS = {
    "chisquare": ("F", "Chisq", "LR", "Wald", "adjWald", "lincom", "saddlepoint"),
    "goodness": ("satterthwaite", "F", "lincom", "saddlepoint"),
    "t": (),
    "rank": ("wilcoxon", "van-der-waerden", "median"),
    "trend": ("contrast", "regression"),
}
VARIANTS = tuple(dict.fromkeys(name for names in KINDS.values() for name in names))
# option -> the kinds of test it belongs to
KIND_ONLY = {"shares": ("goodness",), "option": ("t", "trend"), "groups": ("t",), "at": ("t",), "alternative": ("t",)}
PARTS = ("coefficients", "effects", "ratios", "predictions")
# option -> the statistics it belongs to
ONLY = {
    "base": ("share", "total", "test"),
    "interval": ("share",),
    "at": ("quantile", "model", "test"),
    "rule": ("quantile", "median"),
    "deff": tuple(name for name in STATISTICS if name not in ("test", "model")),
    "kind": ("test",),
    "variant": ("test",),
    "shares": ("test",),
    "option": ("test",),
    "groups": ("test",),
    "alternative": ("test",),
    "family": ("model",),
    "show": ("model",),
    "predict": ("model",),
    "plot": ("model",),
}


@click.command(cls=Grouped)
@click.argument("study", type=STUDY)
@click.argument("statistic", type=click.Choice(STATISTICS))
@click.argument("asked", nargs=-1, required=True, type=QUESTION, metavar="QUESTION…|FORMULA")
@click.option("--by", type=QUESTIONS, help="Domains to estimate in; for a test, the question to test against.")
@click.option("--interval", type=click.Choice(INTERVALS), help="Kind of interval of a share. [default: logit]")
@click.option(
    "--at", metavar="NUMBER,…", help="Probabilities of quantiles; values that --predict sets; the mean of a t test."
)
@click.option("--rule", metavar="NAME", help="What a quantile is. [default: math]")
@click.option("--df", metavar="RULE", help="Degrees of freedom: domain, design, a number, inf. [default: domain]")
@click.option(
    "--deff", type=click.Choice(DEFFS), help="Print design effects: against sampling with or without replacement."
)
@together(
    click.option("--kind", type=click.Choice(tuple(KINDS)), help="Kind of test. [default: chisquare]"),
    click.option(
        "--variant", type=click.Choice(VARIANTS), help="Variant of the test. [default: the first of its kind]"
    ),
    click.option("--shares", metavar="OPTION=SHARE,…", help="What a test of goodness of fit compares with."),
    click.option("--option", type=OPTION, help="Test the share of this option, not the mean. (t, trend)"),
    click.option("--groups", type=OPTIONS, metavar="OPTION,OPTION", help="Which two groups of --by a t test compares."),
    click.option(
        "--alternative", type=click.Choice(ALTERNATIVES), help="Sides of a t test: two, or one. [default: two-sided]"
    ),
    group="Tests",
)
@together(
    click.option("--family", type=click.Choice(FAMILIES), help="Kind of model. [default: gaussian]"),
    click.option("--show", type=click.Choice(PARTS), help="What of a model to print. [default: coefficients]"),
    click.option("--predict", type=QUESTION, help="Print what a model expects if everybody had given each answer."),
    click.option("--plot", type=OutPath(), metavar="FILE", help="Also draw a model: .svg, .png, .pdf or .jpg."),
    group="Models",
)
@data_options
@base_option
@level_option
@where_option
@noted_options
def estimate(
    study: str,
    statistic: str,
    asked: tuple[str, ...],
    by: str | None,
    plot: Path | None,
    questionnaires: Path | None,
    level: float,
    **options: Any,
) -> None:
    """Print one statistic: a mean, a ratio, a test, a model, …

    Needs microdata: those of the study, or --data. A ratio and a correlation take two questions, a test --by, a model
    one formula: survey estimate STUDY model "vote == 'red' ~ sex + age" --family binomial.
    """
    from survey.studies.study_estimate import study_estimate

    settings, output = data_settings(options), output_settings(options)
    given = {name: value for name, value in options.items() if value is not None}
    _check(statistic, asked, by, given | ({"plot": plot} if plot else {}))
    found, library = find_study(study, questionnaires)
    made = study_estimate(
        found, library, statistic, asked, names_of(by), settings=settings, **_options(statistic, given, level)
    )
    figures: dict[Path, Any] = {}
    if plot is not None:
        from survey.plots.forest import forest

        figures[plot] = forest(made[0], language=output["lang"])
    put(made, figures=figures, **output)


def _check(statistic: str, asked: tuple[str, ...], by: str | None, given: dict[str, Any]) -> None:
    """Misuse is said before the work."""
    for name in given:
        if name in ONLY and statistic not in ONLY[name]:
            raise click.UsageError(f"--{name} belongs to {', '.join(ONLY[name])}, not to {statistic}")
    if statistic in PAIRS and len(asked) != 2:
        raise click.UsageError(f"a {statistic} wants two questions")
    if statistic == "covariance" and len(asked) < 2:
        raise click.UsageError("a covariance wants two questions or more")
    if statistic == "model" and len(asked) != 1:
        raise click.UsageError('a model wants one formula, in quotes: "trust ~ sex + age"')
    if statistic == "test":
        _check_test(given.get("kind", "chisquare"), by, given)
    if given.get("show") == "predictions" and "predict" not in given:
        raise click.UsageError("--show predictions wants --predict QUESTION")
    if "predict" in given and given.get("show", "predictions") != "predictions":
        raise click.UsageError(f"--predict and --show {given['show']} exclude each other")


def _check_test(kind: str, by: str | None, given: dict[str, Any]) -> None:
    for name, kinds in KIND_ONLY.items():
        if name in given and kind not in kinds:
            raise click.UsageError(f"--{name} belongs to --kind {', '.join(kinds)}, not to {kind}")
    if "variant" in given and given["variant"] not in KINDS[kind]:
        known = f"one of {', '.join(KINDS[kind])}" if KINDS[kind] else "none"
        raise click.UsageError(f"--variant of --kind {kind} is {known}, not {given['variant']}")
    if kind == "goodness":
        if "shares" not in given:
            raise click.UsageError("a test of goodness of fit wants --shares OPTION=SHARE,…")
        if by:
            raise click.UsageError("a test of goodness of fit takes no --by")
    elif not by and kind != "t":
        raise click.UsageError(f"a test of --kind {kind} wants --by QUESTION")
    elif by and "at" in given:
        raise click.UsageError("--at is of a t test without --by")
    elif "groups" in given and not by:
        raise click.UsageError("--groups wants --by QUESTION")


def _options(statistic: str, given: dict[str, Any], level: float) -> dict[str, Any]:
    """The statistic's own options by the names that it has for them."""
    plain = ("base", "interval", "rule", "family", "predict", "kind", "option", "alternative", "where")
    made: dict[str, Any] = {name: given[name] for name in plain if name in given}
    if statistic != "test" or made.get("kind", "chisquare") not in ("chisquare", "goodness"):
        made["level"] = level
    if "df" in given:
        df, rules = given["df"], f"{', '.join(DFS)}, inf or a number"
        made["df"] = df if df in DFS else _number("df", df, rules)
    if "deff" in given:
        made["deff"] = f"{given['deff']} replacement"
    if "variant" in given:
        made["variant"] = given["variant"].replace("-", " ")
    if "shares" in given:
        made["shares"] = _shares(given["shares"])
    if "groups" in given:
        made["groups"] = names_of(given["groups"])
    if statistic == "model":
        made["part"] = "predictions" if "predict" in given else given.get("show", "coefficients")
    if statistic == "test" and "at" in given:
        made["mean"] = _number("at", given["at"])
    elif "at" in given:
        made["probabilities" if statistic == "quantile" else "at"] = tuple(
            _number("at", part) for part in names_of(given["at"])
        )
    return made


def _number(option: str, text: str, what: str = "numbers") -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        raise click.UsageError(f"--{option} wants {what}, '{text}' is none")
    return value


def _shares(text: str) -> dict[str, float]:
    found = {}
    for part in names_of(text):
        name, equals, share = part.partition("=")
        if not equals:
            raise click.UsageError(f"--shares wants OPTION=SHARE, '{part}' is not")
        found[name.strip()] = _number("shares", share)
    return found
