"""Word files as offices make them: converted, reviewed, boxed, pasted; and as nobody honest makes them."""

import zipfile
from io import BytesIO
from pathlib import Path

from docx import Document

from parsers.budget import Limits
from parsers.records import Picture, Table, Text
from tests.parsers.opening import cells, docx, jpeg, links, paragraph, part, pictures, read, tables, texts, zipped


def test_it_keeps_picture_and_caption_in_order(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Kính gửi: Vụ Tổ chức cán bộ")
    document.add_picture(BytesIO(jpeg()))
    document.add_paragraph("Ảnh 1: Hội nghị tập huấn, ngày 12/5/2023, tại Hội trường Sở")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "Ảnh"
    table.cell(1, 0).paragraphs[0].add_run().add_picture(BytesIO(jpeg("blue")))
    table.cell(1, 1).text = "Chú thích"
    reading = read(tmp_path, _saved(document))
    kinds = [type(record) for record in reading.records]
    assert kinds == [Text, Picture, Text, Table]
    assert tables(reading)[0].rows[1].cells[0].pictures == (reading.children[1].name,)
    assert pictures(reading)[0].child == reading.children[0].name
    assert {child.origin for child in reading.children} == {"embedded"}
    assert (tmp_path / "spool" / str(reading.children[0].sha256)).read_bytes() == jpeg()


def test_it_gives_one_child_for_a_picture_shown_twice(tmp_path: Path) -> None:
    blip = '<w:p><w:r><w:drawing><wp:inline><a:blip r:embed="rId5"/></wp:inline></w:drawing></w:r></w:p>'
    reading = read(tmp_path, docx(blip + blip, {"rId5": ("image", "media/missing.jpeg")}))
    assert (reading.children, pictures(reading)) == ((), [])  # the part is not there: nothing is made up for it
    with_part = {"rId5": ("image", "media/image1")}
    reading = read(tmp_path, docx(blip + blip, with_part, media__image1=jpeg()))
    assert [child.name for child in reading.children] == ["image1"]
    assert [picture.child for picture in pictures(reading)] == ["image1", "image1"]


def test_it_reads_merged_cells_once_on_the_grid(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "II. CÁ NHÂN"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "1"
    table.cell(1, 1).text = "Nông Thị Mẫu"
    table.cell(2, 2).text = "Thẩm tra viên"
    grid = cells(tables(read(tmp_path, _saved(document)))[0])
    assert grid == [["II. CÁ NHÂN", "<", "<"], ["1", "Nông Thị Mẫu", ""], ["^", "", "Thẩm tra viên"]]


def test_it_leaves_the_grid_free_before_a_row_that_starts_late(tmp_path: Path) -> None:
    row = "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr>"
    whole = "<w:tr>" + "".join(f"<w:tc>{paragraph(t)}</w:tc>" for t in ("1", "2")) + "</w:tr>"
    reading = read(tmp_path, docx(f"<w:tbl>{whole}{row}</w:tbl>"))
    assert cells(tables(reading)[0]) == [["1", "2"], ["", "B"]]


def test_it_reads_insertions_and_content_controls_and_leaves_out_what_was_deleted(tmp_path: Path) -> None:
    body = (
        '<w:sdt><w:sdtContent><w:p><w:r><w:t xml:space="preserve">Ông </w:t></w:r>'
        "<w:ins><w:r><w:t>Lò Văn Pản</w:t></w:r></w:ins><w:del><w:r><w:delText>Lò Văn Bản</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom>"
        "<w:smartTag><w:r><w:t>, Chấp hành viên</w:t></w:r></w:smartTag>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
        "<w:sdtContent><w:r><w:t>Bấm để nhập</w:t></w:r></w:sdtContent></w:sdt>"
        "</w:p></w:sdtContent></w:sdt>"
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc><w:sdt><w:sdtContent>"
        f"{paragraph('trong ô')}</w:sdtContent></w:sdt></w:tc></w:sdtContent></w:sdt>"
        f"<w:tc>{paragraph('b')}</w:tc></w:tr>"
        "</w:sdtContent></w:sdt><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )
    reading = read(tmp_path, docx(body))
    assert texts(reading) == ["Ông Lò Văn Pản, Chấp hành viên"]
    assert cells(tables(reading)[0]) == [["trong ô", "b"]]


def test_it_reads_a_text_box_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('Số: 215/STP-VP')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>SỞ TƯ PHÁP</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        "<w:drawing><wp:anchor>"
        f"<wps:txbx>{box}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert texts(read(tmp_path, docx(body))) == ["SỞ TƯ PHÁP", "Số: 215/STP-VP"]


def test_it_reads_vml_pictures_and_never_follows_linked_ones(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:pict><v:shape><v:imagedata r:id='rId1' o:title='x'/></v:shape></w:pict></w:r></w:p>"
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr descr='Lễ ký'/>"
        "<a:blip r:link='rId2'/></wp:inline></w:drawing></w:r></w:p>"
    )
    relations = {"rId1": ("image", "media/image1"), "rId2": ("image", "http://vi-du.example/anh.jpg")}
    reading = read(tmp_path, docx(body, relations, media__image1=jpeg()))
    assert [picture.child for picture in pictures(reading)] == ["image1"]
    assert [(link.url, link.text) for link in links(reading)] == [("http://vi-du.example/anh.jpg", "Lễ ký")]
    assert len(reading.children) == 1


def test_it_writes_the_hyphens_tabs_and_breaks_that_are_elements(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>TTr</w:t><w:noBreakHyphen/><w:t>STP</w:t><w:tab/><w:t>Lào</w:t><w:softHyphen/><w:t> Cai</w:t>"
        "<w:br/><w:t>dòng hai</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>"
    )
    assert texts(read(tmp_path, docx(body))) == ["TTr-STP\tLào Cai", "dòng hai"]


def test_it_decodes_old_fonts_split_over_runs_and_inherited_from_styles(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>',
    )
    body = (
        "<w:p><w:r><w:t>Së T</w:t></w:r><w:r><w:softHyphen/></w:r><w:r><w:t xml:space='preserve"
        "'> ph¸p</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:rFonts w:ascii='VNI-Times'/></w:rPr><w:t>Sôû Tö pha</w:t></w:r>"
        "<w:r><w:rPr><w:rFonts w:ascii='VNI-Times'/></w:rPr><w:t>ùp</w:t></w:r></w:p>"
        "<w:p><w:r><w:rPr><w:rFonts w:ascii='Times New Roman'/></w:rPr><w:t>Sở Tư pháp</w:t></w:r></w:p>"
    )
    reading = read(tmp_path, docx(body, {"s": ("styles", "styles.xml")}, styles_xml=styles))
    assert texts(reading) == ["Sở Tư pháp"] * 3


def test_it_shows_the_numbers_that_word_counts_by_itself(tmp_path: Path) -> None:
    levels = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbered = "<w:pPr><w:numPr><w:ilvl w:val='{}'/><w:numId w:val='1'/></w:numPr></w:pPr>"
    body = (
        paragraph("TẬP THỂ", numbered.format(0))
        + paragraph("Chi cục A", numbered.format(1))
        + paragraph("Chi cục B", numbered.format(1))
        + paragraph("CÁ NHÂN", numbered.format(0))
        + paragraph("Bà C", numbered.format(1))
        + f"<w:tbl><w:tr><w:tc><w:p>{numbered.format(1)}</w:p></w:tc><w:tc>{paragraph('Bà D')}</w:tc></w:tr></w:tbl>"
    )
    reading = read(tmp_path, docx(body, {"n": ("numbering", "numbering.xml")}, numbering_xml=part("numbering", levels)))
    assert texts(reading) == ["I. TẬP THỂ", "1) Chi cục A", "2) Chi cục B", "II. CÁ NHÂN", "1) Bà C"]
    assert cells(tables(reading)[0]) == [["2)", "Bà D"]]


def test_it_finds_links_behind_texts_and_in_field_codes(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Xem </w:t></w:r><w:hyperlink r:id="rId7"><w:r><w:t>thư mục</w:t></w:r>'
        "</w:hyperlink></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://drive.goo</w:instrText></w:r>'
        '<w:r><w:instrText>gle.com/file/d/1Xyz" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>video</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        '<w:p><w:r><w:t xml:space="preserve">Trang </w:t></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    )
    relations = {"rId7": ("hyperlink", "https://drive.google.com/drive/folders/1AbC")}
    reading = read(tmp_path, docx(body, relations))
    assert [(link.url, link.text) for link in links(reading)] == [
        ("https://drive.google.com/drive/folders/1AbC", "thư mục"),
        ("https://drive.google.com/file/d/1Xyz", "video"),
    ]
    assert texts(reading) == ["Xem thư mục", "video", "Trang"]


def test_it_reads_headers_before_and_footnotes_after_the_body(tmp_path: Path) -> None:
    relations = {"h": ("header", "header1.xml"), "f": ("footnotes", "footnotes.xml")}
    data = docx(
        paragraph("Thân"),
        relations,
        header1_xml=part("hdr", paragraph("SỞ TƯ PHÁP TỈNH")),
        footnotes_xml=part("footnotes", f"<w:footnote>{paragraph('Ghi chú')}</w:footnote>"),
    )
    reading = read(tmp_path, data)
    assert [(r.locator, r.text) for r in reading.records if isinstance(r, Text)] == [
        ("header paragraph 1", "SỞ TƯ PHÁP TỈNH"),
        ("paragraph 1", "Thân"),
        ("footnote paragraph 1", "Ghi chú"),
    ]


def test_it_gives_a_nested_table_beside_the_outer_one_and_unwraps_frames(tmp_path: Path) -> None:
    inner = "<w:tbl><w:tr>" + "".join(f"<w:tc>{paragraph(t)}</w:tc>" for t in ("a", "b")) + "</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('x')}{inner}<w:p/></w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    framed = f"<w:tbl><w:tr><w:tc>{paragraph('khung')}</w:tc></w:tr></w:tbl>"
    reading = read(tmp_path, docx(outer + framed))
    assert [(table.locator, cells(table)) for table in tables(reading)] == [
        ("table 1", [["x", "y"]]),
        ("table 1.1", [["a", "b"]]),
    ]
    assert texts(reading) == ["khung"]


def test_an_entity_bomb_gives_nothing_and_costs_nothing(tmp_path: Path) -> None:
    bomb = (
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"{paragraph('trước &b;&x; sau')}</w:body></w:document>"
    )
    good = docx(paragraph("x"))
    reading = read(tmp_path, _with_document(good, bomb.encode()))
    assert "root:" not in reading.to_json()
    assert "aaaa" not in reading.to_json()


def test_a_part_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    big = b"<w:document>" + b" " * (3 << 20) + b"</w:document>"
    reading = read(tmp_path, _with_document(docx(""), big), limits=Limits(xml_bytes=1 << 20))
    assert (reading.status, reading.format) == ("refused", "docx")


def test_a_part_whose_size_field_lies_is_not_read_to_its_end(tmp_path: Path) -> None:
    big = b"<w:document>" + b" " * (3 << 20) + b"</w:document>"
    data = bytearray(_with_document(docx(""), big))
    small = (100).to_bytes(4, "little")
    true = len(big).to_bytes(4, "little")
    assert true in data
    lying = bytes(data).replace(true, small)
    reading = read(tmp_path, lying, limits=Limits(xml_bytes=1 << 20))
    assert reading.status in {"unreadable", "refused"}
    assert reading.records == ()


def test_a_truncated_file_is_unreadable_and_still_a_word_file(tmp_path: Path) -> None:
    data = docx(paragraph("Nội dung dài " * 200))
    reading = read(tmp_path, data[: len(data) // 2], "bao cao.docx")
    assert (reading.status, reading.format) == ("unreadable", "docx")


def test_content_beats_the_name(tmp_path: Path) -> None:
    reading = read(tmp_path, docx(paragraph("Danh sách")), "danh sach.xlsx")
    assert (reading.status, reading.format) == ("read", "docx")


def test_too_many_rows_are_refused_and_what_came_before_is_kept(tmp_path: Path) -> None:
    row = f"<w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr>"
    reading = read(tmp_path, docx(paragraph("đầu") + f"<w:tbl>{row * 30}</w:tbl>"), limits=Limits(rows=20))
    assert reading.status == "refused"
    assert texts(reading) == ["đầu"]


def _saved(document: object) -> bytes:
    buffer = BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def _with_document(data: bytes, document: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, "word/document.xml": document})
