"""Text files: whatever the encoding, lines with their numbers; nonsense is refused with a remedy."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalcore.errors import LoadError
from evalcore.loaders.prose import heading_level, is_page_mark, rejoin, sections, width
from evalcore.loaders.text import decode, read_text
from evalcore.model import Source

TEXT = "项目支出绩效自评报告\r\n\r\n年初预算１．５万元。\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("gbk"),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "gbk", "gb18030", "utf-16 with mark", "utf-16-le", "utf-16-be"],
)
def test_encoding_is_recognised_by_content(data):
    document = read_text(data, Source("a.txt"))
    assert [part.text for part in document.paragraphs] == ["项目支出绩效自评报告", "年初预算１．５万元。"]
    assert str(document.paragraphs[1].place) == "正文 第3行"


def test_a_broken_byte_costs_one_character_and_is_noted():
    data = bytearray(("绩效评价报告。" * 40).encode())
    data[10] = 0xFF
    document = read_text(bytes(data), Source("a.txt"))
    assert document.paragraphs[0].text.count("绩效评价报告") >= 38
    assert any("无法识别" in note for note in document.notes)


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", bytes(range(256)) * 20, random.Random(1).randbytes(5000)])
def test_what_is_no_text_is_refused_with_a_remedy(data):
    with pytest.raises(LoadError) as error:
        read_text(data, Source("a.txt"))
    assert error.value.remedy


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_load_error(data):
    try:
        read_text(data, Source("a.txt"))
    except LoadError as error:
        assert error.file == "a.txt"


@given(
    st.text(
        alphabet=st.characters(categories=["Lo", "Nd", "Po"], max_codepoint=0xFFFF), min_size=1, max_size=50
    )
)
def test_utf8_is_never_mistaken(text):
    assert decode(text.encode()) == text


@pytest.mark.parametrize("mark", ["— 2 —", "- 12 -", "第 3 页 共 10 页", "第3页", "3 / 10", "—2—"])
def test_page_marks_are_known(mark):
    assert is_page_mark(mark)


@pytest.mark.parametrize("text", ["2", "10%", "2022年", "100 100", "- -", "3.5 / 7.0 万元"])
def test_numbers_of_a_table_are_no_page_marks(text):
    assert not is_page_mark(text)


WRAPPED = """一、项目概况
本项目由县交通运输局组织实施，主要内容是对全县农村公路开展
日常养护和小修保养，保障群众出行安全便捷，提升路网服务水平



— 1 —

和应急保障能力。项目资金由县级财政全额安排，纳入年度部门预
算管理。年度内共完成养护里程一百二十公里，处治病害三千余处
，群众满意度持续提高。
二、存在的问题
（一）部分路段养护不够及时，雨季病害处治存在滞后，影响了行
车舒适度。
（二）资料归档不完整。
"""


def test_lines_wrapped_by_the_page_are_rejoined_over_a_page_mark():
    paragraphs = rejoin(read_text(WRAPPED.encode(), Source("a.txt")).paragraphs)
    assert len(paragraphs) == 5
    assert "提升路网服务水平和应急保障能力。" in paragraphs[1].text
    assert "纳入年度部门预算管理。" in paragraphs[1].text
    assert str(paragraphs[1].place) == "正文 第2行"


def test_sections_follow_their_headings():
    parts = sections(rejoin(read_text(WRAPPED.encode(), Source("a.txt")).paragraphs))
    assert [part.heading for part in parts] == ["一、项目概况", "二、存在的问题"]
    assert len(parts[1].paragraphs) == 2


def test_text_whose_lines_are_paragraphs_is_not_joined():
    text = "标题\n" + "\n".join("这一行是完整的一段话。" * (k % 5 + 1) for k in range(12))
    paragraphs = read_text(text.encode(), Source("a.txt")).paragraphs
    assert rejoin(paragraphs) == paragraphs


@pytest.mark.parametrize(
    ("text", "level"),
    [("一、概况", 1), ("（一）背景", 2), ("1.数量指标", 3), ("1）培训", 4), ("一是加强", 0), ("1.5万元", 0)],
)
def test_heading_levels(text, level):
    assert heading_level(text) == level


def test_width_counts_chinese_characters_twice():
    assert width("绩效A1") == 3.0
