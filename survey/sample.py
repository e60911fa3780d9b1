"""The Python front: a sample whose methods are the toolkit's functions.

``Sample`` adds nothing of its own: each method calls the function of the same name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.design import SurveyDesign
from survey.words import say

if TYPE_CHECKING:
    from survey.estimation.models.model import Model
    from survey.estimation.result.estimates import Estimates
    from survey.estimation.result.tested import TestResult
    from survey.tables.table import Table
    from survey.weighting.record.calibration import WeightDiagnostics


class Sample(SampleData):
    """Answers, design and questions. ``frame``: a path, several paths, a pandas, Polars or Arrow frame, a Polars scan,
    a DuckDB relation, or a frame of Spark. ``engine``, ``memory_limit``, ``master``: see
    ``survey.cells.files.open.open_data``.

    >>> sample = Sample(frame, SurveyDesign(stratum="stype", weight="pw"))
    >>> sample.share("stype", by="sch_wide").to_frame()
    """

    def __init__(
        self,
        frame: Any,
        design: SurveyDesign | None = None,
        questions: Mapping[str, Question | Mapping[str, Any]] | None = None,
        *,
        study: Study | None = None,
        engine: str = "auto",
        memory_limit: str | None = None,
        master: str | None = None,
        **parts: Any,
    ) -> None:
        from survey.cells.files.open import open_data
        from survey.cells.meanings.meaning import meanings, raise_problems
        from survey.cells.opening.persons import with_persons
        from survey.cells.samples.design_weights import with_design_weights
        from survey.cells.samples.own_weight import unused_weight
        from survey.cells.samples.sized_weights import with_sized_weights

        opened = parts.pop("opened", None) or open_data(frame, engine=engine, memory_limit=memory_limit, master=master)
        made = {
            name: item if isinstance(item, Question) else Question.model_validate({"question": name, **item})
            for name, item in (questions or {}).items()
        }
        found, problems = meanings(made, opened, opened.engine)
        raise_problems(problems)
        said = (*opened.layout.said, *unused_weight(opened.name, opened.layout, design or SurveyDesign(), study))
        parts = {
            "synthetic": opened.layout.synthetic,
            "notes": said,
            "question_notes": found.notes,
            "refused": found.refused,
            **parts,
        }
        given = SampleData(
            opened.engine, design or SurveyDesign(), found.questions, study=study, opened=opened, **parts
        )
        data = with_persons(with_sized_weights(with_design_weights(given)))
        for item in fields(SampleData):
            object.__setattr__(self, item.name, getattr(data, item.name))

    @classmethod
    def of(cls, data: SampleData) -> Sample:
        """The same sample with methods."""
        made = cls.__new__(cls)
        for item in fields(SampleData):
            object.__setattr__(made, item.name, getattr(data, item.name))
        return made

    def __repr__(self) -> str:
        """One line: the study, the number of respondents, and how they are weighted."""
        from survey.tables.data_notes import weighting_note

        name = f"{self.name}: " if self.name else ""
        return f"<Sample {name}n = {self.n}. {say(weighting_note(self).text, 'en')}>"

    def share(self, question: str, by: str | Sequence[str] = (), **options: Any) -> Estimates:
        """Shares of the options; see ``survey.estimation.statistics.share.share``."""
        from survey.estimation.statistics.share import share

        return share(self, question, by, **options)

    def mean(self, question: str, by: str | Sequence[str] = (), **options: Any) -> Estimates:
        """Mean of a scale or number; see ``survey.estimation.statistics.mean.mean``."""
        from survey.estimation.statistics.mean import mean

        return mean(self, question, by, **options)

    def total(self, question: str, by: str | Sequence[str] = (), **options: Any) -> Estimates:
        """Totals; see ``survey.estimation.statistics.total.total``."""
        from survey.estimation.statistics.total import total

        return total(self, question, by, **options)

    def ratio(self, numerator: str, denominator: str, by: str | Sequence[str] = (), **options: Any) -> Estimates:
        """Ratio of two numbers; see ``survey.estimation.statistics.ratio.ratio``."""
        from survey.estimation.statistics.ratio import ratio

        return ratio(self, numerator, denominator, by, **options)

    def quantile(
        self,
        question: str,
        probabilities: float | Sequence[float] = (0.25, 0.5, 0.75),
        by: str | Sequence[str] = (),
        **options: Any,
    ) -> Estimates:
        """Quantiles of a number; see ``survey.estimation.statistics.quantile.quantile``."""
        from survey.estimation.statistics.quantile import quantile

        return quantile(self, question, probabilities, by, **options)

    def median(self, question: str, by: str | Sequence[str] = (), **options: Any) -> Estimates:
        """The median of a number; see ``survey.estimation.statistics.quantile.quantile``."""
        from survey.estimation.statistics.quantile import median

        return median(self, question, by, **options)

    def variance(self, question: str, by: str | Sequence[str] = (), **options: Any) -> Estimates:
        """Variance of a number in the population; see ``survey.estimation.statistics.variance.variance``."""
        from survey.estimation.statistics.variance import variance

        return variance(self, question, by, **options)

    def deviation(self, question: str, by: str | Sequence[str] = (), **options: Any) -> Estimates:
        """Standard deviation of a number in the population; see ``survey.estimation.statistics.variance.deviation``."""
        from survey.estimation.statistics.variance import deviation

        return deviation(self, question, by, **options)

    def correlation(self, first: str, second: str, by: str | Sequence[str] = (), **options: Any) -> Estimates:
        """Correlation of two numbers; see ``survey.estimation.statistics.correlation.correlation``."""
        from survey.estimation.statistics.correlation import correlation

        return correlation(self, first, second, by, **options)

    def together(
        self, questions: Sequence[str], statistic: str = "mean", by: str | Sequence[str] = (), **options: Any
    ) -> Estimates:
        """Several questions with their joint covariance; see ``survey.estimation.statistics.together.together``."""
        from survey.estimation.statistics.together import together

        return together(self, questions, statistic, by, **options)

    def model(self, formula: str, family: str = "gaussian", **options: Any) -> Model:
        """Regression with design-based standard errors; see ``survey.estimation.models.model.model``."""
        from survey.estimation.models.model import model

        return model(self, formula, family, **options)

    def test(self, question: str, by: str | Sequence[str], variant: str = "F", **options: Any) -> TestResult:
        """Association of two questions; see ``survey.estimation.tests.chisquare.chisquare``."""
        from survey.estimation.tests.chisquare import chisquare

        return chisquare(self, question, by, variant=variant, **options)

    def goodness(self, question: str, shares: Mapping[str, float], **options: Any) -> TestResult:
        """Answers against given shares; see ``survey.estimation.tests.goodness.goodness``."""
        from survey.estimation.tests.goodness import goodness

        return goodness(self, question, shares, **options)

    def t_test(self, question: str, by: str | None = None, **options: Any) -> TestResult:
        """A mean, two groups or two questions; see ``survey.estimation.tests.t_test.t_test``."""
        from survey.estimation.tests.t_test import t_test

        return t_test(self, question, by, **options)

    def rank_test(self, question: str, by: str, **options: Any) -> TestResult:
        """Ranks of the answers in groups; see ``survey.estimation.tests.rank_test.rank_test``."""
        from survey.estimation.tests.rank_test import rank_test

        return rank_test(self, question, by, **options)

    def trend_test(self, question: str, by: str, **options: Any) -> TestResult:
        """A trend over ordered groups; see ``survey.estimation.tests.trend_test.trend_test``."""
        from survey.estimation.tests.trend_test import trend_test

        return trend_test(self, question, by, **options)

    def topline(self, question: str, **options: Any) -> Table:
        """The printed table of one question; see ``survey.tables.topline.topline``."""
        from survey.tables.topline import topline

        return topline(self, question, **options)

    def crosstab(self, question: str, banner: str | Sequence[str], **options: Any) -> Table:
        """Question by banner; see ``survey.tables.crosstab.crosstab``."""
        from survey.tables.crosstab import crosstab

        return crosstab(self, question, (banner,) if isinstance(banner, str) else banner, **options)

    def diagnose(self, level: float = 0.95) -> WeightDiagnostics:
        """What the weights in use cost; see ``survey.weighting.record.diagnose.diagnose``."""
        from survey.weighting.record.diagnose import diagnose, diagnose_summary

        return (
            diagnose(self.weights, level)
            if self.weight is None
            else diagnose_summary(self.engine.summary(self.weight), level)
        )


def open_study(
    name: str | Path, *, questionnaires: str | Path | None = None, weighted: bool = True, **options: Any
) -> Sample:
    """The data of a study, read and weighted as its definition says, which is what every command starts from; see
    ``survey.weighting.plan.study_sample.study_sample``.

    ``name``: a study's id or the path of its definition. ``questionnaires``: the folder of definitions, by
    default ``./questionnaires`` or those the package carries. ``weighted``: False leaves the weighting of the
    definition out, to do it by hand; the sample and its tables say so. Further options: ``data``, ``weight``,
    ``stratum``, ``psu``, ``encoding``, ``sheet``."""
    from survey.definitions.reading.load import load_library, load_study
    from survey.weighting.plan.study_sample import study_sample

    library: Library = load_library(None if questionnaires is None else Path(questionnaires))
    return Sample.of(study_sample(load_study(str(name), library), library, weigh=weighted, **options))


def rake(sample: SampleData, targets: Any, margins: Sequence[str] = (), **options: Any) -> Sample:
    """A new sample raked to margins (R: ``rake``); see ``survey.weighting.calibrating.rake.rake``."""
    from survey.weighting.calibrating.rake import rake as work

    return Sample.of(work(sample, targets, margins, **options))


def poststratify(sample: SampleData, targets: Any, margin: str | None = None, **options: Any) -> Sample:
    """A new sample post-stratified by one margin (R: ``postStratify``); see
    ``survey.weighting.calibrating.poststratify.poststratify``."""
    from survey.weighting.calibrating.poststratify import poststratify as work

    return Sample.of(work(sample, targets, margin, **options))


def calibrate(sample: SampleData, targets: Any, totals: Mapping[str, float] | None = None, **options: Any) -> Sample:
    """A new sample calibrated to margins and totals of numbers (R: ``calibrate``); see
    ``survey.weighting.calibrating.calibrate.calibrate``."""
    from survey.weighting.calibrating.calibrate import calibrate as work

    return Sample.of(work(sample, targets, totals, **options))


def replicate_weights(sample: SampleData, columns: Any, method: str, **options: Any) -> Sample:
    """A new sample with the replicate weights of its data (R: ``svrepdesign``); see
    ``survey.cells.opening.read_replicates.replicate_weights``."""
    from survey.cells.opening.read_replicates import replicate_weights as work

    return Sample.of(work(sample, columns, method, **options))


def joint_probabilities(sample: SampleData, matrix: Any, variance: str = "Horvitz-Thompson") -> Sample:
    """A new sample with joint inclusion probabilities (R: ``svydesign(pps = ppsmat(matrix))``); see
    ``survey.cells.samples.joint_probabilities.joint_probabilities``."""
    from survey.cells.samples.joint_probabilities import joint_probabilities as work

    return Sample.of(work(sample, matrix, variance))


def make_replicates(sample: SampleData, method: str, **options: Any) -> Sample:
    """A new sample with replicates of its design (R: ``as.svrepdesign``); see
    ``survey.estimation.statistics.make_replicates.make_replicates``."""
    from survey.estimation.statistics.make_replicates import make_replicates as work

    return Sample.of(work(sample, method, **options))


def trim(sample: SampleData, lower: float | None = None, upper: float | None = None, **options: Any) -> Sample:
    """A new sample with trimmed weights (R: ``trimWeights``); see ``survey.weighting.calibrating.trim.trim``."""
    from survey.weighting.calibrating.trim import trim as work

    low, high = -math.inf if lower is None else lower, math.inf if upper is None else upper
    return Sample.of(work(sample, low, high, **options))


def selection(sample: SampleData, **options: Any) -> Sample:
    """A new sample with design weights, inverse probabilities of selection (R: ``svydesign(probs =)``); see
    ``survey.weighting.before.selection.selection``."""
    from survey.weighting.before.selection import selection as work

    return Sample.of(work(sample, **options))


def eligibility(sample: SampleData, status: str, **options: Any) -> Sample:
    """A new sample in which known eligibility stands for unknown (R: ``svrep::redistribute_weights``); see
    ``survey.weighting.before.eligibility.eligibility``."""
    from survey.weighting.before.eligibility import eligibility as work

    return Sample.of(work(sample, status, **options))


def nonresponse(sample: SampleData, response: str, **options: Any) -> Sample:
    """A new sample adjusted for non-response in classes (R: ``svrep::redistribute_weights``); see
    ``survey.weighting.before.nonresponse.nonresponse``."""
    from survey.weighting.before.nonresponse import nonresponse as work

    return Sample.of(work(sample, response, **options))


def propensity(sample: SampleData, response: str, predictors: Any, **options: Any) -> Sample:
    """A new sample adjusted for non-response by a logistic model (R: ``glm(family = quasibinomial)``); see
    ``survey.weighting.before.propensity.propensity``."""
    from survey.weighting.before.propensity import propensity as work

    return Sample.of(work(sample, response, predictors, **options))


def scale(sample: SampleData, to: Any = "n", **options: Any) -> Sample:
    """A new sample whose weights add to a sum (R: ``rescale``); see ``survey.weighting.calibrating.scale.scale``."""
    from survey.weighting.calibrating.scale import scale as work

    return Sample.of(work(sample, to, **options))


def combine(samples: Any, **options: Any) -> Sample:
    """Several samples of one population as one (R: none); see ``survey.weighting.combining.combine.combine``."""
    from survey.weighting.combining.combine import combine as work

    return Sample.of(work(samples, **options))


def attrition(first: SampleData, second: SampleData, number: Any, **options: Any) -> Sample:
    """The second wave of a panel with the first one's weights, adjusted for those who left (R: none); see
    ``survey.weighting.combining.attrition.attrition``."""
    from survey.weighting.combining.attrition import attrition as work

    return Sample.of(work(first, second, number, **options))


def weigh(sample: SampleData, weighting: Any, targets: Any = None, *, name: str | None = None) -> Sample:
    """A new sample weighted step by step, as a definition says it (R: none); see ``survey.weighting.plan.weigh.weigh``.

    ``weighting``: what stands under ``weighting:`` in a study's file, as a mapping. ``targets``: those to weight to, as
    for ``rake``, where the steps do not hold them."""
    from survey.definitions.records.study import Weighting
    from survey.weighting.margins.given_targets import as_targets
    from survey.weighting.plan.replay import without_targets
    from survey.weighting.plan.weigh import weigh as work

    plan = weighting if isinstance(weighting, Weighting) else Weighting.model_validate(weighting)
    found = without_targets if targets is None else targets if callable(targets) else as_targets(targets)
    return Sample.of(work(sample, plan, found, name=name))


def replay(sample: SampleData, steps: Any, targets: Any = None) -> Sample:
    """A new sample with the steps of a record done again (R: none); see ``survey.weighting.plan.replay.replay``."""
    from survey.weighting.plan.replay import replay as work

    return Sample.of(work(sample, steps, targets))


def simulate(name: str | Path, n: int = 1000, seed: int = 1, **options: Any) -> Sample:
    """An invented wave of a study, for rehearsal and teaching (R: none); see
    ``survey.rehearsal.simulate.simulate``.

    ``name``, ``questionnaires``: as for ``open_study``. ``targets``: their id."""
    from survey.definitions.reading.load import load_library, load_study
    from survey.studies.simulate_study import simulate_study

    folder = options.pop("questionnaires", None)
    library: Library = load_library(None if folder is None else Path(folder))
    return Sample.of(simulate_study(load_study(str(name), library), library, n, seed, **options))
