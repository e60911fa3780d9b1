"""Every kind of claim, from publications and from data, of everybody, a group, a crossed group and those who answered.

What is true is computed here from the rows; the published figures are the same numbers, rounded. Each true statement is
reproduced and its false twin is not; what a publication cannot answer says what it lacks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.claims.answers.verdict import Verdict
from survey.claims.verify import verify_claims
from survey.definitions.reading.load import refuse_faults
from survey.design import SurveyDesign
from survey.words import say

pytestmark = pytest.mark.derivation

VOTES, MOODS = {"red": 1, "blue": 2, "green": 3, "hard_to_say": 99}, {"1": 1, "2": 2, "3": 3}
CHURCHES = {"east": "east", "west": "west"}
SCOPES: dict[str, dict[str, str]] = {"all": {}, "group": {"sex": "man"}, "crossed": {"sex": "man", "place": "town"}}
Case = tuple[str, str, str]  # what is asked, the true statement, a false one
Z = 1.959964


def rows(seed: int, tilt: float) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    n = 1200
    vote = rng.choice([1, 2, 3, 99], n, p=[0.42 + tilt, 0.24, 0.22 - tilt, 0.12])
    faith = rng.choice(["religious", "other"], n, p=[0.6, 0.4])
    return pd.DataFrame(
        {
            "vote": vote,
            "mood": rng.choice([1, 2, 3], n, p=[0.2, 0.25, 0.55]),
            "sex": rng.choice(["man", "woman"], n),
            "place": rng.choice(["town", "village"], n, p=[0.6, 0.4]),
            "faith": faith,
            "church": np.where(faith == "religious", rng.choice(["east", "west"], n, p=[0.7, 0.3]), ""),
            "w": rng.uniform(0.6, 1.6, n),
        }
    )


FRAMES = {"before": rows(4, 0.0), "poll": rows(5, 0.06)}


class Part:
    """The rows of a scope, and figures of them by plain sums."""

    def __init__(self, frame: pd.DataFrame, domain: Mapping[str, str]) -> None:
        self.frame = frame
        for key, value in domain.items():
            self.frame = self.frame[self.frame[key] == value]

    def share(self, column: str, *codes: object, base: pd.Series | None = None) -> float:
        mine = self.frame if base is None else self.frame[base]
        return 100 * float(mine.w[mine[column].isin(codes)].sum() / mine.w.sum())

    @property
    def n(self) -> int:
        return len(self.frame)

    @property
    def kish(self) -> float:
        w = self.frame.w
        return float(self.n * (w**2).sum() / w.sum() ** 2)


def printed(part: Part, column: str, codes: Mapping[str, object]) -> str:
    asked = part.frame[column] != ""
    figures = ", ".join(f"{key}: {part.share(column, code, base=asked):.1f}" for key, code in codes.items())
    return f"published: {{{figures}}}, size: {int(asked.sum())}"


def by_groups(frame: pd.DataFrame, column: str, codes: Mapping[str, object]) -> str:
    sexes = (f"{sex}: {{{printed(Part(frame, {'sex': sex}), column, codes)}}}" for sex in ("man", "woman"))
    crossed = (
        f"'{sex} > town': {{{printed(Part(frame, {'sex': sex, 'place': 'town'}), column, codes)}}}"
        for sex in ("man", "woman")
    )
    return f"by: {{sex: {{{', '.join(sexes)}}}, sex > place: {{{', '.join(crossed)}}}}}"


def asked(frame: pd.DataFrame, column: str, codes: Mapping[str, object], more: str = "") -> str:
    return f"{{{more}decimals: 1, {printed(Part(frame, {}), column, codes)}, {by_groups(frame, column, codes)}}}"


@pytest.fixture(scope="module")
def world(polls_in: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Two waves with every figure printed to a tenth, and their rows."""
    polls = polls_in(tmp_path_factory.mktemp("kinds") / "questionnaires")
    polls.write("questions/sex.yaml", "question: sex\noptions: {man: Man, woman: Woman}\n")
    polls.write("questions/place.yaml", "question: place\noptions: {town: Town, village: Village}\n")
    mood = "type: scale, options: {1: Low, 2: Middle, 3: High}, "
    nested = "blank: not_asked, nested: {question: faith, options: [religious]}, "
    for wave, frame in FRAMES.items():
        faith = printed(Part(frame, {}), "faith", {"religious": "religious", "other": "other"})
        questions = (
            f"vote: {asked(frame, 'vote', VOTES)}, mood: {asked(frame, 'mood', MOODS, mood)}, "
            f"church: {asked(frame, 'church', CHURCHES, nested)}, faith: {{{faith}}}, sex: {{}}, place: {{}}"
        )
        when = "2021-05" if wave == "before" else "2022-05"
        more = f"series: s\nmode: phone\nfieldwork: '{when}'\nmoe: 3.4\nsample: {{kind: probability, size: 1200}}"
        polls.poll(wave, f"{{{questions}}}", f"{more}\ndata: {{file: wave.csv}}")
    return polls


