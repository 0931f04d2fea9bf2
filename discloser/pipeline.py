"""The stages in order, once: read, model, compute, check, compose, render.

Command line, batch and tests call these functions. :mod:`discloser.output` writes the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from discloser.check.catalogue import all_codes
from discloser.check.outcome import Tally
from discloser.check.run import amounts_are_sound, run_checks, run_document_checks
from discloser.classification.codebook import Codebook
from discloser.compose.document import compose
from discloser.compose.missing import MISSING_LAST_YEAR, MISSING_PRIOR
from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import Figures, compute
from discloser.compute.measure import Measures
from discloser.compute.names import with_names
from discloser.document.nodes import Document
from discloser.document.style import Style
from discloser.finding import Finding, Rule, Severity, has_errors
from discloser.garbage import no_garbage_collection
from discloser.last_year import read_last_year
from discloser.location import Location, SourceMap
from discloser.model.build import Built
from discloser.model.disclosure import Disclosure
from discloser.model.unit import cut_out_unit, unit_key
from discloser.model.values import Kind
from discloser.pack.inputs import LoadPack, PackOf, built_of
from discloser.pack.layers import PdfEngine, pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.pack.rules import RuleChanges, load_rule_changes, with_changes
from discloser.problems import in_order, without_consequences
from discloser.read import Draft, FormOf, read_input
from discloser.render.breaks import set_titles
from discloser.render.layout import Layout, LayoutError
from discloser.render.tables import set_tables
from discloser.unprintable import NO_GLYPH, unprintable

ReadInput = Callable[
    [Path, str | None, FormOf], tuple[Draft | None, SourceMap, tuple[Finding, ...]]
]
FORMATS = ("docx", "xlsx", "pdf")
"""What a document is published as."""
DATA = "data"
"""In place of a format: the document's numbers and its ledger as a data package."""
PDF_ENGINES = tuple(engine.value for engine in PdfEngine)
BY_PACK = ""
"""In place of a PDF writer: the one that the pack asks for, else the reference."""
CONTENTS_PAGES = ("printed", "none")
"""Whether a contents list in DOCX has page numbers, for which a PDF is laid out."""

NO_LAYOUT = Rule(
    "G02",
    "PDF 排版失败",
    "PDF 排版失败：{error}。",
    "请改这一处，或用 --pdf-engine 换另一种排版程序。",
)

