"""MESSAGE-IDs as in paths: the header's where it is there and free."""

from dataclasses import replace

from tests.validators.assemble.builders import at, message, sha
from validators.assemble.identity import arrival_order, public_ids


def test_a_message_bears_the_id_of_its_header() -> None:
    assert public_ids([message(key="1")]) == {sha("1"): "1@example.vn"}


def test_a_message_without_an_id_is_named_after_its_content() -> None:
    assert public_ids([message(key="1", message_id="")]) == {sha("1"): f"sha256-{sha('1')[:16]}"}


def test_an_id_that_other_content_had_first_is_not_used_again() -> None:
    first = message("a", key="1", received_at=at(10))
    second = replace(message("b", key="2", message_id="1@example.vn"), received_at=at(11))
    for given in ([first, second], [second, first]):
        assert public_ids(given) == {sha("1"): "1@example.vn", sha("2"): f"sha256-{sha('2')[:16]}"}


def test_mail_without_an_arrival_comes_last_and_ties_go_by_content() -> None:
    never, early = message(key="1", received_at=None), message(key="2")
    same = message(key="3")
    assert max([never, same, early], key=arrival_order) is never
    assert sorted([same, early], key=arrival_order) == sorted([early, same], key=arrival_order)


def test_an_id_that_looks_like_one_of_ours_takes_nothing_away() -> None:
    forged = message("x", key="1", message_id=f"sha256-{sha('2')[:16]}", received_at=at(10))
    nameless = message("y", key="2", message_id="", received_at=at(11))
    assert len(set(public_ids([forged, nameless]).values())) == 2
