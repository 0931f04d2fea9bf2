"""The preview in a browser: pages and answers on 127.0.0.1, for this machine's own pages only."""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from urllib.parse import parse_qs, quote, urlsplit

from discloser.workshop.preview import Preview

ADDRESS = "127.0.0.1"
_HOSTS = frozenset({ADDRESS, "localhost"})
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{nonce}'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def serve(preview: Preview, port: int = 0) -> ThreadingHTTPServer:
    """A server of ``preview`` on 127.0.0.1, not yet running; port 0 takes a free one.

    Raises:
        OSError: if the port is taken.
    """
    handler = type("Handler", (_Handler,), {"preview": preview})
    server = ThreadingHTTPServer((ADDRESS, port), handler)
    server.daemon_threads = True
    preview.start()
    return server


class _Handler(BaseHTTPRequestHandler):
    preview: Preview
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer a request of this machine's own pages."""
        if not self._is_own():
            self._answer(b"", "text/plain", 403)
            return
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        match url.path:
            case "/":
                self._frame()
            case "/news":
                self.preview.wait(_whole(query.get("known")))
                news = self.preview.news(_whole(query.get("page")))
                self._answer(json.dumps(news).encode(), "application/json")
            case "/number":
                lines = self.preview.number(_whole(query.get("page")), _whole(query.get("index")))
                self._answer("\n".join(lines).encode(), "text/plain")
            case "/document.pdf":
                self._pdf()
            case _:
                self._answer(b"", "text/plain", 404)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""

    def _is_own(self) -> bool:
        """Tell whether this server's page asks, or the address line of the browser.

        A name that leads here by a changed DNS record is in Host; a foreign page is in Origin.
        """
        port = self.connection.getsockname()[1]
        own = {f"{host}:{port}" for host in _HOSTS}
        origin = self.headers.get("Origin")
        foreign = self.headers.get("Sec-Fetch-Site") == "cross-site" and self.path != "/"
        named = self.headers.get("Host") in own
        return named and not foreign and origin in (None, *(f"http://{host}" for host in own))

    def _frame(self) -> None:
        nonce = secrets.token_urlsafe(16)
        text = (files("discloser.workshop") / "preview.html").read_text(encoding="utf-8")
        page = text.replace("@NONCE@", nonce).replace("@NAME@", escape(self.preview.path.name))
        self._answer(page.encode(), "text/html", nonce=nonce)

    def _pdf(self) -> None:
        pdf = self.preview.pdf()
        if pdf is None:
            self._answer("有错误，没有生成 PDF。".encode(), "text/plain", 409)
            return
        name = quote(self.preview.path.with_suffix(".pdf").name)
        self._answer(pdf, "application/pdf", named=f"inline; filename*=UTF-8''{name}")

    def _answer(
        self, body: bytes, kind: str, status: int = 200, *, nonce: str = "none", named: str = ""
    ) -> None:
        self.send_response(status)
        text = "" if kind == "application/pdf" else "; charset=utf-8"
        self.send_header("Content-Type", kind + text)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY.format(nonce=nonce))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if named:
            self.send_header("Content-Disposition", named)
        with suppress(ConnectionError):  # the page was closed meanwhile
            self.end_headers()
            self.wfile.write(body)


def _whole(text: str | None) -> int:
    """A number of a query, at least 0."""
    return int(text) if text is not None and text.isascii() and text.isdigit() else 0
