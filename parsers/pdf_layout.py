"""From glyphs and rulings on a page to lines and tables as a person reads them. Coordinates run right and down."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from parsers.records import Cell, Merge, Row
from parsers.vietnamese.encodings import legacy_to_unicode
from parsers.vietnamese.folding import plain

_SNAP = 3.0  # rulings this near to each other are one
_MAX_CROSSINGS = 400_000  # pairs of rulings worth comparing; beyond, it is a drawing and no table
_WORD_GAP = 0.16  # of the line's height: a blank, where the file has none
_COLUMN_GAP = 1.1  # of the line's height: another column
_LABEL = re.compile(r"(?:[-+*•–o]|\(?(?:\d{1,3}|[a-zđA-Z]|[IVXLC]{1,6})(?:\.\d{1,2})*[.)]?)")
_TO_FILL_IN = re.compile(r"(?:ngày|tháng|năm|số|Số:?)$")  # a gap after these is a blank that nobody filled in
_COLUMN_WORDS = ("cong hoa xa hoi", "doc lap", "noi nhan", "dang cong san", "thu truong", "nguoi lap", "nguoi bao cao")
_AUTHORITY = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\s*\.?\s+[A-ZĐ]")
_CUT_NUMBER = re.compile(r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{0,3}|\d{1,2}[/.-]\d?|\d{1,3}(?:\.\d{3})*\.|\d{6,})$")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character with its box: left, right, top, bottom. Blanks count, they tell how wide a gap is."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    font: str = ""
    word: int = 0  # glyphs of one word in the file share a number: a word that juts out of its cell stays whole

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line within one column."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Rulings:
    """Horizontal (y, x0, x1) and vertical (x, y0, y1) lines."""

    horizontal: list[tuple[float, float, float]]
    vertical: list[tuple[float, float, float]]


@dataclass(slots=True)
class Lattice:
    """One ruled table: the positions of its rules, and for each grid position the region that it belongs to."""

    xs: list[float]
    ys: list[float]
    region: dict[tuple[int, int], tuple[int, int]]  # row, column -> the region's first row, column
    glyphs: dict[tuple[int, int], list[Glyph]] = field(default_factory=dict)

    def holds(self, word: Sequence[Glyph]) -> bool:
        x, y = _hold(word)
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def put(self, word: Sequence[Glyph]) -> None:
        x, y = _hold(word)
        self.glyphs.setdefault(self.region[_slot(self.ys, y), _slot(self.xs, x)], []).extend(word)

    def rows(self) -> tuple[Row, ...]:
        """The rows that are not wholly empty, numbered as they stand."""
        rows: list[Row] = []
        for row in range(len(self.ys) - 1):
            cells = tuple(self._cell(row, column) for column in range(len(self.xs) - 1))
            if any(cell.text or cell.merge for cell in cells):
                rows.append(Row(row + 1, cells))
        return tuple(rows)

    def _cell(self, row: int, column: int) -> Cell:
        first = self.region[row, column]
        if first != (row, column):
            merge: Merge = "left" if first[0] == row else "above"
            return Cell("", merge)
        last = max(c for (r, c), owner in self.region.items() if owner == first and r == row)
        return Cell(cell_text(self.glyphs.get(first, []), self.xs[column], self.xs[last + 1]))


def words(glyphs: Iterable[Glyph]) -> Iterable[list[Glyph]]:
    """The words as the file has them."""
    return (list(group) for _, group in groupby(glyphs, key=lambda glyph: glyph.word))


def _hold(word: Sequence[Glyph]) -> tuple[float, float]:
    """Where a word belongs: near its start, since what is too long for a cell runs out of it to the right."""
    width = max(g.x1 for g in word) - word[0].x0
    return word[0].x0 + min(width / 2, 0.6 * word[0].height), word[0].middle


Word = tuple[float, list[Glyph]]  # the gap before it, its letters


# lines ---------------------------------------------------------------------------------------------------------------


def lines(glyphs: Sequence[Glyph]) -> list[list[Piece]]:
    """Visual lines from top to bottom, each split into the columns that it runs through."""
    return [pieces for pieces in (_pieces(row) for row in _rows(glyphs)) if pieces]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    middle, height = 0.0, 0.0
    for glyph in sorted(glyphs, key=lambda g: g.middle):
        if rows and abs(glyph.middle - middle) <= 0.4 * min(height, glyph.height):
            rows[-1].append(glyph)
            middle += (glyph.middle - middle) / len(rows[-1])
        elif glyph.text.isspace():
            continue
        else:
            rows.append([glyph])
            middle, height = glyph.middle, glyph.height
    return rows


def _pieces(row: list[Glyph]) -> list[Piece]:
    ordered = _without_doubles(sorted(row, key=lambda g: g.x0))
    height = sorted(glyph.height for glyph in ordered)[len(ordered) // 2]
    words = _words(ordered, height)
    usual = sorted(gap for gap, _ in words[1:])
    typical = usual[len(usual) // 2] if len(usual) >= 3 else 0.0
    groups: list[list[Word]] = []
    for word in words:
        gap, letters = word
        if groups and not _new_column(gap, height, typical, groups[-1], letters):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_piece(group) for group in groups]


def _without_doubles(ordered: list[Glyph]) -> list[Glyph]:
    """Bold is sometimes drawn as the same letter twice, a hair apart."""
    kept: list[Glyph] = []
    for glyph in ordered:
        if any(g.text == glyph.text and abs(g.x0 - glyph.x0) < 0.1 * glyph.height for g in kept[-2:]):
            continue
        kept.append(glyph)
    return kept


def _words(ordered: list[Glyph], height: float) -> list[Word]:
    """Words with the gap before each."""
    words: list[Word] = []
    blank = False
    end = 0.0
    for glyph in ordered:
        if glyph.text.isspace():
            blank = True
            continue
        gap = glyph.x0 - end
        if not words or (blank and gap > 0.02 * height) or gap > _WORD_GAP * height:
            words.append((gap if words else 0.0, [glyph]))
        else:
            words[-1][1].append(glyph)
        blank = False
        end = max(end, glyph.x1) if words and len(words[-1][1]) > 1 else glyph.x1
    return words


def _new_column(gap: float, height: float, typical: float, before: list[Word], after: list[Glyph]) -> bool:
    """Whether a gap parts two columns, and is not a justified line, a tab after a label or a blank to be filled in."""
    if gap < max(_COLUMN_GAP * height, 2.2 * typical):
        return False
    text = _joined(before)
    if after[0].text in "/.…,;:)" or _TO_FILL_IN.search(text):
        return False
    if text.endswith(":"):
        return plain(text).startswith("noi nhan")
    return not _LABEL.fullmatch(text)


def _joined(words: list[Word]) -> str:
    """The words of a line. A blank left for number or day stays wide, since a draft is told by it."""
    parts: list[str] = []
    for gap, letters in words:
        if parts:
            wide = letters[0].text == "/" or _TO_FILL_IN.search(parts[-1])
            parts.append("  " if wide and gap > 0.5 * letters[0].height else " ")
        parts.append("".join(glyph.text for glyph in letters))
    text = "".join(parts)
    font = next((g.font for _, letters in words for g in letters if g.font), "")
    return unicodedata.normalize("NFC", legacy_to_unicode(text, font)).strip()


def _piece(words: list[Word]) -> Piece:
    letters = [glyph for _, word in words for glyph in word]
    return Piece(
        _joined(words),
        letters[0].x0,
        max(glyph.x1 for glyph in letters),
        min(glyph.top for glyph in letters),
        max(glyph.bottom for glyph in letters),
    )


def reading_order(rows: list[list[Piece]]) -> list[Piece]:
    """Pieces in the order of reading: letterheads and signature blocks column by column, everything else by line."""
    ordered: list[Piece] = []
    at = 0
    while at < len(rows):
        gutter = _gutter(rows, at)
        if gutter is not None:
            end, middle = _columns_end(rows, at, gutter)
            block = [piece for row in rows[at:end] for piece in row]
            if any(_parts_columns(piece.text) for piece in block):
                right_before = _take_right(ordered, rows[at], middle)
                left = [piece for piece in block if (piece.x0 + piece.x1) / 2 <= middle]
                right = [piece for piece in block if (piece.x0 + piece.x1) / 2 > middle]
                ordered += left + right_before + right
                at = end
                continue
        ordered.append(_as_one(rows[at]))
        at += 1
    return ordered


def _as_one(row: list[Piece]) -> Piece:
    """A line in columns of its own, as in a list without rules: its parts stay together, tabs between them."""
    text = "\t".join(piece.text for piece in row)
    return Piece(text, row[0].x0, row[-1].x1, min(piece.top for piece in row), max(piece.bottom for piece in row))


def _gutter(rows: list[list[Piece]], at: int) -> tuple[float, float] | None:
    """The free stripe between two columns that begin here: in one line, or in two that stand beside each other."""
    row = rows[at]
    if len(row) == 2:
        return row[0].x1, row[1].x0
    if len(row) == 1 and at + 1 < len(rows) and len(rows[at + 1]) == 1:
        first, second = sorted((row[0], rows[at + 1][0]), key=lambda piece: piece.x0)
        near = rows[at + 1][0].top - row[0].bottom < 4 * (row[0].bottom - row[0].top)
        if near and first.x1 < second.x0 and (_parts_columns(first.text) or _parts_columns(second.text)):
            return first.x1, second.x0
    return None


def _columns_end(rows: list[list[Piece]], start: int, gutter: tuple[float, float]) -> tuple[int, float]:
    """How far down the gutter stays free, and where it lies."""
    low, high = gutter
    bottom = rows[start][0].bottom
    at = start + 1
    while at < len(rows):
        row = rows[at]
        middle = (low + high) / 2
        new_low = max([low, *(piece.x1 for piece in row if (piece.x0 + piece.x1) / 2 <= middle)])
        new_high = min([high, *(piece.x0 for piece in row if (piece.x0 + piece.x1) / 2 > middle)])
        height = row[0].bottom - row[0].top
        far = row[0].top - bottom > 8 * height
        if len(row) > 2 or new_high - new_low < 0.4 * height or far or plain(row[0].text).startswith("kinh gui"):
            break
        low, high, bottom = new_low, new_high, row[0].bottom
        at += 1
    return at, (low + high) / 2


def _take_right(ordered: list[Piece], row: list[Piece], middle: float) -> list[Piece]:
    """Titles that stand alone above the first two-column line belong to its right column."""
    taken: list[Piece] = []
    top = row[0].top
    while ordered and len(taken) < 4:
        last = ordered[-1]
        if last.x0 <= middle or not -1 < (top - last.bottom) / (last.bottom - last.top) < 2:
            break
        taken.insert(0, ordered.pop())
        top = last.top
    return taken


def _parts_columns(text: str) -> bool:
    return _AUTHORITY.match(text) is not None or plain(text).startswith(_COLUMN_WORDS)


# cells ---------------------------------------------------------------------------------------------------------------


def cell_text(glyphs: Sequence[Glyph], left: float, right: float) -> str:
    """The text of a cell: soft line ends become blanks, numbers cut by a narrow column are whole again."""
    rows = [_piece(_words_of(row)) for row in _rows(glyphs)]
    if not rows:
        return ""
    margin = max(min(row.x0 for row in rows) - left, 0.0)
    room = max([right - left - 2 * margin, *(row.x1 - row.x0 for row in rows)])
    text = rows[0].text
    for before, after in pairwise(rows):
        text += _joint(before, after, room) + after.text
    return text


def _words_of(row: list[Glyph]) -> list[Word]:
    ordered = _without_doubles(sorted(row, key=lambda g: g.x0))
    return _words(ordered, sorted(glyph.height for glyph in ordered)[len(ordered) // 2])


def _joint(before: Piece, after: Piece, room: float) -> str:
    last = before.text.rsplit(" ", 1)[-1]
    first = after.text.split(" ", 1)[0]
    width = after.x1 - after.x0
    per_letter = width / max(len(after.text), 1)
    free = room - (before.x1 - before.x0)
    if first[:1].isdigit() and _CUT_NUMBER.search(last) and free < 2 * per_letter:
        return ""
    fits = (len(first) + 1) * per_letter + 2.0 < free
    return "\n" if fits else " "


# rulings -------------------------------------------------------------------------------------------------------------


def lattices(rulings: Rulings) -> list[Lattice]:
    """The ruled tables of a page, from top to bottom. Frames of a single cell are no tables."""
    horizontal = _joined_rules(_snapped(rulings.horizontal))
    vertical = _joined_rules(_snapped(rulings.vertical))
    if len(horizontal) * len(vertical) > _MAX_CROSSINGS:
        return []
    found = [_lattice(h, v) for h, v in _components(horizontal, vertical)]
    tables = [lattice for lattice in found if lattice is not None and len(set(lattice.region.values())) > 1]
    tables = [t for t in tables if not any(_inside(t, other) for other in tables if other is not t)]
    return sorted(tables, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _inside(inner: Lattice, outer: Lattice) -> bool:
    return (
        outer.xs[0] <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[-1]
        and outer.ys[0] <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[-1]
    )


Rule = tuple[float, float, float]  # its place across, then its two ends


def _snapped(rules: Iterable[Rule]) -> list[Rule]:
    """Rules that lie nearly on each other get the same place."""
    snapped: list[Rule] = []
    cluster: list[Rule] = []
    for rule in sorted(rules):
        if cluster and rule[0] - cluster[-1][0] > _SNAP:
            snapped += _same_place(cluster)
            cluster = []
        cluster.append(rule)
    return snapped + _same_place(cluster)


def _same_place(cluster: list[Rule]) -> list[Rule]:
    place = sum(rule[0] for rule in cluster) / len(cluster) if cluster else 0.0
    return [(place, start, end) for _, start, end in cluster]


def _joined_rules(rules: list[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    for place, start, end in sorted(rules):
        if joined and joined[-1][0] == place and start <= joined[-1][2] + _SNAP:
            joined[-1] = (place, joined[-1][1], max(joined[-1][2], end))
        else:
            joined.append((place, start, end))
    return [rule for rule in joined if rule[2] - rule[1] >= 4.0]


def _components(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch each other: two tables side by side stay two."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, (y, x0, x1) in enumerate(horizontal):
        for j, (x, y0, y1) in enumerate(vertical, len(horizontal)):
            if x0 - _SNAP <= x <= x1 + _SNAP and y0 - _SNAP <= y <= y1 + _SNAP:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(vertical, len(horizontal)):
        groups.setdefault(root(j), ([], []))[1].append(rule)
    return [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 2]


def _lattice(horizontal: list[Rule], vertical: list[Rule]) -> Lattice | None:
    """The grid of one group; positions without a rule between them are one region."""
    xs = sorted({rule[0] for rule in vertical})
    ys = sorted({rule[0] for rule in horizontal})
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > 50_000:
        return None
    walls_v = _covers(vertical)
    walls_h = _covers(horizontal)
    region: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in region:
                continue
            _claim(region, row, column, xs, ys, walls_h, walls_v)
    return Lattice(xs, ys, region)


def _covers(rules: list[Rule]) -> Callable[[float, float], bool]:
    by_place: dict[float, list[tuple[float, float]]] = {}
    for place, start, end in rules:
        by_place.setdefault(place, []).append((start, end))

    def covered(place: float, at: float) -> bool:
        return any(start <= at <= end for start, end in by_place.get(place, ()))

    return covered


def _claim(
    region: dict[tuple[int, int], tuple[int, int]],
    row: int,
    column: int,
    xs: list[float],
    ys: list[float],
    walls_h: Callable[[float, float], bool],
    walls_v: Callable[[float, float], bool],
) -> None:
    """Grow a rectangle from its upper left position, right and then down, up to the next rules."""
    middle = (ys[row] + ys[row + 1]) / 2
    right = column
    while right + 2 < len(xs) and (row, right + 1) not in region and not walls_v(xs[right + 1], middle):
        right += 1
    bottom = row
    while bottom + 2 < len(ys) and not any(
        walls_h(ys[bottom + 1], (xs[c] + xs[c + 1]) / 2) or (bottom + 1, c) in region for c in range(column, right + 1)
    ):
        bottom += 1
    for r in range(row, bottom + 1):
        for c in range(column, right + 1):
            region[r, c] = (row, column)


def _slot(places: list[float], at: float) -> int:
    for index in range(len(places) - 2):
        if at < places[index + 1]:
            return index
    return len(places) - 2
