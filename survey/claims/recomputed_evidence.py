"""Shares of a question recomputed from microdata as evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from survey.cells.sample import SampleData
from survey.claims.evidence import Evidence, Share
from survey.errors import EstimationError
from survey.maths.published import Range
from survey.words import nearest, say


def recomputed_evidence(
    sample: SampleData,
    name: str,
    *,
    part: Mapping[str, Sequence[str]] | None = None,
    domain: Mapping[str, str] | None = None,
    base: str = "asked",
    level: float = 0.95,
) -> Evidence:
    """Weighted shares of question ``name`` with their covariance under the design.

    ``part`` restricts the base to respondents who chose certain options: of the question itself ({vote: [yes, no]}: the
    shares among those who named one) or of others ({religious: [religious]}). ``domain`` is the part of the sample that
    the statement is about ({education: university}). ``base``: ``all``, ``asked`` or ``valid``. A share is a ratio of two
    estimated shares of everybody, ``p_i / Σ p``; its gradient is ``(1[i] - p_i) / Σ p``. Raises ``EstimationError`` for
    options that do not exist and for a part that nobody is in.
    """
    from survey.estimation.share import share

    part, domain = dict(part or {}), dict(domain or {})
    others = [key for key in (*domain, *part) if key != name]
    for key, wanted in (*part.items(), *((key, (value,)) for key, value in domain.items())):
        question = sample.question(key)
        for option in wanted:
            if question.options and option not in question.options:
                raise EstimationError(f"no option '{option}'", where=key, fix=nearest(option, question.options))
    made = share(sample, name, tuple(dict.fromkeys(others)), base=base, percent="cell", level=level)
    place = {key: at for at, key in enumerate(made.domains)}
    wanted = {**{key: (value,) for key, value in domain.items()}, **part}
    inside = np.array(
        [
            all(
                (option if key == name else levels[place[key]]) in options for key, options in wanted.items()
            )
            for option, levels in zip(made.option, made.domain_levels, strict=True)
        ],
        dtype=bool,
    )
    total = float(np.nansum(made.estimate[inside])) if inside.any() else 0.0
    if not total > 0:
        raise EstimationError("nobody in the data is in the base that the statement is of", where=name)
    order = tuple(dict.fromkeys(option for option, kept in zip(made.option, inside, strict=True) if kept))
    rows = [np.array([kept and option == key for option, kept in zip(made.option, inside, strict=True)]) for key in order]
    values = np.array([float(np.nansum(made.estimate[row])) / total for row in rows])
    gradient = np.array([(row - value * inside) / total for row, value in zip(rows, values, strict=True)])
    covariance = np.nan_to_num(np.asarray(made.covariance, dtype=float))
    question = sample.question(name)
    n = float(np.nansum(made.count[inside]))
    weight = f"weighted by {sample.weight}" if sample.weight else "unweighted"
    calibration = f", {made.method.calibration}" if made.method.calibration else ""
    labels = {key: say(option.label, "en", key) for key, option in question.options.items()}
    labels.update({key: say(net.label, "en", key) for key, net in question.nets.items()})
    return Evidence(
        study=sample.name,
        question=name,
        origin="recomputed",
        shares={key: _share(float(value)) for key, value in zip(order, values, strict=True)},
        labels=labels,
        options=order,
        missing=frozenset(key for key in order if key in question.options and question.options[key].missing),
        nets={key: net.options for key, net in question.nets.items()},
        n=n,
        n_text=f"n = {n:.0f} in the data",
        of_whom=_whom(part, name),
        single=True,
        sources=(),
        assumptions=(
            f"recomputed from {n:.0f} respondents, {weight}{calibration}",
            f"standard errors by {made.method.variance} under the design of the study",
        ),
        covariance=gradient @ covariance @ gradient.T,
        order=order,
        df=float(made.df[np.flatnonzero(inside)[0]]) if len(made) else math.nan,
        level=level,
    )


def _share(value: float) -> Share:
    return Share(value, Range(value, value), f"{100 * value:.2f}", status="microdata", decimals=2)


def _whom(part: Mapping[str, Sequence[str]], name: str) -> str:
    texts = [
        f"among those who answered {' or '.join(options)}" + ("" if key == name else f" to {key}")
        for key, options in part.items()
    ]
    return ", ".join(texts)
