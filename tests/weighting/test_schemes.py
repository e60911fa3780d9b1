"""Weightings side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.cells.engines.memory import MemoryEngine
from survey.cells.samples.sample import SampleData
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Targets
from survey.design import SurveyDesign
from survey.errors import EstimationError
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import share
from survey.maths.weights.dispersion import effective_n, kish_deff
from survey.reports.printing.render import render
from survey.tables.schemes import Schemes, compare_schemes
from survey.weighting.calibrating.rake import rake
from survey.words import LANGUAGES, TEXT_FORMS

QUESTIONS = {
    "sex": Question.model_validate({"question": "sex", "options": {"man": {"code": 1}, "woman": {"code": 2}}}),
    "trust": Question.model_validate(
        {
            "question": "trust",
            "type": "scale",
            "title": {"en": "Trust", "ru": "Доверие", "be": "Давер"},
            "options": {1: "No", 2: "So so", 3: "Yes", 9: {"label": "Refused", "missing": "refused"}},
            "nets": {"some": ["2", "3"]},
        }
    ),
}
SPEC = {
    "targets": "made_up",
    "population": "adults",
    "margins": {"sex": {"variables": "sex", "shares": {"man": 46, "woman": 54}}},
}


@pytest.fixture(scope="module")
def samples() -> dict[str, SampleData]:
    """One sample without weights, with design weights and raked."""
    rng = np.random.default_rng(8)
    data = pd.DataFrame(
        {
            "sex": rng.choice([1, 2], 500, p=[0.3, 0.7]),
            "trust": rng.choice([1, 2, 3, 9], 500, p=[0.3, 0.3, 0.3, 0.1]),
            "base": rng.choice([0.5, 1.0, 2.5], 500),
        }
    )
    plain, design = (
        SampleData(MemoryEngine(data), SurveyDesign(weight=weight), QUESTIONS, synthetic=True)
        for weight in (None, "base")
    )
    return {"unweighted": plain, "design": design, "raked": rake(design, Targets.model_validate(SPEC))}


@pytest.fixture(scope="module")
def found(samples: dict[str, SampleData]) -> Schemes:
    """The scale under all three."""
    return compare_schemes(samples, "trust")


@pytest.mark.derivation
def test_figures_are_those_of_share_and_mean_of_each_sample(samples: dict[str, SampleData], found: Schemes) -> None:
    table = found.tables[0]
    rows = [row.id for row in table.stub]
    assert rows == ["1", "2", "3", "9", "some", "mean"] and found.names == ("unweighted", "design", "raked")
    for j, sample in enumerate(samples.values()):
        shares, middle = share(sample, "trust", nets={"some": ("2", "3")}), mean(sample, "trust")
        for option, value, error in zip(shares.option, shares.estimate, shares.std_error, strict=True):
            assert table.estimate[rows.index(option), j] == value
            assert table.std_error[rows.index(option), j] == error
        assert table.estimate[-1, j] == middle.estimate[0] and table.std_error[-1, j] == middle.std_error[0]


@pytest.mark.derivation
def test_each_scheme_has_its_base_and_kish(samples: dict[str, SampleData], found: Schemes) -> None:
    for scheme, sample in zip(found.tables[0].schemes, samples.values(), strict=True):
        w = sample.weights
        assert (scheme.n, scheme.weight) == (500, sample.weight or "")
        assert scheme.deff == pytest.approx(kish_deff(w)) and scheme.n_kish == pytest.approx(effective_n(w))
        assert scheme.moe == pytest.approx(1.959963984540054 * 0.5 / np.sqrt(scheme.n_kish))


@pytest.mark.property
def test_change_is_from_the_scheme_named(samples: dict[str, SampleData], found: Schemes) -> None:
    table = found.tables[0]
    np.testing.assert_array_equal(table.change[:, 0], 0)
    np.testing.assert_array_equal(table.change, table.estimate - table.estimate[:, [0]])
    other = compare_schemes(samples, ["trust"], against="design")
    np.testing.assert_array_equal(other.tables[0].change[:, 1], 0)
    assert other.to_frame().query("scheme == 'design'").change.eq(0).all()


@pytest.mark.contract
def test_records_have_the_columns_of_every_result(found: Schemes) -> None:
    row = found.records[0]
    first = ["study", "question", "option", "scheme", "estimate", "std_error", "conf_low", "conf_high", "deff"]
    assert list(row)[:9] == first and list(row)[-1] == "change"
    assert len(found.records) == 6 * 3


@pytest.mark.contract
def test_wrong_names_are_refused(samples: dict[str, SampleData]) -> None:
    with pytest.raises(EstimationError, match="no scheme 'rakd'") as caught:
        compare_schemes(samples, "trust", against="rakd")
    assert "Did you mean 'raked'" in str(caught.value)
    with pytest.raises(EstimationError, match="needs a scheme and a question"):
        compare_schemes({}, "trust")


@pytest.mark.contract
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", TEXT_FORMS)
def test_schemes_have_every_form_in_every_language(form: str, language: str, found: Schemes) -> None:
    made = render(found, form, language)
    assert made == render(found, form, language) and "nan" not in made.lower().replace("financ", "")
    marks = {"csv": "synthetic", "json": '"synthetic": true'}
    mark = {"en": "SYNTHETIC DATA", "ru": "СИНТЕТИЧЕСКИЕ ДАННЫЕ", "be": "СІНТЭТЫЧНЫЯ ДАНЫЯ"}[language]
    assert marks.get(form, mark) in made
    assert "raked" in made


@pytest.mark.contract
def test_a_printed_scheme_says_what_it_changes_in_points(found: Schemes) -> None:
    made = render(found, "text")
    table = found.tables[0]
    change = f"{100 * table.change[0, 2]:+.1f}".replace("-", "−")
    assert change in made and f"{100 * table.estimate[0, 2]:.1f}" in made and f"{table.schemes[2].deff:.2f}" in made


@pytest.mark.derivation
def test_an_outcome_of_many_numbers_is_compared_by_its_mean(samples: dict[str, SampleData]) -> None:
    income = np.random.default_rng(3).lognormal(3, 1, 500)
    data = samples["design"].engine.frame().assign(income=income)
    design = SampleData(MemoryEngine(data), SurveyDesign(weight="base"), QUESTIONS)
    made = compare_schemes({"plain": SampleData(MemoryEngine(data), questions=QUESTIONS), "design": design}, "income")
    table, weight = made.tables[0], data["base"].to_numpy()
    assert [row.kind for row in table.stub] == ["option", "mean"]
    assert table.estimate[-1] == pytest.approx([income.mean(), weight @ income / weight.sum()])
    assert table.change[-1, 1] == pytest.approx(table.estimate[-1, 1] - table.estimate[-1, 0])
    names = SampleData(MemoryEngine(data.assign(income=[f"person {k}" for k in range(500)])), questions=QUESTIONS)
    with pytest.raises(EstimationError, match="too many for a table"):
        compare_schemes({"plain": names}, "income")