NO_UNIT = Rule("I021", "没有这个单位", "没有代码为“{unit}”的单位。", "可选：{known}。")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the stages before rendering made of one input.

    A stage that could not run leaves its result None; ``findings`` says why. ``changes`` are the
    rules that the pack has switched off or judges otherwise; ``tally`` counts what was checked.
    """

    path: Path
    figures: Figures | None
    pack: Pack | None
    document: Document | None
    sources: SourceMap
    findings: tuple[Finding, ...]
    changes: RuleChanges = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)

    @property
    def ok(self) -> bool:
        """Whether the document may be rendered."""
        return self.document is not None and not has_errors(self.findings)

    @property
    def may_be_drafted(self) -> bool:
        """Whether the document is whole, and all that is wrong is that rules are broken."""
        rules = all_codes() | {NO_GLYPH.code}
        errors = (f for f in self.findings if f.severity is Severity.ERROR)
        return self.document is not None and all(error.code in rules for error in errors)


def keep_packs() -> LoadPack:
    """Make a loader that reads each pack once.

    A pack with mistakes is read again for each input, so that each has its findings.
    """
    known: dict[tuple[str, Kind, int, tuple[Path, ...]], tuple[Pack, tuple[Finding, ...]]] = {}

    def load(
        name: str, kind: Kind, year: int, roots: tuple[Path, ...], place: Location | None = None
    ) -> tuple[Pack | None, tuple[Finding, ...]]:
        key = (name, kind, year, roots)
        if key not in known:
            pack, findings = load_pack(name, kind, year, roots, place)
            if pack is None:
                return None, findings
            known[key] = pack, findings
        return known[key]

    return load


def prepare(
    path: Path,
    templates: Path | None = None,
    unit: str = "",
    load: LoadPack = load_pack,
    *,
    read: ReadInput = read_input,
    show: Callable[[Prepared], None] = lambda _: None,
) -> Prepared:
    """Read, check and compose one input. Every problem found is in the result's findings, in order.

    With ``unit``, a unit's code, the document is that unit's own. ``load`` and ``read`` stand in
    for :func:`load_pack` and :func:`read_input` where packs and inputs are kept. ``show`` is told
    of the document before the checks have read it.
    """
    with no_garbage_collection():
        prepared = _prepare(path, pack_roots(templates), unit, load, read=read, show=show)
    return replace(prepared, findings=in_order(prepared.findings, prepared.sources))


def _prepare(
    path: Path,
    roots: tuple[Path, ...],
    unit: str,
    load: LoadPack,
    *,
    read: ReadInput,
    show: Callable[[Prepared], None],
) -> Prepared:
    packs = PackOf(load, roots)
    draft, sources, findings = read(path, None, packs.form)
    if draft is None:
        return Prepared(path, None, None, None, sources, tuple(findings))
    pack, of_pack = packs.of(draft, sources)
    understood, built = built_of(draft, sources, pack)
    disclosure, sources, problems = _cut(built, unit)
    found = [*findings, *understood.findings, *built.findings, *problems]
    if disclosure is None:
        return Prepared(path, None, None, None, sources, tuple(found))
    found += of_pack
    if pack is not None:
        disclosure = disclosure.model_copy(update={"pack": pack.name})
    disclosure, sources, problems = with_names(disclosure, sources, _measures(pack))
    found += problems
    last_year, sources, unread = read_last_year(path, disclosure, sources, pack)
    found += unread
    figures = compute(disclosure, _measures(pack), last_year)
    codebook, printed = (pack.codebook, pack.listed) if pack is not None else (Codebook(), None)
    limits = pack.limits(disclosure.options) if pack is not None else None
    problems, tally = run_checks(
        figures, codebook, sources, built.left_out, last_year, printed=printed, limits=limits
    )
    found += problems
    if pack is None:
        return Prepared(path, figures, None, None, sources, tuple(found), tally=tally)
    changes, problems = load_rule_changes(pack.layers, pack.kind, all_codes())
    found += problems
    composed, problems = compose(figures, pack, sources, of_unit=bool(unit))
    document = composed if built.complete else None
    if document is not None:  # else what composing lacks is a consequence of what was left out
        found += [p for p in problems if not unread or p.code not in _FROM_LAST_YEAR]
        judged = in_order(with_changes(found, changes), sources)
        show(Prepared(path, figures, pack, document, sources, judged, changes))
    sound = built.complete and amounts_are_sound(with_changes(found, changes))
    if not _pack_failed(problems, sources):
        problems, of_tree = run_document_checks(
            composed,
            figures,
            codebook,
            sources,
            pack.words,
            limits=limits,
            counts=pack.counts,
            words_only=not sound,
        )
        found += problems
        tally += of_tree
        found += unprintable(composed, pack.style, disclosure, sources)
    told = without_consequences(with_changes(found, changes))
    tally = tally.without({code for code, change in changes.items() if change.is_off})
    return Prepared(path, figures, pack, document, sources, told, changes, tally)


def _measures(pack: Pack | None) -> Measures:
    return pack.measures if pack is not None else standard_measures()


def _cut(built: Built, unit: str) -> tuple[Disclosure | None, SourceMap, tuple[Finding, ...]]:
    """The disclosure of ``unit`` alone, or the whole where none is named."""
    disclosure, sources = built.disclosure, built.sources
    if disclosure is None or not unit:
        return disclosure, sources, ()
    cut = cut_out_unit(disclosure, sources, unit)
    if cut is not None:
        return *cut, ()
    known = "、".join(unit_key(known) for known in disclosure.units)
    return None, sources, (NO_UNIT.at(sources.find(("units",)), unit=unit, known=known),)


def _pack_failed(problems: Iterable[Finding], sources: SourceMap) -> bool:
    """Tell whether composing met errors outside the input, so that some of the text is missing."""
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    return any(e.location is None or e.location.file != sources.file for e in errors)


_FROM_LAST_YEAR = (MISSING_PRIOR.code, MISSING_LAST_YEAR.code)
"""What is missing because last year's input could not be read."""


