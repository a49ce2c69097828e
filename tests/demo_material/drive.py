"""The demo's Drive while it is being made: items with ids that follow from their names, and their bytes."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any

FOLDER = "application/vnd.google-apps.folder"
DOCUMENT = "application/vnd.google-apps.document"
SPREADSHEET = "application/vnd.google-apps.spreadsheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"jpg": "image/jpeg", "docx": _DOCX, "xlsx": _XLSX, "mp4": "video/mp4", "pdf": "application/pdf"}
_EXPORTS = {DOCUMENT: _DOCX, SPREADSHEET: _XLSX}

ANYONE = ["anyone"]
CLOSED: list[str] = []


def drive_id(words: str) -> str:
    """An id of 33 characters, always the same for the same words."""
    return "1" + base64.urlsafe_b64encode(hashlib.sha256(words.encode()).digest()).decode()[:32].replace("-", "x")


@dataclass(slots=True)
class SampleDrive:
    """What lies in the Drive (rows for `drive.json`) and the bytes by file name."""

    items: list[dict[str, Any]] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)

    def folder(self, name: str, parent: str = "", **more: Any) -> str:
        """Add a folder; its id."""
        return self._add(name, FOLDER, parent, more)

    def file(self, name: str, content: bytes, parent: str = "", **more: Any) -> str:
        """Add an uploaded file; its id."""
        more["content"] = self._keep(content, name.rpartition(".")[2].lower())
        return self._add(name, _TYPES[name.rpartition(".")[2].lower()], parent, more)

    def native(self, name: str, kind: str, exported: bytes, parent: str = "", **more: Any) -> str:
        """Add a Google document or sheet; its id."""
        more["exports"] = {_EXPORTS[kind]: self._keep(exported, "docx" if kind == DOCUMENT else "xlsx")}
        return self._add(name, kind, parent, more)

    def _keep(self, content: bytes, ending: str) -> str:
        name = f"{hashlib.sha256(content).hexdigest()[:16]}.{ending}"
        self.contents[name] = content
        return name

    def _add(self, name: str, kind: str, parent: str, more: dict[str, Any]) -> str:
        item_id = drive_id(f"{parent}/{name}")
        row = {"id": item_id, "name": name, "mime_type": kind, "parent": parent} | more
        self.items.append({key: value for key, value in row.items() if value})
        return item_id


def folder_link(item_id: str) -> str:
    """As "Sao chép đường liên kết" gives it."""
    return f"https://drive.google.com/drive/folders/{item_id}?usp=sharing"


def file_link(item_id: str) -> str:
    """The same for a file."""
    return f"https://drive.google.com/file/d/{item_id}/view?usp=drive_link"
