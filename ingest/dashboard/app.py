"""What the daemon answers over HTTP: its health to anybody, its metrics to this machine, and nothing else so far."""

import ipaddress
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from ingest.watch.alerts import Alert
from ingest.watch.health import Health, Reason
from ingest.watch.metrics import JOBS, render_metrics
from ingest.watch.vitals import Vitals

log = structlog.get_logger()

_BROKEN = Health((Reason("vitals", "Không đo được tình trạng của hệ thống."),))


def create_app(
    vitals: Callable[[], Vitals],
    health: Callable[[Vitals], Health],
    alerts: Callable[[Vitals], tuple[Alert, ...]] = lambda _: (),
) -> FastAPI:
    """The web application. Each request measures anew; `vitals` may be slow or raise, and is told as such."""
    app = FastAPI(title="tiepnhan", openapi_url=None, docs_url=None, redoc_url=None)

    @app.get("/healthz")
    @app.head("/healthz")
    def healthz() -> Response:
        """200 while the daemon polls and reaches what it needs, else 503 with the reasons."""
        measured, state = _measure(vitals, health)
        body: dict[str, Any] = {
            "status": "ok" if state.ok else "unhealthy",
            "reasons": [{"code": reason.code, "text": reason.text} for reason in state.reasons],
            "ages": _ages(measured) if measured else {},
        }
        return JSONResponse(body, 200 if state.ok else 503, headers={"Cache-Control": "no-store"})

    @app.get("/metrics")
    def metrics(request: Request) -> Response:
        """For Prometheus on this machine."""
        if not is_local(request):
            return Response("Chỉ dành cho máy này.\n", 403, media_type="text/plain; charset=utf-8")
        measured, state = _measure(vitals, health)
        if measured is None:
            return Response("Không đo được.\n", 503, media_type="text/plain; charset=utf-8")
        text = render_metrics(measured, alerts(measured), healthy=state.ok)
        return Response(text, media_type=None, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return app


def is_local(request: Request) -> bool:
    """Whether the one at the other end of the socket is this machine, and speaks for itself.

    A proxy on this machine passes on what others ask: what bears its marks is not local. Such marks only ever take
    away; no header makes anybody local.
    """
    if any(name in request.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip", "via")):
        return False
    try:
        address = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _measure(vitals: Callable[[], Vitals], health: Callable[[Vitals], Health]) -> tuple[Vitals | None, Health]:
    try:
        measured = vitals()
        return measured, health(measured)
    except Exception:  # the border of one request: who asks must get the answer that we are not well
        log.exception("vitals could not be measured")
        return None, _BROKEN


def _ages(vitals: Vitals) -> dict[str, int | None]:
    """Seconds since each job's last success; null for one that never succeeded."""
    return {f"{name}_seconds": _age(vitals.job(name).succeeded_at, vitals.now) for name in JOBS}


def _age(moment: datetime | None, now: datetime) -> int | None:
    return None if moment is None else max(0, int((now - moment).total_seconds()))
