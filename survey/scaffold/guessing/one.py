"""What a column by itself may be: a question of one answer, a scale, a number, or nothing for tables."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace

from survey.cells.meanings.missing_kind import missing_kind
from survey.cells.meanings.written_numbers import spaced_numbers
from survey.cells.table.encoding import SEVERAL, as_number, printed
from survey.definitions.records.question import POINTS
from survey.scaffold.beside import Left
from survey.scaffold.guessing.apart import apart, as_missing, between_answers, without_label
from survey.scaffold.guessing.choices import labelled_choices, missing_last, number_choices, text_choices
from survey.scaffold.guessing.columns import Column, has_commas
from survey.scaffold.guessing.perhaps import perhaps_several
from survey.scaffold.guessing.scale_words import is_scale
from survey.scaffold.guessing.told import choice_remarks, rare, shown
from survey.scaffold.proposal import Choice, Proposal

MOST = 60  # different answers that a list of options may have
CLOSED = 0.8  # part of the texts that must be answers of several for a closed question
_BY_FREQUENCY = "options stand by frequency: put them in the order of the questionnaire"
TELLING = 0.05  # part of empty cells from which they are remarked on


def one_column(column: Column, name: str, texts: Mapping[str, Choice] | None = None) -> Proposal | Left:
    """The column as a question called ``name``, or why it is none. ``texts``: its options, where these are known from
    other items of its grid."""
    if column.holds == "nothing" and not column.labels:
        return Left(column.name, "empty", column.label)
    if len(column.answers) == 1 and not column.blank and not column.labels:
        return Left(column.name, "one value in all rows", column.label)
    if column.holds == "dates" and not column.labels:
        return Left(column.name, "dates", column.label)
    if not column.labels and spaced_numbers(value for value, _ in column.answers.values()):
        return Left(column.name, "numbers with blanks inside, which are texts: write 12500 in the file", column.label)
    if column.holds == "numbers" and not column.labels and _of_its_own(column):
        return Left(column.name, "numbers, nearly every row has one of its own", column.label)
    made = Proposal(name, column.name, "single", _text(column), said=bool(column.label))
    if column.labels:
        made = _labelled(made, column)
    elif texts:
        made = _with(made, "single", dict(texts), f"{len(texts)} different texts of all items", _BY_FREQUENCY)
    elif column.holds == "texts":
        closed = _texts(made, column)
        if closed is None:
            different = len(column.given)
            return Left(column.name, f"open text, {different} different in {column.filled} answers", column.label)
        made = closed
    else:
        made = _numbers(made, column)
    return replace(made, remarks=(*made.remarks, *_blank(column)))


def _of_its_own(column: Column) -> bool:
    """Whether numbers identify rows: whole ones, hardly any of which occurs twice."""
    return column.filled >= 30 and len(column.answers) >= 0.95 * column.filled and _whole(list(column.given))


def _text(column: Column) -> dict[str, str]:
    return {"und": column.label} if column.label else {"und": column.name} if " " in column.name else {}


def _blank(column: Column) -> tuple[str, ...]:
    if column.blank < TELLING * column.rows:
        return ()
    return (f"{column.blank} of {column.rows} cells are empty; 'blank: not_asked' if these were not asked",)


def _labelled(made: Proposal, column: Column) -> Proposal:
    options = labelled_choices(column)
    loose = {key for key in column.given if key not in column.labels}
    answers = [choice for choice in options.values() if choice.missing is None]
    numbers = [as_number(choice.codes[0]) for choice in answers]
    if not answers and loose and column.holds == "numbers":
        return _numbers(made, column)
    made = replace(made, remarks=(*made.remarks, *_declared(column)))
    if not loose:
        texts = [choice.label.get("und", "") for choice in answers]
        steps = None not in numbers and is_scale(texts)
        guess = "words of degree at both ends" if steps else "all answers have labels"
        return _with(made, "scale" if steps else "single", options, guess)
    if not _whole(loose):
        if all(as_number(key) is not None for key in loose):
            return _with(made, "number", options, f"{len(loose)} values without a label")
        return _mixed(made, column, options, loose)
    points = {float(str(number)) for number in numbers if number is not None} | {float(str(key)) for key in loose}
    span = max(points) - min(points)
    if len(answers) <= 3 and span < POINTS and len(points) >= 3:
        between = {} if len(answers) == 2 and _inside(loose, numbers) else _steps(points, options)
        every = _in_order({**options, **between})
        return _with(
            made,
            "scale",
            every,
            f"numbers {min(points):g} to {max(points):g}, some with labels",
            *apart(column, without_label(column, options, loose, scale=True)),
        )
    if len(loose) > POINTS or len(answers) <= min(3, len(loose)):
        beyond = without_label(column, options, loose, scale=False)
        every = as_missing(options, beyond)
        return _with(made, "number", every, f"{len(loose)} values without a label", *apart(column, beyond, taken=True))
    return _mixed(made, column, options, loose)


def _declared(column: Column) -> tuple[str, ...]:
    """The codes that are missing because the file says so, and whose label is another answer's."""
    named = [key for key in column.labels if key in column.declared and missing_kind(column.labels[key][1]) is None]
    codes = shown(printed(column.labels[key][0]) for key in named)
    return (f"no answers because the file declares them missing: {codes}",) if named else ()


