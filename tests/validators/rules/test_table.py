"""Every rule is in the table, is documented, tested, and says only what the contract knows."""

import importlib
import pkgutil
from pathlib import Path

import pytest

import validators.rules
from validators.findings import CODES
from validators.rules import CODES_OF, RULES

MODULES = sorted(module.name for module in pkgutil.iter_modules(validators.rules.__path__))


def test_every_module_is_in_the_table_under_its_name() -> None:
    assert sorted(RULES) == sorted(CODES_OF) == MODULES
    for name, check in RULES.items():
        assert check.__module__ == f"validators.rules.{name}"


@pytest.mark.parametrize("name", MODULES)
def test_a_rule_says_why_and_shows_what_passes_and_what_fails(name: str) -> None:
    manual = importlib.import_module(f"validators.rules.{name}").__doc__ or ""
    for word in ("\n\nWhy: ", "\nPasses: ", "\nFails: "):
        assert word in manual


@pytest.mark.parametrize("name", MODULES)
def test_a_rule_has_a_test_of_the_same_name(name: str) -> None:
    assert (Path(__file__).parent / f"test_{name}.py").exists()


def test_rules_say_what_the_table_of_codes_holds_and_no_code_has_two_rules() -> None:
    said = [code for codes in CODES_OF.values() for code in codes]
    assert len(said) == len(set(said))
    assert set(said) == set(CODES)
