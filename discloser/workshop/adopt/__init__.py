"""A first draft of a pack from a published document: ``discloser pack adopt``.

The document is read as foreign ones are (``read/document``) and understood by the reader of the
checks; what it does not know is a question for a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from discloser.check.reader.prose import Passage
from discloser.check.reader.read import DocumentReader
from discloser.document.nodes import Document, Heading, Orientation, Table
from discloser.document.wide import made_whole
from discloser.model.values import Kind
from discloser.pack.pack import Pack
from discloser.specimen.samples import samples
from discloser.vocabulary.tables import role_of
from discloser.vocabulary.words import Words
from discloser.workshop.adopt.neutral import neutral_labels, with_neutral
from discloser.workshop.adopt.numbers import numbers
from discloser.workshop.adopt.parts import Outline, Part, outline, report
from discloser.workshop.adopt.questions import NAME, Question, Questions, as_markdown
from discloser.workshop.adopt.selections import Selections
from discloser.workshop.adopt.sentences import Sentences
from discloser.workshop.adopt.tables import BaseTable, TableMaker
from discloser.workshop.adopt.writing import Names
from discloser.workshop.trial import spec_of, try_sample
from discloser.workshop.yaml_text import as_yaml

_YEAR = re.compile(r"(20\d\d)年")
_SUBJECT = re.compile(r"[^：:]*[：:]\s*(.+)")
_OF_TITLE = re.compile(r"^(?:第.部分)?(.{4,}?)(?:20\d\d年度?)?(?:部门(?:预算|决算)|概况)")
_OVERVIEW = "parts/overview.md.j2"


@dataclass(frozen=True, slots=True)
class Fallback:
    """Another content of a file, and what a person must then do."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class AdoptedPack:
    """The files of a pack by their names in it, and what a person must decide.

    ``from_base`` and ``made`` are the names of the tables that stand on the base's, and of those
    made from the document.
    """

    files: Mapping[str, str]
    questions: tuple[Question, ...]
    from_base: tuple[str, ...]
    made: tuple[str, ...]
    fallbacks: Mapping[str, tuple[Fallback, ...]]
    """What a table's file says instead where it fails, the nearest to the document first."""
    source: str

    @property
    def summary(self) -> str:
        """What was made, in one line."""
        return (
            f"{len(self.made)} 张表照原文写成，{len(self.from_base)} 张用上级的，"
            f"{len(self.questions)} 处待定，见 {NAME}。"
        )


def kind_and_year(document: Document) -> tuple[Kind, int]:
    """What a document says it is: a final account where its first lines say 决算, and its year."""
    texts = [document.title, *(table.caption for table in document.tables())]
    said = "".join(texts)
    kind = Kind.FINAL_ACCOUNT if said.count("决算") > said.count("预算") else Kind.BUDGET
    everything = said + "".join(b.text for b in document.blocks() if isinstance(b, Heading))
    years = _YEAR.findall(everything)
    return kind, int(max(years, key=years.count)) if years else document.date.year


def adopt(document: Document, file: str, title: str, base: Pack) -> AdoptedPack:
    """Make the draft of a pack below ``base`` from a document that was read from ``file``."""
    document = made_whole(document)
    names = Names(_department(document), base.year)
    questions = Questions()
    files: dict[str, str] = {}
    reader = _reader(document, base, base.words)
    neutral = neutral_labels(reader)
    if neutral:
        reader = _reader(document, base, with_neutral(base.words, neutral))
        words = {"labels": {"neutral": list(neutral)}}
        files["vocabulary.yaml"] = as_yaml(words, "横跨全部金额、不限口径的栏名。")
        text = f"这些栏名横跨全部金额，当作不限口径的读：{'、'.join(neutral)}。"
        questions.ask("vocabulary.yaml", text)
    selections = Selections(base.measures)
    maker = TableMaker(_base_tables(base), selections, names, questions, base.kind.value)
    lies = _orientations(document)
    specs: dict[int, str] = {}
    adopted = []
    fallbacks: dict[str, tuple[Fallback, ...]] = {}
    for placed in reader.tables:
        table = placed.sheet.table
        made = maker.made(placed, lies[id(table)], set(specs.values()))
        specs[id(table)] = made.name
        adopted.append(made)
        comment = f"照“{file}”里的《{table.caption or table.sheet}》起的草稿。"
        path = f"{base.kind}/tables/{made.name}.yaml"
        files[path] = as_yaml(made.spec, comment)
        fallbacks[path] = tuple(Fallback(why, as_yaml(s, comment)) for why, s in made.fallbacks)
    found = outline(document)
    sentences = Sentences(reader, selections, names, questions)
    bodies = _bodies(found, base, sentences, reader, files)
    order = (
        report(found, names, specs, bodies)
        if any(bodies)
        else _tables_alone(base, list(specs.values()), questions)
    )
    comment = f"照“{file}”起的草稿：封面、目录、各部分的次序。"
    files[f"{base.kind}/report.yaml"] = as_yaml(order, comment)
    printed = numbers(reader, base)
    if printed:
        files["parameters/numbers.yaml"] = as_yaml(printed, f"照“{file}”里的数。")
    files["pack.yaml"] = as_yaml({"title": title, "parent": base.name}, f"照“{file}”起的草稿。")
    _ask_beside(names, questions)
    files[NAME] = as_markdown(questions.asked, file)
    return AdoptedPack(
        files,
        tuple(questions.asked),
        tuple(each.name for each in adopted if each.from_base),
        tuple(each.name for each in adopted if not each.from_base),
        fallbacks,
        file,
    )


