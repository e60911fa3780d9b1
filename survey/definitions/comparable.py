"""Whether two studies asked the same question: one answer for check, trend, compare and combine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from survey.definitions.label_words import Sameness, label_sameness, worse
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import Keys
from survey.errors import Problem
from survey.wording.formatted import formatted
from survey.wording.message import Message, message
from survey.wording.spans import between
from survey.wording.worded import Part, same
from survey.words import Text, say

Kind = Literal["type", "options", "labels", "scale", "ranges", "nets", "numbers", "reworded"]
APART = frozenset({"type", "options"})  # another question: no line joins it, and nobody need mend it
FORCE = "Correct it, or give another answer another name; --force (force=True) shows it all the same."
FORCE_LABEL = "Name another answer otherwise, mark the same one 'reworded: true', or use --force (force=True)."


@dataclass(frozen=True)
class Asked:
    """A question as one study asked it. ``labels``: of each option, those of its codes in the data file ``file``.
    ``place``: file and line of a key of the question in the definitions."""

    question: Question
    name: str = ""
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file: str = ""
    place: Callable[[Keys], tuple[str, int]] | None = None


@dataclass(frozen=True)
class Difference:
    """One thing in which two questions of one name differ; ``name``: of the option or net, "" for the question.

    ``path``: the key in a definition, () where it stands in the data. ``type`` and ``options`` make another question;
    ``reworded`` is a break that is shown; the others say that one name stands for two things.
    """

    kind: Kind
    name: str
    one: Text
    two: Text
    path: Keys = ()

    @property
    def contradicts(self) -> bool:
        """True where one name stands for two things."""
        return self.kind not in APART and self.kind != "reworded"

    @property
    def refuses(self) -> bool:
        """True where figures of the two cannot be subtracted or pooled."""
        return self.kind != "reworded"

    def said(self, one: Part, two: Part) -> Message:
        """The difference in words, ``one`` and ``two`` naming the places."""
        of = f"'{self.name}' " if self.name else ""
        return message(f"data.differs_{self.kind}", of=of, second=self.two, two=two, first=self.one, one=one)

    def text(self, place: str) -> str:
        """The same in English for an error, the other one standing at ``place``."""
        return str(self.said(place, message("data.place_here")))


def differences(one: Asked, two: Asked) -> tuple[Difference, ...]:
    """Everything in which ``two`` is another question than ``one``; kinds of missing and codes do not count.

    Compared are whether several answers could be given, the ids of the answers, their labels (in the languages that
    both have, and those that the data files give to their codes: ``label_words``), the numbers and ends of a scale,
    the ranges of a number, and the members of nets.
    """
    first, second = one.question, two.question
    if first is second and not one.labels and not two.labels:
        return ()  # thousands of polls of one table
    found: list[Difference] = []
    if _family(first) != _family(second):
        found.append(Difference("type", "", {"und": first.type}, {"und": second.type}, ("type",)))
    alike = set(first.substantive) == set(second.substantive)
    if not alike:
        found.append(Difference("options", "", _listed(first), _listed(second), ("options",)))
    found += _labels(one, two)
    found += _scale(first, second, alike)
    for name in first.options:
        a, b = first.options[name], second.options.get(name)
        if b is not None and a.range and b.range and a.range != b.range:
            path = ("options", name, "range")
            found.append(Difference("ranges", name, _range(a.range), _range(b.range), path))
    for name, net in first.nets.items():
        if alike and name in second.nets and set(net.options) != set(second.nets[name].options):
            parts = [{"und": ", ".join(asked.nets[name].options)} for asked in (first, second)]
            found.append(Difference("nets", name, parts[0], parts[1], ("nets", name)))
    return tuple(found)


def problems(found: Sequence[Difference], one: Asked, two: Asked) -> list[Problem]:
    """The differences as faults of ``two``, each with its file and line, naming the place in ``one``."""
    made = []
    for item in found:
        file, line = _at(two, item.path)
        other, at = _at(one, item.path)
        key = ".".join((two.question.question, *item.path))
        fix = FORCE_LABEL if item.kind == "labels" and item.path else FORCE
        made.append(Problem(file, line, key, item.text(f"{other}:{at}" if at else other), fix))
    return made


def _at(asked: Asked, path: Keys) -> tuple[str, int]:
    if path and asked.place is not None:
        return asked.place(path)
    return asked.file or asked.name or "the data", 0


def _family(question: Question) -> str:
    if question.several is True:
        return "several"
    if question.type == "number" and any(option.range for option in question.options.values()):
        return "one"  # cut into options
    return question.type if question.type in ("number", "open") else "one"


def _listed(question: Question) -> Text:
    return same(", ".join(question.substantive)) if question.substantive else message("data.no_options")


def _labels(one: Asked, two: Asked) -> Iterator[Difference]:
    for name in one.question.substantive:
        if name not in two.question.options and name not in two.question.nets:
            continue
        first, second = one.question.label(name), two.question.label(name)
        written = label_sameness(first, second) if _labelled(one, name) and _labelled(two, name) else None
        in_files = _file_sameness(one, two, name)
        worst = worse(written, in_files)
        if worst is None or worst == "same":
            continue
        declared = any(name in asked.question.options and asked.question.options[name].reworded for asked in (one, two))
        kind: Kind = "labels" if worst == "other" and not declared else "reworded"
        if worst == in_files and worst != written:
            yield Difference(kind, name, _shown(one, name), _shown(two, name))
        else:
            yield Difference(kind, name, first, second, ("options", name, "label"))


def _labelled(asked: Asked, name: str) -> bool:
    form = asked.question.options.get(name) or asked.question.nets.get(name)
    return form is not None and bool(form.label)


def _file_sameness(one: Asked, two: Asked, name: str) -> Sameness | None:
    """By the labels of the data files, the definition's standing for a file without labels. Where several codes make an
    option its label in the file is none of one code, so only a label of another option is an other answer."""
    if not one.labels.get(name) and not two.labels.get(name):
        return None
    texts = [_texts(asked, name) for asked in (one, two)]
    found = [kind for a in texts[0] for b in texts[1] if (kind := label_sameness(a, b)) is not None]
    if not found or "same" in found:
        return "same" if found else None
    if max(map(len, texts)) == 1 or "reworded" in found or _elsewhere(one, two, name) or _elsewhere(two, one, name):
        return "reworded" if "reworded" in found else "other"
    return None


def _texts(asked: Asked, name: str) -> list[Text]:
    """The labels in the file, else the one of the definition."""
    if asked.labels.get(name):
        return [{"und": text} for text in asked.labels[name]]
    return [asked.question.label(name)] if _labelled(asked, name) else []


def _elsewhere(one: Asked, two: Asked, name: str) -> bool:
    """Whether the label of an option in one file is that of another option in the other."""
    others = [text for key in two.question.substantive if key != name for text in _texts(two, key)]
    return any(label_sameness(text, other) == "same" for text in _texts(one, name) for other in others)


def _shown(asked: Asked, name: str) -> Text:
    return {"und": "; ".join(dict.fromkeys(say(text) for text in _texts(asked, name)))}


def _scale(one: Question, two: Question, alike: bool) -> Iterator[Difference]:
    """The number of each answer, where the answers are the same; else the ends."""
    if "scale" not in (one.type, two.type) and "number" not in (one.type, two.type):
        return
    first, second = _values(one), _values(two)
    if alike:
        for name in first:
            if name in second and first[name] != second[name]:
                numbers = [formatted(values[name]) for values in (first, second)]
                yield Difference("scale", name, numbers[0], numbers[1], ("options", name))
    elif first and second:
        ends = [(min(values.values()), max(values.values())) for values in (first, second)]
        if ends[0] != ends[1]:
            texts = [between(formatted(low), formatted(high)) for low, high in ends]
            yield Difference("scale", "", texts[0], texts[1], ("options",))


def _values(question: Question) -> dict[str, float]:
    found = {}
    for name in question.substantive:
        option = question.options[name]
        numbers = [code for code in option.codes if isinstance(code, (int, float))] if option.range is None else []
        if option.value is not None or len(numbers) == 1:
            found[name] = float(numbers[0] if option.value is None else option.value)
    return found


def _range(ends: tuple[float | None, float | None]) -> Text:
    low, high = ("…" if end is None else f"{end:g}" for end in ends)
    return {"und": f"{low}-{high}"}
