"""Questions of several answers: flags, codes and one delimited column of the same answers are the same answers."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.engines.engine import Engine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.engines.parts import PartsEngine
from survey.cells.files.layout import Layout
from survey.cells.filters.inside import domain_rows
from survey.cells.filters.within import within
from survey.cells.meanings.file_parts import FilePart
from survey.cells.meanings.meaning import Meaning, meaning, several_meaning
from survey.cells.opening.open_study import open_study
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import Encoding, plain_question
from survey.cells.table.matching import match
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.errors import ContradictionWarning, DataError, UnknownCodeWarning

pytestmark = pytest.mark.contract

OPTIONS = {
    "tv": {"code": 1, "label": {"en": "Television", "ru": "Телевидение"}},
    "net": {"code": 2, "label": {"en": "Internet; social media", "ru": "Интернет"}},
    "radio": {"code": 3, "label": "Radio"},
    "none": {"code": 97, "label": "None of these", "exclusive": True},
    "hard": {"code": 99, "label": "Hard to say", "missing": "dont_know"},
}
CODES = {key: int(str(option["code"])) for key, option in OPTIONS.items()}
ANSWERS: list[set[str] | None] = [
    {"tv"},
    {"net", "tv"},
    {"radio", "net", "tv"},
    None,
    {"none"},
    {"hard"},
    {"tv", "net"},
    {"radio"},
    {"net"},
    {"tv"},
    {"hard"},
    None,
]


def question(**said: Any) -> Question:
    return Question.model_validate({"question": "media", "type": "multiple", "options": OPTIONS, **said})


def flags(answers: list[set[str] | None], yes: Any = 1, no: Any = 0) -> pd.DataFrame:
    def column(key: str) -> list[Any]:
        return [None if answer is None else yes if key in answer else no for answer in answers]

    return pd.DataFrame({f"m_{key}": column(key) for key in OPTIONS})


def codes(answers: list[set[str] | None], width: int = 3) -> pd.DataFrame:
    listed = [[CODES[key] for key in OPTIONS if key in (a or ())] for a in answers]
    return pd.DataFrame({f"c{k}": [row[k] if k < len(row) else None for row in listed] for k in range(width)})


def cells(answers: list[set[str] | None]) -> pd.DataFrame:
    return pd.DataFrame({"cell": [None if a is None else ";".join(str(CODES[k]) for k in sorted(a)) for a in answers]})


FLAGS = {"columns": {key: f"m_{key}" for key in OPTIONS}}
MENTIONS = {"columns": ["c0", "c1", "c2"]}
CELLS = {"column": "cell", "delimiter": ";"}


def meant(
    said: Mapping[str, Any], engine: Engine, layout: Layout | None = None, others: Mapping[str, Question] | None = None
) -> Meaning:
    part = FilePart("wave", layout or Layout("frame"), engine)
    return several_meaning(question(**said), (part,), dict(others or {}))


def encoded(said: Mapping[str, Any], engine: Engine, others: Mapping[str, Question] | None = None) -> Encoding:
    made = meant(said, engine, others=others)
    assert not made.problems
    return engine.encoding(made.question)


def seen(encoding: Encoding) -> dict[str, tuple[frozenset[str], str, int]]:
    rows = zip(encoding.levels, encoding.sets, encoding.kinds, encoding.counts, strict=True)
    return {level: (options, kind, count) for level, options, kind, count in rows}


def problem_of(said: Mapping[str, Any], frame: pd.DataFrame, layout: Layout | None = None) -> str:
    return " ".join(map(str, meant(said, MemoryEngine(frame), layout).problems))


# the same answers


@pytest.mark.property
def test_flags_codes_and_cells_of_the_same_answers_are_the_same(engine: Callable[[Any], Any]) -> None:
    whole = pd.concat([flags(ANSWERS), codes(ANSWERS), cells(ANSWERS)], axis=1)
    expected = {
        "tv": (frozenset({"tv"}), "", 2),
        "tv + net": (frozenset({"tv", "net"}), "", 2),
        "tv + net + radio": (frozenset({"tv", "net", "radio"}), "", 1),
        "net": (frozenset({"net"}), "", 1),
        "radio": (frozenset({"radio"}), "", 1),
        "none": (frozenset({"none"}), "", 1),
        "hard": (frozenset({"hard"}), "dont_know", 2),
        "_blank": (frozenset(), "no_answer", 2),
        "_unknown": (frozenset(), "no_answer", 0),
    }
    made = engine(whole)
    for said in (FLAGS, MENTIONS, CELLS):
        found = encoded(said, made)
        assert list(seen(found).items()) == list(expected.items()), said
        assert len(found.sets) == len(found.levels) and np.isnan(found.numbers).all() and not found.unknown
    assert set(made.columns) == set(whole.columns)  # a joined column is listed nowhere
    shuffled = engine(whole.sample(frac=1, random_state=7).reset_index(drop=True))
    for said in (FLAGS, MENTIONS, CELLS):
        assert seen(encoded(said, shuffled)) == expected


@pytest.mark.property
def test_the_levels_stand_in_every_engine_for_its_rows(engine: Callable[[Any], Any]) -> None:
    frame = pd.concat([flags(ANSWERS), cells(ANSWERS)], axis=1).assign(w=np.arange(1.0, 13.0), half=["a", "b"] * 6)
    made = engine(frame)
    asked = [meant(said, made).question for said in (FLAGS, CELLS)]
    table = made.collapse([asked[0], plain_question("half")], "w")
    expected: dict[tuple[str, str], float] = {}
    for answer, weight, half in zip(ANSWERS, frame.w, frame.half, strict=True):
        level = " + ".join(key for key in OPTIONS if key in (answer or ())) or "_blank"
        expected[level, half] = expected.get((level, half), 0.0) + weight
    levels = [(table.levels[0][i], table.levels[1][j]) for i, j in table.codes]
    assert dict(zip(levels, table.sum_w.tolist(), strict=True)) == expected
    # after a weight is attached and rows are taken, the column is still there and no file has it
    attached = made.attach([asked[0]], made.collapse([asked[0]]), np.full(len(made.collapse([asked[0]])), 2.0), "g")
    assert seen(attached.encoding(asked[1])) == seen(made.encoding(asked[0]))
    if made.name != "spark":  # where no rows come to this machine
        assert list(attached.frame().columns) == [*frame.columns, "g"]
    some = attached.where({"half": "a"})
    assert sum(some.encoding(asked[0]).counts) == 6
    assert set(some.columns) == {*frame.columns, "g"}


@pytest.mark.property
@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("media == tv", [0, 1, 2, 6, 9]),
        ("media in [radio, 'Internet; social media']", [1, 2, 6, 7, 8]),
        ("media == 1 and media == 2", [1, 2, 6]),
        ("media != tv", [4, 7, 8]),
        ("media == none", [4]),
        ("media == hard", [5, 10]),
        ("media not in [hard, tv]", [4, 7, 8]),
        ("media == on_screens and not media == radio", [0, 1, 6, 8, 9]),
    ],
)
def test_a_filter_holds_for_those_who_named_the_option_beside_whatever_else(
    where: str, rows: list[int], engine: Callable[[Any], Any]
) -> None:
    """``!=``: those who answered and named none of it; an empty cell, or "hard to say", is inside neither."""
    whole = engine(pd.concat([flags(ANSWERS), codes(ANSWERS), cells(ANSWERS)], axis=1))
    for said in (FLAGS, MENTIONS, CELLS):
        made = meant({**said, "nets": {"on_screens": ["tv", "net"]}}, whole).question
        confined = within(SampleData(whole, questions={"media": made}), where)
        assert confined.domain is not None and confined.domain.n == len(rows)
        if whole.name != "spark":  # rows on a cluster have no order
            assert np.flatnonzero(domain_rows(confined)).tolist() == rows


def test_numbers_read_as_fractions_and_texts_are_the_same_codes() -> None:
    frame = codes(ANSWERS)
    texts = frame.map(lambda value: "" if value != value or value is None else f" {int(value)} ")
    assert seen(encoded(MENTIONS, MemoryEngine(texts))) == seen(encoded(MENTIONS, MemoryEngine(frame.astype(float))))


def test_repeated_mentions_of_one_option_count_once() -> None:
    frame = pd.DataFrame({"c0": [1, 2], "c1": [1, 1], "c2": [None, 2]})
    assert {level: row[2] for level, row in seen(encoded(MENTIONS, MemoryEngine(frame))).items() if row[2]} == {
        "tv": 1,
        "tv + net": 1,
    }


# flags


@pytest.mark.parametrize(
    ("yes", "no"), [(1, 0), (1.0, 0.0), ("1", "0"), (True, False), ("true", "FALSE"), ("Yes", "No"), (1, 2), ("x", " ")]
)
def test_a_mark_is_what_the_definition_says_or_one(yes: Any, no: Any) -> None:
    frame = flags([{"tv"}, {"tv", "net"}, {"none"}], yes, no)
    marks: dict[Any, Any] = {"Yes": ["yes"], "x": "X"}
    marked = {"marked": marks[yes]} if yes in marks else {"marked": 1} if no == 2 else {}
    found = {level: row[2] for level, row in seen(encoded({**FLAGS, **marked}, MemoryEngine(frame))).items() if row[2]}
    assert found == {"tv": 1, "tv + net": 1, "none": 1}


def test_a_mark_may_be_the_option_in_words_in_any_case() -> None:
    frame = pd.DataFrame({f"m_{key}": [None, None] for key in OPTIONS}, dtype=object)
    frame["m_tv"] = [" television ", "ТЕЛЕВИДЕНИЕ"]
    frame["m_net"] = ["", "internet;  social media"]
    frame["m_radio"] = ["3", "  "]
    found = {level: row[2] for level, row in seen(encoded(FLAGS, MemoryEngine(frame))).items() if row[2]}
    assert found == {"tv + radio": 1, "tv + net": 1}


def test_flags_of_one_and_two_ask_what_a_mark_is() -> None:
    said = problem_of(FLAGS, flags([{"tv"}, {"tv", "net"}, {"net"}], 1, 2))
    assert "what says that 'tv' was named in 'media' is not clear (values: 2: 1)" in said
    assert "'marked: 1'" in said
    assert "'net'" in said, "2 is the code of 'net' and may be a no"


def test_the_file_may_call_one_no() -> None:
    layout = Layout("spss", value_labels={"m_tv": {0: "Yes", 1: "No"}})
    said = problem_of(FLAGS, flags([{"tv"}, {"net"}]), layout)
    assert "'tv' was named in 'media' is not clear (values: 1 (no): 1)" in said


def test_marks_that_occur_nowhere_and_values_of_several_kinds_are_told() -> None:
    said = problem_of({**FLAGS, "marked": 5}, flags([{"tv"}, {"net"}]))
    assert "not one cell of the columns of 'media' is marked (values: 0: 8, 1: 2). Correct 'marked:'" in said
    frame = flags([{"tv"}, {"net"}, {"radio"}])
    frame["m_none"] = [0, 7, 0]
    told = meant({**FLAGS, "marked": 1}, MemoryEngine(frame)).told
    assert [type(one) for one in told] == [UnknownCodeWarning]
    assert "count as not marked (0: 11, 7: 1)" in str(told[0])


def test_zeros_are_an_answer_and_empty_cells_are_none() -> None:
    frame = flags([set(), None, {"tv"}, {"tv"}])
    frame.loc[3, ["m_net", "m_radio"]] = None
    frame.loc[0, "m_net"] = None
    found = seen(encoded(FLAGS, MemoryEngine(frame)))
    assert found["_none"] == (frozenset(), "", 1)
    assert found["_blank"][2] == 1 and found["tv"][2] == 2


def test_what_a_file_declares_missing_is_an_empty_flag() -> None:
    frame = flags([{"tv"}, {"net"}, {"net"}]).replace({0: 9}).apply(lambda column: column.where(column.index != 1, 9))
    layout = Layout("spss", missing={f"m_{key}": ((9, 9),) for key in OPTIONS})
    made = meant(FLAGS, MemoryEngine(frame), layout)
    assert not made.problems
    assert seen(MemoryEngine(frame).encoding(made.question))["_blank"][2] == 1


# one cell


def test_an_option_whose_words_hold_the_delimiter_is_found_first() -> None:
    answers = ["Internet; social media;Radio", "internet ;social media", "Radio; ;TV", "tv;tv; Radio", "Интернет;3"]
    frame = pd.DataFrame({"cell": [*answers, "Internet"]})
    found = encoded(CELLS, MemoryEngine(frame))
    assert {level: row[2] for level, row in seen(found).items() if row[2]} == {
        "tv + radio": 2,
        "net": 1,
        "net + radio": 2,
        "_unknown": 1,
    }
    assert found.unknown == {"Internet": 1}


def test_answers_that_no_option_names_are_counted_beside_known_ones() -> None:
    frame = pd.DataFrame({"cell": ["1;8", "8", "1; 8 ;8", "2"]})
    made = meant(CELLS, MemoryEngine(frame))
    found = MemoryEngine(frame).encoding(made.question)
    assert found.unknown == {"8": 3}
    assert {level: row[2] for level, row in seen(found).items() if row[2]} == {"tv": 2, "net": 1, "_unknown": 1}
    assert [type(one) for one in made.told] == [UnknownCodeWarning]
    assert "3 answer(s) to media (column cell)" in str(made.told[0]) or "8: 3" in str(made.told[0])


def test_cells_of_single_numbers_and_a_decimal_comma() -> None:
    frame = pd.DataFrame({"cell": [1.0, 2.0, np.nan]})
    assert seen(encoded(CELLS, MemoryEngine(frame)))["tv"][2] == 1
    layout = Layout("csv", commas=("cell",))
    assert "several answers" in problem_of({**CELLS, "delimiter": ","}, pd.DataFrame({"cell": [1.105, 2.0]}), layout)


# who was asked


def test_those_who_marked_at_least_one_may_be_all_who_were_asked(engine: Callable[[Any], Any]) -> None:
    frame = pd.concat([flags([{"tv"}, set(), None, {"hard"}]), cells([{"tv"}, None, None, {"hard"}])], axis=1)
    made = engine(pd.concat([frame] * 3, ignore_index=True))
    for said in (FLAGS, CELLS):
        found = seen(encoded({**said, "asked": "marked"}, made))
        assert found["_not_asked"] == (frozenset(), "not_asked", 6), said
        assert found["_blank"][2] == 0 and "_none" not in found


def test_a_routing_leaves_the_others_out_and_counts_their_marks(engine: Callable[[Any], Any]) -> None:
    frame = flags([{"tv"}, {"net"}, {"radio"}, None, None, set()])
    frame = frame.assign(user=[1, 1, 2, 2, 1, 1], age=[20, 30, 20, 20, 20, 30])
    user = Question.model_validate({"question": "user", "options": {"yes": {"code": 1}, "no": {"code": 2}}})
    made = engine(frame)
    found = meant({**FLAGS, "asked": {"user": "yes"}}, made, others={"user": user})
    assert not found.problems
    assert [str(one) for one in found.told] == [
        "wave: media: 1 respondent(s) whom the routing leaves out have answers; they do not count."
    ]
    assert {level: row[2] for level, row in seen(made.encoding(found.question)).items() if row[2]} == {
        "tv": 1,
        "net": 1,
        "_none": 1,
        "_not_asked": 2,
        "_blank": 1,
    }
    both = seen(encoded({**FLAGS, "asked": {"user": ["yes"], "age": [20]}}, made, {"user": user}))
    assert both["_not_asked"][2] == 4 and both["tv"][2] == 1 and both["_blank"][2] == 1


def test_a_routing_that_leads_nobody_here_is_a_problem() -> None:
    frame = flags([{"tv"}, {"net"}]).assign(user=[1, 1])
    said = problem_of({**FLAGS, "asked": {"user": [3]}}, frame)
    assert "nobody was asked 'media': no row has user = 3" in said


def test_an_exclusive_option_beside_another_is_told_and_both_count() -> None:
    made = MemoryEngine(flags([{"none", "tv"}, {"hard", "net"}, {"none"}, {"tv", "net"}]))
    found = meant(FLAGS, made)
    assert [type(one) for one in found.told] == [ContradictionWarning]
    assert "2 respondent(s) named an option that excludes all others" in str(found.told[0])
    assert seen(made.encoding(found.question))["tv + none"][2] == 1
    assert seen(made.encoding(found.question))["net + hard"][1] == ""


# what files say


def test_labels_of_each_column_complete_the_options() -> None:
    frame = pd.DataFrame({"c0": [1, 2, 4], "c1": [None, 4, 9], "c2": [None] * 3})
    labels = {1: "Paper", 2: "Post", 4: "Phone", 9: "No answer"}
    missing = {"c1": ((9, 9),), "c0": ((9, 9),)}
    layout = Layout("spss", value_labels={"c0": labels, "c1": labels, "c2": labels}, missing=missing)
    made = meant({**MENTIONS, "options": {}}, MemoryEngine(frame), layout)
    assert not made.problems
    assert list(made.question.options) == ["1", "2", "4", "9"]
    assert made.question.options["9"].missing == "no_answer"
    found = seen(MemoryEngine(frame).encoding(made.question))
    assert {level: row[2] for level, row in found.items() if row[2]} == {"1": 1, "2 + 4": 1, "4 + 9": 1}


def test_a_label_of_another_option_in_one_column_is_a_problem() -> None:
    layout = Layout("spss", value_labels={"c1": {1: "Radio", 3: "Television"}})
    said = problem_of(MENTIONS, pd.DataFrame({"c0": [1], "c1": [3], "c2": [None]}), layout)
    assert "code 1 is 'Radio' in the file, but 'tv' in the definition" in said


def test_files_that_code_flags_otherwise_are_held_against_each_other() -> None:
    first, second = MemoryEngine(flags([{"tv"}, {"net"}], 1, 2)), MemoryEngine(flags([{"tv"}, {"net"}], 2, 1))
    yes = {f"m_{key}": {1: "Yes", 2: "No"} for key in OPTIONS}
    no = {f"m_{key}": {1: "No", 2: "Yes"} for key in OPTIONS}
    parts = tuple(
        FilePart(name, Layout("spss", value_labels=labels), one)
        for name, one, labels in (("a.sav", first, yes), ("b.sav", second, no))
    )
    found = several_meaning(question(**FLAGS, marked="Yes"), parts, {})
    assert any("b.sav" in problem.file for problem in found.problems)
    whole = PartsEngine([first, first], ["a.sav", "c.sav"])
    alike = tuple(FilePart(name, Layout("spss", value_labels=yes), first) for name in ("a.sav", "c.sav"))
    made = several_meaning(question(**FLAGS, marked="Yes"), alike, {})
    assert not made.problems
    assert seen(whole.encoding(made.question))["tv"][2] == 2


@pytest.mark.property
def test_levels_do_not_depend_on_the_order_of_columns_or_values() -> None:
    found = [set(one) for size in (1, 2, 3) for one in itertools.combinations(OPTIONS, size)]
    made = meant(FLAGS, MemoryEngine(flags([*found])))
    raw = MemoryEngine(flags([*found])).distinct(str(made.question.column))[0]
    assert match(raw, made.question)[1].levels == match(raw[::-1], made.question)[1].levels


# a study


def study(folder: Path, frame: pd.DataFrame, media: Mapping[str, Any], **more: Any) -> SampleData:
    frame.assign(one=1).to_csv(folder / "wave.csv", index=False)
    questions = {"media": {"type": "multiple", **media}, **more}
    made = Study.model_validate({"study": "wave", "data": {"file": "wave.csv"}, "questions": questions})
    return open_study(made, Library(folder, studies={"wave": made}), engine="memory")


def test_a_study_opens_with_its_sets(tmp_path: Path) -> None:
    frame = pd.concat([flags(ANSWERS), codes(ANSWERS), cells(ANSWERS)], axis=1).assign(user=[1, 2] * 6)
    user = {"options": {"yes": {"code": 1}, "no": {"code": 2}}}
    for media in (FLAGS, MENTIONS, CELLS):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            sample = study(tmp_path, frame, {"options": OPTIONS, **media, "asked": {"user": "yes"}}, user=user)
        assert [type(one.message) for one in caught] == [ContradictionWarning]
        found = seen(sample.engine.encoding(sample.question("media")))
        assert found["_not_asked"][2] == 6 and found["tv"][2] == 1
        assert any("routing" in str(note) for note in sample.question_notes["media"])


def test_columns_that_are_not_there_and_cells_without_a_delimiter_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no such column .question 'media'.. Known: c0, c1"):
        study(tmp_path, codes(ANSWERS), {"options": OPTIONS, "columns": ["c0", "c9"]})
    with pytest.raises(DataError, match="how several answers to 'media' stand in the column is not said"):
        study(tmp_path, cells(ANSWERS), {"options": OPTIONS, "column": "cell"})


def test_a_single_question_reads_as_before() -> None:
    part = FilePart("wave", Layout("frame"), MemoryEngine(pd.DataFrame({"media": [1, 2, 3]})))
    made = meaning(Question.model_validate({"question": "media", "options": OPTIONS}), (part,))
    assert part.engine.encoding(made.question).sets == ()
