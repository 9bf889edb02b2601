"""The SQL subset of query files: the same text runs on DuckDB and on Spark, and none gets past the guard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb

from evalcore.queries.guard import ALL, NEEDS

# construct → what to write instead (English: read by whoever adds a query)
_REFUSED: tuple[tuple[str, str], ...] = (
    (r"\bstored_\w*", "stored_ tables are out of reach: name evaluation, indicator, finding …"),
    (r"\bGROUP\s+BY\s+ALL\b", "GROUP BY ALL: name the columns"),
    (r"\bORDER\s+BY\s+ALL\b", "ORDER BY ALL: name the columns"),
    (r"\bILIKE\b", "ILIKE: lower() on both sides"),
    (r"::", "x::type: CAST(x AS type)"),
    (r"\bEXCLUDE\s*\(|\bREPLACE\s*\(\s*\w+\s+AS\b|\bCOLUMNS\s*\(", "star expressions: name the columns"),
    (r"\bDISTINCT\s+ON\b", "DISTINCT ON: row_number() with an explicit order"),
    (r"\bQUALIFY\b", "QUALIFY: a subquery with row_number()"),
    (r"\bUSING\s+SAMPLE\b|\bTABLESAMPLE\b", "samples are drawn by seed in Python"),
    (r"\b(UN)?PIVOT\b", "PIVOT: sum(CASE …)"),
    (r"\bRECURSIVE\b", "WITH RECURSIVE"),
    (r"\b(ASOF|POSITIONAL|SEMI|ANTI)\s+JOIN\b", "ASOF, POSITIONAL, SEMI and ANTI joins: IN or NOT EXISTS"),
    (r"\b(median|mode|quantile\w*|approx_\w+|arg_m(in|ax)|any_value|first|last|list|list_\w+|array_agg)\s*\(",
     "engine-specific aggregate: percentile_cont(…) WITHIN GROUP (ORDER BY …), min, max or row_number()"),
    (r"\b(strftime|strptime|date_diff|datediff|epoch\w*|regexp_\w+|printf|format|hash|random|uuid|now|today)\s*\(",
     "a function that differs between engines (or between two runs)"),
    (r"\b(read_\w+|glob|query|query_table|duckdb_\w+|pragma_\w+|sniff_csv|getvariable|getenv)\s*\(",
     "a function that reaches past the guarded tables"),
    (r"//", "integer division: floor(a / b)"),
    (r"\bMATERIALIZED\b", "MATERIALIZED: DuckDB only"),
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_STAR = re.compile(r"\bSELECT\s+(DISTINCT\s+)?\*|\b\w+\.\*", re.I)
_UNIQUE = re.compile(r"--\s*unique:\s*\S")
# a last ORDER BY key that leaves no ties; anything else says why with a comment "-- unique: …"
_KEYS = {
    "evaluation_id",
    "finding_id",
    "project_key",
    "department_code",
    "code",
    "version",
    "sha256",
    "position",
    "number",
    "year",
}
_ROUNDED = re.compile(r"\s*\$\w+\s+AS\b|\s*(round|floor|ceil|ceiling|count|sum|CASE)\b", re.I)


def bare(sql: str) -> str:
    """The text without comments and with every string literal emptied."""
    out, at = [], 0
    for match in re.finditer(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", sql, re.S):
        out.append(sql[at : match.start()])
        out.append("''" if match.group().startswith("'") else " ")
        at = match.end()
    return "".join(out) + sql[at:]


def words(sql: str) -> frozenset[str]:
    """The identifiers of a query text that has no comments and strings; ALL where it takes all columns of something."""
    found = frozenset(word.lower() for word in _WORD.findall(sql))
    return found | {ALL} if _STAR.search(sql) else found


def faults(sql: str) -> list[str]:
    """What keeps a query text out of the subset, in English; [] when nothing does."""
    text = bare(sql).strip()
    found = [f"{message} (found {match.group()!r})" for pattern, message in _REFUSED
             if (match := re.search(pattern, text, re.I))]  # fmt: skip
    if ";" in text.rstrip(";"):
        found.append("one statement a file")
    if not re.match(r"(SELECT|WITH)\b", text, re.I):
        found.append("a query begins with SELECT or WITH")
    found += [f"the name {name!r} is the guard's" for name in NEEDS
              if re.search(rf"\b{name}\s+AS\s*\(", text, re.I)]  # fmt: skip
    found += _integer_casts(text)
    if found:
        return found
    return _tables(text) + _orders(text, declared=bool(_UNIQUE.search(sql)))


def _integer_casts(text: str) -> Iterator[str]:
    for match in re.finditer(r"\bCAST\s*\(", text, re.I):
        depth, at = 1, match.end()
        while at < len(text) and depth:
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        inside = text[match.end() : at - 1]
        if re.search(r"\bAS\s+(BIG|SMALL|TINY|HUGE)?INT(EGER)?\s*$", inside, re.I) and not _ROUNDED.match(
            inside
        ):
            yield f"engines round an integer cast differently: round or floor first (CAST({inside.strip()}))"


def _tables(text: str) -> list[str]:
    """Every table a query reads must be one of the guard's or a CTE of its own."""
    connection = duckdb.connect(":memory:", config={"enable_external_access": "false"})
    try:
        (answer,) = connection.execute("SELECT json_serialize_sql($1)", [text]).fetchall()[0]
    finally:
        connection.close()
    tree = json.loads(answer)
    if tree.get("error"):
        return [f"not one SELECT: {tree.get('error_message', '')}"]
    own = {
        item["key"].lower() for node in _nodes(tree) for item in (node.get("cte_map") or {}).get("map", [])
    }
    found = []
    for node in _nodes(tree):
        if node.get("type") == "BASE_TABLE":
            path = node.get("qualified_name", {}).get("path") or [node.get("table_name", "")]
            if len(path) > 1 or path[0].lower() not in own | set(NEEDS):
                found.append(f"table {'.'.join(path)!r} is none of {sorted(NEEDS)}")
        elif node.get("type") == "TABLE_FUNCTION":
            name = (node.get("function") or {}).get("function_name", "?")
            if name not in ("unnest", "range", "generate_series"):
                found.append(f"table function {name}()")
    return found


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)


