"""Excel workbooks (xlsx, xlsm): cells, links, merges and pictures of every sheet, read cell by cell.

Read from the XML itself and not through a library that builds a dense grid: two cells in opposite corners make such a
library ask for 17 billion cells and abort the process. This also keeps what people see: long numbers with all digits,
leading zeros that only the number format shows, and dates no finer than their format.
"""

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.artifact import Artifact, Spool
from parsers.budget import Budget
from parsers.errors import Damaged, Refused
from parsers.ooxml import Package, Relationship, attribute, local, open_package, relation_id
from parsers.reading import Child
from parsers.records import Link, Picture, Record, Text
from parsers.sheets import Grid, NumberFormat, clean_text, number_format, show_number
from parsers.vietnamese.encodings import legacy_to_unicode

Item = Record | Child

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_HYPERLINK = re.compile(r'HYPERLINK\(\s*"((?:[^"]|"")*)"\s*(?:[,;]\s*"((?:[^"]|"")*)")?', re.IGNORECASE)
_IMAGE = re.compile(r'IMAGE\(\s*"((?:[^"]|"")*)"', re.IGNORECASE)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def parse(artifact: Artifact, budget: Budget, spool: Spool) -> Iterator[Item]:
    """One table for each sheet that holds something, hidden ones too, in the order of the tabs."""
    with open_package(artifact, budget) as package:
        main = package.main_part("xl/workbook.xml")
        yield from _Workbook(package, budget, spool, main).read()


@dataclass(frozen=True, slots=True)
class _Look:
    """What a cell's style means for its text."""

    number: NumberFormat
    font: str


@dataclass(slots=True)
class _Workbook:
    package: Package
    budget: Budget
    spool: Spool
    main: str
    strings: list[str] = field(default_factory=list)
    looks: list[_Look] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)  # part name -> name of its child
    epoch_1904: bool = False

    def read(self) -> Iterator[Item]:
        root = self.package.xml(self.main)
        relationships = self.package.relationships(self.main)
        properties = next((node for node in root if local(node) == "workbookPr"), None)
        self.epoch_1904 = properties is not None and attribute(properties, "date1904") in {"1", "true"}
        for found in relationships.values():
            if found.kind == "sharedStrings" and found.target in self.package:
                self.strings = self.shared_strings(found.target)
            elif found.kind == "styles":
                self.looks = _looks(self.package.xml_or_none(found.target))
        sheets = [node for group in root if local(group) == "sheets" for node in group if local(node) == "sheet"]
        if not sheets:
            raise Damaged("the workbook has no sheets")
        for node in sheets:
            target = relationships.get(relation_id(node, "id"))
            if target is not None and target.kind in {"worksheet", "chartsheet"} and target.target in self.package:
                name = unicodedata.normalize("NFC", attribute(node, "name") or "").strip()
                yield from self.sheet(target.target, name)
        yield from self.unplaced()

    def unplaced(self) -> Iterator[Item]:
        """Pictures that no drawing places (put "in a cell" by newer Excel) are still handed over."""
        for part in self.package.names():
            if part.lower().startswith("xl/media/") and part not in self.labels:
                yield from self.put(part)
                yield Picture("workbook", self.labels[part])

    def shared_strings(self, part: str) -> list[str]:
        strings: list[str] = []
        for node in _elements(self.package, part, "si"):
            strings.append(_rich_text(node))
            if len(strings) > self.budget.limits.cells:
                raise Refused(f"more than {self.budget.limits.cells} strings")
        return strings

    def sheet(self, part: str, name: str) -> Iterator[Item]:
        locator = f"sheet {name}"
        relationships = self.package.relationships(part)
        grid = Grid()
        links: list[Link] = []
        drawings: list[str] = []
        row = 0
        for node in _elements(self.package, part, "row", "mergeCell", "hyperlink", "drawing"):
            tag = local(node)
            if tag == "row":
                row = _integer(node.get("r"), row + 1)
                column = 0
                for cell in node:
                    row, column = _position(cell.get("r"), row, column + 1)
                    self.cell(cell, row, column, grid, links, locator)
            elif tag == "mergeCell":
                _merge(attribute(node, "ref") or "", grid)
            elif tag == "hyperlink":
                _hyperlink(node, relationships, grid, links, locator)
            else:
                drawings.append(relation_id(node, "id"))
        others: list[Item] = []
        for identity in drawings:
            target = relationships.get(identity)
            if target is not None and target.kind == "drawing" and target.target in self.package:
                others.extend(self.drawing(target.target, grid, locator))
        table = grid.table(locator, name, self.budget)
        if table is not None:
            yield table
        yield from others
        yield from links

    def cell(self, node: etree._Element, row: int, column: int, grid: Grid, links: list[Link], locator: str) -> None:
        kind = node.get("t") or "n"
        raw, formula, inline = "", "", ""
        for child in node:
            tag = local(child)
            if tag == "v":
                raw = child.text or ""
            elif tag == "f":
                formula = (child.text or "")[:10_000]
            elif tag == "is":
                inline = _rich_text(child)
        style = _integer(node.get("s"), 0)
        look = self.looks[style] if 0 <= style < len(self.looks) else _PLAIN
        text = self.value(kind, raw, inline, look)
        if formula:
            text = _formula_link(formula, text, f"{locator} row {row}", links)
        grid.put(row, column, text, self.budget)

    def value(self, kind: str, raw: str, inline: str, look: _Look) -> str:
        if kind == "s":
            at = _integer(raw, -1)
            return _decoded(self.strings[at], look.font) if 0 <= at < len(self.strings) else ""
        if kind == "inlineStr":
            return _decoded(inline, look.font)
        if kind == "str":
            return _decoded(clean_text(raw), look.font)
        if kind == "b":
            return "TRUE" if raw.strip() == "1" else "FALSE" if raw.strip() else ""
        if kind == "e":
            return ""
        if kind == "d":
            moment = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d)(?!:00(?:\.0*)?Z?$).*|T.*)?", raw.strip())
            return f"{moment[3]}/{moment[2]}/{moment[1]}" if moment else clean_text(raw)
        return show_number(raw.strip(), look.number, self.epoch_1904) if raw.strip() else ""

    def drawing(self, part: str, grid: Grid, locator: str) -> Iterator[Item]:
        """Pictures go to the cell at their upper left corner, text boxes become texts."""
        relationships = self.package.relationships(part)
        for anchor in self.package.xml(part):
            corner = next((node for node in anchor if local(node) == "from"), None)
            for node in anchor.iter():
                if local(node) == "blip":
                    yield from self.picture(relationships, node, corner, grid, locator)
                elif local(node) == "hlinkClick":
                    target = relationships.get(relation_id(node, "id"))
                    if target is not None and target.external:
                        yield Link(locator, target.target)
                elif local(node) == "txBody":
                    yield from _box_lines(node, locator)

    def picture(
        self,
        relationships: dict[str, Relationship],
        blip: etree._Element,
        corner: etree._Element | None,
        grid: Grid,
        locator: str,
    ) -> Iterator[Item]:
        target = relationships.get(relation_id(blip, "embed"))
        if target is None or target.external or target.target not in self.package:
            return
        yield from self.put(target.target)
        label = self.labels[target.target]
        if corner is None:
            yield Picture(locator, label)
            return
        values = {local(node): _integer(node.text, 0) for node in corner}
        row = min(max(values.get("row", 0), 0), _LAST_ROW - 1) + 1
        column = min(max(values.get("col", 0), 0), _LAST_COLUMN - 1) + 1
        grid.pictures.setdefault((row, column), []).append(label)

    def put(self, part: str) -> Iterator[Child]:
        if part not in self.labels:
            self.labels[part] = posixpath.basename(part)
            yield self.package.child(part, self.labels[part], self.spool)


_PLAIN = _Look(NumberFormat(), "")


def _elements(package: Package, part: str, *names: str) -> Iterator[etree._Element]:
    """Each finished element of these names; what was read is let go, so memory stays flat."""
    tags = tuple(f"{{*}}{name}" for name in names)
    try:
        with package.open(part) as file:
            for _, node in etree.iterparse(
                file,
                events=("end",),
                tag=tags,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            ):
                yield node
                node.clear()
                parent = node.getparent()
                while parent is not None and node.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        raise Damaged(f"part {posixpath.basename(part)} is not well-formed XML: {error}") from error


