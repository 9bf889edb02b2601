"""A version's seal: the digest of each block, taken over from the version before where the block is the same."""

from __future__ import annotations

import hashlib
import random
import sys
from pathlib import Path

import pytest

from evalcore.store import Store
from evalcore.store import seal as seals
from evalcore.store.seal import is_as_sealed, seal, seal_of, sealed

sys.path.insert(0, str(Path(__file__).parent))
from tests.store.worlds import publish

BLOCK = 4096


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BLOCK", BLOCK)


def write(path: Path, content: bytes, base: Path | None = None) -> None:
    path.write_bytes(content)
    seal_of(path).write_bytes(seal(path, base))


def test_every_version_is_published_with_its_seal(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for names in ("a", "b", "c"):
        version = store.find(publish(store, names))
        assert sealed(version.path)
        assert is_as_sealed(version.path)
        content = version.path.read_bytes()
        blocks = [content[at : at + BLOCK] for at in range(0, len(content), BLOCK)]
        said = seal_of(version.path).read_text().split("\n")
        assert said == [f"blocks {BLOCK}", *(hashlib.sha256(block).hexdigest() for block in blocks), ""]


@pytest.mark.parametrize("seed", range(20))
def test_a_seal_made_from_the_one_before_is_the_seal_made_anew(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    content = bytearray(draw.randbytes(draw.randrange(1, 12 * BLOCK)))
    base, file = tmp_path / "eval-1.duckdb", tmp_path / "eval-2.duckdb"
    write(base, content)
    for _ in range(draw.randrange(3)):
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    size = draw.choice(
        [len(content), draw.randrange(len(content) + 1), len(content) + draw.randrange(3 * BLOCK)]
    )
    file.write_bytes((bytes(content) + draw.randbytes(3 * BLOCK))[:size])
    assert seal(file, base) == seal(file)


@pytest.mark.parametrize("place", [0, BLOCK - 1, BLOCK, 3 * BLOCK, 3 * BLOCK + 9])
def test_one_changed_byte_is_noticed(tmp_path: Path, place: int) -> None:
    path = tmp_path / "eval-1.duckdb"
    write(path, bytes(3 * BLOCK + 10))
    content = bytearray(path.read_bytes())
    content[place] = 1
    path.write_bytes(content)
    assert not is_as_sealed(path)


@pytest.mark.parametrize("size", [0, 3 * BLOCK - 1, 3 * BLOCK + 1, 4 * BLOCK])
def test_a_file_cut_or_grown_is_noticed(tmp_path: Path, size: int) -> None:
    path = tmp_path / "eval-1.duckdb"
    write(path, bytes(3 * BLOCK))
    path.write_bytes(bytes(size))
    assert not is_as_sealed(path)


def test_damage_in_the_version_before_is_not_sealed_as_sound_in_the_next(tmp_path: Path) -> None:
    base, file = tmp_path / "eval-1.duckdb", tmp_path / "eval-2.duckdb"
    write(base, bytes(3 * BLOCK))
    base.write_bytes(bytes(BLOCK) + b"\1" + bytes(2 * BLOCK - 1))
    write(file, base.read_bytes() + b"more", base)
    assert not is_as_sealed(file)


def test_a_seal_of_one_sum_as_sha256sum_writes_it_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "eval-1.duckdb"
    path.write_bytes(b"rows")
    seal_of(path).write_text(f"{hashlib.sha256(b'rows').hexdigest()}  {path.name}\n")
    assert sealed(path)
    assert is_as_sealed(path)
    path.write_bytes(b"other")
    assert not is_as_sealed(path)
    assert seal(path, path) == seal(path)


def test_a_version_without_a_seal_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "eval-1.duckdb"
    path.write_bytes(b"rows")
    assert not sealed(path)
    assert is_as_sealed(path)
