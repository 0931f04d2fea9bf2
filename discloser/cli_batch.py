"""The commands for many inputs: a whole city at once, and a made-up city to try it with."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from discloser.batch.job import Job, Options, Outcome, State
from discloser.cli_common import Force, Templates, YearOption, cannot_write, misuse, tell
from discloser.cli_rendering import ALL_FORMATS, Archival, Formats, PdfEngine, listed
from discloser.exit_codes import CLEAN, FINDINGS, INTERRUPTED
from discloser.os_errors import why
from discloser.output import NotOursError
from discloser.pipeline import BY_PACK

if TYPE_CHECKING:
    from discloser.batch.place import Place
    from discloser.batch.run import Result

_MOST_CLASHES = 10


@dataclass(frozen=True, slots=True)
class _Crew:
    """Who does the work: so many processes here, or a cluster."""

    workers: int
    limit: float
    memory: int
    cluster: str
    force: bool

    def execute(self, jobs: Sequence[Job]) -> Iterator[Outcome]:
        from discloser.batch.work import lost, work, work_afar

        do = work if all(job.is_here for job in jobs) else partial(work_afar, force=self.force)
        if self.cluster:
            from discloser.batch.cluster import run_there

            return run_there(jobs, do, self.cluster, self.limit)
        from discloser.batch.local import Crew, run_here

        return run_here(jobs, do, lost, Crew(self.workers, self.limit, self.memory))


def batch_command(
    *sources: Annotated[
        str,
        Parameter(
            help="输入文件、文件夹（连同下面的）、通配符，或 s3:// 一类的地址。",
            name="输入",
            metavar="路径",
        ),
    ],
    output: Annotated[
        str,
        Parameter(
            help="输出文件夹或地址，默认 output。", name=["--output", "-o"], metavar="文件夹"
        ),
    ] = "output",
    formats: Formats = ALL_FORMATS,
    pdf_engine: PdfEngine = BY_PACK,
    archival: Archival = False,
    units: Annotated[
        bool, Parameter(help="所属单位自己的文档也一起生成。", name="--units")
    ] = False,
    roll_up: Annotated[
        bool, Parameter(help="另写全市汇总表，并核对部门之间有没有重复。", name="--roll-up")
    ] = False,
    force: Annotated[
        bool,
        Parameter(help="没有变化的也重新生成，有人改过的成品也覆盖。", name="--force"),
    ] = False,
    jobs: Annotated[
        int,
        Parameter(help="同时用几个进程，默认有几个处理器用几个。", name="--jobs", metavar="个数"),
    ] = 0,
    limit: Annotated[
        int, Parameter(help="一个部门最多用几秒，默认 300。", name="--limit", metavar="秒")
    ] = 300,
    memory: Annotated[
        int,
        Parameter(help="一个进程最多用多少兆内存，默认不限。", name="--memory", metavar="兆"),
    ] = 0,
    dask: Annotated[
        str,
        Parameter(help="交给 Dask 集群做，填调度器的地址。", name="--dask", metavar="地址"),
    ] = "",
    templates: Templates = None,
) -> int:
    """Render the documents of many inputs, of which each stands alone."""
    if jobs < 0 or limit <= 0 or memory < 0:
        return misuse("--jobs、--limit、--memory 要填正数。")
    if not sources:
        return misuse("没有给输入，例如：discloser batch inputs/某省/某市/2025")
    options = Options(listed(formats), pdf_engine, archival, units, templates, overwrite=force)
    crew = _Crew(jobs or os.cpu_count() or 1, limit, memory, dask, force)
    return _batch(sources, output, options, crew, roll_up=roll_up)


def sample_command(
    *,
    output: Annotated[
        Path | None,
        Parameter(help="写到哪个文件夹。", name=["--output", "-o"], metavar="文件夹"),
    ] = None,
    departments: Annotated[
        int, Parameter(help="多少个部门，默认 100。", name="--departments", metavar="个数")
    ] = 100,
    seed: Annotated[
        int, Parameter(help="种子：数相同，编出的内容就相同。", name="--seed", metavar="数")
    ] = 1,
    faults: Annotated[
        int,
        Parameter(
            help="其中多少个带错误（自己的错，或和别的部门重复），清单在 planted.json。",
            name="--faults",
            metavar="个数",
        ),
    ] = 0,
    final: Annotated[bool, Parameter(help="编决算，默认编预算。", name="--final")] = False,
    pack: Annotated[
        str,
        Parameter(
            help="模板包，默认别的包继承得最多的那一个（全国统一格式）。",
            name="--pack",
            metavar="名称",
        ),
    ] = "",
    year: YearOption = 2025,
    force: Force = False,
    templates: Templates = None,
) -> int:
    """Write the inputs of a made-up city."""
    from discloser.entry.lists import make_lists
    from discloser.model.values import Kind
    from discloser.pack.layers import pack_names, pack_roots
    from discloser.pack.pack import load_pack
    from discloser.specimen.city import City, usual_pack, write_city

    if output is None:
        return misuse("请用 -o 指定写到哪个文件夹。")
    if departments < 1 or not 0 <= faults <= departments:
        return misuse("--departments 至少是 1，--faults 不能比它大。")
    roots, kind = pack_roots(templates), Kind.FINAL_ACCOUNT if final else Kind.BUDGET
    loaded, findings = load_pack(pack or usual_pack(year, roots), kind, year, roots)
    if loaded is None:
        return tell(findings)
    lists = make_lists(loaded, year, tuple(pack_names(roots)))
    city = City(departments, seed, loaded, lists.needs)
    if not force and output.is_dir() and any(output.iterdir()):
        return misuse(f"{output} 里已经有文件，没有写。请换一个文件夹，或加 --force。")
    try:
        written = sum(1 for _ in write_city(output, city, lists, faults=faults))
    except OSError as error:
        return cannot_write(output, error)
    print(f"{output}：写好 {written} 个部门的输入文件。")
    return CLEAN


def _batch(
    sources: tuple[str, ...],
    output: str,
    options: Options,
    crew: _Crew,
    *,
    roll_up: bool,
) -> int:
    from discloser.batch.cluster import NoClusterError
    from discloser.batch.find import find_jobs
    from discloser.batch.fingerprint import surroundings
    from discloser.batch.lock import InUseError, locked
    from discloser.batch.place import NoSuchStoreError, place

    try:
        target = place(output)
        found = find_jobs(map(place, sources), target, options, surroundings(options))
    except NoSuchStoreError as error:
        return misuse(f"{error}。")
    if found.skipped:
        names = "、".join(str(path) for path in found.skipped[:_MOST_CLASHES])
        print(f"跳过 {len(found.skipped)} 个这里生成的文件，不当输入：{names}。")
    if not found.jobs:
        return misuse("没有找到输入文件（.yaml 或填报表）。")
    if found.clashes:
        print("下面的输入会写到同一个文件夹，没有生成任何文件。请改名或移开：")
        for paths in found.clashes[:_MOST_CLASHES]:
            print("  " + "、".join(map(str, paths)))
        return FINDINGS
    try:
        with locked(target):
            return _run(found.jobs, found.scope, crew, roll_up=roll_up)
    except NoClusterError as error:
        print(f"{error}。")
    except InUseError as error:
        print(f"{target} 正在使用：{error.holder}。等它做完，或换一个输出文件夹。")
    except NotOursError as error:
        print(error)
    except OSError as error:
        print(f"{why(error, target)}。")
    return FINDINGS


def _run(jobs: Sequence[Job], scope: Place, crew: _Crew, *, roll_up: bool) -> int:
    from discloser.batch.progress import Display, duration
    from discloser.batch.run import run_batch

    started = time.monotonic()
    with Display(len(jobs)) as display:
        result = run_batch(jobs, crew.execute, display.tell, force=crew.force)
    seconds = time.monotonic() - started
    counts = "，".join(f"{state.label} {n}" for state in State if (n := result.count(state)))
    print(f"共 {len(jobs)} 个：{counts}。用时 {duration(seconds)}。", flush=True)
    lists, repeated = _lists(jobs, result, scope, seconds, roll_up=roll_up, force=crew.force)
    print(*(path for path in lists if path.suffix == ".xlsx"), sep="\n")
    if repeated:
        print(f"部门之间有 {repeated} 处重复，见表中“核对”。")
    if result.stopped:
        print(f"{result.stopped}。没有做完，解决后再运行一次。")
    if result.interrupted:
        print("已停止。再运行一次会接着做。")
        return INTERRUPTED
    ready = all(outcome.state.is_done for outcome in result.outcomes)
    return CLEAN if ready and not repeated else FINDINGS


def _lists(
    jobs: Sequence[Job],
    result: Result,
    scope: Place,
    seconds: float,
    *,
    roll_up: bool,
    force: bool,
) -> tuple[list[Place], int]:
    """Write the lists of a run; return where, and how much is twice among the departments."""
    from discloser.batch.place import reconnect, write_at
    from discloser.batch.readiness import FILE, readiness_workbook
    from discloser.batch.reports import MANIFEST, SUMMARY, manifest_json, summary_json

    contents = {
        SUMMARY: summary_json(jobs, result, seconds),
        MANIFEST: manifest_json(jobs, result, scope),
        FILE: readiness_workbook(jobs, result, scope),
    }
    repeated = 0
    if roll_up:
        from discloser.batch.roll_up import FILE as ROLL_UP
        from discloser.batch.roll_up import roll_up_workbook

        contents[ROLL_UP], repeats = roll_up_workbook(jobs, result, scope)
        repeated = len(repeats)
    return write_at(reconnect(scope), contents, force=force), repeated
