"""Whatever a public function is called with, what cannot be meant is one of our errors: what, where, what to try."""

from __future__ import annotations

import inspect
import subprocess
import sys
import typing
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.errors import CallError, SurveyError
from survey.front.called import checked

pytestmark = pytest.mark.contract

# One call a line. F: a frame; S: its sample; A: shares; T: targets; R: the sample raked to them.
WRONG = r"""
survey.Sample(F, weight='ww')
survey.Sample(F, stratum='ss')
survey.Sample(F, psu=['psu', 'zz'])
survey.Sample(F, psu='psu', fpc='zz')
survey.Sample(F, person='zz')
survey.Sample([1, 2, 3])
survey.Sample({'a': [1]})
survey.Sample(None)
survey.Sample(5)
survey.Sample(F.to_numpy())
survey.Sample(F.vote)
survey.Sample()
survey.Sample('nofile.csv')
survey.Sample(F, weight=F.w.to_numpy())
survey.Sample(F, weight=F.w)
survey.Sample(F, weight=1.0)
survey.Sample(F, weight=['w'])
survey.Sample(F, D(weight='w'), weight='w')
survey.Sample(F, 'w')
survey.Sample(F, wieght='w')
survey.Sample(F, {'weight': 'w'})
survey.Sample(F, weight='w', lonely_psu='certinty')
survey.Sample(F, nest='yes')
survey.Sample(F, person='s', persons='diff')
D(weight=F.w)
survey.Sample(F, weight='vote').share('vote')
survey.Sample(F, engine='memry')
survey.Sample(F, engine=5)
survey.Sample(F, memory_limit=5)
survey.Sample(F, questions=['vote'])
survey.Sample(F, questions={'vote': 'vote'})
survey.Sample(F, questions={'vote': {'typ': 'single'}})
survey.Sample(F, questions={'vote': {'type': 'singel'}})
survey.Sample(F, questions={'vote': {'options': 5}})
survey.Sample(F, questions={5: {'options': {1: 'a'}}})
survey.Sample(F, study='norway')
S.share()
S.share(5)
S.share(['vote'])
S.share('vot')
S.share('vote', by='sexx')
S.share('vote', by='vote')
S.share('vote', by=5)
S.share('vote', by=['sex', 5])
S.share('vote', base='vald')
S.share('vote', percent='colum')
S.share('vote', interval='logti')
S.share('vote', df='desing')
S.share('vote', df=None)
S.share('vote', deff='with')
S.share('vote', level=95)
S.share('vote', level='0.95')
S.share('vote', level=None)
S.share('vote', level=float('nan'))
S.share('vote', nets=['left'])
S.share('vote', nets={'a': 'left'})
S.share('vote', nets={'a': ['lef']})
S.share('vote', nets={'a': 5})
S.share('vote', bse='all')
S.share('vote', 'sex', 'all')
S.share('vote', question='vote')
S.mean('vote')
S.mean('agee')
S.mean('age', base='all')
S.total('age', of='value')
S.total('vote', base='al')
S.ratio('age')
S.ratio('age', 'ww')
S.ratio('age', 'vote')
S.quantile('age', [0.5, 1.5])
S.quantile('age', '0.5')
S.quantile('age', rule='maths')
S.quantile('age', interval='meen')
S.quantile('age', None)
S.quantile('age', [])
S.median('age', rul='math')
S.median('age', by='sx')
S.variance('vote')
S.deviation('age', level=0)
S.correlation('age', 'vote')
S.correlation('age', 'w', interval='fsher')
S.together('age')
S.together(['age', 'w'], 'men')
S.together(['age', 'w'], percent='row')
S.together(['age', 'w'], lvel=0.9)
S.together(['age', 'w'], 'mean', of='values')
S.together(['age', 'w'], 'mean', base='valid')
S.model('age ~ sexx')
S.model('age')
S.model('age ~ sex +')
S.model(5)
S.model('age ~ sex', 'gausian')
S.model('age ~ sex', df='desgn')
S.model('age ~ sex', solver='newtn')
S.model('age ~ sex', domain={'vot': 'left'})
S.model('age ~ sex', domain={'vote': 'lef'})
S.model('age ~ sex', domain='vote')
S.model('age ~ sex', level=95)
S.test('vote', 'sx')
S.test('vote', 'sex', variant='f')
S.test('vote', 'sex', df='desg')
S.test('vote', 'sex', domain={'sx': 'man'})
S.test('vote', 'sex', base='vld')
S.goodness('vote', {'left': 1})
S.goodness('vote', [1, 2, 3])
S.goodness('vote', {'left': 'a', 'right': 1, 'centre': 1})
S.goodness('vote', {'lef': 1, 'right': 1, 'centre': 1})
S.goodness('vote', {'left': 1, 'right': 1, 'centre': 1}, variant='satt')
S.goodness('vote', {'left': 1, 'right': 1, 'centre': 1}, df='x')
S.t_test('vote', 'sex', option='lef')
S.t_test('age', 'sex', groups=['man', 'x'])
S.t_test('age', 'sex', groups=['man'])
S.t_test('age', 'vote')
S.t_test('age', mean='a')
S.t_test('age', paired='zz')
S.t_test('age', df='zz')
S.t_test('age', level=5)
S.t_test('age', base='zz')
S.rank_test('age', 'sex', scores='wilcox')
S.rank_test('age', 'sex', ties='mid')
S.rank_test('age', 'sex', df='mid')
S.rank_test('age', 'sex', level=95)
S.trend_test('age', 'vote', scores={'left': 1})
S.trend_test('age', 'vote', scores={'left': 'a', 'right': 1, 'centre': 2})
S.trend_test('age', 'vote', variant='contr')
S.trend_test('vote', 's', option='zz')
S.trend_test('age', 'vote', level=95)
S.topline('vot')
S.topline('vote', base='zz')
S.topline('vote', interval='zz')
S.topline('vote', df='zz')
S.topline('vote', level=95)
S.crosstab('vote', 'sx')
S.crosstab('vote')
S.crosstab('vote', 'sex', percent='columns')
S.crosstab('vote', ['vote'])
S.crosstab('vote', 5)
S.crosstab('vote', [])
S.crosstab('vote', 'sex', letters='dimension')
S.crosstab('vote', 'sex', letters=5)
S.crosstab('vote', 'sex', percent='row', letters=True)
survey.Letters(test='desing')
survey.Letters(against='totals')
survey.Letters(levels=(0.05, 2))
survey.Letters(levels='0.05')
survey.Letters(adjust='holms')
survey.Letters(min_base='30')
S.diagnose(95)
S.diagnose('a')
survey.rake(F, T)
survey.rake(S)
survey.rake(S, 'belarus')
survey.rake(S, [1])
survey.rake(S, {'sex': 5})
survey.rake(S, {'sx': {'man': 46, 'woman': 54}})
survey.rake(S, {'sex': {'men': 46, 'woman': 54}})
survey.rake(S, {'sex': {'man': -46, 'woman': 54}})
survey.rake(S, {'sex': {'man': 'a', 'woman': 54}})
survey.rake(S, T, ['sx'])
survey.rake(S, T, 'sex')
survey.rake(S, T, cap=-1)
survey.rake(S, T, cap='a')
survey.rake(S, T, cap=0.5)
survey.rake(S, T, missing='stp')
survey.rake(S, T, missing={'sx': 'stop'})
survey.rake(S, T, missing={'sex': 'stp'})
survey.rake(S, T, trim=5)
survey.rake(S, T, trim='a')
survey.rake(S, T, base_weight='zz')
survey.rake(S, T, base_weight=F.w)
survey.rake(S, T, name=5)
survey.rake(S, T, name='age')
survey.rake(S, T, residuals='regresion')
survey.rake(S, T, rounds=0)
survey.rake(S, T, caps=5)
survey.poststratify(S, T, 'sx')
survey.poststratify(S, T, residuals='zz')
survey.poststratify(S, T, missing='zz')
survey.calibrate(S, T, {'agee': 100})
survey.calibrate(S, T, {'age': 'a'})
survey.calibrate(S, T, 5)
survey.calibrate(S, T, distance='lin')
survey.calibrate(S, T, bounds=5)
survey.calibrate(S, T, bounds=(3,))
survey.calibrate(S, T, bounds=(3, 1))
survey.calibrate(S, T, bounds=(0.3, 3), bounds_on='fctor')
survey.calibrate(S, T, within='zz')
survey.calibrate(S, T, missing='zz')
survey.calibrate(S, T, tolerance='a')
survey.trim(S, 'a')
survey.trim(S, 5, 1)
survey.trim(S, quantiles=0.9)
survey.trim(S, quantiles=(0.9, 0.1))
survey.trim(S, ratio=0)
survey.trim(S, upper=1, spread='evenl')
survey.scale(S, 'm')
survey.scale(S, {'man': 1, 'woman': 2}, by='sx')
survey.scale(S, {'man': 1}, by='sex')
survey.scale(S, -5)
survey.scale(S, None)
survey.selection(S)
survey.selection(S, probability='zz')
survey.selection(S, household='s', rule='mult')
survey.selection(S, frames={'a': 5})
survey.eligibility(S, 'zz', eligible='man')
survey.eligibility(S, 'sex', eligible='mn')
survey.eligibility(S, 'sex')
survey.eligibility(S, 'sex', eligible='man', ineligible='woman', rate='a')
survey.eligibility(S, 'sex', eligible='man', ineligible='woman', missing='zz')
survey.nonresponse(S, 'zz')
survey.nonresponse(S, 'resp', classes='sx')
survey.nonresponse(S, 'resp', missing='zz')
survey.nonresponse(S, 'resp', responded='zz')
survey.nonresponse(S, 'resp', smallest='a')
survey.propensity(S, 'resp')
survey.propensity(S, 'resp', 'sx')
survey.propensity(S, 'resp', 'sex', strata='a')
survey.propensity(S, 'resp', 'sex', missing='zz')
survey.propensity(S, 'resp', 'sex', numbers='zz')
survey.propensity(S, 'resp', 5)
survey.combine(S)
survey.combine([])
survey.combine([S])
survey.combine([S, F])
survey.combine({'a': S, 'b': S}, factors='eff')
survey.combine({'a': S, 'b': S}, factors={'a': 1})
survey.combine({'a': S, 'b': S}, by='zz')
survey.attrition(S, S, 'zz')
survey.attrition(S, S, 5)
survey.attrition(S, F, 'zz')
survey.weigh(S, {'method': 'rak', 'margins': ['sex'], 'targets': 'x'})
survey.weigh(S, {'steps': [{'rak': {}}]})
survey.weigh(S, 5)
survey.weigh(S, {'steps': [{'rake': {'margins': ['sx']}}]}, T)
survey.weigh(S, {'steps': [{'rake': {'margin': ['sex']}}]}, T)
survey.weigh(S, {'steps': [{'rake': {'margins': ['sex']}}]})
survey.weigh(S, {'steps': [{'rake': {'margins': ['sex']}}]}, 5)
survey.replay(S, 5)
survey.replay(S, [1])
survey.replicate_weights(S, 'zz', 'JK1')
survey.replicate_weights(S, ['w'], 'JK9')
survey.make_replicates(S, 'JKN')
survey.make_replicates(S, 'bootstrap')
survey.make_replicates(S, 'bootstrap', seed='a')
survey.make_replicates(S, 'bootstrap', seed=1, count=0)
survey.joint_probabilities(S, [[1]])
survey.joint_probabilities(S, 'a')
survey.joint_probabilities(S, np.eye(200), 'HT2')
survey.compare(S, S, 'vote')
survey.compare(S, F, 'vote')
survey.compare(S, R, 'vot')
survey.compare(S, R, 'vote', statistic='shar')
survey.compare(S, R, 'vote', df='x')
survey.compare(S, R, 'vote', bas='all')
survey.compare(S, R, 'vote', base='al')
survey.compare(S, R, 'age', statistic='mean', base='all')
survey.compare_schemes({'a': S}, 'vot')
survey.compare_schemes(S, 'vote')
survey.compare_schemes({'a': S, 'b': R}, 'vote', against='c')
survey.compare_schemes({'a': S, 'b': F}, 'vote')
survey.compare_schemes({'a': S, 'b': R}, 'vote', base='zz')
survey.contrast(A, {'lef': 1})
survey.contrast(A, 5)
survey.contrast(S, [1])
survey.contrast(A, [1, 2])
survey.contrast(A, {'left, man': 1}, df='zz')
survey.contrast(A, {'left, man': 1}, level=5)
survey.contrast(A, {'left, man': 'a'})
survey.difference(A, 0, 99)
survey.difference(A, 0)
survey.difference(A, 0, 0)
survey.difference(A, [0], 1)
survey.expression(A, 'a/b')
survey.expression(A, 5)
survey.expression(A, '`left, man` /')
survey.expression(A, lambda r: 1 / 0)
survey.lift(A, 0, 'zz')
survey.lift(A, 0, 1, lvl=3)
survey.stack({})
survey.stack([A])
survey.stack({'a': 5})
survey.stack({'a': A}, by='sex')
survey.adjust_p([0.1, 2])
survey.adjust_p([0.1], 'hol')
survey.adjust_p('a')
survey.adjust_p(A)
survey.balance(S, 5)
survey.balance(F)
survey.balance(R, variables=['zz'])
survey.balance(R, variables='zz')
survey.profiles(S)
survey.profiles(R, ('zz',))
survey.profiles(R, most='a')
survey.weighting_report(F)
survey.weighting_report(S, variables=['zz'])
survey.weighting_report(R, targets='a')
survey.statement(R, 'fr')
survey.statement(F)
survey.statement(R, targets=5)
survey.targets_from(S, ['zz'])
survey.targets_from(S, 5)
survey.targets_from(5, ['sex'])
survey.targets_from(S, {'sex': 5})
survey.targets_from(F, ['sex'], weight='zz')
survey.choose(S, T, method='totl')
survey.choose(S, T, limit='a')
survey.choose(S, T, missing='zz')
survey.choose(S, T, margins=['zz'])
survey.forecast(S, 5)
survey.open_study('norwy')
survey.open_study(5)
survey.open_study('baw_2022_03')
survey.open_study('baw_2022_03', dat='x')
survey.open_study('baw_2022_03', data='x.csv')
survey.open_study('baw_2022_03', questionnaires='nofolder')
survey.simulate('baw_2022_0')
survey.simulate('baw_2022_03', n='a')
survey.simulate('baw_2022_03', n=-1)
survey.simulate('baw_2022_03', n=10, targets='zz')
survey.simulate('baw_2022_03', n=10, seed=-1)
survey.load_library('nofolder')
survey.load_library(5)
survey.load_study('zz', survey.load_library())
survey.load_study('zz', 5)
A['zz']
A[['zz']]
A[1.5]
A.net('a', ['zz'])
A.net('a', 5)
A + survey.Sample(F).share('vote')
S.model('age ~ sex').test('zz')
D(wieght='w')
D(stratum=F)
D(psu={'psu': 1})
D(*'abcdefghijkl')
survey.Sample(F, stratum=F)
S.share('vote', by=F)
S.share('vote', df=NAN)
S.share('vote', df=-1)
S.mean('age', df=-1)
S.total('age', df=NAN)
S.quantile('age', df=-1)
S.together(['age', 'w'], 'mean', df=-1)
S.model('age ~ sex', df=-1)
S.test('vote', 'sex', df=NAN)
S.goodness('vote', {'left': 1, 'right': 1, 'centre': 1}, df=-1)
S.t_test('age', df=-1)
S.topline('vote', df=-1)
S.crosstab('vote', 'sex', df=NAN)
survey.compare(S, R, 'vote', df=-1)
survey.contrast(A, {'left, man': 1}, df=-1)
survey.difference(A, 0, 1, df=NAN)
survey.lift(A, 0, 1, df=-1)
survey.rake(S, T, tolerance=-1)
survey.rake(S, T, tolerance=0)
survey.rake(S, T, tolerance=NAN)
survey.rake(S, T, rounds=-5)
survey.calibrate(S, T, tolerance=-1)
survey.calibrate(S, T, rounds=0)
survey.weigh(S, {'steps': [{'rake': {'margins': ['sex'], 'tolerance': -1}}]}, T)
survey.trim(S)
survey.trim(S, upper=NAN)
survey.replicate_weights(S, 5, 'JK1')
survey.replicate_weights(S, None, 'JK1')
survey.replicate_weights(S, {'w': 1}, 'JK1')
survey.replicate_weights(S, F, 'JK1')
survey.targets_from(S, 'sex')
survey.balance(R, variables='sex')
survey.forecast(S, T, level=95)
survey.forecast(S, T, level=NAN)
survey.forecast(S, T, 'sex')
survey.forecast(S, T, smallest=-1)
survey.simulate('baw_2022_03', n=10, margins=['zz'])
survey.simulate('example_wave', n=10, margins=['zz'])
survey.simulate('baw_2022_03', n=10, bias=-1)
""".strip().splitlines()


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    """What the calls above may use."""
    rng = np.random.default_rng(1)
    rows = 200
    frame = pd.DataFrame(
        {
            "vote": rng.choice(["left", "right", "centre"], rows),
            "sex": rng.choice(["man", "woman"], rows),
            "age": rng.integers(18, 90, rows).astype(float),
            "w": rng.random(rows) + 0.5,
            "s": rng.integers(0, 3, rows),
            "psu": rng.integers(0, 9, rows),
            "resp": rng.integers(0, 2, rows),
        }
    )
    sample = survey.Sample(frame, weight="w", stratum="s", psu="psu")
    targets = {"sex": {"man": 46, "woman": 54}}
    raked = survey.rake(sample, targets)
    found = {"F": frame, "S": sample, "T": targets, "A": sample.share("vote", by="sex"), "R": raked}
    return {**found, "survey": survey, "np": np, "D": survey.SurveyDesign, "NAN": float("nan")}


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_one_of_our_errors(call: str, known: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(SurveyError) as caught:
            eval(call, known)
    text = str(caught.value)
    assert 10 < len(text) < 2000 and "Traceback" not in text and "validation error" not in text, text


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("S.share('vote', bse='all')", "Did you mean 'base'"),
        ("S.share('vote', base='vald')", "all, asked, valid"),
        ("S.share('vote', by='sexx')", "Did you mean 'sex'"),
        ("S.share('vote', interval='logti')", "Did you mean 'logit'"),
        ("S.share('vote', level='0.95')", "must be a number, not '0.95'"),
        ("S.mean('age', level='0.95')", "level: must be a number"),
        ("S.share(5)", "no question or column '5'"),
        ("survey.Sample(F, weight='ww')", "Did you mean 'w'"),
        ("survey.Sample(F, wieght='w')", "Did you mean 'weight'"),
        ("survey.Sample(F, weight=F.w)", "must be the name of a column of the data, not a Series"),
        ("survey.Sample(F, D(weight='w'), weight='w')", "are both given"),
        ("survey.Sample(F, questions={'vote': {'typ': 'single'}})", "Did you mean 'type'"),
        ("survey.rake(F, T)", "Make one: survey.Sample"),
        ("D(wieght='w')", "Did you mean 'weight'"),
        ("D(stratum=F)", "must be the name of a column of the data, not a DataFrame"),
        ("survey.targets_from(S, 'sex')", "Write margins=.'sex'."),
        ("survey.rake(S, 5)", "targets are int, not a mapping\nWrite {'sex': {'man': 46"),
        ("S.share('vote', df=-1)", "df: must be 0 or more, not -1"),
        ("survey.rake(S, T, tolerance=-1)", "tolerance -1 must lie between 0 and 1"),
        ("survey.trim(S)", "no limit to trim the weights to"),
        ("survey.rake(S, T, residuals='regresion')", "Did you mean 'regression'"),
        ("survey.weigh(S, {'steps': [{'rake': {'margin': ['sex']}}]}, T)", "Did you mean 'margins'"),
    ],
)
def test_the_nearest_name_or_the_right_kind_is_said(call: str, said: str, known: dict[str, Any]) -> None:
    with pytest.raises(SurveyError, match=said.replace("(", r"\(")):
        eval(call, known)