def _position(reference: str | None, row: int, column: int) -> tuple[int, int]:
    """Row and column of "B7"; cells may leave their reference out and then simply follow."""
    found = _REFERENCE.fullmatch(reference) if reference else None
    if found is None:
        return row, column
    number = 0
    for letter in found.group(1):
        number = number * 26 + ord(letter) - 64
    return int(found.group(2)), number


def _merge(reference: str, grid: Grid) -> None:
    first, _, last = reference.partition(":")
    if _REFERENCE.fullmatch(first) and _REFERENCE.fullmatch(last) and len(grid.merges) < 200_000:
        top, left = _position(first, 1, 1)
        bottom, right = _position(last, 1, 1)
        grid.merges.append((top, left, bottom, right))


def _hyperlink(
    node: etree._Element, relationships: dict[str, Relationship], grid: Grid, links: list[Link], locator: str
) -> None:
    target = relationships.get(relation_id(node, "id"))
    if target is None or not target.external:
        return
    row, column = _position((attribute(node, "ref") or "").partition(":")[0], 0, 0)
    place = attribute(node, "location")
    url = target.target + (f"#{place}" if place else "")
    text = grid.texts.get((row, column), "") or clean_text(attribute(node, "display") or "")
    links.append(Link(f"{locator} row {row}" if row else locator, url, text))
    if row and column and (row, column) not in grid.texts and text:
        grid.texts[row, column] = text


def _formula_link(formula: str, text: str, locator: str, links: list[Link]) -> str:
    """The address in =HYPERLINK("…"; "…") or =IMAGE("…"); the text that the cell shows."""
    found = _HYPERLINK.search(formula)
    if found:
        url = found.group(1).replace('""', '"')
        shown = text or (found.group(2) or "").replace('""', '"') or url
        links.append(Link(locator, url, shown))
        return shown
    image = _IMAGE.search(formula)
    if image:
        links.append(Link(locator, image.group(1).replace('""', '"'), text))
    return text


def _rich_text(node: etree._Element) -> str:
    """The text of a string, without reading aids; a run in an old font is decoded."""
    parts: list[str] = []
    for child in node:
        tag = local(child)
        if tag == "t":
            parts.append(child.text or "")
        elif tag == "r":
            font = next(
                (attribute(n, "val") or "" for p in child if local(p) == "rPr" for n in p if local(n) == "rFont"), ""
            )
            text = "".join(inner.text or "" for inner in child if local(inner) == "t")
            parts.append(legacy_to_unicode(text, font) if font.lower().startswith((".vn", "vni")) else text)
    return clean_text("".join(parts))


def _box_lines(body: etree._Element, locator: str) -> Iterator[Text]:
    for paragraph in body:
        text = clean_text("".join(node.text or "" for node in paragraph.iter() if local(node) == "t"))
        if text:
            yield Text(locator, text)


def _looks(root: etree._Element | None) -> list[_Look]:
    """The cell styles of the workbook, in order."""
    codes: dict[int, str] = {}
    fonts: list[str] = []
    looks: list[_Look] = []
    for group in root if root is not None else ():
        name = local(group)
        for node in group:
            if name == "numFmts":
                codes[_integer(attribute(node, "numFmtId"), -1)] = attribute(node, "formatCode") or ""
            elif name == "fonts":
                fonts.append(next((attribute(child, "val") or "" for child in node if local(child) == "name"), ""))
            elif name == "cellXfs":
                identity = _integer(attribute(node, "numFmtId"), 0)
                font = _integer(attribute(node, "fontId"), -1)
                looks.append(
                    _Look(
                        number_format(identity, codes.get(identity, "")), fonts[font] if 0 <= font < len(fonts) else ""
                    )
                )
    return looks


def _decoded(text: str, font: str) -> str:
    if text.isascii() and not font.lower().startswith(".vn"):
        return text
    return legacy_to_unicode(text, font if font.lower().startswith((".vn", "vni")) else "")


def _integer(text: str | None, default: int) -> int:
    stripped = (text or "").strip()
    return int(stripped) if stripped.isascii() and stripped.isdecimal() and len(stripped) <= 9 else default
