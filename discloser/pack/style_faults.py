"""What the values of a style must be to one another, and to the paper, for any writer to print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discloser.document.style import DIGITS, Margins, Page, Style, TextStyle
from discloser.finding import Finding, Rule
from discloser.location import FieldPath, SourceMap
from discloser.validation import nearest

NO_FACE = Rule(
    "T026", "没有这种字体", "faces 里没有名为“{name}”的字体。", "{hint}faces 里有：{known}。"
)
NO_ROOM = Rule(
    "T027", "版式放不下", "{what}放不下：{need}，{whole}只有{room}。", "请改小，或改纸张和页边距。"
)
NO_BODY = Rule(
    "T028",
    "没有正文样式",
    "paragraphs 里没有 body，没有写明样式的段落不知道印成什么样。",
    "请加上 body，如 {{face: fangsong, size: 16, pitch: 28.95}}。",
)
WRONG_CSS = Rule(
    "T029",
    "css 里有不能用的写法",
    "css 里写了“{text}”。",
    "css 里不能有 @ 规则、url()、反斜线、小于号和大于 {most} 的数；纸张和页边距请写在 page 里。",
)
WRONG_LINE = Rule(
    "T031",
    "每行字数与字号不合",
    "每行 {count} 字，正文字号是 {size:g} 磅，版心宽度放得下 {fits} 字。",
    "请改 line_chars，或改正文的字号；写 0 就不作规定。",
)
_MOST_TRACKING = 0.1
"""How much wider or narrower than its size a character may be set."""
_POINTS_PER_MM = 72 / 25.4
_LEAST_SIDE_MM = 40
_LARGEST = 2000
_SHOWN = 20
_FORBIDDEN = re.compile(r"@[\w-]*|url\s*\(|[<\\]", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w#])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def style_faults(style: Style, sources: SourceMap) -> Iterator[Finding]:
    """The parts of a style that no writer could print together, each at its place."""
    known = list(style.faces)
    for path, name in _named_faces(style):
        if name not in style.faces:
            hint = nearest(name, known)
            yield NO_FACE.at(sources.find(path), name=name, hint=hint, known="、".join(known))
    if "body" not in style.paragraphs:
        yield NO_BODY.at(sources.find(("paragraphs",)))
    pages = list(_page_faults(style.page, sources))
    yield from pages
    if not pages:
        yield from _text_faults(style, sources)
        yield from _line_faults(style, sources)
    yield from _css_faults(style.css, sources)


def looks(style: Style) -> Iterator[tuple[FieldPath, TextStyle]]:
    """All text styles, with the way to each."""
    for name, look in style.paragraphs.items():
        yield ("paragraphs", name), look
    for part in ("headings", "contents_levels"):
        for index, look in enumerate(getattr(style, part)):
            yield (part, index), look
    for name in type(style).model_fields:
        if isinstance(look := getattr(style, name), TextStyle):
            yield (name,), look


def _named_faces(style: Style) -> Iterator[tuple[FieldPath, str]]:
    yield ("page", "number_face"), style.page.number_face
    for index, name in enumerate(style.digits_in):
        yield ("digits_in", index), name
    if style.digits_in:
        yield ("digits_in",), DIGITS
    for path, look in looks(style):
        yield (*path, "face"), look.face


def _text_areas(page: Page) -> Iterator[tuple[str, Margins, float, float]]:
    """The margins of each orientation with the width and height that they leave, in mm."""
    sides = (page.width_mm, page.height_mm)
    for name, margins, (width, height) in (
        ("margins", page.margins, sides),
        ("landscape_margins", page.landscape_margins, sides[::-1]),
    ):
        across, down = margins.left_mm + margins.right_mm, margins.top_mm + margins.bottom_mm
        yield name, margins, width - across, height - down


def _page_faults(page: Page, sources: SourceMap) -> Iterator[Finding]:
    number = page.number_distance_mm + page.number_size / _POINTS_PER_MM
    for name, margins, width, height in _text_areas(page):
        place = sources.find(("page", name))
        for side, room in (("宽", width), ("高", height)):
            if room < _LEAST_SIDE_MM:
                need = f"版心至少要{side} {_LEAST_SIDE_MM} 毫米"
                yield NO_ROOM.at(
                    place, what="版心", need=need, whole="纸张减去页边距", room=f" {room:g} 毫米"
                )
        if number > margins.bottom_mm:
            yield NO_ROOM.at(
                sources.find(("page", "number_distance_mm")),
                what="页码",
                need=f"距离加字号是 {number:.1f} 毫米",
                whole="下边距",
                room=f" {margins.bottom_mm:g} 毫米",
            )


def _text_faults(style: Style, sources: SourceMap) -> Iterator[Finding]:
    areas = list(_text_areas(style.page))
    width = min(area[2] for area in areas) * _POINTS_PER_MM
    height = max(area[3] for area in areas) * _POINTS_PER_MM
    for path, look in looks(style):
        high = look.space_before + look.pitch + look.space_after
        wide = (look.left_chars + max(look.indent_chars, 0) + 2) * look.size
        for name, what, need, room in (
            ("space_before", "一行字和段前段后距", high, height),
            ("indent_chars", "缩进和两个字", wide, width),
        ):
            if need > room:
                yield NO_ROOM.at(
                    sources.find((*path, name)),
                    what=what,
                    need=f"共 {need:g} 磅",
                    whole="版心",
                    room=f" {room:.0f} 磅",
                )
        if look.indent_chars + look.left_chars < 0:
            yield NO_ROOM.at(
                sources.find((*path, "indent_chars")),
                what="首行",
                need=f"伸出 {-look.indent_chars:g} 字",
                whole="左缩进",
                room=f" {look.left_chars:g} 字",
            )


def _line_faults(style: Style, sources: SourceMap) -> Iterator[Finding]:
    """A number of characters a line that the body's size is far from."""
    if "body" not in style.paragraphs:
        return
    count, size = style.page.line_chars, style.paragraphs["body"].size
    _, _, width, _ = next(_text_areas(style.page))
    room = width * _POINTS_PER_MM
    if count and abs(room / count - size) > _MOST_TRACKING * size:
        yield WRONG_LINE.at(
            sources.find(("page", "line_chars")), count=count, size=size, fits=int(room / size)
        )


def _css_faults(css: str, sources: SourceMap) -> Iterator[Finding]:
    words = [match[0] for match in _FORBIDDEN.finditer(css)]
    words += [m[0] for m in _NUMBER.finditer(css) if abs(float(m[0])) > _LARGEST]
    for word in dict.fromkeys(words):
        place = sources.find(("css",))
        yield WRONG_CSS.at(place, text=word[:_SHOWN], most=_LARGEST)
