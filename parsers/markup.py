"""HTML of mails and files as records: lines by block, tables, addresses behind texts; and quoted history cut off."""

import html as entities
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.records import Cell, Link, Merge, Picture, Record, Row, Table, Text
from parsers.vietnamese.encodings import legacy_to_unicode
from parsers.vietnamese.folding import plain

MAX_CHARACTERS = 32 << 20
_MAX_DEPTH = 1_000  # the parser's time grows with the square of the depth
_MAX_COLUMNS = 200
_MAX_CELLS = 500_000

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "caption", "dd", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul"),
    )
)
_UNSEEN = frozenset(
    (
        "head",
        "script",
        "style",
        "title",
        "noscript",
        "template",
        "svg",
        "math",
        "object",
        "select",
        "textarea",
        "button",
    )
)
_NEVER_NEST = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"),
        *("p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dd", "dt", "option", "html", "body", "head"),
    )
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)([^<>]*)>")  # stops at the next "<", so that no text is scanned twice
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]{1,8000})"|'([^']{1,8000})')""", re.IGNORECASE)
_BLANKS = re.compile(r"[\s\u00a0\u2007\u202f]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BORDER_TOP = re.compile(r"border-top\s*:\s*solid", re.IGNORECASE)
_HEADER_WORDS = ("from ", "tu ", "nguoi gui ", "sent ", "da gui ", "de ")
_QUOTE_BOXES = (
    "div.gmail_quote, div.gmail_quote_container, blockquote.gmail_quote, blockquote[type=cite], div.yahoo_quoted, "
    "div.moz-cite-prefix, div.moz-forward-container, div.zmail_extra, div.protonmail_quote, div.tutanota_quote, "
    "div.gmail_attr, blockquote.iosymail, div.ydpyahoo_quoted"
)
_QUOTE_STARTS = (
    "#divRplyFwdMsg, #x_divRplyFwdMsg, hr#zwchr, div.OutlookMessageHeader, #mail-editor-reference-message-container, "
    "#reply-intro, #isForwardContent, #isReplyContent, div.WordSection1 > div > div[style], div > div[style]"
)


def html_to_records(html: str) -> list[Record]:
    """Lines, tables and links in order. A picture shown by `cid:` is a Picture whose child is "cid:ID"."""
    html = html[:MAX_CHARACTERS]
    if _too_deep(html):
        return list(_flat(html))
    tree = LexborHTMLParser(html)
    root = tree.body or tree.root
    if root is None:
        return []
    walk = _Walk()
    walk.through(root)
    walk.flush()
    return walk.records


def split_quoted(html: str) -> tuple[str, str]:
    """What the sender wrote, and the history or forwarded mail that mail programs mark as such, both as HTML."""
    html = html[:MAX_CHARACTERS]
    if _too_deep(html):
        return html, ""
    tree = LexborHTMLParser(html)
    if tree.body is None:
        return html, ""
    quoted: list[str] = []
    behind = _cut_behind(tree)
    for _ in range(500):
        box = tree.css_first(_QUOTE_BOXES)
        if box is None:
            break
        quoted.append(box.html or "")
        box.decompose()
    body = tree.body
    return (body.html or "") if body is not None else "", "\n".join((*quoted, *behind))


def _cut_behind(tree: LexborHTMLParser) -> list[str]:
    """Programs of the Outlook family put no box around the history: it is all that follows a header block."""
    start = next((node for node in tree.css(_QUOTE_STARTS) if _starts_history(node)), None)
    if start is None:
        return []
    cut: list[str] = []
    node: LexborNode | None = start
    first = True
    while node is not None and node.tag not in {"body", "html"}:
        following = list(_siblings(node if first else node.next))
        parent = node.parent
        for one in following:
            cut.append(one.html or "")
            one.decompose()
        node, first = parent, False
    return cut


def _starts_history(node: LexborNode) -> bool:
    style = node.attributes.get("style") or ""
    if node.id or node.tag == "hr" or "OutlookMessageHeader" in (node.attributes.get("class") or ""):
        return True
    if not _BORDER_TOP.search(style):
        return False
    return f"{plain(node.text()[:200])} ".startswith(_HEADER_WORDS)


def _siblings(node: LexborNode | None) -> Iterator[LexborNode]:
    while node is not None:
        following = node.next
        yield node
        node = following


@dataclass(slots=True)
class _Walk:
    """Lines are gathered while the tree is walked without recursion, since senders decide how deep it is."""

    records: list[Record] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    pending: list[Record] = field(default_factory=list)  # links and pictures of the line that is being gathered
    counters: list[int] = field(default_factory=list)  # of ordered lists; 0 for unordered ones
    line: int = 0
    table: int = 0
    inside_cell: bool = False

    def through(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, done = stack.pop()
            if done:
                self.leave(node)
                continue
            if self.enter(node):
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(_siblings(node.child))))

    def enter(self, node: LexborNode) -> bool:
        """Take up a node; whether its children are to be walked."""
        tag = node.tag or ""
        if tag == "-text":
            self.add(node.text_content or "", node)
            return False
        if tag.startswith(("-", "!")) or tag in _UNSEEN or _HIDDEN.search(node.attributes.get("style") or ""):
            return False
        if tag == "br":
            self.flush()
        elif tag == "img":
            self.image(node)
        elif tag in {"a", "area"}:
            self.link(node)
        elif tag == "table" and not self.inside_cell and _is_grid(node):
            self.flush()
            self.grid(node)
            return False
        elif tag in _BLOCKS:
            self.flush()
            self.open_list(tag, node)
        return True

    def leave(self, node: LexborNode) -> None:
        if node.tag in _BLOCKS:
            self.flush()
        if node.tag in {"ol", "ul"} and self.counters:
            self.counters.pop()

    def open_list(self, tag: str, node: LexborNode) -> None:
        if tag in {"ol", "ul"}:
            start = node.attributes.get("start") or "1"
            first = int(start) if start.isdecimal() and len(start) < 6 else 1
            self.counters.append(first if tag == "ol" else 0)
        elif tag == "li" and self.counters:
            number = self.counters[-1]
            self.buffer.append(f"{number}. " if number else "- ")
            self.counters[-1] += 1 if number else 0

    def add(self, text: str, node: LexborNode) -> None:
        parent = node.parent
        if "\n" in text and parent is not None and _is_preformatted(parent):
            for at, part in enumerate(text.split("\n")):
                if at:
                    self.flush()
                self.buffer.append(part)
        else:
            self.buffer.append(text)

    def flush(self) -> None:
        text = tidy("".join(self.buffer))
        self.buffer.clear()
        if text and text != "-":
            self.line += 1
            self.records.append(Text(f"line {self.line}", text))
        self.records.extend(self.pending)
        self.pending.clear()

    def link(self, node: LexborNode) -> None:
        href = tidy(node.attributes.get("href") or "").replace(" ", "%20")
        if href and not href.startswith("#") and not href.lower().startswith("javascript:"):
            self.pending.append(Link(f"line {self.line + 1}", href, tidy(node.text())[:500]))

    def image(self, node: LexborNode) -> None:
        source = (node.attributes.get("src") or "").strip()
        if source.lower().startswith("cid:"):
            name = f"cid:{source[4:].strip('<> ')}"
            self.pending.append(Picture(f"line {self.line + 1}", name, tidy(node.attributes.get("alt") or "")))

    def grid(self, node: LexborNode) -> None:
        self.table += 1
        locator = f"table {self.table}"
        rows, others = _grid_rows(node, locator)
        if rows:
            self.records.append(Table(locator, rows))
        self.records.extend(others)


