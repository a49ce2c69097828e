"""PDF: lines and ruled tables of the text layer, links, signatures and attached files. Pages are never drawn.

Seen only as far as needed: a page whose picture covers it and which has hardly any text is a scan, left to OCR.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.errors import Damaged, Encrypted, Refused, Unsupported
from parsers.pdf_layout import Glyph, Lattice, Piece, Rulings, lattices, lines, reading_order, words
from parsers.reading import Child
from parsers.records import Link, Page, Record, Table, Text

Item = Record | Child

_MAX_SIDE = 20_000.0  # points; the format itself ends at 14,400
_MAX_CHARACTERS = 200_000  # on one page
_MAX_OBJECTS = 60_000  # on one page, looked at for rulings and pictures
_MAX_DEPTH = 6
_FEW_CHARACTERS = 200  # on a page covered by a picture: no more than a signature stamp
_THIN = 3.0
_SHOWN_ANNOTATIONS = frozenset((pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP))
_NAME = re.compile(rb"\x06\x03\x55\x04\x03([\x0c\x13\x14\x1e])([\x01-\x7f])")
_PDF_TIME = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:([+-])(\d\d)'?(\d\d)?|Z)?")

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Item]:
    """Page by page: the page, then its lines and tables from top to bottom, then its links."""
    document = _open(artifact)
    try:
        count = len(document)
        if count > budget.limits.pages:
            raise Refused(f"more than {budget.limits.pages} pages")
        if count == 0:
            raise Damaged("the document has no pages")
        document.init_forms()
        signatures = list(_signatures(document))  # before pages are flattened, which takes the fields away
        pages: list[Page] = []
        fault: Damaged | None = None
        for index in range(count):
            try:
                for item in _page(document, index):
                    if isinstance(item, Page):
                        pages.append(item)
                    yield item
            except Damaged as error:  # the other pages are still read
                fault = fault or error
        yield from signatures
        yield from _attachments(document, budget, spool)
        if fault is not None:
            raise fault
        _judge(pages)
    finally:
        document.close()


def _open(artifact: Artifact) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(artifact.path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Encrypted("PDF protected by a password") from error
        raise Damaged(f"PDF cannot be opened: {error}") from error


def _judge(pages: list[Page]) -> None:
    """A document in which nothing can be read says so; one readable page is enough to call it read."""
    if any(page.characters and not page.scanned for page in pages):
        return
    if any(page.scanned for page in pages):
        raise Unsupported("scanned pages without text")
    raise Unsupported("pages without text")


def _page(document: pypdfium2.PdfDocument, index: int) -> Iterator[Item]:
    number = index + 1
    locator = f"page {number}"
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"page {number} cannot be opened: {error}") from error
    found = list(_links(document, page, locator))
    if _flatten(page):
        page.close()
        page = document[index]
    try:
        view = _View.of(page)
        glyphs = _glyphs(page, view)
        drawn = _Drawn(view)
        drawn.read(page)
        yield from _content(number, locator, glyphs, drawn, view)
        yield from found
    finally:
        page.close()


def _content(number: int, locator: str, glyphs: list[Glyph], drawn: "_Drawn", view: "_View") -> Iterator[Item]:
    characters = sum(not glyph.text.isspace() for glyph in glyphs)
    covered = drawn.covered >= 0.5 * view.width * view.height
    yield Page(locator, number, characters, covered and characters < _FEW_CHARACTERS)
    tables = lattices(Rulings(drawn.horizontal, drawn.vertical))
    outside: list[Glyph] = []
    for word in words(glyphs):
        table = next((table for table in tables if table.holds(word)), None)
        if table is None:
            outside.extend(word)
        else:
            table.put(word)
    yield from _in_order(number, locator, lines(outside), tables, view)


def _in_order(
    number: int, locator: str, rows: list[list[Piece]], tables: list[Lattice], view: "_View"
) -> Iterator[Record]:
    """Lines between the tables that they stand between; a lone page number is left out."""
    rows = [row for row in rows if not _is_page_number(row, number, view)]
    ordinal = 0
    for table in [*tables, None]:
        above = [row for row in rows if table is None or row[0].top < table.ys[0]]
        rows = rows[len(above) :] if table is None else [row for row in rows if row[0].top >= table.ys[0]]
        for piece in reading_order(above):
            yield Text(locator, piece.text, number)
        if table is not None:
            read = table.rows()
            if any(cell.text for row in read for cell in row.cells):
                ordinal += 1
                yield Table(f"{locator} table {ordinal}", read, page=number)


def _is_page_number(row: list[Piece], number: int, view: "_View") -> bool:
    near_edge = row[0].top < 0.09 * view.height or row[0].bottom > 0.91 * view.height
    return near_edge and len(row) == 1 and row[0].text.strip("-–— ") == str(number)


@dataclass(frozen=True, slots=True)
class _View:
    """From the page's own coordinates to those of a reader: turned as shown, running right and down."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> "_View":
        left, bottom, right, top = page.get_bbox()
        if not (0 < right - left <= _MAX_SIDE and 0 < top - bottom <= _MAX_SIDE):
            raise Refused(f"page of {right - left:.0f} x {top - bottom:.0f} points")
        return cls(left, bottom, right, top, page.get_rotation())

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.rotation in {90, 270} else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.rotation in {90, 270} else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom as a reader sees them."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


