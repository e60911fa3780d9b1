"""What is to be done to the weights of a study: in short, or step by step."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from survey.definitions.records.targets import Targets
from survey.definitions.records.values import Code, Id, Record, Text, short_form

VERBS = (
    *("selection", "eligibility", "nonresponse", "propensity", "poststratify", "rake", "calibrate", "trim", "scale"),
    "standardize",
)
Names = str | tuple[str, ...]  # a column or a question, or several
SMALLEST = 20  # respondents that a weighting class should have
LIMIT = 0.05  # how far off a margin must be to be chosen
MissingRule = Literal["stop", "class", "impute", "carry"]


class Trim(Record):
    """Limits of the weights after raking, as multiples of the mean weight (R: ``trimWeights``)."""

    lower: float | None = None
    upper: float | None = None
    strict: bool = True


class Imputation(Record):
    """Missing answers drawn from respondents who agree in the variables ``impute``; ``seed``: of the random numbers."""

    impute: Names = ()
    seed: int = 1


Missing = MissingRule | Imputation | dict[str, MissingRule | Imputation]  # one rule for all, or by variable


class Frame(Record):
    """A list through which persons may be called: the chance of a number, the column of a person's numbers in it, and
    that of the adults who share them."""

    probability: float | str
    lines: str
    adults: str | None = None


class SelectionStep(Record):
    """Inverse probabilities of selection (``survey.weighting.before.selection``)."""

    probability: Names | None = None
    household: str | None = None
    frames: dict[str, Frame] | None = None
    rule: Literal["multiplicity", "composite"] = "multiplicity"
    frame: str | None = None
    share: float | Literal["effective"] = "effective"
    cap: float | None = None


class EligibilityStep(Record):
    """Weights of those whose eligibility is not known (``survey.weighting.before.eligibility``)."""

    status: str
    eligible: Names
    unknown: Names = ()
    ineligible: Names = ()
    classes: Names = ()
    rate: float | None = None
    smallest: int = SMALLEST
    collapse: bool = False
    missing: Literal["stop", "class"] = "stop"


class NonresponseStep(Record):
    """Non-response by weighting classes (``survey.weighting.before.nonresponse``)."""

    response: str
    responded: Names | None = None
    classes: Names = ()
    smallest: int = SMALLEST
    collapse: bool = False
    missing: Literal["stop", "class"] = "stop"


class PropensityStep(Record):
    """Non-response by a logistic regression (``survey.weighting.before.propensity``)."""

    response: str
    predictors: str | tuple[str | tuple[str, ...], ...]
    responded: Names | None = None
    numbers: Names = ()
    strata: int | None = None
    missing: Literal["stop", "class"] = "stop"


class RakeStep(Record):
    """Raking to margins (``survey.weighting.calibrating.rake``)."""

    targets: Id | Targets | None = None  # those of the weighting where none are named
    margins: tuple[str, ...] = ()
    trim: Trim | None = None
    cap: float | None = None
    missing: Missing | None = None
    residuals: Literal["regression", "cell means"] = "regression"
    tolerance: float | None = None
    rounds: int | None = None


class PoststratifyStep(Record):
    """Post-stratification by one margin (``survey.weighting.calibrating.poststratify``)."""

    targets: Id | Targets | None = None
    margin: str | None = None
    trim: Trim | None = None
    missing: Missing | None = None
    residuals: Literal["regression", "cell means"] = "regression"


class CalibrateStep(Record):
    """Calibration to margins and totals of numbers (``survey.weighting.calibrating.calibrate``)."""

    targets: Id | Targets | None = None
    margins: tuple[str, ...] = ()
    totals: dict[str, float | dict[str, float]] = Field(default_factory=dict)
    size: float | dict[str, float] | None = None
    stage: int = 0
    variance: str | None = None
    distance: Literal["linear", "raking", "logit"] = "linear"
    bounds: tuple[float, float] | None = None
    bounds_on: Literal["factor", "weight"] = "factor"
    within: Names = ()
    trim: tuple[float, float] | None = None
    strict: bool = True
    missing: Missing | None = None
    tolerance: float | None = None
    rounds: int | None = None


class TrimStep(Record):
    """Trimming by itself (``survey.weighting.calibrating.trim``). ``unit``: of the limits, the mean weight or 1."""

    lower: float | None = None
    upper: float | None = None
    quantiles: tuple[float, float] | None = None
    ratio: float | None = None
    unit: Literal["mean", "weight"] = "mean"
    spread: Literal["evenly", "proportionally"] = "evenly"
    strict: bool = True


class ScaleStep(Record):
    """Weights made to add to something (``survey.weighting.calibrating.scale``)."""

    to: float | Literal["n", "population", "none"] | dict[str, float] = "n"
    targets: Id | Targets | None = None
    by: Names = ()

    _short_form = short_form("to", str, int, float)


class StandardizeStep(Record):
    """The same distribution of ``by`` in every domain of ``over`` (``survey.weighting.calibrating.standardize``)."""

    by: Names
    population: dict[Code, Any]
    over: Names = ()
    excluding_missing: Names = ()


class WeightingStep(Record):
    """One step: exactly one verb with its arguments. ``base_weight``: to start from another weight than that of the
    step before; ``name``: of its column, where it is to be kept."""

    selection: SelectionStep | None = None
    eligibility: EligibilityStep | None = None
    nonresponse: NonresponseStep | None = None
    propensity: PropensityStep | None = None
    poststratify: PoststratifyStep | None = None
    rake: RakeStep | None = None
    calibrate: CalibrateStep | None = None
    trim: TrimStep | None = None
    scale: ScaleStep | None = None
    standardize: StandardizeStep | None = None
    base_weight: str | None = None
    name: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        if isinstance(data, str) and data in VERBS:
            return {data: {}}
        if isinstance(data, dict):
            return {key: {} if value is None and key in VERBS else value for key, value in data.items()}
        return data

    @model_validator(mode="after")
    def _one(self) -> WeightingStep:
        given = [name for name in VERBS if getattr(self, name) is not None]
        if len(given) != 1:
            raise PydanticCustomError(
                "step_verbs", "A step does one thing; this one does {said}", {"said": " and ".join(given) or "nothing"}
            )
        return self

    @property
    def verb(self) -> str:
        """What the step does."""
        return next(name for name in VERBS if getattr(self, name) is not None)

    @property
    def arguments(self) -> Any:
        """The record of its arguments."""
        return getattr(self, self.verb)


class Choice(Record):
    """Margins chosen from the data (``survey.weighting.plan.choose``): those that the sample is off by more than
    ``limit``, or the ``most`` that it is furthest off."""

    rule: Literal["anes"] = "anes"
    limit: float = LIMIT
    method: Literal["total", "max", "average", "totalsquared", "maxsquared", "averagesquared"] = "total"
    most: int | None = None
    iterate: bool = True

    _short_form = short_form("rule", str)


NAMING = (
    *("probability", "household", "frame", "status", "response", "classes", "numbers", "within", "by", "over"),
    "variance",
)


class Weighting(Record):
    """What the pollster said of the weighting, and, with microdata, what is to be done: ``method`` with its margins in
    the short form, or ``steps``, done one after the other."""

    stated: Text | None = None
    variables: tuple[str, ...] = ()  # as the pollster named them
    method: Literal["rake", "poststratify"] | None = None
    steps: tuple[WeightingStep, ...] = ()
    targets: Id | None = None
    margins: tuple[str, ...] = ()
    trim: Trim | None = None
    cap: float | None = None
    base_weight: str | None = None  # column of the weights to start from; none: the design's, else 1
    missing: Missing = "stop"
    choose: Choice | None = None

    @model_validator(mode="before")
    @classmethod
    def _unknown(cls, data: Any) -> Any:
        if data in ("unknown", None):
            return {}
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if value != "unknown"}
        return data

    @property
    def is_given(self) -> bool:
        """Whether there is something to do."""
        return self.method is not None or bool(self.steps)

    @property
    def plan(self) -> tuple[WeightingStep, ...]:
        """The steps; those that the short form stands for, whose values have been checked here already."""
        if self.steps or self.method is None:
            return self.steps
        if self.method == "rake":
            rake = RakeStep.model_construct(margins=self.margins, trim=self.trim, cap=self.cap)
            return (WeightingStep.model_construct(rake=rake),)
        margin = self.margins[0] if self.margins else None
        post = PoststratifyStep.model_construct(margin=margin, trim=self.trim)
        return (WeightingStep.model_construct(poststratify=post),)

    @property
    def calibrations(self) -> tuple[tuple[str | Targets, tuple[str, ...]], ...]:
        """Targets and margins (none: all) of each step that needs them."""
        found: list[tuple[str | Targets, tuple[str, ...]]] = []
        for step in self.plan:
            made = step.arguments
            targets = getattr(made, "targets", None) or self.targets
            if step.verb in ("rake", "calibrate", "poststratify") and targets is not None:
                single = getattr(made, "margin", None)
                found.append((targets, (single,) if single else getattr(made, "margins", ())))
        return tuple(found)

    @property
    def target_ids(self) -> tuple[str, ...]:
        """The ids of all targets that are named, each once."""
        own = [getattr(step.arguments, "targets", None) for step in self.steps]
        return tuple(dict.fromkeys(name for name in (self.targets, *own) if isinstance(name, str)))

    @property
    def asked(self) -> tuple[str, ...]:
        """Questions and columns that steps name besides those of the margins."""
        found: list[Any] = []
        for step in self.steps:
            made = step.arguments
            found += [getattr(made, key, None) for key in NAMING]
            found += [getattr(made, "totals", {}), getattr(made, "predictors", ())]
            found += [getattr(made, "excluding_missing", ())]
            for frame in (getattr(made, "frames", None) or {}).values():
                found += [frame.lines, frame.adults, frame.probability]
        return tuple(dict.fromkeys(_names(found)))


def _names(given: Any) -> list[str]:
    if isinstance(given, str):
        return [given]
    return [name for one in given for name in _names(one)] if isinstance(given, (list, tuple, dict)) else []
