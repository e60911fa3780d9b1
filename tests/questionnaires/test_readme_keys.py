"""The page that explains the definitions names every key there is, no other, and its examples are valid."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from survey.definitions.reading.load import check_library, load_library
from survey.definitions.records import claims, polls, question, sources, study, targets, values, weighting
from survey.definitions.records.presenting import picture

pytestmark = pytest.mark.contract

RECORDS = sorted(
    {
        item
        for module in (claims, picture, polls, question, sources, study, targets, values, weighting)
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, values.Record) and item is not values.Record
    },
    key=lambda item: item.__name__,
)
QUESTION_KEYS = set(question.Question.model_fields)


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "questionnaires" / "README.md").read_text(encoding="utf-8")


def section(page: str, name: str) -> str:
    """The text under the heading ``name``."""
    parts = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    assert name in parts, f"no heading '## {name}'"
    return parts[name]


def keys(text: str) -> set[str]:
    """The keys of a section's table: the words in its first column."""
    rows = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`(\w+)`", row)}


def words(annotation: Any) -> set[str]:
    """Every word of the closed lists inside a field's type."""
    if get_origin(annotation) is Literal:
        return {item for item in get_args(annotation) if isinstance(item, str)}
    return set().union(*(words(part) for part in get_args(annotation)), set())


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_key_is_explained_and_no_key_that_there_is_not(record: type[values.Record], page: str) -> None:
    told, real = keys(section(page, record.__name__)), set(record.model_fields)
    if record is study.StudyQuestion:  # those of a question are named in the sentence above the table
        told |= QUESTION_KEYS & real & set(re.findall(r"`(\w+)`", section(page, "StudyQuestion")))
    assert told == real


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_word_of_a_closed_list_is_named(record: type[values.Record], page: str) -> None:
    text = section(page, record.__name__) + (section(page, "Question") if record is study.StudyQuestion else "")
    text += section(page, "Option") if record in (question.Question, study.StudyQuestion) else ""
    for name, field in record.model_fields.items():
        for word in words(field.annotation):
            assert f"`{word}`" in text, f"{record.__name__}.{name}: {word}"


def test_the_examples_are_valid_definitions(page: str, root: Path, tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n# (\S+)\n(.*?)```", page, re.DOTALL)
    assert len(blocks) == page.count("```yaml") >= 6
    for name, text in blocks:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    shared = (root / "questionnaires" / "questions" / "sex.yaml").read_text(encoding="utf-8")
    (tmp_path / "questions" / "sex.yaml").write_text(shared, encoding="utf-8")
    library = load_library(tmp_path)
    assert [str(problem) for problem in check_library(library)] == []
    years = {"courts_2021", "courts_2022", "courts_2023", "courts_2024"}
    assert years | {"courts_monthly_2025_01"} == set(library.studies)