# text ----------------------------------------------------------------------------------------------------------------


def _glyphs(page: pypdfium2.PdfPage, view: _View) -> list[Glyph]:
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > _MAX_CHARACTERS:
            raise Refused(f"more than {_MAX_CHARACTERS} characters on a page")
        codes = [pdfium.FPDFText_GetUnicode(textpage, at) for at in range(count)]
        old_fonts = any(0xA1 <= code <= 0xFF for code in codes) and not any(code >= 0x1E00 for code in codes)
        glyphs: list[Glyph] = []
        box = pdfium.FS_RECTF()
        word, run = 0, 0
        for at, code in enumerate(codes):
            text = _character(code)
            before, run = run, _address(pdfium.FPDFText_GetTextObject(textpage, at))
            word += text in {"", " "} or before != run
            if not text or (text == " " and pdfium.FPDFText_IsGenerated(textpage, at) == 1):
                continue
            if not pdfium.FPDFText_GetLooseCharBox(textpage, at, box):
                continue
            if unicodedata.combining(text) and glyphs:
                glyphs[-1] = _with_mark(glyphs[-1], text)
                continue
            x0, top, x1, bottom = view.box(box.left, box.bottom, box.right, box.top)
            glyphs.append(Glyph(text, x0, x1, top, bottom, _font(textpage, at) if old_fonts else "", word))
            word += text == " "
        return glyphs
    finally:
        textpage.close()


def _address(shape: object) -> int:
    return ctypes.cast(shape, ctypes.c_void_p).value or 0 if shape else 0  # type: ignore[arg-type]


def _character(code: int) -> str:
    if code in {0x02, 0x2011, 0x2010}:  # pdfium's mark for a hyphen at the end of a line, and hyphens that do not break
        return "-"
    if code in {0x09, 0xA0, 0x2007, 0x202F}:
        return " "
    if code < 0x20 or 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF, 0x200B, 0xFEFF} or code > 0x10FFFF:
        return ""
    return chr(code)


def _with_mark(glyph: Glyph, mark: str) -> Glyph:
    return Glyph(glyph.text + mark, glyph.x0, glyph.x1, glyph.top, glyph.bottom, glyph.font, glyph.word)


def _font(textpage: pypdfium2.PdfTextPage, at: int) -> str:
    buffer = ctypes.create_string_buffer(200)
    pdfium.FPDFText_GetFontInfo(textpage, at, buffer, 200, None)
    name = buffer.value.decode("utf-8", "replace")
    return name.split("+", 1)[-1]


