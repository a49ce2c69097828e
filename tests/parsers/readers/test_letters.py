"""Letters of many offices, read through real Word files where their layout matters."""

import io
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from parsers.artifact import Artifact, Spool
from parsers.parse import parse_file
from parsers.readers.letters import appendix_of, mentioned_letters, number_from_name, read_letter
from parsers.reading import Reading
from parsers.records import Page, Text
from tests.parsers.readers.letter_samples import NOT_LETTERS, SAMPLES, Sample, reading_of

CITED = frozenset({"6286/BTP-TCCB", "6266/BTP-TCCB", "42/QĐ-BTP"})


def _word_file(text: str, folder: Path) -> Reading:
    """The sample as a real Word file: `||` blocks become a borderless table of two columns."""
    document = docx.Document()
    block: list[tuple[str, str]] = []

    def flush() -> None:
        if block:
            table = document.add_table(rows=1, cols=2)
            table.rows[0].cells[0].text = "\n".join(left for left, _ in block)
            table.rows[0].cells[1].text = "\n".join(right for _, right in block)
            block.clear()

    for line in text.strip("\n").split("\n"):
        if "||" in line:
            left, _, right = line.partition("||")
            block.append((left.strip(), right.strip()))
        else:
            flush()
            document.add_paragraph(line)
    flush()
    buffer = io.BytesIO()
    document.save(buffer)
    path = folder / "letter"
    path.write_bytes(buffer.getvalue())
    spool = folder / "spool"
    spool.mkdir(exist_ok=True)
    return parse_file(Artifact(path, "letter.docx"), Spool(spool))


def _pdf_file(text: str, folder: Path) -> Reading:
    """The sample as a real PDF, both columns of a `||` line drawn side by side."""
    pdfmetrics.registerFont(TTFont("Serif", "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"))
    path = folder / "letter"
    page = Canvas(str(path), pagesize=A4)
    page.setFont("Serif", 8)
    top = 800.0
    for line in text.strip("\n").split("\n"):
        left, _, right = line.partition("||")
        page.drawString(40, top, left.strip())
        page.drawString(330, top, right.strip())
        top -= 14
    page.save()
    spool = folder / "spool"
    spool.mkdir(exist_ok=True)
    return parse_file(Artifact(path, "letter.pdf"), Spool(spool))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample.name))
def test_it_reads_a_letter(sample: Sample) -> None:
    letter = read_letter(reading_of(sample.text, sample.format, tables=sample.format == "docx"), CITED)
    assert letter is not None
    assert (letter.number, letter.symbol, letter.date) == (sample.number, sample.symbol, sample.day)
    assert letter.signer == sample.signer
    assert letter.signed is sample.signed
    assert letter.subject.startswith(sample.subject)
    assert bool(letter.subject) == bool(sample.subject)
    if sample.letterhead:
        assert letter.letterhead[-1] == sample.letterhead


@pytest.mark.parametrize(
    "sample", [sample for sample in SAMPLES if sample.format == "docx"], ids=lambda sample: str(sample.name)
)
def test_it_reads_the_same_from_a_word_file(sample: Sample, tmp_path: Path) -> None:
    letter = read_letter(_word_file(sample.text, tmp_path), CITED)
    assert letter is not None
    assert (letter.number, letter.symbol, letter.date) == (sample.number, sample.symbol, sample.day)
    assert (letter.signer, letter.signed) == (sample.signer, sample.signed)


@pytest.mark.parametrize(
    "sample",
    [sample for sample in SAMPLES if sample.format == "pdf" and "||" in sample.text],
    ids=lambda sample: str(sample.name),
)
def test_it_reads_the_same_from_a_pdf(sample: Sample, tmp_path: Path) -> None:
    letter = read_letter(_pdf_file(sample.text, tmp_path), CITED)
    assert letter is not None
    assert (letter.number, letter.symbol, letter.date) == (sample.number, sample.symbol, sample.day)
    assert (letter.signer, letter.signed) == (sample.signer, sample.signed)


def test_a_signature_stamp_is_no_part_of_the_letterhead() -> None:
    sample = next(sample for sample in SAMPLES if sample.name == "digital stamp")
    letter = read_letter(reading_of(sample.text, "pdf", tables=False), CITED)
    assert letter is not None
    assert letter.letterhead == ("ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN", "SỞ TƯ PHÁP")


@pytest.mark.parametrize("name", NOT_LETTERS)
def test_it_takes_no_other_paper_for_a_letter(name: str) -> None:
    assert read_letter(reading_of(NOT_LETTERS[name], "docx"), CITED) is None


def test_it_leaves_out_the_campaigns_own_letter() -> None:
    text = SAMPLES[0].text.replace("1532/STP-VP", "6286/BTP–TCCB")
    assert read_letter(reading_of(text, "docx")) is not None
    assert read_letter(reading_of(text, "docx"), CITED) is None


