"""What the demo shows: the sample mailbox and the items of the sample Drive, as they lie ready in `material/`."""

import json
from pathlib import Path
from typing import Any

from ingest.demo.emulator import EmulatedItem

MATERIAL = Path(__file__).parent / "material"
MAIL = MATERIAL / "mail"
MAILBOX = "hopthu.tiepnhan@example.vn"


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
