"""The cell tables that an estimate will ask for, made ahead in as few passes over the data as the engine allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from survey.cells.samples.sample import SampleData
from survey.cells.table.grouping import Grouping
from survey.definitions.records.question import Question
from survey.estimation.core.plain_design import plain_design, rows_needed


def gather(sample: SampleData, tables: Iterable[Sequence[str | Question]]) -> None:
    """Have the engine make every cell table behind shares and means of ``tables``: a question and its domains each,
    by name or as they are.

    All tables of a report asked for here together cost one scan of a large file, where each by itself would cost one
    or several. Estimates then find them (``survey.cells.table.kept_tables``); what is not found is made when it is
    needed.
    """
    if rows_needed(sample):
        return
    wanted = [
        grouping
        for table in tables
        for grouping in groupings(sample, [sample.question(one) if isinstance(one, str) else one for one in table])
    ]
    sample.engine.gather(wanted)


def groupings(sample: SampleData, keys: Sequence[Question]) -> list[Grouping]:
    """What ``survey.estimation.core.collapsed.Collapsed`` collapses for statistics of ``keys``: the crossing with the
    design, and the pairs of margins that residuals of weighted samples need."""
    keys = [*keys, *(sample.domain.keys if sample.domain is not None else ())]
    also = sample.replicates.columns if sample.replicates is not None else ()
    plain = plain_design(sample)
    design = plain.design
    weight = plain.weight
    strata = [sample.design_key(column) for column in design.stratum_columns]
    staged = len(design.fpc_columns) > 1
    psus = [sample.design_key(column) for column in (design.psu_columns if staged else design.psu_columns[:1])]
    fpc = [sample.design_key(column) for column in design.fpc_columns]
    made = [Grouping((*strata, *psus, *fpc, *keys), weight)]
    if also:
        made.append(Grouping(tuple(keys), weight, None, also))
    record = plain.calibration
    if record is None or not record.of_cells:
        return made
    margins = [[record.variables[name] for name in margin.variables] for margin in record.margins.values()]
    first = strata if not psus else []
    for i, margin in enumerate(margins):
        made.append(Grouping((*first, *keys, *margin), weight, record.base_weight))
        made.append(Grouping((*strata, *psus, *margin), weight))
        made += [Grouping((*first, *margin, *other), weight, record.base_weight) for other in margins[i:]]
    return made
