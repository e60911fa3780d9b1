"""What can be inferred of hidden cells, against all tables of whole numbers; and that enough is hidden."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse
from scipy.optimize import linprog
from scipy.sparse.csgraph import connected_components

from survey.maths.rules.complementary import Reader, complete, narrowest


def margins(rows: int, columns: int) -> sparse.csr_array:
    """Relations of a two-way table whose margins are printed."""
    own = np.arange(rows * columns).reshape(rows, columns)
    lines = [*own, *own.T]
    matrix = np.zeros((len(lines), rows * columns))
    for row, places in enumerate(lines):
        matrix[row, places] = 1
    return sparse.csr_array(matrix)


def all_tables(table: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """Every table of whole numbers with the same margins and the same shown cells."""
    places = np.argwhere(hidden)
    tops = [min(table[i].sum(), table[:, j].sum()) for i, j in places]
    found = []
    for values in product(*(range(int(top) + 1) for top in tops)):
        trial = table.copy()
        trial[tuple(places.T)] = values
        if (trial.sum(0) == table.sum(0)).all() and (trial.sum(1) == table.sum(1)).all():
            found.append(trial)
    return np.array(found)


def inferable(
    matrix: sparse.csr_array, values: np.ndarray, most: np.ndarray, hidden: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest value of each cell that agree with all that is shown; of a shown one its value.

    Two linear programmes a hidden cell, ``min`` and ``max x_c`` with ``matrix @ x = matrix @ values``,
    ``0 ≤ x ≤ most``, ``x = values`` where shown (HiGHS), each on those hidden cells only that relations join to it.
    Exact for counts of two-way tables, whose vertices are whole numbers.
    """
    low, high = values.astype(float), values.astype(float)
    places = np.flatnonzero(hidden)
    if not places.size:
        return low, high
    between = matrix[:, places]
    _, part = connected_components(between.T @ between, directed=False)
    for one in range(part.max() + 1):
        inside = places[part == one]
        relations = sparse.csr_array(matrix[:, inside])
        relations = relations[np.flatnonzero(np.diff(relations.indptr) > 0)]
        known = relations @ values[inside]
        bounds = np.stack([np.zeros(inside.size), most[inside]], axis=1)
        for at, cell in enumerate(inside):
            aim = np.zeros(inside.size)
            for sign in (1.0, -1.0):
                aim[at] = sign
                found = linprog(aim, A_eq=relations, b_eq=known, bounds=bounds, method="highs")
                value = float(found.x[at]) if found.status == 0 else float(values[cell])
                if sign > 0:
                    low[cell] = min(value, low[cell])
                else:
                    high[cell] = max(value, high[cell])
    return low, high


SMALL = arrays(int, (2, 3), elements=st.integers(0, 3))


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(table=SMALL, hidden=arrays(bool, (2, 3)))
def test_what_can_be_inferred_is_what_all_tables_leave_open(table: np.ndarray, hidden: np.ndarray) -> None:
    most = np.broadcast_to(table.sum(0), table.shape).ravel().astype(float)
    low, high = inferable(margins(2, 3), table.ravel().astype(float), most, hidden.ravel())
    possible = all_tables(table, hidden)
    assert low.reshape(2, 3) == pytest.approx(possible.min(0), abs=1e-7)
    assert high.reshape(2, 3) == pytest.approx(possible.max(0), abs=1e-7)


@pytest.mark.derivation
def test_a_lone_hidden_cell_is_known_and_four_in_a_square_are_not() -> None:
    table = np.array([[2.0, 5, 9], [4, 6, 7], [3, 8, 1]])
    most = np.broadcast_to(table.sum(0), table.shape).ravel()
    hidden = np.zeros((3, 3), bool)
    hidden[0, 0] = True
    low, high = inferable(margins(3, 3), table.ravel(), most, hidden.ravel())
    assert (low == high).all()
    hidden[:2, :2] = True  # 2 and 5 make 7, 2 and 4 make 6: up to the lesser sum
    low, high = inferable(margins(3, 3), table.ravel(), most, hidden.ravel())
    assert (low[0], high[0]) == (0, 6)


