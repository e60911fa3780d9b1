"""Notes that every table of a study has: who was asked, when, how, in which words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from survey.cells.samples.sample import SampleData
from survey.definitions.asked_text import AskedText
from survey.definitions.records.question import Question
from survey.definitions.records.study import Sample, Study, StudyQuestion
from survey.definitions.records.values import Fieldwork
from survey.definitions.records.when import when
from survey.tables.table import Note
from survey.wording.few import Counted
from survey.wording.figures import whole
from survey.wording.message import message
from survey.wording.modes import mode_words
from survey.wording.worded import Part, joined, once, reworded, same
from survey.words import Text, say


def study_notes(study: Study | None) -> tuple[Note, ...]:
    """Study, pollster, fieldwork, mode, population and sample; what is not known is said to be not stated."""
    if study is None:
        return (Note("study", message("tables.no_study")), Note("sample", message("tables.unknown", more="")))
    sponsor = message("tables.sponsor", name=study.sponsor) if study.sponsor else ""
    pollster = joined([study.pollster, sponsor]) if study.pollster else message("general.unstated")
    mode: Part = mode_words(study.mode) or study.mode_stated or message("general.unstated")
    return (
        Note("study", study.title or same(study.study)),
        Note("pollster", message("tables.pollster", name=pollster)),
        Note("fieldwork", message("tables.fieldwork", when=_when(study.fieldwork))),
        Note("mode", message("tables.mode", mode=mode)),
        Note("population", message("tables.population", whom=study.population or message("general.unstated"))),
        Note("sample", sample_text(study.sample)),
    )


def sample_text(sample: Sample) -> Text:
    """How respondents were found, and for samples not drawn by chance what their interval assumes."""
    parts: list[Part] = [message("tables.frame", frame=sample.frame)] if sample.frame else []
    if sample.stated:
        parts.append(message("tables.sample_stated", stated=sample.stated))
    more = joined([" (", joined(parts, "; "), ")"]) if parts else ""
    return message(f"tables.{sample.kind}", more=more)


def filter_note(sample: SampleData) -> tuple[Note, ...]:
    """To whom the figures are confined, and how many respondents are outside, of them for lack of an answer."""
    domain = sample.domain
    if domain is None:
        return ()
    counts = {name: whole(getattr(domain, name)) for name in ("n", "outside", "unanswered")}
    return (Note("filter", message("filters.domain", filter=domain.words, **counts)),)


def wording_note(question: Question) -> Note:
    """The question as asked, with how sure its words are; if another language has the exact ones, which."""
    if not question.text:
        return Note("wording", message("tables.no_wording"))
    return Note("wording", AskedText(question))


def _when(fieldwork: Fieldwork) -> Part:
    known = fieldwork.start or fieldwork.end or fieldwork.stated
    return when(fieldwork) if known else message("general.unstated")


def several_notes(
    question: Question, banner: Sequence[Question], base: str, marked: float, *, nets: bool
) -> list[Note]:
    """Where several answers could be given: that rows do not make 100 %, or of how many answers they are (``marked``),
    and which columns of the banner overlap."""
    found = []
    if question.type == "multiple" and base == "answers":
        found.append(Note("several", message("tables.several_answers", marked=whole(marked))))
    elif question.type == "multiple":
        more = [message("tables.several_nets")] if nets else []
        found.append(Note("several", joined([message("tables.several"), *more])))
    for by in banner:
        if by.type == "multiple":
            found.append(Note(f"several_{by.question}", message("tables.overlap", variable=by.heading)))
    return found


def listed(parts: list[Part]) -> Text:
    """Parts of a list, between commas."""
    return joined(parts, ", ")


def counted(label: Part, count: float, write: Callable[[float], Text]) -> Text:
    """``label (12)``."""
    return Counted((label, " (", write(count), ")"))


def remarks(question: Question, own: StudyQuestion | None, study: Study | None = None) -> list[Note]:
    """What the definitions say of the question beside its words, and of the study's data, in their own language."""
    notes = (question.note, own.note if own is not None else None)
    said = once(reworded(note, str.strip) for note in notes if note)
    found = [Note("remark", joined(said, " "))] if said else []
    about = reworded(study.note, str.strip) if study is not None else {}
    told = say(about)
    return [*found, Note("about", joined([about]))] if told and told not in map(say, said) else found
