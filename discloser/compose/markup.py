"""Read the light markup of narrative templates: headings, paragraphs and strong text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from discloser.compose.runs import join_texts, split_runs
from discloser.document.nodes import Block, Heading, Inline, PageBreak, Paragraph, plain_text

_PARSER = MarkdownIt("zero").enable(["heading", "emphasis", "hr", "escape", "newline"])
_STYLE = re.compile(r"^\{\.(\w+)\}\s*")
_LABEL = re.compile(r"\s*\{目录：(.*)\}\s*$")


def read_markup(text: str, runs: list[Inline], prefix: str) -> Iterator[Block]:
    """Turn the output of a narrative template into blocks.

    ``#`` marks headings (``##`` is 一、, ``###`` is （一）), an empty line ends a paragraph,
    ``**`` marks strong text, ``---`` a page break, ``{.name}`` before a paragraph its style, and
    ``{目录：…}`` behind a heading its label in the contents list.
    Lines of one paragraph are joined without a space.
    """
    tokens = _PARSER.parse(text)
    headings = 0
    for index, token in enumerate(tokens):
        if token.type == "hr":
            yield PageBreak()
        if token.type != "inline":
            continue
        opening = tokens[index - 1]
        if opening.type == "heading_open":
            heading = _heading(token, runs, int(opening.tag[1:]), f"{prefix}-{headings + 1}")
            if heading.text.strip():  # a template may leave one empty
                headings += 1
                yield heading
        else:
            yield from _paragraph(token, runs)


def _heading(token: Token, runs: list[Inline], level: int, anchor: str) -> Heading:
    label = ""
    last = token.children[-1] if token.children else None
    if last is not None and (match := _LABEL.search(last.content)):
        label = plain_text(tuple(split_runs(match[1], runs)))
        last.content = last.content[: match.start()]
    return Heading(level, join_texts(_inlines(token, runs)), anchor, label)


def _paragraph(token: Token, runs: list[Inline]) -> Iterator[Paragraph]:
    match = _STYLE.match(token.content)
    inlines = _inlines(token, runs)
    if match is not None:
        first = inlines[0]
        inlines[0:1] = split_runs(_STYLE.sub("", first.text), [])
    if content := join_texts(inlines):
        yield Paragraph(content, match[1] if match is not None else "body")


def _inlines(token: Token, runs: list[Inline]) -> list[Inline]:
    found: list[Inline] = []
    depth = 0
    for child in token.children or []:
        if child.type == "strong_open":
            depth += 1
        elif child.type == "strong_close":
            depth -= 1
        elif child.type in ("text", "text_special"):
            before = plain_text(tuple(found))
            found += split_runs(child.content, runs, strong=depth > 0, before=before)
    return found
