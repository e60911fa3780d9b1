"""Names of studies and sources in a table that a page can make links of, and pictures that stand on a page."""

from __future__ import annotations

from dataclasses import dataclass

from survey.wording.worded import Worded
from survey.words import Text, say


@dataclass(frozen=True, eq=False, repr=False)
class Refs(Worded):
    """Names with commas between them. ``names``: the ids of what they name, of the kind ``study`` or ``source``: where
    a document knows the address of ``<kind>/<id>``, a page links it. ``under``: the id of the series of all of them,
    which a page names. ``said``: what each is called; the ids where it is empty."""

    kind: str
    names: tuple[str, ...]
    under: str = ""
    said: tuple[Text, ...] = ()

    def words(self, language: str) -> str:
        called = self._called(language)
        return ("; " if any("," in name for name in called) else ", ").join(called)

    def named(self, language: str) -> tuple[tuple[str, str], ...]:
        """What each is called, with the key of its address."""
        over = ((self.under, f"series/{self.under}"),) if self.under else ()
        called = zip(self._called(language), self.names, strict=True)
        return over + tuple((text, f"{self.kind}/{name}") for text, name in called)

    def _called(self, language: str) -> tuple[str, ...]:
        return tuple(say(text, language) for text in self.said) or self.names


@dataclass(frozen=True)
class Address:
    """Where something is found, seen from a page, and what it is called there. ``shown``: the link has this for its
    words, not the id. ``whole``: the longer name of which it is the beginning. Without ``href`` it has a name alone."""

    href: str
    title: Text
    shown: bool = False
    whole: Text | None = None


@dataclass(frozen=True)
class Pictured:
    """A picture on a page: its file, what it shows in words and figures, its file for phones where there is one, and
    what it is called."""

    name: str
    alt: str
    phone: str = ""
    title: str = ""


def web_address(url: str | None) -> str:
    """``url`` as an address that a browser can follow, of the web whatever it begins with; "" for none, and for one
    that was cut or is no address."""
    plain = (url or "").strip()
    scheme, parted, rest = plain.partition("://")
    if not parted:
        scheme, rest = "https", plain
    host = rest.partition("/")[0]
    if scheme.lower() not in ("http", "https") or "..." in rest or "…" in rest or "." not in host or " " in plain:
        return ""
    return f"{scheme}://{rest}"
