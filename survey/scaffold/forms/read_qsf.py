"""Qualtrics surveys (.qsf): JSON with a list of elements, of which SQ are questions and BL their blocks."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from survey.scaffold.form import Form
from survey.scaffold.forms.languages import language_code
from survey.scaffold.forms.qsf_question import qsf_questions
from survey.scaffold.forms.source import Source
from survey.scaffold.forms.words import counted, plain, used

Json = dict[str, Any]


def read_qsf(source: Source) -> Form:
    """The questions in the order of the blocks, without those in the trash. ``DataError`` for other JSON."""
    try:
        whole = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        raise source.fault(f"is no sound JSON ({error})", "Export the survey again.") from None
    entry = whole.get("SurveyEntry") if isinstance(whole, dict) else None
    elements = whole.get("SurveyElements") if isinstance(whole, dict) else None
    if not isinstance(entry, dict) or not isinstance(elements, list):
        raise source.fault("is JSON, but no survey of Qualtrics", "Export it by Tools, Import/export, Export survey.")
    own = language_code(str(entry.get("SurveyLanguage") or ""))
    asked = {
        str(one.get("PrimaryAttribute")): one["Payload"]
        for one in elements
        if isinstance(one, dict) and one.get("Element") == "SQ" and isinstance(one.get("Payload"), dict)
    }
    left: Counter[str] = Counter()
    try:
        order = _order(elements, asked, left)
        made = [one for qid, block in order for one in qsf_questions(asked[qid], own, block, left)]
    except (AttributeError, TypeError, KeyError, ValueError) as error:
        said = f"is a survey of Qualtrics with a part of another shape ({type(error).__name__}: {error})"
        raise source.fault(said, "Export the survey again.") from None
    source.check_count(len(made))
    name = plain(entry.get("SurveyName"))
    title = {own: name} if name else {}
    texts = [title, *(one.text for one in made), *(part.label for one in made for part in one.options)]
    return Form(title, tuple(made), source.path.name, used(texts), counted(left))


def _order(elements: list[Json], asked: dict[str, Json], left: Counter[str]) -> list[tuple[str, str]]:
    """Each question with the name of its block. Without blocks the order of the file."""
    blocks: list[Json] = []
    for one in elements:
        if isinstance(one, dict) and one.get("Element") == "BL" and one.get("Payload"):
            found = one["Payload"]
            blocks += list(found.values()) if isinstance(found, dict) else found
    trash: set[str] = set()
    order: dict[str, str] = {}
    for block in blocks:
        inside = block.get("BlockElements") or []
        parts = list(inside.values()) if isinstance(inside, dict) else inside
        ids = [str(part.get("QuestionID")) for part in parts if part.get("Type") == "Question"]
        if block.get("Type") == "Trash":
            trash |= set(ids)
            continue
        name = "" if block.get("Type") == "Default" else plain(block.get("Description"))
        order |= {qid: name for qid in ids if qid in asked and qid not in order}
        loops = (block.get("Options") or {}).get("Looping")
        left["blocks that are looped, whose columns are numbered in the data"] += bool(loops and loops != "None")
    unused = [qid for qid in asked if qid not in order and (qid in trash or order)]
    left["questions in the trash or in no block, which were left out"] += len(unused)
    return list(order.items()) if order else [(qid, "") for qid in asked]