@pytest.fixture(scope="module")
def opener(world: Any) -> Callable[[str], SampleData]:
    library, made = world.library, dict[str, SampleData]()
    for wave, frame in FRAMES.items():
        study = library.study(wave)
        questions = {key: library.question(study, key) for key in study.questions}
        made[wave] = SampleData(MemoryEngine(frame), SurveyDesign(weight="w"), questions, study)
    return made.__getitem__


def stated(scope: str, recomputed: bool) -> Iterator[tuple[str, Case]]:
    """By kind: the question with what it is of, a true statement and a false one."""
    domain = SCOPES[scope]
    part, past = Part(FRAMES["poll"], domain), Part(FRAMES["before"], domain)
    red, blue, green = (part.share("vote", VOTES[key]) for key in ("red", "blue", "green"))
    other = Part(FRAMES["poll"], {**domain, "sex": "woman"})
    then = past.share("vote", 1)
    decided, religious = part.frame.vote != 99, part.frame.faith == "religious"
    one = "question: vote, option: red"
    yield "share", (one, f"{red:.0f}", f"{red + 4:.0f}")
    yield "phrase", (one, "about half", "two-thirds")
    yield "net", ("question: vote, option: left", f"{red + green:.0f}", f"{red + green + 4:.0f}")
    yield "options joined", ("question: vote, options: [red, green]", f"{red + green:.0f}", f"{red + green - 4:.0f}")
    yield "shares", ("question: vote", f"{{shares: {{red: {red:.0f}, blue: {blue:.0f}}}}}", "{shares: {red: 12}}")
    gap = "{{difference: {{points: {:.0f}, against: blue}}}}"
    yield "difference of options", (one, gap.format(red - blue), gap.format(red - blue + 5))
    if domain:
        against = "{" + ", ".join(f"{key}: {value}" for key, value in {**domain, "sex": "woman"}.items()) + "}"
        apart = red - other.share("vote", 1)
        gap = "{difference: {points: %.0f, against: " + against + "}}"
        yield "difference of groups", (one, gap % apart, gap % (apart + 5))
        yield (
            "ratio of groups",
            (
                one,
                "{ratio: {times: %.1f, against: " % (red / other.share("vote", 1)) + against + "}}",
                "{ratio: {times: 3.0, against: " + against + "}}",
            ),
        )
    lead = "{{lead: {{option: red, points: {:.0f}}}}}"
    yield "lead", ("question: vote", lead.format(red - blue), lead.format(red - blue + 5))
    yield "leads", ("question: vote", "{leads: red}", "{leads: blue}")
    yield "order", ("question: vote", "{order: [red, blue]}", "{order: [blue, red]}")
    tie = "{{tie: {{options: [{}, blue], within: {}}}}}"
    yield "tie", ("question: vote", tie.format("green", math.ceil(abs(green - blue)) + 1), tie.format("red", 3))
    yield "rank", ("question: vote", "{rank: {option: red, place: 1}}", "{rank: {option: red, place: 2}}")
    ratio = "{{ratio: {{phrase: {}, against: blue}}}}"
    yield "ratio in words", (one, ratio.format("more than twice as many" if red / blue > 2 else "nearly twice as many"),
                             ratio.format("four times as many"))  # fmt: skip
    over = "{{ratio: {{times: {:.1f}, start: before, end: poll}}}}"
    yield "ratio of waves", (one, over.format(red / then), over.format(3))
    change = "{{change: {{points: {:.0f}, direction: {}, start: before, end: poll}}}}"
    way = ("up", "down") if red > then else ("down", "up")
    yield "change", (one, change.format(abs(red - then), way[0]), change.format(abs(red - then) + 4, way[0]))
    same = "{{unchanged: {{start: before, end: poll, within: {}}}}}"
    yield "unchanged", (one, same.format(math.ceil(abs(red - then)) + 1), same.format(0.05))
    mood = part.frame
    yield "mean", ("question: mood", f"{{mean: {np.average(mood.mood, weights=mood.w):.1f}}}", "{mean: 1.4}")
    yield "median", ("question: mood", "{median: 3}", "{median: 1}")
    people = part.frame.w[part.frame.vote == 1].sum() if recomputed else red / 100 * part.n
    yield "total", (one, f"{{total: {people:.0f}}}", f"{{total: {people + 60:.0f}}}")
    yield (
        "sum",
        ("question: vote, options: [red, blue]", f"{{sum: {red + blue:.0f}}}", f"{{sum: {red + blue + 5:.0f}}}"),
    )
    east = part.share("church", "east", base=religious)
    church = "question: church, option: east, base: {faith: [religious]}"
    yield "nested", (church, f"{east:.0f}", f"{east + 5:.0f}")
    whole = part.share("church", "east")
    yield "nested, of everybody", ("question: church, option: east", f"{whole:.0f}", f"{whole + 6:.0f}")
    based = part.share("vote", 1, base=decided)
    yield "rebased", (f"{one}, base: {{vote: [red, blue, green]}}", f"{based:.0f}", f"{based + 5:.0f}")
    yield "of those who answered", (f"{one}, base: {{vote: answered}}", f"{based:.0f}", f"{based + 5:.0f}")
    both = decided & religious
    yield (
        "of two sets",
        (
            f"{one}, base: {{vote: answered, faith: [religious]}}",
            f"{part.share('vote', 1, base=both):.0f}",
            f"{part.share('vote', 1, base=both) + 5:.0f}",
        ),
    )
    yield "n", ("question: vote", f"{{n: {part.n}}}", f"{{n: {part.n + 1}}}")
    deff = part.kish if recomputed else 1.0
    for name, share in (("moe", 50), ("moe at a share", 10)):
        moe = 100 * Z * math.sqrt(deff * share * (100 - share) / 1e4 / part.n)
        at = "{{moe: {{value: {:.1f}, share: {}}}}}"
        yield name, ("question: vote", at.format(moe, share), at.format(moe / 2, share))
    p = red / 100
    score = part.frame.w * ((part.frame.vote == 1) - p) / part.frame.w.sum()
    error = 100 * (math.sqrt(float((score**2).sum())) if recomputed else math.sqrt(p * (1 - p) / part.n))
    yield "standard error", (one, f"{{std_error: {error:.1f}}}", f"{{std_error: {error / 2:.1f}}}")
    half = Z * error / 100 / (p * (1 - p))
    low, high = (100 / (1 + math.exp(-math.log(p / (1 - p)) - side * half)) for side in (-1, 1))
    yield "interval", (one, f"{{interval: [{low:.0f}, {high:.0f}]}}", f"{{interval: [{low + 3:.0f}, {high + 3:.0f}]}}")
    yield "deff", ("question: vote", f"{{deff: {deff if recomputed else 1.44:.1f}}}", "{deff: 3.0}")
    yield "several at once", (one, f"{{share: {red:.0f}, leads: red, rank: {{option: red, place: 1}}}}",
                              f"{{share: {red:.0f}, leads: red, rank: {{option: red, place: 3}}}}")  # fmt: skip


