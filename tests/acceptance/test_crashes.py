"""Killed at any moment, a poll loses nothing and doubles nothing."""

import random
import time

import pytest

from tests.acceptance.conftest import OfficeMaker
from tests.acceptance.office import Office

KILLS = 30


@pytest.mark.timeout(900)
def test_thirty_kills_end_in_the_export_of_an_undisturbed_run(new_office: OfficeMaker) -> None:
    calm = new_office("calm")
    started = time.monotonic()
    calm.poll()
    length = time.monotonic() - started
    expected = calm.export()
    chance = random.Random(6286)
    kills = finished = 0
    office = new_office("killed0")
    while kills < KILLS:
        if _killed(office, chance.uniform(0.2, 1.0) * length):
            kills += 1
        else:  # it was faster than we: what it made must be right, and the next one starts from nothing
            finished += 1
            assert office.export() == expected
            office = new_office(f"killed{finished}")
    office.poll()
    assert office.export() == expected


def _killed(office: Office, after: float) -> bool:
    process = office.start("poll")
    time.sleep(after)
    if process.poll() is not None:
        assert process.returncode == 0, process.communicate()
        return False
    process.kill()
    process.communicate()
    return True
