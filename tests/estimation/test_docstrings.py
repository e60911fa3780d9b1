"""Who comes from R finds in each function's own words what it is called there."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import survey
from survey.front import weighted

pytestmark = pytest.mark.contract

IN_R = re.compile(r"\bR(?: ``|: |'s | has )")
# what is no statistic: a plan carried out, repeated, or made up
NO_STATISTIC = {"open_study", "weigh", "replay", "simulate"}


def statistics() -> Iterator[Callable[..., Any]]:
    """Functions of estimation and weighting that ``survey`` names, and those that the methods of a sample call."""
    for name in survey.__all__:
        found = getattr(survey, name)
        homes = ("survey.estimation", "survey.maths", "survey.front")
        mine = getattr(found, "__module__", "").startswith(homes) or name in weighted.__dict__
        if inspect.isfunction(found) and mine and name not in NO_STATISTIC:
            yield found
    for _, method in inspect.getmembers(survey.Sample, inspect.isfunction):
        if method.__module__.startswith("survey.estimation"):
            yield method


STATISTICS = {f"{work.__module__}.{work.__name__}": work for work in statistics()}


def test_statistics_of_every_kind_are_looked_at() -> None:
    found = {name.rpartition(".")[2] for name in STATISTICS}
    assert found >= {"share", "mean", "quantile", "chisquare", "model", "rake"}


@pytest.mark.parametrize("name", STATISTICS)
def test_a_statistic_says_what_it_is_called_in_r(name: str) -> None:
    assert IN_R.search(STATISTICS[name].__doc__ or ""), f"{name}: name its equivalent in R, or say that R has none"
