"""Inputs and documents behind URLs: a file server that is reached by the network."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import aioftp
import pytest

from discloser.batch.cluster import run_there
from discloser.batch.find import find_jobs
from discloser.batch.job import Job, Options, Outcome, State
from discloser.batch.place import NoSuchStoreError, at_hand, place, save_at
from discloser.batch.work import work, work_afar
from discloser.cli import main
from discloser.output import LEDGER
from tests.batch.conftest import GOOD
from tests.command import Run

pytest.importorskip("upath")
pytestmark = [
    # fsspec and ftplib leave closing their sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
ONLY_XLSX = Options(formats=("xlsx",))
TITLE = "示范市示范局2025年度部门预算公开.xlsx"


@dataclass(frozen=True)
class Server:
    """A file server: its address, and the folder that it serves."""

    url: str
    folder: Path


class Replacing(aioftp.Server):
    """A server that renames onto a file that is there, as most do."""

    async def rnto(self, connection: aioftp.Connection, rest: str | PurePosixPath) -> bool:
        target, _ = self.get_paths(connection, rest)
        Path(str(target)).unlink(missing_ok=True)
        return await super().rnto(connection, rest)


@contextmanager
def serving(folder: Path, kind: type[aioftp.Server]) -> Iterator[Server]:
    server = kind([aioftp.User("clerk", "secret", base_path=folder)])
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def there(task: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(task, loop).result(timeout=10)

    there(server.start("127.0.0.1", 0))
    yield Server(f"ftp://clerk:secret@127.0.0.1:{server.server_port}", folder)
    there(server.close())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    logging.getLogger("aioftp").setLevel(logging.CRITICAL)
    with serving(tmp_path_factory.mktemp("served"), Replacing) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    """The server with one city: last year's input lies in last year's folder."""
    shutil.rmtree(running.folder)
    for year in ("2024", "2025"):
        (running.folder / "inputs" / "一市" / year).mkdir(parents=True)
    city = running.folder / "inputs" / "一市"
    shutil.copy(GOOD.with_name("last_year.yaml"), city / "2024" / "a b#1.yaml")
    text = GOOD.read_text(encoding="utf-8")
    text = text.replace("input: last_year.yaml", 'input: "../2024/a b#1.yaml"')
    (city / "2025" / "a b#1.yaml").write_text(text, encoding="utf-8")
    return running


def only_job(server: Server) -> Job:
    sources = [place(f"{server.url}/inputs/一市/2025")]
    (job,) = find_jobs(sources, place(f"{server.url}/output"), ONLY_XLSX, "here").jobs
    return job


def documents(server: Server) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in server.folder.glob("output/**/*.xlsx")}


@pytest.fixture
def as_here(server: Server, tmp_path: Path) -> dict[str, bytes]:
    """What the same input gives in a folder of this machine."""
    shutil.copytree(server.folder / "inputs", tmp_path / "inputs")
    found = find_jobs([tmp_path / "inputs" / "一市" / "2025"], tmp_path / "output", ONLY_XLSX)
    assert work(found.jobs[0]).state is State.RENDERED
    return {path.name: path.read_bytes() for path in tmp_path.glob("output/**/*.xlsx")}


def test_documents_are_those_that_are_made_here(server: Server, as_here: dict[str, bytes]) -> None:
    outcome = work_afar(only_job(server))
    assert outcome.state is State.RENDERED, outcome.reason
    assert outcome.record is not None
    assert sorted(outcome.record.inputs) == ["../2024/a b#1.yaml", "a b#1.yaml"]
    assert documents(server) == as_here
    assert list(as_here) == [TITLE]


def edit(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"# more\n")


def test_only_what_has_changed_is_done_again(server: Server) -> None:
    job = only_job(server)
    city = server.folder / "inputs" / "一市"

    def again(*, force: bool = False) -> State:
        return work_afar(job, force=force).state

    assert (again(), again(), again(force=True)) == (
        State.RENDERED,
        State.UNCHANGED,
        State.RENDERED,
    )
    for change in (city / "2025" / "a b#1.yaml", city / "2024" / "a b#1.yaml"):
        edit(change)
        assert (again(), again()) == (State.RENDERED, State.UNCHANGED), change
    next(server.folder.glob("output/**/*.xlsx")).unlink()
    assert (again(), again()) == (State.RENDERED, State.UNCHANGED)


def test_problems_name_the_file_at_its_address(server: Server) -> None:
    path = server.folder / "inputs" / "一市" / "2025" / "a b#1.yaml"
    text = path.read_text(encoding="utf-8").replace("amount: 1500000", "amount: 一百五十万")
    path.write_text(text, encoding="utf-8")
    outcome = work_afar(only_job(server))
    assert outcome.state is State.FINDINGS
    (log,) = server.folder.glob("output/**/*.txt")
    said = log.read_text(encoding="utf-8")
    assert "M010" in said
    assert "/inputs/一市/2025/a b#1.yaml:" in said
    assert "discloser-" not in said  # the folder of the copies
    assert "secret" not in said


def test_a_connection_that_has_ended_is_made_anew(server: Server) -> None:
    job = only_job(server)
    assert work_afar(job).state is State.RENDERED
    job.path.fs.ftp.sock.close()  # type: ignore[union-attr]
    assert work_afar(job, force=True).state is State.RENDERED


def test_a_file_that_cannot_be_written_whole_is_not_written(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = place(f"{server.url}/output")
    save_at({folder / "a": b"old a", folder / "b": b"old b"})
    write = type(folder).write_bytes

    def fail_at_b(target: Any, content: bytes) -> int:
        if content == b"new b":
            write(target, content[:3])
            raise OSError(28, "full")
        return int(write(target, content))

    monkeypatch.setattr(type(folder), "write_bytes", fail_at_b)
    with pytest.raises(OSError, match="full"):
        save_at({folder / "a": b"new a", folder / "b": b"new b"})
    left = {path.name: path.read_bytes() for path in (server.folder / "output").iterdir()}
    assert left == {"a": b"old a", "b": b"old b"}


def test_a_server_that_does_not_rename_onto_a_file_gets_the_new_one(tmp_path: Path) -> None:
    """Windows' server is one."""
    with serving(tmp_path, aioftp.Server) as server:
        target = place(f"{server.url}/output/a")
        for content in (b"old", b"new"):
            save_at({target: content})
    assert [path.read_bytes() for path in (tmp_path / "output").iterdir()] == [b"new"]


