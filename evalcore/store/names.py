"""Level-3 names in a table of their own: found by any part of their wording, or by pinyin initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import duckdb
from pypinyin.pinyin_dict import pinyin_dict

from evalcore.scoring.numbers import fold
from evalcore.store.batch import insert

_MARKS = re.compile(r"[\s“”\"'‘’《》<>【】\[\]（）()·、,，。.:：;；_\-—–/]+")


def fold_name(text: str) -> str:
    """A name (or what someone looks for) without width, case, spaces and marks: “ＰＭ2.5 达标率” → pm25达标率."""
    return _MARKS.sub("", fold(text)).lower()


def initials(text: str) -> str:
    """Pinyin initials of a folded name: 满意度 → myd; letters and digits stay. The commonest reading is taken."""
    return "".join(map(_initial, text))


@lru_cache(maxsize=30_000)
def _initial(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isalnum() else ""
    reading = pinyin_dict.get(ord(sign), "")
    return unicodedata.normalize("NFD", reading[:1]).lower()[:1]


def settle_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Give every indicator the id of its level-3 name, and every new name a row."""
    fresh = connection.execute(
        """SELECT DISTINCT level3 FROM stored_indicator WHERE name_id IS NULL
           AND level3 NOT IN (SELECT name FROM stored_indicator_name) ORDER BY level3"""
    ).fetchall()
    add_names(connection, (row[0] for row in fresh))
    connection.execute(
        """UPDATE stored_indicator SET name_id = n.name_id FROM stored_indicator_name n
           WHERE stored_indicator.name_id IS NULL AND n.name = stored_indicator.level3"""
    )


def add_names(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Rows for these names, none of which has one yet."""
    (last,) = connection.execute("SELECT coalesce(max(name_id), 0) FROM stored_indicator_name").fetchall()[0]
    rows = []
    for number, name in enumerate(names, last + 1):
        folded = fold_name(name)
        rows.append({"name_id": number, "name": name, "folded": folded, "initials": initials(folded)})
    insert(connection, "stored_indicator_name", rows)
