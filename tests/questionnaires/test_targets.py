"""The shipped population targets against the printed census figures, read as plain YAML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from survey.definitions.records.library import Library
from survey.words import say

pytestmark = pytest.mark.derivation

REGIONS = {
    "Brest region": "brest",
    "Vitebsk region": "vitebsk",
    "Gomel region": "gomel",
    "Grodno region": "grodno",
    "Minsk city": "minsk_city",
    "Minsk region": "minsk_region",
    "Mogilev region": "mogilev",
}
ADULTS = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")


def one_way(figures: Mapping[str, float], names: Mapping[str, str] | None = None) -> dict[tuple[str, ...], float]:
    return {((names or {}).get(key, key),): float(value) for key, value in figures.items() if not names or key in names}


def two_way(figures: Mapping[str, Mapping[str, float]]) -> dict[tuple[str, ...], float]:
    return {(sex, age): float(figures[sex][age]) for sex in ("male", "female") for age in figures[sex]}


def test_published_margins_are_the_printed_figures(library: Library, census: dict[str, Any]) -> None:
    shipped = library.targets["belarus_2019"].margins
    printed = census["census_2019"]
    assert shipped["sex_by_age_broad"].counts == two_way(printed["sex_by_broad_age_counts"])
    assert shipped["region"].shares == one_way(printed["region_percent_all_ages"], REGIONS)
    assert shipped["region_all_ages"].counts == one_way(printed["region_thousands_all_ages"], REGIONS)
    assert shipped["sex_all_ages"].shares == one_way(printed["sex_percent"], {"male": "male", "female": "female"})
    assert shipped["settlement"].shares == one_way(printed["urban_rural_percent"], {"urban": "urban", "rural": "rural"})
    for name in ("sex_by_age_broad", "region", "region_all_ages", "sex_all_ages", "settlement"):
        assert shipped[name].status == "published" and shipped[name].sources
    assert sum((shipped["sex_by_age_broad"].counts or {}).values()) == printed["total_population"]
    thousands = shipped["region_all_ages"].counts or {}
    for region, percent in (shipped["region"].shares or {}).items():
        assert 100 * thousands[region] / sum(thousands.values()) == pytest.approx(percent, abs=0.0051)


def test_other_dates_and_populations_are_files_of_their_own(library: Library, census: dict[str, Any]) -> None:
    belstat, printed = library.targets["belarus_2024"].margins, census["belstat_2024_01_01"]
    assert belstat["sex_all_ages"].counts == one_way({key: printed[key] for key in ("male", "female")})
    assert sum((belstat["sex_all_ages"].counts or {}).values()) == printed["total"]
    assert belstat["age_adulthood"].shares == one_way(printed["age_percent"])
    projection = library.targets["belarus_2020_projection"].margins["sex_by_age_five_year"]
    assert projection.counts == two_way({sex: census["wpp2019_mid2020_thousands"][sex] for sex in ("male", "female")})
    voters = library.targets["belarus_voters_2020"]
    counts = voters.margins["region"].counts or {}
    registered = census["registered_voters_2020_07"]
    assert counts == one_way({key: registered[key] for key in REGIONS}, REGIONS)
    assert sum(counts.values()) + registered["abroad"] == registered["total"]
    for region, percent in registered["percent_without_abroad"].items():
        assert 100 * counts[(REGIONS[region],)] / sum(counts.values()) == pytest.approx(percent, abs=0.0051)
    assert "Not a margin of adults" in say(voters.note)


def test_the_adult_margin_can_be_derived_again_from_census_and_projection(
    library: Library, census: dict[str, Any]
) -> None:
    margin = library.targets["belarus_2019"].margins["sex_by_age"]
    assert margin.status == "derived" and margin.how
    counts = margin.counts or {}
    assert counts == two_way(census["derived_adult_sex_by_age"]["counts"])
    for sex in ("male", "female"):
        five = census["wpp2019_mid2020_thousands"][sex]
        printed = census["census_2019"]["sex_by_broad_age_counts"][sex]
        working = sum(five[f"{age}-{age + 4}"] for age in range(15, 65, 5))
        shape = {"18-24": 0.4 * five["15-19"] + five["20-24"]}
        for low in (25, 35, 45, 55):
            shape[f"{low}-{low + 9}"] = five[f"{low}-{low + 4}"] + five[f"{low + 5}-{low + 9}"]
        for age, thousands in shape.items():
            assert counts[sex, age] == pytest.approx(printed["15-64"] * thousands / working, abs=1)
        assert counts[sex, "65+"] == printed["65+"]
    adults = sum(counts.values())
    assert adults == census["derived_adult_sex_by_age"]["adults_total"]
    for sex, ages in census["derived_adult_sex_by_age"]["percent_of_adults"].items():
        for age, percent in ages.items():
            assert 100 * counts[sex, age] / adults == pytest.approx(percent, abs=0.0051)


def test_one_way_adult_margins_are_sums_of_the_crossing(library: Library) -> None:
    margins = library.targets["belarus_2019"].margins
    counts = margins["sex_by_age"].counts or {}
    for sex in ("male", "female"):
        assert (margins["sex"].counts or {})[(sex,)] == sum(counts[sex, age] for age in ADULTS)
    for age in ADULTS:
        assert (margins["age_group"].counts or {})[(age,)] == counts["male", age] + counts["female", age]
    assert margins["sex"].status == margins["age_group"].status == "derived"


def test_every_margin_belongs_to_questions_with_the_same_options(library: Library) -> None:
    for name in ("belarus_2019", "belarus_2024", "belarus_2020_projection", "belarus_voters_2020"):
        for margin in library.targets[name].margins.values():
            for place, variable in enumerate(margin.variables):
                cells = margin.counts or margin.shares or {}
                assert {cell[place] for cell in cells} == set(library.questions[variable].options), (name, variable)


@pytest.mark.parametrize("name", ["sex", "age_group", "age_broad", "age_adulthood", "age_five_year", "region",
                                  "settlement", "education"])  # fmt: skip
def test_demographic_questions_are_labelled_in_three_languages(name: str, library: Library) -> None:
    question = library.questions[name]
    assert set(question.title or {}) == {"en", "ru", "be"}
    for option in question.options.values():
        assert set(option.label or {}) == {"en", "ru", "be"}


def test_age_groups_leave_no_year_out_and_count_none_twice(library: Library) -> None:
    for name, first in (("age_group", 18), ("age_broad", 0), ("age_adulthood", 0), ("age_five_year", 0)):
        expected: float | None = first
        for option in library.questions[name].options.values():
            assert option.range is not None and option.range[0] == expected
            expected = None if option.range[1] is None else option.range[1] + 1
        assert expected is None


def test_sources_of_population_figures_are_shipped(library: Library, census: dict[str, Any]) -> None:
    for name, source in census["sources"].items():
        shipped = library.sources[name]
        if "date" in source:
            assert shipped.date == source["date"]
        if "licence" in source:
            assert (shipped.licence or "").split(" (")[0] == source["licence"].split(" (")[0]


def test_years_of_age_have_the_case_that_their_last_number_asks_for(library: Library) -> None:
    for name in ("age_group", "age_broad", "age_adulthood", "age_five_year"):
        for option in library.questions[name].options.values():
            if option.range is None or option.range[1] is None or option.label is None:
                continue
            last = int(option.range[1])
            few = last % 10 in (2, 3, 4) and last // 10 % 10 != 1  # 24 года, 14 лет
            assert option.label["ru"].endswith("года" if few else "лет"), option.label
            assert option.label["be"].endswith("гады" if few else "гадоў"), option.label
