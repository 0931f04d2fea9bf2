"""Tell whether this machine can render: its PDF writers and its fonts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from discloser.document.style import Style
from discloser.pack.layers import pack_names, pack_roots
from discloser.read.yaml import read_yaml_file
from discloser.validation import validate

INSTALL_LIBRARIES = {
    "Debian、Ubuntu": (
        "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
    ),
    "macOS": "brew install pango",
    "Windows": (
        "用 MSYS2 安装 pango：pacman -S mingw-w64-x86_64-pango，并把它的 bin 文件夹加入 PATH"
    ),
}
INSTALL_FONTS = {
    "Debian、Ubuntu": "apt-get install fonts-noto-cjk；仿宋、楷体见 README 里的 make demo",
    "macOS": "双击字体文件，在“字体册”里安装",
    "Windows": "右键字体文件，选“为所有用户安装”；黑体、宋体、仿宋、楷体系统自带",
}
FACES = {
    "biaosong": "小标宋（标题）",
    "fangsong": "仿宋（正文）",
    "heiti": "黑体（一级标题）",
    "kaiti": "楷体（二级标题）",
    "song": "宋体（表格）",
    "digits": "数字和西文",
}


def examine(templates: Path | None = None) -> tuple[bool, list[str]]:
    """Examine the machine; return whether a document can be rendered, and what was found.

    ``templates`` is a folder of packs; the faces are those of the packs' style sheets.
    """
    from discloser.render.glyphs import installed_families

    missing, with_typst = _missing_library(), find_spec("typst") is not None
    lines = ["PDF 排版程序 WeasyPrint：" + (f"系统库没有装好（{missing}）" if missing else "可用")]
    lines.append("PDF 排版程序 Typst：" + ("可用" if with_typst else "没有装（pip install typst）"))
    if missing:
        lines += _advice(INSTALL_LIBRARIES)
    if missing and with_typst:
        lines.append("  不装也可以：生成时加 --pdf-engine typst，不需要这些库")
    healthy = with_typst or not missing
    installed = installed_families()
    for face, names in _faces(templates):
        found = next((name for name in names if name.casefold() in installed), None)
        label = FACES.get(face, face)
        if found is None:
            healthy = False
            lines.append(f"{label}：没有。要装以下之一：{'、'.join(names)}")
        elif found == names[0]:
            lines.append(f"{label}：{found}")
        else:
            lines.append(f"{label}：没有{names[0]}，用 {found} 代替")
    if not healthy:
        lines += _advice(INSTALL_FONTS)
    return healthy, lines


def _missing_library() -> str:
    """What WeasyPrint says when it cannot load its libraries, or nothing."""
    try:
        import weasyprint  # noqa: F401 - loading it loads the libraries
    except OSError as error:
        return str(error).splitlines()[0]
    return ""


def _faces(templates: Path | None) -> list[tuple[str, tuple[str, ...]]]:
    """The faces of all packs, each list of names once."""
    styles = _styles(pack_roots(templates))
    return list(dict.fromkeys(face for style in styles for face in style.faces.items()))


def _styles(roots: tuple[Path, ...]) -> Iterator[Style]:
    for name in pack_names(roots):
        for root in roots:
            path = root / name / "style.yaml"
            if path.is_file():
                draft, sources, _ = read_yaml_file(path)
                style, _, _ = validate(Style, draft or {}, sources)
                if style is not None:
                    yield style


def _advice(commands: Mapping[str, str]) -> list[str]:
    return ["怎么办：", *(f"  {system}：{command}" for system, command in commands.items())]
