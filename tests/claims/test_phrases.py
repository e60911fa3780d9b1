"""Words that name a share, in three languages, and words that do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.phrases.read import read_phrase

NAMED = {
    1 / 10: ["one in ten", "One in ten Belarusians", "a tenth", "every tenth", "10 out of 100", "one of ten",
             "каждый десятый", "один из десяти", "десятая часть", "кожны дзясяты", "адзін з дзесяці"],
    1 / 5: ["one in five", "every fifth", "a fifth of voters", "каждый пятый", "пятая часть", "кожны пяты беларус"],
    1 / 4: ["a quarter", "one in four", "четверть опрошенных", "каждый четвертый", "чвэрць", "кожны чацвёрты"],
    1 / 3: ["a third", "one third", "one-third", "треть", "каждый третий", "траціна", "кожны трэці"],
    1 / 2: ["half", "half of the respondents", "половина", "каждый второй", "палова", "кожны другі"],
    2 / 3: ["two-thirds", "two thirds of surveyed Belarusians", "about two-thirds", "две трети", "двое из трёх",
            "дзве траціны", "двое з трох"],
    3 / 4: ["three quarters", "three in four", "three-fourths", "три четверти", "тры чвэрці"],
    9 / 10: ["nine in ten", "9 out of 10", "девять из десяти", "дзевяць з дзесяці"],
}  # fmt: skip


@pytest.mark.contract
@pytest.mark.parametrize(("share", "text"), [(share, text) for share, texts in NAMED.items() for text in texts])
def test_a_fraction_in_words_stands_for_the_shares_near_it(share: float, text: str) -> None:
    phrase = read_phrase(text)
    assert phrase is not None
    tolerance = min(0.025, share / 4, (1 - share) / 4)  # the rule in the module's description
    assert phrase.nominal == pytest.approx(share)
    assert phrase.allowed == pytest.approx((share - tolerance, share + tolerance))
    assert not phrase.open_ended


@pytest.mark.contract
@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a majority", 0.5, 1), ("most Belarusians", 0.5, 1), ("more than half", 0.5, 2 / 3), ("over half", 0.5, 2 / 3),
        ("большинство", 0.5, 1), ("более половины", 0.5, 2 / 3), ("большасць", 0.5, 1), ("больш за палову", 0.5, 2 / 3),
        ("an overwhelming majority", 2 / 3, 1), ("подавляющее большинство", 2 / 3, 1),
        ("пераважная большасць", 2 / 3, 1), ("a minority", 0, 0.5), ("less than half", 1 / 3, 0.5),
        ("меншасць", 0, 0.5), ("almost all", 0.9, 1), ("nearly everyone", 0.9, 1), ("почти все", 0.9, 1),
        ("амаль усе", 0.9, 1), ("almost nobody", 0, 0.1), ("more than 60%", 0.6, 0.7), ("более 60 %", 0.6, 0.7),
        ("больш за 60 %", 0.6, 0.7), ("more than a third", 1 / 3, 0.5), ("more than a quarter", 0.25, 0.35),
        ("less than 10%", 0, 0.1), ("more than nine in ten", 0.9, 1),
    ],
)  # fmt: skip
def test_a_limit_in_words_leaves_itself_out_and_has_a_reach(text: str, low: float, high: float) -> None:
    phrase = read_phrase(text)
    assert phrase is not None and phrase.open_ended
    assert phrase.allowed == pytest.approx((low, high))
    assert phrase.limit and not phrase.holds(phrase.nominal)


@pytest.mark.contract
@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("nearly half", 0.45, 0.5), ("почти половина", 0.45, 0.5), ("амаль палова", 0.45, 0.5),
        ("just over a third", 1 / 3, 1 / 3 + 0.05), ("крыху больш за траціну", 1 / 3, 1 / 3 + 0.05),
        ("at least 60%", 0.6, 0.7), ("не менее 60 %", 0.6, 0.7), ("не больш за 10 %", 0, 0.1),
        ("11 percent", 0.105, 0.115), ("only 11 percent", 0.105, 0.115), ("61,8 %", 0.6175, 0.6185),
        ("каля 60 %", 0.575, 0.625), ("10-15 percentage points", 0.095, 0.155), ("от 10 до 15 %", 0.095, 0.155),
    ],
)  # fmt: skip
def test_qualified_figures_and_percentages_have_the_documented_ranges(text: str, low: float, high: float) -> None:
    phrase = read_phrase(text)
    assert phrase is not None and phrase.allowed == pytest.approx((low, high))


@pytest.mark.contract
@pytest.mark.parametrize(("text", "share"), [("nearly half", 0.5), ("just over half", 0.5), ("almost a third", 1 / 3)])
def test_what_is_nearly_or_just_over_a_share_is_not_that_share(text: str, share: float) -> None:
    phrase = read_phrase(text)
    assert phrase is not None and not phrase.holds(share)


@pytest.mark.contract
@pytest.mark.parametrize(
    "text",
    ["one in ten thousand", "third-largest", "half as many", "two to one", "many", "some people",
     "a quarter or a third", "the lion's share", "ten in one", "three thirds", "", "61.8", "несколько", "шмат хто"],
)  # fmt: skip
def test_what_names_no_share_is_not_guessed(text: str) -> None:
    assert read_phrase(text) is None


@pytest.mark.derivation
def test_two_thirds_leaves_out_61_8_and_one_in_ten_takes_in_11_1() -> None:
    two_thirds, one_in_ten = read_phrase("two-thirds"), read_phrase("one in ten")
    assert two_thirds is not None and one_in_ten is not None
    assert not two_thirds.holds(0.618) and one_in_ten.holds(0.111)


@pytest.mark.property
@given(st.integers(1, 19), st.integers(2, 20))
def test_a_ratio_in_figures_holds_its_own_share_and_not_that_of_its_neighbours(above: int, below: int) -> None:
    phrase = read_phrase(f"{above} in {below}")
    if above >= below:
        assert phrase is None
    else:
        assert phrase is not None and phrase.holds(above / below)
        assert 0 < phrase.allowed.low and phrase.allowed.high < 1


@pytest.mark.property
@given(st.integers(0, 1000), st.integers(0, 2))
def test_a_percentage_in_words_holds_every_share_that_rounds_to_it(tenths: int, decimals: int) -> None:
    phrase = read_phrase(f"{tenths / 10:.{decimals}f} percent")
    assert phrase is not None and phrase.holds(round(tenths / 10, decimals) / 100)
