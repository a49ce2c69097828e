"""Fixtures that every test may ask for."""

import os

import pytest

from tests.servers.dovecot import dovecot
from tests.servers.postgres import postgres

__all__ = ["dovecot", "postgres"]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine reaches a test."""
    for name in list(os.environ):
        if name.startswith("TIEPNHAN_"):
            monkeypatch.delenv(name)
