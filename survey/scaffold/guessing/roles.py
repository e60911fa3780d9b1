"""Columns that are no questions: numbers of respondents, weights, strata, primary units, dates of interviews."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from survey.cells.table.encoding import as_number, printed
from survey.scaffold.beside import Role
from survey.scaffold.guessing.columns import Column, has_commas

_NAMES = {
    "id": r"_?_?(id|uuid|case_?id|resp_?(id|no|nr|ondent)?(_?id)?|respondent(_?(id|number|no))?|id_?no"
    r"|id_?num(ber)?|folio|serial(_?no)?|response_?id|interview_?id|number|no|nr|record(id|no)?|_index"
    r"|numer|номер|номер_?анкеты|анкета|номер_?анкети)",
    "weight": r"(w|wt|wgt|wght|weight|weights|weighting|pw|pweight|p?spw[ge]ht|[adp]n?weight|final_?w(eigh)?t"
    r"|[a-z]{1,6}_?(weight|wgt|wt)|(weight|wgt|wt)_?[a-z0-9]{1,8}|w\d?|ves|waga|вес|вага"
    r"|ponder\w*|fact(or)?_?(de_?)?(exp|pond)\w*|fexp\w*|poids\w*|gewicht\w*|gew)",
    "stratum": r"(stratum|strata|strat|strat_?id|var_?strat|vstrat|sdmvstra|страта|warstwa)",
    "psu": r"(psu|psu_?id|var_?unit|vpsu|cluster|cluster_?id|klaster|sdmvpsu|sampling_?point|pkt_?bad|кластер|пто)",
    "date": r"(int(erview|v)?_?date|date_?(of_?)?(int(erview)?)?|start(_?date|_?time)?|end(_?date|_?time)?|timestamp"
    r"|today|submit_?date|_?submission_?time|recorded_?date|started|completed|date|дата|data_?wywiadu)",
}
_LABELS = {
    "id": r"^(respondent|case|interview|questionnaire|serial|response)('s)?( identification)? (id|number|no)\b"
    r"|^номер анкеты|^número de cuestionario|^numéro (de|du) questionnaire|^identificador de (la )?entrevista",
    "weight": r"\b(weight(ing)?|post-?stratification weight|design weight|sampling weight)\b"
    r"|^вес\b|^вага\b|весовой|^waga\b|^ponderador|\bponderación\b|factor de (expansión|ponderación)|^pondération"
    r"|gewichtung",
    "stratum": r"\b(sampling )?(stratum|strata)\b|^страта\b|\bestrato (muestral|de muestreo)\b",
    "psu": r"\b(primary sampling unit|(pseudo-?)?psu|(variance|sampling error)( computation)? unit)\b",
    "date": r"\b(date|start|end) of (the )?interview\b|\binterview date\b|^timestamp$|^отметка времени$|дата интервью",
}
_BODY = re.compile(r"\b(kg|kilo|pounds?|lbs?|do you weigh|body|height|вы весите)\b")
_CALLED_REPLICATES = re.compile(r"rep|brr|jk|boot|bsw|fay|w(ei)?g?h?ts?_?r?$|pwgtp|fst|вес|вага|peso|pond")
_REPLICATE = re.compile(r"(?P<stem>.*[^\d])\d{1,3}$")


def roles(columns: Mapping[str, Column], own_weight: str) -> tuple[Role, ...]:
    """The roles of columns, by name, label and values. ``own_weight``: by which the file itself weights its cases."""
    found: list[Role] = []
    repeated = _replicates(columns)
    found += [
        Role(stem, "replicates", f"{len(names)} columns of weights", False, members=tuple(names))
        for stem, names in repeated.items()
    ]
    gone = {name for names in repeated.values() for name in names}
    rest = [column for column in columns.values() if column.name not in gone]
    found += _weights([one for one in rest if one.name == own_weight or _is(one, "weight")], own_weight)
    found += _first([one for one in rest if _is(one, "id")], "id", _no_id)
    strata = _first([one for one in rest if _is(one, "stratum")], "stratum", _no_group)
    found += strata
    found += _first([one for one in rest if _is(one, "psu")], "psu", _no_group)
    found += [Role(one.name, "date", _span(one), False) for one in rest if _is(one, "date") and one.holds == "dates"]
    return tuple(found)


def called_id(column: Column) -> bool:
    """Whether a column without labels is called like numbers of respondents, and has too many values for a question."""
    return _is(column, "id") and not column.labels and len(column.answers) > 100


def is_number_of_respondents(column: Column) -> bool:
    """Whether every row has a value of its own, as numbers of respondents have."""
    return column.rows > 1 and not column.blank and len(column.answers) == column.rows


def _is(column: Column, what: str) -> bool:
    name = column.name.casefold().replace(" ", "_").replace("-", "_").replace(".", "_")
    return bool(re.fullmatch(_NAMES[what], name) or re.search(_LABELS[what], column.label.casefold()))


def _weights(candidates: list[Column], own: str) -> list[Role]:
    fitting = [
        one for one in candidates if one.name == own or (not _no_weight(one) and not _BODY.search(one.label.casefold()))
    ]
    named = [one for one in fitting if one.name == own] or fitting
    if not named:
        nearly = [Role(one.name, "weight", why, False) for one in candidates if (why := _nearly(one))]
        bodies = [one for one in candidates if _heavy(one)]
        return [*nearly, *(Role(one.name, "weight", "how heavy somebody is?", False, asked=True) for one in bodies)]
    if len(named) == 1:
        why = _no_weight(named[0])
        said = "the file says WEIGHT BY it" if named[0].name == own else "by name or label and values"
        others = [Role(one.name, "weight", "another weight", False) for one in fitting if one is not named[0]]
        return [Role(named[0].name, "weight", why or said, not why), *others]
    return [Role(one.name, "weight", f"one of {len(named)} weights: choose", False) for one in named]


def _nearly(column: Column) -> str:
    """What has to be mended in a column that is called a weight and has fractions, before it can be one; "" for others,
    which are questions."""
    if has_commas(printed(value) for value, _ in column.answers.values()):
        return "texts with a decimal comma: write numbers"
    numbers = [number for value, _ in column.answers.values() if (number := as_number(value)) is not None]
    broken = not _BODY.search(column.label.casefold()) and any(number != int(number) for number in numbers)
    return _no_weight(column) if broken else ""


def _no_weight(column: Column) -> str:
    """Why the values are none of a weight; "" where they can be."""
    numbers = [as_number(value) for value, _ in column.answers.values()]
    if column.holds != "numbers" or any(number is None or number < 0 for number in numbers):
        return "not all are numbers from 0"
    if column.blank or column.declared & set(column.answers):
        return f"{column.blank or sum(map(column.count, column.declared))} rows have none"
    if len(numbers) < 2 or not any(numbers):
        return "all are equal"
    whole = all(number == int(number) for number in numbers if number is not None)
    if _heavy(column):
        return "whole numbers of people, who weigh as much"
    return "whole numbers with labels" if column.labels else "few whole numbers" if whole and len(numbers) < 6 else ""


def _heavy(column: Column) -> bool:
    """Whether unlabelled whole numbers can be how heavy people are, in kilograms or pounds."""
    numbers = [as_number(value) for value, _ in column.answers.values()]
    known = [number for number in numbers if number is not None]
    whole = len(known) == len(numbers) >= 6 and all(number == int(number) for number in known)
    return whole and not column.labels and 25 <= min(known) and max(known) <= 400


def _first(candidates: list[Column], what: str, fault: object) -> list[Role]:
    """The first candidate that fits is sure where no other does; the others stand as comments."""
    assert callable(fault)
    faults = {one.name: str(fault(one)) for one in candidates}
    fitting = [name for name, why in faults.items() if not why]
    made = [Role(name, what, "by name or label and values", True) for name in fitting[:1]]
    made += [Role(name, what, "another one", False) for name in fitting[1:]]
    return made + [Role(name, what, why, False) for name, why in faults.items() if why and what != "id"]


def _no_id(column: Column) -> str:
    return "" if is_number_of_respondents(column) else "values repeat or are missing"


def _no_group(column: Column) -> str:
    if column.blank:
        return f"{column.blank} rows have none"
    if not 2 <= len(column.answers) <= column.rows / 2:
        return f"{len(column.answers)} values in {column.rows} rows"
    return ""


def _replicates(columns: Mapping[str, Column]) -> dict[str, list[str]]:
    """Columns of replicate weights: ten or more of one name with numbers after it, weights by their values."""
    stems: dict[str, list[str]] = {}
    for name in columns:
        match = _REPLICATE.match(name)
        if match:
            stems.setdefault(match["stem"], []).append(name)
    return {
        stem: names
        for stem, names in stems.items()
        if len(names) >= 10 and all(_decimals(columns[name]) for name in names)
    }


def _decimals(column: Column) -> bool:
    return not column.labels and not _no_weight(column) and len(column.answers) > 20


def _span(column: Column) -> str:
    """From when to when, in days: of all interviews, which tells of nobody."""
    days = sorted(str(value)[:10] for value, _ in column.given.values())
    if not all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for day in days):
        return "dates of interviews?"
    return f"runs from {days[0]} to {days[-1]}"


def role_columns(found: Iterable[Role]) -> set[str]:
    """Columns that no question is made of: what is sure, dates, other weights, and those called replicate weights."""
    found = list(found)
    alone = {role.column for role in found if role.sure or (role.what in ("date", "weight") and not role.asked)}
    return alone.union(*(role.members for role in found if _CALLED_REPLICATES.search(role.column.casefold())))
