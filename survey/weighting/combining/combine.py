"""Several samples of one population as one: waves, frames, a probability sample and its boost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import Said, SampleData
from survey.cells.shared.tie_text import tie_text
from survey.cells.shared.ties import Tie, tie
from survey.cells.table.encoding import plain_question
from survey.definitions.records.question import Question
from survey.design import SurveyDesign
from survey.errors import WeightingWarning, warn
from survey.weighting.before.dispositions import listed
from survey.weighting.combining.combined_calibration import combined_calibration
from survey.weighting.combining.combined_design import combined_design, combined_persons
from survey.weighting.combining.combined_questions import combined_questions
from survey.weighting.combining.combined_study import combined_study
from survey.weighting.combining.combined_weights import Weighted, check_parts, replicate_blocks, weighted_parts
from survey.weighting.record.diagnose import diagnose_summary
from survey.weighting.record.step import Step
from survey.wording.formatted import formatted
from survey.wording.message import Message, message
from survey.wording.sentences import clause
from survey.wording.worded import joined
from survey.words import Text, say


def combine(
    samples: Mapping[str, SampleData] | Sequence[SampleData],
    *,
    factors: str | Mapping[str, float] = "effective",
    by: str | Sequence[str] = (),
    question: str = "sample",
    name: str | None = None,
    force: bool = False,
) -> SampleData:
    """One sample of all respondents, with weights ``λ_k · w · T / W_k`` in sample ``k``, ``Σ λ_k = 1``.

    ``W_k``: the sum of weights of sample ``k``; ``T = Σ λ_k W_k``: so each sample makes ``λ_k`` of the whole, whatever
    unit its weights have. ``samples``: by name, or in a sequence (named by their studies, else 1, 2, …). ``factors``:
    ``effective``, in proportion to Kish's effective sizes, which makes the variance of the combination least where
    weights have nothing to do with answers; ``equal``; or ``λ`` by name. ``by``: domains in each of which ``λ`` is
    found anew (a sample with nobody in a domain leaves it to the others).

    ``question``: the new question that says of which sample a respondent is; it is part of the stratum, so that the
    variances of the samples add. Persons or PSUs that are in several samples are looked for by the designs
    (``person``, ``psus``); where there are any they are the PSUs of the combined sample (``combined_design``), and the
    notes say what was found. What the studies are is kept (``combined_study``). Kept are the questions that all have,
    matched by id; those with different options are one ``ComparisonError`` that lists them, those that some lack are
    counted in the notes. Where an option's label (in the definition or the data file), the range of numbers or the
    members of a net differ, so that one name stands for two answers, it is a ``ComparisonError``, or with ``force`` a
    ``ComparisonWarning`` and a note. Sample-wise calibration stays in the variance where every sample has it and ``λ``
    is one figure a sample; else a ``WeightingWarning`` says that the weights are taken as given. Replicates become
    independent blocks: in those of one sample the others keep their weights; deviations are from the full estimate
    (``mse``), and degrees of freedom add. Samples that share units must have replicates of one structure, which stay
    together. Either all have replicates or none. ``λ`` and ``T / W_k`` are taken as fixed.

    The data are held in memory. Korn & Graubard (1999), Analysis of Health
    Surveys, ch. 8; O'Muircheartaigh & Pedlow (2002).
    """
    parts = _named(samples)
    check_parts(parts, factors, question)
    questions, columns, notes = combined_questions(parts, question, force=force)
    shared = tie(list(parts.values()), list(parts))
    study, remarks = combined_study(parts, list(questions))
    design, more = _designed(parts, question, [*columns, question], shared)
    start = _free("_weight_before", [*columns, *more, question])
    given = {question: _of_sample(parts), **columns, **more, start: _stacked_weights(parts)}
    questions = {question: _sample_question(parts, question), **questions}
    base = SampleData(MemoryEngine(_frame(given)), design, questions)
    made = weighted_parts(parts, base, question, factors, listed(by), start, name)
    replicates = replicate_blocks(parts, made.engine.values(made.column), together=shared.shared)
    calibration, extra, lost = combined_calibration(
        parts if replicates is None else {}, made.column, constant=not listed(by), taken=made.engine.columns
    )
    if lost is not None:
        warn(WeightingWarning, f"combine: {say(lost)}")
    keep = [one for one in made.engine.columns if one != start]
    engine = MemoryEngine(_frame({**{one: made.engine.frame()[one] for one in keep}, **extra}))
    diagnostics = diagnose_summary(engine.summary(made.column))
    step = Step(
        step="combine",
        base_weight=None,
        weight=made.column,
        said=_said(factors, made, listed(by), lost, shared),
        options={
            "samples": [*parts],
            "factors": factors if isinstance(factors, str) else {key: float(value) for key, value in factors.items()},
            "by": [*listed(by)],
            "question": question,
        },
        counts={f"respondents of {key}": part.n for key, part in parts.items()},
        diagnostics=diagnostics,
        details={f"composite factor of {key}": share for key, share in made.factors.items()},
    )
    return SampleData(
        engine,
        replace(design, weight=made.column),
        questions,
        calibration=None if calibration is None else replace(calibration, diagnostics=diagnostics),
        study=study,
        notes=(
            *notes,
            tie_text(shared),
            *remarks,
            *(_of(key, note) for key, part in parts.items() for note in part.notes),
        ),
        question_notes={
            name: tuple(_of(key, note) for key, part in parts.items() for note in part.question_notes.get(name, ()))
            for name in questions
        },
        synthetic=any(part.synthetic for part in parts.values()) or (study is not None and study.synthetic),
        sources={key: source for part in parts.values() for key, source in part.sources.items()},
        replicates=replicates,
        steps=(*_steps(parts), step),
    )


def _of(key: str, text: Said) -> Text:
    """What is said of one of the samples."""
    return joined([key, ": ", text])


def _steps(parts: Mapping[str, SampleData]) -> tuple[Step, ...]:
    """The steps of all samples, each with the sample's name."""
    return tuple(replace(one, said=_of(key, one.said)) for key, part in parts.items() for one in part.steps)


