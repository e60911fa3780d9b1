"""Respondents' numbers inside one sample: who has several rows is one sampling unit, or a fault."""

from __future__ import annotations

import re
from dataclasses import replace

from survey.cells.engines.engine import Engine
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import BLANK, plain_question, plain_text, printed
from survey.cells.table.names import nearest_column
from survey.errors import DataError, DesignError, MissingWarning, Problem, warn
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.words import PersonRows

FEW = 5  # rows of totals below a sheet
SHEET = 100_000  # rows of a sheet that somebody may have written totals below
_TOTALS = re.compile(
    r"(grand )?totals?|sum|mean|average|count|итого|всего|сумма|среднее|усяго|разам|сума|сярэдняе|всього|разом|середнє"
    r"|razem|suma|ogółem|średnia|total general|media|promedio|moyenne|somme|summe|gesamt|mittelwert"
)


def warn_of_totals(engine: Engine, number: str | None, file: str) -> None:
    """``MissingWarning`` for rows that the first column, or that of respondents' numbers, calls totals or means, and
    which count as respondents: a few words in a column that tells the rows apart."""
    for column in dict.fromkeys([*engine.columns[:1], *([number] if number in engine.columns else [])]):
        words = [word for word in engine.words(column) if _TOTALS.fullmatch(plain_text(word).rstrip(" .:"))]
        if not words:
            continue
        values, counts = engine.distinct(column)
        rows = sum(count for value, count in zip(values, counts, strict=True) if printed(value) in words)
        if rows <= FEW and 10 * rows <= engine.n and len(values) > engine.n / 2:
            shown = ", ".join(f"'{word}'" for word in words)
            warn(
                MissingWarning,
                f"{file}: {column}: {rows} row(s) of {shown} count as respondents; remove rows of totals",
            )


def person_faults(engine: Engine, column: str, rows: PersonRows | None, file: str) -> tuple[list[Problem], bool]:
    """What is wrong with the numbers of respondents in ``column``, and whether persons have several rows. Numbers are
    never shown.

    A number may stand in several rows where ``rows`` is ``several``, or, when nothing is said, where more than half of
    the persons have several rows and no row is another's double in every column: that is a long file of a panel. A few
    repeated numbers are slips, and doubles are a file read twice. Rows without a number are warned of; beside persons
    of several rows they are a fault, as nobody knows whose they are.
    """
    blank, repeated, _ = engine.repeated(column)
    if blank:
        warn(MissingWarning, f"{file}: {column}: {blank} rows have no number of the respondent")
    if not repeated:
        return [], False
    persons, twice, found = _counts(engine, column)
    if blank and (rows == "several" or rows is None and 2 * twice > persons):
        said = f"{blank} row(s) have no number of the respondent, in data of several rows a person"
        return [Problem(file, 0, column, said, "Give every row the number of its person.")], True
    if rows == "several":
        return [], True
    said = f"{twice} of {persons} respondent number(s) stand in several rows ({found} rows)"
    doubles = engine.doubles() if rows is None and 2 * twice > persons else 0
    if rows is None and 2 * twice > persons and not doubles:
        return [], True
    said += f", {doubles} of which are equal in every column" if doubles else ""
    fix = "Remove the double rows, name another column as data.id, or say 'rows: several' where persons have several."
    return [Problem(file, 0, column, said, fix)], True


def _counts(engine: Engine, column: str) -> tuple[int, int, int]:
    """Persons, those of several rows, and how many rows these have. Numbers printed alike are one."""
    encoding = engine.encoding(plain_question(column))
    often = [n for level, n in zip(encoding.levels[:-2], encoding.counts, strict=False) if level != BLANK and n]
    several = [n for n in often if n > 1]
    return len(often), len(several), int(sum(several))


def with_persons(sample: SampleData, several: bool | None = None) -> SampleData:
    """The sample with the person as its PSU where persons have several rows and the design names no PSU; its notes say
    so with the counts. ``several``: whether persons have, where ``person_faults`` has said so already.

    Raises ``DataError`` by ``person_faults`` and ``DesignError`` for persons in several strata: one who is drawn once
    lies in one."""
    design, column = sample.design, sample.design.person
    if column is None:
        return sample
    if column not in sample.engine.columns:
        fix = nearest_column(column, sample.engine.columns)
        raise DesignError(f"no column '{column}'", where="design.person", fix=fix)
    file = sample.name or "data"
    if several is None:
        problems, several = person_faults(sample.engine, column, design.rows, file)
        if problems:
            raise DataError(problems)
    if not several:
        return sample
    persons, twice, _ = _counts(sample.engine, column)
    where = [*design.stratum_columns, *design.psu_columns[:1]]
    if where and sample.replicates is None:
        keys = dict.fromkeys([*where, column])
        places = len(sample.engine.collapse([plain_question(name) for name in keys]))
        if places > persons:
            raise DesignError(
                f"{places - persons} time(s) a person of several rows lies in more than one {' × '.join(where)}",
                where=file,
                fix="Give all rows of a person the stratum and PSU that it was drawn in.",
            )
    unit = message("data.is_psu" if not design.psu_columns else "data.inside_psu")
    of, whole, rows = (formatted(count, ",d") for count in (twice, persons, sample.n))
    note = message("data.several_rows", count=of, persons=whole, rows=rows, column=column, unit=unit)
    if not design.psu_columns:
        design = replace(design, psu=(column,), nest=True)
    return sample.changed(design=design, notes=(*sample.notes, note))
