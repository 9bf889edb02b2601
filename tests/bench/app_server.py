"""The app as a server to be measured, under settings of its own; and a reader of it without a browser.

    python -m tests.bench.app_server TIMES PORT [streamlit options]

is the server: Streamlit's own, with the time of each run of the script written to the file TIMES.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Run:
    """Milliseconds of one run of the script: on the clock, of its own thread's work, of the whole process's."""

    wall: float
    own: float
    process: float


class Server:
    """The app over a store, on 127.0.0.1:port, until the stack ends. options: of `streamlit run`, before our own file's."""

    def __init__(self, stack: ExitStack, store: Path, port: int, options: tuple[str, ...] = ()) -> None:
        self.address = f"http://127.0.0.1:{port}"
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        self._times = Path(folder, "runs.txt")
        self._times.touch()
        command = [
            sys.executable,
            "-m",
            "tests.bench.app_server",
            str(self._times),
            str(port),
            *options,
        ]
        self.process = start(stack, command, store, port, "/_stcore/health")

    def runs(self) -> list[Run]:
        """Every run of the script so far, of all sessions."""
        lines = self._times.read_text(encoding="utf-8").splitlines()
        return [Run(*map(float, line.split())) for line in lines]

    def next_run(self, before: int) -> Run:
        """The run after the first `before` ones: it is written down a moment after its last message is heard."""
        for _ in range(1000):
            if len(runs := self.runs()) > before:
                return runs[before]
            time.sleep(0.005)
        raise RuntimeError("the server wrote no time of its run")

    def memory(self) -> int:
        """Resident memory in MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) // 1024
        return 0


def start(stack: ExitStack, command: list[str], store: Path, port: int, path: str) -> subprocess.Popen[bytes]:
    """A server's process, once it answers; it ends with the stack. Raises RuntimeError where it does not answer."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"EVAL_STORE": str(store.resolve()), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    stack.callback(process.wait)
    stack.callback(process.terminate)
    for _ in range(480):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1):
                return process
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"no server on port {port}")


class Reader:
    """One session on a web socket. It keeps large messages of its last run, as a browser does, and names them."""

    def __init__(self, address: str) -> None:
        from websockets.sync.client import connect

        self._socket = connect(
            address.replace("http", "ws") + "/_stcore/stream",
            max_size=None,
            open_timeout=60,
            compression=None,
        )
        self._kept: set[str] = set()
        self.received = 0
        self.messages: list[Any] = []

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *fault: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._socket.close()

    def ask(self, page: str, query: str, *, keep: bool = False) -> int:
        """Run a page's script at an address and hear it to its end; the bytes heard. keep: the messages too."""
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        said = BackMsg()
        said.rerun_script.query_string = query
        said.rerun_script.page_name = page
        said.rerun_script.cached_message_hashes.extend(self._kept)
        said.rerun_script.context_info.url = f"http://127.0.0.1/{page}?{query}"
        self._socket.send(said.SerializeToString())
        self._kept, self.received, self.messages = set(), 0, []
        while True:
            frame = self._socket.recv(timeout=120)
            self.received += len(frame)
            heard = ForwardMsg.FromString(frame)
            if keep:
                self.messages.append(heard)
            if heard.metadata.cacheable:
                self._kept.add(heard.hash)
            elif heard.ref_hash:
                self._kept.add(heard.ref_hash)
            if heard.WhichOneof("type") == "script_finished":
                return self.received


def main(times: str, port: str, options: list[str]) -> None:
    """Streamlit's own server, with each run's script time written to a file."""
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from streamlit.web import cli

    run_script = ScriptRunner._run_script

    def timed(self: Any, *arguments: Any, **rest: Any) -> None:
        start, own, process = time.perf_counter(), time.thread_time(), time.process_time()
        try:
            run_script(self, *arguments, **rest)
        finally:
            ends = time.perf_counter() - start, time.thread_time() - own, time.process_time() - process
            with Path(times).open("a", encoding="utf-8") as file:
                file.write(" ".join(f"{end * 1000:.1f}" for end in ends) + "\n")

    ScriptRunner._run_script = timed  # type: ignore[method-assign]  # measured from outside, the app is as it is
    sys.argv = [
        "streamlit", "run", "app.py", f"--server.port={port}", "--server.fileWatcherType=none", *options,
    ]  # fmt: skip
    cli.main()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
