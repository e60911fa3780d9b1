"""Whether data fit what is asked of them: columns, respondents' numbers, weights. Problems are gathered, not raised."""

from __future__ import annotations

from collections.abc import Iterable

from survey.cells.encoding import clipped, option_of, plain_question, printed
from survey.cells.engine import Engine
from survey.cells.faults import TINY, size_faults
from survey.cells.names import nearest_column
from survey.definitions.question import Question
from survey.errors import MissingWarning, Problem, UnknownCodeWarning, warn
from survey.words import nearest

FAR = 90  # the least number that is looked at as a possible code for a missing answer


def absent_columns(engine: Engine, wanted: Iterable[tuple[str, str]], file: str) -> list[Problem]:
    """``wanted``: columns and what each is for. A problem for each that the data do not have, with the nearest name."""
    problems = []
    for column, use in dict.fromkeys(wanted):
        if column not in engine.columns:
            said = f"there is no such column{f' ({use})' if use else ''}"
            problems.append(Problem(file, 0, column, said, nearest_column(column, engine.columns)))
    return problems


def repeated_ids(engine: Engine, column: str, file: str) -> list[Problem]:
    """Respondents' numbers that stand in several rows. Rows without a number are warned of."""
    blank, repeated, many = engine.repeated(column)
    if blank:
        said = f"{file}: {column}: {blank} rows have no number of the respondent"
        warn(MissingWarning, said, stacklevel=4)
    twice: dict[str, int] = {}
    for value, count in repeated:
        twice[printed(value)] = twice.get(printed(value), 0) + count
    if not twice:
        return []
    shown = ", ".join(f"{value} ({count} rows)" for value, count in sorted(twice.items())[:8])
    more = f" and {many - 8} more" if many > 8 else ""
    said = f"{many} respondent number(s) stand in several rows: {shown}{more}"
    return [Problem(file, 0, column, said, "Remove the double rows, or name another column as data.id.")]


def bad_weights(engine: Engine, column: str, file: str, what: str = "weight") -> list[Problem]:
    """Weights that are words, missing, infinite, negative, or all 0. Some weights of 0 are allowed."""
    words = engine.words(column)
    seen = engine.summary(column) if not words else None
    problems = []

    def add(said: str, fix: str) -> None:
        problems.append(Problem(file, 0, column, said, fix))

    if words:
        commas = all(word.replace(",", "", 1).lstrip("-").isdigit() for word in words)
        fix = "Write decimal points." if commas else f"Name the column of the {what}."
        shown = ", ".join(f"'{clipped(word)}'" for word in words[:5])
        add(f"the {what} is not a number in some rows: {shown}{', …' if len(words) > 5 else ''}", fix)
    if seen is None:
        return problems
    if seen.usable < seen.rows:
        said = f"the {what} is missing or not finite in {seen.rows - seen.usable} row(s)"
        add(said, "Give every row one; 0 where it does not count.")
    if seen.negative:
        add(f"the {what} is negative in {seen.negative} row(s)", "Look for a wrong column, or a code for missing.")
    elif seen.usable and seen.zero == seen.usable:
        add(f"the {what} is 0 in all {seen.usable} rows", "Name another column.")
    else:
        for said, count, fix in size_faults(seen, lambda least: engine.at_least(column, least)):
            if said != TINY or what != "weight":  # the weight is multiplied, see sized_weights
                add(f"the {what} {said} in {count} row(s)", fix)
    return problems


def far_numbers(engine: Engine, question: Question, file: str) -> UnknownCodeWarning | None:
    """What to say of numbers more than twice as large as the next smaller one: 999 that stands for "refused", a slip of
    the pen. They count as answers, in a range without an upper end too. None where there are none."""
    column = question.column or question.question
    codes = {float(code) for option in question.options.values() for code in option.codes if not isinstance(code, str)}
    encoding = engine.encoding(plain_question(column))
    often = {
        number: count
        for number, count in zip(encoding.numbers, encoding.counts, strict=True)
        if number == number and number not in codes
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
    levels = [str(level) for level in engine.encoding(plain_question(column)).levels[:-2]]
    return Problem(file, 0, column, f"no row has {said}", nearest(printed(value), levels))
