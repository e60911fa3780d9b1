"""Whether data fit what is asked of them: columns, respondents' numbers, weights. Problems are gathered, not raised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from survey.cells.engines.engine import Engine
from survey.cells.meanings.file_parts import FilePart
from survey.cells.samples.told_answers import known_answers
from survey.cells.table.apart import unnamed_apart
from survey.cells.table.encoding import number_question, option_of, plain_question, printed
from survey.cells.table.faults import EXACT, TINY, size_faults
from survey.cells.table.names import nearest_column
from survey.cells.table.own_words import as_shown
from survey.definitions.records.question import Question
from survey.errors import Problem, UnknownCodeWarning
from survey.words import nearest

ROWS = 10  # from which one row of as much weight as all others is no respondent
ROUNDED = 0.005  # by which a printed sum may miss it
FAR = 90  # the least number that is looked at as a possible code for a missing answer


def absent_columns(parts: Sequence[FilePart], wanted: Iterable[tuple[str, str]], file: str) -> list[Problem]:
    """``wanted``: columns and what each is for. A problem for each that the data do not have, with the nearest name,
    and for each part that has not what others have. ``file``: what the data are called together."""
    problems = []
    known = list(dict.fromkeys(column for part in parts for column in part.engine.columns))
    for column, use in dict.fromkeys(wanted):
        for_what = f" ({use})" if use else ""
        lacking = [part for part in parts if column not in part.engine.columns]
        told = [(part.name, part.layout.unreadable[column]) for part in lacking if column in part.layout.unreadable]
        if told:
            problems += [Problem(name, 0, column, f"the column cannot be read{for_what}: {why}") for name, why in told]
        elif column not in known:
            said = f"there is no such column{for_what}"
            problems.append(Problem(file, 0, column, said, nearest_column(column, known)))
        else:
            said = f"there is no such column{for_what}, as in the other files"
            problems += [
                Problem(part.name, 0, column, said, nearest_column(column, part.engine.columns)) for part in lacking
            ]
    return problems


def bad_weights(parts: Sequence[FilePart], engine: Engine, column: str, what: str = "weight") -> list[Problem]:
    """Weights that are words, missing (empty, or declared to be), infinite, negative or as large as all others together
    (the sum below a sheet) in one of the files, and all 0 or of sizes that lose digits in ``engine``, which has all
    files. Some weights of 0 are allowed."""
    problems = [problem for part in parts for problem in _bad_in(part, column, what)]
    if problems:
        return problems
    seen, file = engine.summary(column), ", ".join(part.name for part in parts)
    if seen.usable and seen.zero == seen.usable:
        return [Problem(file, 0, column, f"the {what} is 0 in all {seen.usable} rows", "Name another column.")]
    return [
        Problem(file, 0, column, f"the {what} {said} in {count} row(s)", fix)
        for said, count, fix in size_faults(seen, lambda least: engine.at_least(column, least))
        if said != TINY or what != "weight"  # the weight is multiplied, see sized_weights
    ]


def _bad_in(part: FilePart, column: str, what: str) -> list[Problem]:
    words = part.engine.words(column)
    problems = []

    def add(said: str, fix: str) -> None:
        problems.append(Problem(part.name, 0, column, said, fix))

    if words:
        commas = all(word.replace(",", "", 1).lstrip("-").isdigit() for word in words)
        fix = "Write decimal points." if commas else f"Name the column of the {what}."
        shown = ", ".join(f"'{as_shown(word)}'" for word in words[:5])
        add(f"the {what} is not a number in some rows: {shown}{', …' if len(words) > 5 else ''}", fix)
        return problems
    seen = part.engine.summary(column)
    if seen.usable < seen.rows:
        said = f"the {what} is missing or not finite in {seen.rows - seen.usable} row(s)"
        add(said, "Give every row one; 0 where it does not count.")
    if part.layout.missing.get(column):
        declared = {v: n for v, n in part.answers(column).items() if part.declares_missing(column, v)}
        if declared:
            shown = ", ".join(printed(value) for value in list(declared)[:5])
            said = f"the {what} is a value that the file declares missing in {sum(declared.values())} row(s): {shown}"
            add(said, "Give every row one; 0 where it does not count.")
    others = seen.total - seen.maximum
    if seen.n >= ROWS and not seen.negative and _is_sum(seen.maximum, others, seen.n):
        add(
            f"the {what} of one row is {seen.maximum:g}, and that of all others together {others:g}",
            "Remove rows of totals and means from the data.",
        )
    if seen.negative:
        add(f"the {what} is negative in {seen.negative} row(s)", "Look for a wrong column, or a code for missing.")
    return problems


def _is_sum(largest: float, others: float, rows: int) -> bool:
    """Whether the largest weight is the sum of the others, beside which their mean may stand. One that is about as
    large (a county that holds half of the voters) is a respondent's."""
    if not 0 < largest < EXACT:
        return False
    more = others / largest - 1
    return abs(more) <= ROUNDED or abs(more - 1 / (rows - 2)) <= ROUNDED


def far_numbers(engine: Engine, question: Question, file: str) -> UnknownCodeWarning | None:
    """What to say of numbers more than twice as large as the next smaller one: 999 that stands for "refused", a slip of
    the pen. They count as answers, in a range without an upper end too. None where there are none."""
    column = question.column or question.question
    codes = {float(code) for option in question.options.values() for code in option.codes if not isinstance(code, str)}
    encoding = engine.encoding(number_question(question))
    if not any(option.range for option in question.options.values()):
        codes |= {*unnamed_apart(encoding)}  # which no mean is taken over
    often = {
        number: count
        for number, count in zip(encoding.numbers, encoding.counts, strict=True)
        if isfinite(number) and number not in codes
    }
    found = sorted(often)
    start = next((k for k in range(1, len(found)) if found[k] >= FAR and found[k] > 2 * max(found[k - 1], 0)), None)
    if start is None:
        return None
    far = found[start:]
    if any(option.range for option in question.options.values()):
        far = [number for number in far if option_of(number, question)]  # others are told as unknown answers
    if not far or len(far) > 8:  # many large numbers are a wide scale
        return None
    count = sum(often[number] for number in far)
    said = f"{file}: {column}: {count} number(s) more than twice as large as all others count as answers"
    fix = f"A code for no answer belongs in an option of '{question.question}' with a missing kind."
    shown = ", ".join(f"{printed(number)}: {often[number]}" for number in far)
    return UnknownCodeWarning(f"{said} ({shown}; the others end at {printed(found[start - 1])}). {fix}", f"{said}.")


def no_rows(engine: Engine, conditions: dict[str, object], file: str) -> Problem:
    """The problem that no row fulfils ``conditions``; names the values that occur."""
    said = " and ".join(f"{column} = {printed(value)}" for column, value in conditions.items())
    column, value = next(iter(conditions.items()))
    known = known_answers(engine.encoding(plain_question(column)))
    return Problem(file, 0, column, f"no row has {said}", nearest(printed(value), known))
