"""Letters in every printed form, and the table of p-values."""

from __future__ import annotations

import csv
import io
import json
import re

import numpy as np
import pandas as pd
import pytest

import survey
from survey.reports.documents.letters.cell import Lettered, lettered, letters_text
from survey.reports.documents.table import tables_document
from survey.reports.printing.render import render
from survey.tables.table import Table
from survey.wording.figures import percent

pytestmark = pytest.mark.contract
LEVELS = (0.05, 0.2)


@pytest.fixture(scope="module")
def table() -> Table:
    """Three in four of the north say yes, two in five of the south, half of the west; a mean follows the answer."""
    rows = 900
    place = np.repeat(["north", "south", "west"], rows // 3)
    share = {"north": 0.75, "south": 0.4, "west": 0.46}
    yes = np.arange(rows) % 100 < np.array([100 * share[one] for one in place])
    frame = pd.DataFrame({"q": np.where(yes, 2, 1), "place": place, "sex": np.where(np.arange(rows) % 2, "m", "w")})
    labels = {"north": {"label": "=North|<b>"}, "south": "South", "west": "West"}
    questions = {
        "q": {"type": "scale", "options": {1: "no", 2: "yes"}},
        "place": {"options": labels, "title": {"en": "Place"}},
    }
    sample = survey.Sample(frame, questions=questions)
    return sample.crosstab("q", ["place", "sex"], letters=survey.Letters(levels=LEVELS, adjust="holm", p_values=True))


def test_text_sets_figures_below_each_other_and_letters_behind(table: Table) -> None:
    lines = render(table, "text").splitlines()
    yes = next(line for line in lines if line.startswith("yes"))
    assert re.search(r"53\.7 +75\.0 BC +40\.0 +46\.0 b +5", yes)
    no = next(line for line in lines if line.startswith("no "))
    assert re.search(r"46\.3 +25\.0 +60\.0 Ac +54\.0 A +4", no)
    n = next(line for line in lines if line.startswith("Respondents"))
    assert [yes.index("75.0") + 4, yes.index("40.0") + 4] == [match.end() for match in re.finditer("300", n)][:2]
    heads = " ".join(lines[:9])
    assert all(f"({letter})" in heads for letter in "ABC")
    assert next(line for line in lines if line.startswith("Mean")).count("1.75 BC") == 1
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("form", ["md", "html"])
def test_pages_have_letters_in_heads_and_cells(table: Table, form: str) -> None:
    page = render(table, form)
    assert "South (B)" in page
    assert ("| 75.0 BC |" if form == "md" else '75.0<span class="letters"> BC</span>') in page
    assert "<b>" not in page
    assert "upper case p &lt; 0.05, lower case p &lt; 0.2" in page


def test_data_files_have_a_column_of_letters_and_rows_of_p_values(table: Table) -> None:
    rows = list(csv.DictReader(io.StringIO(render(table, "csv"))))
    north = next(row for row in rows if (row["option"], row["place"]) == ("2", "north"))
    assert north["letters"] == "B; C" and north["p_value"] == ""
    pair = next(row for row in rows if (row["option"], row["place"]) == ("2", "north - south"))
    assert float(pair["estimate"]) == pytest.approx(0.35) and 0 < float(pair["p_value"]) <= float(pair["p_adjusted"])
    made = json.loads(render(table, "json"))
    assert table.tests is not None
    assert len(made["rows"]) == len(table.stub) * len(table.columns) + len(table.tests.group)
    facts = made["notes"]["column_tests"]
    assert facts["letters"] == {"place": {"north": "A", "south": "B", "west": "C"}, "sex": {"m": "A", "w": "B"}}
    assert (facts["test"], facts["adjust"], facts["tests"], facts["rows"]) == ("design", "holm", 12, 6)
    assert facts["rows_marked_by_chance"] == pytest.approx(0.2 * 6)


def test_the_table_of_p_values_has_a_line_a_comparison(table: Table) -> None:
    grids = tables_document([table]).grids
    assert [grid.name for grid in grids] == ["q", "q_p_values"]
    assert table.tests is not None
    assert sum(row.kind != "section" for row in grids[1].rows) == len(table.tests.group)
    text = render(table, "text").split("Tests of columns: ")[-1]
    assert re.search(r"yes +=North\|<b> \(A\) +South \(B\) +\+35\.0 +3\.7\d +899 +<0\.001 +<0\.001", text)
    assert re.search(r"Mean +South \(B\) +West \(C\) +−0\.06 ", text)
    for language, head in (("ru", "Сравнение с"), ("be", "Параўнанне з")):
        assert head in render(table, "text", language)


def test_without_p_values_there_is_one_grid(table: Table) -> None:
    assert table.tests is not None
    sample = survey.Sample(pd.DataFrame({"q": [1, 2] * 50, "sex": ["m", "w", "w", "m"] * 25}))
    made = sample.crosstab("q", "sex", letters=True)
    assert [grid.name for grid in tables_document([made]).grids] == ["q"]
    assert "p_value" not in made.records[0]


def test_a_cell_keeps_its_figure_apart_from_its_letters(table: Table) -> None:
    grid = tables_document([table]).grids[0]
    assert [head.letter for head in grid.heads] == ["", "A", "B", "C", "A", "B"]
    cell = grid.rows[1].cells[1]
    assert isinstance(cell, Lettered)
    assert (cell.value, cell.kind, cell.letters) == (pytest.approx(0.75), "percent", ("B", "C"))
    assert lettered(percent(0.5), ()) is not None and not isinstance(lettered(percent(0.5), ()), Lettered)
    assert letters_text(("B", "c")) == "Bc" and letters_text(("B", "AA")) == "B,AA"


def test_against_the_total_marks_are_explained_and_heads_have_no_letters() -> None:
    rng = np.random.default_rng(1)
    place = rng.choice(["north", "south"], 400)
    frame = pd.DataFrame({"q": np.where(rng.random(400) < np.where(place == "north", 0.7, 0.3), 1, 2), "place": place})
    table = survey.Sample(frame).crosstab("q", "place", letters=survey.Letters(against="rest"))
    text = render(table, "text", "ru")
    assert " H" in text and " L" in text and "(A)" not in text
    assert "H, L: показатель выше, ниже, чем у всех остальных (p < 0,05)" in " ".join(text.split())
