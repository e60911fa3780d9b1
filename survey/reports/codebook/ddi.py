"""A codebook as DDI-Codebook 2.5 (XML), with counts where the study has data."""

from __future__ import annotations

from typing import Any

from survey.definitions.records.when import when
from survey.reports.codebook.ddi_variable import group, variables
from survey.reports.codebook.tree import LANGUAGE, add, by_language, whole
from survey.tables.codebook.record import Codebook
from survey.words import say

SPACE = "ddi:codebook:2_5"
SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def render_ddi(codebook: Codebook, language: str) -> str:
    """A DDI-Codebook of the study: citation, what was done, and its variables.

    A question of several answers is a group of its columns. Nets have no room there, and stand as notes of their
    variable. Shares are weighted where the study is, counts never.
    """
    from lxml import etree

    root = etree.Element(f"{{{SPACE}}}codeBook", {"version": "2.5"}, nsmap={None: SPACE, "xsi": _XSI})
    root.set(LANGUAGE, language)
    root.set(f"{{{_XSI}}}schemaLocation", f"{SPACE} {SCHEMA}")
    _study(add(root, "stdyDscr"), codebook, language)
    data = add(root, "dataDscr")
    numbered = list(enumerate(codebook.items, start=1))
    for place, item in numbered:
        group(data, place, item)
    for place, item in numbered:
        variables(data, place, item, weighted=bool(codebook.weight))
    return whole(root)


def _study(parent: Any, codebook: Codebook, language: str) -> None:
    study = codebook.study
    citation = add(parent, "citation")
    names = add(citation, "titlStmt")
    title = add(names, "titl", say(codebook.title, language, study.study))
    title.set(LANGUAGE, language)
    add(names, "IDNo", study.study)
    if study.pollster:
        add(add(citation, "rspStmt"), "AuthEnty", say(study.pollster, language))
    if study.sponsor:
        add(add(citation, "prodStmt"), "fundAg", say(study.sponsor, language))
    _done(parent, codebook, language)
    if codebook.rule or codebook.synthetic or study.note:
        told = [f"Figures under the rule of presentation {codebook.rule}."] if codebook.rule else []
        told += ["The answers are invented."] if codebook.synthetic else []
        add(parent, "notes", " ".join((*told, say(study.note, language))))


def _done(parent: Any, codebook: Codebook, language: str) -> None:
    """Dates, population, sample, mode, weighting."""
    study = codebook.study
    summary = add(add(parent, "stdyInfo"), "sumDscr")
    dates = (("start", study.fieldwork.start), ("end", study.fieldwork.end))
    for event, date in dates:
        if date:
            add(summary, "collDate", say(when(study.fieldwork), language), date=date, event=event)
    for one, text in by_language(study.population).items():
        made = add(summary, "universe", text)
        if one:
            made.set(LANGUAGE, one)
    collected = add(add(parent, "method"), "dataColl")
    drawn = " ".join(part for part in (study.sample.kind, say(study.sample.stated, language)) if part)
    add(collected, "sampProc", drawn)
    add(collected, "collMode", say(study.mode_stated, language) or study.mode)
    weight = codebook.weight or say(study.weighting.stated, language) or ", ".join(study.weighting.variables)
    if weight:
        add(collected, "weight", weight)
