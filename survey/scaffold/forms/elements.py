"""Elements of a form in XML, whatever their namespace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Any, *names: str) -> Iterator[Any]:
    """Those of the direct children that have one of ``names``, whatever their namespace."""
    return (one for one in element if local(one) in names)


def child(element: Any, name: str) -> Any | None:
    """The first of them."""
    return next(children(element, name), None)


def said(element: Any | None, *without: str) -> str:
    """The text of an element with that of those inside it, but for those called ``without``; blanks as one, "" for no
    element."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for one in element:
        if local(one) not in without:
            parts += [" "] if local(one) == "br" else list(one.itertext())
        parts.append(one.tail or "")
    return " ".join("".join(parts).split())