@pytest.mark.property
@settings(max_examples=60, deadline=None)
@given(
    table=arrays(int, (3, 4), elements=st.integers(0, 30)),
    hidden=arrays(bool, (3, 4), elements=st.integers(0, 3).map(lambda one: one == 0)),
    width=st.floats(1, 12),
)
def test_partners_leave_as_much_open_as_is_needed(table: np.ndarray, hidden: np.ndarray, width: float) -> None:
    """Or as much as the margins leave: ``max(0, r + c - N)`` to ``min(r, c)`` of the row's and the column's sum."""
    rows, columns = table.sum(1)[:, None], table.sum(0)[None]
    open_at_all = np.minimum(rows, columns) - np.maximum(0, rows + columns - table.sum())
    needed = np.minimum(width, open_at_all).ravel().astype(float)
    values = table.ravel().astype(float)
    most = np.broadcast_to(columns, table.shape).ravel().astype(float)
    reader = Reader(values, most, needed)
    found, _ = complete(margins(3, 4), (reader,), hidden.ravel(), values + 1, np.zeros(12, int))
    assert (found | ~hidden.ravel()).all()
    low, high = inferable(margins(3, 4), values, most, found)
    assert ((high - low)[found] >= needed[found] - 1e-5).all()
    if not hidden.any():
        assert not found.any()


@pytest.mark.contract
def test_the_cheapest_partners_go() -> None:
    table = np.array([[4.0, 50, 6, 70], [5, 40, 8, 60], [6, 30, 9, 80]])
    hidden = np.zeros((3, 4), bool)
    hidden[:, 0] = True
    reader = Reader(table.ravel(), np.broadcast_to(table.sum(0), table.shape).ravel(), np.full(12, 3.0))
    found, _ = complete(margins(3, 4), (reader,), hidden.ravel(), table.ravel() + 1, np.zeros(12, int))
    assert found.reshape(3, 4).tolist() == [[True, False, True, False]] * 3


@pytest.mark.property
@settings(max_examples=40, deadline=None)
@given(
    table=arrays(int, (3, 4), elements=st.integers(0, 30)),
    first=arrays(bool, (3, 4), elements=st.integers(0, 3).map(lambda one: one == 0)),
    more=arrays(bool, (3, 4), elements=st.integers(0, 3).map(lambda one: one == 0)),
)
def test_a_search_taken_up_again_leaves_as_much_open(table: np.ndarray, first: np.ndarray, more: np.ndarray) -> None:
    rows, columns = table.sum(1)[:, None], table.sum(0)[None]
    open_at_all = np.minimum(rows, columns) - np.maximum(0, rows + columns - table.sum())
    needed = np.minimum(6.0, open_at_all).ravel()
    values = table.ravel().astype(float)
    most = np.broadcast_to(columns, table.shape).ravel().astype(float)
    how = ((Reader(values, most, needed),), values + 1, np.zeros(12, int))
    before, attested = complete(margins(3, 4), how[0], first.ravel(), *how[1:])
    found, ends = complete(margins(3, 4), how[0], before | more.ravel(), *how[1:], attested=attested)
    low, high = inferable(margins(3, 4), values, most, found)
    assert (ends[0, 0] >= low - 1e-5).all() and (ends[0, 1] <= high + 1e-5).all()  # what it attests is so
    assert ((high - low)[found] >= needed[found] - 1e-5).all() and (found | ~before).all()


@pytest.mark.derivation
@settings(max_examples=40, deadline=None)
@given(table=arrays(int, (3, 4), elements=st.integers(0, 30)), known=st.sampled_from([4.0, np.inf]))
def test_the_narrowest_interval_is_that_of_two_programmes_a_cell(table: np.ndarray, known: float) -> None:
    values = table.ravel().astype(float)
    most = np.broadcast_to(table.sum(0), table.shape).ravel().astype(float)
    reader = Reader(values, most, np.where(values < 5, 3.0, 0.0))
    found, ends = complete(margins(3, 4), (reader,), values < 5, values + 1, np.zeros(12, int))
    low, high = inferable(margins(3, 4), values, most, found)
    expected = min([known, *(high - low)[found]])
    got = narrowest(margins(3, 4), reader, found, np.flatnonzero(found), ends[0], known)
    assert got == pytest.approx(expected, abs=1e-5)


@pytest.mark.contract
def test_the_solver_writes_nothing_among_the_tables(capfd: pytest.CaptureFixture[str]) -> None:
    values = np.array([4.0, 50, 6, 70, 5, 40, 8, 60, 6, 30, 9, 80])
    reader = Reader(values, np.full(12, 100.0), np.full(12, 3.0))
    complete(margins(3, 4), (reader,), values < 5, values + 1, np.zeros(12, int))
    assert capfd.readouterr() == ("", "")