def _of_sample(parts: Mapping[str, SampleData]) -> NDArray[Any]:
    """Of which sample each respondent is."""
    return np.repeat(np.array(list(parts), dtype=object), [part.n for part in parts.values()])


def _stacked_weights(parts: Mapping[str, SampleData]) -> Array:
    return np.concatenate([part.weights for part in parts.values()])


def _sample_question(parts: Mapping[str, SampleData], question: str) -> Question:
    options = Question.model_validate({"question": "sample", "options": {key: key for key in parts}}).options
    return plain_question(question).model_copy(update={"options": options})


def _designed(
    parts: Mapping[str, SampleData], question: str, taken: Sequence[str], shared: Tie
) -> tuple[SurveyDesign, dict[str, NDArray[Any]]]:
    """The design of all samples together, its persons among it, and the columns that it needs."""
    design, columns = combined_design(parts, question, taken=taken, shared=shared.shared)
    person, persons = combined_persons(parts, question, taken=[*taken, *columns])
    return replace(design, person=person), {**columns, **persons}


def _named(samples: Mapping[str, SampleData] | Sequence[SampleData]) -> dict[str, SampleData]:
    if isinstance(samples, Mapping):
        return {str(key): part for key, part in samples.items()}
    names = [part.name for part in samples]
    if len(set(names)) < len(names) or not all(names):
        names = [str(k) for k in range(1, len(names) + 1)]
    return dict(zip(names, samples, strict=True))


def _said(
    factors: str | Mapping[str, float], made: Weighted, by: Sequence[str], lost: Message | None, shared: Tie
) -> Text:
    how = message(f"data.factors_{factors if isinstance(factors, str) else 'given'}")
    inside = message("data.in_each_domain", variables=" × ".join(by)) if by else ""
    unit = message("data.shared_is_psu" if shared.shared else "data.sample_is_stratum")
    shown = joined([joined([key, " ", formatted(share, ".3f")]) for key, share in made.parts.items()], ", ")
    done = message("data.combined", how=how, inside=inside, factors=shown, unit=unit)
    told = joined([done, ". ", clause(tie_text(shared))])
    return told if lost is None else joined([told, lost], "; ")


def _free(name: str, taken: Sequence[str]) -> str:
    folded = {one.casefold() for one in taken}
    while name.casefold() in folded:
        name = f"_{name}"
    return name


def _frame(columns: Mapping[str, Any]) -> Any:
    import pandas as pd

    return pd.DataFrame({name: np.asarray(values) for name, values in columns.items()})
