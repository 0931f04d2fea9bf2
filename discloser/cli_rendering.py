"""How documents are wanted: the options that render and batch share."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from discloser.pipeline import BY_PACK, DATA, FORMATS, PDF_ENGINES


def listed(formats: str) -> tuple[str, ...]:
    """The formats of a text that has them with commas between."""
    return tuple(name.strip() for name in formats.split(",") if name.strip())


def _known_formats(_type: object, formats: str) -> None:
    chosen = listed(formats)
    known = (*FORMATS, DATA)
    if not chosen or set(chosen) - set(known):
        raise ValueError(f"--format 只能是 {'、'.join(known)} 中的几种，不能是“{formats}”")


def _known_engine(_type: object, engine: str) -> None:
    if engine not in (BY_PACK, *PDF_ENGINES):
        raise ValueError(f"--pdf-engine 只能是 {' 或 '.join(PDF_ENGINES)}，不能是“{engine}”")


ALL_FORMATS = ",".join(FORMATS)
Formats = Annotated[
    str,
    Parameter(
        help=f"要哪几种文件，用逗号分开，默认 {ALL_FORMATS}；另有 {DATA}，数据包（ZIP）。",
        name="--format",
        metavar="种类",
        validator=_known_formats,
    ),
]
PdfEngine = Annotated[
    str,
    Parameter(
        help="PDF 用哪个程序排版：weasyprint（样式最细）或 typst（快，适合成批）；"
        "默认按模板包，没有规定的是 weasyprint。",
        name="--pdf-engine",
        metavar="名称",
        validator=_known_engine,
    ),
]
Archival = Annotated[bool, Parameter(help="PDF 按长期保存的 PDF/A 格式生成。", name="--archival")]
