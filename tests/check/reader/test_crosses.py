"""Crosses of functional and economic items: the columns are called by the names of the items."""

from __future__ import annotations

import pytest

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.read import DocumentReader
from discloser.classification.codebook import Codebook
from discloser.compute.ledger import Side
from discloser.model.values import Kind
from discloser.vocabulary.words import national_words
from tests.check.reader.foreign import as_document
from tests.fidelity.printed import PrintedDocument, PrintedTable

COLUMNS = {
    "合计": {},
    "工资福利支出/小计": {"economic_class": "301"},
    "工资福利支出/基本工资": {"economic_item": "30101"},
    "商品和服务支出/办公费": {"economic_item": "30201"},
    "资本性支出（基本建设）/小计": {"economic_class": "309"},
    "资本性支出（基本建设）/办公设备购置": {"economic_item": "30902"},
    "资本性支出/小计": {"economic_class": "310"},
    "资本性支出/办公设备购置": {"economic_item": "31002"},
}
FUNDS = {
    "财政拨款支出决算明细表": {"fund_group": "财政拨款"},
    "2024年度一般公共预算财政拨款支出决算明细表（续2）": {"fund": "一般公共预算"},
}


def read(title: str, columns: list[str]) -> dict[tuple[int, int], object]:
    texts = ("项目/支出功能分类科目编码", "项目/科目名称", *columns)
    rows = [("合计", ""), ("2010301", "行政运行")]
    filled = tuple((*row, *(["1.00"] * len(columns))) for row in rows)
    printed = PrintedTable(title, (), texts, filled)
    document = as_document(PrintedDocument((), (), (printed,)))
    made = DocumentReader(document, Kind.FINAL_ACCOUNT, 2024, national_words(), Codebook())
    (table,) = made.tables
    first = table.sheet.first
    return {(row - first, column - 2): m.key for (row, column), m in table.cells.items()}


@pytest.mark.parametrize(("title", "fund"), FUNDS.items())
def test_a_column_means_the_item_that_it_is_called_by(title: str, fund: dict[str, str]) -> None:
    found = read(title, list(COLUMNS))
    for row, function in enumerate(({}, {"function_item": "2010301"})):
        for column, where in enumerate(COLUMNS.values()):
            expected = Meaning.of(Side.EXPENDITURE, {**fund, **function, **where})
            assert found[row, column] == expected.key


@pytest.mark.parametrize("column", ["工资福利支出/办公费", "办公费", "某某支出/小计"])
def test_an_item_of_another_class_is_not_known(column: str) -> None:
    found = read("财政拨款支出决算明细表", ["合计", column])
    assert (1, 0) in found
    assert (1, 1) not in found
