"""The options that every command takes."""

from dataclasses import dataclass


@dataclass(slots=True)
class Options:
    """The common options, wherever on the command line they stand."""

    config: str | None = None
    campaign: str | None = None
    now: str | None = None
    json: bool = False
    verbose: bool = False
