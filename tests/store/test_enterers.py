"""Those allowed to enter, and nobody else, by kind of entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from evalcore.errors import StoreError
from evalcore.store import Store
from evalcore.store.enterers import FILE
from evalcore.store.journal import Entry, Journal, enterers_of

LEDGER = ("rectification", "事项1", {"status": "整改中"})
STATUS = ("finding_status", "疑点1", {"status": "属实"})


def append(folder: Path, who: str, *said: tuple[str, str, dict[str, str]]) -> None:
    Journal(folder).append([Entry.now(who, kind, "demo", subject, value) for kind, subject, value in said])


def test_without_a_list_anybody_may_enter(tmp_path: Path) -> None:
    append(tmp_path, "过路人", LEDGER)
    assert len(Journal(tmp_path).entries()) == 1
    assert enterers_of(Store(tmp_path), "rectification") is None


def test_only_those_listed_may_enter_a_listed_kind_and_nothing_of_the_rest_is_kept(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('# 台账\nrectification = ["王敏", " 李强 "]\n', encoding="utf-8")
    append(tmp_path, "李强", LEDGER)
    append(tmp_path, "过路人", STATUS)  # a kind that is not listed
    with pytest.raises(StoreError, match=r"过路人 不在可以录入这类内容.*王敏、李强"):
        append(tmp_path, "过路人", STATUS, LEDGER)
    assert [entry.who for entry in Journal(tmp_path).entries()] == ["李强", "过路人"]
    assert enterers_of(Store(tmp_path), "rectification") == ("王敏", "李强")


def test_an_empty_list_closes_a_kind(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("rectification = []\n", encoding="utf-8")
    with pytest.raises(StoreError, match="名单：无人"):
        append(tmp_path, "王敏", LEDGER)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('rectification = ["王敏"', "无法读取"),
        ('zhenggai = ["王敏"]', "不认识的录入类型 zhenggai.*rectification"),
        ('rectification = "王敏"', '不是姓名列表.*应为：rectification = \\["姓名"'),
        ("rectification = [3]", "不是姓名列表"),
    ],
)
def test_a_list_that_cannot_be_read_as_meant_lets_nobody_enter(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=said):
        append(tmp_path, "王敏", LEDGER)
    assert Journal(tmp_path).entries() == []
