"""What must never be published, and the refusal to print it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survey.errors import SurveyError
from survey.wording.worded import Worded


def refuse_internal(value: Any) -> None:
    """Raise ``SurveyError`` where ``value``, or anything in a list, a mapping or a record of it, is marked internal
    (``survey.weighting.told.profiles.Profiles`` and documents made of it)."""
    if isinstance(value, (str, bytes, Worded)) or value is None:  # words hold nothing but words
        return
    if getattr(value, "internal", False) is True:
        raise SurveyError(
            "holds combinations that may single a person out, and is not printed for readers",
            where=getattr(value, "name", "") or type(value).__name__.lower(),
            fix="Look at it in the terminal: render(…, 'text', internal=True).",
        )
    if isinstance(value, Mapping):
        inner = list(value.values())
    elif isinstance(value, (list, tuple, set, frozenset)):
        inner = list(value)
    else:
        inner = [getattr(value, name) for name in getattr(value, "__dataclass_fields__", ())]
    for item in inner:
        refuse_internal(item)
