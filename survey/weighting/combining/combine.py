"""Several samples of one population as one: waves, frames, a probability sample and its boost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.replicates import Replicates
from survey.cells.samples.sample import SampleData
from survey.cells.shared.tie_text import tie_text
from survey.cells.shared.ties import Tie, tie
from survey.cells.table.encoding import plain_question
from survey.definitions.records.question import Question
from survey.errors import WeightingError, WeightingWarning, warn
from survey.maths.weights.composite import effective_factors, equal_factors
from survey.weighting.before.dispositions import listed
from survey.weighting.calibrating.rake import free_name
from survey.weighting.combining.combined_calibration import combined_calibration
from survey.weighting.combining.combined_design import combined_design, combined_persons
from survey.weighting.combining.combined_questions import combined_questions
from survey.weighting.combining.combined_study import combined_study
from survey.weighting.record.diagnose import diagnose_summary
from survey.weighting.record.step import Step
from survey.words import say

Array = NDArray[np.float64]
FACTORS = ("effective", "equal")


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
    matched by id; those with different options are one ``WeightingError`` that lists them, those that some lack are
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
    _check(parts, factors, question)
    questions, columns, notes = combined_questions(parts, question, force=force)
    sizes = np.array([part.n for part in parts.values()])
    label = np.repeat(np.array(list(parts), dtype=object), sizes)
    made = tie(list(parts.values()), list(parts))
    study, remarks = combined_study(parts, list(questions))
    design, design_columns = combined_design(parts, question, taken=[*columns, question], shared=made.shared)
    person, person_columns = combined_persons(parts, question, taken=[*columns, *design_columns, question])
    design_columns |= person_columns
    design = replace(design, person=person)
    weights = np.concatenate([part.weights for part in parts.values()])
    start, made_by = _free("_weight_before", [*columns, *design_columns, question]), listed(by)
    given = _frame({question: label, **columns, **design_columns, start: weights})
    of_samples = Question.model_validate({"question": "sample", "options": {key: key for key in parts}}).options
    id_question = plain_question(question).model_copy(update={"options": of_samples})
    questions = {question: id_question, **questions}
    engine = MemoryEngine(given)
    combined = SampleData(engine, design, questions)
    domain_questions = [combined.question(one) for one in made_by]
    cells = engine.collapse([id_question, *domain_questions], weight=start)
    place = np.array([list(parts).index(str(level)) if level in parts else -1 for level in cells.levels[0]])
    of = place[cells.key(question)]
    domains, domain = np.unique(cells.flat([one.question for one in domain_questions]), return_inverse=True)
    domain = domain.reshape(-1)
    shares = _shares(factors, list(parts), of, domain, len(domains), cells.sum_w, cells.sum_w2)
    whole = np.bincount(of, cells.sum_w, minlength=len(parts))
    in_sample = shares[of, domain]
    overall = np.bincount(of, cells.sum_w * in_sample, minlength=len(parts)) / whole
    total = float(overall @ whole / overall.sum())
    factor = in_sample * total / whole[of]
    column = free_name(name, engine.columns)
    engine = engine.attach([id_question, *domain_questions], cells, factor, column, start=start)
    replicates = _blocks(parts, engine.values(column), sizes, together=made.shared)
    calibration, extra, warned = combined_calibration(
        parts if replicates is None else {}, column, constant=not made_by, taken=engine.columns
    )
    if warned:
        warn(WeightingWarning, f"combine: {warned}")
    keep = [one for one in engine.columns if one != start]
    engine = MemoryEngine(_frame({**{one: engine.frame()[one] for one in keep}, **extra}))
    if calibration is not None:
        calibration = replace(calibration, diagnostics=diagnose_summary(engine.summary(column)))
    step = Step(
        step="combine",
        base_weight=None,
        weight=column,
        text=_text(parts, factors, overall, made_by, warned, made),
        options={
            "samples": [*parts],
            "factors": factors if isinstance(factors, str) else {key: float(value) for key, value in factors.items()},
            "by": [*made_by],
            "question": question,
        },
        counts={f"respondents of {key}": part.n for key, part in parts.items()},
        diagnostics=diagnose_summary(engine.summary(column)),
        details={f"composite factor of {key}": float(share) for key, share in zip(parts, overall, strict=True)},
    )
    before = tuple(replace(one, text=f"{key}: {one.text}") for key, part in parts.items() for one in part.steps)
    return SampleData(
        engine,
        replace(design, weight=column),
        questions,
        calibration=calibration,
        study=study,
        notes=(
            *notes,
            say(tie_text(made)),
            *remarks,
            *(f"{key}: {note}" for key, part in parts.items() for note in part.notes),
        ),
        question_notes={
            name: tuple(f"{key}: {note}" for key, part in parts.items() for note in part.question_notes.get(name, ()))
            for name in questions
        },
        synthetic=any(part.synthetic for part in parts.values()) or (study is not None and study.synthetic),
        sources={key: source for part in parts.values() for key, source in part.sources.items()},
        replicates=replicates,
        steps=(*before, step),
    )


def _named(samples: Mapping[str, SampleData] | Sequence[SampleData]) -> dict[str, SampleData]:
    if isinstance(samples, Mapping):
        return {str(key): part for key, part in samples.items()}
    names = [part.name for part in samples]
    if len(set(names)) < len(names) or not all(names):
        names = [str(k) for k in range(1, len(names) + 1)]
    return dict(zip(names, samples, strict=True))


def _check(parts: Mapping[str, SampleData], factors: str | Mapping[str, float], question: str) -> None:
    problems = []
    if len(parts) < 2:
        problems.append("two samples or more are needed")
    if len({id(part) for part in parts.values()}) < len(parts):
        problems.append("a sample cannot be combined with itself")
    if any(question in (*part.questions, *part.engine.columns) for part in parts.values()):
        problems.append(f"'{question}' is a question or column already; name the one of the samples otherwise")
    if any(key.startswith("_") for key in parts):
        problems.append("a sample's name cannot begin with '_'")
    have = [key for key, part in parts.items() if part.replicates is not None]
    if have and len(have) < len(parts):
        lack = ", ".join(key for key in parts if key not in have)
        problems.append(f"{', '.join(have)} have replicate weights and {lack} have none")
    if any(part.joint is not None for part in parts.values()):
        problems.append("samples with joint inclusion probabilities cannot be combined")
    if isinstance(factors, str):
        if factors not in FACTORS:
            problems.append(f"unknown rule '{factors}' for factors; known: {', '.join(FACTORS)}, or figures by name")
    elif set(map(str, factors)) != set(parts):
        problems.append(f"factors are given for {', '.join(map(str, factors))}; the samples are {', '.join(parts)}")
    elif min(factors.values()) < 0 or abs(sum(factors.values()) - 1) > 1e-6:
        problems.append(f"factors add to {sum(factors.values()):g}; they must be 0 or more and make 1")
    if problems:
        raise WeightingError("\n".join(problems), where="combine", fix="Correct these first.")


def _shares(
    factors: str | Mapping[str, float],
    names: Sequence[str],
    of: NDArray[np.int64],
    domain: NDArray[np.int64],
    domains: int,
    sum_w: Array,
    sum_w2: Array,
) -> Array:
    """(samples, domains): the composite factors."""

    def table(sums: Array) -> Array:
        index = of * domains + domain
        return np.bincount(index, sums, minlength=len(names) * domains).reshape(len(names), domains).astype(float)

    sums = table(sum_w)
    if factors == "effective":
        return effective_factors(sums, table(sum_w2))
    if isinstance(factors, str):
        return equal_factors(sums)
    given = np.array([float(factors[name]) for name in names])[:, None] * (sums > 0)
    whole = given.sum(axis=0)
    return np.divide(given, whole, out=np.zeros_like(given), where=whole > 0)


def _blocks(
    parts: Mapping[str, SampleData], weights: Array, sizes: NDArray[np.int64], *, together: bool
) -> Replicates | None:
    """The replicates of each sample while the others keep their weights; with ``together`` (samples that share units,
    whose replicates have one structure) each replicate in all of them."""
    made = [part.replicates for part in parts.values()]
    if any(one is None for one in made):
        return None
    blocks = [one for one in made if one is not None]
    count = blocks[0].count if together else sum(one.count for one in blocks)
    found = np.repeat(weights[:, None], count, axis=1)
    row = column = 0
    for one, part, size in zip(blocks, parts.values(), sizes, strict=True):
        mine = slice(row, row + int(size))
        ratio = np.divide(weights[mine], part.weights, out=np.zeros(int(size)), where=part.weights != 0)
        # who has weight in a replicate only gets the factor of the sample
        ratio = np.where(part.weights != 0, ratio, ratio.max(initial=0.0))
        found[mine, column : column + one.count] = one.weights * ratio[:, None]
        row, column = row + int(size), column + (0 if together else one.count)
    if together:
        return replace(blocks[0], given=found, columns=(), df=float(min(one.df for one in blocks)))
    methods = list(dict.fromkeys(one.method for one in blocks))
    return Replicates(
        given=found,
        scale=1.0,
        rscales=np.concatenate([one.scale * np.broadcast_to(one.rscales, one.count) for one in blocks]),
        df=float(sum(one.df for one in blocks)),
        mse=True,
        method=methods[0] if len(methods) == 1 else "other",
    )


def _text(
    parts: Mapping[str, SampleData],
    factors: str | Mapping[str, float],
    overall: Array,
    by: Sequence[str],
    warned: str,
    made: Tie,
) -> str:
    how = {"effective": "by effective size", "equal": "equal"}.get(str(factors), "as given")
    shown = ", ".join(f"{key} {share:.3f}" for key, share in zip(parts, overall / overall.sum(), strict=True))
    text = f"samples combined with composite factors {how}"
    text += f", in each domain of {' × '.join(by)}; overall" if by else ""
    unit = "what they share is the PSU" if made.shared else "the sample is part of the stratum"
    text += f" ({shown}); {unit}. {say(tie_text(made)).rstrip('.')}"
    return f"{text}; {warned}" if warned else text


def _free(name: str, taken: Sequence[str]) -> str:
    folded = {one.casefold() for one in taken}
    while name.casefold() in folded:
        name = f"_{name}"
    return name


def _frame(columns: Mapping[str, Any]) -> Any:
    import pandas as pd

    return pd.DataFrame({name: np.asarray(values) for name, values in columns.items()})
