"""What a forged mail cannot do: only our own server's word on a sender counts."""

import pytest

from tests.validators.assemble.builders import mail as build_mail
from validators.assemble.superseding import is_verified

OURS = "mx.google.com"


@pytest.mark.parametrize(
    ("results", "verified"),
    [
        ((), True),
        (("mx.google.com; dmarc=pass header.from=x.vn",), True),
        (("mx.google.com; dkim=pass; spf=fail; dmarc=fail header.from=x.vn",), False),
        (("mx.google.com 1; spf=fail smtp.mailfrom=x.vn; dkim=fail",), False),
        (("mx.google.com; spf=fail; dkim=pass",), True),
        (("mx.google.com; dmarc=fail", "mx.google.com; dmarc=pass"), False),
        (("evil.example; dmarc=fail",), True),
    ],
)
def test_only_the_topmost_result_of_our_own_server_counts(results: tuple[str, ...], verified: bool) -> None:
    assert is_verified(build_mail(authentication_results=results), OURS) is verified


def test_without_a_configured_server_nothing_is_known() -> None:
    assert is_verified(build_mail(authentication_results=("mx.google.com; dmarc=fail",)), "")