def _mixed(made: Proposal, column: Column, options: dict[str, Choice], loose: set[Hashable]) -> Proposal:
    numeric = {key for key in loose if as_number(key) is not None}
    texts = {printed(column.answers[key][0]): column.count(key) for key in loose - numeric}
    often = {text: count for text, count in texts.items() if count >= SEVERAL}
    added = {**number_choices(column, numeric), **text_choices(often)}
    added = {name: choice for name, choice in added.items() if name not in options}
    said = (f"without a label in the file: {shown(added)}",) if added else ()
    every = _in_order({**options, **added})
    said = (*said, *apart(column, without_label(column, options, numeric, scale=False)))
    return _with(made, "single", every, "most answers have labels", *said, *_rare(column, loose))


def _in_order(options: dict[str, Choice]) -> dict[str, Choice]:
    """Numbers in their order, kinds of missing last."""

    def place(pair: tuple[str, Choice]) -> tuple[bool, float]:
        number = as_number(pair[1].codes[0]) if pair[1].codes else None
        return number is None, number or 0.0

    return missing_last(dict(sorted(options.items(), key=place)))


def _texts(made: Proposal, column: Column) -> Proposal | None:
    """A closed question of texts; None where most answers are respondents' own words."""
    counts = {printed(value): count for value, count in column.answers.values()}
    if has_commas(counts):
        return _with(made, "number", {}, "numbers with a decimal comma")
    words = {text: count for text, count in counts.items() if as_number(text) is None}
    numbers = [key for key in column.answers if as_number(key) is not None]
    if len(numbers) > POINTS and sum(map(column.count, numbers)) >= CLOSED * column.filled:
        often = {text: count for text, count in words.items() if count >= SEVERAL or missing_kind(text)}
        said = _rare_texts(words, often)
        return _with(made, "number", text_choices(often), "most answers are numbers", *said)
    often = {text: count for text, count in counts.items() if count >= SEVERAL}
    if sum(often.values()) >= CLOSED * column.filled and len(often) <= MOST:
        said = (*_rare_texts(counts, often), *((_BY_FREQUENCY,) if len(often) > 2 else ()), *perhaps_several(often))
        return _with(made, "single", text_choices(often), f"{len(counts)} different texts", *said)
    if len(counts) <= POINTS and 3 * len(counts) <= column.filled:
        return _with(made, "single", {}, f"{len(counts)} different texts, each of few respondents")
    return None


def _numbers(made: Proposal, column: Column) -> Proposal:
    none = {key for key, (_, text) in column.labels.items() if missing_kind(text) is not None}
    keys = [key for key in column.given if as_number(key) is not None and key not in none]
    declared = labelled_choices(column)
    beyond = without_label(column, declared, keys, scale=False)
    taken = apart(column, beyond, taken=True)
    if not _whole(keys):
        return _with(made, "number", as_missing(declared, beyond), "decimals", *taken)
    points = sorted(float(str(key)) for key in keys)
    if len(points) <= 2 and not declared:
        listed = number_choices(column, keys)
        return _with(
            made,
            "single",
            {**listed, **declared},
            f"{len(points)} values",
            *_unnamed(listed),
            *_rare(column, keys),
        )
    core = [point for point in points if point not in beyond]
    span = core[-1] - core[0] + 1
    if span <= POINTS and len(core) >= 0.6 * span and core[0] in (0, 1) and not beyond and len(core) > 3:
        return _with(made, "scale", declared, f"whole numbers {core[0]:g} to {core[-1]:g} without labels")
    listed = number_choices(column, keys)
    if len(points) <= POINTS and 2 * len(listed) > len(points):
        said = (*_unnamed(listed), *_rare(column, keys), *apart(column, beyond))
        return _with(made, "single", {**listed, **declared}, f"{len(points)} values", *said)
    return _with(made, "number", as_missing(declared, beyond), f"{len(points)} values", *taken)


def _unnamed(listed: dict[str, Choice]) -> tuple[str, ...]:
    return ("the file has no labels: write them after the codes",) if listed else ()


def _steps(points: set[float], named: dict[str, Choice]) -> dict[str, Choice]:
    """The whole points of a scale that have no label."""
    steps = range(int(min(points)), int(max(points)) + 1)
    return {str(step): Choice((step,)) for step in steps if str(step) not in named}


def _inside(loose: set[Hashable], numbers: list[float | None]) -> bool:
    ends = [number for number in numbers if number is not None]
    return all(min(ends) < float(str(key)) < max(ends) for key in loose)


def _whole(keys: object) -> bool:
    numbers = [as_number(key) for key in keys] if isinstance(keys, (list, set)) else []
    return all(number is not None and number == int(number) for number in numbers)


def _rare(column: Column, keys: object) -> tuple[str, ...]:
    assert isinstance(keys, (list, set))
    return _rare_said(*rare(column.count(key) for key in keys))


def _rare_texts(counts: dict[str, int], listed: dict[str, int]) -> tuple[str, ...]:
    few = [count for text, count in counts.items() if text not in listed]
    return _rare_said(len(few), sum(few))


def _rare_said(values: int, rows: int) -> tuple[str, ...]:
    if not values:
        return ()
    return (f"not listed: {values} answer(s) that fewer than {SEVERAL} respondents gave, in {rows} row(s)",)


def _with(made: Proposal, kind: str, options: dict[str, Choice], guess: str, *remarks: str) -> Proposal:
    said = (*made.remarks, *choice_remarks(options), *between_answers(options), *remarks)
    return replace(made, kind=kind, options=options, guess=guess, remarks=said)  # type: ignore[arg-type]
