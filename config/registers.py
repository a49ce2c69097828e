"""Reads a register of units from CSV and spells out the names that a rule can make.

The 63 Sở Tư pháp and 63 Cục THADS are known under many spellings, but all by the same pattern: a head, perhaps a word
for the kind of province, and the province. So their rows hold only the province and its irregular spellings
(`province_names`), and names, letterheads and symbols are made here. Other units list theirs. Case, accents and
punctuation are left to whoever compares: spellings that differ in nothing else need not be listed.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from config.campaign import RegisterRef
from config.problems import ConfigError, Problem
from config.units import Register, Unit

_COLUMNS = (
    *("code", "kind", "name", "short", "names", "province", "province_names", "region", "cluster", "field_scope"),
    *("weak", "letterhead_parent", "letterhead_unit", "symbols", "domains"),
)
_CITY = "thành phố"
_CITY_WORDS = ("", "TP. ", "thành phố ")
_PROVINCE_WORDS = ("", "tỉnh ", "T. ")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """How the units of one kind are named all over the country."""

    heads: tuple[str, ...]  # the first is the full one
    short: str
    letterhead_parents: tuple[str, ...]  # {place} is "TỈNH X" or "THÀNH PHỐ X"
    letterhead_units: tuple[str, ...]
    symbols: tuple[str, ...]


_PATTERNS = {
    "so_tu_phap": _Pattern(
        heads=("Sở Tư pháp", "STP", "Sở TP", "S. Tư pháp"),
        short="STP",
        letterhead_parents=("ỦY BAN NHÂN DÂN {place}", "UBND {place}"),
        letterhead_units=("SỞ TƯ PHÁP",),
        symbols=("STP",),
    ),
    "cuc_thads": _Pattern(
        heads=(
            "Cục Thi hành án dân sự",
            "Cục THADS",
            "CTHADS",
            "THADS",
            "Cục THA dân sự",
            "Cục THA DS",
            "Cục THA",
            "Cục Thi hành án",
            "Thi hành án dân sự",
        ),
        short="Cục THADS",
        letterhead_parents=("TỔNG CỤC THI HÀNH ÁN DÂN SỰ",),
        letterhead_units=("CỤC THI HÀNH ÁN DÂN SỰ", "CỤC THI HÀNH ÁN DÂN SỰ {place}"),
        symbols=("CTHADS", "THADS"),
    ),
}


def load_register(ref: RegisterRef | str) -> Register:
    """The register of a campaign: a shipped one by id (`units_2024`), or a path ending in .csv."""
    file = ref if isinstance(ref, str) else ref.file
    if not file.endswith(".csv"):
        return _parse(file, f"{file}.csv", _shipped(file))
    try:
        raw = Path(file).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        problem = Problem(file, "", f"không đọc được sổ đơn vị ({reason})", "kiểm tra đường dẫn và quyền đọc tệp")
        raise ConfigError([problem]) from None
    return _parse(Path(file).stem, file, raw)


def _shipped(name: str) -> bytes:
    folder = resources.files("config") / "units"
    known = sorted(item.name.removesuffix(".csv") for item in folder.iterdir() if item.name.endswith(".csv"))
    if name not in known:
        mend = f"dùng một trong: {', '.join(known)}; hoặc ghi đường dẫn đến tệp .csv"
        raise ConfigError([Problem(name, "", "không có sổ đơn vị này", mend)])
    return (folder / f"{name}.csv").read_bytes()


def _parse(name: str, file: str, raw: bytes) -> Register:
    try:
        reader = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), restkey="")
    except UnicodeDecodeError:
        raise ConfigError([Problem(file, "", "tệp không ở bảng mã UTF-8", "lưu lại tệp ở CSV UTF-8")]) from None
    if missing := [column for column in _COLUMNS if column not in (reader.fieldnames or ())]:
        problem = Problem(file, ", ".join(missing), "thiếu cột", f"tệp cần có các cột: {', '.join(_COLUMNS)}", 1)
        raise ConfigError([problem])
    units: list[Unit] = []
    problems: list[Problem] = []
    for row in reader:
        cells = {column: (row[column] or "").strip() for column in _COLUMNS}
        if not any(cells.values()):
            continue
        if empty := [column for column in ("code", "kind", "name") if not cells[column]]:
            problems.append(Problem(file, ", ".join(empty), "ô bắt buộc để trống", "điền ô này", reader.line_num))
        elif cells["kind"] in _PATTERNS and not cells["province"]:
            problems.append(Problem(file, "province", "thiếu tên tỉnh", "điền tên tỉnh", reader.line_num))
        elif any(unit.code == cells["code"] for unit in units):
            mend = "mỗi đơn vị một mã riêng"
            problems.append(Problem(file, "code", f"mã {cells['code']!r} bị trùng", mend, reader.line_num))
        else:
            units.append(_unit(cells))
    if problems:
        raise ConfigError(problems)
    return Register(name, tuple(units))


def _unit(cells: dict[str, str]) -> Unit:
    pattern = _PATTERNS.get(cells["kind"])
    full = cells["name"]
    listed = (cells["short"] or full, *_split(cells["names"]))
    short, *others = _local_names(pattern, cells) if pattern else listed
    weak = _split(cells["weak"])
    return Unit(
        code=cells["code"],
        name=full,
        kind=cells["kind"],
        names=(full, short, *(name for name in dict.fromkeys(others) if name not in {full, short})),
        weak_names=weak if not pattern else (*weak, *(f"{head} {word}" for word in weak for head in pattern.heads)),
        province=cells["province"],
        region=cells["region"],
        cluster=cells["cluster"],
        field_scope=cells["field_scope"],
        letterhead_parent=_split(cells["letterhead_parent"]) or _letterheads(pattern, cells, parent=True),
        letterhead_unit=_split(cells["letterhead_unit"]) or _letterheads(pattern, cells, parent=False),
        symbols=_split(cells["symbols"]) or (pattern.symbols if pattern else ()),
        domains=_split(cells["domains"]),
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _is_city(cells: dict[str, str]) -> bool:
    return _CITY in cells["name"].lower()


def _local_names(pattern: _Pattern, cells: dict[str, str]) -> Iterator[str]:
    """The short name of lists first, then every head with every word for province with every spelling of it.

    Spellings are also written in one word (`STP_LangSon`, `Kontum`), and so is the head (`SoTuPhapTinhLangSon.docx`).
    """
    province = cells["province"]
    saigon = "TP. " if province == "Hồ Chí Minh" else ""  # nobody leaves the word out of this one city's name
    yield f"{pattern.short} {saigon}{province}"
    spellings = [province, *_split(cells["province_names"])]
    glued = [_glued(spelling) for spelling in spellings]
    words = _CITY_WORDS if _is_city(cells) else _PROVINCE_WORDS
    for head in pattern.heads:
        for word in words:
            yield from (f"{head} {word}{spelling}" for spelling in (*spellings, *glued))
            yield from (_glued(head) + _glued(word) + spelling for spelling in glued)
        yield from (f"{_glued(head)} {spelling}" for spelling in glued)


def _glued(words: str) -> str:
    return words.translate({ord(mark): None for mark in " -."})


def _letterheads(pattern: _Pattern | None, cells: dict[str, str], *, parent: bool) -> tuple[str, ...]:
    if pattern is None:
        return ()
    words = ("THÀNH PHỐ", "TP.") if _is_city(cells) else ("TỈNH",)
    templates = pattern.letterhead_parents if parent else pattern.letterhead_units
    made = (template.format(place=f"{word} {cells['province'].upper()}") for template in templates for word in words)
    return tuple(dict.fromkeys(made))
