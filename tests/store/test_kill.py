"""kill -9 at any moment of a load: the old version or the new one, never a third; what people entered stays."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from evalcore.store import Store, integrity
from evalcore.store.journal import Journal
from evalcore.store.seal import is_as_sealed, sealed

LOAD = """
import sys
import __main__
__main__.__file__ = "load"  # DuckDB takes a program without a file for a notebook, and draws its progress into what is said
from dataclasses import replace
from decimal import Decimal
from evalcore.model import Budget, Evaluation, Indicator, Source
from evalcore.scoring.total import score_evaluation
from evalcore.store import Store
from evalcore.store.across import compare
from evalcore.store.journal import Entry, Journal
from evalcore.store.write import write_evaluations

store, seed, count = Store(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
rows = tuple(
    Indicator("产出指标", f"指标{i}", target="≥90%", actual="95%", points=Decimal(30), self_score=Decimal(30))
    for i in range(3)
)
forms = [
    Evaluation(
        project=f"项目{i}" if i % 2 else f"项目{i}-{seed}", year=2022, department=f"9{i % 7:02}-局{i % 7}",
        self_score=Decimal(8000 + seed) / 100, indicators=rows, budget=Budget(annual=Decimal(10), executed=Decimal(9)),
        source=Source(f"load{seed}-{i}.xlsx", f"{seed:032x}{i:032x}", "xlsx"),
    )
    for i in range(count)
]
pairs = [(form, score_evaluation(form)) for form in forms]
entry = Entry.now("王", "header", "demo", f"表头{seed}", {"field": "actual"})
print("ready", flush=True)
Journal(store.folder).append([entry])
print("accepted", entry.entry_id, flush=True)
with store.begin(f"导入 {seed}") as draft:
    written = write_evaluations(
        draft.connection, pairs, dataset="demo", simulated=True, version=draft.version
    )
    compare(draft.connection, "demo", changed=[*written.added, *written.replaced])
print("published", draft.version, flush=True)
"""
COUNT = 40


def start(store: Store, seed: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", LOAD, str(store.folder), str(seed), str(COUNT)]
    # unbuffered: a buffered readline would take what follows "ready" away from communicate
    process = subprocess.Popen(command, bufsize=0, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline().split() == [b"ready"], process.stderr.read() if process.stderr else ""
    return process


def words(process: subprocess.Popen[bytes]) -> list[str]:
    """What the load said after "ready", once it has ended."""
    return process.communicate()[0].decode().split()


def state(store: Store, seed: int) -> tuple[str, int, int]:
    """The current version, its evaluations, and how many of them are of this load."""
    version = store.find()
    connection = store.open(version)
    rows = connection.execute(
        "SELECT count(*), count(*) FILTER (starts_with(source_file, ?)) FROM stored_evaluation",
        [f"load{seed}-"],
    ).fetchall()
    newest = connection.execute("SELECT max(version) FROM stored_load").fetchall()
    connection.close()
    assert newest == [(version.id,)]
    return version.id, *rows[0]


def survive(store: Store, kills: int, seed: int, *, whole_every: int) -> dict[str, int]:
    """Kill loads at random moments and look after each; how often the old and the new version was current."""
    draw, accepted, took = random.Random(seed), [], 0.0
    outcomes = {"old": 0, "new": 0}
    first = start(store, seed)  # an undisturbed one first: how long a load takes here
    began = time.monotonic()
    said = words(first)
    took = time.monotonic() - began
    assert first.returncode == 0
    accepted.append(said[1])
    for number in range(1, kills + 1):
        mark = seed + number
        before = state(store, mark)
        process = start(store, mark)
        time.sleep(draw.uniform(0, took * 1.1))
        process.send_signal(signal.SIGKILL)
        out = words(process)
        accepted += out[1:2] if out[:1] == ["accepted"] else []
        after = state(store, mark)
        if after[0] == before[0]:
            assert "published" not in out
            assert after == before
            outcomes["old"] += 1
        else:
            assert after[1:] == (before[1] + COUNT // 2, COUNT)  # half of the forms revise, half are new
            outcomes["new"] += 1
        version = store.find()
        assert version.note == ""
        assert sealed(version.path)
        assert is_as_sealed(version.path)
        if number % whole_every == 0:
            assert integrity.faults(version.path) == []
        held = {entry.entry_id for entry in Journal(store.folder).entries()}
        assert set(accepted) <= held
        for old in store.versions():
            if old < version and old.id not in (before[0], version.id):
                old.path.unlink()  # room for the next
    last = start(store, seed + kills + 1)  # the next load just works, and carries every entry
    said = words(last)
    assert last.returncode == 0
    assert said[2:] == ["published", store.find().id]
    connection = store.open()
    held = {row[0] for row in connection.execute("SELECT entry_id FROM stored_entry").fetchall()}
    assert set(accepted) <= held
    assert sorted(path.name[:6] for path in store.folder.glob("draft-*")) == []
    return outcomes


def test_a_load_killed_at_random_moments_leaves_the_old_version_or_the_new(tmp_path: Path) -> None:
    outcomes = survive(Store(tmp_path), 4, 100, whole_every=1)
    assert sum(outcomes.values()) == 4


@pytest.mark.long
def test_fifty_kills_at_a_million_evaluations() -> None:
    """EVAL_BENCH_STORE: a store of a million evaluations, copied here; EVAL_KILLS, EVAL_KILLS_SEED: to run it in slices."""
    origin = Store(os.environ.get("EVAL_BENCH_STORE", Path(tempfile.gettempdir()) / "eval-bench"))
    now = origin.current()
    if now is None:
        pytest.skip("needs EVAL_BENCH_STORE: a store made by `evalcore sample --scale 1000000`")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(now.path, Path(folder) / now.path.name)
        (Path(folder) / "CURRENT").write_text(now.id)
        kills = int(os.environ.get("EVAL_KILLS", "50"))
        seed = int(os.environ.get("EVAL_KILLS_SEED", "200"))  # another seed: other moments
        print(kills, "kills at a million:", survive(Store(folder), kills, seed, whole_every=25))


def test_one_of_two_loads_at_once_waits_for_nobody_and_says_who_is_at_work(tmp_path: Path) -> None:
    store = Store(tmp_path)
    start(store, 1).communicate()
    with store.begin("导入") as draft:
        second = start(store, 2)
        out, err = second.communicate()
        assert second.returncode != 0
        assert out.startswith(b"accepted")
        assert f"另一个导入正在进行：进程 {os.getpid()}" in err.decode()
        draft.loaded = 1
    assert state(store, 2)[2] == 0
    connection = store.open()
    assert connection.execute("SELECT count(*) FROM stored_entry").fetchall() == [(2,)]
