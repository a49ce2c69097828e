"""The last hour before a deadline: a heap of mail at once, and a daemon that stays of use meanwhile."""

import pytest

from tests.drill.burst import Burst, burst
from tests.drill.traffic import Traffic

MAILS = 100

pytestmark = pytest.mark.xdist_group("dovecot")


@pytest.fixture(scope="module")
def drained(tmp_path_factory: pytest.TempPathFactory) -> Burst:
    """A burst and what follows it, once for all tests."""
    return burst(tmp_path_factory.mktemp("burst"), MAILS, traffic=Traffic(None, sides=(200,)))


def test_all_of_it_is_read(drained: Burst) -> None:
    assert drained.read_by[-1][1] == MAILS  # how busy the cores were is asked by the long drill


def test_what_came_so_far_is_judged_and_shown_meanwhile(drained: Burst) -> None:
    assert drained.judgements > 0
    assert all(ran.code == 0 for ran in drained.commands)
    counts = [count for _, count in drained.shown]
    assert counts == sorted(counts)
    assert counts[0] > 0


def test_health_is_answered_all_the_time(drained: Burst) -> None:
    assert {answer.status for answer in drained.health} == {200}


def test_new_mail_overtakes_what_is_only_read_again(drained: Burst) -> None:
    assert drained.again == MAILS
    assert drained.passed <= 20 < drained.still  # what ran already, and what fits beside the last new mail


def test_nothing_goes_wrong(drained: Burst) -> None:
    assert drained.errors == []
