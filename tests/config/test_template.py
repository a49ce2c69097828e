"""The file that `init` writes."""

import tomllib
from pathlib import Path

from config.load import load_settings
from config.settings import Settings, setting_keys
from config.template import TEMPLATE


def test_it_loads_and_says_nothing_but_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "tiepnhan.toml"
    path.write_text(TEMPLATE, encoding="utf-8")
    assert load_settings(path, {}) == Settings()


def test_every_key_is_in_it() -> None:
    values = tomllib.loads(TEMPLATE)
    written: set[tuple[str, ...]] = {
        (name, key) for name, table in values.items() if isinstance(table, dict) for key in table
    }
    written |= {(name,) for name, value in values.items() if not isinstance(value, dict)}
    assert written == set(setting_keys())
