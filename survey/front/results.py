"""Functions that are no methods: of samples and results, and of printed figures."""

from __future__ import annotations

from survey.changes.asked import Asked
from survey.changes.compare_waves import compare_waves as _compare_waves
from survey.definitions.reading.load import load_library as _load_library
from survey.definitions.reading.load import load_study as _load_study
from survey.estimation.result.contrast import contrast as _contrast
from survey.estimation.result.contrast import expression as _expression
from survey.estimation.result.contrast import lift as _lift
from survey.estimation.result.difference import difference as _difference
from survey.estimation.result.stack import stack as _stack
from survey.estimation.statistics.compare import compare as _compare
from survey.estimation.statistics.decompose import decompose as _decompose
from survey.estimation.statistics.share import share
from survey.estimation.statistics.together import together as _together
from survey.estimation.statistics.total import total
from survey.front.called import checked
from survey.front.confined import confinable
from survey.maths.adjust import adjust_p as _adjust_p
from survey.maths.granularity.granularity import granularity as _granularity
from survey.tables.schemes import compare_schemes as _compare_schemes
from survey.weighting.margins.targets_from import targets_from as _targets_from
from survey.weighting.plan.choose import choose as _choose
from survey.weighting.plan.forecast import forecast as _forecast
from survey.weighting.told.balance import balance as _balance
from survey.weighting.told.profiles import profiles as _profiles
from survey.weighting.told.report import weighting_report as _weighting_report
from survey.weighting.told.statement import statement as _statement

# definitions
load_library = checked(_load_library)
load_study = checked(_load_study)
# waves, schemes, several questions
compare = checked(confinable(_compare), like=(share, total))
compare_waves = checked(_compare_waves, like=(Asked,))
decompose = checked(_decompose, like=(share, _compare))
compare_schemes = checked(_compare_schemes)
together = checked(confinable(_together), like=(share, total))
# functions of estimates
contrast = checked(_contrast)
difference = checked(_difference)
expression = checked(_expression)
lift = checked(_lift)
stack = checked(_stack)
adjust_p = checked(_adjust_p)
# before and after weighting
targets_from = checked(_targets_from)
choose = checked(_choose, closed=True)
forecast = checked(_forecast)
balance = checked(_balance)
profiles = checked(_profiles)
weighting_report = checked(_weighting_report)
statement = checked(_statement)
# printed figures
granularity = checked(_granularity)
