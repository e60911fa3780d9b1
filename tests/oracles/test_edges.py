"""R's values where public.json has none: weights of 0, domains of two variables, lonely PSUs, unequal weights in cells.

``edges.json`` was made by ``edges.R``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from oracle_harness import Case, differences, load, missing_parts, not_implemented, produced

import survey

pytestmark = pytest.mark.oracle

CASES = load(Path(__file__).resolve().parent / "edges.json")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_values_of_r_at_the_edges_are_reproduced(case: Case) -> None:
    assert not not_implemented(case) and not missing_parts(case)
    wrong = differences(case, produced(case))
    assert not wrong, "\n".join([case.r, *wrong])


LONELY = {
    # R 4.2.2, survey 4.1-1: opinion3.csv, wave 1; svydesign(ids=~psu, strata=~region, weights=~w, nest=TRUE); subset to
    # dom (one PSU of the north, women elsewhere); options(survey.lonely.psu=, survey.adjust.domain.lonely=);
    # SE of svymean(~score), svytotal(~score), svymean(~trust==5)
    ("adjust", False): (1.59094353303297, 2076.52908027214, 0.0226292566378906),
    ("adjust", True): (1.64908925332288, None, 0.0228654246752777),  # 4.1-1: 2123.85262942295, see ``adjusted_total``
    ("average", False): (1.59094353303297, 2076.52908027214, 0.0226292566378906),
    ("average", True): (1.45562409280769, 2103.3586379126, 0.0247214160327196),
}


def adjusted_total(data: pd.DataFrame) -> float:
    """The same total by R's rule of 4.3 and later, by hand: all PSUs of the north, those without members too, around
    the mean over all PSUs of all strata. 4.1-1 took them from 0."""
    data = data.assign(t=(data["w"] * data["score"]).where(data["dom"].eq("in"), 0.0))
    units = data.groupby(["region", "psu"])["t"].sum()
    variance = 0.0
    for region, drawn in units.groupby(level=0):
        centre = units.mean() if region == "north" else drawn.mean()
        variance += len(drawn) / (len(drawn) - 1) * float(((drawn - centre) ** 2).sum())
    return float(variance**0.5)


LONELY_TOO = {
    # the same design and domain, survey.adjust.domain.lonely=TRUE: svyratio(~score, ~one) with one = 1 + (trust >= 3),
    # its SE; SE of svyquantile(~score, .5, interval.type="xlogit"); F and p of svychisq(~urban+edu3)
    "adjust": (31.486428846157, 0.523682833682033, 1.04154471055845, 1.60339336925288, 0.223771419440308),
    "average": (31.486428846157, 0.530377726257278, 1.14006921020587, 1.2600004581598, 0.293226524153265),
}


@pytest.fixture
def lonely() -> pd.DataFrame:
    """Wave 1 of opinion3.csv with a domain that one PSU of the north is in."""
    data = pd.read_csv(Path(__file__).parent / "data" / "opinion3.csv")
    data = data[data["wave"] == 1].reset_index(drop=True)
    north = data["region"].eq("north")
    one = north & data["psu"].eq(data.loc[north, "psu"].min())
    data["dom"] = np.where(one | (~north & data["sex"].eq("woman")), "in", "out")
    return data


@pytest.mark.oracle
@pytest.mark.parametrize("rule", LONELY_TOO)
def test_ratios_quantiles_and_tests_treat_them_so_too(rule: Any, lonely: pd.DataFrame) -> None:
    lonely["one"] = (1 + lonely["trust"].ge(3)).where(lonely["trust"].notna())
    design = survey.SurveyDesign("region", "psu", weight="w", lonely_psu=rule, lonely_in_domain=True)
    sample = survey.Sample(lonely, design)
    ratio = sample.ratio("score", "one", "dom")
    median = sample.quantile("score", [0.5], "dom", interval="xlogit")
    at, where = (next(i for i in range(2) if one.domain_levels[i] == ("in",)) for one in (ratio, median))
    test = sample.test("urban", "edu3", domain={"dom": "in"})
    found = [ratio.estimate[at], ratio.std_error[at], median.std_error[where], test.statistic, test.p_value]
    assert found == pytest.approx(LONELY_TOO[rule], rel=1e-8)


@pytest.mark.oracle
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize(("rule", "in_domain"), LONELY)
def test_strata_that_a_domain_leaves_with_one_psu_are_treated_as_in_r(
    rule: Any, in_domain: bool, engine: str, lonely: pd.DataFrame
) -> None:
    design = survey.SurveyDesign("region", "psu", weight="w", lonely_psu=rule, lonely_in_domain=in_domain)
    sample = survey.Sample(lonely, design, engine=engine)
    shares = sample.share("trust", "dom", base="valid")
    five = next(i for i, option in enumerate(shares.option) if option == "5" and shares.domain_levels[i] == ("in",))
    made = [
        next(one.std_error[i] for i in range(len(one)) if one.domain_levels[i] == ("in",))
        for one in (sample.mean("score", "dom"), sample.total("score", "dom"))
    ]
    mean, total, share = LONELY[rule, in_domain]
    want = (mean, adjusted_total(lonely) if total is None else total, share)
    assert [*made, shares.std_error[five]] == pytest.approx(want, rel=1e-8)
