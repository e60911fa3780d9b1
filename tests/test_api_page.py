"""The page of public names is what they say of themselves, and none is left out."""

from __future__ import annotations

import inspect
import re
import typing
from pathlib import Path

import pytest

import survey
from survey.front.reference import GROUPS, RESULTS, as_markdown, reference
from survey.shown import Shown

pytestmark = pytest.mark.contract

PAGE = Path(__file__).resolve().parent.parent / "docs" / "api.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: .venv/bin/python scripts/refresh_docs.py"


def test_every_public_name_has_its_place() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(survey.__all__)


def test_every_method_of_a_sample_is_there_with_its_words() -> None:
    page = reference()
    for name, found in inspect.getmembers(survey.Sample, inspect.isfunction):
        if not name.startswith("_"):
            assert f"#### Sample.{name}\n" in page, name
            assert as_markdown(inspect.getdoc(found) or "") in page, name


def test_what_functions_give_is_there() -> None:
    functions = [getattr(survey, name) for name in survey.__all__]
    functions += [found for _, found in inspect.getmembers(survey.Sample, inspect.isfunction)]
    given = {inspect.signature(found).return_annotation for found in functions if inspect.isfunction(found)}
    others = {"Sample", "SampleData", "Question", "Study", "Library", "Targets", "Said", "None", "Path"}
    texts = [kind for kind in given if isinstance(kind, str)]
    named = {word for kind in texts for word in re.findall(r"\w+", kind) if word[0].isupper()}
    left = named - others - set(RESULTS) - {"NDArray"} - set(dir(typing))
    assert not left


def test_what_every_result_does_is_said_once() -> None:
    page = reference()
    for name in vars(Shown):
        if not name.startswith("_"):
            assert page.count(f"#### Shown.{name}\n") == 1
            assert f"#### Table.{name}\n" not in page


def test_no_address_of_this_machine_is_on_the_page() -> None:
    assert not re.search(r"0x[0-9a-f]{6}|<function|<class|site-packages", reference())


def test_an_example_is_a_block_of_its_own_and_names_are_marked() -> None:
    made = as_markdown("The ``rows\nof`` it.\n\n>>> one()\n>>> two()\n\nA ``b``.")
    assert made == "The `rows\nof` it.\n\n```python\n>>> one()\n>>> two()\n```\n\nA `b`."