def test_it_keeps_what_is_cited_apart_from_its_own_number() -> None:
    letter = read_letter(reading_of(SAMPLES[0].text, "docx"), CITED)
    assert letter is not None
    assert letter.cites == ("6286/BTP-TCCB",)
    assert letter.place == "Lạng Sơn"
    assert letter.addressed_to == "Bộ Tư pháp (qua Vụ Tổ chức cán bộ)"
    assert letter.letterhead == ("UBND TỈNH LẠNG SƠN", "SỞ TƯ PHÁP")


def test_a_scan_counts_as_signed_even_where_its_number_cannot_be_read() -> None:
    text = SAMPLES[0].text.replace("Số: 1532/STP-VP", "Số:      /STP-VP").replace("(Đã ký)", "")
    plain = reading_of(text, "pdf", tables=False)
    scan = Reading("pdf", "application/pdf", "read", records=(*plain.records, Page("page 1", 1, 900, scanned=True)))
    draft, scanned = read_letter(plain, CITED), read_letter(scan, CITED)
    assert draft is not None
    assert scanned is not None
    assert (draft.signed, scanned.signed) == (False, True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1532-STP-VP.signed.pdf", ("1532", "STP-VP")),
        ("CV so 1532 STP-VP.pdf", ("1532", "STP-VP")),
        ("1532_STP_VP (1).pdf", ("1532", "STP-VP")),
        ("1532_STP-VP_14112024_signed_signed.pdf", ("1532", "STP-VP")),
        ("22-TTr-STP.pdf", ("22", "TTr-STP")),
        ("215-CV-ĐTN.pdf", ("215", "CV/ĐTN")),
        ("1532-stp-vp.pdf", ("1532", "STP-VP")),
        ("Cong van 1532 STP.pdf", ("1532", "STP")),
        ("CV 6286 STP LS (1).pdf", None),
        ("20241115_scan0001.pdf", None),
        ("IMG_20230712_091533.jpg", None),
        ("2024-11-14 STP-VP.pdf", None),
        ("01-VP So.jpg", None),
        ("Ảnh 12 - STP Lang Son.jpg", None),
        ("DS đề cử 2024.docx", None),
    ],
)
def test_it_reads_a_number_from_a_file_name(name: str, expected: tuple[str, str] | None) -> None:
    assert number_from_name(name, CITED) == expected


def test_it_finds_the_letters_that_a_mail_speaks_of() -> None:
    body = (
        "Sở Tư pháp gửi kèm Công văn số 1532/STP-VP ngày 14/11/2024 và Tờ trình 22/TTr-STP ngày 5 tháng 11 năm 2024;\n"
        "CV 215-CV/ĐTN; CV số 845/BTTP-CC,TPL. Tuyến đường 24/7, ngày 14/11/2024."
    )
    assert [(number, symbol, str(day)) for number, symbol, day in mentioned_letters(body)] == [
        ("1532", "STP-VP", "2024-11-14"),
        ("22", "TTr-STP", "2024-11-05"),
        ("215", "CV/ĐTN", "None"),
        ("845", "BTTP-CC,TPL", "None"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(Kèm theo Công văn số 1532/STP-VP ngày 14/11/2024 của Sở Tư pháp)", "1532/STP-VP"),
        ("(Ban hành kèm theo Tờ trình số 22/TTr-STP ngày 05 tháng 11 năm 2024)", "22/TTr-STP"),
        ("(kèm theo văn bản số:      /STP-VP ngày    /11/2024)", ""),
        ("(Kèm theo Công văn số 215-CV/ĐTN)", "215/CV/ĐTN"),
        ("Danh sách đề cử", ""),
    ],
)
def test_it_ties_an_appendix_to_its_letter(line: str, expected: str) -> None:
    records = (Text("paragraph 1", "DANH SÁCH"), Text("paragraph 2", line))
    assert appendix_of(Reading("docx", "x", "read", records=records)) == expected


@pytest.mark.parametrize("broken", ["CỤC PHỔ BIẾN, GIÁO DỤC PHÁP\nLUẬT", "CỤC THI HÀNH ÁN DÂN SỰ TỈNH CÀ\nMAU"])
def test_the_tail_of_a_broken_letterhead_is_no_other_paper(broken: str) -> None:
    text = f"BỘ TƯ PHÁP\n{broken}\nSố: 990/ABC-VP\nV/v giới thiệu điển hình\nKính gửi: Vụ Tổ chức cán bộ\nNơi nhận:"
    lines = tuple(Text("page 1", line, page=1) for line in text.split("\n"))
    letter = read_letter(Reading("pdf", "application/pdf", "read", records=lines))
    assert letter is not None
    assert letter.number == "990"