def tidy(text: str) -> str:
    """One line of text: NFC, single blanks, nothing invisible, old fonts decoded where that is sure."""
    shown = unicodedata.normalize("NFC", _BLANKS.sub(" ", text).translate(_INVISIBLE)).strip()
    return shown if shown.isascii() else legacy_to_unicode(shown)


def _is_preformatted(node: LexborNode) -> bool:
    style = node.attributes.get("style") or ""
    return node.tag == "pre" or "pre-wrap" in style or "pre-line" in style


def _is_grid(node: LexborNode) -> bool:
    """A table of data: no table inside it, two rows and two columns at least. Mails use others for their layout."""
    if node.attributes.get("role") == "presentation" or len(node.css("table")) > 1:
        return False
    wide = [row for row in node.css("tr") if len([c for c in _siblings(row.child) if c.tag in {"td", "th"}]) >= 2]
    return len(wide) >= 2


def _grid_rows(node: LexborNode, locator: str) -> tuple[tuple[Row, ...], list[Record]]:
    """The rows on their grid, spans taken apart; links and pictures of the cells beside."""
    rows: list[Row] = []
    others: list[Record] = []
    hanging: dict[int, int] = {}  # column -> rows that a cell above still covers
    cells = 0
    for number, row in enumerate(node.css("tr"), 1):
        built: list[Cell] = []
        for cell in _siblings(row.child):
            if cell.tag not in {"td", "th"} or len(built) >= _MAX_COLUMNS:
                continue
            _hang(built, hanging)
            walk = _Walk(inside_cell=True)
            walk.through(cell)
            walk.flush()
            place = f"{locator} row {number}"
            others.extend(_placed(record, place) for record in walk.records if isinstance(record, Link))
            pictures = tuple(record.child for record in walk.records if isinstance(record, Picture))
            text = "\n".join(record.text for record in walk.records if isinstance(record, Text))
            span, depth = _span(cell, "colspan", _MAX_COLUMNS), _span(cell, "rowspan", 10_000)
            for offset in range(min(span, _MAX_COLUMNS - len(built))):
                if depth > 1:
                    hanging[len(built)] = depth
                built.append(Cell("", "left") if offset else Cell(text, "", pictures))
        _hang(built, hanging)
        hanging = {column: left - 1 for column, left in hanging.items() if left > 1}
        cells += len(built)
        if cells > _MAX_CELLS:
            break
        if any(cell.text or cell.pictures or cell.merge for cell in built):
            rows.append(Row(number, tuple(built)))
    return tuple(rows), others