def test_nothing_is_run_with_a_value_of_another_kind() -> None:
    ran: list[int] = []

    def work(n: int, names: list[str] | None = None) -> None:
        ran.append(n)

    for call in ({"n": "a"}, {"n": 1, "names": "a"}, {"n": 1, "nams": []}, {}):
        with pytest.raises(CallError):
            checked(work)(**call)
    assert not ran
    checked(work)(n=1)
    assert ran == [1]


def test_an_error_of_a_call_is_also_pythons_own(known: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        known["S"].share("vote", bse="all")
    assert issubclass(CallError, SurveyError)


def test_the_parts_of_a_design_may_be_named_one_by_one(known: dict[str, Any]) -> None:
    frame = known["F"]
    design = survey.SurveyDesign(weight="w", stratum="s", psu="psu")
    one, other = survey.Sample(frame, design), survey.Sample(frame, weight="w", stratum="s", psu="psu")
    assert one.design == other.design
    np.testing.assert_array_equal(one.share("vote").std_error, other.share("vote").std_error)


def test_one_banner_may_be_a_text(known: dict[str, Any]) -> None:
    one, other = (known["S"].crosstab("vote", banner) for banner in ("sex", ["sex"]))
    np.testing.assert_array_equal(one.estimate, other.estimate)


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function and method by name."""
    for name in survey.__all__:
        found = getattr(survey, name)
        if inspect.isfunction(found):
            yield name, found
    for name, method in inspect.getmembers(survey.Sample, inspect.isfunction):
        if not name.startswith("_") and name in vars(survey.Sample):
            yield f"Sample.{name}", method


FUNCTIONS = dict(functions())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_option_has_a_name_and_a_kind(name: str) -> None:
    asked = inspect.signature(FUNCTIONS[name]).parameters.values()
    assert not [one.name for one in asked if one.kind is inspect.Parameter.VAR_KEYWORD]
    assert not [one.name for one in asked if one.annotation is inspect.Parameter.empty]
    assert not [one.name for one in asked if one.default is ...], "the default is not known: name the function in like="
    typing.get_type_hints(inspect.unwrap(FUNCTIONS[name]))  # kinds that cannot be found would not be looked at


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_does_and_what_it_raises(name: str) -> None:
    text = inspect.getdoc(FUNCTIONS[name]) or ""
    assert len(text) > 60, name
    short = {"Sample.of", "Sample.deviation", "Sample.median", "balance", "compare_schemes", "statement", "combine"}
    assert "Raises" in text or "aise" in text or name in short | {"load_study", "propensity"}, name


def test_every_part_of_a_design_can_be_named() -> None:
    parts = set(inspect.signature(survey.SurveyDesign).parameters)
    assert parts <= set(inspect.signature(survey.Sample).parameters)


@pytest.mark.parametrize(
    ("work", "absent"),
    [
        ("import survey", ("survey.front", "numpy", "survey.errors", "survey.words")),
        ("import survey; survey.open_study", ("survey.reports", "survey.plots", "matplotlib", "survey.studies")),
        ("import survey; survey.Sample", ("survey.reports", "survey.plots", "matplotlib", "survey.studies")),
    ],
)
def test_what_is_not_asked_for_is_not_loaded(work: str, absent: tuple[str, ...]) -> None:
    code = f"import sys\n{work}\nprint([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
