"""On which line of a TOML file a key stands."""

from config.toml_text import parse_toml

_TEXT = b"""id = "x"
letter = { number = "1/X", date = 2024-01-01 }
[defaults]
deadline = 2024-11-20T00:00:00+07:00
[[group]]
id = "a"
[[group]]
id = "b"   # comment
[group.timing.media]
"deadline" = 2024-11-25T00:00:00+07:00
"""


def test_it_finds_keys_of_tables_and_of_table_arrays() -> None:
    text = parse_toml("x.toml", _TEXT)
    assert text.line(("id",)) == 1
    assert text.line(("defaults", "deadline")) == 4
    assert text.line(("group", 0, "id")) == 6
    assert text.line(("group", 1, "id")) == 8
    assert text.line(("group", 1, "timing", "media", "deadline")) == 10


def test_it_names_the_nearest_thing_around_a_key_that_has_no_line() -> None:
    text = parse_toml("x.toml", _TEXT)
    assert text.line(("letter", "number")) == 2
    assert text.line(("group", 1, "kinds")) == 7
    assert text.line(("nothing",)) is None
