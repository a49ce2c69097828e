"""Reading a TOML file of ours: its values, and the line on which a key stands."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.problems import ConfigError, Problem

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_HEADER = re.compile(r"\s*(\[\[|\[)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")

Steps = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class TomlText:
    """A parsed file with its text, from which lines are told."""

    file: str
    values: dict[str, Any]
    lines: dict[Steps, int]

    def line(self, path: Steps) -> int | None:
        """The line of a key, or of the nearest thing around it (an inline table, the table's header)."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def read_toml(path: Path) -> TomlText:
    """The values of one file; raises `ConfigError` where it is missing, unreadable, not UTF-8 or not TOML."""
    file = str(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError([Problem(file, "", "không tìm thấy tệp", "kiểm tra đường dẫn của tệp")]) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        mend = "kiểm tra đường dẫn và quyền đọc tệp"
        raise ConfigError([Problem(file, "", f"không đọc được tệp ({reason})", mend)]) from None
    return parse_toml(file, raw)


def parse_toml(file: str, raw: bytes) -> TomlText:
    """The values of TOML bytes. A byte order mark, which Notepad likes to write, is forgiven."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError([Problem(file, "", "tệp không ở bảng mã UTF-8", "lưu lại tệp ở UTF-8", line)]) from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        reason = _AT_LINE.sub("", str(error)).strip()
        mend = "sửa lại cú pháp TOML tại dòng này hoặc dòng ngay trước"
        raise ConfigError([Problem(file, "", f"sai cú pháp TOML ({reason})", mend, line)]) from None
    return TomlText(file, values, _lines(text))


def _lines(text: str) -> dict[Steps, int]:
    """Where headers and keys stand. Lines inside a value are passed over, since none of ours looks like `key =`."""
    found: dict[Steps, int] = {}
    counts: dict[Steps, int] = {}
    table: Steps = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _names(header[2])
            if header[1] == "[[":
                found.setdefault(table, number)
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            else:
                table = _inside(table, counts)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_names(key[1])), number)
    return found


def _inside(table: Steps, counts: dict[Steps, int]) -> Steps:
    """`[group.owes]` after `[[group]]` belongs to the last group."""
    for length in range(len(table) - 1, 0, -1):
        if table[:length] in counts:
            return (*table[:length], counts[table[:length]], *table[length:])
    return table


def _names(dotted: str) -> Steps:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
