"""Health and metrics over real sockets."""

import signal
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from ingest.dashboard.app import create_app
from ingest.dashboard.serve import serving
from ingest.errors import NotNow, StoreUnavailable
from ingest.mailbox.interface import Quota
from ingest.watch.alerts import alerts_of
from ingest.watch.health import health
from ingest.watch.limits import Limits
from ingest.watch.vitals import Disk, DriveHealth, Job, Ledger, Vitals

NOW = datetime(2024, 11, 19, 0, 30, tzinfo=UTC)
LIMITS = Limits()
WELL = Vitals(
    started_at=NOW - timedelta(days=3),
    now=NOW,
    jobs={
        "poll": Job(NOW - timedelta(seconds=90), NOW - timedelta(seconds=90)),
        "backup": Job(NOW - timedelta(hours=5), NOW - timedelta(hours=5)),
    },
    tasks={("read", "waiting"): 7, ("read", "running"): 2},
    oldest_waiting=NOW - timedelta(minutes=2),
    rows_waiting={"unread": 9, "due": 1, "pending": 0},
    aside={"read": 1},
    ledger=Ledger(214, 212, 2, 0),
    disk=Disk(100 << 30, 200 << 30),
    drive=DriveHealth("ok"),
    quota=Quota(14 << 30, 15 << 30),
    heartbeat=timedelta(seconds=1),
)


class Machine:
    """What the daemon would measure, to be changed by a test while it is served."""

    def __init__(self) -> None:
        self.vitals = WELL
        self.error: Exception | None = None
        self.answers = threading.Event()  # measuring waits for it
        self.answers.set()

    def measure(self) -> Vitals:
        self.answers.wait(20)
        if self.error:
            raise self.error
        return self.vitals

    def app(self) -> FastAPI:
        return create_app(self.measure, lambda now: health(now, LIMITS), lambda now: alerts_of(now, LIMITS))


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def root(machine: Machine) -> Iterator[str]:
    """The address of a running server."""
    with serving("127.0.0.1:0", machine.app()) as (host, port):
        yield f"http://{host}:{port}"


def _get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=10)


def test_a_healthy_daemon_says_so_with_the_ages_of_its_work(root: str) -> None:
    answer = _get(f"{root}/healthz")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    body = answer.json()
    assert (body["status"], body["reasons"]) == ("ok", [])
    assert body["ages"]["poll_seconds"] == 90
    assert body["ages"]["digest_seconds"] is None


def test_a_daemon_that_lost_its_mailbox_says_so_and_names_nobody(root: str, machine: Machine) -> None:
    secret = "Không đọc được hộp thư hopthu@example.vn tại imap.example.vn:993"
    machine.vitals = replace(WELL, jobs={"poll": Job(NOW - timedelta(hours=1), NOW, secret)})
    answer = _get(f"{root}/healthz")
    assert answer.status_code == 503
    assert [reason["code"] for reason in answer.json()["reasons"]] == ["mailbox"]
    assert "01 giờ" in answer.json()["reasons"][0]["text"]
    assert "example" not in answer.text


def test_vitals_that_cannot_be_measured_are_told_not_thrown(root: str, machine: Machine) -> None:
    machine.error = StoreUnavailable("/home/nobody/secret.db")
    answer = _get(f"{root}/healthz")
    assert (answer.status_code, [one["code"] for one in answer.json()["reasons"]]) == (503, ["vitals"])
    assert "secret" not in answer.text
    assert _get(f"{root}/metrics").status_code == 503


def test_nothing_else_is_served(root: str) -> None:
    for path in ("/", "/docs", "/redoc", "/openapi.json", "/healthz/", "/metrics/x", "/../etc/passwd", "/login"):
        assert requests.get(root + path, timeout=10, allow_redirects=False).status_code in {404, 307}, path
    assert requests.post(f"{root}/healthz", timeout=10).status_code == 405
    assert requests.head(f"{root}/healthz", timeout=10).status_code == 200


def test_the_host_header_does_not_matter(root: str) -> None:
    assert _get(f"{root}/healthz", Host="tiepnhan.example.vn").status_code == 200
    assert _get(f"{root}/metrics", Host="tiepnhan.example.vn").status_code == 200


def test_metrics_are_what_prometheus_reads(root: str) -> None:
    answer = _get(f"{root}/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    samples = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    expected = {
        ("tiepnhan_healthy", ()): 1,
        ("tiepnhan_last_success_timestamp_seconds", (("job", "poll"),)): (NOW - timedelta(seconds=90)).timestamp(),
        ("tiepnhan_last_success_age_seconds", (("job", "poll"),)): 90,
        ("tiepnhan_tasks", (("kind", "read"), ("state", "waiting"))): 7,
        ("tiepnhan_rows_waiting", (("kind", "due"),)): 1,
        ("tiepnhan_set_aside", (("kind", "read"),)): 1,
        ("tiepnhan_messages", (("state", "on_server"),)): 214,
        ("tiepnhan_messages", (("state", "received"),)): 212,
        ("tiepnhan_messages", (("state", "held"),)): 2,
        ("tiepnhan_messages", (("state", "missing"),)): 0,
        ("tiepnhan_messages", (("state", "unread"),)): 9,
        ("tiepnhan_disk_free_bytes", ()): 100 << 30,
        ("tiepnhan_mailbox_used_bytes", ()): 14 << 30,
        ("tiepnhan_alerts", (("kind", "mailbox_full"),)): 1,
        ("tiepnhan_alerts", (("kind", "aside"),)): 1,
        ("tiepnhan_alerts", (("kind", "disk"),)): 0,
    }
    assert {key: samples.get(key) for key in expected} == expected
    assert samples["tiepnhan_process_resident_bytes", ()] > 10 << 20
    assert samples["tiepnhan_open_files", ()] > 3
    assert ("tiepnhan_child_processes", ()) in samples
    assert any(name == "tiepnhan_build_info" for name, _ in samples)
    assert ("tiepnhan_last_success_age_seconds", (("job", "digest"),)) not in samples  # never: no age is no lie