def _orders(text: str, *, declared: bool) -> list[str]:
    """ORDER BY says where NULLs go; LIMIT has an ORDER BY whose last key leaves no ties."""
    found = []
    final: list[str] = []
    for match in re.finditer(r"\bORDER\s+BY\b", text, re.I):
        before = text[: match.start()]
        clause = _until_end(text[match.end() :])
        keys = _split(clause)
        found += [f"say NULLS FIRST or NULLS LAST: ORDER BY {key.strip()}" for key in keys
                  if not re.search(r"\bNULLS\s+(FIRST|LAST)\b", key, re.I)
                  and not re.search(r"WITHIN\s+GROUP\s*\(\s*$", before, re.I)]  # fmt: skip
        if before.count("(") == before.count(")"):
            final = keys
    if re.search(r"\bLIMIT\b", text, re.I):
        if not final and not re.search(r"\bORDER\s+BY\b", text, re.I):
            found.append("LIMIT without ORDER BY")
        elif final and not declared:
            last = re.match(r"\s*(?:\w+\.)?(\w+)", final[-1])
            if last is None or last.group(1).lower() not in _KEYS:
                found.append(
                    f"LIMIT with ties: end ORDER BY with one of {sorted(_KEYS)}, or say '-- unique: why'"
                )
    return found


def _until_end(text: str) -> str:
    """The ORDER BY clause: up to LIMIT, a frame, or the bracket that closes around it."""
    depth = 0
    for match in re.finditer(r"[()]|\b(LIMIT|OFFSET|ROWS|RANGE|GROUPS)\b", text, re.I):
        if match.group() == "(":
            depth += 1
        elif match.group() == ")":
            depth -= 1
            if depth < 0:
                return text[: match.start()]
        elif depth == 0:
            return text[: match.start()]
    return text.rstrip().rstrip(";")


def _split(clause: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(clause):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append(clause[start:at])
            start = at + 1
    return [*parts, clause[start:]]