def _reader(document: Document, base: Pack, words: Words) -> DocumentReader:
    return DocumentReader(document, base.kind, base.year, words, base.codebook, base.measures)


def _tables_alone(base: Pack, tables: list[str], questions: Questions) -> dict[str, Any]:
    """The base's report with the tables of a document that has no text, in their order."""
    annex = next((part.id for part in base.report.parts if part.tables), "")
    questions.ask(f"{base.kind}/report.yaml", "原文只有表格，封面、目录和正文是上级模板包的。")
    return {"extends": "parent", "parts": [{"id": annex, "tables": tables}]}


def _ask_beside(names: Names, questions: Questions) -> None:
    if not names.department:
        questions.ask("pack.yaml", "没有认出部门名称，句子里照抄，请改成 department 的写法。")
    questions.ask("pack.yaml", "请核对中文名称和上级模板包，再运行 discloser pack lint。")


def _department(document: Document) -> str:
    """The department's name: as the lines above the tables say it most often, else the title."""
    subjects = [m[1] for t in document.tables() if (m := _SUBJECT.fullmatch(t.subject.strip()))]
    if subjects:
        return max(subjects, key=subjects.count)
    headings = [block.text for block in document.blocks() if isinstance(block, Heading)]
    titles = ("".join(text.split()) for text in (document.title, *headings))
    return next((m[1] for title in titles if (m := _OF_TITLE.search(title))), "")


def _orientations(document: Document) -> dict[int, Orientation]:
    return {
        id(block): section.orientation
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
    }


def _base_tables(base: Pack) -> dict[str, BaseTable]:
    """The base's tables by their role, as they print one department."""
    trial = try_sample(base, next(samples(base.name, base.kind, base.year, base.form)))
    known = base.words.tables.get(base.kind, {})
    tables: dict[str, BaseTable] = {}
    for table in trial.document.tables():
        role = role_of(table.caption or table.sheet, known)
        if role:
            name = spec_of(table.name, base)
            spec = base.tables.get(name)
            columns = spec.columns if spec is not None else ()
            tables.setdefault(role, BaseTable(name, table, columns))
    return tables


def _bodies(
    found: Outline,
    base: Pack,
    sentences: Sentences,
    reader: DocumentReader,
    files: dict[str, str],
) -> list[str]:
    """Write the texts of all parts, and return the template of each."""
    passages = {id(p.content): p for p in reader.passages}
    bodies = []
    has_overview = base.layers.find(base.path(_OVERVIEW)) != []
    for index, part in enumerate(found.parts, start=1):
        if part.is_overview and has_overview:
            sentences.questions.ask(
                base.path(_OVERVIEW), f"“{part.heading}”用上级的写法，请和原文对照。"
            )
            bodies.append(_OVERVIEW)
            continue
        if not part.texts:
            bodies.append("")
            continue
        name = f"parts/part{index}.md.j2"
        files[base.path(name)] = _body(part, base.path(name), sentences, passages)
        bodies.append(name)
    return bodies


def _body(part: Part, file: str, sentences: Sentences, passages: Mapping[int, Passage]) -> str:
    paragraphs = []
    for block in part.texts:
        if isinstance(block, Heading):
            text = sentences.names.template(block.text, "in_titles")
            paragraphs.append(f"{'#' * block.level} {text}")
        else:
            paragraphs.append(sentences.template(passages[id(block.content)], file))
    return "\n\n".join(paragraphs) + "\n"
