"""The daemon, killed at any moment: nothing is lost or doubled; only what ended it three times is set aside."""

import hashlib
import sys
import time
from pathlib import Path

import pytest

from tests.acceptance.conftest import OfficeMaker
from tests.acceptance.material import mails
from tests.acceptance.office import NOW, Office
from tests.drill.kill_drill import folder_drill
from tests.drill.life import Life, ask, tail, tasks_of
from tests.drill.scenario import phases

KILLS = 15
SEED = 6286
_PATIENCE = 240.0

# The real program, but that the work on one message ends it: as the kernel does where memory runs out.
_POISON = """
import os, signal, sys, time

from ingest import pipeline
from ingest.cli import cli

read, poison = pipeline.read_message, sys.argv.pop(1)


def read_message(work, reader, message):
    if message.sha256 == poison:
        time.sleep(0.2)  # the others are in work meanwhile
        os.kill(os.getpid(), signal.SIGKILL)
    read(work, reader, message)


pipeline.read_message = read_message
if __name__ == "__main__":
    cli()
"""


@pytest.mark.timeout(900)
def test_kills_at_random_moments_end_in_what_an_undisturbed_office_makes(tmp_path: Path) -> None:
    report = folder_drill(tmp_path, phases()[:2], KILLS, SEED)
    assert report.kills == KILLS
    assert report.deleted_down >= 1
    assert report.deleted_running == 1
    assert {"receive", "read", "judge"} <= report.hit.keys(), report.lines()


@pytest.mark.timeout(600)
def test_a_message_that_ends_the_program_is_set_aside_after_three_deaths_and_harms_no_other(
    new_office: OfficeMaker, tmp_path: Path
) -> None:
    calm, office = new_office("calm"), new_office("poisoned")
    calm.poll()
    poison = next(mail for mail in mails() if mail.name == "nghe-an-2")
    sha256 = hashlib.sha256(poison.raw).hexdigest()
    script = tmp_path / "poisoned.py"
    script.write_text(_POISON, encoding="utf-8")

    deaths = 0
    while _dies(office, (sys.executable, str(script), sha256, "run")):
        deaths += 1
        assert deaths <= 3, ask(office, "select * from attempts")

    assert deaths == 3
    assert ask(office, "select kind, aside, cause from attempts") == [("read", 1, "killed")]
    unread = ask(office, "select sha256 from messages where version is null")
    assert unread == [(sha256,)]
    assert ask(office, "select count(*) from digests") == [(1,)]
    assert ask(office, "select kind from alerts where kind = 'aside' and gone_at is null") == [("aside",)]
    (entry,) = office.run("tasks", "--json").json
    assert (entry["state"], entry["cause"]) == ("aside", "killed")

    assert office.run("tasks", "--retry", entry["id"]).code == 0  # the program has been mended meanwhile
    office.poll()
    assert office.export() == calm.export()
    assert ask(office, "select * from attempts") == []


def _dies(office: Office, command: tuple[str, ...]) -> bool:
    """One life, as long as there is something to do: whether it died of it."""
    life = Life(office, NOW, command)
    deadline = time.monotonic() + _PATIENCE
    try:
        while life.process.poll() is None:
            assert time.monotonic() < deadline, tail(office)
            if ask(office, "select 1 from digests") and not any(
                task.state in {"waiting", "running"} for task in tasks_of(office)
            ):
                life.stop()
                return False
            time.sleep(0.1)
        assert life.process.returncode == -9, tail(office)
        return True
    finally:
        if life.process.poll() is None:
            life.kill(group=True)
