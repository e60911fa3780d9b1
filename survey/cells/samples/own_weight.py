"""A file that says by which column its cases are weighted, and a design that has no weight."""

from __future__ import annotations

from survey.cells.files.layout import Layout
from survey.definitions.records.study import Study
from survey.design import SurveyDesign
from survey.errors import WeightingWarning, warn
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text, say


def unused_weight(
    file: str,
    layout: Layout,
    design: SurveyDesign,
    study: Study | None = None,
    *,
    said: bool = False,
    bare: bool = False,
) -> tuple[Text, ...]:
    """A note, and a warning unless it is ``said`` that there is no weight, where the file is weighted and nobody
    weights it. The file alone decides nothing: a weight left in it may be an older one. ``bare``: it has no
    definition."""
    weighted = study is not None and (study.weighting.is_given or study.design.replicates is not None)
    if not layout.weight or design.weight is not None or weighted:
        return ()
    told = message("data.weight_not_used", file=file, column=layout.weight)
    if said:
        return (joined([told, message("data.as_defined")]),)
    fix = f"Write design: {{weight: {layout.weight}}}, or design: {{weight: none}}."
    if bare:
        fix = f"Say --weight {layout.weight}, or --weight none."
    warn(WeightingWarning, f"{say(told)}. {fix}")
    return (told,)
