"""A local page that shows a document and follows every change of its input and pack."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from discloser.finding import Finding
from discloser.pack.layers import pack_roots
from discloser.pipeline import Prepared, prepare, render
from discloser.render.html import render_html
from discloser.report import display, figure_detail, finding_lines

POLL_SECONDS = 0.05
WAIT_SECONDS = 20.0
_SUFFIXES = {".yaml", ".yml", ".j2", ".xlsx", ".csv"}
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{nonce}'; connect-src 'self'"
)


@dataclass
class Preview:
    """The newest state of one input; ``version`` grows with each change of a file."""

    path: Path
    templates: Path | None = None
    version: int = 0
    prepared: Prepared | None = None
    _stamps: Mapping[Path, int] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Prepare the document, then follow its files in a thread."""
        self._refresh()
        threading.Thread(target=self._follow, daemon=True).start()

    def stop(self) -> None:
        """Follow no longer."""
        self._stop.set()

    def wait(self, known: int) -> int:
        """Wait until there is a newer version than ``known``, or for a while; return the newest."""
        with self._changed:
            self._changed.wait_for(lambda: self.version > known, WAIT_SECONDS)
            return self.version

    def page(self) -> str:
        """The document as HTML; empty where it cannot be composed."""
        prepared = self.prepared
        if prepared is None or prepared.document is None or prepared.pack is None:
            return ""
        return render_html(prepared.document, prepared.pack.style)

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the input and the pack."""
        return self.prepared.findings if self.prepared is not None else ()

    def figure(self, name: str) -> list[str]:
        """A figure's label, exact value, formula and the input cells behind it."""
        prepared = self.prepared
        figure = prepared.figures.get(name) if prepared and prepared.figures else None
        if prepared is None or prepared.figures is None or figure is None:
            return [f"没有“{name}”这个口径。"]
        places = {entry.path: prepared.sources.find(entry.path) for entry in figure.lines}
        parts = prepared.figures.measures[name].sum
        formula = (
            [f"  = {' + '.join(prepared.figures[part].label for part in parts)}"] if parts else []
        )
        first, *rest = figure_detail(figure, places)
        return [first, *formula, *rest]

    def pdf(self) -> bytes | None:
        """The document as PDF, where it has no errors."""
        if self.prepared is None or not self.prepared.ok:
            return None
        return render(self.prepared, ["pdf"])["pdf"]

    def _follow(self) -> None:
        while not self._stop.wait(POLL_SECONDS):
            if dict(self._watched()) != self._stamps:
                self._refresh()

    def _refresh(self) -> None:
        self._stamps = dict(self._watched())
        self.prepared = prepare(self.path, self.templates)
        with self._changed:
            self.version += 1
            self._changed.notify_all()

    def _watched(self) -> Iterator[tuple[Path, int]]:
        """The input's folder and the layers of its pack, with the time of each file's change."""
        pack = self.prepared.pack if self.prepared is not None else None
        folders = [layer.folder for layer in pack.layers.layers] if pack else []
        roots = folders or list(pack_roots(self.templates))
        paths = [self.path.parent.iterdir(), *(root.rglob("*") for root in roots)]
        for found in paths:
            for path in found:
                if path.suffix in _SUFFIXES:
                    try:
                        yield path, path.stat().st_mtime_ns
                    except OSError:
                        continue


def serve(preview: Preview, port: int = 0) -> ThreadingHTTPServer:
    """A server of ``preview`` on 127.0.0.1, not yet running; port 0 takes a free one."""
    preview.start()
    handler = type("Handler", (_Handler,), {"preview": preview})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    preview: Preview

    def do_GET(self) -> None:
        """Answer a request; only this machine's own pages may ask."""
        host = self.headers.get("Host", "").partition(":")[0]
        if host not in ("127.0.0.1", "localhost"):
            self._answer(b"", "text/plain", 403)
            return
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        match url.path:
            case "/":
                self._frame()
            case "/document":
                self._answer(self.preview.page().encode(), "text/html")
            case "/findings":
                lines = _findings_html(self.preview.findings())
                self._answer(lines.encode(), "text/html")
            case "/version":
                known = query.get("known", "0")
                newest = self.preview.wait(int(known) if known.isdigit() else 0)
                self._answer(json.dumps(newest).encode(), "application/json")
            case "/figure":
                text = "\n".join(self.preview.figure(query.get("name", "")))
                self._answer(text.encode(), "text/plain")
            case "/document.pdf":
                pdf = self.preview.pdf()
                kind = "application/pdf" if pdf else "text/plain"
                self._answer(pdf or "有错误，没有生成 PDF。".encode(), kind, 200 if pdf else 409)
            case _:
                self._answer(b"", "text/plain", 404)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""

    def _frame(self) -> None:
        nonce = secrets.token_urlsafe(16)
        text = (files("discloser.workshop") / "preview.html").read_text(encoding="utf-8")
        page = text.replace("@NONCE@", nonce).replace("@NAME@", escape(self.preview.path.name))
        self._answer(page.encode(), "text/html", nonce=nonce)

    def _answer(self, body: bytes, kind: str, status: int = 200, nonce: str = "none") -> None:
        charset = "" if kind == "application/pdf" else "; charset=utf-8"
        self.send_response(status)
        self.send_header("Content-Type", kind + charset)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY.format(nonce=nonce))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)


def _findings_html(findings: tuple[Finding, ...]) -> str:
    """The findings as list items: where, what, and what to do."""
    items = []
    for finding in findings:
        place = escape(display(finding.location)) or "整份输入"
        said = "<br>".join(escape(line.strip()) for line in finding_lines([finding])[1:])
        items.append(
            f'<li class="{finding.severity.value}"><b>{finding.severity.label} {finding.code}</b> '
            f"<code>{place}</code><br>{escape(finding.message)}<br><small>{said}</small></li>"
        )
    return "".join(items) or "<li>没有发现问题。</li>"
