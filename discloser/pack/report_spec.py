"""What a pack says about its document: cover, contents and parts, as written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from discloser.document.nodes import Orientation
from discloser.location import FieldPath
from discloser.model.values import Flag
from discloser.pack.specs import Spec


class ParagraphSpec(Spec):
    """A line of the cover, or beside the contents list: a text template and its style."""

    text: str = Field(title="文字")
    style: str = Field(default="body", title="段落样式")


class ContentsSpec(Spec):
    """The contents list: its title lines, and how its lines are written.

    ``table`` is a table's line: ``name`` is the table's, ``index`` its number in its part, and
    ``number`` that number in Chinese. ``above`` and ``below`` are lines on the page of the list,
    such as 保密审查情况 before its title or a note on empty tables after its last line.
    """

    above: tuple[ParagraphSpec, ...] = Field(default=(), title="目录标题上面的话")
    title: tuple[str, ...] = Field(title="目录标题")
    below: tuple[ParagraphSpec, ...] = Field(default=(), title="目录下面的话")
    table: str = Field(default="{{ number }}、{{ name }}", title="表格一行的写法")
    page_numbers: Flag = Field(default=True, title="是否印页码")


class TableEntry(Spec):
    """A table of a part; ``when`` is an expression, and where it is false it is left out there.

    A name alone is such an entry. With conditions that exclude each other a table may stand in two
    places.
    """

    table: str = Field(title="表格")
    when: str = Field(default="", title="什么情况下才印在这里")


class ChartEntry(Spec):
    """A chart of a part: it stands below the paragraphs under the heading with these words.

    ``under`` is the heading without its ordinal; ``when`` is an expression, and where it is false
    the chart is left out.
    """

    chart: str = Field(title="图")
    under: str = Field(title="印在哪个标题下面的正文之后，标题不带序号")
    when: str = Field(default="", title="什么情况下才印")


def _entry(value: Any) -> Any:
    return {"table": value} if isinstance(value, str) else value


class PartSpec(Spec):
    """A part of the document: a title page line, a heading, and text or tables.

    ``contents`` is its line in the contents list (empty: the heading), ``in_contents`` False leaves
    it out; ``contents_depth`` is the
    number of heading levels below it that the contents list shows too. ``number`` stands on a
    line of its own above the heading. ``body`` names a narrative template, ``tables`` tables.
    ``level`` is the level of its heading. ``repeat`` (``project in projects``) repeats the whole
    part, each time on a new page; its texts may use that name and ``index``. ``new_page`` False
    lets it go on where the part before it ends. ``when`` is an
    expression; where it is false the part is left out. Its texts may use ``part``: which one it is
    of the parts that have a ``number``.
    """

    id: str = Field(title="名称")
    number: str = Field(default="", title="部分序号")
    heading: str = Field(title="标题")
    level: int = Field(default=1, ge=1, le=4, title="标题级别")
    repeat: str = Field(default="", title="逐项重复")
    when: str = Field(default="", title="什么情况下才印")
    orientation: Orientation | None = Field(
        default=None, title="纸张方向，不写就同 report.yaml 的 orientation"
    )
    new_page: Flag = Field(default=True, title="是否另起一页")
    contents: str = Field(default="", title="目录中的写法")
    in_contents: Flag = Field(default=True, title="目录是否列出这一部分的标题")
    contents_depth: int = Field(default=0, ge=0, le=6, title="目录显示的下级标题层数")
    body: str = Field(default="", title="正文模板")
    tables: tuple[Annotated[TableEntry, BeforeValidator(_entry)], ...] = Field(
        default=(), title="表格"
    )
    charts: tuple[ChartEntry, ...] = Field(default=(), title="正文里的图")
    contents_tables: Flag = Field(default=True, title="目录是否列出表格")


class ReportSpec(Spec):
    """``report.yaml``: the whole document in order.

    ``offers`` names tables that the pack does not print: those below it may extend them.
    """

    title: str = Field(title="文件名和文档标题")
    orientation: Orientation = Field(
        default=Orientation.PORTRAIT, title="纸张方向：portrait 纵向，landscape 横向"
    )
    cover: tuple[ParagraphSpec, ...] = Field(title="封面")
    contents: ContentsSpec = Field(title="目录")
    parts: tuple[PartSpec, ...] = Field(title="各部分")
    offers: tuple[str, ...] = Field(
        default=(), title="自己不印、给下级照着改的表，下级在自己的表里写 extends: 表名"
    )

    def named_tables(self, *, offered: bool) -> Iterator[tuple[str, FieldPath]]:
        """The tables that it names with the way to each; ``offered`` ones, too, where asked for."""
        for index, part in enumerate(self.parts):
            for number, entry in enumerate(part.tables):
                yield entry.table, ("parts", index, "tables", number)
        for index, name in enumerate(self.offers if offered else ()):
            yield name, ("offers", index)

    def named_charts(self) -> Iterator[tuple[str, FieldPath]]:
        """The charts that it names with the way to each."""
        for index, part in enumerate(self.parts):
            for number, entry in enumerate(part.charts):
                yield entry.chart, ("parts", index, "charts", number)
