"""What forms call things (synonyms.toml), and how a printed label is compared with it."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from evalcore.loaders.mapping import explained_role, explanations
from evalcore.scoring.numbers import fold

_BRACKETS = re.compile(r"[(\[【〔<《][^()\[\]【】〔〕<>《》]*[)\]】〕>》]?")
_NUMBERING = re.compile(r"^(?:[★☆*※▲]+|\(?[0-9一二三四五六七八九十]{1,2}[).、．.:]+)")
_LEVEL = re.compile(
    r"^(?:(?:中央|省|自治区|市|州|盟|县|区|旗|镇|乡|街道|本)(?:级|本级)|上级|上一级|所属)"
)  # "县级预算部门名称"
_OF_YEAR = re.compile(r"^(?:本年度?|当年度?|年度|全年)")  # "本年度执行数"
_PREFIXES = {"labels": _LEVEL, "columns": _OF_YEAR, "money": _OF_YEAR}  # what a known name may begin with
_PUNCTUATION = str.maketrans("：；，！？", ":;,!?")


@lru_cache(maxsize=1)
def _plain_characters() -> dict[int, str]:
    """Chinese punctuation to ASCII, traditional characters of labels to simplified ones."""
    pairs = _synonyms()["vocabulary"]["traditional"].split()
    return _PUNCTUATION | {ord(pair[0]): pair[1] for pair in pairs}


_CJK = r"\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, Any]:
    return tomllib.loads((files("evalcore.loaders") / "synonyms.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=50_000)
def compact(text: str) -> str:
    """Folded text without any white space, Chinese punctuation as ASCII, 繁体 as 简体: for comparing only."""
    return "".join(fold(text).translate(_plain_characters()).split())


@lru_cache(maxsize=50_000)
def label_keys(text: str) -> tuple[str, ...]:
    """Keys under which a printed label is looked up, most literal first; () for what is too long."""
    whole = compact(text).strip(":;。.")
    if not whole or len(whole) > 40:
        return ()
    keys = [whole]
    unbracketed, unnumbered = _BRACKETS.sub("", whole), _NUMBERING.sub("", whole)
    bare_words = unbracketed.replace("的", "")
    for candidate in (unbracketed, unnumbered, _NUMBERING.sub("", unbracketed), bare_words):
        bare = candidate.strip(":;。.()")
        if bare and bare not in keys:
            keys.append(bare)
    return tuple(keys)


@lru_cache(maxsize=32)
def table(section: str) -> dict[str, str]:
    """label key → role, of one section of synonyms.toml: labels, columns, money, rows, ledger."""
    roles: dict[str, str] = {}
    for role, words in _synonyms()[section].items():
        for word in words:
            roles.setdefault(compact(word), role)
    return roles


def role(section: str, text: str) -> str | None:
    """Role of a printed label in a section, as a person explained it or as synonyms.toml has it; else None."""
    if explanations() is not None:
        return explained_role(section, label_keys(text)) or _role(section, text)
    return _role(section, text)


def header_key(text: str) -> str:
    """Folded text by which an explained header is remembered: the printed words without width, space or colon."""
    return compact(text).strip(":;。.")


@lru_cache(maxsize=100_000)
def _role(section: str, text: str) -> str | None:
    known = table(section)
    keys = label_keys(text)
    for key in keys:
        if key in known:
            return known[key]
    prefix = _PREFIXES.get(section)
    if prefix is None:
        return None
    return next((known[bare] for key in keys if (bare := prefix.sub("", key)) in known), None)


@lru_cache(maxsize=20_000)
def guess(section: str, text: str) -> str | None:
    """What an unknown header most likely is by its words ([guesses] of synonyms.toml), in a row that is a header."""
    bare = compact(text)
    if len(bare) > 24:
        return None
    return next((name for pattern, name in _synonyms()["guesses"][section] if re.search(pattern, bare)), None)


@lru_cache(maxsize=32)
def words(name: str) -> frozenset[str]:
    """A plain word list of synonyms.toml: grades, blanks, template_sheets, prompts, qualities."""
    return frozenset(compact(word) or word for word in _synonyms()["vocabulary"][name])


def is_blank(text: str | None) -> bool:
    """Nothing, or a mark that stands for nothing ("/", "—", "……")."""
    if not text or not text.strip() or compact(text) in words("blanks"):
        return True
    return not re.search(r"\w", text.replace("_", ""))


def join_lines(text: str) -> str:
    """Printed text without the line breaks of its cell: a space remains only between Latin words."""
    between = rf"(?<=[{_CJK}])[ \t]*[\r\n]+[ \t]*|[ \t]*[\r\n]+[ \t]*(?=[{_CJK}])"
    text = re.sub(between, "", text.strip())
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


_INLINE = re.compile(r"^\s*([^:：]{2,20})[:：]\s*(.*)$", re.DOTALL)


def inline(text: str) -> tuple[str, str] | None:
    """("项目名称", "水库维修") of a cell that holds label and value; None when it does not."""
    found = _INLINE.match(text)
    return (found.group(1), found.group(2).strip()) if found else None
