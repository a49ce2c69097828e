"""Lists of nominees of many offices, read through real Word and Excel files where their layout matters."""

import unicodedata
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest

from parsers.artifact import Artifact, Spool
from parsers.parse import parse_file
from parsers.readers.levels import without_accents
from parsers.readers.nominations import declared_counts, read_nominations
from parsers.reading import Reading
from parsers.records import Mail, Table, Text
from tests.parsers.readers.list_samples import NOT_LISTS, SAMPLES, Sample, reading_of


def _word_file(sample: Sample, folder: Path) -> Reading:
    """The sample as a real Word file, merged cells merged."""
    document = docx.Document()
    for record in reading_of(sample.text).records:
        if isinstance(record, Text):
            document.add_paragraph(record.text)
        elif isinstance(record, Table):
            width = max(len(row.cells) for row in record.rows)
            table = document.add_table(rows=len(record.rows), cols=width)
            for at, row in enumerate(record.rows):
                for column, cell in enumerate(row.cells):
                    if cell.merge == "left":
                        table.cell(at, column - 1).merge(table.cell(at, column))
                    elif cell.merge == "above":
                        table.cell(at - 1, column).merge(table.cell(at, column))
                    elif cell.text:
                        table.cell(at, column).text = cell.text
    path = folder / "list"
    document.save(str(path))
    return _parse(path, "list.docx", folder)


def _excel_file(sample: Sample, folder: Path) -> Reading:
    """The sample as a real Excel file: text above the table in the first column."""
    book = openpyxl.Workbook()
    sheet = book.active
    line = 0
    for record in reading_of(sample.text).records:
        if isinstance(record, Text):
            line += 1
            sheet.cell(line, 1, record.text)
        elif isinstance(record, Table):
            first = line
            for row in record.rows:
                line += 1
                for column, cell in enumerate(row.cells, 1):
                    if cell.text:
                        sheet.cell(line, column, int(cell.text) if cell.text.isdigit() else cell.text)
            for at, row in enumerate(record.rows, first + 1):
                for column, cell in enumerate(row.cells, 1):
                    if cell.merge == "left" and (column == len(row.cells) or row.cells[column].merge != "left"):
                        start = max(other for other in range(1, column) if row.cells[other - 1].merge != "left")
                        sheet.merge_cells(start_row=at, start_column=start, end_row=at, end_column=column)
    path = folder / "book"
    book.save(path)
    return _parse(path, "list.xlsx", folder)


def _parse(path: Path, name: str, folder: Path) -> Reading:
    spool = folder / "spool"
    spool.mkdir(exist_ok=True)
    return parse_file(Artifact(path, name), Spool(spool))


def _check(sample: Sample, reading: Reading) -> None:
    found = read_nominations(reading, sample.file)
    assert [one.name for one in found] == [expected["name"] for expected in sample.expected]
    for one, expected in zip(found, sample.expected, strict=True):
        assert {name: getattr(one, name) for name in expected} == expected


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample.name))
def test_it_reads_a_list(sample: Sample) -> None:
    _check(sample, reading_of(sample.text, sample.form))


@pytest.mark.parametrize(
    "sample", [sample for sample in SAMPLES if sample.form == "docx"], ids=lambda sample: str(sample.name)
)
def test_it_reads_the_same_from_a_word_file(sample: Sample, tmp_path: Path) -> None:
    _check(sample, _word_file(sample, tmp_path))


_TABLES = [sample for sample in SAMPLES if "STT |" in sample.text or "TT |" in sample.text]


@pytest.mark.parametrize("sample", _TABLES, ids=lambda sample: str(sample.name))
def test_it_reads_the_same_without_accents(sample: Sample) -> None:
    found = read_nominations(reading_of(without_accents(sample.text), sample.form), without_accents(sample.file))
    assert [one.name for one in found] == [without_accents(expected["name"]) for expected in sample.expected]
    for one, expected in zip(found, sample.expected, strict=True):
        for name in ("kind", "level", "role", "gender", "birth_year"):
            assert getattr(one, name) == expected.get(name, getattr(one, name))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample.name))
