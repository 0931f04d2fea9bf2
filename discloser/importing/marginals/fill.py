"""Amounts for lines that give every printed number again: a linear programme, solved by HiGHS.

A margin is a row of the programme: the lines that are part of it add up to what is printed. A
printed number is rounded, so that the exact one may differ by less than half of its last digit; as
little as possible of that is used. What no amounts can give, because tables contradict each other,
is missed by as little as possible. Within that, usual lines go before unusual ones; the simplex
method ends at a corner, where few lines have an amount, as the north-west corner rule would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from discloser.compute.ledger import Side
from discloser.importing.marginals.candidates import Candidate, Filled
from discloser.importing.marginals.printed import Margins
from discloser.model.values import Kind

if TYPE_CHECKING:
    import highspy

MISSED, UNBALANCED, SAID = 1.0, 0.1, 0.01
"""What 1 万元 costs that is missed: of a table, of a balance, of what only a sentence tells."""
ROUNDED, TOTAL, LESS, ORDER = 20.0, 3.0, 1.0, 1e-3
"""What 1 万元 costs within rounding, how many times more in totals, less than near, by order."""
_WHOLE, _CARRIED, _LEFT = "all", "carried over", "carried over and left"
_ROOMS = tuple(
    (Decimal(below), Decimal(above))
    for below, above in (("1", "0.98"), ("0.98", "0.98"), ("0.9998", "0.9998"))
)
"""How much of its rounding an exact amount may be below and above what is printed.

