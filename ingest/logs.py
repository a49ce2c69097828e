"""Logs on standard error: JSON lines with ids and counts, never with names, subjects or addresses of people."""

import logging
import sys

import structlog


def configure(*, verbose: bool, daemon: bool = False) -> None:
    """Errors alone, since commands tell in their own words what happened; the daemon's steps; with -v everything."""
    level = logging.DEBUG if verbose else logging.INFO if daemon else logging.ERROR
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if verbose else _without_traceback,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _without_traceback(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """A traceback may hold values from a mail; without -v only the kind of the exception is told."""
    if event.pop("exc_info", None):
        kind = sys.exc_info()[0]
        event["exception"] = kind.__name__ if kind else "unknown"
    return event
