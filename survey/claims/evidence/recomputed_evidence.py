"""Shares of a question recomputed from microdata as evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.named import kinds_of
from survey.claims.evidence.confined import by_filter, confined
from survey.claims.evidence.evidence import Evidence, labels_of
from survey.claims.evidence.of_answered import among_those_who_answered
from survey.claims.evidence.sample_size import kind_of_sample, study_sources
from survey.claims.evidence.withheld import as_told, refuse_few, withheld_options
from survey.claims.figures.printed import Printed
from survey.claims.figures.share import Share
from survey.definitions.records.claims import ANSWERED, WhoseAnswers
from survey.definitions.records.question import Question
from survey.errors import EstimationError
from survey.estimation.core.totals import Scores
from survey.estimation.result.estimates import Estimates
from survey.maths.published import Range
from survey.wording.figures import number
from survey.wording.lists import either
from survey.wording.message import Message, message, plural
from survey.wording.worded import Joined, joined
from survey.words import Base, Text, nearest

EVERYBODY = "_everybody"

Groups = Mapping[str, Sequence[str]]


def recomputed_evidence(
    sample: SampleData,
    name: str,
    *,
    part: WhoseAnswers | None = None,
    domain: Mapping[str, str] | None = None,
    base: str = "asked",
    level: float = 0.95,
) -> Evidence:
    """Weighted shares of question ``name`` with their covariance under the design.

    ``part`` restricts the base to respondents who chose certain options: of the question itself ({vote: [yes, no]}:
    the shares among those who named one) or of others ({religious: [religious]}), or who gave any answer
    ({religious: answered}). ``domain`` is the part of the
    sample that the statement is about ({education: university}). ``base``: ``all``, ``asked`` or ``valid``. A share
    is a ratio of two estimated shares of everybody, ``p_i / Σ p``; its gradient is ``(1[i] - p_i) / Σ p``. Raises
    ``EstimationError`` for options that do not exist and for a part that nobody is in.
    """
    made, inside, whole = _of_base(sample, name, part or {}, domain or {}, base, level)
    total = float(np.nansum(made.estimate[whole]))
    if not total > 0:
        raise EstimationError("nobody in the data is in the base that the statement is of", where=name)
    found = dict.fromkeys(option for option, kept in zip(made.option, inside, strict=True) if kept)
    order = tuple(option for option in found if option != EVERYBODY)
    options = np.array(made.option)
    rows = [inside & (options == key) for key in order]
    values = np.array([float(np.nansum(made.estimate[row])) / total for row in rows])
    gradient = np.array([(row - value * whole) / total for row, value in zip(rows, values, strict=True)])
    n = float(made.n[0] if base == "answers" else np.nansum(made.count[whole]))
    refuse_few(sample, n, name)
    kept = _kept(sample, made, dict(zip(order, rows, strict=True)))
    shown = tuple(order[at] for at in kept)
    values, gradient = np.array([as_told(sample, float(values[at])) for at in kept]), gradient[kept]
    return Evidence(
        study=sample.name,
        question=name,
        origin="recomputed",
        name=message("claims.recomputed_synthetic" if sample.synthetic else "claims.recomputed"),
        shares={key: _share(float(value)) for key, value in zip(shown, values, strict=True)},
        **_asked(sample.question(name), order),
        n=n,
        n_text=message("claims.n_data", n=number(n, 0)),
        of_whom=whom_of(sample, part or {}, domain or {}, name),
        assumptions=_assumptions(sample, made, n, withheld=len(shown) < len(order)),
        covariance=gradient @ np.nan_to_num(made.covariance) @ gradient.T,
        order=shown,
        sources=study_sources(sample.study) if sample.study else (),
        df=float(made.df[np.flatnonzero(inside)[0]]),
        level=level,
        sample=sample,
        again=partial(recomputed_evidence, name=name, part=part, domain=domain, base=base, level=level),
        scores=_through(made.scores, gradient),
    )


def _of_base(
    sample: SampleData, name: str, part: WhoseAnswers, domain: Mapping[str, str], base: str, level: float
) -> tuple[Estimates, NDArray[np.bool_], NDArray[np.bool_]]:
    """As ``_made``; of those whom crossing cannot tell apart, by a filter."""
    whose = {key: (value,) for key, value in domain.items()} | dict(part)
    chosen = {key: given for key, given in whose.items() if given != ANSWERED}
    _known_options(sample, chosen)
    filtered = {key: given for key, given in whose.items() if by_filter(sample, key, given, name)}
    wanted = {key: given for key, given in chosen.items() if key not in filtered}
    return _made(confined(sample, filtered), name, wanted, base, level)


def _asked(question: Question, order: Sequence[str]) -> dict[str, Any]:
    """What the evidence keeps of the question, of its answers in ``order``."""
    return {
        "labels": labels_of(question),
        "options": tuple(key for key in order if key not in question.nets),
        "single": question.type != "multiple",
        "missing": frozenset(key for key in order if key in question.options and question.options[key].missing),
        "nets": {key: net.options for key, net in question.nets.items()},
    }


def _kept(sample: SampleData, made: Estimates, rows: Mapping[str, NDArray[np.bool_]]) -> list[int]:
    """The places of the options that a policy of disclosure does not withhold."""
    nets = {key: net.options for key, net in sample.question(made.question).nets.items()}
    counts = {key: float(np.nansum(made.count[row])) for key, row in rows.items()}
    gone = withheld_options(sample, counts, nets)
    return [at for at, key in enumerate(rows) if key not in gone]


def _made(
    sample: SampleData, name: str, wanted: Groups, base: str, level: float
) -> tuple[Estimates, NDArray[np.bool_], NDArray[np.bool_]]:
    """Shares of everybody, the rows of them that the statement is about, and those that make up its base."""
    from survey.estimation.statistics.share import share

    by = tuple(key for key in wanted if key != name)
    if wanted and base == "answers":
        raise EstimationError("shares of the answers marked are of all respondents only", where=name)
    several = sample.question(name).type == "multiple" and base != "answers"
    nets = _with_everybody(sample, name) if several else {}
    made = share(sample, name, by, base=cast(Base, base), percent="cell", level=level, nets=nets)
    inside = _inside(made, name, wanted)
    return made, inside, inside & (np.array(made.option) == EVERYBODY) if several else inside


def _with_everybody(sample: SampleData, name: str) -> dict[str, tuple[str, ...]]:
    """The nets of a question of several answers, and one of everybody in the base: who gave several is in each once."""
    question = sample.question(name)
    every = tuple(kinds_of(sample.engine.encoding(question)))
    return {key: net.options for key, net in question.nets.items()} | {EVERYBODY: every}


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
    return Share(value, Range(value, value), (Printed(100 * value, 2),), status="microdata", decimals=2)


def _assumptions(sample: SampleData, made: Estimates, n: float, *, withheld: bool) -> tuple[Text, ...]:
    designed = sample.design.stratum or sample.design.psu
    how = message(f"claims.variance_{made.method.variance}")
    found: tuple[Text | None, ...] = (
        plural(
            "claims.from_synthetic" if sample.synthetic else "claims.from_respondents",
            round(n),
            n=number(n, 0),
            weights=_weights(sample, made),
        ),
        message("claims.errors_by_design" if designed else "claims.errors_plain", how=how),
        kind_of_sample(sample.study) if sample.study else None,
        message("claims.withheld") if withheld else None,
    )
    return tuple(text for text in found if text is not None)


def _weights(sample: SampleData, made: Estimates) -> Joined:
    weight = message("claims.weighted", weight=sample.weight) if sample.weight else message("claims.unweighted")
    return joined((weight, made.method.calibration) if made.method.calibration else (weight,), ", ")


def whom_of(sample: SampleData, part: WhoseAnswers, domain: Mapping[str, str], name: str) -> Text | None:
    """The base in words, where it is a part of the sample."""

    def answers(key: str, options: Sequence[str]) -> Joined:
        question = sample.question(key)
        return either(message("claims.quoted", text=question.label(option)) for option in options)

    found: list[Message] = []
    for key, value in domain.items():
        found.append(
            message("claims.among_group", group=sample.question(key).label(value), question=sample.question(key).name)
        )
    asked = [key for key, options in part.items() if options == ANSWERED]
    if asked:
        found.append(among_those_who_answered([sample.question(key) for key in asked], name))
    for key, options in part.items():
        if options != ANSWERED:
            said = answers(key, options)
            own = key == name
            found.append(
                message("claims.among_answered", answers=said)
                if own
                else message("claims.among_answered_to", answers=said, question=sample.question(key).name)
            )
    return joined(found, ", ") if found else None