A whole half above would be rounded up. Amounts are rounded to the 分 at the end, which a little
room allows for; where that is too little room, there is more.
"""
_FEN = Decimal("0.000001")
_EXACT = 1e-9
"""How exact the solver is, in 万元."""
_SIGN = {Side.RECEIPTS: 1.0, Side.EXPENDITURE: -1.0, Side.CLOSING: -1.0}


def fill(margins: Margins, lines: Sequence[Candidate], kind: Kind) -> list[Filled]:
    """Choose amounts for lines, to the 分; none is negative.

    Raises:
        ImportError: if HiGHS is not installed.
        RuntimeError: if it gives up, which it does for no programme of this form.
    """
    best: tuple[int, list[Filled]] | None = None
    for room in _ROOMS:
        filled = _filled(_Programme(margins, lines, kind, room), lines)
        missed = count_missed(margins, filled)
        if best is None or missed < best[0]:
            best = missed, filled
        if not missed:
            break
    return best[1] if best is not None else []


def _filled(programme: _Programme, lines: Sequence[Candidate]) -> list[Filled]:
    changes = programme.solved()
    filled = []
    for line, more, less in zip(lines, changes[::2], changes[1::2], strict=False):
        amount = (line.near + Decimal(more) - Decimal(less)).quantize(_FEN)
        if amount > 0:
            filled.append(Filled(line, amount))
    return filled


def count_missed(margins: Margins, filled: Sequence[Filled]) -> int:
    """How many certain margins are not printed again, exactly counted."""
    sums = [Decimal()] * len(margins)
    for each in filled:
        for row in each.line.margins:
            sums[row] += each.amount
    printed = zip(margins.margins.values(), sums, strict=True)
    return sum(m.is_certain and not m.printed.stands_for(amount) for m, amount in printed)


class _Programme:
    """The programme in the making: its columns are the lines, then what each row is missed by."""

    def __init__(
        self,
        margins: Margins,
        lines: Sequence[Candidate],
        kind: Kind,
        room: tuple[Decimal, Decimal],
    ) -> None:
        self._costs: list[float] = []
        self._misses: dict[int, float] = {}
        """The columns of what is missed, with what it costs."""
        self._upper: list[float] = []
        self._entries: list[list[tuple[int, float]]] = []
        self._rows: list[float] = []
        printed = list(margins.margins.values())
        self._rows = [float(margin.printed.value) for margin in printed]
        balances = self._balances(lines, kind)
        count = max(len(lines), 1)
        sizes = [0] * len(printed)
        for at, line in enumerate(lines):
            for row in line.margins:
                sizes[row] += 1
            entries = [*((row, 1.0) for row in line.margins), *balances[at]]
            for row, sign in entries:
                self._rows[row] -= sign * float(line.near)
            self._column(line.cost + ORDER * at / count, entries)
            fewer = [(row, -sign) for row, sign in entries]
            self._column(LESS, fewer, float(line.near))
        for row, margin in enumerate(printed):
            cost, slack = ROUNDED * (1 + TOTAL * sizes[row] / count), margin.printed.slack
            for sign, share in zip((1.0, -1.0), room if slack else (), strict=False):
                self._column(cost, [(row, sign)], float(slack * share))
            self._missed(row, MISSED if margin.is_certain else SAID)
        for row in range(len(printed), len(self._rows)):
            self._missed(row, UNBALANCED)
            if row in self._at_least:
                self._column(0.0, [(row, -1.0)])

    def _balances(self, lines: Sequence[Candidate], kind: Kind) -> list[list[tuple[int, float]]]:
        """Rows for the balance of each unit's funds: what comes in is spent or left.

        Of a budget, what was carried over is spent as such, or left.
        """
        self._at_least: set[int] = set()
        rows: dict[tuple[object, ...], int] = {}
        found: list[list[tuple[int, float]]] = [[] for _ in lines]
        if not {Side.RECEIPTS, Side.EXPENDITURE} <= {Side(line.side) for line in lines}:
            return found

        def put(at: int, name: str, sign: float) -> None:
            key = (name, *lines[at].unit_and_fund)
            if key not in rows:
                rows[key] = len(self._rows)
                self._rows.append(0.0)
                if name != _WHOLE:
                    self._at_least.add(rows[key])
            found[at].append((rows[key], sign))

        for at, line in enumerate(lines):
            put(at, _WHOLE, _SIGN[Side(line.side)])
            if kind is Kind.BUDGET and line.is_carried:
                put(at, _CARRIED, _SIGN[Side(line.side)])
            if kind is Kind.BUDGET and (line.is_carried or line.side == Side.CLOSING):
                put(at, _LEFT, -_SIGN[Side(line.side)])
        return found

    def _column(
        self, cost: float, entries: list[tuple[int, float]], upper: float = float("inf")
    ) -> None:
        self._costs.append(cost)
        self._upper.append(upper)
        self._entries.append(entries)

    def _missed(self, row: int, cost: float) -> None:
        for sign in (1.0, -1.0):
            self._misses[len(self._costs)] = cost
            self._column(0.0, [(row, sign)])

    def solved(self) -> list[float]:
        """The amounts of the lines, and behind them what each row is missed by.

        First as little as possible is missed; then, with no more missed, the lines are chosen.
        """
        own = self._costs
        self._costs = [self._misses.get(at, 0.0) for at in range(len(own))]
        missed = self._run()
        self._costs = own
        for at in self._misses:
            self._upper[at] = missed[at] + _EXACT if missed[at] > _EXACT else 0.0
        return self._run()

    def _run(self) -> list[float]:
        import highspy

        class Silent(highspy.Highs):  # type: ignore[misc] # its types are skipped
            """HiGHS writes its name when callbacks are enabled, before it can be told not to."""

            def enableCallbacks(self) -> None:  # noqa: N802 - its name in HiGHS
                self.silent()
                super().enableCallbacks()

        solver = Silent()
        for name, value in _OPTIONS.items():
            solver.setOptionValue(name, value)
        solver.passModel(self._model())
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(solver.modelStatusToString(solver.getModelStatus()))
        return list(solver.getSolution().col_value)

    def _model(self) -> highspy.HighsLp:
        import highspy
        import numpy as np

        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._costs), len(self._rows)
        model.col_cost_ = np.array(self._costs)
        model.col_lower_ = np.zeros(len(self._costs))
        model.col_upper_ = np.array(self._upper)
        model.row_lower_ = model.row_upper_ = np.array(self._rows)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        starts = np.cumsum([0, *(len(entries) for entries in self._entries)])
        model.a_matrix_.start_ = starts
        model.a_matrix_.index_ = np.array([row for e in self._entries for row, _ in e])
        model.a_matrix_.value_ = np.array([value for e in self._entries for _, value in e])
        return model


_OPTIONS: Mapping[str, float | str] = {
    "threads": 1,
    "solver": "simplex",
    "primal_feasibility_tolerance": 1e-9,
}
