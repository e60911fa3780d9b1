"""Functions that weight: each gives a new sample, whose methods are the toolkit's functions."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypedDict, Unpack

from survey.cells.opening.read_replicates import replicate_weights as _replicate_weights
from survey.cells.samples.joint_probabilities import joint_probabilities as _joint_probabilities
from survey.cells.samples.sample import SampleData
from survey.definitions.reading.given import given_record
from survey.definitions.records.study import Weighting
from survey.definitions.records.targets import Targets
from survey.estimation.statistics.make_replicates import make_replicates as _make_replicates
from survey.front.called import checked
from survey.front.sample import Sample
from survey.weighting.before.eligibility import eligibility as _eligibility
from survey.weighting.before.nonresponse import nonresponse as _nonresponse
from survey.weighting.before.propensity import propensity as _propensity
from survey.weighting.before.selection import selection as _selection
from survey.weighting.calibrating.calibrate import calibrate as _calibrate
from survey.weighting.calibrating.poststratify import poststratify as _poststratify
from survey.weighting.calibrating.rake import rake as _rake
from survey.weighting.calibrating.scale import scale as _scale
from survey.weighting.calibrating.standardize import standardize as _standardize
from survey.weighting.calibrating.trim import Spread
from survey.weighting.calibrating.trim import trim as _trim
from survey.weighting.combining.attrition import attrition as _attrition
from survey.weighting.combining.combine import combine as _combine
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.plan.replay import replay as _replay
from survey.weighting.plan.replay import without_targets
from survey.weighting.plan.weigh import weigh as _weigh

P = ParamSpec("P")


def new_sample(work: Callable[P, SampleData], in_r: str, closed: bool = True) -> Callable[P, Sample]:
    """``work`` with its signature and its words, but for the result: a ``Sample``. ``in_r``: what it is called in R.
    ``closed``: as for ``checked``."""

    @wraps(work)
    def call(*args: P.args, **options: P.kwargs) -> Sample:
        return Sample.of(looked_at(*args, **options))

    looked_at = checked(work, closed=closed)
    call.__doc__ = f"{inspect.getdoc(work)}\n\nR: {in_r}."
    call.__signature__ = inspect.signature(looked_at).replace(return_annotation="Sample")  # type: ignore[attr-defined]
    return call


# before the margins: selection, eligibility, response
selection = new_sample(_selection, "``svydesign(probs =)``")
eligibility = new_sample(_eligibility, "``svrep::redistribute_weights``")
nonresponse = new_sample(_nonresponse, "``svrep::redistribute_weights``")
propensity = new_sample(_propensity, "``glm(family = quasibinomial)``")
# to margins and totals
rake = new_sample(_rake, "``rake``")
poststratify = new_sample(_poststratify, "``postStratify``")
calibrate = new_sample(_calibrate, "``calibrate``", closed=False)
scale = new_sample(_scale, "``rescale``")
standardize = new_sample(_standardize, "``svystandardize``")
# several samples
combine = new_sample(_combine, "none")
attrition = new_sample(_attrition, "none")
# replicates and probabilities in place of strata and clusters
replicate_weights = new_sample(_replicate_weights, "``svrepdesign``")
make_replicates = new_sample(_make_replicates, "``as.svrepdesign``")
joint_probabilities = new_sample(_joint_probabilities, "``svydesign(pps = ppsmat(matrix))``")
# a plan, and a record, done again
replay = new_sample(_replay, "none")


class TrimOptions(TypedDict, total=False):
    """Options of ``trim`` beside its limits."""

    quantiles: tuple[float, float] | None
    ratio: float | None
    spread: Spread
    strict: bool
    name: str | None


def _trimmed(
    sample: SampleData, lower: float | None = None, upper: float | None = None, **options: Unpack[TrimOptions]
) -> Sample:
    low, high = -math.inf if lower is None else lower, math.inf if upper is None else upper
    return Sample.of(_trim(sample, low, high, **options))


_trimmed.__name__ = _trimmed.__qualname__ = "trim"
_trimmed.__doc__ = _trim.__doc__
trim = checked(_trimmed, like=(_trim,))


@checked
def weigh(
    sample: SampleData,
    weighting: Weighting | Mapping[str, Any],
    targets: Targets | Mapping[str, Any] | Callable[[str], Targets] | None = None,
    *,
    name: str | None = None,
) -> Sample:
    """A new sample weighted step by step, as a definition says it (R: none).

    ``weighting``: what stands under ``weighting:`` in a study's file, as a mapping. ``targets``: those to weight to, as
    for ``rake``, where the steps do not hold them, or a function from their id to them. Each step is the function of
    its verb, starts from the weight of the step before, makes a column of its own and is kept in ``sample.steps``.
    ``name``: the column of the last step. Limits of a ``trim`` step are multiples of the mean weight.

    Raises ``DefinitionError`` for a weighting that cannot be read, and what the steps raise, with the place of the
    step."""
    plan = weighting if isinstance(weighting, Weighting) else given_record(Weighting, weighting, "weighting")
    found = without_targets if targets is None else targets if callable(targets) else as_targets(targets)
    return Sample.of(_weigh(sample, plan, found, name=name))
