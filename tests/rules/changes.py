"""Ways to change an input, and what the rules on the input find in it then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from discloser.check.run import run_checks
from discloser.compute.figures import compute
from discloser.finding import Finding
from discloser.model.disclosure import Disclosure
from discloser.model.evaluation import Execution
from discloser.model.ledger import ClosingLine, ExpenditureLine
from discloser.model.performance import Indicator, ProjectTargets
from discloser.model.values import Category, Fund, ReceiptKind
from tests.rules.documents import prepared

Change = Callable[[Disclosure], Disclosure]
Case = tuple[str, str, Change, Change]


def with_(**parts: Any) -> Change:
    return lambda disclosure: disclosure.model_copy(update=parts)


def same(disclosure: Disclosure) -> Disclosure:
    return disclosure


def part(name: str, **values: Any) -> Change:
    """Change fields of one part of the input."""

    def change(disclosure: Disclosure) -> Disclosure:
        changed = getattr(disclosure, name).model_copy(update=values)
        return disclosure.model_copy(update={name: changed})

    return change


def project(**values: Any) -> Change:
    """Change fields of the first project (45 万元 in the ledger)."""

    def change(disclosure: Disclosure) -> Disclosure:
        first = next(p for p in disclosure.projects if p.name == "数字政府建设运行费")
        changed = first.model_copy(update=values)
        return disclosure.model_copy(update={"projects": (changed,)})

    return change


def indicator(name: str, value: str) -> tuple[Indicator, ...]:
    return (Indicator(name=name, value=value),)


def first_score(points: str) -> Change:
    """Give the first indicator of the self-evaluation another score."""

    def change(disclosure: Disclosure) -> Disclosure:
        assert disclosure.evaluation is not None
        items = disclosure.evaluation.indicators
        changed = (items[0].model_copy(update={"score": Decimal(points)}), *items[1:])
        return part("evaluation", indicators=changed)(disclosure)

    return change


def housing_fund(item: str) -> Change:
    """Pay the housing fund's lines as another economic item."""

    def change(disclosure: Disclosure) -> Disclosure:
        lines = tuple(
            line.model_copy(update={"department_economic": item})
            if line.function == "2210201"
            else line
            for line in disclosure.expenditure
        )
        return disclosure.model_copy(update={"expenditure": lines})

    return change


def prior(name: str, times: str) -> Change:
    """Say that last year's amount was so many times this year's."""

    def change(disclosure: Disclosure) -> Disclosure:
        amount = compute(disclosure, _measures()).get(name)
        assert amount is not None
        return part("prior_year", figures={name: amount.amount * Decimal(times)})(disclosure)

    return change


def _measures() -> Any:
    pack = prepared("approval").pack
    assert pack is not None
    return pack.measures


def evaluated(**changes: Any) -> Change:
    """Take the evaluation's money from lines that spent their whole adjusted budget."""

    def change(disclosure: Disclosure) -> Disclosure:
        lines = tuple(
            line.model_copy(update={"adjusted_budget": line.amount})
            for line in disclosure.expenditure
        )
        budgeted = disclosure.model_copy(update={"expenditure": lines})
        ours = {"difference_reason": "", "execution": (), "projects": ()}
        return part("evaluation", **(ours | changes))(budgeted)

    return change


def rate_said(actual: str) -> Change:
    """Say of the execution rate's indicator what was reached."""

    def change(disclosure: Disclosure) -> Disclosure:
        assert disclosure.evaluation is not None
        items = tuple(
            item.model_copy(update={"actual": actual}) if item.name == "预算执行率" else item
            for item in disclosure.evaluation.indicators
        )
        return evaluated(indicators=items)(disclosure)

    return change


def all_money(**amounts: str) -> tuple[Execution, ...]:
    typed = {name: Decimal(amount) for name, amount in amounts.items()}
    return (Execution(source="财政拨款", **typed),)


def lines(wanted: Callable[[ExpenditureLine], bool], **values: Any) -> Change:
    """Change fields of the expenditure lines that are wanted."""

    def change(disclosure: Disclosure) -> Disclosure:
        changed = tuple(
            line.model_copy(update=values) if wanted(line) else line
            for line in disclosure.expenditure
        )
        assert any(map(wanted, disclosure.expenditure))
        return disclosure.model_copy(update={"expenditure": changed})

    return change


def of_project(name: str) -> Callable[[ExpenditureLine], bool]:
    return lambda line: line.project == name


def basic(line: ExpenditureLine) -> bool:
    return line.category is Category.BASIC


def project_line(line: ExpenditureLine) -> bool:
    return line.category is not Category.BASIC


def wages(line: ExpenditureLine) -> bool:
    return line.department_economic == "30101"


def split_project(category: Category) -> Change:
    """The first project's line as two, of which one is of another nature."""

    def change(disclosure: Disclosure) -> Disclosure:
        found = list(disclosure.expenditure)
        at = next(index for index, line in enumerate(found) if project_line(line))
        rest = {"amount": found[at].amount - 1}
        found[at : at + 1] = [
            found[at].model_copy(update=rest),
            found[at].model_copy(update={"amount": Decimal(1), "category": category}),
        ]
        return disclosure.model_copy(update={"expenditure": tuple(found)})

    return change


def units(*values: dict[str, Any]) -> Change:
    """Change fields of the units in turn."""

    def change(disclosure: Disclosure) -> Disclosure:
        changed = tuple(
            unit.model_copy(update=update)
            for unit, update in zip(disclosure.units, values, strict=True)
        )
        return disclosure.model_copy(update={"units": changed})

    return change


def both(*changes: Change) -> Change:
    def change(disclosure: Disclosure) -> Disclosure:
        for each in changes:
            disclosure = each(disclosure)
        return disclosure

    return change


