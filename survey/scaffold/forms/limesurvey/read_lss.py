"""LimeSurvey surveys (.lss): a dump of its tables as XML, in the shapes of versions 2 to 6."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from survey.scaffold.form import Form
from survey.scaffold.forms.elements import child, children, local, said
from survey.scaffold.forms.languages import language_code
from survey.scaffold.forms.limesurvey.form import lime_form
from survey.scaffold.forms.limesurvey.question import LimeQuestion, Part
from survey.scaffold.forms.safe_xml import xml_root
from survey.scaffold.forms.source import Source
from survey.scaffold.forms.words import plain

Line = dict[str, str]


def read_lss(source: Source) -> Form:
    """The questions of a survey, each with its texts in all languages. ``DataError`` for what is no survey of
    LimeSurvey (a single group or question of it is none)."""
    root = xml_root(source)
    if local(root) != "document" or said(child(root, "LimeSurveyDocType")) != "Survey":
        kind = said(child(root, "LimeSurveyDocType")) or f"<{local(root)}>"
        raise source.fault(f"is no survey of LimeSurvey, but {kind}", "Export it as 'Survey structure (.lss)'.")
    left: Counter[str] = Counter()
    title = _words(_table(root, "surveys_languagesettings"), "surveyls_title", "surveyls_language")
    return lime_form(source, title, _asked(root, left), left)


def _table(root: Any, name: str) -> list[Line]:
    table = child(root, name)
    rows = child(table, "rows") if table is not None else None
    return [{local(cell): cell.text or "" for cell in row} for row in children(rows, "row")] if rows is not None else []


def _words(rows: list[Line], key: str, language: str = "language") -> dict[str, str]:
    found = {language_code(row.get(language, "")): plain(row.get(key)) for row in rows}
    return {code: text for code, text in found.items() if text}


def _by(rows: list[Line], *keys: str) -> dict[tuple[str, ...], list[Line]]:
    found: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for row in rows:
        found[tuple(row.get(key, "") for key in keys)].append(row)
    return found


def _order(rows: list[Line], key: str) -> int:
    text = rows[0].get(key, "")
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 9 else 0


def _asked(root: Any, left: Counter[str]) -> list[LimeQuestion]:
    """All questions in the order of their groups; a table has a row a language, or a table of words beside it."""
    groups, worded = _by(_table(root, "groups"), "gid"), _by(_table(root, "question_l10ns"), "qid")
    names = _by(_table(root, "group_l10ns"), "gid")
    parts = _parts(root, worded)
    answers = _answers(root)
    settings = _by(_table(root, "question_attributes"), "qid", "attribute")
    conditions = {row.get("qid", "") for row in _table(root, "conditions")}
    found = []
    for (qid,), rows in _by(_table(root, "questions"), "qid").items():
        row = rows[0]
        if row.get("parent_qid", "0") not in ("0", ""):
            continue
        group = groups.get((row.get("gid", ""),), [{}])
        named = _words(names.get((row.get("gid", ""),), group), "group_name")
        relevant = [text for text in (row.get("relevance", "").strip(), group[0].get("grelevance", "").strip())]
        alone = settings.get((qid, "exclude_all_others"), [{}])[0].get("value", "")
        found.append(
            (
                (_order(group, "group_order"), _order(rows, "question_order")),
                LimeQuestion(
                    row.get("title", ""),
                    row.get("type", ""),
                    _words(worded.get((qid,), rows), "question"),
                    group=next(iter(named.values()), ""),
                    relevant=" and ".join(text for text in relevant if text not in ("", "1")),
                    other=row.get("other") == "Y",
                    rows=parts.get(qid, []),
                    answers=answers.get(qid, []),
                    alone=frozenset(one.strip() for one in alone.split(";") if one.strip()),
                ),
            )
        )
        left["questions with conditions of the old kind, which were not read"] += qid in conditions and not any(
            text not in ("", "1") for text in relevant
        )
    return [asked for _, asked in sorted(found, key=lambda pair: pair[0])]


def _parts(root: Any, worded: dict[tuple[str, ...], list[Line]]) -> dict[str, list[Part]]:
    found: dict[str, list[tuple[int, Part]]] = defaultdict(list)
    rows = [*_table(root, "subquestions"), *_table(root, "questions")]
    for (qid,), lines in _by(rows, "qid").items():
        above = lines[0].get("parent_qid", "0")
        if above not in ("0", ""):
            words = _words(worded.get((qid,), lines), "question")
            part = Part(lines[0].get("title", ""), words, lines[0].get("scale_id") or "0")
            found[above].append((_order(lines, "question_order"), part))
    return {above: [part for _, part in sorted(pairs, key=lambda pair: pair[0])] for above, pairs in found.items()}


def _answers(root: Any) -> dict[str, list[Part]]:
    worded = _by(_table(root, "answer_l10ns"), "aid")
    found: dict[str, list[tuple[int, Part]]] = defaultdict(list)
    for (qid, code, scale), lines in _by(_table(root, "answers"), "qid", "code", "scale_id").items():
        words = _words(worded.get((lines[0].get("aid", "-"),), lines), "answer")
        found[qid].append((_order(lines, "sortorder"), Part(code, words, scale or "0")))
    return {qid: [part for _, part in sorted(pairs, key=lambda pair: pair[0])] for qid, pairs in found.items()}
