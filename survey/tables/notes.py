"""Notes that every table of a study has: who was asked, when, how, in which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from survey.definitions.records.question import Question
from survey.definitions.records.sources import Source
from survey.definitions.records.study import Sample, Study, StudyQuestion
from survey.definitions.records.values import Fieldwork
from survey.definitions.records.when import when
from survey.tables.sentences import SENTENCES
from survey.tables.table import Note
from survey.tables.texts import joined, same, words
from survey.words import LANGUAGES, MODES, Part, Text, say


def study_notes(study: Study | None) -> tuple[Note, ...]:
    """Study, pollster, fieldwork, mode, population and sample; what is not known is said to be not stated."""
    if study is None:
        return (Note("study", words("no_study")), Note("sample", words("unknown", more="")))
    sponsor = words("sponsor", name=study.sponsor) if study.sponsor else ""
    pollster = joined([study.pollster, sponsor]) if study.pollster else words("unstated")
    mode: Part = MODES.get(study.mode) or study.mode_stated or words("unstated")
    return (
        Note("study", study.title or same(study.study)),
        Note("pollster", words("pollster", name=pollster)),
        Note("fieldwork", words("fieldwork", when=_when(study.fieldwork))),
        Note("mode", words("mode", mode=mode)),
        Note("population", words("population", whom=study.population or words("unstated"))),
        Note("sample", sample_text(study.sample)),
    )


def sample_text(sample: Sample) -> Text:
    """How respondents were found, and for samples not drawn by chance what their interval assumes."""
    parts: list[Part] = [words("frame", frame=sample.frame)] if sample.frame else []
    if sample.stated:
        parts.append(words("sample_stated", stated=sample.stated))
    more = joined([" (", joined(parts, "; "), ")"]) if parts else ""
    return words(sample.kind, more=more)


def wording_note(question: Question) -> Note:
    """The question as asked, with how sure its words are; if another language has the exact ones, which."""
    if not question.text:
        return Note("wording", words("no_wording"))
    return Note("wording", {language: _wording(question, language) for language in LANGUAGES})


def _wording(question: Question, language: str) -> str:
    assert question.text is not None
    exact = [code for code in question.text if question.wording_in(code) == "exact"]
    shown = next(code for code in (language, *exact, "en", "und", *question.text) if code in question.text)
    level = question.wording_in(shown)
    sure = say(words("unsure" if level == "unknown" else level), language)
    if shown not in (language, "und"):
        sure += say(words("in_language", language=_language(shown)), language)
    if exact and level != "exact":
        sure += say(words("asked_in", language=_language(exact[0])), language)
    return say(words("wording", text=question.text[shown].strip(), sure=sure), language)


def _language(code: str) -> Part:
    return words(f"lang_{code}") if f"lang_{code}" in SENTENCES else code


def _when(fieldwork: Fieldwork) -> Part:
    """Dates: in words in English, in figures in the other languages, which would need cases and genders."""
    dates = [date for date in (fieldwork.start or fieldwork.end, fieldwork.end or fieldwork.start) if date]
    if not dates:
        return fieldwork.stated or words("unstated")

    def written(language: str) -> str:
        if language == "en":
            return when(fieldwork)
        return "–".join(dict.fromkeys(".".join(reversed(date.split("-"))) for date in dates))

    return written


def listed(parts: list[Part]) -> Text:
    """Parts of a list, between commas."""
    return joined(parts, ", ")


def counted(label: Part, count: float, write: Callable[[float], Callable[[str], str]]) -> Text:
    """``label (12)``."""
    return joined([label, " (", write(count), ")"])


def remarks(question: Question, own: StudyQuestion | None, study: Study | None = None) -> list[Note]:
    """What the definitions say of the question beside its words, and of the study's data, in their own language."""
    notes = [question.note, *(one.note for one in (own, study) if one is not None)]
    said = [note.strip() for note in notes if note]
    return [Note("remark", same(" ".join(dict.fromkeys(said))))] if said else []


def source_text(name: str, sources: Mapping[str, Source]) -> str:
    """The title of a source with its date; its id where it has no title."""
    source = sources[name] if name in sources else None
    if source is None or not source.title:
        return name
    date = (source.date or "").split(" (")[0]
    return f"{source.title} ({date})" if date and date not in source.title else source.title
