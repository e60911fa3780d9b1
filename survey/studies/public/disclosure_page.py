"""What a study discloses of how it was made: the items of AAPOR's Code (April 2021, III.A), with what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.when import called, when
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Grid, Head, Note, Row
from survey.reports.documents.trend import mode_label
from survey.studies.public.asked_words import questions_grid, wording_rows
from survey.studies.public.precision import design_effect, margin, weighting_said
from survey.studies.study_facts import study_size
from survey.wording.lines import one_line
from survey.wording.message import message
from survey.wording.worded import same
from survey.words import DASH, LANGUAGES, Text, say

COLUMNS = ("study", "part", "item", "known", "text_en", "text_ru", "text_be")
Item = tuple[str, Text | None]  # its message, and what is known of it
# part of the Code -> items that stand in it
PARTS = ("conduct", "tools", "population", "sample", "collection", "dates", "sizes", "weighting", "quality", "limits")


def disclosure_document(study: Study, library: Library, sample: SampleData | None) -> Document:
    """Each item filled, or said to be not known; then the wording of the questions. ``sample``: the weighted data."""
    parts = _parts(study, library, sample)
    unknown = sum(text is None for items in parts.values() for _, text in items)
    rows: list[Row] = []
    for part in PARTS:
        rows.append(Row(message(f"disclose.part_{part}"), kind="section"))
        rows += [Row(message(f"disclose.{key}"), (_told(text),)) for key, text in parts[part]]
    total = sum(map(len, parts.values()))
    notes = (
        Note(message("disclose.filled", filled=str(total - unknown), total=str(total))),
        Note(message("disclose.by"), "method"),
    )
    title = message("disclose.title", study=called(study))
    synthetic = study.is_synthetic or (sample is not None and sample.synthetic)
    heads = (Head(message("disclose.what"), prose=True),)
    first = Grid(title, heads, tuple(rows), notes, message("disclose.item"), name="disclosure", synthetic=synthetic)
    return Document(
        title=title,
        grids=(first, questions_grid(study, library, synthetic)),
        columns=COLUMNS,
        rows=tuple(_records(study, parts, library)),
        notes={"unknown": [key for items in parts.values() for key, text in items if text is None]},
        one_sheet=True,
        rounding=study.rounding,
    )


def _parts(study: Study, library: Library, sample: SampleData | None) -> dict[str, list[Item]]:
    own, plan = study.disclosed, study.weighting
    drawn = message(f"reports.{study.sample.kind}") if study.sample.kind != "unknown" else None
    worded = wording_rows(study, library)
    exact = sum(one.exact for one in worded)
    asked = message("disclose.worded", exact=str(exact), total=str(len(worded))) if worded else None
    return {
        "conduct": [
            ("sponsor", _known(study.sponsor)),
            ("pollster", _known(study.pollster)),
            ("funding", own.funding or (message("disclose.as_sponsor") if study.sponsor else None)),
            ("contact", own.contact),
        ],
        "tools": [("wording", asked), ("instructions", own.instructions), ("languages", own.languages)],
        "population": [("who", study.population), ("geography", own.geography), ("eligibility", own.eligibility)],
        "sample": [
            ("kind", drawn),
            ("frame", study.sample.frame),
            ("stated", _known(study.sample.stated)),
            ("recruitment", own.recruitment),
            ("incentives", own.incentives),
        ],
        "collection": [("mode", mode_label(study.mode) if study.mode != "unknown" else _known(study.mode_stated))],
        "dates": [("fieldwork", _dates(study))],
        "sizes": [
            ("size", _size(study, sample)),
            ("response", own.response),
            ("deff", design_effect(sample)),
            ("moe", margin(study, sample)),
        ],
        "weighting": [
            ("weights", weighting_said(study, library, sample)),
            *([] if sample is not None and sample.weight else [("variables", _known(same(", ".join(plan.variables))))]),
        ],
        "quality": [("processing", own.processing), ("quality", own.quality)],
        "limits": [("limitations", own.limitations), ("note", _known(study.note))],
    }


def _known(text: Text | None) -> Text | None:
    return one_line(text) if text and say(text).strip() not in ("", "unknown") else None


def _dates(study: Study) -> Text | None:
    found = when(study.fieldwork)
    return found if say(found) else None


def _size(study: Study, sample: SampleData | None) -> Text | None:
    told = {language: study_size(study, language, sample) for language in LANGUAGES}
    return told if told["en"] != DASH else None


def _told(text: Text | None) -> Text:
    return message("disclose.unknown") if text is None else text


def _records(study: Study, parts: dict[str, list[Item]], library: Library) -> Iterable[dict[str, Any]]:
    """A row an item, then one a question."""
    items: list[tuple[str, str, Text | None]] = [(part, key, text) for part in PARTS for key, text in parts[part]]
    items += [("questions", one.question, one.text) for one in wording_rows(study, library)]
    for part, key, text in items:
        texts: Sequence[str | None] = [say(text, language) if text else None for language in LANGUAGES]
        yield dict(zip(COLUMNS, (study.study, part, key, text is not None, *texts), strict=True))
