"""JSON Schemas of the definition files, for editors that complete and check while typing.

They say what may be written, short forms included; the loader checks more (references, codes, totals).
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import VERSION, TypeAdapter

from survey.definitions.reading.read_record import KINDS
from survey.definitions.records.sources import Source
from survey.definitions.records.study import EVERY
from survey.definitions.records.weighting import VERBS

_UNKNOWN = ("Study", "Sample", "Weighting")  # records whose every key may be 'unknown'
_SHORT: dict[str, list[dict[str, Any]]] = {  # record -> short forms of it
    "Figure": [{"type": "number"}],
    "Moe": [{"type": "number"}],
    "Option": [{"type": ["string", "number", "null"]}, {"$ref": "#/$defs/Languages"}],
    "Net": [{"type": "array", "items": {"type": ["string", "number"]}}],
    "StudyQuestion": [{"type": ["string", "null"]}],
    "Says": [{"type": ["string", "number"]}],
    "Fieldwork": [{"type": ["string", "integer", "null"]}],
    "Weighting": [{"type": "null"}],
    "Choice": [{"const": "anes"}],
    "ScaleStep": [{"enum": ["n", "population", "none"]}, {"type": "number"}],
    "WeightingStep": [{"enum": [*VERBS]}],
    "Data": [{"type": "string"}],
}
_LANGUAGE = "^[a-z]{2,3}$"  # the keys of a text
_LANGUAGES = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": False,
    "patternProperties": {"^[a-z]{2}$|^und$": {"type": "string"}},
}
_FIGURES = {
    "anyOf": [
        {"type": "number"},
        {"const": "free"},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/Figures"}},
    ],
    "description": "Figures by option, as many levels deep as there are variables.",
}


def schemas() -> dict[str, str]:
    """File name -> text of the schema of each kind of file, as checked in under ``questionnaires/schema``."""
    kinds: dict[str, Any] = {**KINDS, "sources": dict[str, Source]}
    return {f"{name}.json": _schema(name, kind) for name, kind in kinds.items()}


def _schema(name: str, kind: Any) -> str:
    schema = TypeAdapter(kind).json_schema(mode="validation")
    records = {**schema.get("$defs", {}), schema.get("title", ""): schema}
    for title, record in records.items():
        if "properties" in record:
            _properties(title, record["properties"])
        if title in _UNKNOWN:
            _with_unknown(record)
    if "Option" in records:  # an option's id is its key in the file
        records["Option"]["properties"].pop("id")
        records["Option"].pop("required", None)
    definitions = schema.setdefault("$defs", {})
    for title, forms in _SHORT.items():
        if title in definitions:
            definitions[title] = {"anyOf": [*forms, definitions[title]]}
    _texts(schema)
    definitions["Languages"] = _LANGUAGES
    if "Margin" in definitions:
        definitions["Figures"] = _FIGURES
    made = f"written by 'survey check --write-schemas' with pydantic {'.'.join(VERSION.split('.')[:2])}"
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$comment": made, "title": f"{name} file"}
    text = json.dumps({**head, **{key: value for key, value in schema.items() if key != "title"}}, indent=1)
    return text + "\n"


def _properties(record: str, properties: dict[str, Any]) -> None:
    """Short forms of single keys."""
    for key in ("date", "wave", "start", "end"):
        if key in properties and record in ("Fieldwork", "Publication", "Source", "Study", "Targets"):
            properties[key]["anyOf"] = [*properties[key].get("anyOf", []), {"type": "integer"}]
            properties[key].pop("type", None)
    if record == "Margin":
        for key in ("counts", "shares", "nested", "sizes", "std_error"):
            properties[key] = {"$ref": "#/$defs/Figures"}
        cell = {"anyOf": [{"type": ["string", "integer"]}, {"type": "array", "items": {"type": ["string", "integer"]}}]}
        properties["merge"] = {"type": "array", "items": {"type": "array", "items": cell}}
        properties["variables"] = {"anyOf": [{"type": "string"}, properties["variables"]]}
    if record in ("Margin", "Targets"):
        options = {"type": ["string", "integer"]}
        levels = {"anyOf": [options, {"type": "array", "items": options}]}
        properties["recode"] = {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": levels},
        }
    if record in ("Net", "Nested"):
        properties["options"]["items"] = {"type": ["string", "number"]}
    if record == "Study":
        names = {"type": "array", "items": {"type": ["string", "integer"]}, "uniqueItems": True}
        properties["questions"] = {"anyOf": [properties["questions"], names, {"const": EVERY}]}
        properties.pop("every")
    if record == "Change":
        properties["points"] = {"anyOf": [{"type": "number"}, properties["points"]]}


def _with_unknown(record: dict[str, Any]) -> None:
    for key, value in record["properties"].items():
        if key != "study" and "unknown" not in value.get("enum", ()):
            default = {"default": value.pop("default")} if "default" in value else {}
            record["properties"][key] = {"anyOf": [value, {"const": "unknown"}], **default}


def _texts(node: Any) -> None:
    """A text may be a plain string, its languages are two letters; keys that fit no pattern are faults."""
    if isinstance(node, dict):
        patterns = {*node.get("patternProperties", {}), node.get("propertyNames", {}).get("pattern")}
        if _LANGUAGE in patterns:
            node.clear()
            node["anyOf"] = [{"type": ["string", "number"]}, {"$ref": "#/$defs/Languages"}]
            return
        if "patternProperties" in node:
            node.setdefault("additionalProperties", False)
        for value in list(node.values()):
            _texts(value)
    elif isinstance(node, list):
        for value in node:
            _texts(value)
