"""``survey plan``."""

from __future__ import annotations

from typing import Any

import click

from survey.cli.shared.grouped import Grouped
from survey.cli.shared.options import names_of
from survey.cli.shared.output import put
from survey.cli.shared.output_options import output_options
from survey.cli.shared.settings import output_settings

ALLOCATIONS = ("proportional", "equal", "neyman", "power")
ASKED = ("moe", "difference", "n")
CONDITIONS = ("level", "power", "deff", "response", "domain", "population", "correlation")


@click.command(cls=Grouped)
@click.option("--moe", type=float, help="How many respondents give this margin of error? (0.03; of a mean its unit)")
@click.option("--difference", type=float, help="How many in each of two groups, or waves, find this difference?")
@click.option("--n", metavar="N[,N]", help="What can so many respondents show, and two samples of this size?")
@click.option("--share", type=float, default=0.5, show_default=True, help="The share that is expected.")
@click.option("--sd", type=float, help="Standard deviation of the answers, of a mean instead of a share.")
@click.option("--level", type=float, help="Of the interval; 1 minus the level of the test. [default: 0.95]")
@click.option("--power", type=float, help="Chance of finding a difference that is there. [default: 0.8]")
@click.option("--one-sided", is_flag=True, help="The test looks to one side.")
@click.option("--deff", type=float, help="Design effect that is expected. [default: 1]")
@click.option("--response", type=float, help="Part of those approached who answer. [default: 1]")
@click.option("--domain", type=float, help="Part of the respondents whom the figure is of. [default: 1]")
@click.option("--population", type=float, help="Its size (the domain's), for the finite population correction.")
@click.option("--correlation", type=float, help="Of the same persons' answers in two waves. [default: 0]")
@click.option("--strata", metavar="NAME=PEOPLE,…", help="Spread the respondents over strata of these sizes.")
@click.option("--allocation", type=click.Choice(ALLOCATIONS), help="By which rule. [default: proportional]")
@click.option("--spread", metavar="NAME=SD,…", help="Standard deviation in each stratum. (neyman, power)")
@output_options
def plan(
    moe: float | None,
    difference: float | None,
    n: str | None,
    share: float,
    sd: float | None,
    one_sided: bool,
    strata: str | None,
    allocation: str | None,
    spread: str | None,
    **options: Any,
) -> None:
    """Say how many respondents a figure needs, and spread them over strata.

    One of --moe, --difference and --n: survey plan --n 1000 --deff 1.5 says that two waves of 1 000 find a change of
    7.67 points with 80 % power.
    """
    from survey.reports.documents.planning.plan_sample import plan_sample

    asked = {name: value for name, value in (("moe", moe), ("difference", difference), ("n", n)) if value is not None}
    if len(asked) != 1:
        raise click.UsageError("say one of --moe, --difference and --n")
    if strata is None and (allocation or spread):
        raise click.UsageError("--allocation and --spread want --strata NAME=PEOPLE,…")
    ((what, value),) = asked.items()
    conditions = {name: options[name] for name in CONDITIONS if options[name] is not None}
    conditions |= {"sides": 1} if one_sided else {}
    over: dict[str, Any] | None = None
    if strata is not None:
        over = {"sizes": _numbers("strata", strata), "method": allocation or "proportional"}
        over |= {"sd": _numbers("spread", spread)} if spread is not None else {}
    values = _sizes(value) if isinstance(value, str) else (float(value),)
    made = plan_sample(what, values, share=share, sd=sd, conditions=conditions, strata=over)
    put(made, **output_settings(options))


def _sizes(text: str) -> tuple[float, ...]:
    parts = names_of(text)
    if not 1 <= len(parts) <= 2 or not all(part.isdigit() for part in parts):
        raise click.UsageError(f"--n wants one whole number or two, '{text}' is not")
    return tuple(map(float, parts))


def _numbers(option: str, text: str) -> dict[str, float]:
    found = {}
    for part in names_of(text):
        name, _, number = part.rpartition("=")
        try:
            value = float(number)
        except ValueError:
            raise click.UsageError(f"--{option} wants NAME=NUMBER,…, '{part}' is not") from None
        if name.strip() in found:
            raise click.UsageError(f"--{option} has '{name.strip()}' twice")
        found[name.strip()] = value
    return found
