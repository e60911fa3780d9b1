"""What is written around a picture, and how much of it stands in the picture itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from survey.plots.sheet.lettering import wrap
from survey.plots.sheet.sheet import Sheet
from survey.plots.sheet.style import NOTE, TITLE, VALUE
from survey.words import say

NOTE_LINES = 3  # of a picture, at most
SUBTITLE_LINES = 4
TITLE_LINES = 3


@dataclass(frozen=True)
class Heads:
    """What is written around a picture, each text in the language of the picture already.

    ``footer`` is the whole note, which a file carries as its description. In the picture stand ``facts`` (n, dates, ±,
    source, in one line), then those of ``needed``, the most needed first, that fit into three lines in all; the first
    ``must`` of them are cut rather than left out. Where neither is given the whole note is what is needed.

    ``title`` is the topic until ``on`` finds a better one; the topic is then the ``overline``. ``whom``: of whom and
    when, below the title. ``heard``: the question in the words that respondents heard, and how sure these are.
    """

    title: str
    subtitle: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    language: str = "en"
    synthetic: bool = False
    facts: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    must: int = 0
    overline: str = ""
    whom: str = ""
    heard: tuple[str, str] = ("", "")

    def on(self, sheet: Sheet, width: float) -> Heads:
        """With the finding of the sheet as the title, else the question as it was heard, where it has room in a few
        lines; the topic then stands over it. A finding that is not written in the language of the picture is none."""
        if sheet.title is not None and (self.language in sheet.title or "und" in sheet.title):
            asked = self.subtitle or ((self.title,) if self.title == self.heard[0] else ())
            return self._under(say(sheet.title, self.language), asked)
        question, sure = self.heard
        if question and len(wrap(question, width, TITLE, True)) <= TITLE_LINES:
            whom = " · ".join(filter(None, (self.whom, sure)))
            return replace(self._under(question, ()), whom=whom)
        return self

    def _under(self, title: str, subtitle: tuple[str, ...]) -> Heads:
        """With another title, over which the topic stands where it says something else."""
        said = " ".join((title, *subtitle))
        topic = "" if self.title.rstrip(" .?") in said else self.title
        return replace(self, title=title, subtitle=subtitle, overline=topic)


def subtitle_lines(heads: Heads, width: float) -> list[str]:
    """The lines of the subtitle, cut after the fourth; then of whom and when."""
    whom = wrap(heads.whom, width, VALUE) if heads.whom else []
    asked = wrap(" · ".join(part for part in heads.subtitle if part), width, VALUE)
    return _cut(asked, SUBTITLE_LINES) + whom


def note_lines(heads: Heads, width: float, full: bool = False) -> list[str]:
    """The lines of the note in the picture: all of it where ``full``, else three at most."""
    if full:
        lines = wrap(" · ".join(heads.facts), width, NOTE) if heads.facts else []
        return [*lines, *(line for part in heads.footer if part for line in wrap(part, width, NOTE))]
    most = NOTE_LINES - 1 if heads.must else NOTE_LINES
    facts = _cut(wrap(" · ".join(heads.facts), width, NOTE), most) if heads.facts else []
    room = NOTE_LINES - len(facts)
    needed = heads.needed or (() if heads.facts else heads.footer)
    kept: list[str] = []
    for place, sentence in enumerate(filter(None, needed)):
        lines = wrap(" ".join([*kept, sentence]), width, NOTE)
        if len(lines) <= room:
            kept.append(sentence)
        elif place < heads.must or not (heads.facts or kept):
            return [*facts, *_cut(lines, room)]
    return [*facts, *(wrap(" ".join(kept), width, NOTE) if kept else [])]


def _cut(lines: list[str], most: int) -> list[str]:
    """The first ``most`` lines, with … where there are more."""
    if len(lines) <= most:
        return [line for line in lines if line]
    return [*lines[: most - 1], lines[most - 1][:-1].rstrip(" .,;:") + "…"] if most > 0 else []
