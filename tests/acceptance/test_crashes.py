"""Killed at any moment, a poll loses nothing and doubles nothing."""

import random
import time

import pytest

from tests.acceptance.conftest import OfficeMaker
from tests.acceptance.office import Office

KILLS = 15


@pytest.mark.timeout(900)
def test_kills_end_in_the_export_of_an_undisturbed_run(new_office: OfficeMaker) -> None:
    calm = new_office("calm")
    started = time.monotonic()
    calm.poll()
    length = time.monotonic() - started
    expected = calm.export()
    chance = random.Random(6286)
    kills = finished = 0
    office = new_office("killed0")
    while kills < KILLS:
        after = chance.uniform(0.25, 1.0) * length
        if _killed(office, after):
            kills += 1
        else:  # it was faster than we: what it made must be right, and the next one starts from nothing
            finished += 1
            length = max(after, 1.0)  # a machine that is quicker now is killed sooner
            assert office.export() == expected
            office = new_office(f"killed{finished}")
    office.poll()
    assert office.export() == expected


def _killed(office: Office, after: float) -> bool:
    process = office.start("poll")
    time.sleep(after)
    if process.poll() is not None:
        said = process.communicate()
        assert process.returncode == 0, said
        return False
    process.kill()
    process.communicate()
    return True
