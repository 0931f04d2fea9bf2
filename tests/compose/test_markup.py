"""The light markup of narratives: headings, paragraphs, styles, strong text and page breaks."""

from __future__ import annotations

import pytest

from discloser.compose.markup import read_markup
from discloser.document.nodes import Block, Heading, PageBreak, Paragraph, Text


def blocks(text: str) -> list[Block]:
    return list(read_markup(text, [], "p"))


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("# 甲", Heading(1, (Text("甲"),), "p-1")),
        ("#### 1.甲", Heading(4, (Text("1.甲"),), "p-1")),
        ("## 甲 {目录：一、乙}", Heading(2, (Text("甲"),), "p-1", "一、乙")),
        ("## 甲{目录：乙}  ", Heading(2, (Text("甲"),), "p-1", "乙")),
        ("## 甲{目录}", Heading(2, (Text("甲{目录}"),), "p-1")),
        ("#甲", Paragraph((Text("#甲"),))),
        ("甲\n乙", Paragraph((Text("甲乙"),))),
        ("甲  \n  乙", Paragraph((Text("甲乙"),))),
        ("    甲", Paragraph((Text("甲"),))),
        ("{.note}甲", Paragraph((Text("甲"),), "note")),
        ("{.note} 甲\n乙", Paragraph((Text("甲乙"),), "note")),
        ("{.note} **甲**乙", Paragraph((Text("甲", True), Text("乙")), "note")),
        ("甲{.note}", Paragraph((Text("甲{.note}"),))),
        ("甲**乙**丙", Paragraph((Text("甲"), Text("乙", True), Text("丙")))),
        ("1. 甲", Paragraph((Text("1. 甲"),))),
        ("- 甲", Paragraph((Text("- 甲"),))),
        ("\\# 甲", Paragraph((Text("# 甲"),))),
        ("\\*\\*甲\\*\\*", Paragraph((Text("**甲**"),))),
        ("<b>甲</b>&lt;", Paragraph((Text("<b>甲</b>&lt;"),))),
        ("---", PageBreak()),
    ],
)
def test_it_reads_a_block(text: str, block: Block) -> None:
    assert blocks(text) == [block]


@pytest.mark.parametrize("text", ["", "\n\n", "{.note}", "{.note}\n\n"])
def test_nothing_makes_no_block(text: str) -> None:
    assert blocks(text) == []


def test_an_empty_line_ends_a_paragraph_and_headings_are_counted() -> None:
    found = blocks("## 甲\n一\n\n二\n### 乙\n")
    assert [(type(block).__name__, getattr(block, "text", "")) for block in found] == [
        ("Heading", "甲"),
        ("Paragraph", "一"),
        ("Paragraph", "二"),
        ("Heading", "乙"),
    ]
    assert [block.anchor for block in found if isinstance(block, Heading)] == ["p-1", "p-2"]