def test_it_reads_decomposed_letters(sample: Sample) -> None:
    _check(sample, reading_of(unicodedata.normalize("NFD", sample.text), sample.form))


_ONE_TABLE = [sample for sample in SAMPLES if sample.form in {"docx", "xlsx"} and " | <" in sample.text]


@pytest.mark.parametrize("sample", _ONE_TABLE, ids=lambda sample: str(sample.name))
def test_it_reads_the_same_from_an_excel_file(sample: Sample, tmp_path: Path) -> None:
    _check(sample, _excel_file(sample, tmp_path))


@pytest.mark.parametrize("name", NOT_LISTS)
def test_it_takes_no_other_list_for_one_of_nominees(name: str) -> None:
    assert read_nominations(reading_of(NOT_LISTS[name])) == ()


def test_it_says_where_each_nominee_stands() -> None:
    found = read_nominations(reading_of(SAMPLES[0].text))
    assert [one.locator for one in found] == ["table 1 row 2", "table 1 row 3"]


@pytest.mark.parametrize(("subject", "count"), [("Fwd: Đề cử", 1), ("Re: Đề cử", 0)])
def test_a_list_that_is_passed_on_counts_and_one_that_is_answered_does_not(subject: str, count: int) -> None:
    reading = reading_of("Chuyển chị Trang.", "mail")
    (mail,) = (record for record in reading.records if isinstance(record, Mail))
    quoted = "Sở Tư pháp đề cử điển hình tiên tiến:\n1. Ông Lê Văn Mẫu, Trưởng phòng, Phòng Tư pháp huyện Gio Linh"
    passed = replace(reading, records=(replace(mail, subject=subject, quoted=quoted),))
    assert len(read_nominations(passed)) == count


def test_a_sheet_that_shows_how_to_fill_in_the_form_lists_nobody() -> None:
    reading = reading_of("STT | Họ và tên | Chức vụ | Đơn vị\n1 | Nguyễn Văn A | Chuyên viên | Chi cục THADS huyện B")
    (table,) = (record for record in reading.records if isinstance(record, Table))
    for name, count in (("Danh sách", 1), ("Hướng dẫn", 0), ("Ví dụ", 0)):
        sheet = Reading("xlsx", "x", "read", records=(replace(table, name=name),))
        assert len(read_nominations(sheet)) == count


def test_a_table_of_a_mail_is_read_once() -> None:
    mail = reading_of(
        "Sở gửi danh sách đề cử:\nSTT\tHọ và tên\tChức vụ\tĐơn vị\n1\tNguyễn Văn Mẫu\tGiám đốc\tSở Tư "
        "pháp\n2\tLê Thị Mẫu\tKế toán\tSở Tư pháp",
        "mail",
    )
    assert len(read_nominations(mail)) == 2
    table = reading_of(
        "STT | Họ và tên | Chức vụ | Đơn vị\n1 | Nguyễn Văn Mẫu | Giám đốc | Sở Tư pháp\n2 "
        "| Lê Thị Mẫu | Kế toán | Sở Tư pháp"
    )
    both = Reading("eml", "message/rfc822", "read", records=(*mail.records, *table.records))
    assert [one.name for one in read_nominations(both)] == ["Nguyễn Văn Mẫu", "Lê Thị Mẫu"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "gồm 02 tập thể, 05 cá nhân; 52 ảnh và 03 video",
            {"collective": 2, "individual": 5, "picture": 52, "video": 3},
        ),
        ("đề cử hai (02) tập thể và 1 gương cá nhân", {"collective": 2, "individual": 1}),
        ("không quá 05 cá nhân", {}),
        ("37 hình ảnh hoạt động", {"picture": 37}),
        ("từ năm 2020 đến nay, tập thể Sở", {}),
    ],
)
def test_it_reads_declared_counts(text: str, expected: dict[str, int]) -> None:
    assert declared_counts(text) == expected
