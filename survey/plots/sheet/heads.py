"""What is written around a picture."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heads:
    """What is written around a picture, each text in the language of the picture already."""

    title: str
    subtitle: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    language: str = "en"
    synthetic: bool = False
