"""DDI-Codebook 1.2 to 2.6 (.xml): what archives publish with their data (ddialliance.org)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from survey.scaffold.form import Form, FormOption, FormQuestion
from survey.scaffold.forms.elements import child, children, local, said
from survey.scaffold.forms.languages import language_code
from survey.scaffold.forms.safe_xml import xml_root
from survey.scaffold.forms.source import Source
from survey.scaffold.forms.words import Kind, code_of, counted, plain, used

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_KINDS = {"dont_know", "refused", "not_asked", "no_answer"}


def read_ddi(source: Source) -> Form:
    """The variables of the data description.

    A group of several answers (``varGrp type="multipleResp"``) is one question with its variables as columns; other
    groups are the group of their variables. ``universe`` is who is asked. An answer marked ``missing`` keeps its kind
    where ``missType`` has one of ours; of what kind others are, their labels say. ``DataError`` for a file that is no
    codebook.
    """
    root = xml_root(source)
    if local(root) != "codeBook":
        raise source.fault(f"is no codebook of DDI, but <{local(root)}>", "Export it as DDI-Codebook 2.5.")
    own = language_code(root.get(_LANGUAGE) or root.get("xml-lang") or "")
    variables = [one for one in root.iter() if local(one) == "var"]
    source.check_count(len(variables))
    groups = [one for one in root.iter() if local(one) == "varGrp"]
    left: Counter[str] = Counter()
    made = {one.get("ID") or one.get("name", ""): _question(one, own, left) for one in variables}
    called = {one.get("ID") or one.get("name", ""): _texts(children(one, "labl"), own) for one in variables}
    several = {}
    section: dict[str, str] = {}
    for one in groups:
        members = [name for name in (one.get("var") or "").split() if name in made]
        if one.get("type") == "multipleResp" and members:
            labels = [called[name] for name in members]
            several[members[0]] = _several(one, [made[name] for name in members], labels, own)
            section |= {name: "" for name in members[1:]}
        else:
            title = said(child(one, "labl")) or one.get("name") or ""
            section |= {name: title for name in members if name not in section}
    questions = []
    for name, question in made.items():
        if name in several:
            questions.append(several[name])
        elif section.get(name) != "":
            questions.append(_in_group(question, section.get(name)))
    title = _texts((one for one in root.iter() if local(one) == "titl"), own, first=True)
    texts = [title, *(one.text for one in questions), *(part.label for one in questions for part in one.options)]
    return Form(title, tuple(questions), source.path.name, used(texts), counted(left))


def _question(variable: Any, own: str, left: Counter[str]) -> FormQuestion:
    categories = list(children(variable, "catgry"))
    options = tuple(filter(None, (_option(one, own, left) for one in categories)))
    shape = child(variable, "varFormat")
    letters = shape is not None and shape.get("type") == "character"
    dated = shape is not None and shape.get("category") in ("date", "time")
    asked = child(variable, "qstn")
    text = _texts(children(asked, "qstnLit"), own) if asked is not None else {}
    label = _texts(children(variable, "labl"), own)
    answers = [option for option in options if option.missing is None]
    numeric = variable.get("intrvl") == "contin" and len(answers) < 2
    ordered = variable.get("nature") in ("ordinal", "interval")
    kind: Kind = "number" if numeric or not options else "single"
    if dated or letters and not options:
        kind = "date" if dated else "text"
    notes = [f"called '{name}'" for name in label.values() if text and name not in text.values()][:1]
    notes += ["a weight"] if variable.get("wgt") == "wgt" else []
    return FormQuestion(
        variable.get("name", ""),
        text or label,
        "scale" if kind == "single" and ordered else kind,
        options,
        relevant=said(child(variable, "universe")) or None,
        note="; ".join(notes) or None,
    )


def _option(category: Any, own: str, left: Counter[str]) -> FormOption | None:
    value = said(child(category, "catValu"))
    if not value:
        left["answers without a code, which were left out"] += 1
        return None
    marked = category.get("missing") in ("Y", "true", "1")
    kind = category.get("missType") if category.get("missType") in _KINDS else None
    left["answers marked as missing without a kind, which their labels have to tell"] += marked and kind is None
    return FormOption(code_of(value), _texts(children(category, "labl"), own), kind if marked else None)


def _several(group: Any, members: list[FormQuestion], called: list[dict[str, str]], own: str) -> FormQuestion:
    """A question of several answers. Its variables are flags of an answer each, where they have two answers at most,
    else they have the same answers."""
    flags = all(sum(option.missing is None for option in one.options) <= 2 for one in members)
    options = members[0].options
    if flags:
        labels = [own_label or dict(one.text) for one, own_label in zip(members, called, strict=True)]
        options = tuple(FormOption(code_of(one.name), label) for one, label in zip(members, labels, strict=True))
    text = _texts(children(group, "txt"), own) or _texts(children(group, "labl"), own)
    columns = tuple(one.name for one in members)
    return FormQuestion(
        group.get("name") or group.get("ID") or columns[0],
        text,
        "multiple",
        options,
        columns=columns,
        relevant=said(child(group, "universe")) or members[0].relevant,
    )


def _in_group(question: FormQuestion, title: str | None) -> FormQuestion:
    return replace(question, group=title) if title else question


def _texts(elements: Iterable[Any], own: str, *, first: bool = False) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in elements:
        language = language_code(one.get(_LANGUAGE) or one.get("xml-lang") or "") or own
        if said(one):
            found.setdefault(language, plain(said(one)))
            if first:
                break
    return found
