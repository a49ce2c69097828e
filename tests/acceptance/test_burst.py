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


def test_the_cores_are_used_while_there_is_something_to_read(drained: Burst) -> None:
    assert drained.read_by[-1][1] == MAILS
    assert drained.busy > 0.7  # of what the other tests leave us; 0.85 is asked of the long drill


def test_what_came_so_far_is_judged_meanwhile_at_a_small_price(drained: Burst) -> None:
    assert drained.judgements > 0
    assert drained.judging < 0.25
    assert all(ran.code == 0 for ran in drained.commands)
    counts = [count for _, count in drained.shown]
    assert counts == sorted(counts)
    assert counts[0] > 0


def test_health_is_answered_all_the_time(drained: Burst) -> None:
    assert {answer.status for answer in drained.health} == {200}
    took = sorted(answer.seconds for answer in drained.health)
    assert took[len(took) // 2] < 1


def test_new_mail_overtakes_what_is_only_read_again(drained: Burst) -> None:
    assert drained.again == MAILS
    assert drained.passed <= 20 < drained.still  # what ran already, and what fits beside the last new mail


def test_nothing_goes_wrong(drained: Burst) -> None:
    assert drained.errors == []
