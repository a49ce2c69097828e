"""The shipped campaign, its instants moved so that its deadline lies where a drill wants it."""

import re
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00")
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_DEADLINE = datetime(2024, 11, 20, tzinfo=_ZONE)


def write_moved_campaign(path: Path, now: datetime, days_left: int = 2) -> Path:
    """The campaign as it would be if its deadline came so many midnights after `now`."""
    today = now.astimezone(_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    by = today + timedelta(days=days_left) - _DEADLINE
    text = (resources.files("config") / "campaigns" / "congress-2024.toml").read_text(encoding="utf-8")
    deadline = (_DEADLINE + by).strftime("%d/%m/%Y")
    moved = _INSTANT.sub(lambda found: (datetime.fromisoformat(found[0]) + by).isoformat(), text)
    path.write_text(moved.replace("20/11/2024", deadline), encoding="utf-8")
    return path
