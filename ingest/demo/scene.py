"""What the demo shows: the sample mailbox and the items of the sample Drive, as they lie ready in `material/`."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ingest.demo.emulator import EmulatedItem

MATERIAL = Path(__file__).parent / "material"
MAIL = MATERIAL / "mail"
MAILBOX = "hopthu.tiepnhan@example.vn"


def deliver(mailbox: Path, until: datetime) -> None:
    """Put into a folder every sample mail that has arrived until an instant; one that lies there stays as it is."""
    for mail in sorted(MAIL.rglob("*.eml")):
        place = mailbox / mail.relative_to(MAIL)
        if _arrival(mail) <= until and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(mail, place)


def _arrival(mail: Path) -> datetime:
    """A sample's name begins with month, day, hour and minute of its arrival in Hà Nội: 1115-0912-lang-son.eml."""
    return datetime.strptime(f"2024{mail.name[:9]}", "%Y%m%d-%H%M").replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def drive_items() -> list[EmulatedItem]:
    """Everything that lies in the sample Drive, with who may see it."""
    rows: list[dict[str, Any]] = json.loads((MATERIAL / "drive.json").read_text(encoding="utf-8"))
    return [_item(row) for row in rows]


def _item(row: dict[str, Any]) -> EmulatedItem:
    values = dict(row)
    if "content" in values:
        values["content"] = _content(values["content"])
    if "exports" in values:
        values["exports"] = {kind: _content(name).read_bytes() for kind, name in values["exports"].items()}
    values["access"] = tuple(values.get("access", ()))
    return EmulatedItem(**values)


def _content(name: str) -> Path:
    return MATERIAL / "drive" / name