def layout_finding(error: LayoutError) -> Finding:
    """Return what a clerk reads where a PDF writer failed."""
    return NO_LAYOUT.at(error=error)


def render(
    prepared: Prepared,
    formats: Iterable[str] = FORMATS,
    *,
    archival: bool = False,
    pdf_engine: str = BY_PACK,
    contents_pages: str = CONTENTS_PAGES[0],
    laid_out: Callable[[Layout], None] = lambda _: None,
    draft: bool = False,
) -> Mapping[str, bytes]:
    """Render a composed document in each of ``formats``.

    The PDF's layout is also made where only the DOCX is wanted, for the page numbers of its
    contents, unless ``contents_pages`` is ``none``. ``archival`` makes the PDF a PDF/A-2a.
    ``laid_out`` is told of the layout, whose number of pages the files do not say readily.
    Beside :data:`FORMATS` there is :data:`DATA`, a ZIP. A ``draft`` may break rules, and says 草稿
    on every page; its PDF is WeasyPrint's, and it has no data.

    Raises:
        ValueError: if the document may not be rendered.
        LayoutError: if the PDF writer cannot lay it out.
    """
    allowed = prepared.may_be_drafted if draft else prepared.ok
    if prepared.document is None or prepared.pack is None or not allowed:
        raise ValueError("the document has errors")
    if draft:
        return _render_draft(prepared, formats, contents_pages)
    style = prepared.pack.style
    document = set_tables(set_titles(prepared.document, style), style)
    wanted = set(formats)
    rendered: dict[str, bytes] = {}
    pages: Mapping[str, int] = {}
    numbered = contents_pages != "none"
    if "pdf" in wanted or ("docx" in wanted and numbered):
        engine = pdf_engine or prepared.pack.layers.pdf_engine
        layout = _lay_out(document, style, engine, archival=archival)
        laid_out(layout)
        pages = layout.pages if numbered else {}
        if "pdf" in wanted:
            rendered["pdf"] = layout.pdf
    if "docx" in wanted:
        from discloser.render.docx import render_docx

        rendered["docx"] = render_docx(document, style, pages)
    if "xlsx" in wanted:
        from discloser.render.xlsx import render_xlsx

        rendered["xlsx"] = render_xlsx(document, style)
    if DATA in wanted and prepared.figures is not None:
        from discloser.opendata.package import data_package

        rendered[DATA] = data_package(document, prepared.figures, prepared.pack.codebook)
    return {name: rendered[name] for name in (*FORMATS, DATA) if name in rendered}


def _render_draft(
    prepared: Prepared, formats: Iterable[str], contents_pages: str
) -> Mapping[str, bytes]:
    """Render a document that may break rules, marked as a draft in each format."""
    from discloser.render.draft import draft_style, mark_docx, mark_sheet
    from discloser.render.xlsx import render_xlsx

    assert prepared.pack is not None  # noqa: S101 - render has looked
    assert prepared.document is not None  # noqa: S101 - render has looked
    wanted = set(formats) - {DATA}
    pack = replace(prepared.pack, style=draft_style(prepared.pack.style))
    sound = replace(prepared, pack=pack, findings=())
    engine, marked = PdfEngine.WEASYPRINT, wanted - {"xlsx"}
    rendered = dict(render(sound, marked, pdf_engine=engine, contents_pages=contents_pages))
    if "docx" in wanted:
        rendered["docx"] = mark_docx(rendered["docx"])
    if "xlsx" in wanted:
        style = prepared.pack.style
        document = set_tables(set_titles(prepared.document, style), style)
        rendered["xlsx"] = render_xlsx(document, style, mark_sheet)
    return {name: rendered[name] for name in FORMATS if name in rendered}


def _lay_out(document: Document, style: Style, engine: str, *, archival: bool) -> Layout:
    if engine == PdfEngine.TYPST:
        from discloser.render.typst import render_typst

        return render_typst(document, style, archival=archival)
    try:
        from discloser.render.pdf import render_pdf
    except OSError as error:  # WeasyPrint loads its libraries where it is imported
        reason = f"WeasyPrint 的系统库没有装好（{str(error).splitlines()[0]}），见 discloser doctor"
        raise LayoutError(reason) from error
    return render_pdf(document, style, archival=archival)
