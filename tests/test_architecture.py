"""The shape of the house: what a newcomer learns from `ls` stays true."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP = {
    "pyproject.toml", "app.py", "pages", "evalcore", "data", "tests",
    "README.md", "README.zh-CN.md", "CHANGELOG.md", "BENCHMARKS.md", "LICENSE", ".gitignore", ".streamlit", ".ci",
}  # fmt: skip


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the list of tracked files is not known")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [Path(name) for name in done.stdout.decode().split("\0") if name]


def imported(path: Path) -> set[str]:
    """Top-level packages a module imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def test_the_top_level_is_fixed() -> None:
    assert {path.parts[0] for path in tracked()} <= TOP


def test_no_module_stands_directly_in_pages() -> None:
    """Streamlit's own discovery would run it on a cold deep link without the frame, before sign-in."""
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == []


def test_pages_reach_data_only_through_evalcore() -> None:
    for path in [ROOT / "app.py", *(ROOT / "pages").rglob("*.py")]:
        assert not imported(path) & {"duckdb", "plotly", "sqlite3", "pyarrow"}, path


def test_evalcore_never_imports_streamlit() -> None:
    for path in (ROOT / "evalcore").rglob("*.py"):
        assert "streamlit" not in imported(path), path


def test_pages_read_like_a_table_of_contents() -> None:
    listed = re.findall(r"pages/[a-z_]+/[a-z_]+\.py", (ROOT / "app.py").read_text(encoding="utf-8"))
    assert len(listed) >= 6
    for path in listed:
        assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) <= 90, path


def test_modules_are_nouns_of_the_field() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert not {path.stem for path in (ROOT / "evalcore").rglob("*.py")} & vague


def test_no_tracked_file_names_one_machine() -> None:
    text = {".py", ".toml", ".sql", ".md", ".json", ".jsonl", ".lark", ".csv", ".txt"}
    own = Path(__file__).relative_to(ROOT)
    for path in tracked():
        if path.suffix in text and path != own and (ROOT / path).exists():
            body = (ROOT / path).read_text(encoding="utf-8", errors="replace")
            assert not any(root in body for root in ("/work/", "/tmp/w/", "/root/")), path
