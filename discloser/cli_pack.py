"""The commands for template maintainers: packs, what a change does to documents, the preview."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from discloser.cli_common import (
    Force,
    KindOption,
    Templates,
    YearOption,
    misuse,
    refused,
    tell,
    this_year,
    write,
)
from discloser.exit_codes import CLEAN, FINDINGS
from discloser.model.values import Kind
from discloser.pack.layers import find_layers, pack_roots
from discloser.pack.pack import load_pack
from discloser.report import summary
from discloser.temporary import temporary_folder

_NO_PACK = "请写模板包的名称，全部名称见 discloser pack list。"
Name = Annotated[str, Parameter(help="模板包的中文名或名称，如 某市 或 省/市。", name="模板包")]


def list_command(*, year: YearOption = 0, templates: Templates = None) -> int:
    """List all packs."""
    from discloser.workshop.listing import list_packs

    for line in list_packs(pack_roots(templates), year or this_year()):
        below = f"上级 {line.parent}" if line.parent else "没有上级"
        print(f"{line.name}\t{line.title}\t{below}\t{'、'.join(line.kinds)}")
    return CLEAN


def show_command(
    name: Name = "",
    /,
    *,
    year: YearOption = 0,
    kind: KindOption = None,
    templates: Templates = None,
) -> int:
    """List a pack's files with their layers, and what it asks of an input."""
    from discloser.workshop.listing import supplied_files
    from discloser.workshop.needs import needs_in_words
    from discloser.workshop.unverified import in_words

    if not name:
        return misuse(_NO_PACK)
    layers, findings = find_layers(name, year or this_year(), pack_roots(templates))
    if layers is None:
        return tell(findings)
    for file in supplied_files(layers, kind):
        first, *others = file.layers
        how = "叠加在" if file.extends else "盖住"
        over = f"，{how} {'、'.join(others)}" if others else ""
        print(f"{file.name}\t{first}{over}{'，上级后来改过' if file.changed else ''}")
    for each in Kind if kind is None else (kind,):
        if not layers.find(f"{each.value}/report.yaml"):
            continue
        roots = pack_roots(templates)
        pack, _ = load_pack(layers.name, each, year or this_year(), roots, offered=True)
        if pack is not None:
            print(f"\n{each.label}要用、输入里要填的：")
            print("\n".join(needs_in_words(pack)))
            if unseen := list(in_words(pack)):
                print(f"\n{each.label}还没有核实的：")
                print("\n".join(unseen))
    return CLEAN


def lint_command(
    *names: Name,
    year: YearOption = 0,
    kind: KindOption = None,
    templates: Templates = None,
) -> int:
    """Say what is wrong with packs' files."""
    from discloser.workshop.lint import lint

    if not names:
        return misuse(_NO_PACK)
    code = CLEAN
    for name in names:
        kinds = tuple(Kind) if kind is None else (kind,)
        findings = lint(name, year or this_year(), pack_roots(templates), kinds)
        code = max(code, tell(findings))
        print(f"{name}：{summary(findings)}。")
    return code


def seen_command(name: Name = "", /, *, templates: Templates = None) -> int:
    """Note that the parents' files have been seen as they are."""
    from discloser.workshop.listing import SEEN, seen_text

    layers, findings = find_layers(name, this_year(), pack_roots(templates))
    if layers is None:
        return tell(findings)
    own = next(layer for layer in layers.layers if layer.pack == name and layer.year is None)
    # The list is made from the parents alone: nobody writes in it.
    return write(own.folder / SEEN, seen_text(layers).encode(), force=True)


def diff_command(
    *inputs: Annotated[Path, Parameter(help="部门的输入文件，可以多个。", name="输入文件")],
    against: Annotated[
        str,
        Parameter(
            help="和谁比：放着原来的输入（和 templates）的文件夹，或 git 版本号。",
            name="--against",
            metavar="文件夹或版本",
        ),
    ] = "",
    output: Annotated[
        Path | None,
        Parameter(
            help="写到 .html 或 .xlsx 文件，不写就列在屏幕上。",
            name=["--output", "-o"],
            metavar="文件",
        ),
    ] = None,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """Compare the documents of two versions; equal changes are told once."""
    from discloser.workshop.difference import as_text
    from discloser.workshop.difference_files import as_html, as_workbook
    from discloser.workshop.versions import against_folder, export_revision

    if not inputs or not against:
        return misuse("请写输入文件和 --against，例如 discloser diff 某局.yaml --against 签发稿")
    if output is not None and output.suffix not in (".html", ".xlsx"):
        return misuse("-o 的扩展名是 .html 或 .xlsx。")
    if output is not None and (code := refused(output, inputs, kind="diff", force=force)):
        return code
    with temporary_folder() as temporary:
        folder = Path(against)
        if not folder.is_dir():
            folder = temporary
            if problem := export_revision(against, folder):
                return misuse(f"{problem}。")
        groups, troubles = against_folder(inputs, folder, templates)
    for trouble in troubles:
        print(trouble)
    if output is None:
        print(as_text(groups), end="")
    else:
        title = f"{len(inputs)} 个部门的变化"
        html = output.suffix == ".html"
        content = as_html(groups, title).encode() if html else as_workbook(groups)
        code = write(output, content, [*inputs, folder], kind="diff", force=force)
        return max(code, FINDINGS if troubles else CLEAN)
    return FINDINGS if troubles else CLEAN


def preview_command(
    source: Annotated[Path | None, Parameter(help="部门的输入文件。", name="输入文件")] = None,
    /,
    *,
    part: Annotated[
        str,
        Parameter(help="打开时跳到以这几个字开头的标题，如 八。", name="--part", metavar="标题"),
    ] = "",
    table: Annotated[
        int, Parameter(help="打开时跳到第几张表。", name="--table", metavar="序号")
    ] = 0,
    port: Annotated[
        int, Parameter(help="端口，默认随便挑一个。", name="--port", metavar="端口")
    ] = 0,
    templates: Templates = None,
) -> int:
    """Serve the preview page until it is stopped."""
    from urllib.parse import urlencode

    from discloser.workshop.preview import Preview
    from discloser.workshop.preview_server import serve

    if source is None or not source.is_file():
        return misuse("请写一个输入文件，例如 discloser preview inputs/某市/2025/某局.yaml")
    server = serve(Preview(source, templates), port)
    wanted = {
        key: value
        for key, value in (("part", part), ("table", str(table)))
        if value not in ("", "0")
    }
    query = f"?{urlencode(wanted)}" if wanted else ""
    print(
        f"请用浏览器打开 http://127.0.0.1:{server.server_address[1]}/{query}（按 Ctrl+C 结束）",
        flush=True,
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return CLEAN
