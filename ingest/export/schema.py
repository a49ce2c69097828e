"""The published JSON Schema of the export."""

import json
from pathlib import Path
from typing import Any

SCHEMA_FILE = Path(__file__).with_name("export.schema.json")


def load_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that every exported document obeys."""
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema
