"""Word documents: a walk over the XML in document order, so that text, tables and pictures keep their neighbours."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.docx_numbering import Numbering, read_numbering
from parsers.docx_styles import Styles, font_name, is_on, number_of, read_styles
from parsers.errors import Damaged, Refused
from parsers.ooxml import Package, Relationship, attribute, local, open_package, relation_id
from parsers.reading import Child
from parsers.records import Cell, Link, Merge, Picture, Record, Row, Table, Text
from parsers.vietnamese.encodings import legacy_to_unicode

Item = Record | Child

# Elements whose content is not shown: what was deleted, the second copy of a text box, properties.
_SKIPPED = frozenset(
    (
        *("del", "moveFrom", "Fallback", "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr"),
        *("sectPr", "delText", "delInstrText", "annotationRef", "footnoteRef", "endnoteRef", "commentReference"),
        *("rt", "control"),
    )
)
_BLANK_FIELDS = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF)\b", re.IGNORECASE)  # page numbers say nothing
_HYPERLINK_FIELD = re.compile(r"""\s*HYPERLINK\s+(?!\\l)(?:"([^"]+)"|(\S+))""", re.IGNORECASE)
_MAX_COLUMNS = 500
_WINGDINGS_TICKS = frozenset((0xFC, 0xFB, 0xFD, 0xFE, 0x78, 0x50, 0x52, 0x53, 0x54))


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Item]:
    """Headers first, then the body, then footers and notes. Macros are data and never run."""
    with open_package(artifact, budget) as package:
        main = package.main_part("word/document.xml")
        relationships = package.relationships(main)
        folder = posixpath.dirname(main)
        walker = _Walker(
            package,
            budget,
            spool,
            read_styles(package.xml_or_none(_related(relationships, "styles", f"{folder}/styles.xml"))),
            read_numbering(package.xml_or_none(_related(relationships, "numbering", f"{folder}/numbering.xml"))),
        )
        root = package.xml(main)
        body = next((node for node in root if local(node) == "body"), None)
        if body is None:
            raise Damaged("the document has no body")
        yield from _side_parts(walker, relationships, "header")
        walker.enter(relationships, "")
        yield from walker.blocks(body)
        for kind, place in (("footnotes", "footnote"), ("endnotes", "endnote"), ("footer", "footer")):
            yield from _side_parts(walker, relationships, kind, place)


def _related(relationships: dict[str, Relationship], kind: str, fallback: str) -> str:
    return next((found.target for found in relationships.values() if found.kind == kind), fallback)


def _side_parts(
    walker: "_Walker", relationships: dict[str, Relationship], kind: str, place: str = ""
) -> Iterator[Item]:
    """Headers, footers and notes; the same words in the headers of several sections are given once."""
    seen: set[str] = set()
    for found in relationships.values():
        if found.kind != kind or found.external or found.target not in walker.package:
            continue
        root = walker.package.xml(found.target)
        words = "".join(str(text) for text in root.itertext())
        if words.strip() and words in seen:
            continue
        seen.add(words)
        walker.enter(walker.package.relationships(found.target), place or kind)
        yield from walker.blocks(root)


@dataclass(slots=True)
class _Field:
    """A field code that is open while runs go by: its instruction, then what it shows."""

    instruction: str = ""
    shows: bool = False
    text: list[str] = field(default_factory=list)

    @property
    def hidden(self) -> bool:
        return not self.shows or _BLANK_FIELDS.match(self.instruction) is not None


@dataclass(slots=True)
class _Line:
    """What one paragraph holds: finished text lines and pictures in order, and the boxes that float beside it."""

    font: str
    items: list[str | Picture] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    extras: list[Item] = field(default_factory=list)  # children and links
    runs: list[tuple[str, str]] = field(default_factory=list)  # text and font, not yet finished

    def add(self, text: str, font: str) -> None:
        if self.runs and self.runs[-1][1] == font:
            self.runs[-1] = (self.runs[-1][0] + text, font)
        else:
            self.runs.append((text, font))

    def finish(self) -> None:
        """Close the text so far. A syllable may be split over runs, so old fonts are decoded only now."""
        text = "".join(_decoded(text, font) for text, font in self.runs)
        self.runs.clear()
        for part in text.split("\n"):
            shown = unicodedata.normalize("NFC", part).strip(" \t\u00a0\u200b")
            if shown:
                self.items.append(shown)


@dataclass(slots=True)
class _Walker:
    package: Package
    budget: Budget
    spool: Spool
    styles: Styles
    numbering: Numbering
    relationships: dict[str, Relationship] = field(default_factory=dict)
    place: str = ""  # "" in the body, else header, footer, footnote
    paragraph: int = 0
    table: int = 0
    locator: str = ""
    fields: list[_Field] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)  # part name -> name of its child
    cells: int = 0

    def enter(self, relationships: dict[str, Relationship], place: str) -> None:
        """Begin another part; its paragraphs and tables are counted from one."""
        if place != self.place or not place:
            self.paragraph = self.table = 0
        self.relationships, self.place = relationships, place
        self.fields.clear()

    # blocks ------------------------------------------------------------------------------------------------------

    def blocks(self, parent: etree._Element) -> Iterator[Item]:
        """Paragraphs and tables of a body, header, text box or unwrapped cell."""
        for node in _shown(parent):
            name = local(node)
            if name == "p":
                yield from self.body_paragraph(node)
            elif name == "tbl":
                self.table += 1
                yield from self.table_or_frame(node, f"{self.place} table {self.table}".strip())
            elif name == "altChunk":
                yield from self.embedded(relation_id(node, "id"))
            else:
                yield from self.blocks(node)

    def body_paragraph(self, node: etree._Element) -> Iterator[Item]:
        """One paragraph: its lines and pictures in order, then the text boxes anchored in it."""
        self.locator = f"{self.place} paragraph {self.paragraph + 1}".strip()
        line = self.read_paragraph(node)
        if line.items:
            self.paragraph += 1
        yield from line.extras
        for item in line.items:
            yield item if isinstance(item, Picture) else Text(self.locator, item)
        for box in line.boxes:
            yield from self.blocks(box)

    def table_or_frame(self, node: etree._Element, locator: str) -> Iterator[Item]:
        """A table; one of a single cell is only a frame around ordinary text."""
        rows = list(_children(node, "tr"))
        if len(rows) == 1:
            cells = list(_children(rows[0], "tc"))
            if len(cells) == 1:
                yield from self.blocks(cells[0])
                return
        extras: list[Item] = []
        nested: list[etree._Element] = []
        read: list[Row] = []
        for node_row in rows:
            if _row_deleted(node_row):
                continue
            number = len(read) + 1
            self.locator = f"{locator} row {number}"
            read.append(Row(number, tuple(self.row(node_row, extras, nested))))
            if number > self.budget.limits.rows:
                raise Refused(f"more than {self.budget.limits.rows} table rows")
        if read:
            yield Table(locator, tuple(read))
        yield from extras
        for index, inner in enumerate(nested, 1):
            yield from self.table_or_frame(inner, f"{locator}.{index}")

    def row(self, node: etree._Element, extras: list[Item], nested: list[etree._Element]) -> Iterator[Cell]:
        """The cells of a row on the grid: a merged cell once, its other positions marked."""
        before, after = _grid_gaps(node)
        yield from (Cell("") for _ in range(before))
        for node_cell in _children(node, "tc"):
            span, merge = _cell_shape(node_cell)
            text, pictures = self.cell(node_cell, extras, nested)
            self.cells += span
            if self.cells > self.budget.limits.cells:
                raise Refused(f"more than {self.budget.limits.cells} table cells")
            yield Cell("", merge, pictures) if merge else Cell(text, "", pictures)
            yield from (Cell("", merge or "left") for _ in range(span - 1))
        yield from (Cell("") for _ in range(after))

    def cell(
        self, node: etree._Element, extras: list[Item], nested: list[etree._Element]
    ) -> tuple[str, tuple[str, ...]]:
        """Text and pictures of a cell. Tables inside it are kept for later, text boxes belong to its text."""
        texts: list[str] = []
        pictures: list[str] = []
        for block in self.cell_blocks(node):
            name = local(block)
            if name == "tbl":
                nested.append(block)
            elif name == "altChunk":
                extras.extend(self.embedded(relation_id(block, "id")))
            else:
                line = self.read_paragraph(block)
                extras.extend(line.extras)
                for item in line.items:
                    if isinstance(item, Picture):
                        pictures.append(item.child)
                    else:
                        texts.append(item)
                for box in line.boxes:
                    text, shown = self.cell(box, extras, nested)
                    texts.extend([text] if text else [])
                    pictures.extend(shown)
        return "\n".join(texts), tuple(pictures)

    def cell_blocks(self, node: etree._Element) -> Iterator[etree._Element]:
        for child in _shown(node):
            if local(child) in {"p", "tbl", "altChunk"}:
                yield child
            else:
                yield from self.cell_blocks(child)

    # inside a paragraph ------------------------------------------------------------------------------------------

    def read_paragraph(self, node: etree._Element) -> _Line:
        """Everything that one paragraph holds."""
        properties = next(_children(node, "pPr"), None)
        style = next(
            (attribute(n, "val") or "" for n in _children(properties, "pStyle")), self.styles.default_paragraph
        )
        line = _Line(self.styles.font(style))
        self.inline(node, line)
        label = self.list_label(properties, style)
        line.finish()
        first = next((at for at, item in enumerate(line.items) if isinstance(item, str)), None)
        if label and first is not None:
            line.items[first] = f"{label} {line.items[first]}"
        elif label not in {"", "-"}:
            line.items.append(label)
        return line

    def list_label(self, properties: etree._Element | None, style: str) -> str:
        own = number_of(properties)
        inherited = self.styles.numbering(style)
        number_id, level = own if own is not None and own[0] else inherited
        if own is not None and not own[0]:
            level = own[1]
        return self.numbering.label(number_id, level) if number_id not in {"", "0"} else ""

    def inline(self, parent: etree._Element, line: _Line) -> None:
        """The content of a paragraph, through insertions, content controls, smart tags and links."""
        for node in _shown(parent):
            name = local(node)
            if name == "r":
                self.run(node, line)
            elif name == "hyperlink":
                self.hyperlink(node, line)
            elif name == "fldSimple":
                self.simple_field(node, line)
            elif name == "t":  # of a formula
                line.add(node.text or "", line.font)
            elif name in {"p", "tbl"}:  # only in damaged nesting; their words are kept
                line.add("\n", line.font)
                self.inline(node, line)
            else:
                self.inline(node, line)

    def run(self, node: etree._Element, line: _Line) -> None:
        font, hidden = self.run_properties(node, line.font)
        for child in _shown(node):
            self.run_child(child, line, font, hidden)

    def run_child(self, node: etree._Element, line: _Line, font: str, hidden: bool) -> None:
        name = local(node)
        if name == "fldChar":
            self.field_mark(attribute(node, "fldCharType") or "", line)
        elif name == "instrText":
            if self.fields:
                self.fields[-1].instruction += node.text or ""
        elif name in {"drawing", "pict", "object"}:
            if not hidden:
                self.drawing(node, line, name == "object", _is_floating(node))
        elif name in {"AlternateContent", "Choice"}:
            for child in _shown(node):
                self.run_child(child, line, font, hidden)
        elif name == "ruby":
            self.inline(node, line)
        else:
            text = _characters(node, name, font)
            if text and not hidden and not any(open_field.hidden for open_field in self.fields):
                line.add(text, font)
                for open_field in self.fields:
                    open_field.text.append(text)

    def run_properties(self, node: etree._Element, font: str) -> tuple[str, bool]:
        hidden = False
        own = ""
        for properties in _children(node, "rPr"):
            for child in properties:
                name = local(child)
                if name == "rFonts":
                    own = font_name(child) or own
                elif name == "rStyle":
                    style = attribute(child, "val") or ""
                    own = own or self.styles.own_font(style)
                    hidden = hidden or self.styles.hidden(style)
                elif name == "vanish":
                    hidden = is_on(child)
        return own or font, hidden

    def hyperlink(self, node: etree._Element, line: _Line) -> None:
        start = len(line.runs)
        kept = [text for text, _ in line.runs]
        self.inline(node, line)
        text = "".join(run for run, _ in line.runs[max(0, start - 1) :])
        if start and text.startswith(kept[-1]):
            text = text[len(kept[-1]) :]
        target = self.relationships.get(relation_id(node, "id"))
        if target is not None and target.external:
            anchor = attribute(node, "anchor")
            self.link(target.target + (f"#{anchor}" if anchor else ""), text, line)

    def simple_field(self, node: etree._Element, line: _Line) -> None:
        self.fields.append(_Field(attribute(node, "instr") or "", shows=True))
        self.inline(node, line)
        self.close_field(line)

    def field_mark(self, kind: str, line: _Line) -> None:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].shows = True
        elif kind == "end":
            self.close_field(line)

    def close_field(self, line: _Line) -> None:
        if not self.fields:
            return
        done = self.fields.pop()
        found = _HYPERLINK_FIELD.match(done.instruction)
        if found:
            self.link(found.group(1) or found.group(2), "".join(done.text), line)

    def link(self, url: str, text: str, line: _Line) -> None:
        shown = " ".join(unicodedata.normalize("NFC", text).split())
        line.extras.append(Link(self.locator, url.strip(), shown))

    # pictures ----------------------------------------------------------------------------------------------------

    def drawing(self, node: etree._Element, line: _Line, is_object: bool, floating: bool, alt: str = "") -> None:
        """Pictures, text boxes, links and embedded files of a drawing, in order."""
        for child in _shown(node):
            name = local(child)
            own_alt = alt
            if name == "docPr":
                alt = attribute(child, "descr") or attribute(child, "title") or ""
            elif name == "hlinkClick":
                target = self.relationships.get(relation_id(child, "id"))
                if target is not None and target.external:
                    self.link(target.target, alt, line)
            elif name == "shape":
                own_alt = attribute(child, "alt") or alt
            elif name == "blip":
                self.picture(relation_id(child, "embed"), relation_id(child, "link"), alt, line, floating)
            elif name == "imagedata" and not is_object:
                self.picture(relation_id(child, "id"), "", alt or attribute(child, "title") or "", line, floating)
            elif name == "OLEObject":
                if not (attribute(child, "ProgID") or "").startswith("Equation"):
                    line.extras.extend(self.embedded(relation_id(child, "id")))
            elif name == "txbxContent":
                line.boxes.append(child)
                continue
            self.drawing(child, line, is_object, floating, own_alt)

    def picture(self, embedded: str, linked: str, alt: str, line: _Line, floating: bool) -> None:
        """A picture at its place. One that is only linked lies outside the file and is never fetched."""
        target = self.relationships.get(embedded) if embedded else None
        if target is None or target.external or target.target not in self.package:
            outside = target if target is not None and target.external else self.relationships.get(linked)
            if outside is not None and outside.external:
                self.link(outside.target, alt or "linked picture", line)
            return
        line.extras.extend(self.put(target.target))
        if not floating:
            line.finish()
        line.items.append(Picture(self.locator, self.labels[target.target], unicodedata.normalize("NFC", alt).strip()))

    def embedded(self, relation: str) -> Iterator[Item]:
        target = self.relationships.get(relation)
        if target is not None and not target.external and target.target in self.package:
            yield from self.put(target.target)

    def put(self, part: str) -> Iterable[Child]:
        """The child of a part, once; later mentions use its name."""
        if part in self.labels:
            return ()
        label = posixpath.basename(part)
        taken = set(self.labels.values())
        stem, extension = posixpath.splitext(label)
        number = 2
        while label in taken:
            label = f"{stem} ({number}){extension}"
            number += 1
        self.labels[part] = label
        return (self.package.child(part, label, self.spool),)


