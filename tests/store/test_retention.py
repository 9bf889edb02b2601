"""Old versions make room: by number, by bytes, never the one served, never one being read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evalcore.store import Store
from evalcore.store.retention import is_read, keep_bytes, retire
from evalcore.store.seal import SEAL

sys.path.insert(0, str(Path(__file__).parent))
from tests.store.worlds import names, publish

READ = """
import sys
from pathlib import Path
from evalcore.store.connect import open_read_only
connection = open_read_only(Path(sys.argv[1]))
print("reading", flush=True)
sys.stdin.readline()
print(connection.execute("SELECT count(*) FROM stored_evaluation").fetchall()[0][0])
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("20GB", 20 << 30), ("1.5 MiB", 3 << 19), ("1000", 1000), ("", None), ("很多", None), ("-1GB", None)],
)
def test_the_budget_is_read_with_its_unit(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: int | None
) -> None:
    monkeypatch.setenv("EVAL_KEEP_BYTES", text)
    assert keep_bytes() == expected


def test_a_byte_budget_keeps_the_newest_and_always_one_to_go_back_to(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [publish(store, f"e{i}") for i in range(5)]
    budget = sum(each.path.stat().st_size for each in store.versions()[-3:])
    assert [each.id for each in retire(store.versions(), budget)] == made[:2]
    assert [each.id for each in store.versions()] == made[-3:]
    monkeypatch.setenv("EVAL_KEEP_BYTES", "1")
    made.append(publish(store, "e5"))
    assert [each.id for each in store.versions()] == made[-2:]
    assert sorted(path.stem[5:] for path in store.folder.glob(f"*{SEAL}")) == made[-2:]
    assert len(names(store)) == 6


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells which files other processes have locked"
)
def test_a_version_another_process_reads_stays_until_it_is_done(store: Store) -> None:
    first = publish(store, "a")
    for name in "bcd":
        publish(store, name)
    path = store.find(first).path
    reader = subprocess.Popen(
        [sys.executable, "-c", READ, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    assert is_read(path)
    gone = retire(store.versions(), keep=2)
    assert first not in [each.id for each in gone]
    assert len(gone) == 1
    assert reader.communicate("\n")[0] == "1\n"
    assert [each.id for each in retire(store.versions(), keep=2)] == [first]
