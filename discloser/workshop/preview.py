"""The newest state of one document while its input and its pack are being changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from discloser.document.nodes import Document
from discloser.finding import Finding, Severity
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.pack.layers import pack_roots
from discloser.pipeline import Prepared, prepare, render
from discloser.read import Draft, FormOf, read_input
from discloser.render.html import KeptTables, render_html
from discloser.report import display
from discloser.trace import PrintedNumber, explain_number, printed_numbers
from discloser.workshop.markers import Marker

POLL_SECONDS = 0.02
WAIT_SECONDS = 20.0
_LONGEST_SENDING = 0.5
_SUFFIXES = {".yaml", ".yml", ".j2", ".xlsx", ".csv"}
_Read = tuple[Draft | None, SourceMap, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class State:
    """What the page shows.

    ``prepared`` is the newest try and ``shown`` the one whose document is in the page: a template
    with a mistake leaves the page as it was. ``version`` grows with each change, ``page_version``
    with each that the page shows. ``findings`` is None while the checks run.
    """

    prepared: Prepared
    shown: Prepared | None
    page: str
    version: int
    page_version: int
    findings: tuple[dict[str, Any], ...] | None = None


class Preview:
    """Follows the files of one input and keeps its newest state."""

    def __init__(self, path: Path, templates: Path | None = None) -> None:
        self.path = path
        self._templates = templates
        self._state: State | None = None
        self._stamps: Mapping[Path, int] = {}
        self._inputs: dict[Path, tuple[bytes, _Read, type[Disclosure] | None]] = {}
        self._numbers: tuple[Document, list[PrintedNumber]] | None = None
        self._tables: KeptTables = {}
        self._pdf: tuple[Prepared, bytes] | None = None
        self._printing = threading.Lock()
        self._changed = threading.Condition()
        self._sent = threading.Event()
        self._stop = threading.Event()

    def start(self) -> None:
        """Prepare the document, then follow its files in a thread."""
        self._refresh()
        threading.Thread(target=self._follow, daemon=True).start()

    def stop(self) -> None:
        """Follow no longer."""
        self._stop.set()

    @property
    def state(self) -> State:
        """The newest state."""
        if self._state is None:
            raise RuntimeError("the preview has not been started")
        return self._state

    @property
    def version(self) -> int:
        """The newest version."""
        return self.state.version

    def wait(self, known: int) -> int:
        """Wait until there is a newer version than ``known``, or for a while; return the newest."""
        with self._changed:
            self._changed.wait_for(lambda: self.version > known, WAIT_SECONDS)
            return self.version

    def news(self, known_page: int) -> dict[str, Any]:
        """What the page needs to show the newest state; the HTML only where it is new to it."""
        state = self.state
        self._sent.set()
        return {
            "version": state.version,
            "pageVersion": state.page_version,
            "page": state.page if state.page_version != known_page else None,
            "findings": state.findings,
        }

    def number(self, page_version: int, index: int) -> list[str]:
        """What is known of a number of the page, counted from 0; empty if the page is older."""
        state = self.state
        shown = state.shown
        if shown is None or shown.document is None or page_version != state.page_version:
            return []
        if self._numbers is None or self._numbers[0] is not shown.document:
            self._numbers = (shown.document, list(printed_numbers(shown.document)))
        numbers = self._numbers[1]
        return explain_number(shown, numbers[index]) if index < len(numbers) else []

    def pdf(self) -> bytes | None:
        """The document as PDF, where it has no errors."""
        prepared = self.state.prepared
        if not prepared.ok:
            return None
        with self._printing:
            if self._pdf is None or self._pdf[0] is not prepared:
                self._pdf = (prepared, render(prepared, ["pdf"])["pdf"])
            return self._pdf[1]

    def _follow(self) -> None:
        while not self._stop.wait(POLL_SECONDS):
            if dict(self._watched()) != self._stamps:
                self._refresh()

    def _refresh(self) -> None:
        self._stamps = dict(self._watched())
        prepared = prepare(self.path, self._templates, read=self._read, show=self._show)
        self._publish(prepared, checked=True)

    def _show(self, prepared: Prepared) -> None:
        """Put the document into the page; the checks of what it says come after it is there."""
        self._sent.clear()
        self._publish(prepared, checked=False)
        if self.version > 1:
            self._sent.wait(_LONGEST_SENDING)

    def _publish(self, prepared: Prepared, *, checked: bool) -> None:
        old = self._state or State(prepared, None, "", 0, 0)
        shown, page = old.shown, old.page
        document, pack = prepared.document, prepared.pack
        if document and pack and (shown is None or not _template_failed(prepared)):
            shown = prepared
            page = page if checked else render_html(document, pack.style, kept=self._tables)
        page_version = old.page_version + (page != old.page)
        findings = tuple(_shown_findings(prepared, shown)) if checked else None
        self._state = State(prepared, shown, page, old.version + 1, page_version, findings)
        with self._changed:
            self._changed.notify_all()

    def _read(self, path: Path, name: str | None, form_of: FormOf) -> _Read:
        """Read an input, or take what was read if its bytes and its pack's form are the same."""
        try:
            content = path.read_bytes()
        except OSError:
            return read_input(path, name, form_of)
        known = self._inputs.get(path)
        draft = known[1][0] if known is not None else None
        form = form_of(draft) if draft is not None else None
        if known is None or known[0] != content or known[2] is not form:
            read = read_input(path, name, form_of)
            form = form_of(read[0]) if read[0] is not None else None
            known = self._inputs[path] = (content, read, form)
        return known[1]

    def _watched(self) -> Iterator[tuple[Path, int]]:
        """The input's folder and the layers of its pack, with the time of each file's change."""
        pack = self._state.prepared.pack if self._state is not None else None
        folders = [layer.folder for layer in pack.layers.layers] if pack else []
        roots = folders or list(pack_roots(self._templates))
        paths = [self.path.parent.iterdir(), *(root.rglob("*") for root in roots)]
        for found in paths:
            for path in found:
                if path.suffix in _SUFFIXES:
                    try:
                        yield path, path.stat().st_mtime_ns
                    except OSError:
                        continue


def _template_failed(prepared: Prepared) -> bool:
    """Tell whether a mistake in the pack leaves holes in the document."""
    errors = (f for f in prepared.findings if f.severity is Severity.ERROR)
    return any(error.code.startswith("T") for error in errors)


def _shown_findings(prepared: Prepared, shown: Prepared | None) -> Iterator[dict[str, Any]]:
    """The findings as the page reads them, each with its place in the document that is shown."""
    marker = None
    if shown is not None and shown.document is not None and prepared.findings:
        marker = Marker(shown.document, replace(prepared, pack=prepared.pack or shown.pack))
    for finding in prepared.findings:
        mark = marker.mark(finding) if marker is not None else None
        others = [display(place) for place in finding.locations[1:]]
        yield {
            "severity": finding.severity.value,
            "title": f"{finding.severity.label} {finding.code}",
            "place": display(finding.location) or "整份输入",
            "message": finding.message,
            "notes": [*others, *filter(None, [finding.remedy])],
            "mark": mark.as_json() if mark is not None else None,
        }
