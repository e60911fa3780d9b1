"""XML of strangers, read without entities, document types of its own, network or depth."""

from __future__ import annotations

from typing import Any

from survey.scaffold.forms.source import Source

FIX = "Export the form again."


def xml_root(source: Source) -> Any:
    """The root element.

    An external document type is left unread (Triple-S and older DDI name theirs). Entities are an error, since their
    text would be missing without a word; so is text that libxml2's limits stop (depth, size of one text). Raises
    ``DataError``.
    """
    from lxml import etree

    if b"<!ENTITY" in source.data:
        raise source.fault("declares entities, which no export of a form does", FIX)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source.data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 0
        raise source.fault(f"is no sound XML ({error})", FIX, line=line) from None
    inside = root.getroottree().docinfo.internalDTD
    if inside is not None and any(True for _ in inside.iterentities()):
        raise source.fault("declares entities, which no export of a form does", FIX)
    if any(True for _ in root.iter(etree.Entity)):
        raise source.fault("refers to entities that it does not declare", FIX)
    return root
