"""SciPy's special functions, loaded at the first call of one.

Loading ``scipy.special`` takes longer than loading NumPy, and much of the work (checking definitions, raking, what
a published share may stand for) needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def _loaded(name: str) -> Callable[..., Any]:
    from scipy import special

    function: Callable[..., Any] = getattr(special, name)
    return function


def _late(name: str) -> Callable[..., Any]:
    def call(*given: Any, **options: Any) -> Any:
        return _loaded(name)(*given, **options)

    call.__name__, call.__doc__ = name, f"``scipy.special.{name}``."
    return call


betaincinv = _late("betaincinv")  # quantile of the beta distribution
chdtrc = _late("chdtrc")  # upper tail of chi-square
digamma = _late("digamma")
expit = _late("expit")
fdtrc = _late("fdtrc")  # upper tail of F
gammaln = _late("gammaln")
log_expit = _late("log_expit")
logit = _late("logit")
ndtr = _late("ndtr")  # of the normal distribution
ndtri = _late("ndtri")  # its quantile
polygamma = _late("polygamma")
softmax = _late("softmax")
stdtr = _late("stdtr")  # of Student's t
stdtrit = _late("stdtrit")  # its quantile
xlogy = _late("xlogy")
