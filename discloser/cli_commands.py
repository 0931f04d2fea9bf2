"""The commands: what each is called, what it is for, and where it runs.

They are named by the place of their functions, which is imported when a command is called: so
that the help of the whole, and a command that needs little, wait for no other command's rooms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cyclopts import App


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the command line.

    ``runs`` is the module of this package and the function, with a colon between; ``arguments`` is
    what its usage line shows behind the name; ``does`` is what a person reads of it in the help.
    """

    name: str
    runs: str
    arguments: str
    does: str


COMMANDS = (
    Command(
        "render",
        "cli_render:render_command",
        "输入文件… [-o 文件夹] [--format docx,xlsx,pdf]",
        "生成公开文件。有错误的部门不生成，已有的文件不动。",
    ),
    Command(
        "check",
        "cli_check:check_command",
        "输入文件… [--all] [--xlsx 文件.xlsx] [--annotate 文件.xlsx]",
        "只检查，不生成文件。列出每个问题的位置、内容和改法。",
    ),
    Command(
        "figures",
        "cli_check:figures_command",
        "输入文件 [口径名称]",
        "列出算出来的全部数字：名称、中文口径、精确到元的数、印出来的数。",
    ),
    Command(
        "trace",
        "cli_check:trace_command",
        "输入文件 口径名称或数（或 --from 支出!F37）",
        "查一个数从哪里来：印出的数、精确数、台账各行和它们的位置；或反过来查一格影响哪些数。",
    ),
    Command(
        "new",
        "cli_entry:new_command",
        "--pack 模板包 --kind 预算 --year 2026 -o 文件.xlsx",
        "新建一份填报表（.xlsx）或输入文件（.yaml），可以带入上年的内容。",
    ),
    Command(
        "convert",
        "cli_entry:convert_command",
        "甲.xlsx 乙.yaml（或反过来）",
        "把填报表转成 YAML，或把 YAML 转成填报表。内容一样，转完会再读一遍核对。",
    ),
    Command(
        "schema",
        "cli_entry:schema_command",
        "--pack 模板包",
        "输出 YAML 输入文件的 JSON Schema，供编辑器自动补全和检查。",
    ),
    Command(
        "import",
        "cli_import:import_command",
        "文件… --pack 模板包 --year 2026 -o 某局2026.xlsx",
        "从预算系统、决算软件导出的表或公开表生成填报表（.xlsx）或输入文件（.yaml），并逐数核对。",
    ),
    Command(
        "audit",
        "cli_audit:audit_command",
        "文件或文件夹… [--xlsx 检查表.xlsx] [--json]",
        "核对已经公开的预算、决算文本，不管是谁做的：列出每处不符、在哪一页、应当是多少。",
    ),
    Command(
        "batch",
        "cli_batch:batch_command",
        "inputs/某省/某市/2025 [-o 文件夹] [--jobs 数] [--units]",
        "生成一个市或一个省全部部门的公开文件。一个部门出错不影响别的；没有变化的不重新生成。",
    ),
    Command(
        "sample",
        "cli_batch:sample_command",
        "-o 文件夹 [--departments 1000] [--seed 7] [--faults 20]",
        "编一个假的市，供试用和测速：部门有大有小，YAML 和填报表都有，数字都对得上。",
    ),
    Command(
        "diff",
        "cli_pack:diff_command",
        "输入文件… --against 文件夹或版本 [-o 文件.html]",
        "比较前后两版文件：哪些句子、哪些数变了，相同的变化只列一次。",
    ),
    Command(
        "preview",
        "cli_pack:preview_command",
        "输入文件 [--part 八] [--table 3]",
        "在浏览器里看文件，改了模板或输入马上刷新，鼠标放在数上看它从哪里来。",
    ),
    Command(
        "doctor",
        "cli_doctor:doctor_command",
        "",
        "看这台机器齐不齐：字体、排版用的系统库，缺什么装什么。",
    ),
)
PACKS = (
    Command("list", "cli_pack:list_command", "", "列出全部模板包：名称、中文名、上级、能印什么。"),
    Command(
        "show",
        "cli_pack:show_command",
        "模板包 [--year 年度] [--kind 预算]",
        "看一个模板包的每个文件由哪一层提供、盖住了哪几层、上级后来改过没有，和它要用哪些数。",
    ),
    Command(
        "new",
        "cli_pack_new:new_command",
        "模板包 [--title 名称] [--tables 清单]",
        "新建一个模板包：几个带说明的小文件，不改也能直接用。名称不写就逐项问。",
    ),
    Command(
        "adopt",
        "cli_pack_new:adopt_command",
        "文件.docx|.xlsx|.pdf -o templates/省/市 --base 上级模板包",
        "照一份公开过的文档起草模板包：表格、句子和次序；定不了的列在 待定.md。",
    ),
    Command(
        "lint",
        "cli_pack:lint_command",
        "模板包… [--year 年度] [--kind 预算]",
        "检查模板包：写错的名称、没人用的文件、加不起来的栏、写死的数、走不到的分支。",
    ),
    Command(
        "seen",
        "cli_pack:seen_command",
        "模板包",
        "记下：上级文件现在的样子都看过了。以后上级再改，lint 和 show 会提醒。",
    ),
)
CODES = (
    Command(
        "import",
        "cli_codes:import_command",
        "科目.xlsx|.csv --year 年度 [-o codes.csv]",
        "导入新一年的科目表：新增、停用、改名、改编码的各有哪些，哪些输入和模板包用到了。",
    ),
    Command(
        "export",
        "cli_codes:export_command",
        "-o 科目.xlsx [--year 年度]",
        "把某一年在用的科目写成工作簿，一种分类一张表；改过以后可以再导入。",
    ),
)
DESK = (
    Command(
        "serve",
        "cli_desk:serve_command",
        "--data 文件夹 [--host 0.0.0.0] [--port 8000] [--workers 2]",
        "开工作台：网页服务和几个处理程序，Ctrl+C 停。",
    ),
    Command(
        "demo",
        "cli_desk:demo_command",
        "[--data 文件夹] [--port 8000]",
        "试用：造一个有 12 个部门的城市，各种状态都有，打印地址和密码，然后开工作台。",
    ),
    Command(
        "worker",
        "cli_desk:worker_command",
        "--data 文件夹",
        "另开一个处理程序：在别的机器上也可以，数据库要用 PostgreSQL。",
    ),
    Command(
        "account",
        "cli_desk:account_command",
        "用户名 姓名 --data 文件夹",
        "建第一个财政部门账号；其他账号由它在网页上建。",
    ),
    Command(
        "backup",
        "cli_desk:backup_command",
        "备份.zip --data 文件夹",
        "备份：数据库里的一切（版本、文件、记录），工作台开着也可以。",
    ),
    Command(
        "restore",
        "cli_desk:restore_command",
        "备份.zip --data 新文件夹",
        "恢复到一个空的文件夹（或空的 PostgreSQL 库）。",
    ),
)
GROUPS = (
    ("pack", "看、新建和检查模板包。", PACKS),
    ("codes", "收支分类科目：导入新一年的科目表，写出现在用的。", CODES),
    ("desk", "网页工作台：各单位在浏览器里填报、送审，财政部门收齐、复核、公开。", DESK),
)


def register(app: App) -> None:
    """Add all commands to the command line, none of which is imported."""
    called = app.name[0]
    _add(app, COMMANDS, called)
    for name, does, commands in GROUPS:
        above = f"{called} {name}"
        names = " | ".join(command.name for command in commands)
        group = App(name=name, help=does, usage="", help_prologue=f"用法：{above} {names}")
        _add(group, commands, above)
        app.command(group)


def _add(app: App, commands: Iterable[Command], above: str) -> None:
    """Add commands to an application, which is called by the words ``above``."""
    for command in commands:
        app.command(
            f"discloser.{command.runs}",
            name=command.name,
            help=command.does,
            usage="",
            help_prologue=f"用法：{above} {command.name} {command.arguments}".rstrip(),
        )
