"""What is wrong with a file of ours, said so that whoever wrote the file can mend it, all of it at once."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which file (or environment variable), at which key, and what mends it."""

    file: str
    key: str
    message: str
    mend: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}, dòng {self.line}" if self.line else self.file
        where = f"{place}: {self.key}" if self.key else place
        return f"{where}: {self.message}; {self.mend}." if self.mend else f"{where}: {self.message}."


class ConfigError(Exception):
    """A configuration that cannot be used; bears every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the model said about one key, not yet tied to a file."""

    path: tuple[str | int, ...]
    message: str
    mend: str

    @property
    def key(self) -> str:
        return dotted(self.path)


def dotted(path: Iterable[str | int]) -> str:
    """A key as people write it: `mailbox.port`, `group[2].kinds`."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


# What pydantic says, by its type of error, in words for the reader: (what is wrong, what mends it).
_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("thiếu khóa bắt buộc", "bổ sung khóa này"),
    "string_type": ("phải là một chuỗi", "đặt giá trị trong dấu ngoặc kép"),
    "int_type": ("phải là số nguyên", "ghi một số, không có dấu ngoặc kép"),
    "int_parsing": ("phải là số nguyên", "ghi một số nguyên"),
    "bool_type": ("phải là true hoặc false", "ghi true hoặc false"),
    "bool_parsing": ("phải là true hoặc false", "ghi true hoặc false"),
    "tuple_type": ("phải là một danh sách", 'ghi trong ngoặc vuông, ví dụ ["a", "b"]'),
    "dict_type": ("phải là một bảng", "ghi thành một mục [tên] riêng"),
    "model_type": ("phải là một bảng", "ghi thành một mục [tên] riêng"),
    "model_attributes_type": ("phải là một bảng", "ghi thành một mục [tên] riêng"),
    "timezone_aware": ("thời điểm chưa có múi giờ", "thêm múi giờ, ví dụ 2024-11-20T00:00:00+07:00"),
    "datetime_type": ("phải là một thời điểm", "ghi không có dấu ngoặc kép, ví dụ 2024-11-20T00:00:00+07:00"),
    "datetime_parsing": ("không phải một thời điểm", "ghi như 2024-11-20T00:00:00+07:00"),
    "datetime_from_date_parsing": ("không phải một thời điểm", "ghi như 2024-11-20T00:00:00+07:00"),
    "date_type": ("phải là một ngày", "ghi không có dấu ngoặc kép, ví dụ 2024-10-31"),
    "date_parsing": ("không phải một ngày", "ghi như 2024-10-31"),
    "date_from_datetime_parsing": ("không phải một ngày", "ghi như 2024-10-31"),
    "date_from_datetime_inexact": ("phải là một ngày, không có giờ", "ghi như 2024-10-31"),
    "too_short": ("danh sách đang để trống", "ghi ít nhất một giá trị"),
    "time_delta_type": ("phải là một khoảng thời gian", 'ghi như "5m", "6h" hoặc "7d"'),
}
_UNKNOWN_MEND = "xem lại giá trị này trong tài liệu hướng dẫn"


def complaints(error: ValidationError, known: Iterable[str] = ()) -> list[Complaint]:
    """What a model refused, key by key. `known` are the keys that exist, dotted, for "did you mean"."""
    names = tuple(known)
    return [
        _complaint(tuple(step for step in item["loc"] if step != "[key]"), item, names)  # a key of a table, refused
        for item in error.errors(include_url=False)
    ]


def _complaint(path: tuple[str | int, ...], item: Any, known: tuple[str, ...]) -> Complaint:
    kind = item["type"]
    if kind == "extra_forbidden":
        return Complaint(path, "không có khóa này", did_you_mean(dotted(path), known, "khóa"))
    if kind == "literal_error":
        expected = item["ctx"]["expected"].replace("'", '"').replace(" or ", " hoặc ")
        return Complaint(path, f"giá trị {item['input']!r} không dùng được", f"chọn một trong: {expected}")
    if kind in {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}:
        return Complaint(path, "giá trị nằm ngoài khoảng cho phép", _limit(kind, item["ctx"]))
    if kind == "value_error":
        message, _, mend = str(item["ctx"]["error"]).partition("; ")
        return Complaint(path, message, mend or _UNKNOWN_MEND)
    message, mend = _WORDS.get(kind, (f"giá trị không dùng được ({item['msg']})", _UNKNOWN_MEND))
    return Complaint(path, message, mend)


def _limit(kind: str, context: dict[str, Any]) -> str:
    words = {"greater_than": "lớn hơn", "greater_than_equal": "từ", "less_than": "nhỏ hơn", "less_than_equal": "đến"}
    name = {"greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"}[kind]
    return f"chọn giá trị {words[kind]} {context[name]}"


def did_you_mean(name: str, known: Iterable[str], thing: str) -> str:
    """The mend for an unknown name: the nearest one that exists, else to remove it. `thing` is what it names."""
    choices = tuple(known)
    last = name.rpartition(".")[2]
    near = difflib.get_close_matches(name, choices, n=1) or difflib.get_close_matches(last, choices, n=1)
    return f"có lẽ là {near[0]}, nếu không thì bỏ {thing} này" if near else f"bỏ hoặc sửa lại {thing} này"