def _hang(built: list[Cell], hanging: dict[int, int]) -> None:
    above: Merge = "above"
    while len(built) in hanging and len(built) < _MAX_COLUMNS:
        built.append(Cell("", above))


def _placed(record: Link, place: str) -> Record:
    return Link(place, record.url, record.text)


def _span(node: LexborNode, name: str, most: int) -> int:
    text = (node.attributes.get(name) or "1").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdecimal() and len(text) < 8 else 1


def _too_deep(html: str) -> bool:
    depth = 0
    for match in _TAG.finditer(html):
        if match[2].lower() in _NEVER_NEST or match[3].endswith("/"):
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _MAX_DEPTH:
            return True
    return False


def _flat(html: str) -> Iterator[Record]:
    """The words of a page that nobody typed: lines and addresses, without its structure."""
    number, at, unseen = 0, 0, ""
    buffer: list[str] = []
    links: list[str] = []
    for match in [*_TAG.finditer(html), None]:
        if not unseen:
            buffer.append(html[at : match.start() if match else len(html)])
        tag = match[2].lower() if match else "p"
        if match is not None:
            at = match.end()
            if not match[1] and tag in {"script", "style", "title"} and not unseen:
                unseen = tag
            elif match[1] and tag == unseen:
                unseen = ""
            links += [found[1] or found[2] for found in _HREF.finditer(match[3])]
        if tag in _BLOCKS or tag == "br":
            text = tidy(entities.unescape("".join(buffer)))
            buffer.clear()
            number += bool(text)
            if text:
                yield Text(f"line {number}", text)
            yield from (Link(f"line {max(number, 1)}", entities.unescape(url).strip()) for url in links)
            links.clear()