def test_a_way_that_leads_out_of_the_store_is_not_followed(server: Server) -> None:
    path = server.folder / "inputs" / "一市" / "2025" / "a b#1.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("../2024/", "../../../../../../2024/"), encoding="utf-8")
    with at_hand(only_job(server).path) as copy:
        root = next(parent for parent in copy.parents if parent.name.startswith("discloser-"))
        assert [file for file in root.rglob("*") if file.is_file() and file.suffix] == [copy]


def test_the_command_writes_documents_and_lists(
    server: Server, as_here: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["batch", f"{server.url}/inputs/*/2025", "-o", f"{server.url}/output"]
    command += ["--format", "xlsx", "--jobs", "1", "--roll-up"]
    codes, said = [], []
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            main(command)
        codes.append(ended.value.code)
        said.append(capsys.readouterr().out)
    assert codes == [0, 0], said
    assert "已生成 1" in said[0]
    assert "未变 1" in said[1]
    output = server.folder / "output" / "一市" / "2025"
    names = {path.name for path in output.iterdir()}
    lists = {"汇总.xlsx", "全市汇总.xlsx", "manifest.json", "summary.json"}
    assert names == {"a b#1", *lists, LEDGER}
    assert documents(server).items() >= as_here.items()
    entry = json.loads((output / "manifest.json").read_text(encoding="utf-8"))["departments"][0]
    assert list(entry["outputs"]) == [f"a b#1/{TITLE}"]
    assert "secret" not in json.dumps(entry) + "".join(said)
    assert not list(server.folder.rglob(".*.part"))


def mine(server: Server, content: bytes = b"what a person has written") -> Path:
    """A person's file where the document would be."""
    path = server.folder / "output" / "一市" / "2025" / "a b#1" / TITLE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def with_force(job: Job) -> Job:
    return replace(job, options=replace(job.options, overwrite=True))


def test_a_persons_file_behind_a_url_stays(server: Server) -> None:
    path = mine(server)
    outcome = work_afar(only_job(server))
    assert outcome.state is State.FAILED
    assert "已经存在，不是这里生成的，没有覆盖" in outcome.reason
    assert path.read_bytes() == b"what a person has written"
    assert work_afar(with_force(only_job(server))).state is State.RENDERED
    assert path.read_bytes().startswith(b"PK")


def test_a_document_behind_a_url_that_someone_has_altered_stays(server: Server) -> None:
    job = only_job(server)
    assert work_afar(job).state is State.RENDERED
    path = mine(server, b"altered")
    outcome = work_afar(job, force=True)
    assert outcome.state is State.FAILED
    assert "生成后有人改过，没有覆盖" in outcome.reason
    assert path.read_bytes() == b"altered"
    assert not list(server.folder.rglob(".*.part"))


def test_documents_behind_a_url_do_not_take_the_place_of_another_inputs(server: Server) -> None:
    job = only_job(server)
    assert work_afar(job).state is State.RENDERED
    before = documents(server)
    city = server.folder / "inputs" / "一市" / "2025"
    text = (city / "a b#1.yaml").read_text(encoding="utf-8")
    changed = text.replace("published: 2025-03", "published: 2025-04")
    assert changed != text
    (city / "other.yaml").write_text(changed, encoding="utf-8")
    other = replace(job, path=job.path.parent / "other.yaml")
    outcome = work_afar(other, force=True)
    assert outcome.state is State.FAILED
    assert "是由另一份输入 ../../../../inputs/一市/2025/a b#1.yaml 生成的" in outcome.reason
    assert documents(server) == before


def test_a_persons_list_behind_a_url_stays(server: Server, run: Run) -> None:
    path = server.folder / "output" / "一市" / "2025" / "汇总.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    command = ["batch", f"{server.url}/inputs/*/2025", "-o", f"{server.url}/output"]
    code, out, _ = run(*command, "--format", "xlsx", "--jobs", "1")
    assert code == 1
    assert "汇总.xlsx 已经存在，不是这里生成的，没有覆盖" in out
    assert "secret" not in out
    assert path.read_bytes() == b"mine"
    assert run(*command, "--format", "xlsx", "--jobs", "1", "--force")[0] == 0
    assert path.read_bytes().startswith(b"PK")


def test_a_cluster_does_the_same(server: Server, as_here: dict[str, bytes]) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=60,
    ) as cluster:
        outcomes: list[Outcome] = []
        for _ in range(2):
            address = cluster.scheduler_address
            outcomes += run_there([only_job(server)], work_afar, address, limit=120)
    states = [outcome.state for outcome in outcomes]
    assert states == [State.RENDERED, State.UNCHANGED], outcomes
    assert documents(server) == as_here


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://clerk:secret@127.0.0.1:1/x", "连不上"),
        ("nonsense://host/x", "nonsense"),
    ],
)
def test_a_server_that_does_not_answer_is_one_line(url: str, words: str) -> None:
    with pytest.raises(NoSuchStoreError, match=words) as error:
        place(url)
    assert "secret" not in str(error.value)
    assert len(str(error.value).splitlines()) == 1
