"""Level-3 names in a table of their own: found by any part of their wording, or by pinyin initials."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pyarrow as pa

from evalcore.scoring.dates import find_dates
from evalcore.scoring.numbers import fold
from evalcore.scoring.quantity import find_quantities
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
    reading = _readings().get(str(ord(sign)), "")
    return unicodedata.normalize("NFD", reading[:1]).lower()[:1]


@cache
def _readings() -> dict[str, str]:
    """Code point → its readings, the commonest first, from pypinyin's own file.

    Importing the package reads 47,000 phrases as well: 55 MB of a server that only shows what loads have prepared.
    """
    package = find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ImportError("pypinyin is a dependency: pip install -e .")
    read: dict[str, str] = json.loads(
        Path(package.origin).with_name("pinyin_dict.json").read_text(encoding="utf-8")
    )
    return read


def settle_names(connection: duckdb.DuckDBPyConnection) -> None:
    """Give every indicator the id of its level-3 name, every new name a row, and say what stands beside it."""
    fresh = connection.execute(
        """SELECT DISTINCT level3 FROM stored_indicator WHERE name_id IS NULL
           AND level3 NOT IN (SELECT name FROM stored_indicator_name) ORDER BY level3"""
    ).fetchall()
    add_names(connection, (row[0] for row in fresh))
    connection.execute(
        """UPDATE stored_indicator SET name_id = n.name_id FROM stored_indicator_name n
           WHERE stored_indicator.name_id IS NULL AND n.name = stored_indicator.level3"""
    )
    _settle_facts(connection)


def _settle_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Level-2, unit and kind of target of the names that have none yet: the commonest of each, the first by text of equals."""
    facts = connection.execute(
        """WITH own AS (
               SELECT i.name_id, coalesce(i.level2, '') AS level2, coalesce(i.target, '') AS target
               FROM stored_indicator i JOIN stored_indicator_name n ON n.name_id = i.name_id
               WHERE n.measured IS NULL AND NOT i.sub_row),
           levels AS (SELECT name_id, level2, row_number() OVER (PARTITION BY name_id ORDER BY count(*) DESC, level2) AS place
                      FROM own GROUP BY name_id, level2),
           targets AS (SELECT name_id, target, row_number() OVER (PARTITION BY name_id ORDER BY count(*) DESC, target) AS place
                       FROM own GROUP BY name_id, target)
           SELECT l.name_id, l.level2, t.target FROM levels l JOIN targets t ON t.name_id = l.name_id
           WHERE l.place = 1 AND t.place = 1 ORDER BY l.name_id"""
    ).fetchall()
    if not facts:
        return
    read = [(name, level2, *unit_and_kind(target)) for name, level2, target in facts]
    columns = dict(
        zip(("name_id", "level2", "unit", "measured"), map(list, zip(*read, strict=True)), strict=True)
    )
    connection.register("name_facts", pa.table(columns))
    connection.execute(
        """UPDATE stored_indicator_name SET level2 = f.level2, unit = f.unit, measured = f.measured
           FROM name_facts f WHERE f.name_id = stored_indicator_name.name_id"""
    )
    connection.unregister("name_facts")


@lru_cache(maxsize=100_000)
def unit_and_kind(target: str) -> tuple[str, bool]:
    """The unit of a target ("" none) and whether it is a number: ≥120 场次 → 场次, True; 明显改善, 6月底前 → "", False."""
    text = fold(target)
    found = () if find_dates(text) else find_quantities(text)
    return (found[0].quantity.unit.name, True) if found else ("", False)


def add_names(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Rows for these names, none of which has one yet."""
    (last,) = connection.execute("SELECT coalesce(max(name_id), 0) FROM stored_indicator_name").fetchall()[0]
    rows = []
    for number, name in enumerate(names, last + 1):
        folded = fold_name(name)
        rows.append({"name_id": number, "name": name, "folded": folded, "initials": initials(folded)})
    insert(connection, "stored_indicator_name", rows)