def more(part_name: str, amount: str) -> Change:
    """Add to the first line of a book."""

    def change(disclosure: Disclosure) -> Disclosure:
        first, *rest = getattr(disclosure, part_name)
        changed = first.model_copy(update={"amount": first.amount + Decimal(amount)})
        return disclosure.model_copy(update={part_name: (changed, *rest)})

    return change


def funded(part_name: str, fund: Fund) -> Change:
    """Pay all lines of a book from a fund."""

    def change(disclosure: Disclosure) -> Disclosure:
        changed = tuple(
            line.model_copy(update={"fund": fund}) for line in getattr(disclosure, part_name)
        )
        return disclosure.model_copy(update={part_name: changed})

    return change


def declared(*names: str) -> Change:
    return with_(projects=tuple(ProjectTargets(name=name) for name in names))


def reason(text: str) -> Change:
    """Give this reason for the change of all receipts."""
    return with_(reasons={"receipts_total": text})


def published(year: int, month: int) -> Change:
    return with_(published=date(year, month, 1))


def second_project(**values: Any) -> Change:
    """Change fields of the second project."""

    def change(disclosure: Disclosure) -> Disclosure:
        first, second, *rest = disclosure.projects
        projects = (first, second.model_copy(update=values), *rest)
        return disclosure.model_copy(update={"projects": projects})

    return change


def moved(book: str, amount: str) -> Change:
    """Move an amount from the last line of a book to its first, which is another unit's."""

    def change(disclosure: Disclosure) -> Disclosure:
        first, *middle, last = getattr(disclosure, book)
        assert first.unit != last.unit
        more = first.model_copy(update={"amount": first.amount + Decimal(amount)})
        less = last.model_copy(update={"amount": last.amount - Decimal(amount)})
        return disclosure.model_copy(update={book: (more, *middle, less)})

    return change


def last_year(**amounts: str) -> Change:
    """Say these amounts of last year's figures, in 万元."""
    figures = {name: Decimal(text) * 10_000 for name, text in amounts.items()}
    return part("prior_year", figures=figures)


def scaled(times: str) -> Change:
    """Type every amount of the ledger so many times as large."""

    def change(disclosure: Disclosure) -> Disclosure:
        books = {
            book: tuple(
                line.model_copy(update={"amount": line.amount * Decimal(times)})
                for line in getattr(disclosure, book)
            )
            for book in ("receipts", "expenditure", "closing")
        }
        return disclosure.model_copy(update=books)

    return change


def budgeted(times: str, of: int | None = None) -> Change:
    """Give lines of expenditure, or so many, an initial budget so many times their amount."""

    def budget(index: int, amount: Decimal) -> Decimal | None:
        return amount * Decimal(times) if of is None or index < of else None

    def change(disclosure: Disclosure) -> Disclosure:
        changed = tuple(
            line.model_copy(update={"initial_budget": budget(index, line.amount)})
            for index, line in enumerate(disclosure.expenditure)
        )
        return disclosure.model_copy(update={"expenditure": changed})

    return change


def with_budget_of_the_year(times: str) -> Change:
    """Give every line of expenditure a full-year budget so many times what was spent."""

    def change(disclosure: Disclosure) -> Disclosure:
        changed = tuple(
            line.model_copy(update={"adjusted_budget": line.amount * Decimal(times)})
            for line in disclosure.expenditure
        )
        return disclosure.model_copy(update={"expenditure": changed})

    return change


def cars(number: int, item: str = "") -> Change:
    """Have so many vehicles; with an item, pay what is paid as wages for it instead."""

    def change(disclosure: Disclosure) -> Disclosure:
        vehicles = type(disclosure.assets.vehicles)(general=number)
        changed = part("assets", vehicles=vehicles)(disclosure)
        return lines(wages, department_economic=item)(changed) if item else changed

    return change


def housing(line: ExpenditureLine) -> bool:
    return line.department_economic == "30113"


def forget_carrying(disclosure: Disclosure) -> Disclosure:
    """Leave the kind of every receipt out, as if all were this year's."""
    changed = tuple(
        line.model_copy(update={"kind": ReceiptKind.CURRENT}) for line in disclosure.receipts
    )
    return disclosure.model_copy(update={"receipts": changed})


def keep_some(disclosure: Disclosure) -> Disclosure:
    """Leave 100 元 of the money that was carried over for the next year."""
    lines = list(disclosure.expenditure)
    index = next(i for i, line in enumerate(lines) if line.carried_over)
    spent = lines[index]
    lines[index] = spent.model_copy(update={"amount": spent.amount - 100})
    left = ClosingLine(unit=spent.unit, fund=spent.fund, amount=Decimal(100))
    return disclosure.model_copy(update={"expenditure": tuple(lines), "closing": (left,)})


def findings(name: str, change: Change, last: Change | None = None) -> list[Finding]:
    source = prepared(name)
    assert source.figures is not None
    assert source.pack is not None
    disclosure = source.figures.disclosure
    figures = compute(change(disclosure), source.pack.measures)
    last_year = compute(last(disclosure), source.pack.measures) if last is not None else None
    return list(run_checks(figures, source.pack.codebook, source.sources, last_year=last_year)[0])


def of_item(book: str) -> Change:
    """Say of the first line of a book which functional item it is for."""

    def change(disclosure: Disclosure) -> Disclosure:
        first, *others = getattr(disclosure, book) or (ClosingLine(amount=Decimal(0)),)
        told = first.model_copy(update={"function": "2010301"})
        return disclosure.model_copy(update={book: (told, *others)})

    return change


def codes(name: str, change: Change, last: Change | None = None) -> set[str]:
    return {finding.code for finding in findings(name, change, last)}
