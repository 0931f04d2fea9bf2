"""The desk's commands; Django is imported only where one of them runs."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from discloser.cli_common import misuse
from discloser.exit_codes import CLEAN, FINDINGS

_LACKS = '工作台要另装：pip install "discloser[desk]"'
Data = Annotated[
    Path | None,
    Parameter(help="放数据库和密钥的文件夹，默认 desk-data。", name="--data", metavar="文件夹"),
]
Host = Annotated[
    str, Parameter(help="在哪个地址上服务，默认只在本机。", name="--host", metavar="地址")
]
Port = Annotated[int, Parameter(help="端口，默认 8000。", name="--port", metavar="号码")]
Workers = Annotated[
    int, Parameter(help="同时处理几件事，默认 2。", name="--workers", metavar="个数")
]


def _ready(data: Path | None) -> bool:
    if find_spec("django") is None:
        return False
    from discloser.desk.serve import set_up

    set_up(data)
    return True


def serve_command(
    *, data: Data = None, host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 2
) -> int:
    """开工作台：网页服务和几个处理程序，Ctrl+C 停。"""
    if not _ready(data):
        return misuse(_LACKS)
    from discloser.desk import serve

    serve.migrate()
    print(f"工作台：http://{host}:{port}/（Ctrl+C 停）", flush=True)
    with serve.workers(workers):
        serve.run_server(host, port)
    return CLEAN


def demo_command(
    *, data: Data = None, host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 2
) -> int:
    """试用：造一个有 12 个部门的城市，各种状态都有，打印地址和密码，然后开工作台。"""
    folder = data or Path("output/desk-demo")
    if (folder / "desk.sqlite3").exists():
        again = f"discloser desk serve --data {folder}"
        return misuse(f"{folder} 里已经有数据。请换一个文件夹，或用 {again} 打开。")
    if not _ready(folder):
        return misuse(_LACKS)
    from discloser.desk import serve
    from discloser.desk.demo import make_city

    print("正在造城市，约一分钟……", flush=True)
    serve.migrate()
    for account in make_city(date.today().year + 1):  # noqa: DTZ011 - the year of a made-up city
        print(f"  {account.username:<12}{account.password:<18}{account.who}")
    print(f"工作台：http://{host}:{port}/（Ctrl+C 停）", flush=True)
    with serve.workers(workers):
        serve.run_server(host, port)
    return CLEAN


def worker_command(*, data: Data = None) -> int:
    """另开一个处理程序：在别的机器上也可以，数据库要用 PostgreSQL。"""
    if not _ready(data):
        return misuse(_LACKS)
    from discloser.desk.serve import run_worker

    run_worker()
    return CLEAN


def account_command(
    username: Annotated[str, Parameter(help="登录用的名字。", name="用户名")],
    name: Annotated[str, Parameter(help="这个人的姓名。", name="姓名")],
    /,
    *,
    data: Data = None,
) -> int:
    """建第一个财政部门账号；其他账号由它在网页上建。"""
    if not _ready(data):
        return misuse(_LACKS)
    from discloser.desk.serve import migrate
    from discloser.desk.services.accounts import first_account

    migrate()
    password = first_account(username, name)
    if password is None:
        print(f"已经有“{username}”这个账号。")
        return FINDINGS
    print(f"用户名 {username}，初始密码 {password}（登录后须改）")
    return CLEAN


def backup_command(
    target: Annotated[Path, Parameter(help="写到哪个文件。", name="备份.zip")],
    /,
    *,
    data: Data = None,
) -> int:
    """备份：数据库里的一切（版本、文件、记录），工作台开着也可以。"""
    if not _ready(data):
        return misuse(_LACKS)
    from discloser.desk.backup import back_up

    if target.exists():
        return misuse(f"{target} 已经有了，请换一个名字。")
    count = back_up(target)
    print(f"已备份到 {target}，{count} 条。")
    return CLEAN


def restore_command(
    source: Annotated[Path, Parameter(help="备份的文件。", name="备份.zip")],
    /,
    *,
    data: Data = None,
) -> int:
    """恢复到一个空的文件夹（或空的 PostgreSQL 库）。"""
    if not source.is_file():
        return misuse(f"没有“{source}”这个文件。")
    if not _ready(data):
        return misuse(_LACKS)
    from discloser.desk.backup import restore
    from discloser.desk.serve import migrate

    migrate()
    problem = restore(source)
    if problem:
        print(problem)
        return FINDINGS
    print("已恢复。")
    return CLEAN
