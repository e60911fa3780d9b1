"""XML as it is built: elements with texts by language, and the whole as bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def clean(text: object) -> str:
    """A text without the characters that XML cannot hold, blanks as one."""
    return " ".join(_CONTROL.sub(" ", str(text)).split())


def add(parent: Any, name: str, text: object = None, /, **attributes: object) -> Any:
    """A new last child of ``parent``, in its namespace; attributes that are None are left out."""
    from lxml import etree

    space = parent.tag.rpartition("}")[0]
    given = {key: clean(value) for key, value in attributes.items() if value is not None}
    made = etree.SubElement(parent, f"{space}}}{name}" if space else name, given)
    if text is not None:
        made.text = clean(text)
    return made


def by_language(text: Mapping[str, str] | None) -> dict[str, str]:
    """The texts by language, "" for one that is not known."""
    return {"" if language == "und" else language: clean(one) for language, one in (text or {}).items() if clean(one)}


def whole(root: Any) -> str:
    """The document with its declaration."""
    from lxml import etree

    made: bytes = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")
    return made.decode()
