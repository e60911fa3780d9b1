"""Old waves by a new weighting: both lines, and the part that the weights make."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from survey.cells.samples.declared import is_invented
from survey.cells.samples.sample import SampleData
from survey.cells.shared.common_answers import common_answers
from survey.changes.held import held, own_base, refuse_held
from survey.changes.joined_kinds import joined_kinds
from survey.errors import EstimationError
from survey.estimation.statistics.joint_scores import joint_scores
from survey.estimation.statistics.reweighted import Reweighted, reweighted
from survey.maths.intervals import wald_interval
from survey.shown import Shown
from survey.tables.table import Note
from survey.tables.weighting_note import weighting_note
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

PARTS = ("own", "scheme", "weights")


@dataclass(frozen=True)
class AuditRow:
    """A figure of a wave, or, with ``start``, its change since that wave. ``parts``: by its own weights, by the scheme,
    and the difference, each with standard error and interval."""

    start: str
    wave: str
    option: str
    label: Text
    parts: Mapping[str, tuple[float, float, float, float]]


@dataclass(frozen=True, repr=False)
class SchemeAudit(Shown):
    """One question. ``scheme``: whose weighting all waves got."""

    question: str
    title: Text
    statistic: str
    scheme: str
    rows: tuple[AuditRow, ...]
    notes: tuple[Note, ...]
    records: tuple[dict[str, Any], ...]
    synthetic: bool = False


def audit_schemes(
    own: Mapping[str, SampleData],
    new: Mapping[str, SampleData],
    question: str,
    *,
    scheme: str = "scheme",
    statistic: str | None = None,
    level: float = 0.95,
) -> SchemeAudit:
    """The figures of each wave by its weights (``own``: name -> sample) and by one scheme (``new``: the same samples
    weighted by it), their changes from wave to wave both ways, and the part of each that the weights make.

    The figures by two weightings are of the same respondents, so the part due to weights has an error of its own, far
    smaller than that of the figures (``survey.estimation.statistics.reweighted``). Raises ``EstimationError``."""
    if set(own) != set(new) or not own:
        raise EstimationError("the scheme must be of the same waves", where=", ".join(own))
    first = next(iter(own.values()))
    kind = statistic or ("mean" if first.question(question).type == "number" else "share")
    if kind not in ("share", "mean"):
        fix = "Ask for shares or means, or compare without a scheme."
        raise EstimationError(f"a {kind} is not split by weights", where="statistic", fix=fix)
    names, size = list(own), len(own)
    for start, end in pairwise(names):
        refuse_held(held((start, own[start]), (end, own[end]), question, None), own[start], own[end], question)
    both = [*own.values(), *new.values()]
    if kind == "share":
        both = list(common_answers(both, question).samples)
    nets = {name: tuple(net.options) for name, net in both[0].question(question).nets.items()}
    how: dict[str, Any] = {"base": own_base(first, question), "nets": nets} if kind == "share" else {}
    made = {name: reweighted(both[k], both[k + size], question, statistic=kind, **how) for k, name in enumerate(names)}
    labels: dict[str, Text] = {"mean": message("changes.mean")}
    if kind == "share":
        made, labels = joined_kinds(made, dict(zip(names, both, strict=False)), question)
    rows: list[AuditRow] = []
    said: list[Text] = []
    for name in names:
        rows += _rows("", name, [(1.0, made[name])], labels, level, said)
    for start, end in pairwise(names):
        rows += _rows(start, end, [(-1.0, made[start]), (1.0, made[end])], labels, level, said)
    notes = [Note("audit", message("changes.audit", scheme=scheme)), *_alone(made, labels)]
    pairs = [joined([start, " → ", end, ": ", text]) for (start, end), text in zip(pairwise(names), said[size:])]
    notes += [Note("change", text) for text in (pairs if size > 2 else said[size:])]
    for title, samples in ((message("changes.own_weights"), own), (scheme, new)):
        texts = [joined([name, ": ", weighting_note(sample).text]) for name, sample in samples.items()]
        notes.append(Note("weighting", joined([title, " — ", joined(texts, "; ")])))
    return SchemeAudit(
        question,
        first.question(question).heading,
        kind,
        scheme,
        tuple(rows),
        tuple(notes),
        tuple(record for row in rows for record in _records(question, row)),
        any(is_invented(one) for one in both),
    )


def _alone(made: Mapping[str, Reweighted], labels: Mapping[str, Text]) -> list[Note]:
    """Rows that some waves have and others did not offer: they have no change between these."""
    alone = [name for name in labels if any(name not in one.options for one in made.values())]
    alone = [name for name in alone if any(name in one.options for one in made.values())]
    if not alone or len(made) < 2:
        return []
    shown = joined([labels[name] for name in alone], "; ")
    return [Note("alone", message("estimation.one_wave_only", rows=shown, count=len(alone)))]


def _rows(
    start: str,
    wave: str,
    sides: list[tuple[float, Reweighted]],
    labels: Mapping[str, Text],
    level: float,
    said: list[Text],
) -> list[AuditRow]:
    """The figures of a wave, or the change between two, of the options that all have."""
    options = [name for name in sides[-1][1].options if all(name in one.options for _, one in sides)]
    values, scores = np.zeros(3 * len(options)), []
    for sign, one in sides:
        at = [one.options.index(name) for name in options]
        values += sign * np.concatenate([one.own[at], one.new[at], (one.new - one.own)[at]])
        place = [k * len(one.options) + i for k in range(3) for i in at]
        scores.append(sign * one.scores[:, place])
    covariance, df, text = joint_scores([one.plain for _, one in sides], scores)
    said.append(text)
    error = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    low, high = wald_interval(values, error, np.full(len(values), df), level)
    found = []
    for i, option in enumerate(options):
        parts = {}
        for k, part in enumerate(PARTS):
            at_ = k * len(options) + i
            parts[part] = (float(values[at_]), float(error[at_]), float(low[at_]), float(high[at_]))
        found.append(AuditRow(start, wave, option, labels[option], parts))
    return found


def _records(question: str, row: AuditRow) -> list[dict[str, Any]]:
    study = f"{row.start}:{row.wave}" if row.start else row.wave
    first = {"study": study, "question": question, "option": row.option}
    names = ("estimate", "std_error", "conf_low", "conf_high")
    nothing = dict.fromkeys(("deff", "n", "n_weighted", "n_eff", "df"), math.nan)
    return [
        {**first, **dict(zip(names, values, strict=True)), **nothing, "by": part} for part, values in row.parts.items()
    ]
