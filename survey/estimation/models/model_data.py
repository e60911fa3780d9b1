"""The answers of a sample as a model matrix."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.filters.inside import domain_rows
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import Encoding, printed
from survey.cells.table.own_words import quoted_apart
from survey.errors import EstimationError
from survey.estimation.core.numbers import counted_as
from survey.estimation.models.model_answers import check_answers
from survey.estimation.models.model_family import parts_of
from survey.estimation.models.model_formula import NUMERIC, Formula, read_formula
from survey.estimation.models.model_offset import split_offset
from survey.words import NO_WEIGHT, nearest

Levels = Sequence[str] | str


@dataclass(frozen=True)
class ModelData:
    """``inside``: (respondents,) who is in the model; ``x``: (inside, columns), ``y``: the answer as the family takes
    it. ``outcomes``: what is expected ("", an event, or the options); ``terms``: name of a term -> its columns.
    ``counts``: respondents left out, by reason; ``unused``: options that nobody in the model chose."""

    formula: Formula
    inside: NDArray[np.bool_]
    weights: Array  # of those inside
    x: Array
    y: Array
    columns: tuple[str, ...]
    terms: Mapping[str, tuple[int, ...]]
    outcomes: tuple[str, ...]
    counts: Mapping[str, int]
    unused: tuple[str, ...]
    frame: Any  # pandas, those inside
    builder: Any  # patsy.DesignInfo of the right side
    keep: tuple[int, ...]  # its columns that are in x (an ordinal model has no intercept)
    offset: Array | float = 0.0

    def matrix(self, name: str, value: Any) -> Array:
        """``x`` if everybody had ``value`` in column ``name`` of the frame (a value, or an array of one each)."""
        import patsy

        changed = self.frame.copy(deep=False)
        column = self.frame[name]
        if column.dtype.name == "category":
            import pandas as pd

            value = pd.Categorical([value] * len(column), categories=column.cat.categories)
        changed[name] = value
        (made,) = patsy.build_design_matrices([self.builder], changed, NA_action=_keep_all())
        return np.asarray(made, dtype=float)[:, list(self.keep)]


def model_data(sample: SampleData, formula: str, family: str, domain: Mapping[str, Levels] | None = None) -> ModelData:
    """Answers of all who have a weight, gave a substantive answer to every question of ``formula`` and are in
    ``domain`` (question -> options). Options are categories in the order of the definition, the first the reference;
    numbers and scales are numbers. Raises ``EstimationError``."""
    import pandas as pd

    names = dict.fromkeys((*sample.questions, *sample.engine.columns))
    written, shift = split_offset(formula)
    read = read_formula(written, names, [name for name in names if sample.question(name).options], family)
    if shift:
        read = replace(read, text=formula, offset=read.description.rhs_termlist[-1].name())
    weights = sample.weights
    confined = domain_rows(sample)
    everybody = np.ones(len(weights), dtype=bool) if confined is None else confined
    inside = everybody & (weights != 0)
    counts = {NO_WEIGHT: int((everybody & ~inside).sum())} if not inside[everybody].all() else {}
    for name, levels in (domain or {}).items():
        inside = inside & _domain(sample, name, levels)
    missing = np.zeros(len(inside), dtype=bool)
    columns: dict[str, Any] = {}
    for column, name in read.names.items():
        values, gone = _answers(sample, name, as_options=column in read.options)
        for reason, mask in gone.items():
            if (mask & inside).any():
                counts[f"{name}: {reason}"] = int((mask & inside).sum())
            missing |= mask
        columns[column] = values
    inside = inside & ~missing
    if not inside.any():
        raise EstimationError(
            "nobody with a weight gave an answer to every question of the model",
            where=f"formula '{formula}'",
            fix="Leave out a question.",
        )
    frame = pd.DataFrame({name: values[inside] for name, values in columns.items()})
    unused = []
    for name in frame.columns:
        if frame[name].dtype.name == "category":
            used = frame[name].cat.remove_unused_categories()
            lost = [level for level in frame[name].cat.categories if level not in set(used.cat.categories)]
            unused += [f"{read.names[name]}: {level}" for level in lost]
            frame[name] = used
    return _matrices(read, family, frame, inside, weights[inside], counts, tuple(unused))


def _answers(sample: SampleData, name: str, *, as_options: bool) -> tuple[Any, dict[str, NDArray[np.bool_]]]:
    """The answers to a question (numbers, or categories), and who is left out by reason."""
    import pandas as pd

    question = sample.question(name)
    if question.type == "multiple":
        raise EstimationError(
            "answers of a multiple-response question cannot be modelled from data yet",
            where=name,
            fix="Define each of its columns as a question of its own.",
        )
    if not as_options:
        sample, free = counted_as(sample, name)
        question = sample.question(free)
    encoding = sample.engine.encoding(question)
    codes = np.asarray(sample.engine.codes(question), dtype=np.int64)
    gone = {
        level: codes == place
        for place, (level, kind) in enumerate(zip(encoding.levels, encoding.kinds, strict=True))
        if kind and encoding.counts[place]
    }
    if not as_options and _numeric(encoding):
        return np.array(encoding.numbers)[codes], gone
    kept = [place for place, kind in enumerate(encoding.kinds) if not kind]
    place_of = np.full(len(encoding.levels), -1)
    place_of[kept] = np.arange(len(kept))
    return pd.Categorical.from_codes(place_of[codes], [encoding.levels[place] for place in kept]), gone


def _numeric(encoding: Encoding) -> bool:
    """Whether the answers are numbers: of a scale, of a question of numbers, or a plain column of nothing else."""
    if encoding.question.options and encoding.question.type not in ("scale", "number"):
        return False
    mine = [
        number
        for number, kind, count in zip(encoding.numbers, encoding.kinds, encoding.counts, strict=True)
        if not kind and count
    ]
    return bool(mine) and bool(np.isfinite(mine).all())


def _domain(sample: SampleData, name: str, levels: Levels) -> NDArray[np.bool_]:
    question = sample.question(name)
    encoding = sample.engine.encoding(question)
    wanted = [levels] if isinstance(levels, str) else [str(level) for level in levels]
    for level in wanted:
        if level not in encoding.levels:
            raise EstimationError(f"no option '{level}'", where=name, fix=nearest(level, encoding.levels))
    return np.isin(np.array(encoding.levels)[sample.engine.codes(question)], wanted)


def _matrices(
    read: Formula,
    family: str,
    frame: Any,
    inside: NDArray[np.bool_],
    weights: Array,
    counts: Mapping[str, int],
    unused: tuple[str, ...],
) -> ModelData:
    import patsy

    where = f"formula '{read.text}'"
    _check_compared(read, frame, where)
    space = patsy.EvalEnvironment([{name: getattr(np, name) for name in NUMERIC}])
    sides = [read.description.lhs_termlist, read.description.rhs_termlist]
    try:
        with np.errstate(all="ignore"):
            left, right = patsy.build.design_matrix_builders(sides, lambda: iter([frame]), space, _keep_all())
            y, x = (
                np.asarray(made, dtype=float)
                for made in patsy.build_design_matrices([left, right], frame, NA_action=_keep_all())
            )
    except (patsy.PatsyError, ValueError, TypeError) as error:
        raise EstimationError(
            f"cannot be worked out: {quoted_apart(str(error).splitlines()[0])}", where=where
        ) from None
    if len(x) != len(frame):  # a formula without questions on the right
        x = np.repeat(x[:1], len(frame), axis=0)
    bad = ~(np.isfinite(y).all(axis=1) & np.isfinite(x).all(axis=1))
    if bad.any():
        raise EstimationError(
            f"a term is not a number for {int(bad.sum())} respondents (a logarithm of 0 or less?)", where=where
        )
    outcome, answer = _outcome(read, family, left, y, where)
    ordinal = family.startswith("ordinal")
    offset, shifted = _offset(read, right, x, where)
    named = list(enumerate(right.column_names))
    keep = [place for place, name in named if place not in shifted and not (ordinal and name == "Intercept")]
    terms = _terms(read, right, keep)
    names = tuple(read.shown(right.column_names[place]) for place in keep)
    x = x[:, keep]
    # the intercept counts for an ordinal model, whose thresholds are several
    whole = x if not ordinal else np.concatenate([np.ones((len(x), 1)), x], axis=1)
    _check_rank(whole, names if not ordinal else ("(Intercept)", *names), weights, where)
    kept = tuple(keep)
    return ModelData(
        read, inside, weights, x, answer, names, terms, outcome, counts, unused, frame, right, kept, offset
    )


def _terms(read: Formula, right: Any, keep: list[int]) -> dict[str, tuple[int, ...]]:
    """The columns of each term."""
    return {
        read.shown(name): tuple(keep.index(place) for place in range(part.start, part.stop))
        for name, part in right.term_name_slices.items()
        if name not in ("Intercept", read.offset)
    }


def _offset(read: Formula, right: Any, x: Array, where: str) -> tuple[Array | float, range]:
    """The offset of each respondent, and its column."""
    if not read.offset:
        return 0.0, range(0)
    place = right.term_name_slices[read.offset]
    (factor,) = read.description.rhs_termlist[-1].factors
    if right.factor_infos[factor].type != "numerical" or place.stop - place.start != 1:
        raise EstimationError("an offset must be a number", where=where, fix="Write offset(log(persons)).")
    return x[:, place.start], range(place.start, place.stop)


def _outcome(read: Formula, family: str, left: Any, y: Array, where: str) -> tuple[tuple[str, ...], Array]:
    """What is expected, and the answers as the family takes them."""
    (factor,) = left.factor_infos.values()
    code = read.shown(read.description.lhs_termlist[0].factors[0].code)
    levels = tuple(printed(level) for level in factor.categories) if factor.type == "categorical" else ()
    truth = levels == ("False", "True") or levels in (("False",), ("True",))
    kind = parts_of(family)[0]
    if kind in ("multinomial", "ordinal"):
        if len(levels) < 2:
            raise EstimationError(
                "the answer must be one of several options", where=where, fix=f"Write C({code}), or another family."
            )
        return levels, y
    if truth:
        y, levels = y[:, list(levels).index("True")][:, None] if "True" in levels else 0 * y[:, :1], ()
    if kind == "binomial" and levels:
        if len(levels) != 2:
            raise EstimationError(
                f"a logistic model needs an answer of two options, '{code}' has {len(levels)}",
                where=where,
                fix=f"Write which one: {code} == '{levels[-1]}'.",
            )
        code, y, levels = levels[1], y[:, 1:], ()
    if levels or y.shape[1] != 1:
        raise EstimationError(
            f"the answer '{code}' has options, not numbers",
            where=where,
            fix="Use family binomial, multinomial or ordinal, or give the options values (type: scale).",
        )
    answer = y[:, 0]
    check_answers(kind, answer, code, where)
    return (code,), answer


def _check_compared(read: Formula, frame: Any, where: str) -> None:
    """A text that a question is compared with must be one of its options: a slip would be false for everybody."""
    for term in (*read.description.lhs_termlist, *read.description.rhs_termlist):
        for factor in term.factors:
            for node in ast.walk(ast.parse(factor.code.strip(), mode="eval")):
                if not isinstance(node, ast.Compare):
                    continue
                sides = [node.left, *node.comparators]
                names = [side.id for side in sides if isinstance(side, ast.Name) and side.id in frame.columns]
                texts = [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]
                for name in names:
                    options = frame[name].cat.categories if frame[name].dtype.name == "category" else ()
                    for text in texts:
                        if text not in set(options):
                            raise EstimationError(
                                f"nobody in the model answered '{text}'",
                                where=f"{where}: {read.names[name]}",
                                fix=nearest(text, options) or "Its answers are numbers.",
                            )


def _check_rank(x: Array, names: Sequence[str], weights: Array, where: str) -> None:
    """Columns that others make up already leave their coefficients undefined."""
    from scipy.linalg import qr

    size = np.sqrt((np.abs(weights)[:, None] * x**2).sum(axis=0))
    if x.shape[1] == 0:
        raise EstimationError("the model has no terms", where=where, fix="Write 1 for an intercept alone.")
    scaled = np.sqrt(np.abs(weights))[:, None] * x / np.where(size > 0, size, 1.0)
    # earlier columns have a right to stay: each is looked at with those before it
    triangle = qr(scaled, mode="r")[0] if len(x) >= x.shape[1] else np.zeros((x.shape[1],) * 2)
    empty = [name for name, left in zip(names, np.abs(np.diag(triangle)), strict=True) if left < 1e-9]
    if empty:
        raise EstimationError(
            f"terms that the terms before them say already, or that are the same for everybody: {', '.join(empty)}",
            where=where,
            fix="Leave them out.",
        )


def _keep_all() -> Any:
    from patsy import NAAction

    return NAAction(NA_types=[])
