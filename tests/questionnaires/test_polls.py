"""Every record of ``polls.yaml`` is in the shipped studies, and the shipped studies hold nothing else.

The records are read as plain YAML and never through the project's code, so that this is a second way to each figure.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.definitions.records.values import Figure
from survey.words import say

pytestmark = pytest.mark.derivation

RECORDS = YAML(typ="safe").load((Path(__file__).parent / "polls.yaml").read_text(encoding="utf-8"))["waves"]

POLLSTERS = {
    "BAW": "baw",
    "IISEPS": "iiseps",
    "Chatham House": "chatham_house",
    "iSANS": "isans",
    "MGIMO": "mgimo",
    "BISS": "biss",
    "Narodny Opros": "narodny_opros",
    "ZOiS": "zois",
    "OSW": "osw",
}
STUDIES = {  # (pollster, wave) whose study is not called by them
    ("IISEPS", "September, year not stated (2009 or 2010)"): "iiseps_september_undated",
    ("Eurasia Monitor", "about 2009"): "eurasia_monitor_2009",
    ("unknown (the article names none; not attributed to BAW)", "undated"): "religion_unnamed",
    ("Information and Analytical Center (state)", "2015/2016"): "iac_2015",
    ("Plenipotentiary for religious affairs (state)", "2009-01"): "plenipotentiary_2009_01",
}
ALSO = {  # a record whose note tells of another wave too
    "BAW/2020-09/baw_union": "baw_2020_11",
    "iSANS/2025-09/isans_support": "isans_2024",
    "Chatham House/2023-03/ch_nukes": "chatham_house_2022_08",
    "Information and Analytical Center (state)/2015/2016/religious": "iac_2018",
}
QUESTIONS = {
    "baw_union": "alliance_preference",
    "baw_relations": "relations_with_russia",
    "baw_troops": "troop_deployment",
    "baw_infra": "military_infrastructure",
    "baw_deploy": "stationed_troops",
    "baw_blame": "war_blame",
    "baw_approve": "russia_actions_approval",
    "baw_bloc": "military_bloc",
    "baw_sympathy": "war_sympathy",
    "baw_informed": "informed_about_war",
    "ii_either": "alliance_preference",
    "ii_eu_ref": "eu_referendum",
    "ii_ru_ref": "russia_integration_referendum",
    "ch_union": "foreign_union",
    "ch_support": "russian_army_support",
    "ch_should": "belarus_in_war",
    "ch_nukes": "russian_nuclear_weapons",
    "ch_shelling": "ukraine_shelling",
    "isans_support": "russian_troops_support",
    "mgimo_rel": "acceptable_relations",
    "religious": "religious",
    "president_2020": "president_2020",
}
OTHER_QUESTIONS = {  # the record says that its wording differs, or that it joins several questions
    ("BISS", "ch_union"): "biss_integration",
    ("Eurasia Monitor", "ch_union"): "preferred_union",
    ("Information and Analytical Center (state)", "religious"): "belief_in_god",
}
STATEMENTS = {"support_russias_actions", "russian_troops_should_leave_at_once"}  # beside ch_should, of other questions
OPTIONS = {
    "union_russia": "russia",
    "integration_russia": "russia",
    "join_eu": "eu",
    "da_na": "hard_to_say",
    "undecided": "hard_to_say",
    "dont_know_or_undecided": "hard_to_say",
    "dont_know_or_hard_to_say": "hard_to_say",
    "independent_but_friendly": "independent_friendly",
    "independent_friendly_open_borders_no_visas_customs": "independent_friendly_open_borders",
    "Tsikhanouskaya": "tsikhanouskaya",
    "Lukashenka": "lukashenka",
}
QUALIFIERS: dict[str, tuple[str, str]] = {  # a record's words -> qualifier and status
    "more than": ("more than", "published"),
    "slightly more than": ("slightly more than", "published"),
    "just over": ("slightly more than", "published"),
    "about": ("about", "published"),
    "just under a third": ("slightly less than", "published"),
    '"one in five"': ("about", "published"),
    '"one in four"': ("about", "published"),
    "stable at": ("exact", "published"),
    '"twice as many" as 4.2, derived': ("about", "derived"),
    '"almost 40" (volynua); 33-39 for the two pollsters (osw_2022_08), 39 here is an inference': ("exact", "inferred"),
    "lower end of the 33-39 two-pollster range in osw_2022_08, inferred": ("exact", "inferred"),
}
MODES = {
    None: "unknown",
    "face-to-face at home": "face_to_face",
    "telephone": "phone",
    "online": "online",
    "online (CAWI), panel": "online",
    "opt-in messenger + street intercept": "mixed",
}
MONTHS = dict(
    zip(
        "January February March April May June July August September October November December".split(),
        [f"{month:02}" for month in range(1, 13)],
    )
)
WORDS = {"two-thirds": 66.7, "almost half": 50, "more than half": 50}  # phrases that stand for a number

# Figures that no source prints: what each is computed from.
DERIVED = {
    ("baw_2017_04", "rather_eu"): 2 * 4.2,
    ("baw_2017_04", "russia"): 20 + 40,
    ("baw_2017_04", "eu"): 4.2 + 8.4,
    ("baw_2019_09", "russia"): 40.4 + 14.7,
    ("baw_2019_09", "eu"): 32.0 - 7.6,
    ("baw_2022_09", "positive"): 100 - 51.4 - 17.7,
    ("chatham_house_2025_08", "none"): 100 - 44 - 15 - 22,
    ("narodny_opros_2020_08", "size"): 45000 + 1150,
}
# Figures that a record tells in its note or beside its options: study, question, source of a reading ("" where the
# figure stands with the published ones), option, what is printed, qualifier, status.
NOTED: list[tuple[str, str, str, str, float | tuple[float, float], str, str]] = [
    ("baw_2017_04", "alliance_preference", "", "russia", 60, "more than", "derived"),
    ("baw_2017_04", "alliance_preference", "", "eu", 12.6, "about", "derived"),
    ("baw_2019_09", "alliance_preference", "kresy", "russia", 55.1, "exact", "derived"),
    ("baw_2019_09", "alliance_preference", "kresy", "eu", 24.4, "exact", "derived"),
    ("baw_2020_09", "alliance_preference", "rp_2020_11", "eu", 24, "exact", "published"),
    ("baw_2020_11", "alliance_preference", "rp_2020_11", "eu", 32, "exact", "published"),
    ("baw_2022_03", "military_infrastructure", "rosbalt", "negative", 61, "exact", "published"),
    ("baw_2022_03", "military_infrastructure", "rosbalt", "positive", 29, "exact", "published"),
    ("baw_2022_03", "military_infrastructure", "rp_2022_04", "negative", 60, "more than", "published"),
    ("baw_2022_03", "military_infrastructure", "nn_289029", "negative", 66.7, "about", "published"),
    ("baw_2022_03", "stationed_troops", "rp_2022_04", "negative", 46, "exact", "published"),
    ("baw_2022_03", "stationed_troops", "rp_2022_04", "positive", 45, "exact", "published"),
    ("baw_2022_03", "stationed_troops", "rosbalt", "negative", 46, "exact", "published"),
    ("baw_2022_03", "stationed_troops", "rosbalt", "positive", 45, "exact", "published"),
    ("baw_2022_05", "troop_deployment", "", "positive", 11, "slightly less than", "published"),
    ("baw_2022_05", "troop_deployment", "osw_2022_08", "positive", (5, 8), "exact", "published"),
    ("baw_2022_05", "russia_actions_approval", "volynua", "approve", 40, "slightly less than", "published"),
    ("baw_2022_05", "russia_actions_approval", "osw_2022_08", "approve", (33, 39), "exact", "published"),
    ("baw_2022_05", "military_bloc", "osw_2022_08", "no_alliance", (48, 52), "exact", "published"),
    ("baw_2022_05", "military_bloc", "osw_2022_08", "csto", (27, 42), "exact", "published"),
    ("baw_2022_09", "military_infrastructure", "", "positive", 30.9, "exact", "derived"),
    ("baw_2022_09", "military_infrastructure", "jrl_2022_10", "negative", 62, "more than", "published"),
    ("baw_2022_09", "military_infrastructure", "jrl_2022_10", "positive", 29, "exact", "published"),
    ("iiseps_2012_12", "alliance_preference", "udf_2012_12", "russia", 37.4, "exact", "published"),
    (
        "chatham_house_2022_03",
        "war_statements",
        "apo",
        "russian_troops_should_leave_at_once",
        50,
        "slightly less than",
        "published",
    ),
    ("chatham_house_2022_06", "russian_army_support", "osw_2022_08", "support", (33, 39), "exact", "published"),
    ("chatham_house_2022_08", "russian_nuclear_weapons", "", "against", 82, "exact", "published"),
    ("chatham_house_2023_11", "bloc_membership", "", "stay_in_csto", 50, "more than", "published"),
    ("chatham_house_2023_11", "bloc_membership", "", "nato", 9, "exact", "published"),
    ("chatham_house_2025_08", "foreign_union", "", "none", 19, "exact", "derived"),
    ("chatham_house_2025_08", "foreign_union", "pravda_2025", "both_or_none", 41, "exact", "published"),
    ("isans_2024", "russian_troops_support", "", "support", 26, "exact", "published"),
    ("isans_2024", "russian_troops_support", "", "not_support", 37, "exact", "published"),
    ("mgimo_2019_11", "acceptable_relations", "mgimo", "allied_or_partnership", 90, "slightly less than", "published"),
    ("osw_2020_12", "attitude_to_poland", "", "positive", 74, "exact", "published"),
    ("iac_2018", "belief_in_god", "", "believe_in_god", 62, "exact", "published"),
    ("narodny_opros_2020_08", "president_2020", "arxiv_2009_06615", "tsikhanouskaya", (67, 73), "exact", "published"),
    ("narodny_opros_2020_08", "president_2020", "arxiv_2009_06615", "lukashenka", (16, 21), "exact", "published"),
]
INFERRED = {("baw_2022_05", "approve"): 39, ("chatham_house_2022_06", "support"): 33}


def study_of(record: dict[str, Any]) -> str:
    pollster, wave = record["pollster"], record["wave"]
    if (pollster, wave) in STUDIES:
        return STUDIES[pollster, wave]
    dated = re.match(r"\d{4}(-\d\d)?", wave)
    assert dated is not None, wave
    return f"{POLLSTERS[pollster]}_{dated.group().replace('-', '_')}"


def question_of(record: dict[str, Any], option: str = "") -> str:
    if record["question"] == "ch_should" and option in STATEMENTS:
        return "war_statements"
    return OTHER_QUESTIONS.get((record["pollster"], record["question"])) or QUESTIONS[record["question"]]


def figures_of(study: Study) -> list[tuple[str, Figure]]:
    """All figures of a study with the option (or ``size``) they are of."""
    found: list[tuple[str, Figure]] = []
    for asked in study.questions.values():
        found += asked.published.items()
        for groups in asked.by.values():
            for group in groups.values():
                found += group.published.items()
        for reading in asked.readings:
            found += reading.published.items()
    if study.sample.size is not None:
        found.append(("size", study.sample.size))
    found += [("size", reading.size) for reading in study.sample.readings if reading.size is not None]
    return found


def numbers_in(value: Any) -> set[float]:
    """All numbers of a record, those inside its texts too (but not digits of names such as nn_289029)."""
    if isinstance(value, dict):
        return set().union(set(), *(numbers_in(part) for part in value.values()))
    if isinstance(value, list):
        return set().union(set(), *(numbers_in(part) for part in value))
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, (int, float)):
        return {float(value)}
    plain = re.sub(r"(?<=\d) (?=\d{3}\b)", "", re.sub(r"\b[a-z]+\w*_[\w]+", " ", str(value)))
    found = {float(part) for part in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w])", plain)}
    return found | {number for phrase, number in WORDS.items() if phrase in plain}


def same(figure: Figure, stated: Any) -> None:
    """The shipped figure says what the record says."""
    if isinstance(stated, str):  # "67-73 (95%) in the August release; 75-80 in the paper"
        low, high = re.findall(r"(\d+)-(\d+)", stated)[-1]
        assert (figure.low, figure.high) == (float(low), float(high))
        return
    if not isinstance(stated, dict):
        assert (figure.value, figure.qualifier, figure.status) == (float(stated), "exact", "published")
        return
    qualifier, status = QUALIFIERS[stated["qualifier"]] if "qualifier" in stated else ("exact", "published")
    assert (figure.value, figure.qualifier, figure.status) == (float(stated["value"]), qualifier, status)
    phrase = re.match(r'"(one in \w+|twice as many)"|(just under a third|stable at)', stated.get("qualifier", ""))
    if phrase:
        assert (phrase.group(1) or phrase.group(2)) in (figure.said or "")
    if "note" in stated:
        assert stated["note"] in say(figure.note)


def ids(record: dict[str, Any]) -> str:
    return str(record["id"])


def test_there_are_one_hundred_and_one_records() -> None:
    assert len(RECORDS) == 101 and len({record["id"] for record in RECORDS}) == 101


def test_every_study_of_a_poll_comes_from_a_record(library: Library) -> None:
    wanted = {study_of(record) for record in RECORDS} | set(ALSO.values())
    folders = ("baw", "iiseps", "chatham_house", "others")
    shipped = {
        key.split("/")[1]
        for key, path in library.files.items()
        if key.startswith("study/") and path.parent.name in folders
    }
    assert shipped == wanted


@pytest.mark.parametrize("record", RECORDS, ids=ids)
def test_every_figure_of_a_record_is_in_its_study(record: dict[str, Any], library: Library) -> None:
    study = library.study(study_of(record))
    if record["question"] == "none":
        assert not record["options"] and "alliance_preference" not in study.questions
        return
    for option, stated in record["options"].items():
        if option in ("of_which", "of_believers"):
            asked = study.questions["confession"]
            assert asked.nested is not None
            assert asked.nested.question == question_of(record)
            assert asked.nested.options == (next(iter(record["options"])),)  # the record's first figure is the base
            assert set(asked.published) == set(stated)
            for confession, value in stated.items():
                same(asked.published[confession], value)
            continue
        asked = study.questions[question_of(record, option)]
        same(asked.published[OPTIONS.get(option, option)], stated)
    question = library.question(study, question_of(record))
    assert record["options"] or not study.questions[question.question].published
    for reading in record.get("readings", []):
        kept = next(own for own in study.questions[question.question].readings if own.source == reading["source"])
        assert {option: figure.value for option, figure in kept.published.items()} == {
            option: value for option, value in reading.items() if option != "source"
        }
    for group, shares in record.get("by_education", {}).items():
        for option, stated in shares.items():
            same(study.questions[question.question].by["education"][group].published[option], stated)


def named(text: str, library: Library) -> str:
    """The text of a record with the titles of sources in place of their ids."""
    return re.sub(r"\((\w+)\)", lambda found: f"({say(library.sources[found[1]].title)})", text)


@pytest.mark.parametrize("record", RECORDS, ids=ids)
def test_size_mode_moe_and_method_of_a_record_are_in_its_study(record: dict[str, Any], library: Library) -> None:
    study = library.study(study_of(record))
    size, stated = study.sample.size, record["n"]
    text = library.files[f"study/{study.study}"].read_text(encoding="utf-8")
    flat = " ".join(text.split())
    if stated is None:
        same_wave = [other["n"] for other in RECORDS if study_of(other) == study.study and other["n"] is not None]
        in_notes = "n=1500" in " ".join(str(o.get("note", "")) for o in RECORDS if study_of(o) == study.study)
        assert size is None or same_wave or in_notes or size.status == "inferred"
    elif isinstance(stated, str):
        assert stated == say(study.sample.stated)
    elif isinstance(stated, dict) and "conflict" in stated:
        assert size is not None and size.value == stated["value"]
        assert [reading.size.value for reading in study.sample.readings if reading.size] == [stated["conflict"]]
    else:
        assert size is not None
        same(size, stated)
    assert study.mode == MODES[record["mode"]]
    if record["mode"] not in (None, "online"):
        assert say(study.mode_stated) == record["mode"]
    if "moe" in record:
        assert study.moe is not None and study.moe.value == record["moe"]
    if record["population"] is not None:
        assert record["population"] in ((study.population or {}).get("en"), say(study.sample.stated))
    if record["sampling"] is not None:
        assert say(study.sample.stated) == named(record["sampling"], library)
    if record["weighting"] is not None:
        head = record["weighting"].replace(" (variables not named)", ", variables not named").split(" (nn_")[0]
        assert head.split("; earlier")[0] in say(study.weighting.stated)
        if "; earlier" in head:
            assert "weighted again" in flat
    if "n=" in record.get("note_mode", "") and size is not None and size.status == "inferred":
        assert all(number in say(size.note) for number in ("1519", "1502"))


@pytest.mark.parametrize("record", RECORDS, ids=ids)
def test_dates_of_a_record_are_those_of_its_study(record: dict[str, Any], library: Library) -> None:
    fieldwork = library.study(study_of(record)).fieldwork
    said = record["field_dates"]
    days = re.match(r"(\d+)(?: (\w+))?\s?-\s?(\d+) (\w+) (\d{4})", said or "")
    if days:
        first, month, last, end_month, year = days.groups()
        assert fieldwork.start == f"{year}-{MONTHS[month or end_month]}-{int(first):02}"
        assert fieldwork.end == f"{year}-{MONTHS[end_month]}-{int(last):02}"
        conflict = re.search(r"prints (.*)$", said)
        if conflict:
            readings = library.study(study_of(record)).sample.readings
            assert any((reading.fieldwork or "").startswith(conflict.group(1)) for reading in readings)
        return
    if said is not None:
        assert said.strip('"') == say(fieldwork.stated)
    wave = re.match(r"(\d{4}(?:-\d\d)?)(?:/(\d+))?", record["wave"])
    if wave is None:
        year = re.search(r"about (\d{4})", record["wave"])
        assert fieldwork.start == (year.group(1) if year else None)
        assert say(fieldwork.stated) == (record["wave"] if record["wave"] != "undated" else "")
        return
    start, tail = wave.groups()
    end = start if tail is None else (tail if len(tail) == 4 else f"{start[:4]}-{tail}")
    assert (fieldwork.start, fieldwork.end) == (start, end)


@pytest.mark.parametrize("record", RECORDS, ids=ids)
def test_every_source_of_a_record_is_named_beside_its_figures(record: dict[str, Any], library: Library) -> None:
    study = library.study(study_of(record))
    named = set(study.sources)
    options = (*record["options"], "") if record["question"] != "none" else ()
    for name in {question_of(record, option) for option in options}:
        asked = study.questions[name]
        named |= {*asked.sources, *(reading.source for reading in asked.readings)}
    assert set(record["sources"]) <= named


def test_every_figure_that_a_note_tells_of_is_kept(library: Library) -> None:
    beside = {  # numbers in notes that are no figures of the study
        "BAW/2022-03/baw_infra": {64.8, 58.8, 95, 66.7, 1000},  # an interval, which the program computes
        "BAW/2019-09/baw_union": {14.7, 7.6},
    }
    for record in RECORDS:
        names = [study_of(record)] + ([ALSO[record["id"]]] if record["id"] in ALSO else [])
        text = " ".join(library.files[f"study/{name}"].read_text(encoding="utf-8") for name in names)
        kept = numbers_in(text.replace("_", " "))
        for name in names:
            for _, figure in figures_of(library.study(name)):
                kept |= {number for number in (figure.value, figure.low, figure.high) if number is not None}
        missing = numbers_in(record.get("note")) - kept - beside.get(record["id"], set()) - {2018, 2022, 2009}
        assert not missing, (record["id"], missing)


def test_figures_told_beside_the_options_are_kept_as_told(library: Library) -> None:
    for name, question, source, option, printed, qualifier, status in NOTED:
        asked = library.study(name).questions[question]
        shelves = [reading.published for reading in asked.readings if reading.source == source]
        figure = (shelves[0] if source else asked.published)[option]
        stated = (figure.low, figure.high) if isinstance(printed, tuple) else figure.value
        assert (stated, figure.qualifier, figure.status) == (printed, qualifier, status), (name, option)


def test_the_studies_hold_no_more_figures_than_the_records_tell(library: Library) -> None:
    told = len(NOTED)
    for record in RECORDS:
        shares = [record["options"], *record.get("readings", []), *record.get("by_education", {}).values()]
        for part in shares:
            told += sum(
                len(value) if option in ("of_which", "of_believers") else 1
                for option, value in part.items()
                if option != "source"
            )
    names = {study_of(record) for record in RECORDS} | set(ALSO.values())
    held = sum(option != "size" for name in names for option, _ in figures_of(library.study(name)))
    assert held == told


def test_no_figure_is_invented(library: Library) -> None:
    told: dict[str, set[float]] = {}
    for record in RECORDS:
        for name in (study_of(record), ALSO.get(record["id"])):
            if name is not None:
                told[name] = told.get(name, set()) | numbers_in(record)
    for name, numbers in told.items():
        for option, figure in figures_of(library.study(name)):
            if figure.status == "derived":
                assert figure.value == pytest.approx(DERIVED[name, option], abs=0.05), (name, option)
                continue
            if figure.status == "inferred" and option == "size":
                assert name.startswith("iiseps") and (figure.value, figure.qualifier) == (1500, "about")
                continue
            if figure.status == "inferred":
                assert figure.value == INFERRED[name, option] and figure.note
                continue
            printed = {number for number in (figure.value, figure.low, figure.high) if number is not None}
            assert printed <= numbers, (name, option, printed - numbers)


def test_no_option_of_answers_left_unprinted_has_a_figure(library: Library) -> None:
    for study in library.studies.values():
        for name, asked in study.questions.items():
            question = library.question(study, name)
            if "rest" in question.options:
                assert "rest" not in asked.published


def test_every_source_of_the_records_is_shipped_with_its_address_and_date(
    library: Library, polls: dict[str, Any]
) -> None:
    for name, source in polls["sources"].items():
        shipped = library.sources[name]
        assert shipped.title
        assert shipped.date == source["date"]
        if "url" in source:
            everything = f"{shipped.url} {say(shipped.title)} {say(shipped.note)}".casefold()
            for word in re.findall(r"[^\s()]+", source["url"].casefold()):
                assert word.rstrip(",;") in everything, (name, word)


def test_questions_carry_the_wordings_of_the_records(library: Library, polls: dict[str, Any]) -> None:
    raw = polls["questions"]
    alliance = library.questions["alliance_preference"]
    assert alliance.text is not None
    assert alliance.text["ru"] == raw["baw_union"]["text_ru"] and alliance.wording_in("ru") == "exact"
    assert alliance.text["en"] == raw["baw_union"]["text_en"] and alliance.wording_in("en") == "translation"
    asked = library.study("baw_2016").ask("alliance_preference", alliance)
    assert asked.text == {"en": raw["baw_union"]["text_en_2017"]}
    for wave in ("baw_2022_03", "baw_2022_05"):
        asked = library.study(wave).ask("alliance_preference", alliance)
        assert asked.text == {"en": raw["baw_union"]["text_en_2022"]}
    infrastructure = library.questions["military_infrastructure"]
    assert infrastructure.text is not None and infrastructure.text["ru"] == raw["baw_infra"]["text_ru"]
    assert infrastructure.wording_in("ru") == "exact"
    for study in library.series("iiseps"):
        if "alliance_preference" in study.questions:
            own = study.ask("alliance_preference", alliance)
            assert own.text == {"en": raw["ii_either"]["text_en"]}
            assert tuple(own.options) == ("russia", "eu", "hard_to_say")
    for name, source in (("eu_referendum", "ii_eu_ref"), ("russia_integration_referendum", "ii_ru_ref")):
        assert (library.questions[name].text or {})["en"] == raw[source]["text_en"]
    for name in set(QUESTIONS.values()) & set(library.questions):
        if name in ("alliance_preference", "military_infrastructure"):
            continue
        assert "exact" not in {library.questions[name].wording_in(language) for language in ("en", "ru", "be")}, name


def test_no_belarusian_wording_is_invented(library: Library) -> None:
    for name in set(QUESTIONS.values()) & set(library.questions):
        assert "be" not in (library.questions[name].text or {})


def test_the_alliance_line_of_the_workshop_has_every_dated_wave(library: Library) -> None:
    wanted = {
        study_of(record)
        for record in RECORDS
        if record["question"] == "baw_union" and record["options"] and record["wave"] < "2021"
    }
    kept = {}
    for study in library.series("baw"):
        asked = study.questions.get("alliance_preference")
        if asked is not None and asked.published and study.fieldwork.start:
            kept[study.study] = study
            assert {"russia", "eu"} & set(asked.published)
    assert set(kept) == wanted and len(wanted) == 11
    assert kept["baw_2019_12"].mode == "face_to_face" and kept["baw_2020_11"].mode == "phone"
    assert {study.mode for name, study in kept.items() if name not in ("baw_2019_12", "baw_2020_11")} == {"unknown"}


def test_the_alliance_line_of_iiseps_has_every_dated_wave(library: Library) -> None:
    wanted = {study_of(record) for record in RECORDS if record["question"] == "ii_either"}
    kept = {study.study for study in library.series("iiseps") if "alliance_preference" in study.questions}
    assert kept == wanted and len(wanted) == 15
    assert [name for name in kept if library.study(name).fieldwork.start is None] == ["iiseps_september_undated"]
