"""What a study writes over the pictures of a question."""

from __future__ import annotations

import re
from typing import Any

from pydantic import model_validator

from survey.definitions.records.values import Record, Text


class PictureHeads(Record):
    """The finding that is the title of a picture: ``title`` of the whole sample, ``by`` of the picture by the banner.
    Short form: the title alone."""

    title: Text | None = None
    by: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        languages = isinstance(data, dict) and data and all(re.fullmatch(r"[a-z]{2}|und", str(key)) for key in data)
        plain = isinstance(data, str) or (languages and "by" not in data)
        return {"title": data} if plain else data
