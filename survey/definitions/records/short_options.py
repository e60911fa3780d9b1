"""Short forms in which options and lists of them are written."""

from __future__ import annotations

import re
from typing import Any


def codes_as_names(parts: Any) -> tuple[Any, ...]:
    """Numbers among names of options as texts: 1 and 1.0 are "1", the name of an option that is written so."""
    numbers = (int, float)
    return tuple(f"{one:.15g}" if isinstance(one, numbers) and not isinstance(one, bool) else one for one in parts)


def _option(key: Any, data: Any) -> dict[str, Any]:
    """An option from its key and its short or long form: ``1: Yes``, ``yes: {code: 1, label: Yes}``."""
    named = isinstance(key, str) and not re.fullmatch(r"-?\d+(\.\d+)?", key)
    if data is None or isinstance(data, (str, int, float)):
        data = {"label": None if data is None else str(data)}
    if not isinstance(data, dict):
        return {"id": str(key), "label": data}  # pydantic says what is wrong with it
    if set(data) and all(re.fullmatch(r"[a-z]{2,3}", str(part)) for part in data) and "code" not in data:
        data = {"label": data}  # `1: {en: Yes, ru: Да}`
    data = dict(data)
    data["id"] = str(key)
    if not named and data.get("code") is None and data.get("range") is None:
        data["code"] = key
    if isinstance(data.get("code"), list):
        data["code"] = tuple(data["code"])
    return data


def with_short_options(data: Any) -> Any:
    """A mapping whose ``options`` are written short, with the long forms."""
    if not isinstance(data, dict) or not isinstance(data.get("options"), dict):
        return data
    return {**data, "options": {str(key): _option(key, value) for key, value in data["options"].items()}}


def with_lists(data: dict[str, Any]) -> dict[str, Any]:
    """``asked: {q4: yes}`` with its one answer as a list of one; lists as tuples."""
    if isinstance(data.get("asked"), dict):
        answers = {key: part if isinstance(part, (list, tuple)) else [part] for key, part in data["asked"].items()}
        data = {**data, "asked": {str(key): tuple(part) for key, part in answers.items()}}
    return {**data, **{key: tuple(data[key]) for key in ("columns", "marked") if isinstance(data.get(key), list)}}
