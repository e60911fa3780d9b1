"""Shares of a question recomputed from microdata as evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import cast

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.claims.evidence.evidence import Evidence
from survey.claims.evidence.sample_size import kind_of_sample, study_sources
from survey.claims.figures.printing import labels_of
from survey.claims.figures.share import Share
from survey.errors import EstimationError
from survey.estimation.core.totals import Scores
from survey.estimation.result.estimates import Estimates
from survey.maths.published import Range
from survey.words import Base, nearest, say

Groups = Mapping[str, Sequence[str]]


def recomputed_evidence(
    sample: SampleData,
    name: str,
    *,
    part: Groups | None = None,
    domain: Mapping[str, str] | None = None,
    base: str = "asked",
    level: float = 0.95,
) -> Evidence:
    """Weighted shares of question ``name`` with their covariance under the design.

    ``part`` restricts the base to respondents who chose certain options: of the question itself ({vote: [yes, no]}:
    the shares among those who named one) or of others ({religious: [religious]}). ``domain`` is the part of the
    sample that the statement is about ({education: university}). ``base``: ``all``, ``asked`` or ``valid``. A share
    is a ratio of two estimated shares of everybody, ``p_i / Σ p``; its gradient is ``(1[i] - p_i) / Σ p``. Raises
    ``EstimationError`` for options that do not exist and for a part that nobody is in.
    """
    from survey.estimation.statistics.share import share

    wanted: dict[str, Sequence[str]] = {key: (value,) for key, value in (domain or {}).items()} | dict(part or {})
    _known_options(sample, wanted)
    by = tuple(key for key in wanted if key != name)
    made = share(sample, name, by, base=cast(Base, base), percent="cell", level=level)
    inside = _inside(made, name, wanted)
    total = float(np.nansum(made.estimate[inside]))
    if not total > 0:
        raise EstimationError("nobody in the data is in the base that the statement is of", where=name)
    order = tuple(dict.fromkeys(option for option, kept in zip(made.option, inside, strict=True) if kept))
    options = np.array(made.option)
    rows = [inside & (options == key) for key in order]
    values = np.array([float(np.nansum(made.estimate[row])) / total for row in rows])
    gradient = np.array([(row - value * inside) / total for row, value in zip(rows, values, strict=True)])
    question, n = sample.question(name), float(np.nansum(made.count[inside]))
    synthetic = " of synthetic data" if sample.synthetic else ""
    return Evidence(
        study=sample.name,
        question=name,
        origin="recomputed",
        name="recomputed from synthetic data" if sample.synthetic else "recomputed from the data",
        shares={key: _share(float(value)) for key, value in zip(order, values, strict=True)},
        labels=labels_of(question),
        options=order,
        missing=frozenset(key for key in order if key in question.options and question.options[key].missing),
        nets={key: net.options for key, net in question.nets.items()},
        n=n,
        n_text=f"n = {n:.0f} in the data",
        of_whom=_whom(sample, part or {}, domain or {}, name),
        assumptions=(
            f"recomputed from {n:.0f} respondents{synthetic}, {_weights(sample, made)}",
            f"standard errors by {made.method.variance} {_design(sample)}",
            *((kind_of_sample(sample.study),) if sample.study and kind_of_sample(sample.study) else ()),
        ),
        covariance=gradient @ np.nan_to_num(made.covariance) @ gradient.T,
        order=order,
        sources=study_sources(sample.study) if sample.study else (),
        df=float(made.df[np.flatnonzero(inside)[0]]),
        level=level,
        sample=sample,
        again=partial(recomputed_evidence, name=name, part=part, domain=domain, base=base, level=level),
        scores=_through(made.scores, gradient),
    )


def _through(scores: Scores | None, gradient: NDArray[np.float64]) -> Scores | None:
    """The scores of functions of the rows; those of rows that have none are 0, as their covariance is."""
    if scores is None:
        return None
    targets = None if scores.targets is None else gradient @ scores.targets @ gradient.T
    return Scores(np.nan_to_num(scores.values) @ gradient.T, scores.unit, targets)


def _known_options(sample: SampleData, wanted: Groups) -> None:
    for key, options in wanted.items():
        known = sample.question(key).options
        for option in options:
            if known and option not in known:
                raise EstimationError(f"no option '{option}'", where=key, fix=nearest(option, known))


def _inside(made: Estimates, name: str, wanted: Groups) -> NDArray[np.bool_]:
    """The rows of the crossing that the statement is about."""
    place = {key: at for at, key in enumerate(made.domains)}

    def kept(option: str, levels: tuple[str, ...]) -> bool:
        return all((option if key == name else levels[place[key]]) in options for key, options in wanted.items())

    return np.array([kept(*row) for row in zip(made.option, made.domain_levels, strict=True)], dtype=bool)


def _share(value: float) -> Share:
    return Share(value, Range(value, value), f"{100 * value:.2f}", status="microdata", decimals=2)


def _design(sample: SampleData) -> str:
    if sample.design.stratum or sample.design.psu:
        return "under the design of the study"
    return "without strata or clusters, which the study does not name: too small where the sample was clustered"


def _weights(sample: SampleData, made: Estimates) -> str:
    weight = f"weighted by {sample.weight}" if sample.weight else "unweighted"
    return f"{weight}, {made.method.calibration}" if made.method.calibration else weight


def _whom(sample: SampleData, part: Groups, domain: Mapping[str, str], name: str) -> str:
    """The base in words, where it is a part of the sample."""

    def labels(key: str, options: Sequence[str]) -> str:
        return " or ".join(f"'{say(sample.question(key).label(option))}'" for option in options)

    texts = [f"among {say(sample.question(key).label(value))} ({key})" for key, value in domain.items()]
    for key, options in part.items():
        texts.append(f"among those who answered {labels(key, options)}" + ("" if key == name else f" to {key}"))
    return ", ".join(texts)
