"""HTML of mails: lines, tables, links, and the history that mail programs put below."""

import time

import pytest

from parsers.markup import html_to_records, split_quoted
from parsers.records import Link, Picture, Record, Table, Text
from tests.parsers.opening import cells


def _texts(records: list[Record]) -> list[str]:
    return [record.text for record in records if isinstance(record, Text)]


def test_lines_follow_blocks_and_breaks() -> None:
    html = (
        "<html><head><title>x</title><style>p{}</style></head><body><div>Kính gửi&nbsp;Vụ,<br>Sở gửi\n  danh sách"
        "<div>kèm <b>ả</b>nh</div></div><ol start=3><li>Một<li>Hai</ol><ul><li>c</ul><pre>d\ne</pre>"
        "<span style='display:none'>ẩn</span><script>z</script></body></html>"
    )
    assert _texts(html_to_records(html)) == [
        *("Kính gửi Vụ,", "Sở gửi danh sách", "kèm ảnh", "3. Một", "4. Hai", "- c", "d", "e"),
    ]


def test_links_come_with_their_words_and_whole_addresses() -> None:
    records = html_to_records(
        '<p>Ảnh <a href=" https://drive.google.com/a?id=1&amp;usp=x ">tại\nđây</a></p><a href="#x">y</a>'
    )
    assert [r for r in records if isinstance(r, Link)] == [
        Link("line 1", "https://drive.google.com/a?id=1&usp=x", "tại đây")
    ]


def test_a_table_of_data_is_a_table_with_its_spans() -> None:
    html = (
        "<table><tr><th>STT<th>Tên<th>Ảnh<tr><td rowspan=2>1<td colspan=2>Lò A<br>Tổ trưởng"
        "<tr><td><a href='http://a'>b</a><td><img src='cid:x@y'></table>"
    )
    records = html_to_records(html)
    table = next(r for r in records if isinstance(r, Table))
    assert cells(table) == [["STT", "Tên", "Ảnh"], ["1", "Lò A\nTổ trưởng", "<"], ["^", "b", ""]]
    assert table.rows[2].cells[2].pictures == ("cid:x@y",)
    assert [r.locator for r in records if isinstance(r, Link)] == ["table 1 row 3"]


def test_a_table_of_layout_is_lines() -> None:
    inner = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    records = html_to_records(f"<table><tr><td>Kính gửi<td>x<tr><td>{inner}<td>y</table><table><tr><td>một ô</table>")
    assert _texts(records) == ["Kính gửi", "x", "y", "một ô"]
    assert [cells(r) for r in records if isinstance(r, Table)] == [[["a", "b"], ["c", "d"]]]


def test_a_picture_in_a_line_is_named_by_its_content_id() -> None:
    records = html_to_records('<p>Ảnh 1</p><img src="cid:ii_abc" alt="lễ ký"><img src="http://x/pixel.gif"><p>dưới')
    assert [r for r in records if isinstance(r, Picture)] == [Picture("line 2", "cid:ii_abc", "lễ ký")]


@pytest.mark.parametrize(
    "history",
    [
        '<div class="gmail_quote"><div class="gmail_attr">Vào T2, A đã viết:</div><blockquote>CŨ</blockquote></div>',
        '<blockquote type="cite">CŨ</blockquote>',
        '<div id="divRplyFwdMsg"><b>Từ:</b> A</div><div>CŨ</div>',
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> A</p></div><p>CŨ</p>",
        '<hr id="zwchr"><div><b>From: </b>A</div><div>CŨ</div>',
        '<div class="yahoo_quoted">CŨ</div>',
    ],
)
def test_history_is_parted_from_what_the_sender_wrote(history: str) -> None:
    own, quoted = split_quoted(f"<html><body><div><p>MỚI</p><div>{history}</div></div></body></html>")
    assert "MỚI" in own
    assert "CŨ" not in own
    assert "CŨ" in quoted
    assert "MỚI" not in quoted


def test_an_indented_block_and_an_answer_below_the_quote_stay_the_senders_own() -> None:
    own, quoted = split_quoted(
        '<div>Đầu<blockquote style="margin:0 0 0 40px">Thụt</blockquote></div>'
        '<div class="gmail_quote">CŨ</div><div>Dưới</div><div style="border-top:solid 1px">Chữ ký</div>'
    )
    assert [word in own for word in ("Đầu", "Thụt", "Dưới", "Chữ ký")] == [True] * 4
    assert "CŨ" in quoted


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "chữ <a href='http://x?a=1&amp;b'>y</a>",
        "<b>" * 50_000 + "chữ y",
        "<a" * 500_000 + "><p>chữ y",
        "<script>" + "x" * 100_000 + "</script><div>" * 3_000 + "chữ y",
        "<table><tr><td>" * 3_000 + "chữ y",
    ],
)
def test_hostile_nesting_costs_little_and_loses_no_words(html: str) -> None:
    began = time.monotonic()
    texts = _texts(html_to_records(html))
    split_quoted(html)
    assert time.monotonic() - began < 10
    assert texts == ["chữ y"]


def test_spans_beyond_reason_are_cut() -> None:
    records = html_to_records("<table><tr><td colspan=99999999>a<td>b<tr><td rowspan=100000>c<td>d</table>")
    table = next(r for r in records if isinstance(r, Table))
    assert len(table.rows[0].cells) <= 200
