"""Durations and sizes as people write them in a configuration file: "5m", "6h", "7d", "20GB"."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator

_DURATION = re.compile(r"(\d+)\s*(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION_WORDS = 'khoảng thời gian không đúng; ghi một số kèm đơn vị, ví dụ "5m", "6h" hoặc "7d"'
_SIZE = re.compile(r"(\d+)\s*(B|KB|MB|GB|TB)", re.IGNORECASE)
_BYTES = {"B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}


def _duration(value: Any) -> Any:
    if isinstance(value, str):
        match = _DURATION.fullmatch(value.strip())
        if not match:
            raise ValueError(_DURATION_WORDS)
        return timedelta(seconds=int(match[1]) * _SECONDS[match[2]])
    if not isinstance(value, timedelta):
        raise ValueError(_DURATION_WORDS)  # a bare 5 would be seconds to one reader and minutes to the next
    return value


def _size(value: Any) -> Any:
    if isinstance(value, str):
        match = _SIZE.fullmatch(value.strip())
        if not match:
            raise ValueError('dung lượng không đúng; ghi một số kèm đơn vị, ví dụ "500MB" hoặc "20GB"')
        return int(match[1]) * _BYTES[match[2].upper()]
    return value


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Size = Annotated[int, BeforeValidator(_size)]
