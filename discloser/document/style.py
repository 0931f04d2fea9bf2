"""How a document looks: page, faces, sizes, pitches and rules, read by every writer.

A pack's ``style.yaml`` fills this model. Lengths are millimetres where the name ends in
``_mm`` and points elsewhere. The defaults follow GB/T 9704-2012 (党政机关公文格式). Each value is
kept to what Word, Excel and a PDF can all hold; what must fit together, such as the margins and
the paper, is looked at where a pack is read.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from discloser.document.nodes import Align

_FAMILY = re.compile(r"\w[\w .+()-]*")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_MOST_CHARACTERS = 40
DIGITS = "digits"
"""The key of the face that other faces take Latin letters and digits from."""
PAGE = "{page}"
"""What stands in a page number's text for the number."""


def _family(text: str) -> str:
    if not _FAMILY.fullmatch(text) or len(text) > _MOST_CHARACTERS:
        raise PydanticCustomError("family", "要写一种字体的名称，如 宋体 或 Noto Serif CJK SC")
    return text


def _color(text: str) -> str:
    if text and not _COLOR.fullmatch(text):
        raise PydanticCustomError("color", "要写成 # 加六位十六进制数，如 #000000")
    return text


def _page_number(text: str) -> str:
    if text.count(PAGE) != 1 or len(text) > _MOST_CHARACTERS or not text.isprintable():
        raise PydanticCustomError("page_number", "要有一处 {page}，连它不超过 40 字，不换行")
    return text


def _name(text: str) -> str:
    if not re.fullmatch(r"\w+", text) or len(text) > _MOST_CHARACTERS:
        raise PydanticCustomError("style_name", "样式的名称只能有文字、数字和下划线，不超过 40 字")
    return text


Size = Annotated[float, Field(ge=1, le=100, allow_inf_nan=False)]
Pitch = Annotated[float, Field(ge=1, le=200, allow_inf_nan=False)]
Space = Annotated[float, Field(ge=0, le=2000, allow_inf_nan=False)]
Line = Annotated[float, Field(ge=0.1, le=6, allow_inf_nan=False)]
Paper = Annotated[float, Field(ge=50, le=1200, allow_inf_nan=False)]
Edge = Annotated[float, Field(ge=0, le=500, allow_inf_nan=False)]
Padding = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]
Indent = Annotated[float, Field(ge=-50, le=50, allow_inf_nan=False)]
Color = Annotated[str, AfterValidator(_color)]
Family = Annotated[str, AfterValidator(_family)]
Name = Annotated[str, AfterValidator(_name)]


class _StylePart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Margins(_StylePart):
    """Page margins of a portrait page in millimetres."""

    top_mm: Edge = Field(default=37, title="上边距")
    bottom_mm: Edge = Field(default=35, title="下边距")
    left_mm: Edge = Field(default=28, title="左边距")
    right_mm: Edge = Field(default=26, title="右边距")


class Page(_StylePart):
    """Paper and margins; a landscape page has ``landscape_margins`` of its own."""

    width_mm: Paper = Field(default=210, title="纸宽")
    height_mm: Paper = Field(default=297, title="纸高")
    margins: Margins = Field(default=Margins(), title="页边距")
    landscape_margins: Margins = Field(
        default=Margins(top_mm=28, bottom_mm=26, left_mm=25, right_mm=25), title="横向页的页边距"
    )
    line_chars: Annotated[int, Field(ge=0, le=200)] = Field(default=0, title="每行字数")
    """Characters of the body's size in a line of a portrait page; 0 takes as many as there is
    room for. What a line has too much or too little is shared out between its characters."""
    number: Annotated[str, AfterValidator(_page_number)] = Field(
        default="— {page} —", title="页码的写法"
    )
    number_face: str = Field(default="song", title="页码字体")
    number_size: Size = Field(default=14, title="页码字号")
    number_distance_mm: Edge = Field(default=7, title="页码到版心的距离")
    number_outside: bool = Field(default=True, title="页码是否在外侧")
    """Right on odd pages and left on even ones, one character in; otherwise centred."""