# rulings and pictures ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Drawn:
    """Straight lines on a page, and how much of it pictures cover."""

    view: _View
    horizontal: list[tuple[float, float, float]] = field(default_factory=list)
    vertical: list[tuple[float, float, float]] = field(default_factory=list)
    covered: float = 0.0
    seen: int = 0

    def read(self, page: pypdfium2.PdfPage) -> None:
        self._container(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _IDENTITY, 0)

    def _container(self, parent: object, count: object, get: object, matrix: Matrix, depth: int) -> None:
        assert callable(count) and callable(get)  # noqa: PT018 - narrows two ctypes functions
        for index in range(max(0, count(parent))):
            self.seen += 1
            if self.seen > _MAX_OBJECTS:
                return
            shape = get(parent, index)
            if not shape:
                continue
            kind = pdfium.FPDFPageObj_GetType(shape)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(shape, _product(_matrix(shape), matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._image(_product(_matrix(shape), matrix))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                inner = _product(_matrix(shape), matrix)
                self._container(shape, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)

    def _image(self, matrix: Matrix) -> None:
        """A picture is the unit square under its matrix."""
        corners = [_apply(matrix, x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]
        x0 = max(min(x for x, _ in corners), self.view.left)
        x1 = min(max(x for x, _ in corners), self.view.right)
        y0 = max(min(y for _, y in corners), self.view.bottom)
        y1 = min(max(y for _, y in corners), self.view.top)
        self.covered += max(0.0, x1 - x0) * max(0.0, y1 - y0)

    def _path(self, shape: object, matrix: Matrix) -> None:
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(shape, mode, stroked):
            return
        for points in self._subpaths(shape, matrix):
            if len(points) < 2:
                continue
            if stroked.value:
                for (ax, ay), (bx, by) in pairwise(points):
                    self._line(ax, ay, bx, by)
            elif mode.value and len(points) <= 6:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                self._thin(min(xs), min(ys), max(xs), max(ys))

    def _subpaths(self, shape: object, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        total = pdfium.FPDFPath_CountSegments(shape)
        self.seen += max(0, total)
        for index in range(total if self.seen <= _MAX_OBJECTS * 4 else 0):
            segment = pdfium.FPDFPath_GetPathSegment(shape, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.view.point(*_apply(matrix, x.value, y.value))
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                yield points
                points = [point]
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                points.append(point)
            else:  # a curve is no ruling
                yield points
                points = [point]
            if pdfium.FPDFPathSegment_GetClose(segment) and points:
                points.append(points[0])
        yield points

    def _line(self, ax: float, ay: float, bx: float, by: float) -> None:
        if abs(ay - by) < 1.0 < abs(ax - bx):
            self.horizontal.append(((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) < 1.0 < abs(ay - by):
            self.vertical.append(((ax + bx) / 2, min(ay, by), max(ay, by)))

    def _thin(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A line drawn as a filled bar."""
        if y1 - y0 <= _THIN and x1 - x0 > y1 - y0:
            self.horizontal.append(((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN and y1 - y0 > x1 - x0:
            self.vertical.append(((x0 + x1) / 2, y0, y1))


def _matrix(shape: object) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


# annotations, signatures, attachments --------------------------------------------------------------------------------


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, locator: str) -> Iterator[Link]:
    start = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    textpage = page.get_textpage()
    try:
        for _ in range(2_000):
            if not pdfium.FPDFLink_Enumerate(page, start, link):
                return
            action = pdfium.FPDFLink_GetAction(link)
            if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
                continue
            length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
            if not 1 < length < 20_000:
                continue
            buffer = ctypes.create_string_buffer(length)
            pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
            box = pdfium.FS_RECTF()
            text = ""
            if pdfium.FPDFLink_GetAnnotRect(link, box):
                text = textpage.get_text_bounded(box.left, box.bottom, box.right, box.top)
            shown = " ".join(unicodedata.normalize("NFC", text).split())
            yield Link(locator, buffer.value.decode("utf-8", "replace").strip(), shown)
    finally:
        textpage.close()


def _flatten(page: pypdfium2.PdfPage) -> bool:
    """Bring stamps, typed-over texts and signature fields into the page: number and date are often put there."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 500)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in _SHOWN_ANNOTATIONS:
            return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)
    return False


def _signatures(document: pypdfium2.PdfDocument) -> Iterator[Text]:
    """Who signed and when, as the digital signature itself says; it is not verified here."""
    for index in range(min(pdfium.FPDF_GetSignatureCount(document), 20)):
        signature = pdfium.FPDF_GetSignatureObject(document, index)
        locator = f"signature {index + 1}"
        name = _signer(_signature_bytes(signature))
        yield Text(locator, f"Người ký: {name}" if name else "Đã ký số")
        time = _signature_time(signature)
        if time:
            yield Text(locator, f"Thời gian ký: {time}")


def _signature_bytes(signature: object) -> bytes:
    length = pdfium.FPDFSignatureObj_GetContents(signature, None, 0)
    if not 0 < length < 1 << 20:
        return b""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFSignatureObj_GetContents(signature, buffer, length)
    return buffer.raw


def _signature_time(signature: object) -> str:
    length = pdfium.FPDFSignatureObj_GetTime(signature, None, 0)
    if not 0 < length < 100:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFSignatureObj_GetTime(signature, buffer, length)
    found = _PDF_TIME.match(buffer.value.decode("ascii", "replace"))
    if found is None:
        return ""
    year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
    zone = f"{found[7]}{found[8]}:{found[9] or '00'}" if found[7] else "Z" if found[0].endswith("Z") else ""
    try:
        return datetime(year, month, day, hour, minute, int(found[6] or 0)).isoformat() + zone
    except ValueError:
        return ""


def _signer(contents: bytes) -> str:
    """The common name that only one certificate bears: those of authorities come back as the issuers of others."""
    names: list[str] = []
    for found in _NAME.finditer(contents):
        raw = contents[found.end() : found.end() + found[2][0]]
        names.append(raw.decode("utf-16-be" if found[1] == b"\x1e" else "utf-8", "replace"))
    single = [name for name in names if names.count(name) == 1]
    return " ".join(unicodedata.normalize("NFC", single[0]).split()) if single else ""


def _attachments(document: pypdfium2.PdfDocument, budget: Budget, spool: Spool) -> Iterator[Child]:
    for index in range(document.count_attachments()):
        budget.member()
        label = f"attachment {index + 1}"
        try:
            attachment = document.get_attachment(index)
            label = unicodedata.normalize("NFC", attachment.get_name()).strip() or label
            data = bytes(attachment.get_data())
            budget.unpacked(len(data))
            sha256, size = spool.put([data])
        except pypdfium2.PdfiumError:
            yield Child(label, "embedded", None, None, status="unreadable", reason="attached file is damaged")
            continue
        yield Child(label, "embedded", sha256, size)