def test_metrics_count_what_lives(root: str) -> None:
    def files() -> float:
        families = text_string_to_metric_families(_get(f"{root}/metrics").text)
        return next(family.samples[0].value for family in families if family.name == "tiepnhan_open_files")

    before = files()
    held = [socket.socket() for _ in range(20)]
    assert files() >= before + 15
    for one in held:
        one.close()


def test_what_a_proxy_passes_on_is_not_local(root: str) -> None:
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        answer = _get(f"{root}/metrics", **{header: "127.0.0.1"})
        assert (answer.status_code, "tiepnhan_" in answer.text) == (403, False), header
    assert _get(f"{root}/healthz", **{"X-Forwarded-For": "203.0.113.9"}).status_code == 200


def test_only_this_machine_sees_the_metrics(machine: Machine) -> None:
    mine = _other_address()
    with serving("0.0.0.0:0", machine.app()) as (_, port):
        far, near = f"http://{mine}:{port}", f"http://127.0.0.1:{port}"
        assert _get(f"{far}/healthz").status_code == 200
        assert _get(f"{far}/metrics").status_code == 403
        assert _get(f"{far}/metrics", **{"X-Forwarded-For": "127.0.0.1"}).status_code == 403
        assert _get(f"{near}/metrics").status_code == 200


def test_both_families_of_addresses_are_this_machine(machine: Machine) -> None:
    if not socket.has_ipv6 or not _binds("::1"):
        pytest.skip("this machine has no IPv6")
    with serving("[::1]:0", machine.app()) as (_, port):
        assert _get(f"http://[::1]:{port}/metrics").status_code == 200
    with serving("[::]:0", machine.app()) as (_, port):  # where 127.0.0.1 shows as ::ffff:127.0.0.1
        assert _get(f"http://127.0.0.1:{port}/metrics").status_code == 200


def test_a_taken_port_is_told_in_one_line(machine: Machine) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(NotNow, match=rf"127\.0\.0\.1:{port}: cổng đang được"),
            serving(f"127.0.0.1:{port}", FastAPI()),
        ):
            pytest.fail("it must not start")


def test_an_address_of_another_machine_is_told(machine: Machine) -> None:
    with pytest.raises(NotNow, match=r"listen = 203\.0\.113\.7:8710"), serving("203.0.113.7:8710", machine.app()):
        pytest.fail("it must not start")


def test_it_ends_at_once_and_frees_its_port(machine: Machine) -> None:
    threads = threading.active_count()
    for _ in range(3):  # the same port again and again, with a connection left open
        with serving("127.0.0.1:0", machine.app()) as (host, port), requests.Session() as session:
            assert session.get(f"http://{host}:{port}/healthz", timeout=10).status_code == 200
            began = time.monotonic()
        assert time.monotonic() - began < 2
        with serving(f"{host}:{port}", machine.app()):
            pass
    assert threading.active_count() <= threads


def test_a_request_that_hangs_does_not_hold_it_up(machine: Machine) -> None:
    machine.answers.clear()
    failures: list[str] = []

    def ask(url: str) -> None:
        try:
            _get(url)
        except requests.RequestException as error:
            failures.append(type(error).__name__)

    with serving("127.0.0.1:0", machine.app()) as (host, port):
        asking = threading.Thread(target=ask, args=(f"http://{host}:{port}/healthz",))
        asking.start()
        time.sleep(0.3)
        began = time.monotonic()
    assert time.monotonic() - began < 3
    machine.answers.set()
    asking.join(20)


def test_the_signals_stay_the_daemons_own(machine: Machine) -> None:
    seen: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: seen.append(number))
    try:
        with serving("127.0.0.1:0", machine.app()) as (host, port):
            signal.raise_signal(signal.SIGTERM)
            assert seen == [signal.SIGTERM]
            assert _get(f"http://{host}:{port}/healthz").status_code == 200
    finally:
        signal.signal(signal.SIGTERM, before)


def _other_address() -> str:
    """An address of this machine that is not loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: only asks which way it would go
        except OSError:
            pytest.skip("this machine has no address besides loopback")
        address: str = probe.getsockname()[0]
    if address.startswith("127."):
        pytest.skip("this machine has no address besides loopback")
    return address


def _binds(host: str) -> bool:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return False
    return True