LACKS = {  # kind -> what a publication lacks for it, in which scopes
    "deff": (("group", "crossed"), "needs the data"),
    "nested, of everybody": (("group", "crossed"), "figures of poll are among Man (sex)"),
    "of two sets": (("all", "group", "crossed"), "answers of that base, or the data, would be needed"),
}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("source", ["published", "data"])
def test_each_kind_is_reproduced_where_it_is_true_and_not_where_it_is_false(
    world: Any, opener: Any, source: str, scope: str
) -> None:
    domain = ", ".join(f"{key}: {value}" for key, value in SCOPES[scope].items())
    cases = dict(stated(scope, source == "data"))
    lines = [
        f"  - {{id: {'_'.join(kind.replace(',', '').split())}_{end}, quote: q, study: poll, {of}, "
        f"domain: {{{domain}}}, says: {says}}}"
        for kind, (of, true, false) in cases.items()
        for end, says in (("true", true), ("false", false))
    ]
    world.write("claims/paper.yaml", "publication: {title: P}\nclaims:\n" + "\n".join(lines) + "\n")
    library = world.library
    refuse_faults(library, ["paper"])
    found = verify_claims(library.claim_set("paper"), library, open_sample=opener if source == "data" else None)
    wrong = [
        f"{kind}: {say(verdict.sentence)}"
        for kind, true, false in zip(cases, found[::2], found[1::2], strict=True)
        for verdict in _unexpected(kind, true, false, source, scope)
    ]
    assert not wrong, "\n".join(wrong)
    for verdict in found if scope == "crossed" else ():
        for language in ("ru", "be"):
            assert "None" not in verdict.sentence[language] and "{" not in verdict.sentence[language]


def _unexpected(kind: str, true: Verdict, false: Verdict, source: str, scope: str) -> list[Verdict]:
    scopes, words = LACKS.get(kind, ((), ""))
    if source == "published" and scope in scopes:
        return [one for one in (true, false) if one.fidelity != "cannot_be_checked" or words not in say(one.sentence)]
    return [one for one in (true,) if one.fidelity != "reproduced"] + [one for one in (false,) if not one.fails]
