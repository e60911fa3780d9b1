"""Everything that a weighting leaves to be read: margins, weights, what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from survey.cells.samples.declared import is_invented
from survey.cells.samples.sample import SampleData
from survey.definitions.policy import least_respondents
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Targets
from survey.definitions.source_text import source_text
from survey.errors import WeightingError
from survey.shown import Shown
from survey.weighting.record.calibration import Calibration, WeightDiagnostics
from survey.weighting.record.diagnose import weight_percentiles
from survey.weighting.record.step import Step
from survey.weighting.told.balance import Balance, balance, used_balance
from survey.weighting.told.guarded import guarded, guarded_balance, guarded_diagnostics, shown_weights
from survey.weighting.told.statement import Statement, statement_of
from survey.words import Text

MOST_ROWS = 10_000_000  # weights that are brought here from an engine for their percentiles


@dataclass(frozen=True, repr=False)
class WeightingReport(Shown):
    """``text``: what was done, in a line; ``statement``: the same in sentences, for readers. ``percentiles``: of the
    weights, as multiples of their mean. ``method``: the last calibration's, "" without one."""

    study: str
    weight: str
    base_weight: str | None
    text: str
    balance: Balance
    diagnostics: WeightDiagnostics
    percentiles: Mapping[int, float] = field(default_factory=dict)
    statement: Statement = field(default_factory=lambda: Statement(()))
    method: str = ""
    targets: str = ""
    title: Text | None = None  # of the targets
    cited: tuple[Text, ...] = ()  # what the sources are called
    sources: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    steps: tuple[Step, ...] = ()
    synthetic: bool = False


def weighting_report(
    sample: SampleData,
    targets: Targets | Sequence[Targets] | None = None,
    variables: Sequence[str] = (),
    questions: Mapping[str, Question] | None = None,
) -> WeightingReport:
    """The report of the weights in use.

    ``targets``: those that were used; their other margins are held against the sample too. ``variables``: questions
    without a target that are to be shown before and after. ``questions``: those that the targets stand on, for
    the names of such as the sample does not have. Raises ``WeightingError`` for a sample without weights.
    """
    whole, sample = sample, guarded(sample)
    column, least = sample.weight, least_respondents(sample.study)
    if column is None:
        raise WeightingError("the sample has no weights to report on", where=sample.name or "weight")
    made: Calibration | None = sample.calibration
    last = made.diagnostics if made is not None else sample.steps[-1].diagnostics if sample.steps else None
    base = sample.steps[-1].base_weight if sample.steps else None
    return WeightingReport(
        study=sample.name,
        weight=column,
        base_weight=made.base_weight if made is not None else base,
        text=made.text if made is not None else "; ".join(step.text for step in sample.steps) or column,
        balance=guarded_balance(balance(whole, targets, variables, questions), least),
        diagnostics=last or guarded_diagnostics(sample),
        percentiles=_percentiles(sample),
        statement=statement_of(sample, targets or ()),
        method=made.method if made is not None else "",
        targets=made.targets if made is not None else "",
        title=made.title if made is not None else None,
        sources=made.sources if made is not None else (),
        cited=tuple(source_text(name, sample.sources) for name in made.sources) if made is not None else (),
        notes=made.notes if made is not None else (),
        steps=sample.steps,
        synthetic=is_invented(sample),
    )


def _percentiles(sample: SampleData) -> Mapping[int, float]:
    """Percentiles need every weight; none where the rows are on a cluster, or too many to bring here."""
    far = sample.engine.name == "spark" or (sample.engine.name != "memory" and sample.n > MOST_ROWS)
    return {} if far else weight_percentiles(shown_weights(sample))


def calibration_report(made: Calibration, synthetic: bool = False) -> WeightingReport:
    """What the record of a weighting says by itself, without its sample."""
    return WeightingReport(
        study="",
        weight=made.weight,
        base_weight=made.base_weight,
        text=made.text,
        balance=Balance(tuple(used_balance(made))),
        diagnostics=made.diagnostics,
        method=made.method,
        targets=made.targets,
        title=made.title,
        sources=made.sources,
        notes=made.notes,
        synthetic=synthetic,
    )
