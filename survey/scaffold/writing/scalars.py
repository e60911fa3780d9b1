"""Texts, numbers and keys as YAML 1.2, so that ``survey.definitions.records.read_yaml`` reads them as they were."""

from __future__ import annotations

import json
import re
from typing import Any

# A text that is plain: begins with a letter and has no sign that YAML reads, no blank at its end
_PLAIN = re.compile(r"[^\W\d_](?:[^\n:#\[\]{},&*!|>'\"%@`\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]|:(?=\S)(?![,\]}]))*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d+)?")


def scalar(value: Any) -> str:
    """A text, a number or a truth value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and not text.endswith((" ", ":")) and text.casefold() not in _WORDS:
        return text
    if not re.search(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]", text):
        quoted = text.replace("'", "''")
        return f"'{quoted}'"
    return re.sub(
        r"[\x7f-\xa0\u2028\u2029\ufeff]", lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False)
    )


def key(name: str) -> str:
    """A key: numbers as they are, so that a code stays a number."""
    return name if _NUMBER.fullmatch(name) and not name.endswith(".0") else scalar(name)


def flow(value: Any) -> str:
    """A value on one line: mappings and lists inside brackets."""
    if isinstance(value, dict):
        pairs = ((key(str(name)), "null" if part is None else flow(part)) for name, part in value.items())
        return "{" + ", ".join(f"{name}: {part}" for name, part in pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def comment(text: str) -> str:
    """A text for a comment: on one line, without signs that end it."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]", " ", text).split())
