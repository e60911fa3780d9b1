"""Answers of a study as they may be given away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from survey.cells.files.layout import Layout
from survey.cells.samples.declared import rounding_of
from survey.cells.samples.sample import SampleData
from survey.definitions.records.presenting.release import Release
from survey.definitions.records.question import Question
from survey.errors import SurveyError
from survey.maths.disclosure.frequencies import GONE, Codes, unique_by
from survey.maths.disclosure.suppression import suppressed
from survey.releasing.columns import named_columns, of_nearly_everybody, parted
from survey.releasing.layout import released_layout
from survey.releasing.measure import key_codes, measures, told_by
from survey.releasing.record import Changed, LeftOut, Released
from survey.releasing.steps import Making, make_coarser, renumber, take_words
from survey.releasing.weights import people, released_weight

PAIRS = 2  # of keys, by which respondents alone are counted


def prepared(sample: SampleData, release: Release, layout: Layout) -> Released:
    """The answers of ``sample`` as ``release`` says, labelled by ``layout``.

    Steps: columns that stay inside go (``survey.releasing.columns``); texts that no option names go; answers are
    recoded, numbers coded at top and bottom; columns in which nearly everybody has another value go, unless they are
    kept or keys; values of the keys are taken away until ``k`` respondents share each combination
    (``survey.maths.disclosure.suppression``). Rows are sorted by what is left, so that their order tells nothing.
    """
    if not release.keys:
        fix = "Name what a neighbour could know: --keys sex,age,region, or 'release: {keys: [sex, age, region]}'."
        raise SurveyError("no keys are named by which somebody could be known", where=sample.name, fix=fix)
    if sample.design.rows == "several":
        raise SurveyError("respondents have several rows each, which hide them no better", where=sample.name, fix="")
    out, inside = parted(sample, release, sample.weight)
    keys = [_key(name, sample, out) for name in release.keys]
    made = Making(sample.engine.frame()[[*out]].copy(), out, layout)
    first = key_codes(made.frame, keys)
    take_words(made)
    make_coarser(made, release, sample)
    renumber(made, sample)
    inside += _drop_own(made, {*keys, *named_columns(release.keep, sample)})
    return _measured(made, sample, release, first, (keys, inside))


def _measured(
    made: Making, sample: SampleData, release: Release, first: Codes, named: tuple[list[str], list[LeftOut]]
) -> Released:
    """Values taken away until the keys are shared, and how it was before (``first``) and is now."""
    keys, inside = named
    weight, weights = released_weight(sample, release, made.changed, inside)
    if weights is not None:
        made.frame[weight] = weights
    order = _order(made.frame)  # so that of equal rows the same lose a value, whatever the order they came in
    made.frame, first = made.frame.iloc[order].reset_index(drop=True), first[order]
    stands_for = people(sample, release)
    stands_for = stands_for[order] if stands_for is not None else None
    codes = key_codes(made.frame, keys)
    kept = suppressed(codes, release.k)
    for place, column in enumerate(keys):
        gone = (kept[:, place] == GONE) & (codes[:, place] != GONE)
        if gone.any():
            made.frame[column] = made.frame[column].mask(gone)
            made.changed.append(Changed(column, "suppressed", int(gone.sum())))
    was, alone = unique_by(first, PAIRS), unique_by(kept, PAIRS)
    return Released(
        study=sample.name,
        keys=release.keys,
        k=release.k,
        frame=made.frame.iloc[_order(made.frame)].reset_index(drop=True),
        layout=released_layout(made, weight, sample.synthetic),
        left_out=tuple(inside),
        changed=tuple(made.changed),
        before=measures(first, release.k, stands_for),
        after=measures(kept, release.k, stands_for),
        alone={tuple(release.keys[place] for place in by): (was[by], alone[by]) for by in was},
        weight=weight,
        told=told_by(made.frame[weight].to_numpy(), codes, kept) if weight else 0,
        population=None if stands_for is None else float(stands_for.sum()),
        synthetic=sample.synthetic,
        rounding=rounding_of(sample),
    )


def _key(name: str, sample: SampleData, out: Mapping[str, Question]) -> str:
    """The one column of a key; ``SurveyError`` for one of several, and for one that stays inside."""
    columns = named_columns([name], sample)
    if len(columns) != 1 or sample.question(name).delimiter:
        fix = "Name questions of one answer."
        raise SurveyError(f"'{name}' has several answers and is no key", where="release: keys", fix=fix)
    if columns[0] not in out:
        fix = "Leave it out of the keys: who has the file does not see it. Or name it in keep."
        raise SurveyError(f"'{name}' stays inside and is no key", where="release: keys", fix=fix)
    return columns[0]


def _order(frame: Any) -> Any:
    """Places of the rows in an order that their values alone make."""
    texts = frame.apply(lambda column: column.map(lambda value: "" if value != value else repr(value)))
    return np.lexsort([texts[name].to_numpy(dtype=str) for name in reversed(list(texts.columns))])


def _drop_own(made: Making, kept: set[str]) -> list[LeftOut]:
    """Leave out columns that are a respondent's own number in all but name, but for those ``kept``."""
    found = [name for name in made.frame.columns if name not in kept and of_nearly_everybody(made.frame[name])]
    made.frame = made.frame.drop(columns=found)
    return [LeftOut(str(name), "own") for name in found]
