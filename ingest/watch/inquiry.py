"""Asking a running daemon how it is, as its monitoring would: over HTTP, at the address that it listens on."""

import http.client
import json
from dataclasses import dataclass
from typing import Literal

from config.settings import Dashboard

_PATIENCE = 5.0
_MOST = 64 << 10
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`silent`: nobody listens there; `stranger`: somebody does, and it is no daemon of ours."""

    state: Literal["silent", "well", "unwell", "stranger"]
    reasons: tuple[str, ...] = ()


def inquire(listen: str) -> Inquiry:
    """How the daemon at `listen` is. Goes straight to it: a proxy for the way out has no place here."""
    place = Dashboard(listen=listen)
    connection = http.client.HTTPConnection(_ANYWHERE.get(place.host, place.host), place.port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        body = json.loads(answer.read(_MOST))
        reasons = tuple(str(reason["text"]) for reason in body["reasons"])
        return Inquiry({"ok": "well", "unhealthy": "unwell"}[body["status"]], reasons)  # type: ignore[arg-type]
    except ConnectionRefusedError:
        return Inquiry("silent")
    except TimeoutError:
        return Inquiry("unwell", ("Không trả lời.",))
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return Inquiry("stranger")
    finally:
        connection.close()