class NumberPlace(StrEnum):
    """Where a table's form number (公开01表) stands."""

    TITLE = "title"
    LINE = "line"


class TextStyle(_StylePart):
    """A paragraph style: face, size, line pitch, indents and spaces in points."""

    face: str = Field(default="fangsong", title="字体")
    size: Size = Field(default=16, title="字号")
    pitch: Pitch = Field(default=29, title="行距")
    align: Align = Field(default=Align.LEFT, title="对齐")
    justify: bool = Field(default=False, title="是否两端对齐")
    strong: bool = Field(default=False, title="是否加粗")
    indent_chars: Indent = Field(default=0, title="首行缩进")
    """First-line indent in characters of the style's size; below zero the first line hangs."""
    left_chars: Annotated[Indent, Field(ge=0)] = Field(default=0, title="左缩进")
    """Indent of all lines from the left margin, in characters of the style's size."""
    space_before: Space = Field(default=0, title="段前距")
    space_after: Space = Field(default=0, title="段后距")
    keep_with_next: bool = Field(default=False, title="是否与下段同页")
    page_break_before: bool = Field(default=False, title="是否段前分页")


class Rules(_StylePart):
    """The lines and paddings of tables."""

    line: Line = Field(default=0.5, title="表格线粗细")
    color: Annotated[Color, Field(min_length=1)] = Field(default="#000000", title="表格线颜色")
    header_fill: Color = Field(default="", title="表头底色")
    padding_x_mm: Padding = Field(default=1.5, title="格内左右留白")
    padding_y_mm: Padding = Field(default=0.6, title="格内上下留白")


class Style(_StylePart):
    """Everything a writer needs to know about looks.

    ``faces`` maps a face's key to family names, official first, then free ones; those that
    ``digits_in`` names take their Latin letters and digits from the face ``digits``.
    ``paragraphs`` holds the paragraph styles by name, ``body`` among them; ``headings`` those of
    levels 1 to 6 at most.
    """

    faces: dict[str, Annotated[tuple[Family, ...], Field(min_length=1, max_length=20)]] = Field(
        title="字体表", min_length=1, max_length=50
    )
    digits_in: tuple[str, ...] = Field(default=(), title="数字另用字体的", max_length=50)
    page: Page = Field(default=Page(), title="页面")
    paragraphs: dict[Name, TextStyle] = Field(title="段落样式", max_length=200)
    headings: tuple[TextStyle, ...] = Field(title="各级标题", min_length=1, max_length=6)
    contents_title: TextStyle = Field(title="目录题名")
    contents_levels: tuple[TextStyle, ...] = Field(title="目录各级", min_length=1, max_length=6)
    table_caption: TextStyle = Field(title="表题")
    table_number: NumberPlace = Field(default=NumberPlace.TITLE, title="表号的位置")
    """Before the title of the table, or in a line of its own at the right, above the unit."""
    table_subtitle: TextStyle = Field(title="表的副题")
    table_line: TextStyle = Field(title="表上一行")
    table_header: TextStyle = Field(title="表头")
    table_cell: TextStyle = Field(title="表体")
    table_note: TextStyle = Field(title="表下说明")
    chart_caption: TextStyle = Field(
        default=TextStyle(face="song", size=12, pitch=20, align=Align.CENTER, space_after=10),
        title="图题",
    )
    rules: Rules = Field(default=Rules(), title="表格线")
    css: str = Field(default="", title="补充的 CSS", max_length=20_000)
    """Extra CSS for the HTML and PDF only."""

    def digits_of(self, face: str) -> tuple[str, ...]:
        """Return the families of the Latin letters and digits in ``face``; none where its own."""
        return self.faces[DIGITS] if face in self.digits_in else ()
