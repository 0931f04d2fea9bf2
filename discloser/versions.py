"""The versions of this program and of what it stands on."""

from __future__ import annotations

from platform import python_version

from discloser import __version__


def versions() -> str:
    """The versions of discloser, of Python and of the PDF writers, a line for each."""
    from importlib.metadata import PackageNotFoundError, version

    lines = [f"discloser {__version__}", f"Python {python_version()}"]
    for engine in ("WeasyPrint", "Typst"):
        try:
            lines.append(f"{engine} {version(engine)}")
        except PackageNotFoundError:
            lines.append(f"{engine} 没有装")
    return "\n".join(lines)
