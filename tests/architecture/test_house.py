"""The shape of the house: packages, tables, manuals and the words of the README hold together."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

from ingest.cli import cli
from parsers.formats import FORMATS
from validators.manual import manual

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ingest", "parsers", "validators", "config")


@pytest.mark.parametrize("name", PACKAGES)
def test_the_package_imported_is_ours(name: str) -> None:
    """`validators` is also a package of the index; a dependency that brings it must not hide ours."""
    found = importlib.import_module(name).__file__
    assert found is not None
    assert Path(found).parent == ROOT / name


def test_every_folder_of_tests_is_a_package() -> None:
    """Without it pytest would take tests/parsers for our parsers."""
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_format_module_is_in_the_table_and_has_a_test() -> None:
    modules = {path.stem for path in (ROOT / "parsers" / "formats").glob("*.py")} - {"__init__"}
    assert modules == {form.module for form in FORMATS.values()}
    tests = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "parsers" / "formats").glob("test_*.py")}
    assert {module.rstrip("_") for module in modules} <= {test.rstrip("_") for test in tests}


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if not path.read_text(encoding="utf-8").startswith(('"""', "#!")) and path.read_text(encoding="utf-8").strip()
    ]
    assert silent == []


def test_the_manual_of_the_rules_is_up_to_date() -> None:
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == manual(), "run `make docs`"


def test_the_readme_names_commands_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "docs" / "operating.md").read_text(
        encoding="utf-8"
    )
    named = set(re.findall(r"(?:tiepnhan |^\| `)([a-z]+)", text, re.MULTILINE)) - {"toml"}
    assert named <= set(cli.commands), named - set(cli.commands)


def test_links_in_the_documents_lead_somewhere() -> None:
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_lock_names_no_copyleft_library_known_to_tempt() -> None:
    """Licences are looked at by people; these names have been looked at and refused."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    names = {package["name"] for package in lock["package"]}
    assert not names & {"pymupdf", "unidecode", "html2text", "extract-msg", "py7zr", "tnefparse", "validators"}