def _shown(parent: etree._Element) -> Iterator[etree._Element]:
    """The children that are shown; placeholder text of an unfilled control is not."""
    for node in parent:
        name = local(node)
        if not name or name in _SKIPPED:
            continue
        if name == "sdt" and _is_placeholder(node):
            continue
        yield node


def _children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Children of one name, through the wrappers that may stand around them at any level, not through deeper ones."""
    for node in parent if parent is not None else ():
        own = local(node)
        if own == name:
            yield node
        elif own in _WRAPPERS:
            yield from _children(node, name)


_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))


def _is_placeholder(node: etree._Element) -> bool:
    properties = next((child for child in node if local(child) == "sdtPr"), None)
    return properties is not None and any(local(child) == "showingPlcHdr" and is_on(child) for child in properties)


def _is_floating(node: etree._Element) -> bool:
    return any(local(child) == "anchor" for child in node)


def _row_deleted(node: etree._Element) -> bool:
    return any(local(child) == "del" for properties in _children(node, "trPr") for child in properties)


def _grid_gaps(node: etree._Element) -> tuple[int, int]:
    values = {local(child): _count(child) for properties in _children(node, "trPr") for child in properties}
    return values.get("gridBefore", 0), values.get("gridAfter", 0)


def _cell_shape(node: etree._Element) -> tuple[int, Merge]:
    span, merge = 1, ""
    for properties in _children(node, "tcPr"):
        for child in properties:
            name = local(child)
            if name == "gridSpan":
                span = max(1, _count(child))
            elif name == "vMerge" and attribute(child, "val") != "restart":
                merge = "above"
            elif name == "hMerge" and attribute(child, "val") != "restart":
                merge = "left"
    return (span, "above") if merge == "above" else (span, "left") if merge == "left" else (span, "")


def _count(node: etree._Element) -> int:
    text = attribute(node, "val") or ""
    return min(int(text), _MAX_COLUMNS) if text.isdecimal() and len(text) < 9 else 0


def _characters(node: etree._Element, name: str, font: str) -> str:
    if name == "t":
        return node.text or ""
    if name in {"tab", "ptab"}:
        return "\t"
    if name in {"br", "cr"}:
        return "\n"
    if name == "noBreakHyphen":
        return "-"
    if name == "softHyphen":  # in old fonts this code is the letter "ư"
        return "\u00ad" if _is_legacy(font) else ""
    if name == "sym":
        return _symbol(attribute(node, "font") or "", attribute(node, "char") or "")
    return ""


def _symbol(font: str, code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    value = value & 0xFF if 0xF000 <= value <= 0xF0FF else value
    if font.lower().startswith("wingdings"):
        return "x" if value in _WINGDINGS_TICKS else ""
    character = chr(value) if 0x20 <= value < 0xD800 else ""
    return _decoded(character, font)


def _is_legacy(font: str) -> bool:
    return font.strip().lower().startswith((".vn", "vni"))


def _decoded(text: str, font: str) -> str:
    if _is_legacy(font):  # symbol fonts keep their codes in the private area
        text = "".join(chr(ord(c) & 0xFF) if 0xF000 <= ord(c) <= 0xF0FF else c for c in text)
        return legacy_to_unicode(text, font)
    return legacy_to_unicode(text) if not text.isascii() else text
