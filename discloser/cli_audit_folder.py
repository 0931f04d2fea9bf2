"""The audit of folders: many departments side by side, with a list of them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from discloser.cli_common import tell
from discloser.exit_codes import CLEAN, FINDINGS, INTERRUPTED
from discloser.os_errors import why
from discloser.output import NotOursError

if TYPE_CHECKING:
    from discloser.audit.files import Case
    from discloser.audit.folder.job import AuditJob, AuditOutcome
    from discloser.audit.identity import Asked

_RESULTS = Path("核对结果")


@Parameter(name="*")
@dataclass(frozen=True)
class Many:
    """How an audit of folders is done, and where what it says is written."""

    output: Annotated[
        Path,
        Parameter(
            help="核对文件夹时：清单和每个部门的结果写到哪个文件夹，默认“核对结果”。",
            name=["--output", "-o"],
            metavar="文件夹",
        ),
    ] = _RESULTS
    jobs: Annotated[
        int,
        Parameter(
            help="核对文件夹时：同时用几个进程，默认有几个处理器用几个。",
            name="--jobs",
            metavar="个数",
        ),
    ] = 0
    limit: Annotated[
        int,
        Parameter(
            help="核对文件夹时：一个部门最多用几秒，默认 300。", name="--limit", metavar="秒"
        ),
    ] = 300
    memory: Annotated[
        int,
        Parameter(
            help="核对文件夹时：一个进程最多用多少兆内存，默认不限。",
            name="--memory",
            metavar="兆",
        ),
    ] = 0

    @property
    def misuse(self) -> str:
        """What is wrong with it, or nothing."""
        wrong = self.jobs < 0 or self.limit <= 0 or self.memory < 0
        return "--jobs、--limit、--memory 要填正数。" if wrong else ""


@dataclass(frozen=True, slots=True)
class FolderRequest:
    """What is asked of every department; ``earlier`` is where the reports of before lie."""

    asked: Asked
    templates: Path | None
    earlier: Path | None
    mark: bool
    json: bool
    force: bool

    def job(self, case: Case, folder: Path) -> AuditJob:
        """The task of one department."""
        from discloser.audit.folder.job import AuditJob, surroundings

        return AuditJob(
            Path(case.name),
            case,
            folder,
            self.asked,
            templates=self.templates,
            earlier=self.earlier,
            mark=self.mark,
            force=self.force,
            surroundings=surroundings(self.asked, mark=self.mark),
        )


def audit_folders(sources: Sequence[Path], many: Many, request: FolderRequest) -> int:
    """Audit every department below some folders."""
    from discloser.audit.earlier import read_earlier
    from discloser.audit.folder.find import find_jobs
    from discloser.audit.rules import NOT_A_REPORT, OVERWRITTEN
    from discloser.batch.lock import InUseError, locked
    from discloser.location import Location

    if (earlier := request.earlier) is not None:
        place = Location(str(earlier))
        if earlier.absolute().is_relative_to(many.output.absolute()):
            return tell([OVERWRITTEN.at(place, folder=many.output)], to=sys.stderr)
        if read_earlier(earlier) is None:
            return tell([NOT_A_REPORT.at(place, file=earlier)], to=sys.stderr)
    found = find_jobs(sources, many.output, request.job)
    code = tell(found.findings, to=sys.stderr)
    if not found.jobs:
        return code or FINDINGS
    try:
        with locked(many.output):
            return max(code, _run(found.jobs, many, request))
    except InUseError as error:
        said = f"{many.output} 正在使用：{error.holder}。等它做完，或换一个输出文件夹。"
    except NotOursError as error:
        said = str(error)
    except OSError as error:
        said = f"{why(error, many.output)}。"
    print(said, file=sys.stderr)
    return FINDINGS


def _run(jobs: Sequence[AuditJob], many: Many, request: FolderRequest) -> int:
    from rich.console import Console

    from discloser.audit.files import LIST
    from discloser.audit.folder.listing import listing
    from discloser.audit.folder.run import run_audits
    from discloser.batch.local import Crew
    from discloser.batch.progress import Display, duration
    from discloser.output import write_documents

    # What a program reads is alone on the standard output.
    to = sys.stderr if request.json else sys.stdout
    console = Console(file=to, highlight=False, markup=False, soft_wrap=True)
    crew = Crew(many.jobs or os.cpu_count() or 1, many.limit, many.memory)
    started = time.monotonic()
    with Display(len(jobs), "核对", console) as display:
        result = run_audits(jobs, crew, display.tell, force=request.force)
    content = listing(jobs, result.outcomes, many.output, str(result))
    (path,) = write_documents(many.output, {LIST: content}, force=request.force)
    print(f"{result}。用时 {duration(time.monotonic() - started)}。", file=to)
    print(path, file=to)
    if request.json:
        sys.stdout.writelines(_reports(jobs, result.outcomes))
    if result.stopped:
        print(f"{result.stopped}。没有做完，解决后再运行一次。", file=to)
    if result.interrupted:
        print("已停止。再运行一次会接着做。", file=to)
        return INTERRUPTED
    return CLEAN if all(outcome.is_well for outcome in result.outcomes) else FINDINGS


def _reports(jobs: Sequence[AuditJob], outcomes: Sequence[AuditOutcome]) -> Iterator[str]:
    """The departments' reports as one list, one after the other, so that none is kept."""
    from discloser.audit.folder.record import report_of

    for index, (job, outcome) in enumerate(zip(jobs, outcomes, strict=True)):
        yield ",\n" if index else "[\n"
        yield dumps(report_of(job, outcome), ensure_ascii=False, indent=2)
    yield "\n]\n"
