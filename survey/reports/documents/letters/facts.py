"""How columns were tested, beside the rows of a file of data."""

from __future__ import annotations

from typing import Any

from survey.tables.table import Table


def letter_facts(table: Table) -> dict[str, Any]:
    """Test, levels, adjustment, counts, and the letters of the columns by banner question; nothing without letters."""
    tests = table.tests
    if tests is None:
        return {}
    asked = tests.asked
    facts: dict[str, Any] = {
        "test": asked.test,
        "against": asked.against,
        "levels": list(asked.levels),
        "adjust": asked.adjust,
        "min_base": asked.min_base,
        "tests": int(tests.tested.sum()),
        "not_tested": int((~tests.tested).sum()),
        "marked": int((tests.strength > 0).sum()),
    }
    if asked.adjust == "none":
        facts["marked_by_chance"] = tests.by_chance
    else:
        facts |= {"rows": tests.families, "rows_marked_by_chance": tests.by_chance, "marked_unadjusted": tests.lost}
    letters: dict[str, dict[str, str]] = {}
    for column in table.columns:
        if column.letter:
            letters.setdefault(column.group, {})[column.id] = column.letter
    return {"column_tests": {**facts, **({"letters": letters} if letters else {})}}
