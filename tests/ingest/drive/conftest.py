"""Each test has a Drive of its own."""

from tests.servers.drive import drive

__all__ = ["drive"]
